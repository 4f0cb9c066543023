/**
 * `conclave experiment`: the same document under every combination of the factors, each under the same seeds, and the figures of
 * all of them. It prints a table for a person, every run as CSV, or both figures and runs as JSON.
 */
import {
  column,
  documentFor,
  drawnAmong,
  Enough,
  equalMin,
  isCertain,
  planProblem,
  Reading,
  readValues,
  seedsFrom,
  settingsOf,
  writeCsv,
  writeSummaryCsv,
  type Cell,
  type Factor,
  type Row,
} from '../../experiments/index.ts';
import { resolved, type Document } from '../../document/index.ts';
import type { CommandLine } from '../arguments/command-line.ts';
import type { Ended } from '../ended.ts';
import { engineVersion } from '../../workflow/index.ts';
import { Refusal, load, notRunnable, runnable } from '../../api/index.ts';
import type { Output } from '../streams/terminal.ts';
import { asJson } from './json.ts';
import { metricsOf, sentences, tableOf, type Table } from './printed.ts';

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
  const { rows, seeds: used } = measured(documents, { seeds, precision: line.precision }, measure);
  const cells = settings.map((setting, at): Cell => ({ setting, problem: null, rows: rows[at] ?? [] }));
  const table: Table = { document, seeds: used, reading: new Reading(cells, drawnAmong(document, settings)) };
  const succeeded = cells.every((cell) => cell.rows.every((row) => row?.[column.succeeded] === 1));
  return { output: outputOf(line, table), status: succeeded ? 0 : 1 };
}

function outputOf({ as, separator, summary }: Line, table: Table): Output {
  if (as === 'json') return { json: asJson(table) };
  if (as === 'csv') return { text: summary ? asSummary(table, separator) : asCsv(table, separator) };
  return { lines: [...tableOf(table), '', ...sentences(table)] };
}

interface Wanted {
  readonly seeds: readonly number[];
  /** The share to which mean times are to be known; null where all seeds are to be run. */
  readonly precision: number | null;
}

/** The rows of all: of the first few seeds alone where these show that nothing is left to chance, of as many as are enough where that is asked. */
function measured(
  documents: readonly Document[],
  { seeds, precision }: Wanted,
  measure: MeasureAll,
): { readonly rows: readonly (readonly Row[])[]; readonly seeds: readonly number[] } {
  const first = seeds.slice(0, equalMin);
  let rows = measure(documents, first);
  if (rows.every(isCertain) || seeds.length <= equalMin) return { rows, seeds: first };
  const enough = precision === null ? null : new Enough(precision);
  for (let from = first.length; from < seeds.length;) {
    const upTo = enough === null ? seeds.length : Math.min(seeds.length, enough.next);
    const others = measure(documents, seeds.slice(from, upTo));
    rows = rows.map((each, at) => [...each, ...(others[at] ?? [])]);
    from = upTo;
    if (enough !== null && enough.reached(rows) !== null) return { rows, seeds: seeds.slice(0, from) };
  }
  return { rows, seeds };
}

/** The rows of all settings as CSV. */
function asCsv({ seeds, reading }: Table, separator: ',' | ';'): string {
  const told = reading.cells.map(({ setting, rows }) => ({
    setting,
    rows: rows.map((row, at) => ({ seed: seeds[at] ?? 0, row: row ?? [] })),
  }));
  return writeCsv(told, { engine: engineVersion, separator });
}

/** What the runs come to as CSV. */
function asSummary({ reading }: Table, separator: ',' | ';'): string {
  return writeSummaryCsv(reading, metricsOf(reading), { engine: engineVersion, separator });
}
