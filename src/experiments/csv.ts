/**
 * The rows of an experiment as CSV: one line a run, the factors first, then seed, metrics, how it ended and the digest of the run; a setting that
 * cannot run has one line that says so. What a run does not have is empty, fields are quoted where they must be, and one
 * that a spreadsheet would take for a formula is told to be text.
 */
import { canonical, type Json } from '../base/index.ts';
import type { Setting } from './factors.ts';
import { metrics, type Metric } from './metric-list.ts';
import { digestOfRow, measuredOf, outcomeOfRow, sometimesOf, type Row } from './metrics.ts';

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

/** The text of the file, lines ended as RFC 4180 says. */
export function writeCsv(measured: readonly Measured[], { engine = '', separator = ',' }: CsvOptions = {}): string {
  const factors = measured[0]?.setting.map(({ path }) => path) ?? [];
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
  const line = (fields: readonly string[]): string => fields.join(separator);
  const present = sometimesOf(measured.map(({ rows }) => ({ rows: rows.map(({ row }) => row) })));
  const written = [...always, ...present];
  const columns = [...factors, 'seed', ...written.map(({ id }) => id), 'outcome', 'digest', 'engine', 'problem'];
  const lines = [line(columns.map(text))];
  for (const { setting, problem = null, rows } of measured) {
    const values = setting.map(({ value }) => json(value));
    if (problem !== null)
      lines.push(line([...values, '', ...written.map(() => ''), '', '', '', text(harmless(problem))]));
    for (const { seed, row } of rows) {
      const figures = written.map((metric) => number(measuredOf(row, metric)));
      const ended = [outcomeOfRow(row) ?? '', digestOfRow(row) ?? '', text(engine), ''];
      lines.push(line([...values, String(seed), ...figures, ...ended]));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet takes for a formula, blanks, line breaks and wide signs before it included, is told to be text. */
function harmless(text: string): string {
  return /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
}
