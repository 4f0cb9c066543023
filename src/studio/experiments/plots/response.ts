/** A figure over the values of one factor, a line for each combination of the others: means with their 95 % intervals. Pure. */
import type { PlotMark, PlotPoint } from '../../../interchange/index.ts';
import { factorWord, halfWidthOf, settingWords, type Metric, type Reading } from '../../../experiments/index.ts';
import { nearestPlace, scaleOf } from '../figures/scale.ts';
import { figure, metricAxis, titleOf } from '../reading.ts';
import {
  chartHeight,
  frameOf,
  leftAxis,
  legendOf,
  linesMax,
  lookAt,
  ticksBelow,
  xAt,
  yAt,
  type Chart,
  type Spot,
} from './chart.ts';

interface MeanAt {
  readonly cell: number;
  /** The place of its value among those of the factor. */
  readonly level: number;
  readonly count: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function responseChart(
  reading: Reading,
  metric: Metric,
  seeds: readonly number[],
  factor: number,
  width: number,
): Chart {
  const { values, lines } = linesOf(reading, metric, factor);
  const path = reading.cells[0]?.setting[factor]?.path ?? '';
  const numeric = values.every((value) => typeof value === 'number');
  const frame = frameOf(width);
  const across = scaleOf(numeric ? values.map(Number) : []);
  const along = (level: number): number =>
    numeric
      ? xAt(frame, across, Number(values[level]))
      : frame.left + ((level + 0.5) / Math.max(1, values.length)) * (frame.right - frame.left);
  const all = lines.flatMap(({ means }) => means);
  const scale = scaleOf(all.flatMap(({ low, high }) => [low, high]));
  const y = (value: number) => yAt(frame, scale, value);
  const drawn = lines.flatMap(({ means }, at) =>
    lineMarks(means, { at, numeric, alone: lines.length === 1, x: along, y }),
  );
  const valueWords = (level: number): string => settingWords([{ path, value: values[level] ?? null }]);
  const spots = lines.flatMap(({ name, means }) =>
    means.map(({ cell, level, mean, low, high }): Spot => ({
      at: [along(level), y(mean)],
      words: `${name === '' ? '' : `${name}, `}${valueWords(level)}: mean ${figure(metric, mean)}, 95% interval ${figure(metric, low)} to ${figure(metric, high)}; the run nearest to it`,
      leads: { kind: 'run', cell, seedAt: nearestPlace(reading.sample(cell, metric), mean) },
    })),
  );
  const word = factorWord(path);
  return {
    title: `${metric.title} over ${word}`,
    note: `Means with their 95% intervals (Student’s t), ${numeric ? 'a band' : 'a bar'} each, over up to ${String(seeds.length)} seeds.${lines.length > 1 ? ' Lines that are not parallel show an interaction.' : ''}`,
    scene: {
      width,
      height: chartHeight,
      marks: [
        ...leftAxis(frame, scale, metricAxis(metric), (value) => figure(metric, value)),
        ...ticksBelow(
          frame,
          values.map((_, level) => ({ x: along(level), text: shortWords(path, valueWords(level)) })),
          word,
        ),
        ...drawn,
      ],
      legend: lines.length < 2 ? [] : legendOf(lines.map(({ name }) => name)),
    },
    spots,
    table: {
      head: ['Line', word, 'Runs', 'Mean', 'Low', 'High'],
      rows: lines.flatMap(({ name, means }) =>
        means.map(({ level, count, mean, low, high }) => [
          name === '' ? 'all' : name,
          valueWords(level),
          String(count),
          ...[mean, low, high].map((value) => figure(metric, value)),
        ]),
      ),
    },
  };
}

/** Values of the factor, and for each combination of the others its means in their order. */
function linesOf(reading: Reading, metric: Metric, factor: number) {
  const keyOf = (value: unknown): string => JSON.stringify(value);
  const levels = new Map(
    reading.cells.map(({ setting }) => [keyOf(setting[factor]?.value), setting[factor]?.value ?? null]),
  );
  const numeric = [...levels.values()].every((value) => typeof value === 'number');
  const values = numeric
    ? [...levels.values()].sort((one, other) => Number(one) - Number(other))
    : [...levels.values()];
  const keys = values.map(keyOf);
  const lines = new Map<string, MeanAt[]>();
  for (const cell of reading.measured) {
    const setting = reading.cells[cell]?.setting ?? [];
    const rest = setting.filter((_, at) => at !== factor);
    const name = rest.length === 0 ? '' : titleOf(rest);
    const summary = reading.summary(cell, metric);
    if (summary === null) continue;
    const half = (halfWidthOf(summary) ?? 0) * Math.abs(summary.mean);
    const { count, mean } = summary;
    const level = keys.indexOf(keyOf(setting[factor]?.value));
    lines.set(name, [...(lines.get(name) ?? []), { cell, level, count, mean, low: mean - half, high: mean + half }]);
  }
  return {
    values,
    lines: [...lines].map(([name, means]) => ({ name, means: means.sort((one, other) => one.level - other.level) })),
  };
}

/** Which line it is, and where its values stand. */
interface Line {
  readonly at: number;
  readonly numeric: boolean;
  /** The only one: words beside each other are then joined by nothing. */
  readonly alone: boolean;
  readonly x: (level: number) => number;
  readonly y: (value: number) => number;
}

function lineMarks(means: readonly MeanAt[], { at, numeric, alone, x, y }: Line): PlotMark[] {
  const look = lookAt(at) ?? { tone: 'edge' as const };
  const points = means.map(({ level, mean }): PlotPoint => [x(level), y(mean)]);
  const upper = means.map(({ level, high }): PlotPoint => [x(level), y(high)]);
  const lower = means.map(({ level, low }): PlotPoint => [x(level), y(low)]).reverse();
  const spans: PlotMark[] =
    at >= linesMax
      ? []
      : numeric
        ? [{ kind: 'area', points: [...upper, ...lower], tone: look.tone, opacity: 0.13 }]
        : means.map(({ level, low, high }): PlotMark => {
            // Beside each other, so that bars of lines that meet can be told apart.
            const aside = x(level) + (alone ? 0 : (at - 3.5) * 2);
            return {
              kind: 'path',
              points: [
                [aside, y(low)],
                [aside, y(high)],
              ],
              tone: look.tone,
              width: 2,
              opacity: 0.6,
            };
          });
  return [
    ...spans,
    ...(alone && !numeric ? [] : [{ kind: 'path', points, width: at >= linesMax ? 1 : 1.8, ...look } as const]),
    ...points.map((each): PlotMark => ({ kind: 'circle', at: each, r: at >= linesMax ? 2 : 4, tone: look.tone })),
  ];
}

/** The name of the factor stands under the axis already. */
function shortWords(path: string, text: string): string {
  const word = `${factorWord(path)} `;
  return text.startsWith(word) ? text.slice(word.length) : text;
}
