/** Two settings seed by seed: the differences sorted, with zero and their median. Pure. */
import type { PlotMark } from '../../../interchange/index.ts';
import { effectSize, medianInterval, type Metric, type Reading } from '../../../experiments/index.ts';
import { formatDecimals } from '../../design/index.ts';
import { scaleOf } from '../figures/scale.ts';
import { difference, titleOf } from '../reading.ts';
import { chartHeight, frameOf, leftAxis, ticksBelow, yAt, type Chart, type Spot, type Tone } from './chart.ts';

/** Seeds that are drawn; of more, as many are spread over all. */
const dotsMax = 600;

export interface PairOf {
  readonly base: number;
  readonly other: number;
}

export function pairedChart(
  reading: Reading,
  metric: Metric,
  seeds: readonly number[],
  { base, other }: PairOf,
  width: number,
): Chart {
  const [ones, others] = [reading.sample(base, metric), reading.sample(other, metric)];
  const all = ones
    .flatMap((value, seedAt) => {
      const beside = others[seedAt] ?? null;
      return value === null || beside === null ? [] : [{ seedAt, value: beside - value }];
    })
    .sort((left, right) => left.value - right.value || left.seedAt - right.seedAt);
  const frame = { ...frameOf(width), left: 96 };
  const sorted = all.map(({ value }) => value);
  const middle = medianInterval(sorted);
  const scale = scaleOf([0, sorted[0] ?? 0, sorted.at(-1) ?? 0]);
  const y = (value: number) => yAt(frame, scale, value);
  const x = (rank: number) => frame.left + ((rank + 0.5) / Math.max(1, all.length)) * (frame.right - frame.left);
  const every = Math.max(1, Math.ceil(all.length / dotsMax));
  const dots = all.flatMap((each, rank) => (rank % every === 0 ? [{ ...each, rank }] : []));
  const [baseName, otherName] = [base, other].map((at) => titleOf(reading.cells[at]?.setting ?? []));
  const r = all.length > 120 ? 2.5 : 4;
  const marks: PlotMark[] = [
    ...leftAxis(frame, scale, `Difference, ${otherName ?? ''} less ${baseName ?? ''}`, (value) =>
      difference(metric, value),
    ),
    ...medianMarks(middle, frame, y),
    {
      kind: 'path',
      points: [
        [frame.left, y(0)],
        [frame.right, y(0)],
      ],
      tone: 'text',
      width: 1.5,
    },
    ...dots.map(({ value, rank }): PlotMark => ({
      kind: 'circle',
      at: [x(rank), y(value)],
      r,
      tone: toneOf(metric, value),
    })),
    ...ticksBelow(
      frame,
      ranks(all.length).map((rank) => ({ x: x(rank - 1), text: String(rank) })),
      'Seeds, sorted by their difference',
    ),
  ];
  const spots = dots.map(({ seedAt, value, rank }): Spot => ({
    at: [x(rank), y(value)],
    words: `seed ${String(seeds[seedAt] ?? 0)}: ${difference(metric, value)}`,
    leads: { kind: 'pair', cells: [base, other], seedAt },
  }));
  return {
    title: `${metric.title}: ${otherName ?? ''} beside ${baseName ?? ''}, seed by seed`,
    note: noteOf(reading, metric, { base, other }, middle),
    scene: { width, height: chartHeight, marks, legend: [] },
    spots,
    table: {
      head: ['Seed', baseName ?? '', otherName ?? '', 'Difference'],
      rows: dots.map(({ seedAt, value }) => [
        String(seeds[seedAt] ?? 0),
        ...[ones[seedAt], others[seedAt]].map((each) => difference(metric, each ?? 0).replace(/^\+/u, '')),
        difference(metric, value),
      ]),
    },
  };
}

function medianMarks(
  { median, low, high }: ReturnType<typeof medianInterval>,
  { left, right }: { readonly left: number; readonly right: number },
  y: (value: number) => number,
): PlotMark[] {
  if (median === null) return [];
  const line: PlotMark = {
    kind: 'path',
    points: [
      [left, y(median)],
      [right, y(median)],
    ],
    tone: 'accent',
    width: 2,
    dash: '7 4',
  };
  if (low === null || high === null) return [line];
  const points = [
    [left, y(high)],
    [right, y(high)],
    [right, y(low)],
    [left, y(low)],
  ] as const;
  return [{ kind: 'area', points, tone: 'accent', opacity: 0.14 }, line];
}

function noteOf(
  reading: Reading,
  metric: Metric,
  { base, other }: PairOf,
  middle: ReturnType<typeof medianInterval>,
): string {
  const contrast = reading.contrasts(metric, base)[other] ?? null;
  if (contrast === null || middle.median === null) return 'No seed has this figure under both.';
  const interval =
    middle.low === null || middle.high === null
      ? ''
      : ` (95% interval ${difference(metric, middle.low)} to ${difference(metric, middle.high)}, sign test)`;
  const delta = `${formatDecimals(contrast.effect, 2)}, ${effectSize(contrast.effect)}`;
  return `One dot a seed of ${String(contrast.count)}; dashed: the median ${difference(metric, middle.median)}${interval}; the solid line is no difference. Effect size (Cliff’s delta): ${delta}.`;
}

function toneOf({ better }: Metric, value: number): Tone {
  if (value === 0) return 'muted';
  if (better === null) return 'accent';
  return (better === 'less') === value < 0 ? 'succeeded' : 'failed';
}

function ranks(count: number): number[] {
  return [...new Set([1, Math.ceil(count / 4), Math.ceil(count / 2), Math.ceil((count * 3) / 4), count])].filter(
    (rank) => rank > 0,
  );
}
