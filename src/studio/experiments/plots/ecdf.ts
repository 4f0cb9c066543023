/** The empirical distribution of a figure: of each setting the share of runs at or below a value, as a line of steps. Pure. */
import type { PlotMark, PlotPoint } from '../../../interchange/index.ts';
import type { Metric, Reading } from '../../../experiments/index.ts';
import { scaleOf, type Scale } from '../figures/scale.ts';
import { figure, metricAxis, titleOf } from '../reading.ts';
import {
  chartHeight,
  frameOf,
  leftAxis,
  legendOf,
  lookAt,
  lowerAxis,
  xAt,
  yAt,
  type Chart,
  type Spot,
} from './chart.ts';

/** Steps drawn of a line, and runs that can be reached on it; of more, as many are spread over all. */
const stepsMax = 400;

interface Run {
  readonly seedAt: number;
  readonly value: number;
}

const shares: Scale = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };

export function ecdfChart(reading: Reading, metric: Metric, seeds: readonly number[], width: number): Chart {
  const lines = reading.measured.flatMap((cell) => {
    const runs = runsOf(reading.sample(cell, metric));
    return runs.length === 0 ? [] : [{ cell, runs, name: titleOf(reading.cells[cell]?.setting ?? []) }];
  });
  const frame = frameOf(width);
  const scale = scaleOf(lines.flatMap(({ runs }) => [runs[0]?.value ?? 0, runs.at(-1)?.value ?? 0]));
  const placeOf = (value: number, share: number): PlotPoint => [xAt(frame, scale, value), yAt(frame, shares, share)];
  const drawn = lines.map(({ cell, runs, name }, at) => {
    const kept = spread(runs);
    const points: PlotPoint[] = [[frame.left, frame.bottom]];
    let before = 0;
    for (const { run, share } of kept) {
      points.push(placeOf(run.value, before), placeOf(run.value, share));
      before = share;
    }
    points.push([frame.right, frame.top]);
    const look = lookAt(at);
    const mark: PlotMark =
      look === null
        ? { kind: 'path', points, tone: 'edge', width: 1, opacity: 0.5 }
        : { kind: 'path', points, width: 1.8, ...look };
    const spots = kept.map(({ run, share }): Spot => ({
      at: placeOf(run.value, share),
      words: `${name}, seed ${String(seeds[run.seedAt] ?? 0)}: ${figure(metric, run.value)}; ${percent(share)} of its runs are at or below`,
      leads: { kind: 'run', cell, seedAt: run.seedAt },
    }));
    return { mark, spots };
  });
  return {
    title: `${metric.title}: share of runs at or below each value`,
    note: 'Empirical distribution (ECDF): the further left a line, the lower its figures; where two cross, one is better in most runs and worse in the tail.',
    scene: {
      width,
      height: chartHeight,
      marks: [
        ...leftAxis(frame, shares, 'Share of runs', percent),
        ...lowerAxis(frame, scale, metricAxis(metric), (value) => figure(metric, value)),
        // The first line is drawn last, above all others.
        ...drawn.map(({ mark }) => mark).reverse(),
      ],
      legend: legendOf(lines.map(({ name }) => name)),
    },
    spots: drawn.flatMap(({ spots }) => spots),
    table: tableOf(reading, metric, lines),
  };
}

function tableOf(
  reading: Reading,
  metric: Metric,
  lines: readonly { readonly cell: number; readonly name: string }[],
): Chart['table'] {
  const rows = lines.flatMap(({ cell, name }) => {
    const summary = reading.summary(cell, metric);
    if (summary === null) return [];
    const { count, least, lower, median, upper, p95, p99, most } = summary;
    const told = [least, lower, median, upper, p95, p99, most].map((value) =>
      value === null ? '–' : figure(metric, value),
    );
    return [[name, String(count), ...told]];
  });
  return { head: ['Setting', 'Runs', 'Least', '25%', 'Median', '75%', '95%', '99%', 'Most'], rows };
}

function runsOf(sample: readonly (number | null)[]): Run[] {
  return sample
    .flatMap((value, seedAt) => (value === null ? [] : [{ seedAt, value }]))
    .sort((one, other) => one.value - other.value || one.seedAt - other.seedAt);
}

/** So many of the runs at most, the last among them, each with the share that is at or below it. */
function spread(runs: readonly Run[]): { readonly run: Run; readonly share: number }[] {
  const every = Math.max(1, Math.ceil(runs.length / stepsMax));
  return runs.flatMap((run, at) =>
    at % every === 0 || at === runs.length - 1 ? [{ run, share: (at + 1) / runs.length }] : [],
  );
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))}%`;
}
