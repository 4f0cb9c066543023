/**
 * The shortest violating part of a history. Only what takes possibilities away is left out: whole keys, values with all that was
 * done about them, and operations that only read; so whatever is wrong with the part is wrong with the whole. Each time the
 * part is checked again, and in the end nothing more of the kind can go.
 */
import { byKey } from '../levels/keys.ts';
import { onlyReads } from '../levels/line-up.ts';
import type { Item, Model } from '../models/model.ts';

export interface Shortened {
  readonly items: readonly Item[];
  /** Whether nothing more can go; else a limit was reached. */
  readonly shortest: boolean;
}

/** `isViolated` says null where it is out of steps. */
export function shorten(
  model: Model,
  whole: readonly Item[],
  isViolated: (items: readonly Item[]) => boolean | null,
): Shortened {
  let items = whole;
  let shortest = true;
  const leaveOut = (names: (of: readonly Item[]) => string[], without: Without): boolean => {
    const left = fewest(names(items), (gone) => {
      const verdict = isViolated(without(items, gone));
      if (verdict === null) shortest = false;
      return verdict === true;
    });
    if (left.size === 0) return false;
    items = without(items, left);
    return true;
  };
  for (let again = true; again && shortest;) {
    again = leaveOut(keysOf, (of, keys) => of.filter(({ operation }) => !keys.has(operation.key)));
    again =
      leaveOut(
        (of) => of.filter(({ operation }) => onlyReads(operation)).map(({ at }) => String(at)),
        (of, readers) => of.filter(({ at }) => !readers.has(String(at))),
      ) || again;
    again =
      leaveOut(
        (of) => valuesOf(model, of),
        (of, values) => withoutValues(model, of, values),
      ) || again;
  }
  return { items, shortest };
}

type Without = (items: readonly Item[], gone: ReadonlySet<string>) => readonly Item[];

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

function keysOf(items: readonly Item[]): string[] {
  const keys = new Set(items.map(({ operation }) => operation.key));
  return keys.size > 1 ? [...keys] : [];
}

function valuesOf(model: Model, items: readonly Item[]): string[] {
  return byKey(items).flatMap(({ key, items: mine }) =>
    model.values(mine.map(({ operation }) => operation)).map((value) => JSON.stringify([key, value])),
  );
}

function withoutValues(model: Model, items: readonly Item[], values: ReadonlySet<string>): Item[] {
  return byKey(items)
    .flatMap(({ key, items: mine }) => {
      const gone = new Set(
        [...values].flatMap((each) => {
          const [of, value] = JSON.parse(each) as [string, string];
          return of === key ? [value] : [];
        }),
      );
      return gone.size === 0 ? mine : model.without(mine, gone);
    })
    .sort((a, b) => a.at - b.at);
}
