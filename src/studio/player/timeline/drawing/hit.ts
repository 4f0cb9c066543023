/** Which bar lies under the pointer. A bar of one pixel can still be hit: it is widened to what a hand can point at. */
import type { Bar, Lane } from '../../../../bridge/index.ts';
import {
  faultTop,
  laneAt,
  queueStrip,
  queueTop,
  rowGap,
  rowTop,
  type LaneBox,
  type LaneLayout,
} from './lane-layout.ts';
import { noFolds, type Folds } from '../folding.ts';
import { xOf, type TimeWindow } from '../time-window.ts';

const handWidth = 6;

export interface Hit {
  readonly lane: Lane;
  readonly bar: Bar;
}

export interface Drawing {
  readonly lanes: readonly Lane[];
  readonly layout: LaneLayout;
  readonly window: TimeWindow;
  readonly folds?: Folds;
  readonly width: number;
}

/** The bar at a place of the drawing (`y` counts from the first lane), or null. Of several, the nearest; then the last drawn. */
export function barAt({ lanes, layout, window, width, folds = noFolds }: Drawing, x: number, y: number): Hit | null {
  const index = laneAt(layout, y);
  const lane = lanes[index];
  const box = layout.boxes[index];
  if (lane === undefined || box === undefined) return null;
  let best: Hit | null = null;
  let least = Infinity;
  for (const bar of lane.bars) {
    if (!inRow(bar, box, y)) continue;
    const distance = distanceTo(bar, { window, width, folds, x });
    if (distance > least || distance > handWidth / 2) continue;
    least = distance;
    best = { lane, bar };
  }
  return best;
}

function inRow(bar: Bar, box: LaneBox, y: number): boolean {
  if (bar.kind === 'crashed') return true;
  if (bar.kind === 'fault') return y <= faultTop(box) + queueStrip + 1;
  if (bar.kind === 'deciding') return y < queueTop(box) - rowGap + 1;
  if (bar.kind === 'queued' || bar.kind === 'apart' || bar.kind === 'awaited') return y >= queueTop(box) - rowGap;
  const top = rowTop(box, bar.row);
  return y >= top && y < top + (bar.rows ?? 1) * (box.rowHeight + rowGap) && y < queueTop(box) - rowGap + 1;
}

/** 0 inside; a crash and a decision are grounds, so whatever lies on them is nearer. */
function distanceTo(
  bar: Bar,
  {
    window,
    width,
    folds,
    x,
  }: { readonly window: TimeWindow; readonly width: number; readonly folds: Folds; readonly x: number },
): number {
  const left = xOf(window, width, bar.startMs, folds);
  const right = xOf(window, width, bar.endMs, folds);
  const outside = x < left ? left - x : x > right ? x - right : 0;
  return outside + (bar.kind === 'crashed' ? 0.5 : bar.kind === 'deciding' || bar.kind === 'held' ? 0.25 : 0);
}
