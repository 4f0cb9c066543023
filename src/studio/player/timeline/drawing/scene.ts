/**
 * What there is to paint of the timeline, and where a bar of it lies: shared by all that paint, which know no more of each other.
 */
import type { Bar, Lane } from '../../../../bridge/index.ts';
import type { Trace } from '../../../state/index.ts';
import type { PartsOf } from '../../../format/index.ts';
import type { NameOf } from '../../names.ts';
import type { Folds } from '../folding.ts';
import { xOf, type TimeWindow } from '../time-window.ts';
import type { Playhead } from './bar-look.ts';
import type { DeadlineOf } from './due.ts';
import type { Place } from './halted.ts';
import { faultTop, queueStrip, queueTop, rowGap, rowTop, type LaneBox, type LaneLayout } from './lane-layout.ts';
import type { Palette } from './palette.ts';
import type { Tick } from './ticks.ts';

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly window: TimeWindow;
  readonly folds: Folds;
  /** Bars that are not on the critical path step back. */
  readonly onlyCritical: boolean;
  readonly lanes: readonly Lane[];
  readonly layout: LaneLayout;
  readonly ticks: readonly Tick[];
  readonly playhead: Playhead;
  readonly palette: Palette;
  readonly selected: ReadonlySet<string>;
  readonly nameOf: NameOf;
  /** What tells a name from the others, where it has to be cut; without it a label is cut at its end. */
  readonly partsOf?: PartsOf | undefined;
  readonly deadlineOf: DeadlineOf;
  /** The run before, where it is drawn. */
  readonly ghost?: Trace | null | undefined;
  /** Draws the lane of a resource; absent where there is none, and until it is loaded. */
  readonly paintResource?: ((context: CanvasRenderingContext2D, scene: Scene, row: Row) => void) | undefined;
}

export interface Row {
  readonly lane: Lane;
  readonly box: LaneBox;
}

/** How far what lies ahead of the playhead steps back. */
export const paleness = 0.55;
const radius = 4;
/** Below this width a bar is a plain rectangle. */
const roundFrom = 7;

/** Where a bar is drawn; null when it lies outside of the window. */
export function placeOf(
  { window, width, folds, scrollTop }: Pick<Scene, 'window' | 'width' | 'folds' | 'scrollTop'>,
  bar: Bar,
  box: LaneBox,
): Place | null {
  const [from, to] = [xOf(window, width, bar.startMs, folds), xOf(window, width, bar.endMs, folds)];
  if (to < 0 || from > width) return null;
  const left = Math.max(-20, from);
  const right = Math.min(width + 20, to);
  const place = { left, width: Math.max(1, right - left - (right - left > 6 ? 1 : 0)) };
  if (bar.kind === 'crashed') return { ...place, top: box.top - scrollTop, height: box.height - 1 };
  if (bar.kind === 'queued' || bar.kind === 'apart' || bar.kind === 'awaited')
    return { ...place, top: queueTop(box) - scrollTop, height: queueStrip };
  if (bar.kind === 'fault') return { ...place, top: faultTop(box) - scrollTop, height: queueStrip };
  const top = rowTop(box, bar.kind === 'deciding' ? 0 : bar.row);
  const rows = bar.rows ?? 1;
  const height = bar.kind === 'deciding' ? queueTop(box) - rowGap - top : rows * (box.rowHeight + rowGap) - rowGap;
  return { ...place, top: top - scrollTop, height };
}

/** Makes the bar's outline the current path, drawn in by `inset`. */
export function outline(context: CanvasRenderingContext2D, place: Place, inset: number): void {
  const width = Math.max(0, place.width - inset * 2);
  const height = Math.max(0, place.height - inset * 2);
  context.beginPath();
  if (width < roundFrom) context.rect(place.left + inset, place.top + inset, width, height);
  else context.roundRect(place.left + inset, place.top + inset, width, height, Math.min(radius, height / 2));
}
