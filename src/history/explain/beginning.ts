/**
 * The shortest beginning of a history that is not linearizable: until the return of one operation. What returned later may take
 * effect in it or not, with the answer that is known of it; so what is wrong with the beginning is wrong with the whole.
 */
import { onlyReads } from '../levels/line-up.ts';
import type { Item } from '../models/model.ts';

/** A search that looks ahead can blame an operation too early, so its word is tried and then the returns behind it. */
export function beginning(
  items: readonly Item[],
  culprit: number,
  isViolated: (items: readonly Item[]) => boolean | null,
): readonly Item[] {
  const returns = [...new Set(items.flatMap(({ operation }) => operation.returned ?? []))].sort((a, b) => a - b);
  const blamed = items.find(({ at }) => at === culprit)?.operation.returned ?? Infinity;
  let low = Math.max(0, returns.indexOf(blamed));
  let high = returns.length - 1;
  if (low < high && isViolated(until(items, returns[low]!)) === true) return until(items, returns[low]!);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isViolated(until(items, returns[middle]!)) === true) high = middle;
    else low = middle + 1;
  }
  return high < 0 ? items : until(items, returns[high]!);
}

function until(items: readonly Item[], time: number): Item[] {
  return items.flatMap(({ at, operation }) => {
    if (operation.returned !== null && operation.returned <= time) return [{ at, operation }];
    if (operation.call > time || onlyReads(operation)) return [];
    return [{ at, operation: { ...operation, returned: null } }];
  });
}
