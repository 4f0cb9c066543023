/**
 * Long-term memories as a file: what each agent of a run kept at its end, by the ids of agents, for another run to begin with, or for
 * a person to look at. A file is found in order as a whole, or refused by one sentence.
 */
import { outliving, restoreInput, type AgentState, type Outlived } from '../../agents/index.ts';
import { canonical, err, ok, parseJson, type Json, type Result } from '../../base/index.ts';
import { actorOfAgent, type Plan } from '../../plan/index.ts';
import type { Run, RunInput } from '../../replay/index.ts';
import { inputProblem, outlivedProblem } from '../../workflow/index.ts';

const format = 'conclave-memory';
export const MEMORIES_ENDING = '.memories.json';

/** Memories by the ids of agents. */
export type Memories = ReadonlyMap<string, readonly Outlived[]>;

/** The text of a file of memories. */
export function writeMemories(memories: Memories): string {
  const file = { format, version: 1, agents: Object.fromEntries(memories) as unknown as Json };
  return `${JSON.stringify(JSON.parse(canonical(file)), null, 2)}\n`;
}

/** What each agent of a run has in memory, where it stands. */
export function memoriesOf(run: Run): Memories {
  const { agents } = run.compiled.plan;
  const { states } = run.worldAt(run.steps).snapshot();
  return new Map(
    agents.flatMap(({ id }, at) => {
      const { memory } = states[actorOfAgent(at)] as AgentState;
      return memory === undefined ? [] : [[id, outliving(memory, run.now)] as const];
    }),
  );
}

/** What such a file holds, whoever its agents are. */
export function readMemories(text: string): Result<Memories, string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err(`it is no JSON: ${parsed.error.message}`);
  const file = parsed.value as { readonly format?: Json; readonly version?: Json; readonly agents?: Json } | null;
  if (typeof file !== 'object' || file?.format !== format)
    return err(`it is no file of memories; its format is not "${format}"`);
  if (file.version !== 1) return err('its version is not 1; it comes from a newer Conclave');
  const { agents } = file;
  if (typeof agents !== 'object' || agents === null || Array.isArray(agents)) return err('its agents are no object');
  const memories = new Map<string, readonly Outlived[]>();
  for (const [id, items] of Object.entries(agents)) {
    const problem = outlivedProblem(items);
    if (problem !== null) return err(refused(id, problem));
    memories.set(id, items as unknown as readonly Outlived[]);
  }
  return ok(memories);
}

/** The inputs by which a run of this plan begins with what such a file holds; one sentence where it cannot. */
export function memoryInputs(plan: Plan, text: string): Result<readonly RunInput[], string> {
  const memories = readMemories(text);
  if (!memories.ok) return memories;
  const inputs: RunInput[] = [];
  for (const [id, items] of memories.value) {
    const at = plan.agents.findIndex((agent) => agent.id === id);
    if (at === -1) return err(`it holds the memory of "${id}", who is no agent of this document`);
    const input = restoreInput(at, items);
    const problem = inputProblem(plan, input);
    if (problem !== null) return err(refused(id, problem));
    inputs.push(input);
  }
  return ok(inputs);
}

const refused = (id: string, problem: string): string => `the memory of "${id}" cannot be taken: ${problem}`;
