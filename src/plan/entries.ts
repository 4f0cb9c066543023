/**
 * What stands in a plan under the indexes that actors, messages and facts carry. Whoever made the plan gave these indexes out, and
 * nothing is ever taken from it: one without an entry is a mistake of ours, and stops the program here.
 */
import { invariant } from '../base/index.ts';
import type { DecisionGroup } from './cast/decision.ts';
import type { AgentPlan, Plan, TaskPlan } from './plan.ts';

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

export function groupAt({ groups }: Pick<Plan, 'groups'>, group: number): DecisionGroup {
  const found = groups[group];
  invariant(found !== undefined, 'every group that is spoken of stands in the plan');
  return found;
}

/** One row of compressed rows: the parts of a composite, what a task waits for, or what waits for it. A list of its own for the asking. */
export function rowAt(
  rows: { readonly start: readonly number[]; readonly task: readonly number[] },
  row: number,
): readonly number[] {
  const [from, until] = [rows.start[row], rows.start[row + 1]];
  invariant(from !== undefined && until !== undefined, 'every task that is spoken of has a row');
  return rows.task.slice(from, until);
}
