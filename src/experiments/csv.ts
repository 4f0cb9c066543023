/**
 * The rows of an experiment as CSV: one line a run, the factors first, then seed, metrics, how it ended and the digest of the run; a setting that
 * cannot run has one line that says so. What a run does not have is empty, fields are quoted where they must be, and one
 * that a spreadsheet would take for a formula is told to be text.
 */
import { canonical, type Json } from '../base/index.ts';
import type { Reading } from './evidence/reading.ts';
import type { Setting } from './factors.ts';
import { metrics, type Metric } from './metric-list.ts';
import { digestOfRow, measuredOf, outcomeOfRow, sometimesOf, type Row } from './metrics.ts';
import type { Summary } from './statistics.ts';

/** The rows that one setting gave, by seed. */
export interface Measured {
  readonly setting: Setting;
  /** Why it could not run; absent where it could. */
  readonly problem?: string | null;
  readonly rows: readonly { readonly seed: number; readonly row: Row }[];
}

export interface CsvOptions {
  /** The engine that measured; empty where nobody knows. */
  readonly engine?: string;
  /** A semicolon goes with decimal commas, as spreadsheets of many countries read them. */
  readonly separator?: ',' | ';';
}

/** Numbers of a row that are written as they are; the outcome goes by its word, the digest by its digits. */
const told: ReadonlySet<Metric['id']> = new Set(['outcome', 'chance', 'digest']);
const always: readonly Metric[] = metrics.filter(({ id, sometimes = false }: Metric) => !sometimes && !told.has(id));

/** How fields are written with a separator. */
function writerOf(separator: ',' | ';'): {
  readonly text: (value: string) => string;
  readonly number: (value: number | null) => string;
  readonly json: (value: Json) => string;
  readonly lines: (rows: readonly (readonly string[])[]) => string;
} {
  const quote = new RegExp(`["${separator}\r\n]`, 'u');
  const text = (value: string): string => (quote.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const number = (value: number | null): string => {
    if (value === null) return '';
    return separator === ';' ? String(value).replace('.', ',') : String(value);
  };
  const json = (value: Json): string => {
    if (typeof value === 'number') return number(value);
    return text(typeof value === 'string' ? harmless(value) : canonical(value));
  };
  return { text, number, json, lines: (rows) => rows.map((fields) => `${fields.join(separator)}\r\n`).join('') };
}

/** The text of the file, lines ended as RFC 4180 says. */
export function writeCsv(measured: readonly Measured[], { engine = '', separator = ',' }: CsvOptions = {}): string {
  const factors = measured[0]?.setting.map(({ path }) => path) ?? [];
  const { text, number, json, lines } = writerOf(separator);
  const present = sometimesOf(measured.map(({ rows }) => ({ rows: rows.map(({ row }) => row) })));
  const written = [...always, ...present];
  const columns = [...factors, 'seed', ...written.map(({ id }) => id), 'outcome', 'digest', 'engine', 'problem'];
  const rows = [columns.map(text)];
  for (const { setting, problem = null, rows: runs } of measured) {
    const values = setting.map(({ value }) => json(value));
    if (problem !== null) rows.push([...values, '', ...written.map(() => ''), '', '', '', text(harmless(problem))]);
    for (const { seed, row } of runs) {
      const figures = written.map((metric) => number(measuredOf(row, metric)));
      rows.push([
        ...values,
        String(seed),
        ...figures,
        outcomeOfRow(row) ?? '',
        digestOfRow(row) ?? '',
        text(engine),
        '',
      ]);
    }
  }
  return lines(rows);
}

/** Figures of a sample that are written, in their order. */
const summarised = [
  'count',
  'mean',
  'deviation',
  'least',
  'lower',
  'median',
  'upper',
  'p95',
  'p99',
  'most',
] as const satisfies readonly (keyof Summary)[];

/** What the runs come to: a line a setting and metric, with the number of seeds that carry its figures and how it stands to the base. */
export function writeSummaryCsv(
  reading: Reading,
  shown: readonly Metric[],
  { engine = '', separator = ',' }: CsvOptions = {},
): string {
  const factors = reading.cells[0]?.setting.map(({ path }) => path) ?? [];
  const { text, number, json, lines } = writerOf(separator);
  const beside = ['difference', 'differenceLow', 'differenceHigh', 'cliffsDelta', 'verdict'];
  const rows = [[...factors.map(text), 'metric', ...summarised, ...beside, 'engine', 'problem']];
  for (const [at, { setting, problem }] of reading.cells.entries()) {
    const values = setting.map(({ value }) => json(value));
    for (const metric of shown) {
      const summary = problem === null ? reading.summary(at, metric) : null;
      const contrast = reading.contrasts(metric, reading.base)[at] ?? null;
      const told = [contrast?.mean, contrast?.low, contrast?.high, contrast?.effect].map((value) =>
        number(value ?? null),
      );
      const figures = summarised.map((name) => (summary === null ? '' : number(summary[name])));
      const verdict = contrast?.verdict ?? '';
      rows.push([...values, metric.id, ...figures, ...told, verdict, text(engine), text(harmless(problem ?? ''))]);
    }
  }
  return lines(rows);
}

/** What a spreadsheet takes for a formula, blanks, line breaks and wide signs before it included, is told to be text. */
function harmless(text: string): string {
  return /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
}
