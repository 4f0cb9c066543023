/**
 * Paints the visible lanes on a canvas: ground, grid, crashes, queues, bars, labels, in that order, so that no grid line ever runs over
 * a label. It reads a scene and draws it; it keeps nothing but the widths of texts, and never asks the engine.
 */
import type { Bar } from '../../../../bridge/index.ts';
import { nodeOf } from '../../names.ts';
import { xOf } from '../time-window.ts';
import { barLabel, momentOf, toneOf } from './bar-look.ts';
import { dueOfBar, paintDue } from './due.ts';
import { paintGhost, paintGhostEnd } from './ghost.ts';
import { paintHalt, paintHatch, type Place } from './halted.ts';
import { labelPad, paintLabel } from './labels.ts';
import { visibleLanes } from './lane-layout.ts';
import { outline, paleness, placeOf, type Row, type Scene } from './scene.ts';

const faintness = 0.25;

/** Draws the scene. `context` is scaled to CSS pixels already. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, palette, layout, scrollTop } = scene;
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, width, height);
  context.font = `500 11px ${palette.font}`;
  context.textBaseline = 'middle';
  paintGrid(context, scene);
  if (scene.ghost) paintGhostEnd(context, scene, scene.ghost);
  const { first, last } = visibleLanes(layout, scrollTop, height);
  for (let index = first; index < last; index += 1) {
    const lane = scene.lanes[index];
    const box = layout.boxes[index];
    if (lane !== undefined && box !== undefined) paintLane(context, scene, { lane, box });
  }
}

function paintGrid(
  context: CanvasRenderingContext2D,
  { width, height, ticks, window, folds, palette, layout, scrollTop }: Scene,
): void {
  for (const { fromMs, toMs } of folds.idle) {
    const [left, right] = [xOf(window, width, fromMs, folds), xOf(window, width, toMs, folds)];
    if (right < 0 || left > width) continue;
    context.fillStyle = palette.idle.soft;
    context.fillRect(left, 0, right - left, height);
    context.strokeStyle = palette.idle.strong;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    for (const x of [Math.round(left) + 0.5, Math.round(right) - 0.5]) {
      context.moveTo(x, 0);
      context.lineTo(x, height);
    }
    context.stroke();
    context.setLineDash([]);
  }
  context.fillStyle = palette.grid;
  for (const { timeMs } of ticks) {
    const x = Math.round(xOf(window, width, timeMs, folds));
    if (x > 0) context.fillRect(x, 0, 1, height);
  }
  const { first, last } = visibleLanes(layout, scrollTop, height);
  context.fillStyle = palette.line;
  for (let index = first; index < last; index += 1) {
    const box = layout.boxes[index];
    if (box !== undefined) context.fillRect(0, Math.round(box.top + box.height - scrollTop) - 1, width, 1);
  }
}

function paintLane(context: CanvasRenderingContext2D, scene: Scene, { lane, box }: Row): void {
  if ('renews' in lane) {
    scene.paintResource?.(context, scene, { lane, box });
    return;
  }
  for (const bar of lane.bars) if (bar.kind === 'crashed') paintCrash(context, scene, placeOf(scene, bar, box));
  if (scene.ghost) paintGhost(context, scene, { lane, box });
  for (const bar of lane.bars)
    if (bar.kind === 'deciding') paintHollow(context, scene, { bar, place: placeOf(scene, bar, box) }, '');
  for (const bar of lane.bars)
    if (bar.kind === 'queued' || bar.kind === 'apart')
      paintQueue(context, scene, { bar, place: placeOf(scene, bar, box) });
  for (const bar of lane.bars)
    if (bar.kind === 'transfer') paintTransfer(context, scene, { bar, place: placeOf(scene, bar, box) });
  for (const bar of lane.bars)
    if (bar.kind === 'kept') paintHollow(context, scene, { bar, place: placeOf(scene, bar, box) }, ' · kept');
  for (const bar of lane.bars)
    if (bar.kind === 'running' || bar.kind === 'operation')
      paintRunning(context, scene, { bar, place: placeOf(scene, bar, box) });
  for (const bar of lane.bars)
    if (bar.kind === 'halted') paintHalted(context, scene, { bar, place: placeOf(scene, bar, box) });
  for (const bar of lane.bars) paintDeadline(context, scene, { bar, place: placeOf(scene, bar, box) });
  for (const bar of lane.bars)
    if (bar.kind === 'fault') paintFault(context, scene, { bar, place: placeOf(scene, bar, box) });
}

interface Placed {
  readonly bar: Bar;
  readonly place: Place | null;
}

function paintCrash(context: CanvasRenderingContext2D, { palette }: Scene, place: Place | null): void {
  if (place === null) return;
  context.fillStyle = palette.failed.soft;
  context.fillRect(place.left, place.top, place.width, place.height);
  context.globalAlpha = 0.35;
  paintHatch(context, place, palette.failed.strong, 7);
  context.globalAlpha = 1;
  if (place.width < 64) return;
  context.fillStyle = palette.failed.soft;
  context.fillRect(
    place.left + labelPad - 3,
    place.top + place.height / 2 - 8,
    context.measureText('crashed').width + 6,
    16,
  );
  context.fillStyle = palette.failed.strong;
  context.fillText('crashed', place.left + labelPad, place.top + place.height / 2);
}

/** A strip of dashes above the rows: what it is the head of the lane and the card say in words. */
function paintFault(context: CanvasRenderingContext2D, { palette, playhead }: Scene, { bar, place }: Placed): void {
  if (place === null) return;
  const moment = momentOf(bar, playhead);
  context.globalAlpha = moment === 'ahead' ? paleness : 1;
  context.fillStyle = palette[toneOf(bar, moment)].strong;
  for (let x = 0; x < place.width; x += 8)
    context.fillRect(place.left + x, place.top, Math.min(6, place.width - x), place.height);
  context.globalAlpha = 1;
}

