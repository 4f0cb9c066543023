/**
 * Lists of an eventual memory: elements, each at a place. The value of an element and its place are registers of their own, so that of
 * two who move it at once the later does, and it never stands there twice (Kleppmann, Moving Elements in List CRDTs, 2020).
 */
import { canonical, err, ok, type Json, type Result } from '../../../base/index.ts';
import type { WriteKind } from '../../../document/index.ts';
import { comparePlaces, lastPlace, placeBetween, type Place } from './places.ts';
import { isElement, isOf, type Change, type Dot, type Draft, type Standing } from './change.ts';

interface Element {
  readonly made: Change;
  readonly value: Json;
  readonly place: Place;
}

/** The elements that stand there, in order; each with what was last set and to where it was last moved. */
function elementsOf(standing: Standing): Element[] {
  const later = new Map<string, Change>();
  for (const each of standing) if (each.of !== undefined) later.set(`${each.does}/${each.of.join('/')}`, each);
  const elements = standing.filter(isElement).map((made): Element => {
    const name = later.size === 0 ? '' : `${String(made.writer)}/${String(made.seq)}`;
    const place = later.get(`move/${name}`)?.place ?? made.place ?? lastPlace(made);
    return { made, value: (later.get(`set/${name}`) ?? made).value, place };
  });
  return elements.sort((one, other) => comparePlaces(one.place, other.place));
}

export function listOf(standing: Standing): Json[] {
  // The commonest: all were appended, and stand in the order of their tags.
  const isPlain = standing.every(({ of, place }) => of === undefined && place === undefined);
  return isPlain
    ? standing.filter(isElement).map(({ value }) => value)
    : elementsOf(standing).map(({ value }) => value);
}

/** Without what was done to elements that do not stand there any more. */
export function withoutOrphans(standing: Standing): Standing {
  const isOrphan = (each: Change): boolean =>
    each.of !== undefined && !standing.some((made) => isElement(made) && isOf(each, made));
  return standing.some(isOrphan) ? standing.filter((each) => !isOrphan(each)) : standing;
}

/** What it takes to do that to a list, in changes; none where there is nothing to change. */
export function listDrafts(
  standing: Standing,
  { does, value, at = 0 }: { readonly does: WriteKind; readonly value: Json; readonly at?: number | undefined },
): Result<Draft[], string> {
  const elements = elementsOf(standing);
  const equal = elements.find((each) => canonical(each.value) === canonical(value));
  const taken = elements.map(({ place }) => place);
  const placed =
    (others: readonly Element[]): NonNullable<Draft['placed']> =>
    (tag) =>
      placeBetween(others[at - 1]?.place, others[at]?.place, tag, taken);
  switch (does) {
    case 'insert':
      return ok([at < elements.length ? { does: 'put', value, placed: placed(elements) } : { does: 'put', value }]);
    case 'move': {
      if (equal === undefined) return ok([]);
      const others = elements.filter((each) => each !== equal);
      if (elements.indexOf(equal) === Math.min(at, others.length)) return ok([]);
      return ok([{ does: 'move', value: null, of: dotOf(equal.made), placed: placed(others) }]);
    }
    case 'set': {
      const element = elements[at];
      if (element === undefined)
        return err(`there are ${String(elements.length)} elements in the list, and none behind ${String(at)} others`);
      return ok([{ does: 'set', value, of: dotOf(element.made) }]);
    }
    case 'remove': {
      if (equal === undefined) return ok([]);
      const ends = standing.filter((each) => each === equal.made || isOf(each, equal.made));
      return ok([{ does: 'remove', value, ends }]);
    }
    default:
      return ok([{ does: 'put', value }]);
  }
}

const dotOf = ({ writer, seq }: Change): Dot => [writer, seq];
