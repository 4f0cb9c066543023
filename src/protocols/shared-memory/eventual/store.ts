/**
 * An agent's copy of an eventual memory. It is on stable storage, as every copy is. Tags are hybrid logical clocks (Kulkarni and
 * others 2014): the virtual time, or a count on from the latest tag that is known where that is not behind, in one number.
 */
import { canonical, err, ok, type Json, type Result } from '../../../base/index.ts';
import type { MemoryType, WriteKind } from '../../../document/index.ts';
import { isTombstone, type Change, type Draft, type Standing } from './change.ts';
import { absorbed } from './types.ts';
import { listDrafts, withoutOrphans } from './lists.ts';
import { cellOf, Edit, emptyContents, lackedOf, put, standingAt, type Cell, type Contents } from './contents.ts';
import { advanced, areSame, covers, joined, nothingSeen, type Vector } from './vector.ts';
import type { Tag } from '../tag.ts';

/** So many tags fit into a millisecond before they run ahead of it. */
export const tagsInMs = 4096;

export interface Store {
  /** Whose copy it is, by agent. */
  readonly holder: number;
  seen: Vector;
  /** The latest tag that it knows of. */
  clock: number;
  readonly contents: Contents;
  /** Keys under which something was removed that not all are known to know of. */
  removed: Record<string, true>;
  /** What other replicas are known to have seen, by agent. */
  known: Record<number, Vector>;
  /** Who is known to have seen the same, no less and no more, its holder among them; in rising order, and never changed. */
  alike: readonly number[];
}

const nobody: Standing = Object.freeze([]);

/** Where nobody has written all replicas are alike. */
export function emptyStore(holder: number, replicas: readonly number[]): Store {
  return { holder, seen: nothingSeen, clock: 0, contents: emptyContents(), removed: {}, known: {}, alike: replicas };
}

/** The next tag, later than all that it knows of. */
export function nextTag(store: Store, nowMs: number): number {
  store.clock = Math.max(store.clock + 1, nowMs * tagsInMs);
  return store.clock;
}

/** What somebody wants done to a key. */
export interface Wanted {
  readonly key: string;
  readonly does: WriteKind;
  readonly value: Json;
  /** Of a list. */
  readonly at?: number | undefined;
}

/** What it takes to do that here, in changes; none where there is nothing to change. */
function drafts(type: MemoryType, standing: Standing, me: number, wanted: Wanted): Result<Draft[], string> {
  const { does, value } = wanted;
  const there = standing.filter((each) => !isTombstone(each));
  const isRemoval = does === 'remove';
  const equal = (): Standing => there.filter((each) => canonical(each.value) === canonical(value));
  switch (type) {
    case 'register':
      return ok([isRemoval ? { does: 'remove', value: null } : { does: 'put', value }]);
    case 'multi-value':
      return ok([{ does: isRemoval ? 'remove' : 'put', value: isRemoval ? null : value, ends: there }]);
    case 'counter': {
      if (typeof value !== 'number') return err(`a counter adds numbers, not ${canonical(value)}`);
      const before = standing.find(({ writer }) => writer === me)?.value ?? 0;
      return ok([{ does: 'put', value: Number(before) + value }]);
    }
    case 'set': {
      const ends = equal();
      if (isRemoval) return ok(ends.length === 0 ? [] : [{ does: 'remove', value, ends }]);
      return ok([{ does: 'put', value, ends }]);
    }
    case 'map':
      return fieldsOf(does, value);
    case 'list':
      return listDrafts(standing, wanted);
    case 'log':
      return ok([{ does: 'put', value }]);
  }
}

