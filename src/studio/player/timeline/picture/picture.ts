/**
 * The timeline as a picture that stands alone: every lane of the stretch of time that shows, as it ended, whatever the playhead. It draws
 * by marks; whoever writes them escapes what they say.
 */
import type { Bar, Lane } from '../../../../bridge/index.ts';
import type { PlotMark, PlotPoint, PlotScene } from '../../../../interchange/index.ts';
import { formatTime } from '../../../design/index.ts';
import { barLabel, toneOf, type BarTone } from '../drawing/bar-look.ts';
import { placeOf, type Scene } from '../drawing/scene.ts';
import { xOf } from '../time-window.ts';

/** What a picture needs of a timeline that is shown. */
export type Shown = Omit<
  Scene,
  'palette' | 'playhead' | 'selected' | 'ghost' | 'paintResource' | 'scrollTop' | 'height'
>;

/** So many lanes stand in one picture. */
export const pictureLanesMax = 400;
const heads = 150;
const axis = 26;
const letter = 6.6;
/** Lower bars have no room for words. */
const wordsFrom = 11;

const meanings: Readonly<Record<BarTone, string>> = {
  succeeded: 'succeeded',
  running: 'not over',
  failed: 'failed',
  waiting: 'waits, or stands',
  idle: 'given up, or held',
  lie: 'a lie',
};

export function pictureOf(shown: Shown): PlotScene {
  const lanes = shown.lanes.slice(0, pictureLanesMax);
  const boxes = shown.layout.boxes.slice(0, lanes.length);
  const last = boxes.at(-1);
  const [width, below] = [heads + shown.width, axis + (last === undefined ? 0 : last.top + last.height)];
  const marks: PlotMark[] = shown.ticks.flatMap(({ timeMs, label }) => {
    const x = heads + xOf(shown.window, shown.width, timeMs, shown.folds);
    return [line([x, axis - 6], [x, below], 'line'), word([x + 4, 14], label, 'muted')];
  });
  const tones = new Set<BarTone>();
  let isCritical = false;
  boxes.forEach((box, at) => {
    const lane = lanes[at];
    if (lane === undefined) return;
    const top = axis + box.top;
    marks.push(line([0, top], [width, top], 'line'));
    marks.push({
      ...word([0, top + box.height / 2 + 4], cut(shown.nameOf(lane.agent), heads - 12), 'text'),
      bold: true,
    });
    marks.push(...levelsOf(shown, lane, { top, height: box.height }));
    for (const bar of lane.bars) {
      const place = placeOf({ ...shown, scrollTop: 0 }, bar, box);
      if (place === null) continue;
      const tone = toneOf(bar, 'past');
      tones.add(tone);
      isCritical ||= bar.critical;
      marks.push(
        ...barMarks(shown, bar, { ...place, left: heads + Math.max(0, place.left), top: axis + place.top }, tone),
      );
    }
  });
  marks.push(line([0, below], [width, below], 'line'));
  const legend = [
    ...[...tones].map((tone) => ({ name: meanings[tone], tone })),
    ...(isCritical ? [{ name: 'outlined: on the critical path', tone: 'text' as const }] : []),
  ];
  return { width, height: below, marks, legend };
}

/** Which part of the run is drawn, in words. */
export function extentOf({ window, folds, lanes }: Shown, endMs: number): string {
  const [fromMs, toMs] = [folds.real(window.fromMs), folds.real(window.toMs)];
  const isWhole = fromMs <= 0 && toMs >= endMs;
  const time = isWhole
    ? `The whole run, ${formatTime(endMs)}`
    : `${formatTime(fromMs)} to ${formatTime(toMs)} of ${formatTime(endMs)}`;
  const more = lanes.length - pictureLanesMax;
  return more > 0 ? `${time}; the first ${String(pictureLanesMax)} of ${String(lanes.length)} lanes` : time;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function barMarks(shown: Shown, bar: Bar, { left, top, width, height }: Place, tone: BarTone): PlotMark[] {
  const corners: PlotPoint[] = [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
  const pale = shown.onlyCritical && !bar.critical ? 0.4 : 1;
  const isStrip = height < wordsFrom;
  const marks: PlotMark[] = [{ kind: 'area', points: corners, tone, opacity: pale * (isStrip ? 0.9 : 0.22) }];
  if (!isStrip)
    marks.push({
      ...{ kind: 'path', points: [...corners, [left, top]], tone, opacity: pale },
      width: bar.critical ? 2 : 0.8,
    });
  const text = isStrip ? '' : cut(barLabel(bar, shown.nameOf), width - 10);
  if (text !== '') marks.push(word([left + 5, top + height / 2 + 4], text, 'text'));
  return marks;
}

/** Of what renews or has very many units: how many there were. */
function levelsOf(
  shown: Shown,
  lane: Lane,
  { top, height }: { readonly top: number; readonly height: number },
): PlotMark[] {
  const { levels, most = 0 } = lane as Lane & { levels?: readonly { timeMs: number; level: number }[]; most?: number };
  if (levels === undefined || most <= 0) return [];
  const points = levels.map(({ timeMs, level }): PlotPoint => [
    heads + Math.min(shown.width, Math.max(0, xOf(shown.window, shown.width, timeMs, shown.folds))),
    top + height - 4 - (level / most) * (height - 8),
  ]);
  return [{ kind: 'path', points, tone: 'accent', width: 1.5 }];
}

/** As much of a text as there is room for; nothing where that is not worth reading. */
function cut(text: string, room: number): string {
  const letters = Math.floor(room / letter);
  if (text.length <= letters) return text;
  return letters < 4 ? '' : `${text.slice(0, letters - 1)}…`;
}
function line(from: PlotPoint, to: PlotPoint, tone: PlotMark['tone']): PlotMark {
  return { kind: 'path', points: [from, to], tone, width: 1 };
}
function word(at: PlotPoint, text: string, tone: PlotMark['tone']): PlotMark & { readonly kind: 'text' } {
  return { kind: 'text', at, text, tone };
}
