/**
 * `conclave experiment`: the same document under every combination of the factors, each under the same seeds, and the figures of
 * all of them. It prints a table for a person, every run as CSV, or both figures and runs as JSON.
 */
import {
  boundWords,
  comparedMetrics,
  column,
  councilOf,
  documentFor,
  isLiarsPath,
  metrics,
  pairedOf,
  pairsOf,
  planProblem,
  readValues,
  seedsFrom,
  settingsOf,
  settingWords,
  summaryOf,
  sweepSentence,
  sweptMetrics,
  valueOf,
  writeCsv,
  type Factor,
  type Measured,
  type Metric,
  type Row,
} from '../../experiments/index.ts';
import { resolved, type Document } from '../../document/index.ts';
import { Refusal, type CommandLine } from '../arguments.ts';
import type { Ended } from '../ended.ts';
import { load, notRunnable, runnable } from '../load.ts';
import type { Output } from '../streams/terminal.ts';

type Line = Extract<CommandLine, { command: 'experiment' }>;

/** The rows of each document under all seeds; all of them have been found to run. */
export type MeasureAll = (documents: readonly Document[], seeds: readonly number[]) => readonly (readonly Row[])[];

/** The status is 0 when every run succeeded. */
export function experiment(bytes: Uint8Array, line: Line, measure: MeasureAll): Ended {
  const { document, problems } = load(bytes, line.file, line);
  const broken = problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(line.file, broken);
  const factors = line.vary.map(({ path, values }): Factor => ({ path, values: readValues(values) }));
  const refused = planProblem(factors, line.seeds);
  if (refused !== null) throw new Refusal(`experiment: ${refused}.`);
  const seeds = seedsFrom(resolved(document).seed, line.seeds);
  // Every setting is read before the first run: a wrong one is told at once.
  const prepared = settingsOf(factors).map((setting) => {
    const changed = documentFor(document, setting);
    if (!changed.ok) throw new Refusal(`--vary ${changed.error}`);
    runnable(line.file, changed.value, []);
    return { setting, document: changed.value };
  });
  const rows = measure(
    prepared.map((each) => each.document),
    seeds,
  );
  const measured = prepared.map(({ setting }, cell): Measured => ({
    setting,
    rows: seeds.map((seed, at) => ({ seed, row: rows[cell]?.[at] ?? [] })),
  }));
  const succeeded = measured.every(({ rows }) => rows.every(({ row }) => row[column.succeeded] === 1));
  return { output: outputOf(line.as, document, measured), status: succeeded ? 0 : 1 };
}

function outputOf(as: Line['as'], document: Document, measured: readonly Measured[]): Output {
  if (as === 'json') return { json: asJson(measured) };
  if (as === 'csv') return { text: writeCsv(measured) };
  return { lines: [...tableOf(measured), ...sweepWords(document, measured)] };
}

/** What is compared: where the number of liars is varied, whether the agents agreed. */
function metricsOf([first]: readonly Measured[]): readonly Metric[] {
  return first?.setting.some(({ path }) => isLiarsPath(path)) === true ? sweptMetrics : comparedMetrics;
}

/** What a sweep over the number of liars says, where nothing else is varied. */
function sweepWords(document: Document, measured: readonly Measured[]): string[] {
  const council = councilOf(document);
  const path = measured[0]?.setting[0]?.path;
  if (council === null || path === undefined || !isLiarsPath(path) || measured[0]?.setting.length !== 1) return [];
  const swept = measured.map(({ setting, rows }) => ({
    liars: Number(setting[0]?.value),
    rows: rows.map(({ row }) => row),
  }));
  return ['', sweepSentence(swept, council, path), `${boundWords(council)}.`];
}

function rowsOf({ rows }: Measured): Row[] {
  return rows.map(({ row }) => row);
}

function samplesOf(measured: Measured, metric: Metric): number[] {
  return rowsOf(measured).flatMap((row) => valueOf(row, metric) ?? []);
}

function asJson(measured: readonly Measured[]): object {
  const [first] = measured;
  const compared = metricsOf(measured);
  const cells = measured.map((cell) => ({
    setting: Object.fromEntries(cell.setting.map(({ path, value }) => [path, value])),
    summary: Object.fromEntries(compared.map((metric) => [metric.id, summaryOf(samplesOf(cell, metric))])),
    againstFirst: Object.fromEntries(
      compared.map((metric) => [
        metric.id,
        first === undefined ? null : pairedOf(...pairsOf(rowsOf(first), rowsOf(cell), metric)),
      ]),
    ),
    runs: cell.rows.map(({ seed, row }) => ({
      seed,
      ...Object.fromEntries(metrics.map(({ id }) => [id, row[column[id]]])),
    })),
  }));
  return { cells };
}

/** Medians with means below them, one column a metric. */
function tableOf(measured: readonly Measured[]): string[] {
  const compared = metricsOf(measured);
  const head = ['', ...compared.map(({ title }) => title), 'Succeeded'];
  const lines = measured.flatMap((cell) => {
    const figures = compared.map((metric) => {
      const summary = summaryOf(samplesOf(cell, metric));
      if (summary === null) return { median: 'none', mean: '' };
      if (metric.id === 'agreement')
        return {
          median: figure(metric, summary.mean),
          mean: `${String(summary.mean * summary.count)}/${String(summary.count)}`,
        };
      return {
        median: figure(metric, summary.median),
        mean: `${figure(metric, summary.mean)} ± ${figure(metric, summary.deviation)}`,
      };
    });
    const good = cell.rows.filter(({ row }) => row[column.succeeded] === 1).length;
    return [
      [
        settingWords(cell.setting),
        ...figures.map(({ median }) => median),
        `${String(good)}/${String(cell.rows.length)}`,
      ],
      ['  mean ± deviation', ...figures.map(({ mean }) => mean), ''],
    ];
  });
  return aligned([head, ...lines]);
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

/** A figure of a metric with its unit. */
export function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return `${(value / 1000).toFixed(3)} s`;
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  return value.toFixed(unit === 'index' ? 3 : unit === 'amount' ? 2 : 1);
}
