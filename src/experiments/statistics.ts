/**
 * Figures of a sample: mean, median, quartiles (type 7, as R has them) and spread. Sums and square roots
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
  readonly most: number;
}

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
    lower: quantile(sorted, 1),
    median: quantile(sorted, 2),
    upper: quantile(sorted, 3),
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

/** The first, second or third quartile of a sorted sample, between two values where it falls between them. */
function quantile(sorted: Float64Array, quarter: 1 | 2 | 3): number {
  const at = ((sorted.length - 1) * quarter) / 4;
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (at - below);
}
