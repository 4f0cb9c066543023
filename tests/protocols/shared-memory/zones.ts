/**
 * Whether a short history of registers is linearizable, by the zones of Gibbons and Korach (Testing Shared Memories, 1997), for each
 * way in which reads can belong to writes. It has nothing in common with the checker that rules and results use, so that each can
 * judge the other.
 */
import { canonical, type Json } from '../../../src/base/index.ts';
import { callOf, type MemoryFact } from '../../../src/protocols/shared-memory/messages.ts';

interface Deed {
  readonly write: boolean;
  readonly start: number;
  end: number;
  value: Json;
}
/** A write with all reads of it: from when one of them was over, until when the last of them began. */
interface Zone {
  readonly end: number;
  readonly start: number;
}

/** What was done to each key, its place among all facts for a clock; what never returned has no end, and is no read. */
function deedsOf(facts: readonly MemoryFact[]): Deed[][] {
  const keys = new Map<string, Deed[]>();
  const open = new Map<string, Deed>();
  facts.forEach((fact, at) => {
    if (fact.type === 'shared-memory.asked') {
      const place = `${String(fact.service)}/${fact.key}`;
      const deed = { write: fact.action === 'write', start: at, end: Infinity, value: fact.value };
      keys.set(place, [...(keys.get(place) ?? []), deed]);
      open.set(callOf(fact), deed);
    }
    if (fact.type !== 'shared-memory.read' && fact.type !== 'shared-memory.written') return;
    const deed = open.get(callOf(fact))!;
    deed.end = at;
    if (!deed.write) deed.value = fact.value;
  });
  return [...keys.values()].map((deeds) => deeds.filter(({ write, end }) => write || end !== Infinity));
}

/** Null where too many reads could be of one write or of another that is equal. */
function isKeyLinearizable(deeds: readonly Deed[]): boolean | null {
  const nothing: Deed = { write: true, start: -1, end: -1, value: null };
  const writes = [nothing, ...deeds.filter(({ write }) => write)];
  const reads = deeds.filter(({ write }) => !write);
  const from = reads.map((read) =>
    writes.flatMap((write, at) =>
      canonical(write.value) === canonical(read.value) && write.start < read.end ? [at] : [],
    ),
  );
  const ways = from.reduce((product, some) => product * some.length, 1);
  if (ways === 0) return false;
  if (ways > 4096) return null;
  for (let way = 0; way < ways; way += 1) {
    let left = way;
    const of = from.map((some) => {
      const one = some[left % some.length]!;
      left = Math.floor(left / some.length);
      return one;
    });
    if (
      areApart(
        writes.map((write, at) =>
          zoneOf(
            write,
            reads.filter((_, read) => of[read] === at),
          ),
        ),
      )
    )
      return true;
  }
  return false;
}

function zoneOf(write: Deed, reads: readonly Deed[]): Zone {
  return {
    end: Math.min(write.end, ...reads.map(({ end }) => end)),
    start: Math.max(write.start, ...reads.map(({ start }) => start)),
  };
}

/** No two zones that have an end before their start overlap, and no other lies within such a one. */
function areApart(zones: readonly Zone[]): boolean {
  const forward = zones.filter(({ end, start }) => end < start);
  const backward = zones.filter(({ end, start }) => end >= start);
  const overlap = forward.some((one, at) =>
    forward.slice(at + 1).some((other) => one.end < other.start && other.end < one.start),
  );
  return !overlap && !backward.some((one) => forward.some(({ end, start }) => end < one.start && one.end < start));
}

/** Whether all keys are; null where it cannot be told of one of them and no other is not. */
export function isLinearizable(facts: readonly MemoryFact[]): boolean | null {
  const keys = deedsOf(facts).map(isKeyLinearizable);
  return keys.includes(false) ? false : keys.includes(null) ? null : true;
}
