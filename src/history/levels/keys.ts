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
  for (const item of items) addTo(found, item.operation.key, item);
  return [...found].map(([key, mine]) => ({ key, items: mine }));
}

/** Adds to the list of a key, which begins with the first. */
export function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
