/**
 * What stands under a key of an eventual memory: the changes that still count, each with a tag of its own, and what they come to
 * (Shapiro, Preguiça, Baquero and Zawirski 2011).
 */
import { canonical, type Json } from '../../../base/index.ts';
import type { MemoryType } from '../../../document/index.ts';
import { isLater, type Tag } from '../tag.ts';

/** One change, as the replica made it that it was given to: its `seq`-th. */
export interface Change extends Tag {
  readonly key: string;
  readonly seq: number;
  readonly does: 'put' | 'remove';
  /** Of a map the field, of a set, list or log the element; of a counter all that its replica has added so far. */
  readonly value: Json;
  /** Of a map. */
  readonly field?: string;
}

/** The changes of one key that count, by their tags. */
export type Standing = readonly Change[];

/** Of these types the later of two changes stands, the tag deciding. */
const byTag: ReadonlySet<MemoryType> = new Set<MemoryType>(['register', 'map']);

/** What stands when a change has come: the same object where it comes too late to count. */
export function absorbed(type: MemoryType, standing: Standing, change: Change): Standing {
  if (type === 'counter') {
    const before = standing.find(({ writer }) => writer === change.writer);
    if (before === undefined) return inserted(standing, change);
    return before.seq >= change.seq ? standing : inserted(without(standing, before), change);
  }
  if (byTag.has(type)) {
    const before = standing.find(({ field }) => field === change.field);
    if (before === undefined) return inserted(standing, change);
    return isLater(change, before) ? inserted(without(standing, before), change) : standing;
  }
  return inserted(standing, change);
}

/** In order of tags. */
function inserted(standing: Standing, change: Change): Standing {
  const last = standing.at(-1);
  if (last === undefined || isLater(change, last)) return [...standing, change];
  const at = standing.findIndex((each) => isLater(each, change));
  return at === -1 ? [...standing, change] : standing.toSpliced(at, 0, change);
}
const without = (standing: Standing, gone: Change): Standing => standing.filter((each) => each !== gone);

/** Whether a change is only there so that everybody learns that something was taken away. */
export function isTombstone({ does }: Change): boolean {
  return does === 'remove';
}

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
    case 'multi-value':
    case 'list':
    case 'log':
      return there.map(({ value }) => value);
  }
}

/** Each once, in the order of how they are written. */
function elementsOf(there: Standing): Json {
  const texts = new Map(there.map(({ value }) => [canonical(value), value]));
  return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}
