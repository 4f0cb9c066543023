/** Settings by two of time, messages and cost: who is on the Pareto frontier of all three, and who is dominated. Pure. */
import type { PlotMark, PlotPoint } from '../../../interchange/index.ts';
import { halfWidthOf, type Metric, type Reading } from '../../../experiments/index.ts';
import { scaleOf, type Scale } from '../figures/scale.ts';
import { figure, metricAxis, titleOf } from '../reading.ts';
import { chartHeight, frameOf, leftAxis, lowerAxis, xAt, yAt, type Chart, type Frame, type Spot } from './chart.ts';

/** So many settings may all have their names beside them. */
const namedMax = 24;

interface Place {
  readonly cell: number;
  readonly name: string;
  readonly at: PlotPoint;
  readonly first: boolean;
  readonly crosses: readonly (readonly PlotPoint[])[];
}

export function frontChart(
  reading: Reading,
  [across, up]: readonly [Metric, Metric],
  metrics: readonly Metric[],
  width: number,
): Chart {
  const { places: first, dominators } = reading.front;
  const cells = reading.measured.filter((at) => first.includes(at) || (dominators[at]?.length ?? 0) > 0);
  const nameOf = (at: number) => titleOf(reading.cells[at]?.setting ?? []);
  const frame = frameOf(width);
  const [wide, high] = [scaleFor(reading, cells, across), scaleFor(reading, cells, up)];
  const places = cells.map((cell): Place => {
    const [h, v] = [spanOf(reading, cell, across), spanOf(reading, cell, up)];
    const at: PlotPoint = [xAt(frame, wide, h.mean), yAt(frame, high, v.mean)];
    const crosses = [
      [
        [xAt(frame, wide, h.low), at[1]],
        [xAt(frame, wide, h.high), at[1]],
      ],
      [
        [at[0], yAt(frame, high, v.low)],
        [at[0], yAt(frame, high, v.high)],
      ],
    ] as const;
    return { cell, name: nameOf(cell), at, first: first.includes(cell), crosses };
  });
  const spots = places.map(({ cell, name, at, first: free }): Spot => {
    const figures = metrics.map(
      (metric) => `${metric.title.toLowerCase()} ${figure(metric, spanOf(reading, cell, metric).mean)}`,
    );
    const state = free
      ? 'on the frontier'
      : `dominated by ${(dominators[cell] ?? []).slice(0, 3).map(nameOf).join(', ')}`;
    return {
      at,
      words: `${name}: ${figures.join(', ')}; ${state}`,
      leads: { kind: 'run', cell, seedAt: reading.common[0] ?? 0 },
    };
  });
  const aside = reading.measured.length - cells.length;
  return {
    title: `${up.title} against ${across.title.toLowerCase()}: the Pareto frontier`,
    note: `Means with their 95% intervals; down and left is better. Filled: on the frontier of ${metrics.map(({ title }) => title.toLowerCase()).join(', ')}: no other is at least as good in all and better in one. Pale: dominated, by mean.${aside > 0 ? ` Left out: ${String(aside)} that succeed less often.` : ''}`,
    scene: {
      width,
      height: chartHeight,
      marks: [
        ...leftAxis(frame, high, metricAxis(up), (value) => figure(up, value)),
        ...lowerAxis(frame, wide, metricAxis(across), (value) => figure(across, value)),
        stairs(places, frame),
        ...places.flatMap(placeMarks),
        ...labelsOf(places, frame),
      ],
      legend: [],
    },
    spots,
    table: {
      head: ['Setting', ...metrics.map(({ title }) => title), 'Frontier'],
      rows: cells.map((at) => [
        nameOf(at),
        ...metrics.map((metric) => figure(metric, spanOf(reading, at, metric).mean)),
        first.includes(at) ? 'on it' : `dominated by ${(dominators[at] ?? []).slice(0, 3).map(nameOf).join(', ')}`,
      ]),
    },
  };
}

/** A scale over the intervals of all of them. */
function scaleFor(reading: Reading, cells: readonly number[], metric: Metric): Scale {
  return scaleOf(
    cells.flatMap((at) => {
      const { low, high } = spanOf(reading, at, metric);
      return [low, high];
    }),
  );
}

function spanOf(
  reading: Reading,
  at: number,
  metric: Metric,
): { readonly mean: number; readonly low: number; readonly high: number } {
  const summary = reading.summary(at, metric);
  if (summary === null) return { mean: 0, low: 0, high: 0 };
  const half = (halfWidthOf(summary) ?? 0) * Math.abs(summary.mean);
  return { mean: summary.mean, low: summary.mean - half, high: summary.mean + half };
}

function placeMarks({ at, first, crosses }: Place): PlotMark[] {
  const tone = first ? 'accent' : 'edge';
  return [
    ...crosses.map((points): PlotMark => ({ kind: 'path', points, tone, width: 1, opacity: first ? 0.8 : 0.45 })),
    first ? { kind: 'circle', at, r: 6, tone } : { kind: 'circle', at, r: 4.5, tone, hollow: true },
  ];
}

/** Below and to the left of it nobody is, in the two measures that are drawn. */
function stairs(places: readonly Place[], { right, top }: Frame): PlotMark {
  const sorted = [...places].sort((one, other) => one.at[0] - other.at[0] || other.at[1] - one.at[1]);
  const points: PlotPoint[] = [];
  let lowest = -Infinity;
  for (const { at } of sorted) {
    // Lower on the page is more px: a step of the frontier leads further down.
    if (at[1] <= lowest) continue;
    points.push([at[0], points.length === 0 ? top : lowest], at);
    lowest = at[1];
  }
  if (points.length > 0) points.push([right, lowest]);
  return { kind: 'path', points, tone: 'accent', width: 1.5, dash: '5 4' };
}

/** Names beside their points: of the frontier first, and no name upon another or across the edge. */
function labelsOf(places: readonly Place[], { left, right, top, bottom }: Frame): PlotMark[] {
  const taken: { readonly from: number; readonly to: number; readonly y: number }[] = [];
  // Of very many only those on it have names; the others are said where they are pointed at, and in the table.
  const others = places.length > namedMax ? [] : places.filter(({ first }) => !first);
  const ordered = [...places.filter(({ first }) => first), ...others];
  return ordered.flatMap(({ at: [x, y], name, first }): PlotMark[] => {
    const wide = name.length * 6.2;
    const fits = ([from, to, at]: readonly [number, number, number]): boolean =>
      from >= left - 60 &&
      to <= right + 12 &&
      at >= top - 6 &&
      at <= bottom - 4 &&
      taken.every((other) => to < other.from || from > other.to || Math.abs(at - other.y) > 13);
    const spots = [
      [x + 10, x + 10 + wide, y - 6],
      [x + 10, x + 10 + wide, y + 15],
      [x - 10 - wide, x - 10, y - 6],
      [x - 10 - wide, x - 10, y + 15],
    ] as const;
    const found = spots.find(fits);
    if (found === undefined) return [];
    taken.push({ from: found[0], to: found[1], y: found[2] });
    return [{ kind: 'text', at: [found[0], found[2]], text: name, tone: first ? 'text' : 'muted', bold: first }];
  });
}
