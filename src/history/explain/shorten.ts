/**
 * The shortest violating part of a history. Only what takes possibilities away is left out: whole keys, values with all that was
 * done about them, and operations that only read; so whatever is wrong with the part is wrong with the whole. Each time the
 * part is checked again, and in the end nothing more of the kind can go.
 */
import { addTo, byKey } from '../levels/keys.ts';
import { onlyReads } from '../levels/line-up.ts';
import type { Item, Model } from '../models/model.ts';

export interface Shortened {
  readonly items: readonly Item[];
  /** Whether nothing more can go; else a limit was reached. */
  readonly shortest: boolean;
}

/** Says null where it is out of steps. */
type IsViolated = (items: readonly Item[]) => boolean | null;

export function shorten(model: Model, whole: readonly Item[], culprit: number, isViolated: IsViolated): Shortened {
  let items = ofTwoValues(model, whole, culprit, isViolated);
  let shortest = true;
  const leaveOut = (names: readonly string[], without: (gone: ReadonlySet<string>) => readonly Item[]): boolean => {
    const gone = fewest(names, (some) => {
      const verdict = isViolated(without(some));
      if (verdict === null) shortest = false;
      return verdict === true;
    });
    if (gone.size > 0) items = without(gone);
    return gone.size > 0;
  };
  for (let again = true; again && shortest;) {
    const keys = [...new Set(items.map(({ operation }) => operation.key))];
    const before = items;
    again = keys.length > 1 && leaveOut(keys, (gone) => before.filter(({ operation }) => !gone.has(operation.key)));
    const all = items;
    const readers = all.filter(({ operation }) => onlyReads(operation)).map(({ at }) => String(at));
    again = leaveOut(readers, (gone) => all.filter(({ at }) => !gone.has(String(at)))) || again;
    const values = new Values(model, items);
    again = leaveOut(values.names, (gone) => values.without(gone)) || again;
  }
  return { items, shortest };
}

/** Of fewer values nothing is gained by it. */
const manyValues = 16;

/**
 * Most violations of registers lie between two values: that of an answer, and one that came too early or too late. So a long
 * history need not be taken apart bit by bit.
 */
function ofTwoValues(model: Model, whole: readonly Item[], culprit: number, isViolated: IsViolated): readonly Item[] {
  const values = new Values(model, whole);
  if (values.names.length < manyValues || model.erase !== undefined) return whole;
  const mine = values.of(culprit);
  for (const value of values.names) {
    const part = values.only(mine === null ? [value] : [mine, value], mine === null);
    const verdict = isViolated(part);
    if (verdict === null) return whole;
    if (verdict) return part;
  }
  return whole;
}

/** The values of a history, each with the items that are about it. */
class Values {
  readonly names: readonly string[];
  readonly #model: Model;
  readonly #items: readonly Item[];
  /** By the index of an item. */
  readonly #about = new Map<number, string | null>();
  readonly #byName = new Map<string, Item[]>();
  readonly #unnamed: Item[] = [];

  constructor(model: Model, items: readonly Item[]) {
    this.#model = model;
    this.#items = items;
    for (const { key, items: mine } of byKey(items)) {
      const about = model.about(mine.map(({ operation }) => operation));
      for (const [index, item] of mine.entries()) {
        const value = about[index]!;
        const name = value === null ? null : JSON.stringify([key, value]);
        this.#about.set(item.at, name);
        if (name === null) this.#unnamed.push(item);
        else addTo(this.#byName, name, item);
      }
    }
    this.names = [...this.#byName.keys()];
  }

  of(item: number): string | null {
    return this.#about.get(item) ?? null;
  }

  without(gone: ReadonlySet<string>): Item[] {
    const model = this.#model;
    const inKey = new Map<string, Set<string>>();
    for (const name of gone) {
      const [key, value] = JSON.parse(name) as [string, string];
      inKey.set(key, (inKey.get(key) ?? new Set<string>()).add(value));
    }
    return this.#items.flatMap((item) => {
      const name = this.of(item.at);
      if (name !== null && gone.has(name)) return [];
      const values = inKey.get(item.operation.key);
      if (values === undefined || model.erase === undefined) return [item];
      return [{ at: item.at, operation: model.erase(item.operation, values) }];
    });
  }

  /** What is about some values; of the value at first also what only reads it, where `withFirst` says so. */
  only(names: readonly string[], withFirst: boolean): Item[] {
    const stays = this.#unnamed.filter(({ operation }) => withFirst || !onlyReads(operation));
    return [...stays, ...[...new Set(names)].flatMap((name) => this.#byName.get(name)!)].sort((a, b) => a.at - b.at);
  }
}

/** As many of `names` as can go together: by halves first, then by ever smaller pieces. */
function fewest(names: readonly string[], canGo: (gone: ReadonlySet<string>) => boolean): Set<string> {
  const gone = new Set<string>();
  let stays = [...names];
  for (let size = stays.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < stays.length;) {
      const piece = stays.slice(at, at + size);
      if (canGo(new Set([...gone, ...piece]))) {
        for (const each of piece) gone.add(each);
        stays = [...stays.slice(0, at), ...stays.slice(at + size)];
      } else at += size;
    }
  }
  return gone;
}
