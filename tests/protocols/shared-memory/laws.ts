/**
 * The laws of merging, asked of anything that merges: a history of changes and meetings of three replicas is played, and after
 * each step every copy is held against what its type says of the changes that have come to it, whatever way they came.
 */
import fc from 'fast-check';
import { canonical, type Json } from '../../../src/base/index.ts';
import { WRITES_OF, type MemoryType, type WriteKind } from '../../../src/document/index.ts';
import { standingAt } from '../../../src/protocols/shared-memory/eventual/contents.ts';
import { listWrite, Orders, wrongLists } from './laws-lists.ts';
import * as real from '../../../src/protocols/shared-memory/eventual/store.ts';
import { valueOf } from '../../../src/protocols/shared-memory/eventual/types.ts';
import { covers, type Vector } from '../../../src/protocols/shared-memory/eventual/vector.ts';
import { isLater, type Tag } from '../../../src/protocols/shared-memory/tag.ts';

type Store = real.Store;
/** What is asked: the real thing, or one with a fault. */
export type Merging = Pick<typeof real, 'merge' | 'lackedBy' | 'collect'>;

type Deed =
  | {
      readonly kind: 'write';
      readonly at: number;
      readonly key: string;
      readonly does: WriteKind;
      readonly value: Json;
      /** Of a list. */
      readonly place: number;
    }
  /** One tells the other what that lacks; `both` for push and pull. */
  | { readonly kind: 'meet'; readonly at: number; readonly with: number; readonly both: boolean };

/** A write that was made, with what its replica had seen before and after it. */
export interface Made {
  readonly does: WriteKind;
  readonly key: string;
  readonly value: Json;
  readonly tag: Tag;
  readonly seq: number;
  readonly before: Vector;
  readonly place: number;
  /** Of a list what it took away, set or moved. */
  readonly target: Made | undefined;
}

const replicas = 3;
const all = Array.from({ length: replicas }, (_, at) => at);

/** Histories of one type: mostly writes and meetings, over few keys and few values, so that they meet. */
export function histories(type: MemoryType): fc.Arbitrary<readonly Deed[]> {
  const at = fc.nat(replicas - 1);
  // A list takes several elements before their order can be wrong.
  const isList = type === 'list';
  const key = isList ? fc.constant('x') : fc.constantFrom('x', 'y');
  const small = fc.integer({ min: 1, max: 3 });
  const field = fc.constantFrom('a', 'b');
  const write = fc
    .record({ at, key, does: fc.constantFrom(...WRITES_OF[type]), small, field, place: fc.nat(2) })
    .map(({ small: number, field: name, ...rest }): Deed => {
      const value = type !== 'map' ? number : rest.does === 'remove' ? name : { [name]: number };
      return { kind: 'write', ...rest, value };
    });
  const meet = fc.record({ at, with: at, both: fc.boolean() }).map((each): Deed => ({ kind: 'meet', ...each }));
  return fc.array(fc.oneof(write, meet), { minLength: isList ? 12 : 4, maxLength: 40 });
}

/** Plays a history; the first law that is broken, in words, or null. */
export function brokenLaw(type: MemoryType, history: readonly Deed[], merging: Merging = real): string | null {
  const stores = all.map((each) => real.emptyStore(each, all));
  const made: Made[] = [];
  const orders = new Orders();
  let now = 0;
  for (const deed of history) {
    now += deed.at;
    if (deed.kind === 'write') write(type, stores, made, deed, now);
    else if (deed.at !== deed.with) {
      tell(type, merging, stores, deed.at, deed.with);
      if (deed.both) tell(type, merging, stores, deed.with, deed.at);
    }
    const wrong =
      (type === 'list' ? wrongLists(orders, stores, made) : wrongValue(type, stores, made)) ??
      wrongJoin(type, merging, stores);
    if (wrong !== null) return wrong;
  }
  return null;
}

function write(
  type: MemoryType,
  stores: readonly Store[],
  made: Made[],
  deed: Deed & { kind: 'write' },
  now: number,
): void {
  const store = stores[deed.at]!;
  const before = store.seen;
  const wanted = type === 'list' ? listWrite(store, made, deed) : { ...deed, target: undefined };
  if (wanted === null) return;
  const { does, key } = deed;
  const { value, place, target } = wanted;
  const result = real.make(store, type, { key, does, value, at: place }, now);
  if (!result.ok) throw new Error(result.error);
  const { tag, changes } = result.value;
  if (changes.length === 0) return;
  made.push({ does, key, value, tag, seq: store.seen[deed.at]!, before, target, place });
}

