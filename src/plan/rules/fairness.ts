/** How evenly something falls on many. */

/** Jain's index of fairness: (sum)^2 / (n * sum of squares); 1 where there is nothing to share. */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}
