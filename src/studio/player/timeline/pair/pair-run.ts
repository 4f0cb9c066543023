/**
 * A run as it stands beside another: its lanes at the scale of both, and the places that are marked on it. Pure.
 */
import type { Lane } from '../../../../bridge/index.ts';
import type { Document } from '../../../../document/index.ts';
import type { Playhead } from '../drawing/bar-look.ts';

/** A place that is marked, with the step that it leads to. */
export interface PairMark {
  readonly label: string;
  readonly timeMs: number;
  readonly step: number;
}

export interface PairRun {
  readonly label: string;
  /** How it ended, in a few words. */
  readonly note: string;
  readonly lanes: readonly Lane[];
  readonly endMs: number;
  readonly document: Document;
  readonly marks: readonly PairMark[];
}

/** The playhead of a run at a time: what has begun by then is not ahead of it. */
export function playheadAt({ lanes }: Pick<PairRun, 'lanes'>, timeMs: number): Playhead {
  let step = 0;
  for (const { bars } of lanes) for (const bar of bars) if (bar.startMs <= timeMs) step = Math.max(step, bar.startStep);
  return { step, timeMs };
}

/** Room of a flag before the next one, pixels. */
const flagRoom = 132;

/** Where flags of marks stand: each at its mark, and beside the one before where that would cover it. */
export function flagPlaces(xs: readonly number[]): number[] {
  let free = -Infinity;
  return xs.map((x) => {
    const place = Math.max(x, free);
    free = place + flagRoom;
    return place;
  });
}
