/**
 * What is measured of a run, as one row of numbers, and what each number means. The order of the row is the order of this list;
 * kept results rely on it, so metrics are only ever added at its end.
 */

export interface Metric {
  readonly id:
    | 'makespanMs'
    | 'messages'
    | 'cost'
    | 'utilization'
    | 'fairness'
    | 'failures'
    | 'succeeded'
    | 'steps'
    | 'agreement'
    | 'decisionMs'
    | 'broken'
    | 'outcome'
    | 'chance'
    | 'late'
    | 'digest'
    | 'hitRate';
  readonly title: string;
  readonly help: string;
  readonly unit: 'ms' | 'count' | 'amount' | 'share' | 'index';
  /** Which way is good; null where neither is: who is busier need not be quicker. */
  readonly better: 'less' | 'more' | null;
}

export const metrics = [
  {
    id: 'makespanMs',
    title: 'Total time',
    help: 'From the start of the run to its end, whatever its outcome.',
    unit: 'ms',
    better: 'less',
  },
  {
    id: 'messages',
    title: 'Messages',
    help: 'All messages that agents and coordinator sent.',
    unit: 'count',
    better: 'less',
  },
  {
    id: 'cost',
    title: 'Cost',
    help: 'Seconds of work, times the agent’s cost per second.',
    unit: 'amount',
    better: 'less',
  },
  {
    id: 'utilization',
    title: 'Utilization',
    help: 'The share of slot time spent working. Higher is neither better nor worse by itself.',
    unit: 'share',
    better: null,
  },
  {
    id: 'fairness',
    title: 'Fairness',
    help: 'Jain’s index of working time per slot, over the agents eligible for some of the work: 1 when all worked alike, 1/n when one of n did everything.',
    unit: 'index',
    better: 'more',
  },
  {
    id: 'failures',
    title: 'Failures',
    help: 'Tasks that failed or could not be assigned.',
    unit: 'count',
    better: 'less',
  },
  { id: 'succeeded', title: 'Succeeded', help: '1 when the run succeeded, else 0.', unit: 'count', better: 'more' },
  { id: 'steps', title: 'Steps', help: 'Steps of the engine.', unit: 'count', better: 'less' },
  {
    id: 'agreement',
    title: 'Agreed',
    help: '1 when every group decision was made and no invariant broke, else 0.',
    unit: 'share',
    better: 'more',
  },
  {
    id: 'decisionMs',
    title: 'Decision',
    help: 'How long a group decision took, on average.',
    unit: 'ms',
    better: 'less',
  },
  {
    id: 'broken',
    title: 'Invariants broken',
    help: 'How many invariants of group decisions broke.',
    unit: 'count',
    better: 'less',
  },
  { id: 'outcome', title: 'Outcome', help: 'How the run ended.', unit: 'count', better: null },
  {
    id: 'chance',
    title: 'Chance',
    help: '1 when anything in the run was random, else 0.',
    unit: 'count',
    better: null,
  },
  { id: 'late', title: 'Late', help: 'Tasks that missed their deadlines.', unit: 'count', better: 'less' },
  {
    id: 'digest',
    title: 'Digest',
    help: 'The first 13 digits of the digest of the run: the same digest means the same run.',
    unit: 'count',
    better: null,
  },
  {
    id: 'hitRate',
    title: 'Hit rate',
    help: 'Of what tasks recalled, the share that their agents still remembered.',
    unit: 'share',
    better: 'more',
  },
] as const satisfies readonly Metric[];

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
};

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
]);

/** Whether a metric is read only of runs that succeeded: to fail early is not to be fast, nor cheap. */
export function onlyOfSuccesses({ id }: Metric): boolean {
  return !ofAllRuns.has(id);
}

/** Those that are compared; the rest says whether and how far a run went. */
export const comparedMetrics: readonly Metric[] = metrics.slice(0, 6);

/** Those that are compared of these runs: hit rates too where anything was recalled. */
export function comparedOf(cells: readonly { readonly rows: readonly (Row | undefined)[] }[]): readonly Metric[] {
  const hitRate = metrics[15];
  const recalled = cells.some(({ rows }) => rows.some((row) => row !== undefined && measuredOf(row, hitRate) !== null));
  return recalled ? [...comparedMetrics, hitRate] : comparedMetrics;
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
export function measuredOf(row: Row, { id }: Metric): number | null {
  const value = row[column[id]];
  if (id === 'decisionMs' || id === 'agreement' || id === 'hitRate')
    return value === undefined || value < 0 ? null : value;
  if (id === 'fairness' && value === 0) return null;
  if (id === 'makespanMs' && endless.has(outcomeOfRow(row))) return null;
  return value ?? 0;
}

/** A figure as it stands beside that of another run, whatever became of both; null where nothing was recalled. */
export function besideOf(row: Row, metric: Metric): number | null {
  return metric.id === 'hitRate' ? measuredOf(row, metric) : (row[column[metric.id]] ?? 0);
}

const endless: ReadonlySet<RunOutcome | null> = new Set(['stalled', 'halted'] as const);
