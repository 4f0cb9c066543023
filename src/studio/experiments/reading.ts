/**
 * What figures say, in words for a person who has read nothing: which setting is fastest, which sends fewer messages, what failed.
 * It never claims more than the medians and the pairs show; a tie is called a tie. Pure.
 */
import {
  column,
  pairedOf,
  pairsOf,
  settingWords,
  summaryOf,
  valueOf,
  type Metric,
  type Setting,
} from '../../experiments/index.ts';
import { formatTime } from '../design/index.ts';
import type { Cell } from './experiment.svelte.ts';

/** Names of the patterns, as the top bar has them. */
const patternTitles: Readonly<Record<string, string>> = {
  centralized: 'Centralized',
  'load-balancing': 'Load balancing',
  'contract-net': 'Contract net',
  delegation: 'Delegation',
};

export const patternPath = 'coordination.pattern';

function patternTitle({ path, value }: Setting[number]): string | undefined {
  return path === patternPath && typeof value === 'string' ? patternTitles[value] : undefined;
}

/** The title of a combination: a pattern by its own name. */
export function titleOf(setting: Setting): string {
  const [only, ...more] = setting;
  const plain = only === undefined ? undefined : patternTitle(only);
  if (more.length === 0) return plain ?? settingWords(setting);
  const named = setting.map((each) =>
    each.path === patternPath ? { path: 'pattern', value: patternTitle(each) ?? each.value } : each,
  );
  return settingWords(named);
}

/** The values of a metric in a cell, of the seeds that were measured. */
export function sampleOf({ rows }: Cell, metric: Metric): number[] {
  return rows.flatMap((row) => valueOf(row, metric) ?? []);
}

/** How many runs of a cell succeeded. */
export function successes({ rows }: Cell): number {
  return rows.filter((row) => row?.[column.succeeded] === 1).length;
}

/** The place of the seed whose difference is nearest to the median of all: the pair to look at for the usual case. */
export function typicalSeed(first: Cell, other: Cell, metric: Metric): number {
  const differences = first.rows.flatMap((row, place) => {
    const [value, beside] = [valueOf(row, metric), valueOf(other.rows[place], metric)];
    return value === null || beside === null ? [] : [{ place, value: beside - value }];
  });
  differences.sort((left, right) => left.value - right.value || left.place - right.place);
  return differences[Math.floor(differences.length / 2)]?.place ?? 0;
}

/** A figure as it is written. */
export function figure({ unit }: Metric, value: number): string {
  if (unit === 'ms') return value < 0 ? `−${formatTime(-value)}` : formatTime(value);
  if (unit === 'share') return `${(value * 100).toFixed(0)} %`.replace('-', '−');
  const digits = unit === 'index' ? 3 : unit === 'amount' ? 1 : Number.isInteger(value) ? 0 : 1;
  return value.toFixed(digits).replace('-', '−');
}

/** The median of a metric; 0 where nothing was measured. */
function medianOf(cell: Cell, metric: Metric): number {
  return summaryOf(sampleOf(cell, metric))?.median ?? 0;
}

function runsOf({ rows }: Cell): number {
  return rows.filter((row) => row !== undefined).length;
}

/** Those that may be compared: a setting whose runs fail more often than another's is not faster for it. */
function comparable(cells: readonly Cell[]): Cell[] {
  const measured = cells.filter((cell) => cell.problem === null && runsOf(cell) > 0);
  const most = Math.max(0, ...measured.map(successes));
  return measured.filter((cell) => successes(cell) === most);
}

/** The cells with the best median of a metric, among those that may be compared; several when they tie. */
export function bestOf(cells: readonly Cell[], metric: Metric): Cell[] {
  const fair = comparable(cells);
  const medians = fair.map((cell) => medianOf(cell, metric));
  const best = metric.better === 'less' ? Math.min(...medians) : Math.max(...medians);
  return fair.filter((_, at) => medians[at] === best);
}

