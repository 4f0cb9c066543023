/**
 * Paints the lane of a resource: who holds it, blue as long as it is held and grey once it was given back; an outline where the priority of
 * its holder is raised; a line below, as thick as two or one wait. Of what renews, or has very many units, an area as high as what is left or held.
 */
import type { ResourceLane } from '../../../../bridge/index.ts';
import { barLabel, momentOf, toneOf } from '../drawing/bar-look.ts';
import { paintLabel } from '../drawing/labels.ts';
import { queueTop, rowGap, rowTop } from '../drawing/lane-layout.ts';
import { outline, paleness, placeOf, type Row, type Scene } from '../drawing/scene.ts';
import { xOf } from '../time-window.ts';

export function paintResource(context: CanvasRenderingContext2D, scene: Scene, row: Row): void {
  paintLevels(context, scene, row);
  for (const kind of ['held', 'raised', 'awaited'] as const)
    for (const bar of row.lane.bars) {
      if (bar.kind !== kind) continue;
      const place = placeOf(scene, bar, row.box);
      if (place === null) continue;
      const { palette, playhead } = scene;
      const moment = momentOf(bar, playhead);
      const tone = palette[toneOf(bar, moment)];
      context.globalAlpha = moment === 'ahead' ? paleness : 1;
      if (kind === 'awaited') {
        context.fillStyle = tone.strong;
        context.fillRect(place.left, place.top, place.width, place.height);
      } else if (kind === 'raised') {
        context.strokeStyle = tone.strong;
        context.lineWidth = 2;
        outline(context, place, 1);
        context.stroke();
        // The label of the hold begins where it does; that of the priority stands at the end of the outline.
        context.textAlign = 'right';
        const text = barLabel(bar, scene.nameOf);
        if (place.height >= 12 && place.width > context.measureText(text).width * 2 + 24) {
          context.fillStyle = tone.strong;
          context.fillText(text, place.left + place.width - 7, place.top + place.height / 2 + 0.5);
        }
        context.textAlign = 'left';
      } else {
        context.fillStyle = palette.panel;
        outline(context, place, 0);
        context.fill();
        context.fillStyle = place.width < 3 ? tone.strong : tone.soft;
        context.fill();
        // Held and given back are told apart without colour, too.
        if (moment === 'now' && place.width >= 3) {
          context.strokeStyle = tone.strong;
          context.lineWidth = 1;
          outline(context, place, 0.5);
          context.stroke();
        }
        if (scene.selected.has(bar.task) && bar.count === 1) {
          context.strokeStyle = palette.accent;
          context.lineWidth = 2;
          outline(context, place, -1);
          context.stroke();
        }
        const colour = moment === 'now' ? tone.strong : palette.muted;
        const parts = bar.count === 1 ? scene.partsOf?.(scene.nameOf(bar.task)) : undefined;
        paintLabel(context, scene, { place, colour, parts, text: barLabel(bar, scene.nameOf) });
      }
      context.globalAlpha = 1;
    }
}

function paintLevels(context: CanvasRenderingContext2D, scene: Scene, { lane, box }: Row): void {
  const { levels = [], most = 1, renews } = lane as ResourceLane;
  const { palette, window, width, folds, scrollTop, playhead } = scene;
  if (levels.length < 2) return;
  const top = rowTop(box, 0) - scrollTop;
  const foot = queueTop(box) - rowGap - scrollTop;
  const xs = (timeMs: number): number => Math.max(-20, Math.min(width + 20, xOf(window, width, timeMs, folds)));
  const y = (level: number): number => foot - (Math.max(0, Math.min(most, level)) / most) * (foot - top);
  const trace = (): void => {
    context.beginPath();
    for (const [at, { timeMs, level }] of levels.entries())
      if (at === 0) context.moveTo(xs(timeMs), y(level));
      else context.lineTo(xs(timeMs), y(level));
  };
  const tone = renews ? palette.succeeded : palette.running;
  // The part that lies ahead is paler.
  const now = xs(playhead.timeMs);
  for (const [from, to, alpha] of [
    [-20, now, 1],
    [now, width + 20, paleness],
  ] as const) {
    context.save();
    context.beginPath();
    context.rect(from, top - 2, Math.max(0, to - from), foot - top + 4);
    context.clip();
    context.globalAlpha = alpha;
    trace();
    context.lineTo(xs(levels.at(-1)?.timeMs ?? 0), foot);
    context.lineTo(xs(levels[0]?.timeMs ?? 0), foot);
    context.closePath();
    context.fillStyle = tone.soft;
    context.fill();
    trace();
    context.strokeStyle = tone.strong;
    context.lineWidth = 1.25;
    context.stroke();
    context.restore();
  }
}
