/**
 * The kinds of what stands out in a run: marks on a scrubber, and what playing may pause at. One list for everybody; what matters more
 * comes first, and of marks that fall on one another the first stands for all.
 */

export const markKinds = [
  'invariant',
  'failure',
  'deadlock',
  'no-deal',
  'deal',
  'unavailable',
  'stale-read',
  'decision',
  'snapshot',
  'fault',
  'lie',
  'view-change',
  'conflict',
  'stale-token',
  'expiry',
  'preemption',
  'inheritance',
  'retry',
  'divergence',
  'convergence',
  'goal',
  'belief',
  'eviction',
  'contention',
  'write',
  'read',
  'vote',
  'input',
  'end',
  'checkpoint',
] as const;

export type MarkKind = (typeof markKinds)[number];

/**
 * What facts may be: all but a verdict on a whole run, and what comes from outside. Votes are many: playing may pause at them, but
 * they are no marks.
 */
export type FactMark = Exclude<MarkKind, 'invariant' | 'input' | 'checkpoint'>;

/** What playing may pause at, wherever it happens. */
export type BreakKind = Exclude<MarkKind, 'input' | 'checkpoint' | 'end'>;
export const breakKinds: readonly BreakKind[] = markKinds.filter(
  (kind): kind is BreakKind => kind !== 'input' && kind !== 'checkpoint' && kind !== 'end',
);
