/**
 * The states of a task as the workflow keeps them, and the outcome of a run as a pure function of them (PROTOCOLS
 * section 10). Whether an agent has begun is told by facts; the workflow only knows that a task is out of its hands.
 */
import type { Outcome, Plan } from '../plan/index.ts';

export const status = {
  pending: 0,
  /** With the coordinator or an agent. */
  ready: 1,
  /** Waits for its next attempt. */
  retrying: 2,
  succeeded: 3,
  failed: 4,
  skipped: 5,
  cancelled: 6,
  unassignable: 7,
  compensated: 8,
  /** A composite whose parts may run. */
  open: 9,
} as const;

/** Whether nothing more can happen to a task in this state, compensation aside. */
export function isOver(state: number): boolean {
  return state >= status.succeeded && state !== status.open;
}

/** A failure that the run cannot overlook. */
function counts(plan: Plan, task: number, state: number): boolean {
  return (state === status.failed || state === status.unassignable) && plan.tasks[task]!.onFailure !== 'continue';
}

/**
 * What became of the run. Any task that is not over: stalled. A failure that counts: compensated when a policy asked
 * for it and nothing that can be undone is left standing, else failed. No failure but a cancelled task: cancelled.
 * Otherwise succeeded; a run without tasks succeeds. What became of a part is its composite's business.
 */
export function outcomeOf(plan: Plan, states: readonly number[]): Outcome {
  let failed = false;
  let asked = false;
  let cancelled = false;
  let standing = false;
  for (let task = 0; task < plan.ordinary; task += 1) {
    const state = states[task]!;
    if (!isOver(state)) return 'stalled';
    standing ||= state === status.succeeded && plan.tasks[task]!.compensation !== -1;
    if (plan.parent[task] !== -1) continue;
    if (counts(plan, task, state)) {
      failed = true;
      asked ||= plan.tasks[task]!.onFailure === 'compensate';
    }
    cancelled ||= state === status.cancelled;
  }
  if (failed) return asked && !standing ? 'compensated' : 'failed';
  return cancelled ? 'cancelled' : 'succeeded';
}