function fieldsOf(does: WriteKind, value: Json): Result<Draft[], string> {
  if (does === 'remove') {
    const names = Array.isArray(value) ? value : [value];
    if (!names.every((each) => typeof each === 'string'))
      return err(`a map removes fields by name, not ${canonical(value)}`);
    return ok(names.map((field): Draft => ({ does: 'remove', value: null, field })));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(`a map takes an object of fields, not ${canonical(value)}`);
  return ok(Object.entries(value).map(([field, each]): Draft => ({ does: 'put', value: each, field })));
}

/** Makes what is wanted a change of this replica's own, and tells which. */
export function make(
  store: Store,
  type: MemoryType,
  wanted: Wanted,
  nowMs: number,
): Result<{ readonly tag: Tag; readonly changes: readonly Change[] }, string> {
  const { holder } = store;
  const drafted = drafts(type, standingAt(store.contents, wanted.key), holder, wanted);
  if (!drafted.ok) return drafted;
  const tag = (): Tag => ({ ts: nextTag(store, nowMs), writer: holder });
  if (drafted.value.length === 0) return ok({ tag: tag(), changes: [] });
  const changes = drafted.value.map(({ ends = [], placed, ...draft }): Change => {
    const seq = (store.seen[holder] ?? 0) + 1;
    saw(store, advanced(store.seen, holder, seq));
    const mine = tag();
    const change = {
      ...mine,
      key: wanted.key,
      seq,
      ...draft,
      ...(placed === undefined ? {} : { place: placed(mine) }),
    };
    const left = standingAt(store.contents, wanted.key).filter((each) => !ends.includes(each));
    const cell = cellOf(wanted.key, absorbed(type, left, change));
    put(store.contents, [cell]);
    if (cell.changes.some(isTombstone)) store.removed[cell.key] = true;
    return change;
  });
  return ok({ tag: changes.at(-1)!, changes });
}

/**
 * Takes in what another replica has told, which has seen so much, and gives the changes that changed anything. What that has
 * seen and does not keep was ended there, and what this one has seen and does not keep was ended here: neither comes back
 * (Almeida, Shoker and Baquero 2018). So the order in which copies are merged, and how often, does not matter.
 */
export function merge(store: Store, type: MemoryType, news: readonly Cell[], seen: Vector): readonly Taken[] {
  const taken: Taken[] = [];
  const { contents, seen: here } = store;
  const edit = new Edit(contents);
  for (const told of news) {
    const { key, changes } = told;
    const there = edit.find(key);
    // Copies share what they have told each other.
    if (there === told) continue;
    for (const { ts } of changes) if (ts > store.clock) store.clock = ts;
    const mine = there?.changes ?? nobody;
    const cell = mine.length === 0 && isWhole(told, here) ? told : resolved(type, mine, told, { here, seen });
    if (cell.changes === mine) continue;
    edit.put(cell);
    if (cell.changes.some(isTombstone)) store.removed[key] = true;
    for (const change of changes)
      if (change.seq > (here[change.writer] ?? 0) && cell.changes.includes(change))
        taken.push({ change, standing: cell.changes });
  }
  edit.done();
  const all = joined(here, seen);
  if (all !== here) saw(store, all);
  return taken;
}

/** A change that was taken in, and what stands there since. */
export interface Taken {
  readonly change: Change;
  readonly standing: Standing;
}

/** Whether all that stands there is told, and is new to somebody who has seen so much. */
function isWhole({ changes, keeps }: Cell, here: Vector): boolean {
  if (keeps.length > 0) return false;
  for (const { writer, seq } of changes) if (seq <= (here[writer] ?? 0)) return false;
  return true;
}

/** What stands under a key when one has told another of it, of whom each has seen so much. */
function resolved(
  type: MemoryType,
  mine: Standing,
  { key, changes, keeps }: Cell,
  { here, seen }: { readonly here: Vector; readonly seen: Vector },
): Cell {
  const isKept = ({ writer, seq }: Change): boolean =>
    seq > (seen[writer] ?? 0) ||
    keeps.some(([who, number]) => who === writer && number === seq) ||
    changes.some((each) => each.writer === writer && each.seq === seq);
  let standing = mine.every(isKept) ? mine : mine.filter(isKept);
  for (const change of changes)
    if (change.seq > (here[change.writer] ?? 0)) standing = absorbed(type, standing, change);
  return cellOf(key, type === 'list' ? withoutOrphans(standing) : standing);
}

/** It has seen more, and knows of nobody who has seen the same. */
function saw(store: Store, seen: Vector): void {
  store.seen = seen;
  store.alike = [store.holder];
}

/** All that somebody lacks who has seen so much. */
export function lackedBy({ contents, seen: here }: Store, seen: Vector): Cell[] {
  return covers(seen, here) ? [] : lackedOf(contents, here, seen);
}

/** Notes what another replica has seen, and who has seen the same as that, as far as that knows. */
export function learn(store: Store, replica: number, seen: Vector, alike: readonly number[] = []): void {
  const before = store.known[replica] ?? nothingSeen;
  const known = (store.known[replica] = joined(before, seen));
  if (!areSame(known, store.seen)) {
    if (store.alike.includes(replica)) store.alike = store.alike.filter((each) => each !== replica);
    return;
  }
  const told = alike.length > 1 && areSame(seen, store.seen) ? alike : [];
  store.alike = union(store.alike, [replica]);
  store.alike = union(store.alike, told, (each) => {
    // By now it may be known to have seen more.
    const latest = (store.known[each] = joined(store.known[each] ?? nothingSeen, seen));
    return areSame(latest, seen);
  });
}

/** Both lists in rising order, of the other those that are wanted: the same list where there is nothing new. */
function union(
  one: readonly number[],
  other: readonly number[],
  wanted: (each: number) => boolean = () => true,
): readonly number[] {
  if (one === other) return one;
  const all: number[] = [];
  let at = 0;
  for (const each of other) {
    while (at < one.length && one[at]! < each) all.push(one[at++]!);
    if (one[at] === each) all.push(one[at++]!);
    else if (wanted(each)) all.push(each);
  }
  while (at < one.length) all.push(one[at++]!);
  return all.length === one.length ? one : all;
}

/**
 * Lets go what was removed, once all others have seen that, and it has seen all that they had seen then: nobody can bring
 * anything any more that the removal does not already count as seen. Gives what it let go.
 */
export function collect(store: Store, replicas: readonly number[]): Change[] {
  const gone: Change[] = [];
  const keys = Object.keys(store.removed);
  if (keys.length === 0) return gone;
  const others = replicas.filter((each) => each !== store.holder);
  if (!others.every((each) => covers(store.seen, store.known[each] ?? nothingSeen))) return gone;
  for (const key of keys) {
    const standing = standingAt(store.contents, key);
    const isDone = (change: Change): boolean =>
      isTombstone(change) && others.every((each) => (store.known[each]?.[change.writer] ?? 0) >= change.seq);
    const left = standing.filter((change) => !isDone(change));
    gone.push(...standing.filter(isDone));
    if (left.length < standing.length) put(store.contents, [cellOf(key, left)]);
    if (!left.some(isTombstone)) delete store.removed[key];
  }
  return gone;
}
