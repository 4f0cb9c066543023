/**
 * Figures of a sample: mean, median, quartiles and high percentiles (type 7, as R has them) and spread. Sums and square roots
 * only, so that they are the same everywhere.
 */

export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Of the sample: the root of the summed squares over count less one; 0 for a single value. */
  readonly deviation: number;
  readonly least: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** The 95th and the 99th percentile; null where fewer values are there than carry them. */
  readonly p95: number | null;
  readonly p99: number | null;
  readonly most: number;
}

/** So many values carry a high percentile: with fewer, none is expected beyond it, and it would say no more than the most does. */
export const tailSeeds = { p95: 20, p99: 100 } as const;

/** A sample in figures; null when it is empty. */
export function summaryOf(values: ArrayLike<number>): Summary | null {
  const { length: count } = values;
  if (count === 0) return null;
  // Sorted as numbers, without asking a function: thousands of runs are read many times a second.
  const sorted = Float64Array.from(values).sort();
  return {
    count,
    mean: meanOf(values),
    deviation: deviationOf(values),
    least: sorted[0]!,
    lower: quantile(sorted, 25),
    median: quantile(sorted, 50),
    upper: quantile(sorted, 75),
    p95: count < tailSeeds.p95 ? null : quantile(sorted, 95),
    p99: count < tailSeeds.p99 ? null : quantile(sorted, 99),
    most: sorted[count - 1]!,
  };
}

/** Loops, for what is read of a hundred thousand runs. */
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum / values.length;
}

function deviationOf(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) squares += (values[at]! - mean) * (values[at]! - mean);
  return Math.sqrt(squares / (values.length - 1));
}

/** Pearson's correlation of pairs, from -1 to 1; null where either side does not vary. */
export function correlationOf(xs: ArrayLike<number>, ys: ArrayLike<number>): number | null {
  const [x, y] = [meanOf(xs), meanOf(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < xs.length; at += 1) {
    const [dx, dy] = [xs[at]! - x, ys[at]! - y];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return null;
  return Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/** The value below which so many in a hundred of a sorted sample lie, between two values where it falls between them. */
function quantile(sorted: Float64Array, percent: number): number {
  const at = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (at - below);
}
