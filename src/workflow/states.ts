/**
 * The states of a task as the workflow keeps them, and the outcome of a run as a pure function of them (PROTOCOLS
 * section 10). Whether an agent has begun is told by facts; the workflow only knows that a task is out of its hands.
 */
import { taskAt, type Outcome, type Plan } from '../plan/index.ts';

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
  return (state === status.failed || state === status.unassignable) && taskAt(plan, task).onFailure !== 'continue';
}

/** Whether a policy asks that what was done be undone: a task of that policy was lost, or cut off as the run ran out of time. */
export function undoingAsked(plan: Plan, states: ArrayLike<number>, overtime: boolean): boolean {
  for (let task = 0; task < plan.ordinary; task += 1) {
    if (plan.parent[task] !== -1 || taskAt(plan, task).onFailure !== 'compensate') continue;
    const state = states[task]!;
    if (counts(plan, task, state) || (overtime && state === status.cancelled)) return true;
  }
  return false;
}

/**
 * What became of the run. Any task that is not over: stalled. A failure that counts, or a run out of time: compensated when
 * a policy asked for it and nothing that can be undone is left standing, else failed; a run out of time in which nothing
 * was undone has failed. No failure but a cancelled task: cancelled. Otherwise succeeded; a run without tasks succeeds.
 * What became of a part is its composite's business.
 */
export function outcomeOf(plan: Plan, states: ArrayLike<number>, overtime: boolean): Outcome {
  let failed = overtime;
  let cancelled = false;
  let standing = false;
  let undone = false;
  for (let task = 0; task < plan.ordinary; task += 1) {
    const state = states[task]!;
    if (!isOver(state)) return 'stalled';
    standing ||= state === status.succeeded && taskAt(plan, task).compensation !== -1;
    undone ||= state === status.compensated;
    if (plan.parent[task] !== -1) continue;
    failed ||= counts(plan, task, state);
    cancelled ||= state === status.cancelled;
  }
  if (failed) {
    const whole = !standing && (undone || !overtime);
    return whole && undoingAsked(plan, states, overtime) ? 'compensated' : 'failed';
  }
  return cancelled ? 'cancelled' : 'succeeded';
}
