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
    | 'broken';
  readonly title: string;
  readonly help: string;
  readonly unit: 'ms' | 'count' | 'amount' | 'share' | 'index';
  readonly better: 'less' | 'more';
}

export const metrics = [
  {
    id: 'makespanMs',
    title: 'Makespan',
    help: 'From the first step to the end of the run, however it ended.',
    unit: 'ms',
    better: 'less',
  },
  { id: 'messages', title: 'Messages', help: 'All that agents and coordinator sent.', unit: 'count', better: 'less' },
  {
    id: 'cost',
    title: 'Cost',
    help: 'Seconds of work times what a second of the agent costs.',
    unit: 'amount',
    better: 'less',
  },
  {
    id: 'utilization',
    title: 'Utilization',
    help: 'The share of the slots’ time that was spent working.',
    unit: 'share',
    better: 'more',
  },
  {
    id: 'fairness',
    title: 'Fairness',
    help: 'Jain’s index of working time: 1 when all worked alike, 1/n when one of n did everything.',
    unit: 'index',
    better: 'more',
  },
  {
    id: 'failures',
    title: 'Failures',
    help: 'Tasks that failed, or that nobody could be found for.',
    unit: 'count',
    better: 'less',
  },
  { id: 'succeeded', title: 'Succeeded', help: '1 when the run succeeded, else 0.', unit: 'count', better: 'more' },
  { id: 'steps', title: 'Steps', help: 'Steps of the engine.', unit: 'count', better: 'less' },
  {
    id: 'agreement',
    title: 'Agreed',
    help: '1 when what agents were to decide together was decided and no rule of it was broken, else 0.',
    unit: 'share',
    better: 'more',
  },
  {
    id: 'decisionMs',
    title: 'Decision',
    help: 'How long agents took to decide something together, on the average.',
    unit: 'ms',
    better: 'less',
  },
  {
    id: 'broken',
    title: 'Rules broken',
    help: 'How many rules of deciding together were broken.',
    unit: 'count',
    better: 'less',
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
};

/** Those that are compared; the rest says whether and how far a run went. */
export const comparedMetrics: readonly Metric[] = metrics.slice(0, 6);

/** Those that are compared where the number of liars is varied. */
export const sweptMetrics: readonly Metric[] = [metrics[8], metrics[9], metrics[1]];

/** A figure of a run; null where there is none: the run was not made, or nothing was decided in it. */
export function valueOf(row: Row | undefined, { id }: Metric): number | null {
  if (row === undefined) return null;
  const value = row[column[id]];
  if (id === 'decisionMs') return value === undefined || value < 0 ? null : value;
  return value ?? 0;
}

/** The figures of two settings, of the seeds under which both have one. */
export function pairsOf(
  first: readonly (Row | undefined)[],
  other: readonly (Row | undefined)[],
  metric: Metric,
): [number[], number[]] {
  const sides: [number[], number[]] = [[], []];
  first.forEach((row, at) => {
    const [value, beside] = [valueOf(row, metric), valueOf(other[at], metric)];
    if (value === null || beside === null) return;
    sides[0].push(value);
    sides[1].push(beside);
  });
  return sides;
}
