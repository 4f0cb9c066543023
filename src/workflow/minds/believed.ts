/** What agents believe at a moment: for conditions that name beliefs, and for whoever asks what these saw. It changes nothing. */
import { equalJson, type Json, type JsonObject } from '../../base/index.ts';
import { groupAt, type Plan, type SeenBelief } from '../../plan/index.ts';
import type { Conditions } from '../progress/conditions.ts';
import type { WorkflowState } from '../state.ts';

type Minded = Pick<WorkflowState, 'minds'>;

/** So many beliefs that a condition sees are recorded. */
const seenMax = 20;

/** What an agent believes now. */
export function beliefsOf({ minds }: Plan, state: Minded, agent: number): JsonObject {
  return state.minds?.beliefs[agent] ?? minds.agents[agent]!.beliefs;
}

/** What members of a group put forward now; undefined where nothing has changed since the start, or nothing of it comes from beliefs. */
export function ballotsNow(plan: Plan, state: Minded, task: number): readonly Json[] | undefined {
  const decision = state.minds === undefined ? undefined : plan.decisions.get(task);
  if (decision === undefined || decision.believed === null || decision.ballots === null) return undefined;
  const { members } = groupAt(plan, decision.group);
  const now = members.map((agent, place): Json => {
    const name = decision.believed![place]!;
    if (name === null) return decision.ballots![place]!;
    const beliefs = beliefsOf(plan, state, agent);
    return Object.hasOwn(beliefs, name) ? beliefs[name]! : null;
  });
  return equalJson(now, decision.ballots) ? undefined : now;
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
