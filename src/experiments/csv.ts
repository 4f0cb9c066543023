/**
 * The rows of an experiment as CSV: one line a run, the factors first, then seed and metrics. Fields are quoted where they must be,
 * and one that a spreadsheet would take for a formula is told to be text.
 */
import { canonical, type Json } from '../base/index.ts';
import type { Setting } from './factors.ts';
import { metrics, type Row } from './metrics.ts';

/** The rows that one setting gave, by seed. */
export interface Measured {
  readonly setting: Setting;
  readonly rows: readonly { readonly seed: number; readonly row: Row }[];
}

/** The text of the file, lines ended as RFC 4180 says. */
export function writeCsv(measured: readonly Measured[]): string {
  const factors = measured[0]?.setting.map(({ path }) => path) ?? [];
  const lines = [[...factors, 'seed', ...metrics.map(({ id }) => id)].map(field).join(',')];
  for (const { setting, rows } of measured) {
    const values = setting.map(({ value }) => field(value));
    for (const { seed, row } of rows) lines.push([...values, String(seed), ...row.map(String)].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function field(value: Json): string {
  if (typeof value !== 'string') {
    const text = canonical(value);
    return /[",]/u.test(text) ? quoted(text) : text;
  }
  const text = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
