/**
 * Long-term memories as a file: what each agent of a run kept at its end, by the ids of agents, for another run to begin with.
 */
import { outliving, restoreInput, type AgentState } from '../../agents/index.ts';
import { canonical, err, ok, parseJson, type Json, type Result } from '../../base/index.ts';
import { actorOfAgent, type Plan } from '../../plan/index.ts';
import type { Run, RunInput } from '../../replay/index.ts';
import { inputProblem } from '../../workflow/index.ts';

const format = 'conclave-memory';

/** The text of a run's file of memories. */
export function writeMemories(run: Run): string {
  const { agents } = run.compiled.plan;
  const { states } = run.worldAt(run.steps).snapshot();
  const kept = agents.flatMap(({ id }, at) => {
    const { memory } = states[actorOfAgent(at)] as AgentState;
    return memory === undefined ? [] : [[id, outliving(memory, run.now) as unknown as Json]];
  });
  const file = { format, version: 1, agents: Object.fromEntries(kept) as Json };
  return `${JSON.stringify(JSON.parse(canonical(file)), null, 2)}\n`;
}

/** The inputs by which a run of this plan begins with what such a file holds; one sentence where it cannot. */
export function readMemories(plan: Plan, text: string): Result<readonly RunInput[], string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err(`it is no JSON: ${parsed.error.message}`);
  const file = parsed.value as { readonly format?: Json; readonly version?: Json; readonly agents?: Json } | null;
  if (typeof file !== 'object' || file?.format !== format)
    return err(`it is no file of memories; its format is not "${format}"`);
  if (file.version !== 1) return err('its version is not 1; it comes from a newer Conclave');
  const { agents } = file;
  if (typeof agents !== 'object' || agents === null || Array.isArray(agents)) return err('its agents are no object');
  const inputs: RunInput[] = [];
  for (const [id, items] of Object.entries(agents)) {
    const at = plan.agents.findIndex((agent) => agent.id === id);
    if (at === -1) return err(`it holds the memory of "${id}", who is no agent of this document`);
    const input = restoreInput(at, items as never);
    const problem = inputProblem(plan, input);
    if (problem !== null) return err(`the memory of "${id}" cannot be taken: ${problem}`);
    inputs.push(input);
  }
  return ok(inputs);
}
