/**
 * The order of each process: what it called after another had returned comes after that. What never answered comes after what
 * was before it and before nothing, since it may take effect at any later time.
 */
import type { Item } from '../models/model.ts';

/** Pairs of places in `items`, the one before the other. */
export function byProcess(items: readonly Item[]): [before: number, after: number][] {
  const order = [...items.keys()].sort((a, b) => items[a]!.operation.call - items[b]!.operation.call || a - b);
  const last = new Map<string, number>();
  const pairs: [number, number][] = [];
  for (const at of order) {
    const { process, returned } = items[at]!.operation;
    const before = last.get(process);
    if (before !== undefined) pairs.push([before, at]);
    if (returned !== null) last.set(process, at);
  }
  return pairs;
}
