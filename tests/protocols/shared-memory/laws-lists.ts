/**
 * What a list must be, told without any copy: which elements stand there, with which values, and that all copies keep one order, in
 * which each element stands where whoever put it there saw it (the strong list specification; Attiya and others 2016). Every value is
 * written once, so that it names an element.
 */
import { canonical, compareIds, type Json } from '../../../src/base/index.ts';
import { standingAt } from '../../../src/protocols/shared-memory/eventual/contents.ts';
import type { Store } from '../../../src/protocols/shared-memory/eventual/store.ts';
import { valueOf } from '../../../src/protocols/shared-memory/eventual/types.ts';
import type { Vector } from '../../../src/protocols/shared-memory/eventual/vector.ts';
import { isLater } from '../../../src/protocols/shared-memory/tag.ts';
import { has, type Made } from './laws.ts';

const keys = ['x', 'y'] as const;

/** An element, with what it came to and the write by which it stands where it does. */
interface Element {
  readonly value: Json;
  readonly made: Made;
  readonly placed: Made;
}

function elementsOf(seen: Vector, made: readonly Made[], key: string): Element[] {
  const came = made.filter((each) => each.key === key && has(seen, each));
  const latest = (does: Made['does'], put: Made): Made | undefined =>
    came
      .filter((each) => each.does === does && each.target === put)
      .reduce<Made | undefined>(
        (last, each) => (last === undefined || isLater(each.tag, last.tag) ? each : last),
        undefined,
      );
  return came
    .filter(({ does }) => does === 'append' || does === 'insert')
    .filter((put) => latest('remove', put) === undefined)
    .map((put) => ({ made: put, value: (latest('set', put) ?? put).value, placed: latest('move', put) ?? put }));
}

const read = ({ contents }: Store, key: string): Json[] => valueOf('list', standingAt(contents, key)) as Json[];

/** What is written, and which element is meant: one that stands there; null where none does. */
export function listWrite(
  store: Store,
  made: readonly Made[],
  { does, key, value, place }: Pick<Made, 'does' | 'key' | 'place' | 'value'>,
): Pick<Made, 'value' | 'target' | 'place'> | null {
  const values = read(store, key);
  const fresh = `${does} ${String(made.length)}`;
  if (does === 'append' || does === 'insert') return { value: fresh, target: undefined, place };
  if (values.length === 0) return null;
  const at = does === 'set' ? Math.min(place, values.length - 1) : Number(value) % values.length;
  const target = elementsOf(store.seen, made, key).find((each) => each.value === values[at])?.made;
  return does === 'set' ? { value: fresh, target, place: at } : { value: values[at]!, target, place };
}

/** Which of two writes stands before the other, as soon as anybody has seen that. */
export class Orders {
  readonly #behind = new Map<Made, Set<Made>>();

  /** Notes that one stands before another; false where the contrary was seen. */
  note(one: Made, other: Made): boolean {
    const behind = this.#behind.get(one) ?? new Set();
    this.#behind.set(one, behind.add(other));
    return this.#behind.get(other)?.has(one) !== true;
  }
}

/** What is wrong with the lists of any copy; null for nothing. */
export function wrongLists(orders: Orders, stores: readonly Store[], made: readonly Made[]): string | null {
  for (const [at, store] of stores.entries())
    for (const key of keys) {
      const values = read(store, key);
      const elements = elementsOf(store.seen, made, key);
      const [have, should] = [values, elements.map(({ value }) => value)].map((some) =>
        canonical(some.map(canonical).sort(compareIds)),
      );
      if (have !== should)
        return `same changes, same elements: ${String(at)} has ${have!} under ${key}, not ${should!}`;
      const placed = values.map((value) => elements.find((each) => each.value === value)!.placed);
      for (const [place, one] of placed.entries())
        for (const other of placed.slice(place + 1))
          if (!orders.note(one, other)) return `one order: ${String(at)} has ${canonical(values)} under ${key}`;
    }
  return misplaced(stores, made);
}

/** Whether the last write stands where it was meant to. */
function misplaced(stores: readonly Store[], made: readonly Made[]): string | null {
  const last = made.at(-1);
  if (last === undefined || last.does === 'remove') return null;
  const store = stores[last.tag.writer]!;
  // Others have come since.
  if (
    store.seen[last.tag.writer] !== last.seq ||
    made.some((each) => each !== last && has(store.seen, each) && !has(last.before, each))
  )
    return null;
  const values = read(store, last.key);
  const meant = last.does === 'append' ? values.length - 1 : Math.min(last.place, values.length - 1);
  return values[meant] === last.value
    ? null
    : `${last.does} is at another place than ${String(meant)} in ${canonical(values)}`;
}