/** The cell with the worst median of a metric among those that were measured; undefined where there is none. */
export function worstOf(cells: readonly Cell[], metric: Metric): Cell | undefined {
  const sign = metric.better === 'less' ? 1 : -1;
  return cells
    .filter((cell) => cell.problem === null && runsOf(cell) > 0)
    .reduce<Cell | undefined>(
      (worst, cell) =>
        worst === undefined || sign * (medianOf(cell, metric) - medianOf(worst, metric)) > 0 ? cell : worst,
      undefined,
    );
}

/** One or two sentences on speed and messages, and one on failures where there were any. */
export function headline(cells: readonly Cell[], [makespan, messages]: readonly [Metric, Metric]): string {
  const measured = cells.filter((cell) => cell.problem === null && runsOf(cell) > 0);
  const fair = comparable(cells);
  const [only, ...others] = fair;
  if (only === undefined) return 'Nothing could be measured.';
  const sentences =
    others.length > 0
      ? [fastest(fair, makespan), fewest(fair, messages)]
      : [alone(only, measured.length, [makespan, messages])];
  return [...sentences, ...failed(measured)].join(' ');
}

function alone(cell: Cell, measured: number, [makespan, messages]: readonly [Metric, Metric]): string {
  const needs = `${figure(makespan, medianOf(cell, makespan))} and ${figure(messages, medianOf(cell, messages))} messages in the median`;
  const title = titleOf(cell.setting);
  return measured === 1 ? `${title} takes ${needs}.` : `${title} succeeds most often, with ${needs}.`;
}

function fastest(cells: readonly Cell[], metric: Metric): string {
  const best = bestOf(cells, metric);
  const [first] = best;
  if (first === undefined || best.length === cells.length) return 'All are equally fast.';
  const next = bestOf(
    cells.filter((cell) => !best.includes(cell)),
    metric,
  )[0];
  const median = medianOf(first, metric);
  const than =
    next === undefined ? '' : `, ${saved(median, medianOf(next, metric))} less than ${titleOf(next.setting)}`;
  const sure = next === undefined || best.length > 1 ? '' : shown(first, next, metric);
  return `${namesOf(best)} ${best.length > 1 ? 'are' : 'is'} the fastest: ${figure(metric, median)} in the median${than}${sure}.`;
}

function fewest(cells: readonly Cell[], metric: Metric): string {
  const best = bestOf(cells, metric);
  const [first] = best;
  if (first === undefined || best.length === cells.length) return 'All send as many messages.';
  const most = cells.reduce((left, right) => (medianOf(right, metric) > medianOf(left, metric) ? right : left));
  const send = best.length > 1 ? 'send' : 'sends';
  return `${namesOf(best)} ${send} the fewest messages: ${figure(metric, medianOf(first, metric))}; ${titleOf(most.setting)} needs ${figure(metric, medianOf(most, metric))}.`;
}

function failed(cells: readonly Cell[]): string[] {
  const broken = cells.flatMap((cell) => {
    const runs = runsOf(cell);
    const count = runs - successes(cell);
    return count === 0 ? [] : [`${titleOf(cell.setting)} in ${String(count)} of ${String(runs)} runs`];
  });
  if (broken.length === cells.length && cells.every((cell) => successes(cell) === 0))
    return [
      cells.length === 1 ? 'In no run was all the work done.' : 'With none of them was all the work done, in any run.',
    ];
  return broken.length === 0 ? [] : [`Not all was done by ${listed(broken)}.`];
}

/** In how many of the same seeds the first was faster. */
function shown(first: Cell, other: Cell, metric: Metric): string {
  const paired = pairedOf(...pairsOf(first.rows, other.rows, metric));
  return paired === null ? '' : `, and faster in ${String(paired.more)} of ${String(paired.count)} seeds`;
}

function saved(less: number, more: number): string {
  const percent = more === 0 ? 0 : (1 - less / more) * 100;
  return percent < 1 ? 'hardly' : `${percent.toFixed(0)} %`;
}

function namesOf(cells: readonly Cell[]): string {
  return listed(cells.map(({ setting }) => titleOf(setting)));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
