/**
 * What an experiment measured, as a table for a person and the sentences below it, and the way in which the command line writes figures.
 */
import { exactTime, type Document } from '../../document/index.ts';
import {
  boundWords,
  canDisagree,
  comparedOf,
  councilOf,
  factorWord,
  frontWords,
  headline,
  interactionWords,
  isLiarsPath,
  metrics,
  precisionWords,
  settingWords,
  shareWords,
  sweepSentence,
  sweptMetrics,
  type Metric,
  type Reading,
  type Style,
  type Summary,
} from '../../experiments/index.ts';
import { decimals } from '../figures.ts';

/** What was measured, read. */
export interface Table {
  readonly document: Document;
  readonly seeds: readonly number[];
  readonly reading: Reading;
}

/** What is compared: where the number of liars is varied, whether the agents agreed. */
export function metricsOf({ cells }: Reading): readonly Metric[] {
  return cells[0]?.setting.some(({ path }) => isLiarsPath(path)) === true ? sweptMetrics : comparedOf(cells);
}

const style: Style = { title: settingWords, figure, factor: factorWord };

/** What a sweep over the number of liars says, where nothing else is varied; else what is fastest and needs least. */
export function sentences({ document, reading }: Table): string[] {
  const { cells } = reading;
  const council = councilOf(document);
  const [only, ...more] = cells[0]?.setting ?? [];
  if (council === null || only === undefined || !isLiarsPath(only.path) || more.length > 0)
    return [headline(reading, style), ...further(reading)];
  const swept = cells.map(({ setting, rows }) => ({
    liars: Number(setting[0]?.value),
    rows: rows.filter((row) => row !== undefined),
  }));
  return [sweepSentence(swept, council, only.path), `${boundWords(council)}.`];
}

/** What factors account for, what two do together, the Pareto frontier, and how well means are known. */
function further(reading: Reading): string[] {
  const [makespan] = metrics;
  const told = reading.factorial(makespan);
  const split =
    typeof told === 'string'
      ? []
      : [
          shareWords(told, makespan, style),
          ...told.interactions.map((each) => interactionWords(each, style, difference)),
        ];
  return [...split, ...[frontWords(reading, style), precisionWords(reading)].filter((words) => words !== null)];
}

/** Of a time, with its sign. */
function difference(value: number): string {
  return `${value < 0 ? '-' : '+'}${exactTime(Math.abs(value))}`;
}

/** Means with median and deviation below them, one column a metric. */
export function tableOf({ document, reading }: Table): string[] {
  const council = councilOf(document);
  const compared = metricsOf(reading);
  const head = ['', ...compared.map(({ title }) => title), 'Succeeded'];
  const tails = reading.measured.some((at) => compared.some((metric) => carriesTail(reading.summary(at, metric))));
  const lines = reading.cells.flatMap(({ setting }, at) => {
    const figures = compared.map((metric) => {
      const summary = reading.summary(at, metric);
      if (summary === null) return { mean: 'none', spread: '', tail: '' };
      const liars = Number(setting.find(({ path }) => isLiarsPath(path))?.value ?? 0);
      if (metric.id === 'agreement' && council !== null && !canDisagree(council, liars))
        return { mean: 'not defined', spread: '', tail: '' };
      const { mean, median, deviation, count, p95, p99 } = summary;
      if (metric.id === 'agreement')
        return { mean: figure(metric, mean), spread: `${String(Math.round(mean * count))}/${String(count)}`, tail: '' };
      const tail = [p95, p99].map((value) => (value === null ? '–' : figure(metric, value))).join(', ');
      return { mean: figure(metric, mean), spread: `${figure(metric, median)}, ${figure(metric, deviation)}`, tail };
    });
    const { count, of } = reading.success(at);
    return [
      [settingWords(setting), ...figures.map(({ mean }) => mean), `${String(count)}/${String(of)}`],
      ['  median, deviation', ...figures.map(({ spread }) => spread), ''],
      ...(tails ? [['  95th, 99th percentile', ...figures.map(({ tail }) => tail), '']] : []),
    ];
  });
  return aligned([head, ...lines]);
}

/** Whether high percentiles say something: there are seeds enough, and they differ. */
function carriesTail(summary: Summary | null): boolean {
  return summary !== null && summary.p95 !== null && summary.deviation > 0;
}

/** A table with a line each, the first column to the left and all others to the right. */
export function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
  return table
    .map((row) =>
      row.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  '),
    )
    .map((text) => text.trimEnd());
}

/** A figure of a metric with its unit. A count is whole; only what lies between two counts has a decimal. */
export function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return exactTime(value);
  if (unit === 'share') return `${decimals(value * 100, 1)}%`;
  if (unit === 'count') return decimals(value, Number.isInteger(value) ? 0 : 1);
  return decimals(value, unit === 'index' ? 3 : 2);
}
