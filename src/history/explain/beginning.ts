/**
 * The shortest beginning of a history that is not linearizable: until the return of one operation. What returned later may take
 * effect in it or not, with the answer that is known of it; so what is wrong with the beginning is wrong with the whole.
 */
import { onlyReads } from '../levels/line-up.ts';
import type { Item } from '../models/model.ts';

/** Whoever is to blame mostly stands at the end of the shortest beginning; where it does not, the returns are halved. */
export function beginning(
  items: readonly Item[],
  culprit: number,
  isViolated: (items: readonly Item[]) => boolean | null,
): readonly Item[] {
  const returns = [...new Set(items.flatMap(({ operation }) => operation.returned ?? []))].sort((a, b) => a - b);
  const wrong = (at: number): boolean => isViolated(until(items, returns[at]!)) === true;
  let low = 0;
  let high = returns.length - 1;
  const blamed = returns.indexOf(items.find(({ at }) => at === culprit)?.operation.returned ?? Infinity);
  if (blamed >= 0 && wrong(blamed)) {
    high = blamed;
    if (blamed > 0 && !wrong(blamed - 1)) low = blamed;
  } else low = blamed + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wrong(middle)) high = middle;
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
