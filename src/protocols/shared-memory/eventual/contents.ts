/**
 * What stands under the keys of a copy, so that a copy of many keys costs what changes in it: in buckets by hash of key, each a
 * frozen list of frozen cells in order of their keys, which snapshots and other replicas share, and with an index of who made
 * what, so that what somebody lacks is found without a look at all that stands. Plain data.
 */
import { keyOfText } from '../../../kernel/index.ts';
import type { Change, Standing } from './types.ts';
import type { Vector } from './vector.ts';

/** What stands under a key, as it is also told to whoever has nothing there. */
export interface Cell {
  readonly key: string;
  readonly changes: Standing;
  /** What else stands there, by who made it and its number: nothing, as all is said. */
  readonly keeps: readonly (readonly [number, number])[];
}

type Bucket = readonly Cell[];

/** The two tables are their owner's; what is in them is never changed. */
export interface Contents {
  readonly buckets: Record<number, Bucket>;
  /** By who made them, the changes that stand, in order of their numbers. */
  readonly made: Record<number, Standing>;
}

const bucketsMax = 256;
const nobody: readonly never[] = Object.freeze([]);

export function emptyContents(): Contents {
  return { buckets: {}, made: {} };
}

function bucketOf(key: string): number {
  const hash = keyOfText(key);
  return (hash ^ (hash >>> 13)) & (bucketsMax - 1);
}

/** The place of a key in a bucket, or, as -1 less that, where it would stand. */
function placeIn(bucket: Bucket, key: string): number {
  let from = 0;
  let to = bucket.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const there = bucket[middle]!.key;
    if (there === key) return middle;
    if (there < key) from = middle + 1;
    else to = middle;
  }
  return -1 - from;
}

/** What stands under a key; nothing for none. */
export function cellAt({ buckets }: Contents, key: string): Cell | undefined {
  const bucket = buckets[bucketOf(key)];
  if (bucket === undefined) return undefined;
  return bucket[placeIn(bucket, key)];
}

export function standingAt(contents: Contents, key: string): Standing {
  return cellAt(contents, key)?.changes ?? nobody;
}

/** A cell that nobody changes any more. */
export function cellOf(key: string, changes: Standing): Cell {
  for (const change of changes) Object.freeze(change);
  return Object.freeze({ key, changes: Object.freeze(changes), keeps: nobody });
}

/** Puts cells there, each of another key; one without changes takes its key away. */
export function put(contents: Contents, cells: readonly Cell[]): void {
  const touched = new Map<number, Cell[]>();
  const ended = new Map<number, Set<number>>();
  const begun = new Map<number, Change[]>();
  const note = (before: Standing, after: Standing): void => {
    for (const change of after) if (!before.includes(change)) gathered(begun, change.writer).push(change);
    for (const change of before) {
      if (after.includes(change)) continue;
      const gone = ended.get(change.writer);
      if (gone === undefined) ended.set(change.writer, new Set([change.seq]));
      else gone.add(change.seq);
    }
  };
  for (const cell of cells) gathered(touched, bucketOf(cell.key)).push(cell);
  for (const [number, some] of touched) {
    const bucket = replaced(contents.buckets[number] ?? nobody, some, note);
    if (bucket.length > 0) contents.buckets[number] = bucket;
    else delete contents.buckets[number];
  }
  for (const writer of new Set([...ended.keys(), ...begun.keys()]))
    index(contents, writer, ended.get(writer), begun.get(writer) ?? []);
}

function gathered<Item>(lists: Map<number, Item[]>, name: number): Item[] {
  const known = lists.get(name);
  if (known !== undefined) return known;
  const list: Item[] = [];
  lists.set(name, list);
  return list;
}

function replaced(bucket: Bucket, cells: Cell[], note: (before: Standing, after: Standing) => void): Bucket {
  const next: Cell[] = [];
  let at = 0;
  cells.sort((one, other) => (one.key < other.key ? -1 : 1));
  for (const cell of cells) {
    while (at < bucket.length && bucket[at]!.key < cell.key) next.push(bucket[at++]!);
    const there = bucket[at]?.key === cell.key ? bucket[at++] : undefined;
    note(there?.changes ?? nobody, cell.changes);
    if (cell.changes.length > 0) next.push(cell);
  }
  while (at < bucket.length) next.push(bucket[at++]!);
  return Object.freeze(next);
}

function index({ made }: Contents, writer: number, ended: ReadonlySet<number> | undefined, begun: Change[]): void {
  const before = made[writer] ?? nobody;
  const left = ended === undefined ? before : before.filter(({ seq }) => !ended.has(seq));
  begun.sort((one, other) => one.seq - other.seq);
  const last = left.at(-1)?.seq ?? 0;
  const all = [...left, ...begun];
  if ((begun[0]?.seq ?? Infinity) <= last) all.sort((one, other) => one.seq - other.seq);
  if (all.length > 0) made[writer] = Object.freeze(all);
  else delete made[writer];
}

/** All that somebody lacks who has seen so much, of what has been seen here. */
export function lackedOf(contents: Contents, here: Vector, seen: Vector): Cell[] {
  const isNew = ({ writer, seq }: Change): boolean => seq > (seen[writer] ?? 0);
  const told = new Set<string>();
  const lacked: Cell[] = [];
  for (const writer of Object.keys(here).map(Number)) {
    const known = seen[writer] ?? 0;
    const list = contents.made[writer];
    if (here[writer]! <= known || list === undefined) continue;
    let from = list.length;
    while (from > 0 && list[from - 1]!.seq > known) from -= 1;
    for (let at = from; at < list.length; at += 1) {
      const cell = cellAt(contents, list[at]!.key)!;
      if (cell.changes.length > 1) {
        if (told.has(cell.key)) continue;
        told.add(cell.key);
      }
      lacked.push(cell.changes.every(isNew) ? cell : partOf(cell, isNew));
    }
  }
  return lacked;
}

function partOf({ key, changes }: Cell, isNew: (change: Change) => boolean): Cell {
  const keeps = changes.filter((each) => !isNew(each)).map(({ writer, seq }) => [writer, seq] as const);
  return { key, changes: changes.filter(isNew), keeps };
}

/** Every cell, in order of buckets and keys. */
export function cellsOf({ buckets }: Contents): Cell[] {
  return Object.values(buckets).flat();
}
