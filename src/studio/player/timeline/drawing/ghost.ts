/**
 * The run before, behind the lanes of the one that is looked at: an outline of dashes for each piece of work, and a line where it ended.
 * A name stands in it only where no bar of this run covers it. Paints what it is given, and keeps nothing.
 */
import type { Bar } from '../../../../bridge/index.ts';
import type { Trace } from '../../../state/index.ts';
import { xOf } from '../time-window.ts';
import { barLabel } from './bar-look.ts';
import { paintLabel } from './labels.ts';
import { outline, placeOf, type Row, type Scene } from './scene.ts';

/** Narrower outlines would be a blot. */
const outlineFrom = 4;

/** The work of the lane's agent in the run before. Paint it before the lane's own bars. */
export function paintGhost(context: CanvasRenderingContext2D, scene: Scene, { lane, box }: Row): void {
  const bars = scene.ghost?.lanes.get(lane.agent) ?? [];
  for (const bar of bars) {
    const place = placeOf(scene, bar, box);
    if (place === null || place.width < outlineFrom) continue;
    context.strokeStyle = scene.palette.idle.strong;
    context.lineWidth = 1;
    context.setLineDash([3, 2]);
    outline(context, place, 0.5);
    context.stroke();
    context.setLineDash([]);
    if (lane.bars.every((other) => !covers(other, bar)))
      paintLabel(context, scene, { place, colour: scene.palette.muted, text: barLabel(bar, scene.nameOf) });
  }
}

/** Where the run before ended. */
export function paintGhostEnd(context: CanvasRenderingContext2D, scene: Scene, { endMs }: Trace): void {
  const x = Math.round(xOf(scene.window, scene.width, endMs, scene.folds)) + 0.5;
  if (x < 0 || x > scene.width) return;
  context.strokeStyle = scene.palette.muted;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, scene.height);
  context.stroke();
  context.setLineDash([]);
}

const fillsRows: ReadonlySet<Bar['kind']> = new Set(['running', 'kept', 'transfer', 'deciding', 'crashed']);

/** Whether a bar of this run lies where one of the run before would be named. */
function covers(bar: Bar, ghost: Bar): boolean {
  const sameRow = bar.kind === 'deciding' || bar.kind === 'crashed' || bar.row === ghost.row;
  return fillsRows.has(bar.kind) && sameRow && bar.startMs < ghost.endMs && bar.endMs > ghost.startMs;
}
