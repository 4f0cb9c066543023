/** How an attempt ends by the model of its work, where nobody outside does it: the first few fail, then some by chance. */
import type { Context } from '../../kernel/index.ts';
import { taskAt, type AttemptEnd, type Plan } from '../../plan/index.ts';
import type { Work } from '../role.ts';
import { withRecalled, type Running } from './running.ts';

export const timedOut: AttemptEnd = { kind: 'failed', reason: 'timeout' };
export const cancelled: AttemptEnd = { kind: 'cancelled', forced: false };
const succeededPlainly: AttemptEnd = { kind: 'succeeded', result: null };

export function outcomeOf(plan: Plan, { task, attempt }: Work, context: Context): AttemptEnd {
  if (plan.simple[task]!) return succeededPlainly;
  const { id, work } = taskAt(plan, task);
  if (attempt <= work.failsFirst) return { kind: 'failed', reason: `attempt ${attempt} fails by its model` };
  if (work.failureRate > 0 && context.random(`failure/${id}`).chance(work.failureRate))
    return { kind: 'failed', reason: 'failed by chance' };
  return work.result === null ? succeededPlainly : { kind: 'succeeded', result: work.result };
}

/** How an attempt ended, with what it recalled where somebody is to see that. */
export function seenEnd(running: Running, end: AttemptEnd, plan: Plan): AttemptEnd {
  const seen = end.kind === 'succeeded' && plan.recollections.get(running.work.task)?.seen === true;
  return seen ? { ...end, ...withRecalled(running) } : end;
}
