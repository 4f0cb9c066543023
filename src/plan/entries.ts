/**
 * What stands in a plan under the indexes that actors, messages and facts carry. Whoever made the plan gave these indexes out, and
 * nothing is ever taken from it: one without an entry is a mistake of ours, and stops the program here.
 */
import { invariant } from '../base/index.ts';
import type { Decision, DecisionGroup } from './cast/decision.ts';
import type { ServicePlan, TaskUses } from './cast/services.ts';
import type { AgentPlan, Need, Plan, TaskPlan } from './plan.ts';

export function taskAt({ tasks }: Pick<Plan, 'tasks'>, task: number): TaskPlan {
  const found = tasks[task];
  invariant(found !== undefined, 'every task that is spoken of stands in the plan');
  return found;
}

export function agentAt({ agents }: Pick<Plan, 'agents'>, agent: number): AgentPlan {
  const found = agents[agent];
  invariant(found !== undefined, 'every agent that is spoken of stands in the plan');
  return found;
}

/** How many tasks an agent works at in the same moment. */
export function atOnceOf({ slots, slice }: Pick<AgentPlan, 'slots' | 'slice'>): number {
  return slice === undefined ? slots : 1;
}

/** The number of what a task asks of agents, as `needAt` takes it. */
export function needOf({ needOf: numbers }: Pick<Plan, 'needOf'>, task: number): number {
  const found = numbers[task];
  invariant(found !== undefined, 'every task that is spoken of asks for something');
  return found;
}

export function needAt({ needs }: Pick<Plan, 'needs'>, need: number): Need {
  const found = needs[need];
  invariant(found !== undefined, 'every need that is spoken of stands in the plan');
  return found;
}

/** The composite that a task is a part of; -1 for none. */
export function parentOf({ parent }: Pick<Plan, 'parent'>, task: number): number {
  const found = parent[task];
  invariant(found !== undefined, 'every task that is spoken of stands somewhere');
  return found;
}

export function serviceAt({ services }: Pick<Plan, 'services'>, service: number): ServicePlan {
  const found = services[service];
  invariant(found !== undefined, 'every service that is spoken of stands in the plan');
  return found;
}

export function groupAt({ groups }: Pick<Plan, 'groups'>, group: number): DecisionGroup {
  const found = groups[group];
  invariant(found !== undefined, 'every group that is spoken of stands in the plan');
  return found;
}

/** What a group decides for a task; only of those that some group decides. */
export function decisionAt({ decisions }: Pick<Plan, 'decisions'>, task: number): Decision {
  const found = decisions.get(task);
  invariant(found !== undefined, 'a group decides only what the plan has it decide');
  return found;
}

/** What a task uses of services. */
export function usesAt({ uses }: Pick<Plan, 'uses'>, task: number): TaskUses {
  return uses.get(task) ?? usesNothing;
}

const usesNothing: TaskUses = { all: [], needed: 0 };

const nothing: readonly number[] = [];

/** The parts of a task, or those of them that are switched off; none where it is no composite. */
export function partsAt(parts: Plan['parts'], task: number): readonly number[] {
  return parts.get(task) ?? nothing;
}

/** One row of compressed rows: what a task waits for, or what waits for it. A list of its own for the asking. */
export function rowAt(
  rows: { readonly start: readonly number[]; readonly task: readonly number[] },
  row: number,
): readonly number[] {
  const [from, until] = [rows.start[row], rows.start[row + 1]];
  invariant(from !== undefined && until !== undefined, 'every task that is spoken of has a row');
  return rows.task.slice(from, until);
}
