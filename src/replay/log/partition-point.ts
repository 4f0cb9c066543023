/**
 * Where a list that is in order parts: one search for everything that is looked up by step, time or place.
 */

/** How many of the first `length` places hold; those that do must come before those that do not. */
export function partitionPoint(length: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