function tell(
  type: MemoryType,
  { merge, lackedBy, collect }: Merging,
  stores: readonly Store[],
  from: number,
  to: number,
): void {
  const [teller, hearer] = [stores[from]!, stores[to]!];
  merge(hearer, type, lackedBy(teller, hearer.seen), teller.seen);
  real.learn(hearer, from, teller.seen);
  collect(hearer, all);
}

export const has = (seen: Vector, { tag, seq }: Made): boolean => (seen[tag.writer] ?? 0) >= seq;

/** Writes that came and that no other that came took away, in the order of tags. */
function standing(type: MemoryType, seen: Vector, made: readonly Made[], key: string): readonly Made[] {
  const came = made.filter((each) => each.key === key && has(seen, each));
  const puts = came
    .filter(({ does }) => does !== 'remove')
    .sort((one, other) => (isLater(one.tag, other.tag) ? 1 : -1));
  const ends = (end: Made, put: Made): boolean => {
    if (end === put || !has(end.before, put)) return false;
    if (type === 'multi-value') return true;
    if (type === 'set') return end.does === 'remove' && canonical(end.value) === canonical(put.value);
    return false;
  };
  return puts.filter((put) => !came.some((end) => ends(end, put)));
}

/** What a type says of the changes that came, told without any copy. */
function expected(type: Exclude<MemoryType, 'list'>, seen: Vector, made: readonly Made[], key: string): Json {
  const came = made.filter((each) => each.key === key && has(seen, each));
  const inOrder = [...came].sort((one, other) => (isLater(one.tag, other.tag) ? 1 : -1));
  switch (type) {
    case 'register':
      return inOrder.at(-1)?.does === 'remove' ? null : (inOrder.at(-1)?.value ?? null);
    case 'counter':
      return came.reduce((sum, { value }) => sum + Number(value), 0);
    case 'map': {
      const fields: Record<string, Json> = {};
      for (const { does, value } of inOrder)
        if (does === 'remove') delete fields[value as string];
        else Object.assign(fields, value);
      return fields;
    }
    case 'set':
      return [...new Set(standing(type, seen, made, key).map(({ value }) => Number(value)))].sort(
        (one, other) => one - other,
      );
    case 'multi-value':
    case 'log':
      return standing(type, seen, made, key).map(({ value }) => value);
  }
}

function wrongValue(type: Exclude<MemoryType, 'list'>, stores: readonly Store[], made: readonly Made[]): string | null {
  for (const [at, { seen, contents }] of stores.entries())
    for (const key of ['x', 'y']) {
      const value = canonical(valueOf(type, standingAt(contents, key)));
      const should = canonical(expected(type, seen, made, key));
      if (value !== should) return `same changes, same state: ${String(at)} has ${value} under ${key}, not ${should}`;
    }
  return null;
}

/** What a copy comes to: what it has seen, and what is read of it. */
function told(type: MemoryType, { seen, contents }: Store): string {
  const values = ['x', 'y'].map((key) => valueOf(type, standingAt(contents, key)));
  return canonical({ seen, values });
}

function wrongJoin(type: MemoryType, { merge, lackedBy }: Merging, stores: readonly Store[]): string | null {
  const join = (one: Store, other: Store): Store => {
    const copy = structuredClone(one);
    merge(copy, type, lackedBy(other, copy.seen), other.seen);
    return copy;
  };
  const [a, b, c] = stores as [Store, Store, Store];
  const same = (law: string, one: Store, other: Store): string | null =>
    told(type, one) === told(type, other) ? null : `${law}: ${told(type, one)} and ${told(type, other)}`;
  const both = join(a, b);
  return (
    same('commutative', both, join(b, a)) ??
    same('associative', join(both, c), join(a, join(b, c))) ??
    same('idempotent', both, join(both, b)) ??
    (covers(both.seen, a.seen) && covers(both.seen, b.seen) ? null : 'what was seen is lost')
  );
}
