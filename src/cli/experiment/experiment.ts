/**
 * `conclave experiment`: the same document under every combination of the factors, each under the same seeds, and the figures of
 * all of them. It prints a table for a person, every run as CSV, or both figures and runs as JSON.
 */
import { decimals } from '../figures.ts';
import {
  boundWords,
  canDisagree,
  column,
  comparedOf,
  digestOfRow,
  councilOf,
  documentFor,
  drawnAmong,
  equalMin,
  factorWord,
  headline,
  isCertain,
  isLiarsPath,
  measuredOf,
  metrics,
  outcomeOfRow,
  planProblem,
  Reading,
  readValues,
  seedsFrom,
  settingsOf,
  settingWords,
  sweepSentence,
  sweptMetrics,
  writeCsv,
  type Cell,
  type Contrast,
  type Factor,
  type Metric,
  type Row,
  type Sample,
  type Style,
} from '../../experiments/index.ts';
import { exactTime, resolved, type Document } from '../../document/index.ts';
import type { CommandLine } from '../arguments/command-line.ts';
import type { Ended } from '../ended.ts';
import { engineVersion } from '../../workflow/index.ts';
import { Refusal, load, notRunnable, runnable } from '../../api/index.ts';
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
  const settings = settingsOf(factors);
  // Every setting is read before the first run: a wrong one is told at once.
  const documents = settings.map((setting) => {
    const changed = documentFor(document, setting);
    if (!changed.ok) throw new Refusal(`--vary ${changed.error}`);
    runnable(line.file, changed.value, []);
    return changed.value;
  });
  const seeds = seedsFrom(resolved(document).seed, line.seeds);
  const { rows, seeds: used } = measured(documents, seeds, measure);
  const cells = settings.map((setting, at): Cell => ({ setting, problem: null, rows: rows[at] ?? [] }));
  const table: Table = { document, seeds: used, reading: new Reading(cells, drawnAmong(document, settings)) };
  const succeeded = cells.every((cell) => cell.rows.every((row) => row?.[column.succeeded] === 1));
  return { output: outputOf(line, table), status: succeeded ? 0 : 1 };
}

function outputOf({ as, separator }: Line, table: Table): Output {
  if (as === 'json') return { json: asJson(table) };
  if (as === 'csv') return { text: asCsv(table, separator) };
  return { lines: [...tableOf(table), '', ...sentences(table)] };
}

/** The rows of all, of the first few seeds alone where these show that nothing is left to chance. */
function measured(
  documents: readonly Document[],
  seeds: readonly number[],
  measure: MeasureAll,
): { readonly rows: readonly (readonly Row[])[]; readonly seeds: readonly number[] } {
  const first = seeds.slice(0, equalMin);
  const rows = measure(documents, first);
  if (rows.every(isCertain) || seeds.length <= equalMin) return { rows, seeds: first };
  const others = measure(documents, seeds.slice(equalMin));
  return { rows: rows.map((each, at) => [...each, ...(others[at] ?? [])]), seeds };
}

/** What was measured, read. */
interface Table {
  readonly document: Document;
  readonly seeds: readonly number[];
  readonly reading: Reading;
}

/** What is compared: where the number of liars is varied, whether the agents agreed. */
function metricsOf({ cells }: Reading): readonly Metric[] {
  return cells[0]?.setting.some(({ path }) => isLiarsPath(path)) === true ? sweptMetrics : comparedOf(cells);
}

const style: Style = { title: settingWords, figure, factor: factorWord };

/** What a sweep over the number of liars says, where nothing else is varied; else what is fastest and needs least. */
function sentences({ document, reading }: Table): string[] {
  const { cells } = reading;
  const council = councilOf(document);
  const [only, ...more] = cells[0]?.setting ?? [];
  if (council === null || only === undefined || !isLiarsPath(only.path) || more.length > 0)
    return [headline(reading, style)];
  const swept = cells.map(({ setting, rows }) => ({
    liars: Number(setting[0]?.value),
    rows: rows.filter((row) => row !== undefined),
  }));
  return [sweepSentence(swept, council, only.path), `${boundWords(council)}.`];
}

