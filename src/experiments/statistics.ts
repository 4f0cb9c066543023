/**
 * Figures of a sample: mean, median, quartiles and spread, Jain's index, and the differences of two samples that were measured under
 * the same seeds. Sums and square roots only, so that they are the same everywhere.
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
export function summaryOf(values: readonly number[]): Summary | null {
  const { length: count } = values;
  if (count === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
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

/** Jain's index of fairness: (sum)^2 / (n * sum of squares); 1 where there is nothing to share. */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}

export interface Paired {
  readonly count: number;
  /** Of the differences, the other less the first. */
  readonly mean: number;
  readonly median: number;
  /** Half the width of the interval that holds the true mean with about 95 % (1.96 standard errors). */
  readonly margin: number;
  readonly less: number;
  readonly same: number;
  readonly more: number;
}

/** What differs between two samples, value by value under the same seed; null when there are none. */
export function pairedOf(first: readonly number[], other: readonly number[]): Paired | null {
  const count = Math.min(first.length, other.length);
  const differences = Array.from({ length: count }, (_, at) => other[at]! - first[at]!);
  const summary = summaryOf(differences);
  if (summary === null) return null;
  return {
    count,
    mean: summary.mean,
    median: summary.median,
    margin: (1.96 * summary.deviation) / Math.sqrt(count),
    less: differences.filter((each) => each < 0).length,
    same: differences.filter((each) => each === 0).length,
    more: differences.filter((each) => each > 0).length,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1));
}

/** The first, second or third quartile of a sorted sample, between two values where it falls between them. */
function quantile(sorted: readonly number[], quarter: 1 | 2 | 3): number {
  const at = ((sorted.length - 1) * quarter) / 4;
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (at - below);
}