function paintQueue(context: CanvasRenderingContext2D, { palette, playhead }: Scene, { bar, place }: Placed): void {
  if (place === null) return;
  context.globalAlpha = momentOf(bar, playhead) === 'ahead' ? paleness : 1;
  context.fillStyle = palette.waiting.strong;
  context.fillRect(place.left, place.top, place.width, place.height);
  context.globalAlpha = 1;
}

function paintTransfer(context: CanvasRenderingContext2D, scene: Scene, { bar, place }: Placed): void {
  if (place === null) return;
  const { palette, playhead } = scene;
  context.strokeStyle = palette.idle.strong;
  context.fillStyle = palette.panel;
  context.lineWidth = 1;
  outline(context, place, 0.5);
  context.fill();
  context.globalAlpha = momentOf(bar, playhead) === 'ahead' ? paleness : 1;
  context.setLineDash([3, 3]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  paintLabel(context, scene, { place, colour: palette.muted, text: 'waits for data' });
}

/** On the bar of its work. */
function paintHalted(context: CanvasRenderingContext2D, scene: Scene, { bar, place }: Placed): void {
  if (place === null) return;
  const { palette, playhead } = scene;
  const moment = momentOf(bar, playhead);
  context.globalAlpha = moment === 'ahead' ? paleness : 1;
  paintHalt(context, palette, { halt: bar.halt, place, tone: palette[toneOf(bar, moment)] });
  context.globalAlpha = 1;
}

/** What no slot was taken for in this run: an outline, with a word behind its name. */
function paintHollow(context: CanvasRenderingContext2D, scene: Scene, { bar, place }: Placed, word: string): void {
  if (place === null) return;
  const { palette, playhead, nameOf } = scene;
  const moment = momentOf(bar, playhead);
  const tone = palette[toneOf(bar, bar.kind === 'kept' ? 'past' : moment)];
  context.fillStyle = palette.panel;
  outline(context, place, 0.5);
  context.fill();
  context.globalAlpha = moment === 'ahead' ? paleness : 1;
  context.strokeStyle = tone.strong;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
  paintLabel(context, scene, { place, colour: palette.muted, text: `${barLabel(bar, nameOf)}${word}` });
}

function paintRunning(context: CanvasRenderingContext2D, scene: Scene, { bar, place }: Placed): void {
  if (place === null) return;
  const { palette, playhead, window, width, folds } = scene;
  const moment = momentOf(bar, playhead);
  const tone = palette[toneOf(bar, moment)];
  // A pale bar is laid on a blank one, so that the grid stays behind its label.
  context.fillStyle = palette.panel;
  outline(context, place, 0);
  context.fill();
  const faint = scene.onlyCritical && !bar.critical;
  context.globalAlpha = faint ? faintness : moment === 'ahead' ? paleness : 1;
  context.fillStyle = place.width < 3 ? tone.strong : tone.soft;
  context.fill();
  if (moment === 'now') {
    context.globalAlpha = 0.22;
    context.fillStyle = tone.strong;
    outline(
      context,
      { ...place, width: Math.min(place.width, Math.max(0, xOf(window, width, playhead.timeMs, folds) - place.left)) },
      0,
    );
    context.fill();
    context.globalAlpha = 1;
  }
  if (bar.critical && place.width >= 3) {
    context.strokeStyle = tone.strong;
    context.lineWidth = 1.25;
    outline(context, place, 0.625);
    context.stroke();
  }
  const later = bar.attempt > 1 && bar.count === 1;
  const due = dueOfBar(bar, scene.deadlineOf);
  if (later) paintRetry(context, place, tone.strong);
  context.globalAlpha = 1;
  if (scene.selected.has(nodeOf(bar.task)) && bar.count === 1) {
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    outline(context, place, -1);
    context.stroke();
  }
  paintLabel(context, scene, {
    place: later ? { ...place, left: place.left + 4, width: place.width - 4 } : place,
    colour: faint || moment === 'ahead' ? palette.muted : tone.strong,
    parts: bar.count === 1 ? scene.partsOf?.(scene.nameOf(bar.task)) : undefined,
    text: `${barLabel(bar, scene.nameOf)}${due?.late === true ? ` · ${due.word}` : ''}`,
  });
}

/** The mark stands where it is due, which may be beside the bar. */
function paintDeadline(context: CanvasRenderingContext2D, scene: Scene, { bar, place }: Placed): void {
  const due = place === null ? null : dueOfBar(bar, scene.deadlineOf);
  if (place === null || due === null) return;
  context.globalAlpha = momentOf(bar, scene.playhead) === 'ahead' ? paleness : 1;
  paintDue(context, scene.palette, {
    x: xOf(scene.window, scene.width, due.deadlineMs, scene.folds),
    place,
    late: due.late,
  });
  context.globalAlpha = 1;
}

/** A later attempt begins with two strokes: it is told apart where its label has no room. */
function paintRetry(context: CanvasRenderingContext2D, place: Place, colour: string): void {
  if (place.width < 6) return;
  context.fillStyle = colour;
  for (const by of [1.5, 4]) context.fillRect(place.left + by, place.top + 3, 1.25, place.height - 6);
}
