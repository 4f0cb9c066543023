/**
 * A row of numbers read: which number is which, what a run does not have, and what is compared.
 */
import { metrics, type Metric } from './metric-list.ts';

/** One run in numbers, in the order of `metrics`. */
export type Row = readonly number[];

/** Numbers in a row. */
export const rowWidth = metrics.length;

/** Where each number stands in a row. */
export const column = {
  makespanMs: 0,
  messages: 1,
  cost: 2,
  utilization: 3,
  fairness: 4,
  failures: 5,
  succeeded: 6,
  steps: 7,
  agreement: 8,
  decisionMs: 9,
  broken: 10,
  outcome: 11,
  chance: 12,
  late: 13,
  digest: 14,
  hitRate: 15,
  memoryOperations: 16,
  memoryMessages: 17,
  unavailable: 18,
  staleReads: 19,
  lostUpdates: 20,
  convergeMs: 21,
  waitMs: 22,
  victims: 23,
  blockedMs: 24,
  waitFairness: 25,
} as const satisfies Readonly<Record<Metric['id'], number>>;

/** What stands in a row for a figure that its run does not have. */
export const none = -1;

/** Outcomes as they are numbered in a row; what is not among them reached a bound. */
const outcomes = ['succeeded', 'failed', 'cancelled', 'compensated', 'stalled', 'halted'] as const;
export type RunOutcome = (typeof outcomes)[number];

/** The number of an outcome in a row. */
export function outcomeNumber(outcome: string): number {
  const at = (outcomes as readonly string[]).indexOf(outcome);
  return at === -1 ? outcomes.length - 1 : at;
}

/** How the run of a row ended; null in rows of before it was kept. */
export function outcomeOfRow(row: Row): RunOutcome | null {
  const number = row[column.outcome];
  return number === undefined ? null : (outcomes[number] ?? null);
}

/** Digits of a digest that a number holds to the last bit. */
const digestDigits = 13;

/** The first digits of a digest, as it stands in a row. */
export function digestNumber(digest: string): number {
  return Number.parseInt(digest.slice(0, digestDigits), 16);
}

/** The same digits, as they are printed; null in rows of before they were kept. */
export function digestOfRow(row: Row): string | null {
  const number = row[column.digest];
  return Number.isSafeInteger(number) ? number!.toString(16).padStart(digestDigits, '0') : null;
}

/** What a run is worth that did not succeed: these say so themselves, and every other figure is of work that was done. */
const ofAllRuns: ReadonlySet<Metric['id']> = new Set([
  'failures',
  'succeeded',
  'steps',
  'agreement',
  'decisionMs',
  'broken',
  'outcome',
  'chance',
  'late',
  'digest',
  'hitRate',
  'memoryOperations',
  'unavailable',
  'staleReads',
  'lostUpdates',
  'victims',
]);

/** Whether a metric is read only of runs that succeeded: to fail early is not to be fast, nor cheap. */
export function onlyOfSuccesses({ id }: Metric): boolean {
  return !ofAllRuns.has(id);
}

/** Those that are compared; the rest says whether and how far a run went. */
export const comparedMetrics: readonly Metric[] = metrics.slice(0, 6);

/** Those that any of these runs has and others need not have. */
export function sometimesOf(cells: readonly { readonly rows: readonly (Row | undefined)[] }[]): readonly Metric[] {
  return metrics.filter(
    (metric: Metric) =>
      metric.sometimes === true &&
      cells.some(({ rows }) => rows.some((row) => row !== undefined && measuredOf(row, metric) !== null)),
  );
}

/** Those that are compared of these runs: hit rates, memories and resources too where there were any. */
export function comparedOf(cells: Parameters<typeof sometimesOf>[0]): readonly Metric[] {
  return [...comparedMetrics, ...sometimesOf(cells)];
}

/** Those that are compared where the number of liars is varied. */
export const sweptMetrics: readonly Metric[] = [metrics[8], metrics[9], metrics[1]];

/** A figure of a run; null where there is none: the run was not made, did not succeed, or nothing was decided in it. */
export function valueOf(row: Row | undefined, metric: Metric): number | null {
  if (row === undefined) return null;
  if (onlyOfSuccesses(metric) && row[column.succeeded] !== 1) return null;
  return measuredOf(row, metric);
}

/**
 * A figure of a run however it ended; null where there is none: nothing was to be decided or was decided, nobody worked, so
 * that nothing could be shared, or the run never came to an end, so that it has no length.
 */
export function measuredOf(row: Row, { id, sometimes = false }: Metric): number | null {
  const value = row[column[id]];
  if (sometimes || id === 'decisionMs' || id === 'agreement') return value === undefined || value < 0 ? null : value;
  if (id === 'fairness' && value === 0) return null;
  if (id === 'makespanMs' && endless.has(outcomeOfRow(row))) return null;
  return value ?? 0;
}

/** A figure as it stands beside that of another run, whatever became of both; null where there is nothing of its kind. */
export function besideOf(row: Row, metric: Metric): number | null {
  return metric.sometimes === true ? measuredOf(row, metric) : (row[column[metric.id]] ?? 0);
}

const endless: ReadonlySet<RunOutcome | null> = new Set(['stalled', 'halted'] as const);
