/**
 * What stands under the keys of a copy, so that a copy of many keys costs what changes in it: in buckets by hash of key, each a
 * frozen list of frozen cells in order of their keys, which snapshots and other replicas share, and with an index of who made
 * what, so that what somebody lacks is found without a look at all that stands. Plain data.
 */
import { keyOfText } from '../../../kernel/index.ts';
import type { Change, Standing } from './change.ts';
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

/** Puts cells there; one without changes takes its key away. */
export function put(contents: Contents, cells: readonly Cell[]): void {
  const edit = new Edit(contents);
  for (const cell of cells) {
    edit.find(cell.key);
    edit.put(cell);
  }
  edit.done();
}

/** Changes many keys at once: each is looked for once, and each bucket and each list of who made what is made anew once. */
export class Edit {
  readonly #contents: Contents;
  readonly #buckets = new Map<number, Cell[]>();
  readonly #begun = new Map<number, Change[]>();
  readonly #ended = new Map<number, Set<number>>();
  /** Where the key stands, or would stand, that was looked for last. */
  #number = 0;
  #place = 0;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** What stands under a key by now. */
  find(key: string): Cell | undefined {
    this.#number = bucketOf(key);
    const bucket = this.#buckets.get(this.#number) ?? this.#contents.buckets[this.#number] ?? nobody;
    this.#place = placeIn(bucket, key);
    return bucket[this.#place];
  }

  /** Puts a cell where its key was found, or would stand. */
  put(cell: Cell): void {
    const bucket = this.#bucket();
    const place = this.#place;
    const before = bucket[place]?.changes ?? nobody;
    for (const change of cell.changes) if (!before.includes(change)) gathered(this.#begun, change.writer).push(change);
    for (const change of before) if (!cell.changes.includes(change)) this.#end(change);
    if (cell.changes.length === 0) {
      if (place >= 0) bucket.splice(place, 1);
    } else if (place >= 0) bucket[place] = cell;
    else insert(bucket, -1 - place, cell);
  }

  /** All that was put stands there from here on. */
  done(): void {
    const { buckets } = this.#contents;
    for (const [number, bucket] of this.#buckets) {
      if (bucket.length > 0) buckets[number] = Object.freeze(bucket);
      else delete buckets[number];
    }
    for (const [writer, begun] of this.#begun) index(this.#contents, writer, this.#ended.get(writer), begun);
    for (const [writer, ended] of this.#ended) if (!this.#begun.has(writer)) index(this.#contents, writer, ended, []);
  }

  #bucket(): Cell[] {
    const known = this.#buckets.get(this.#number);
    if (known !== undefined) return known;
    const bucket = [...(this.#contents.buckets[this.#number] ?? nobody)];
    this.#buckets.set(this.#number, bucket);
    return bucket;
  }

  #end({ writer, seq }: Change): void {
    const ended = this.#ended.get(writer);
    if (ended === undefined) this.#ended.set(writer, new Set([seq]));
    else ended.add(seq);
  }
}

function insert(bucket: Cell[], place: number, cell: Cell): void {
  bucket.push(cell);
  for (let at = bucket.length - 1; at > place; at -= 1) bucket[at] = bucket[at - 1]!;
  bucket[place] = cell;
}

function gathered(lists: Map<number, Change[]>, name: number): Change[] {
  const known = lists.get(name);
  if (known !== undefined) return known;
  const list: Change[] = [];
  lists.set(name, list);
  return list;
}

function index({ made }: Contents, writer: number, ended: ReadonlySet<number> | undefined, begun: Change[]): void {
  const before = made[writer] ?? nobody;
  const left = ended === undefined ? before : before.filter(({ seq }) => !ended.has(seq));
  const all = [...left, ...begun];
  if (!isRising(all)) all.sort((one, other) => one.seq - other.seq);
  if (all.length > 0) made[writer] = Object.freeze(all);
  else delete made[writer];
}

function isRising(changes: Standing): boolean {
  for (let at = 1; at < changes.length; at += 1) if (changes[at - 1]!.seq > changes[at]!.seq) return false;
  return true;
}

/** How many changes of a list in order of numbers are no later than this one. */
function countUpTo(list: Standing, seq: number): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (list[middle]!.seq > seq) to = middle;
    else from = middle + 1;
  }
  return from;
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
    for (let at = countUpTo(list, known); at < list.length; at += 1) {
      const cell = cellAt(contents, list[at]!.key)!;
      if (cell.changes.length === 1) lacked.push(cell);
      else if (!told.has(cell.key)) {
        told.add(cell.key);
        lacked.push(cell.changes.every(isNew) ? cell : partOf(cell, isNew));
      }
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
