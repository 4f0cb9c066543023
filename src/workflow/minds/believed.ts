/** What agents believe at a moment: for conditions that name beliefs, and for whoever asks what these saw. It changes nothing. */
import type { Json, JsonObject } from '../../base/index.ts';
import type { Plan, SeenBelief } from '../../plan/index.ts';
import type { Conditions } from '../progress/conditions.ts';
import type { WorkflowState } from '../state.ts';

type Minded = Pick<WorkflowState, 'minds'>;

/** So many beliefs that a condition sees are recorded. */
const seenMax = 20;

/** What an agent believes now. */
export function beliefsOf({ minds }: Plan, state: Minded, agent: number): JsonObject {
  return state.minds?.beliefs[agent] ?? minds.agents[agent]!.beliefs;
}

/** What everybody believes now, by the ids of agents. */
export function believed(plan: Plan, state: Minded): Record<string, Json> {
  return Object.fromEntries(plan.agents.map(({ id }, agent) => [id, beliefsOf(plan, state, agent)]));
}

/** The beliefs that a condition names, as they are now; an agent's all where it is named as a whole. */
export function seenOf(plan: Plan, conditions: Conditions, state: Minded, edge: number): readonly SeenBelief[] {
  const seen: SeenBelief[] = [];
  for (const { path } of conditions.of.get(edge)?.beliefs ?? []) {
    const [id, only] = path;
    plan.agents.forEach((each, agent) => {
      if (id !== undefined && each.id !== id) return;
      const beliefs = beliefsOf(plan, state, agent);
      for (const name of only === undefined ? Object.keys(beliefs) : [only]) {
        if (seen.length === seenMax || seen.some((one) => one.agent === agent && one.name === name)) continue;
        seen.push(Object.hasOwn(beliefs, name) ? { agent, name, value: beliefs[name]! } : { agent, name });
      }
    });
  }
  return seen;
}
