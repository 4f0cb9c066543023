/**
 * How the parts of a composite stand, and what follows for the composite: a pure function of counts. The workflow
 * counts while it runs, the invariants count again from facts, and both ask here.
 */
import { invariant, type Json } from '../../base/index.ts';
import { taskAt, type Plan, partsAt } from '../../plan/index.ts';
import { status } from '../states.ts';

/** Counts of one composite's parts, and what it has been decided to do. */
export interface Tally {
  /** Parts that are not over. */
  left: number;
  /** Parts that succeeded, or failed under a policy that goes on. */
  succeeded: number;
  /** Parts that failed otherwise. */
  lost: number;
  cancelled: number;
  /** Why the first part was lost whose policy stops its composite. */
  fatal: string | null;
  /** Why what is left is being stopped; null while nothing is decided. */
  closing: string | null;
  /** Whether it fails however its parts end: too late, or too few can succeed. */
  failing: boolean;
  /** Timer of its timeout; 0 for none. */
  timer: number;
}

export type CompositeEnd = 'succeeded' | 'failed' | 'cancelled' | 'skipped';

/** The counts of every composite before anything has happened. */
export function talliesOf(plan: Plan): Record<number, Tally> {
  const tallies: Record<number, Tally> = {};
  for (let task = 0; task < plan.ordinary; task += 1) {
    const left = partsAt(plan.parts, task).length;
    if (left > 0) tallies[task] = emptyTally(left);
  }
  return tallies;
}

/** How the parts of a composite stand, where the counts are kept. */
export function tallyOf({ tallies }: { readonly tallies?: Record<number, Tally> }, composite: number): Tally {
  const found = tallies?.[composite];
  invariant(found !== undefined, 'the parts of every composite are counted');
  return found;
}

export function emptyTally(left: number): Tally {
  return { left, succeeded: 0, lost: 0, cancelled: 0, fatal: null, closing: null, failing: false, timer: 0 };
}

/** Counts a part that is over, as the state in which it ended and its policy have it. */
export function count(plan: Plan, tally: Tally, part: number, state: number): void {
  tally.left -= 1;
  if (state === status.succeeded) tally.succeeded += 1;
  else if (state === status.cancelled) tally.cancelled += 1;
  else if (state === status.failed || state === status.unassignable) {
    if (taskAt(plan, part).onFailure === 'continue') tally.succeeded += 1;
    else tally.lost += 1;
  }
}

/** Whether a composite with parts left can be decided already, and why; null when it cannot. */
export function decision(wanted: number, tally: Tally): { readonly failing: boolean; readonly reason: string } | null {
  const { left, succeeded, fatal } = tally;
  if (wanted === -1) return fatal === null ? null : { failing: true, reason: fatal };
  if (succeeded >= wanted) return { failing: false, reason: `enough of its parts succeeded: ${succeeded}` };
  return succeeded + left < wanted ? { failing: true, reason: 'too few of its parts can succeed' } : null;
}

/**
 * How a composite ends whose parts are all over. A part that was skipped is not missed where all are wanted, as in a
 * run; when nothing at all was done, the composite was skipped.
 */
export function endOf(wanted: number, { succeeded, lost, cancelled, failing }: Tally): CompositeEnd {
  if (failing) return 'failed';
  if (wanted !== -1 && succeeded >= wanted) return 'succeeded';
  if (lost > 0) return 'failed';
  if (cancelled > 0) return 'cancelled';
  if (succeeded === 0) return 'skipped';
  return wanted === -1 ? 'succeeded' : 'failed';
}

/** What a composite hands on: the results of its parts by id; null when none has any. */
export function resultOfParts(plan: Plan, composite: number, results: Readonly<Record<number, Json>>): Json {
  const combined: Record<string, Json> = {};
  let any = false;
  for (const part of partsAt(plan.parts, composite)) {
    const result = results[part];
    if (result === undefined) continue;
    combined[taskAt(plan, part).id] = result;
    any = true;
  }
  return any ? combined : null;
}
