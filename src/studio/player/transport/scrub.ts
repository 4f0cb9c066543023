/**
 * The arithmetic of the scrubber: step and place, what a key does, and which marks can be told apart at a width.
 * Marks that would fall on one another become one, of the kind that matters most.
 */
import { markKinds, type Mark, type MarkKind } from '../../../bridge/index.ts';

/** The step at a place of the track. */
export function stepAt(x: number, width: number, steps: number): number {
  if (width <= 0) return 0;
  return Math.round(Math.min(1, Math.max(0, x / width)) * steps);
}

/** The place of a step on the track, as a share of its width. */
export function shareOf(step: number, steps: number): number {
  return steps <= 0 ? 0 : Math.min(1, Math.max(0, step / steps));
}

/** The step that a key moves to; null when the key is not the slider's. */
export function stepForKey(key: string, step: number, steps: number): number | null {
  const page = Math.max(1, Math.round(steps / 20));
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: step + 1,
    ArrowUp: step + 1,
    ArrowLeft: step - 1,
    ArrowDown: step - 1,
    PageUp: step + page,
    PageDown: step - page,
    Home: 0,
    End: steps,
  };
  const next = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return next === undefined ? null : Math.min(steps, Math.max(0, next));
}

export interface PlacedMark {
  readonly mark: Mark;
  readonly share: number;
  /** Marks that it stands for, itself among them. */
  readonly count: number;
  /** How far it can be pressed to either side, px: to the middle between it and the next, and no further than `reach`. */
  readonly before: number;
  readonly after: number;
}

/** Of what can be pressed to each side of a mark, px. */
const reach = 12;

/** With a mouse, px. */
export const fineGap = 7;

/** The marks to draw, in the order of the track: one a stretch of `gap` pixels. */
export function placeMarks(
  marks: readonly Mark[],
  { steps, width, gap = fineGap }: { readonly steps: number; readonly width: number; readonly gap?: number },
): readonly PlacedMark[] {
  const cells = new Map<number, { mark: Mark; count: number }>();
  for (const mark of marks) {
    const cell = Math.floor((shareOf(mark.step, steps) * width) / gap);
    const held = cells.get(cell);
    if (held === undefined) cells.set(cell, { mark, count: 1 });
    else
      cells.set(cell, {
        mark: markKinds.indexOf(mark.kind) < markKinds.indexOf(held.mark.kind) ? mark : held.mark,
        count: held.count + 1,
      });
  }
  const placed = [...cells.values()]
    .map(({ mark, count }) => ({ mark, count, share: shareOf(mark.step, steps) }))
    .sort((one, other) => one.share - other.share);
  const half = (one: number, other: number) =>
    Math.min(reach, Math.abs((placed[other]?.share ?? Infinity) - (placed[one]?.share ?? 0)) * (width / 2));
  return placed.map((each, at) => ({ ...each, before: half(at, at - 1), after: half(at, at + 1) }));
}

/** What each kind of mark is called. */
export const kindWords: Readonly<Record<MarkKind, string>> = {
  checkpoint: 'Checkpoint',
  fault: 'Fault',
  failure: 'Failure',
  retry: 'Retry',
  invariant: 'Invariant broken',
  lie: 'Lie',
  vote: 'Vote',
  'view-change': 'New leader',
  decision: 'Decision',
  snapshot: 'Snapshot',
  conflict: 'Conflict',
  contention: 'Waits',
  deadlock: 'Deadlock',
  preemption: 'Pre-emption',
  inheritance: 'Raised priority',
  expiry: 'Lease ran out',
  'stale-token': 'Stale token',
  deal: 'Deal',
  'no-deal': 'No deal',
  belief: 'Belief',
  goal: 'Goal',
  eviction: 'Eviction',
  write: 'Write',
  read: 'Read',
  'stale-read': 'Stale read',
  unavailable: 'Unavailable',
  divergence: 'Copies differ',
  convergence: 'Copies equal',
  input: 'Input',
  end: 'End',
};

/** What a mark says: `Failure at step 214: fetch has failed, and 3 more`. */
export function markText({ mark, count }: PlacedMark): string {
  const more = count > 1 ? `, and ${String(count - 1)} more here` : '';
  return `${kindWords[mark.kind]} at step ${String(mark.step)}: ${mark.label}${more}`;
}
