/**
 * What has to come before what in any one order of all operations, as far as it follows from where answers came from: a change
 * that comes before a read of another comes before that other, and one that comes after it comes after the read.
 */
import type { Item } from '../models/model.ts';
import { collected } from './collected.ts';
import { Relation } from './relation.ts';
import { first, type Kind, type Sources, type Want } from './sources.ts';

type Pair = readonly [before: number, after: number];

export interface Derived {
  readonly pairs: readonly Pair[];
  /** A reader whose answer cannot be, or null where nothing follows against any. */
  readonly culprit: number | null;
}

/** Only answers with one possible source are used, and what a set or log does not hold; `order` are the pairs that are known. */
export function derived(
  items: readonly Item[],
  order: readonly Pair[],
  { wants, others }: Sources,
  kind: Kind,
  spend: (work: number) => number,
): Derived {
  const answered = [...items.keys()].filter((at) => items[at]!.operation.returned !== null);
  const asked = answered.flatMap((at) => wants[at]!).filter(({ from }) => from.length <= 1);
  const orphan = asked.find(({ from }) => from.length === 0);
  if (orphan !== undefined) return { pairs: order, culprit: orphan.reader };
  const pairs: Pair[] = [...order];
  for (const { reader, from } of asked) if (from[0] !== first) pairs.push([from[0]!, reader]);
  const readers = answered.filter((at) => items[at]!.operation.action === 'read');
  if (kind !== 'value') {
    for (const reader of readers) {
      const sources = wants[reader]!.map(({ from }) => (from.length === 1 ? from[0]! : null));
      const changes = others(reader);
      spend(changes.length >> 3);
      for (const pair of collected(reader, sources, changes, kind, items)) pairs.push(pair);
    }
  }
  for (;;) {
    const relation = new Relation(items.length, pairs);
    spend(relation.work);
    if (relation.ring.length > 0) {
      const ring = new Set(relation.ring);
      return { pairs, culprit: readers.findLast((at) => ring.has(at)) ?? relation.ring[0]! };
    }
    const before = pairs.length;
    if (kind === 'value') {
      for (const want of asked) {
        const changes = others(want.reader);
        spend(changes.length >> 3);
        for (const pair of follows(want, changes, relation)) pairs.push(pair);
      }
    }
    if (pairs.length === before) return { pairs, culprit: null };
  }
}

function follows({ reader, from }: Want, others: readonly number[], relation: Relation): Pair[] {
  const source = from[0]!;
  return others.flatMap((other): Pair[] => {
    if (other === source) return [];
    if (source === first) return relation.before(reader, other) ? [] : [[reader, other]];
    const found: Pair[] = [];
    if (relation.before(other, reader) && !relation.before(other, source)) found.push([other, source]);
    if (relation.before(source, other) && !relation.before(reader, other)) found.push([reader, other]);
    return found;
  });
}
