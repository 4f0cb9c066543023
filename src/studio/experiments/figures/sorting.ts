/** The order of a table of settings: as they were set up, or by a column, what has no figure last. Pure. */

export interface Sorting {
  readonly id: string;
  readonly way: 'ascending' | 'descending';
}

/** What a press on a head makes of it: one way, the other, and then none. */
export function sortedNext(now: Sorting | null, id: string): Sorting | null {
  if (now?.id !== id) return { id, way: 'ascending' };
  return now.way === 'ascending' ? { id, way: 'descending' } : null;
}

/** Places in order of their values: words by the alphabet, numbers by size, equal ones as they stood. */
export function orderOf(
  count: number,
  sorting: Sorting | null,
  valueOf: (at: number) => number | string | null,
): readonly number[] {
  const places = Array.from({ length: count }, (_, at) => at);
  if (sorting === null) return places;
  const values = places.map(valueOf);
  const sign = sorting.way === 'ascending' ? 1 : -1;
  const compared = (one: number, other: number): number => {
    const [left, right] = [values[one] ?? null, values[other] ?? null];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (typeof left === 'string' && typeof right === 'string')
      return sign * left.localeCompare(right, 'en', { numeric: true });
    return sign * (Number(left) - Number(right));
  };
  return places.sort((one, other) => compared(one, other) || one - other);
}

/** Figures of a sample that a table can show in its cells. */
export const shownFigures = [
  { value: 'mean', label: 'Mean' },
  { value: 'median', label: 'Median' },
  { value: 'p95', label: '95th percentile' },
  { value: 'p99', label: '99th percentile' },
] as const;
export type ShownFigure = (typeof shownFigures)[number]['value'];
