/**
 * Operations of each key apart, in the order in which keys are first met.
 */
import type { Item } from '../models/model.ts';

export interface OfKey {
  readonly key: string;
  readonly items: readonly Item[];
}

export function byKey(items: readonly Item[]): OfKey[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const mine = found.get(item.operation.key);
    if (mine === undefined) found.set(item.operation.key, [item]);
    else mine.push(item);
  }
  return [...found].map(([key, mine]) => ({ key, items: mine }));
}
