/**
 * Long-term memories as a file: what each agent of a run kept at its end, by the ids of agents, for another run to begin with, or for
 * a person to look at. A file is found in order as a whole, or refused by one sentence; what is more than an agent can keep goes by
 * its score, and is told.
 */
import {
  forgottenAtStart,
  outlivedBest,
  outlivedMax,
  outliving,
  restoreInput,
  type AgentState,
  type Outlived,
} from '../../agents/index.ts';
import { canonical, err, ok, parseJson, type Json, type JsonObject, type Result } from '../../base/index.ts';
import { actorOfAgent, type Plan } from '../../plan/index.ts';
import type { Run, RunInput } from '../../replay/index.ts';
import { inputProblem, outlivedProblem } from '../../workflow/index.ts';

const format = 'conclave-memory';
export const MEMORIES_ENDING = '.memories.json';

/** Memories by the ids of agents. */
export type Memories = ReadonlyMap<string, readonly Outlived[]>;

/** What was kept of a run, and of whom how many things were too many and are left out. */
export interface KeptOfRun {
  readonly memories: Memories;
  readonly leftOut: ReadonlyMap<string, number>;
}

/** The text of a file of memories. */
export function writeMemories(memories: Memories, leftOut: KeptOfRun['leftOut'] = new Map()): string {
  const agents = Object.fromEntries(memories) as unknown as Json;
  const left = leftOut.size === 0 ? {} : { leftOut: Object.fromEntries(leftOut) };
  return `${JSON.stringify(JSON.parse(canonical({ format, version: 1, agents, ...left })), null, 2)}\n`;
}

/** What each agent of a run has in memory, where it stands. */
export function memoriesOf(run: Run): KeptOfRun {
  const { agents, workingMemories } = run.compiled.plan;
  const { states } = run.worldAt(run.steps).snapshot();
  const memories = new Map<string, readonly Outlived[]>();
  const leftOut = new Map<string, number>();
  agents.forEach(({ id }, at) => {
    const { memory } = states[actorOfAgent(at)] as AgentState;
    const settings = workingMemories[at];
    if (memory === undefined || settings === undefined) return;
    const { kept, left } = boundMemories(outliving(memory, run.now), settings.score);
    memories.set(id, kept);
    if (left > 0) leftOut.set(id, left);
  });
  return { memories, leftOut };
}

/** Those that are kept of an agent's memories, and how many are too many: they are those that score lowest, by the score of the agent. */
export function boundMemories(
  items: readonly Outlived[],
  score: string,
): { readonly kept: readonly Outlived[]; readonly left: number } {
  const kept = outlivedBest(items, score === 'source' || score === 'generative' ? score : 'act-r');
  return { kept, left: items.length - kept.length };
}

/** What is said where things of an agent are too many to be kept. */
export function leftOutWords(name: string, left: number): string {
  return `Of the things that ${name} remembers the ${counted(left)} that score lowest are left out: at most ${counted(outlivedMax)} are kept.`;
}

/** What of an agent's memories is lost as a run begins with them, a sentence for each reason. */
export function lossesAtStart(
  name: string,
  items: readonly Outlived[],
  { score, longTerm }: { readonly score: string; readonly longTerm: number },
): readonly string[] {
  const { kept, left } = boundMemories(items, score);
  const forgotten = forgottenAtStart(kept, longTerm);
  return [
    ...(left === 0 ? [] : [leftOutWords(name, left)]),
    ...(forgotten === 0
      ? []
      : [
          `The long-term memory of ${name} has ${counted(longTerm)} places: the ${counted(forgotten)} things that score lowest are forgotten as the run begins.`,
        ]),
  ];
}

/** What such a file holds, whoever its agents are. */
export function readMemories(text: string): Result<KeptOfRun, string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err(`it is no JSON: ${parsed.error.message}`);
  const file = parsed.value;
  if (!isObject(file) || file['format'] !== format)
    return err(`it is no file of memories; its format is not "${format}"`);
  if (file['version'] !== 1) return err('its version is not 1; it comes from a newer Conclave');
  const { agents, leftOut = {} } = file;
  if (!isObject(agents)) return err('its agents are no object');
  const memories = new Map<string, readonly Outlived[]>();
  for (const [id, items] of Object.entries(agents)) {
    const problem = outlivedProblem(items);
    if (problem !== null) return err(refused(id, problem));
    memories.set(id, items as unknown as readonly Outlived[]);
  }
  const left = isObject(leftOut) ? Object.entries(leftOut) : [['leftOut', null] as const];
  for (const [id, count] of left)
    if (!Number.isSafeInteger(count) || (count as number) < 1)
      return err(`what it says is left out of "${id}" is no number of things`);
  return ok({ memories, leftOut: new Map(left as [string, number][]) });
}

/** What a run of a plan begins with, and what of it is lost there, as sentences by the places of agents. */
export interface MemoriesTaken {
  readonly inputs: readonly RunInput[];
  readonly losses: readonly { readonly agent: number; readonly sentence: string }[];
}

/** The inputs by which a run of this plan begins with what such a file holds; one sentence where it cannot. */
export function memoryInputs(plan: Plan, text: string): Result<MemoriesTaken, string> {
  const read = readMemories(text);
  if (!read.ok) return read;
  const inputs: RunInput[] = [];
  const losses: { agent: number; sentence: string }[] = [];
  for (const [id, items] of read.value.memories) {
    const at = plan.agents.findIndex((agent) => agent.id === id);
    if (at === -1) return err(`it holds the memory of "${id}", who is no agent of this document`);
    // Where nobody remembers anything the input is refused.
    const settings = plan.workingMemories[at];
    const kept = settings === undefined ? items : boundMemories(items, settings.score).kept;
    const input = restoreInput(at, kept);
    const problem = inputProblem(plan, input);
    if (problem !== null) return err(refused(id, problem));
    inputs.push(input);
    if (settings !== undefined)
      for (const sentence of lossesAtStart(`"${id}"`, items, settings)) losses.push({ agent: at, sentence });
  }
  return ok({ inputs, losses });
}

const refused = (id: string, problem: string): string => `the memory of "${id}" cannot be taken: ${problem}`;

const counted = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/gu, ',');

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
