/**
 * Whether each process can have seen all changes in one order of its own that keeps to causes and makes its own answers right.
 * Such an order is never searched for: what has to come before what follows from the answers, and there is one if and only
 * if that makes no ring (Bouajjani, Enea, Guerraoui and Hamza 2017).
 */
import type { Item } from '../models/model.ts';
import { collected } from './collected.ts';
import type { Chosen } from './choice.ts';
import { Relation } from './relation.ts';
import { first, type Kind, type Sources } from './sources.ts';

type Pair = readonly [before: number, after: number];

/** An operation whose answer no order explains, or null where every process has an order. */
export function unexplained(
  items: readonly Item[],
  processOrder: readonly Pair[],
  chosen: Chosen,
  { others }: Sources,
  kind: Kind,
  spend: (work: number) => number,
): number | null {
  const causes: Pair[] = [...processOrder];
  for (const [reader, sources] of chosen.entries())
    for (const source of sources ?? []) if (source !== null && source !== first) causes.push([source, reader]);
  const related = (pairs: readonly Pair[]): Relation => {
    const relation = new Relation(items.length, pairs);
    spend(relation.work);
    return relation;
  };
  const causal = related(causes);
  if (causal.ring.length > 0)
    return causal.ring.find((place) => chosen[place]?.some((source) => source !== null) === true) ?? null;
  const readers = new Map<string, number[]>();
  for (const [at, sources] of chosen.entries()) {
    const { process } = items[at]!.operation;
    if (sources !== null) readers.set(process, [...(readers.get(process) ?? []), at]);
  }
  for (const mine of readers.values()) {
    const pairs = [...causes];
    if (kind !== 'value') {
      for (const reader of mine) pairs.push(...collected(reader, chosen[reader]!, others(reader), kind, items));
      const { ring } = related(pairs);
      if (ring.length > 0) return mine.find((each) => ring.includes(each)) ?? mine[0]!;
      continue;
    }
    const wrong = overwritten(mine, pairs, chosen, others, related);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A change that comes before a read of another comes before that other, too; pairs are added until nothing more follows. */
function overwritten(
  mine: readonly number[],
  pairs: Pair[],
  chosen: Chosen,
  others: Sources['others'],
  related: (pairs: readonly Pair[]) => Relation,
): number | null {
  for (;;) {
    const relation = related(pairs);
    if (relation.ring.length > 0) return mine.find((each) => relation.ring.includes(each)) ?? mine[0]!;
    const before = pairs.length;
    for (const reader of mine) {
      const [source] = chosen[reader]!;
      if (source === undefined || source === null) continue;
      for (const other of others(reader)) {
        if (other === source || !relation.before(other, reader)) continue;
        if (source === first || relation.before(source, other)) return reader;
        if (!relation.before(other, source)) pairs.push([other, source]);
      }
    }
    if (pairs.length === before) return null;
  }
}
