/**
 * What stands under a key of an eventual memory: the changes that still count, each with a tag of its own, and what they come to
 * (Shapiro, Preguiça, Baquero and Zawirski 2011).
 */
import { canonical, type Json } from '../../../base/index.ts';
import type { MemoryType } from '../../../document/index.ts';
import { isLater } from '../tag.ts';
import { isTombstone, type Change, type Standing } from './change.ts';
import { listOf } from './lists.ts';

/** Of these types the later of two changes stands, the tag deciding. */
const byTag: ReadonlySet<MemoryType> = new Set<MemoryType>(['register', 'map']);

/** What stands when a change has come: the same object where it comes too late to count. */
export function absorbed(type: MemoryType, standing: Standing, change: Change): Standing {
  if (type === 'counter') {
    const before = standing.find(({ writer }) => writer === change.writer);
    if (before === undefined) return inserted(standing, change);
    return before.seq >= change.seq ? standing : inserted(without(standing, before), change);
  }
  const hasOne = byTag.has(type) || change.of !== undefined;
  const before = hasOne ? standing.find((each) => isSameRegister(each, change)) : undefined;
  if (before === undefined) return inserted(standing, change);
  return isLater(change, before) ? inserted(without(standing, before), change) : standing;
}

/** Whether of both the later stands alone: a field, or what was done to one element of a list. */
function isSameRegister(one: Change, other: Change): boolean {
  if (other.of === undefined) return one.field === other.field;
  return one.does === other.does && one.of?.[0] === other.of[0] && one.of[1] === other.of[1];
}

/** In order of tags. */
function inserted(standing: Standing, change: Change): Standing {
  const last = standing.at(-1);
  if (last === undefined || isLater(change, last)) return [...standing, change];
  const at = standing.findIndex((each) => isLater(each, change));
  return at === -1 ? [...standing, change] : standing.toSpliced(at, 0, change);
}
const without = (standing: Standing, gone: Change): Standing => standing.filter((each) => each !== gone);

/** What is read there: null for a register that nobody wrote or that was removed, nothing in what has parts. */
export function valueOf(type: MemoryType, standing: Standing): Json {
  // The commonest: one change stands there.
  if (type === 'register') return standing[0] === undefined || isTombstone(standing[0]) ? null : standing[0].value;
  const there = standing.filter((each) => !isTombstone(each));
  switch (type) {
    case 'counter':
      return standing.reduce((sum, { value }) => sum + Number(value), 0);
    case 'set':
      return elementsOf(there);
    case 'map': {
      const fields = there.map(({ field, value }) => [field!, value] as const);
      return Object.fromEntries<Json>(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
    }
    case 'list':
      return listOf(standing);
    case 'multi-value':
    case 'log':
      return there.map(({ value }) => value);
  }
}

/** Each once, in the order of how they are written. */
function elementsOf(there: Standing): Json {
  const texts = new Map(there.map(({ value }) => [canonical(value), value]));
  return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}
