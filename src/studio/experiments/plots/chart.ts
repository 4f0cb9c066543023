/** What every chart of a comparison is made of: marks, points that lead somewhere, and its numbers as a table. Pure. */
import type { PlotMark, PlotPoint, PlotScene } from '../../../interchange/index.ts';
import { placeOf, type Scale } from '../figures/scale.ts';

/** A point that can be looked at, and what it leads to. */
export interface Spot {
  readonly at: PlotPoint;
  readonly words: string;
  /** A run of a setting, or two runs side by side; by the places of settings and seed. */
  readonly leads:
    | { readonly kind: 'run'; readonly cell: number; readonly seedAt: number }
    | { readonly kind: 'pair'; readonly cells: readonly [number, number]; readonly seedAt: number };
}

export interface Chart {
  /** What is drawn, and how it is to be read. */
  readonly title: string;
  readonly note: string;
  readonly scene: PlotScene;
  /** In the order in which the keyboard goes through them. */
  readonly spots: readonly Spot[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

export type Tone = PlotMark['tone'];

/** Lines differ by colour and by dash: the first so many have a look of their own, and all others are pale. */
const looks: readonly { readonly tone: Tone; readonly dash?: string }[] = [
  { tone: 'accent' },
  { tone: 'waiting', dash: '7 3' },
  { tone: 'succeeded', dash: '2 2' },
  { tone: 'lie', dash: '10 3 2 3' },
  { tone: 'running', dash: '4 2' },
  { tone: 'failed', dash: '12 4' },
  { tone: 'text', dash: '1 3' },
  { tone: 'muted', dash: '8 2 2 2 2 2' },
];
export const linesMax = looks.length;

/** How the line at a place looks; null for one that is pale. */
export function lookAt(place: number): (typeof looks)[number] | null {
  return looks[place] ?? null;
}

/** What stands under the lines that have names, where there are more. */
export function legendOf(names: readonly string[]): PlotScene['legend'] {
  const told = looks.slice(0, names.length).map((look, at) => ({ name: names[at] ?? '', ...look }));
  const more = names.length - told.length;
  return more > 0 ? [...told, { name: `${String(more)} more, pale`, tone: 'edge' }] : told;
}

/** The inside of a plot: where its axes stand. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const chartHeight = 300;

export function frameOf(width: number): Frame {
  return { left: 78, right: width - 16, top: 28, bottom: chartHeight - 44 };
}

export function xAt({ left, right }: Frame, scale: Scale, value: number): number {
  return left + (placeOf(scale, value) / 100) * (right - left);
}

export function yAt({ top, bottom }: Frame, scale: Scale, value: number): number {
  return bottom - (placeOf(scale, value) / 100) * (bottom - top);
}

/** The axis on the left with its lines, and what it measures above it. */
export function leftAxis(frame: Frame, scale: Scale, title: string, written: (value: number) => string): PlotMark[] {
  const { left, right, top } = frame;
  return [
    { kind: 'text', at: [0, top - 14], text: title, tone: 'muted' },
    ...scale.ticks.flatMap((tick): PlotMark[] => {
      const y = yAt(frame, scale, tick);
      return [
        {
          kind: 'path',
          points: [
            [left, y],
            [right, y],
          ],
          tone: 'line',
        },
        { kind: 'text', at: [left - 8, y + 4], text: written(tick), tone: 'muted', anchor: 'end' },
      ];
    }),
  ];
}

/** The axis below, and what it measures under it. */
export function lowerAxis(frame: Frame, scale: Scale, title: string, written: (value: number) => string): PlotMark[] {
  const ticks = scale.ticks.map((tick) => ({ x: xAt(frame, scale, tick), text: written(tick) }));
  return ticksBelow(frame, ticks, title);
}

/** The same with ticks that stand anywhere; one that would touch the one before has no words. */
export function ticksBelow(
  { left, right, bottom }: Frame,
  ticks: readonly { readonly x: number; readonly text: string }[],
  title: string,
): PlotMark[] {
  let free = -Infinity;
  const marks = ticks.flatMap(({ x, text }): PlotMark[] => {
    const half = text.length * 3.4;
    const line: PlotMark = {
      kind: 'path',
      points: [
        [x, bottom],
        [x, bottom + 4],
      ],
      tone: 'edge',
    };
    if (x - half < free) return [line];
    free = x + half + 6;
    return [line, { kind: 'text', at: [x, bottom + 17], text, tone: 'muted', anchor: 'middle' }];
  });
  return [
    {
      kind: 'path',
      points: [
        [left, bottom],
        [right, bottom],
      ],
      tone: 'edge',
    },
    ...marks,
    { kind: 'text', at: [(left + right) / 2, bottom + 38], text: title, tone: 'muted', anchor: 'middle' },
  ];
}

/** The spot that is nearest to a place; -1 where there is none. */
export function nearestSpot(spots: readonly Spot[], [x, y]: PlotPoint): number {
  let found = -1;
  let least = Infinity;
  spots.forEach(({ at }, place) => {
    const distance = (at[0] - x) * (at[0] - x) + (at[1] - y) * (at[1] - y);
    if (distance < least) [found, least] = [place, distance];
  });
  return found;
}

/** A line through points, to a tenth of a pixel. */
export function pathOf(points: readonly PlotPoint[]): string {
  const round = (value: number): string => String(Math.round(value * 10) / 10);
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}
