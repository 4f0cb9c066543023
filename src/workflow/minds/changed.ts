/**
 * What a person changes of what an agent has in mind, during a run: what it believes, what it believes no more, and how its
 * goals stand. It comes as an input, out of files too, and is named here where no machine would understand it.
 */
import * as v from 'valibot';
import type { Json, JsonObject } from '../../base/index.ts';
import { goalStatuses } from '../../document/index.ts';
import type { Context, Message } from '../../kernel/index.ts';
import { agentTitle, believedAfter, type GoalStatus, type Plan, type TaskFact } from '../../plan/index.ts';
import { freshMinds, type WorkflowState } from '../state.ts';

export interface MindChange extends Message {
  readonly type: 'workflow.mind';
  readonly agent: number;
  readonly beliefs: JsonObject;
  readonly forget: readonly string[];
  readonly goals: Readonly<Record<string, GoalStatus>>;
}

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const shape = v.object({
  type: v.string(),
  agent: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  beliefs: v.record(
    name,
    v.custom<Json>((value) => value !== undefined),
  ),
  forget: v.array(name),
  goals: v.record(name, v.picklist(goalStatuses)),
});

/** What is wrong with such an input, as a clause; null when it can be put in. */
export function mindProblem(plan: Plan, message: Message): string | null {
  const parsed = v.safeParse(shape, message);
  if (!parsed.success)
    return `what an agent is to believe has not the shape of ${message.type}: ${v.getDotPath(parsed.issues[0]) ?? 'all of it'}`;
  const { agent, goals } = parsed.output;
  const mind = plan.minds.agents[agent];
  if (mind === undefined) return 'it names no agent of this document';
  const strange = Object.keys(goals).find((id) => mind.goals.every((goal) => goal.id !== id));
  return strange === undefined ? null : `${agentTitle(plan, agent)} has no goal called "${strange}"`;
}

/** A person changes what an agent has in mind: from here on nothing tells but what it says. */
export function changeMind(plan: Plan, state: WorkflowState, message: MindChange, context: Context): void {
  const { agent, beliefs, forget, goals } = message;
  const minds = (state.minds ??= freshMinds(plan.minds));
  const fact = { type: 'agent.minded', agent, beliefs, forget, goals } satisfies TaskFact;
  minds.beliefs[agent] = believedAfter(minds.beliefs[agent]!, fact);
  for (const [id, status] of Object.entries(goals)) {
    const place = plan.minds.agents[agent]!.goals.findIndex((goal) => goal.id === id);
    minds.reached[agent] = minds.reached[agent]!.filter((each) => each !== place);
    if (status === 'reached') minds.reached[agent].push(place);
    const dropped = (minds.dropped?.[agent] ?? []).filter((each) => each !== place);
    if (status === 'dropped') dropped.push(place);
    if (minds.dropped !== undefined || dropped.length > 0) (minds.dropped ??= {})[agent] = dropped;
  }
  context.record(fact);
  minds.due = true;
}
