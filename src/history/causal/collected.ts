/**
 * What follows from one answer of a set or a log, in any order in which it is right.
 */
import { canonical } from '../../base/index.ts';
import type { Item } from '../models/model.ts';
import { elementsOf } from '../models/set.ts';

type Pair = readonly [before: number, after: number];

/**
 * What was not seen comes after the read: where all sources are chosen all other changes of a log, else those of values that are
 * not in the answer. Of a log, what was seen stands in its order.
 */
export function collected(
  reader: number,
  sources: readonly (number | null)[],
  others: readonly number[],
  kind: 'set' | 'log',
  items: readonly Item[],
): Pair[] {
  const answered = new Set(elementsOf(items[reader]!.operation));
  const chosen = new Set(sources);
  const byOperation = kind === 'log' && !chosen.has(null);
  const isSeen = (at: number): boolean =>
    byOperation ? chosen.has(at) : answered.has(canonical(items[at]!.operation.value));
  const pairs = others.filter((at) => !isSeen(at)).map((at): Pair => [reader, at]);
  if (kind === 'set') return pairs;
  for (const [slot, after] of sources.entries()) {
    const before = slot === 0 ? null : sources[slot - 1]!;
    if (before !== null && after !== null) pairs.push([before, after]);
  }
  return pairs;
}