function asJson({ seeds, reading }: Table): object {
  const compared = metricsOf(reading);
  const { base } = reading;
  // Once a metric: asked again for each setting they would cost as many times more.
  const beside = compared.map((metric) => ({
    metric,
    first: reading.contrasts(metric, 0),
    base: reading.contrasts(metric, base),
  }));
  const cells = reading.cells.map(({ setting, rows }, at) => ({
    setting: Object.fromEntries(setting.map(({ path, value }) => [path, value])),
    success: reading.success(at),
    summary: Object.fromEntries(compared.map((metric) => [metric.id, reading.summary(at, metric)])),
    best: Object.fromEntries(
      compared.flatMap((metric) =>
        metric.better === null ? [] : [[metric.id, reading.evidence(metric).best.includes(at)]],
      ),
    ),
    againstFirst: Object.fromEntries(
      beside.map(({ metric, first }) => [metric.id, against(at === 0 ? reading.sample(0, metric) : null, first[at])]),
    ),
    againstBase: Object.fromEntries(
      beside.map(({ metric, base: contrasts }) => [metric.id, against(null, contrasts[at])]),
    ),
    runs: rows.map((row, seed) => ({
      seed: seeds[seed],
      ...Object.fromEntries(metrics.map((metric) => [metric.id, row === undefined ? null : measuredOf(row, metric)])),
      outcome: row === undefined ? null : outcomeOfRow(row),
      digest: row === undefined ? null : digestOfRow(row),
    })),
  }));
  return { engine: engineVersion, base, cells };
}

/** A contrast with half the width of its interval; of the first with itself no difference in any seed. */
function against(self: Sample | null, contrast: Contrast | null | undefined): object | null {
  const count = self?.filter((value) => value !== null).length ?? 0;
  if (count > 0) return { count, mean: 0, median: 0, margin: 0, less: 0, same: count, more: 0, correlation: null };
  return contrast === null || contrast === undefined ? null : { ...contrast, margin: contrast.high - contrast.mean };
}

/** The rows of all settings as CSV. */
function asCsv({ seeds, reading }: Table, separator: ',' | ';'): string {
  const told = reading.cells.map(({ setting, rows }) => ({
    setting,
    rows: rows.map((row, at) => ({ seed: seeds[at] ?? 0, row: row ?? [] })),
  }));
  return writeCsv(told, { engine: engineVersion, separator });
}

/** Means with median and deviation below them, one column a metric. */
function tableOf({ document, reading }: Table): string[] {
  const council = councilOf(document);
  const compared = metricsOf(reading);
  const head = ['', ...compared.map(({ title }) => title), 'Succeeded'];
  const lines = reading.cells.flatMap(({ setting }, at) => {
    const figures = compared.map((metric) => {
      const summary = reading.summary(at, metric);
      if (summary === null) return { mean: 'none', spread: '' };
      const liars = Number(setting.find(({ path }) => isLiarsPath(path))?.value ?? 0);
      if (metric.id === 'agreement' && council !== null && !canDisagree(council, liars))
        return { mean: 'not defined', spread: '' };
      const { mean, median, deviation, count } = summary;
      if (metric.id === 'agreement')
        return { mean: figure(metric, mean), spread: `${String(Math.round(mean * count))}/${String(count)}` };
      return { mean: figure(metric, mean), spread: `${figure(metric, median)}, ${figure(metric, deviation)}` };
    });
    const { count, of } = reading.success(at);
    return [
      [settingWords(setting), ...figures.map(({ mean }) => mean), `${String(count)}/${String(of)}`],
      ['  median, deviation', ...figures.map(({ spread }) => spread), ''],
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

/** A figure of a metric with its unit. A count is whole; only what lies between two counts has a decimal. */
export function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return exactTime(value);
  if (unit === 'share') return `${decimals(value * 100, 1)}%`;
  if (unit === 'count') return decimals(value, Number.isInteger(value) ? 0 : 1);
  return decimals(value, unit === 'index' ? 3 : 2);
}
