/**
 * What tells a name from others like it. Names of one document often share a long beginning (`mProject_ID0000001`, `…002`) or stand on a
 * path (`RNASEQ.ALIGN.STAR_27`): where such a name has to be cut, its end is what a person needs. Pure.
 */

/** Where a name's own part begins, and where what no other name has begins; both 0 for a name that is like no other. */
export interface NameParts {
  /** Letters before this say only where the name stands: the first to be left out. */
  readonly own: number;
  /** From here on it differs from its neighbours. */
  readonly tell: number;
}

export type PartsOf = (name: string) => NameParts;

export const wholeName: NameParts = { own: 0, tell: 0 };

/** So many letters have to be alike. */
const alikeMin = 5;
/** A last step of a path that is shorter says nothing alone. */
const stepMin = 4;

/** Reads names as one crowd, and says of each what tells it. A name that is not among them is whole. */
export function partsOfNames(names: Iterable<string>): PartsOf {
  const sorted = [...new Set(names)].sort();
  const known = new Map<string, NameParts>();
  const ends = new Map<string, number>();
  for (const name of sorted)
    for (const step of stepsOf(name)) {
      const end = name.slice(step);
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  sorted.forEach((name, at) => {
    const alike = Math.max(common(name, sorted[at - 1]), common(name, sorted[at + 1]));
    // Where two names end alike, more of their paths tells them apart.
    const own = stepsOf(name).find((step) => ends.get(name.slice(step)) === 1) ?? 0;
    const tell = boundary(name, alike);
    const parts = { own, tell: tell < alikeMin || tell < own ? 0 : tell };
    if (parts.own > 0 || parts.tell > 0) known.set(name, parts);
  });
  return (name) => known.get(name) ?? wholeName;
}

/** What a name has in common with those of its family: all before its own end, without the path and the joint. */
export function stemOf(name: string, { own, tell }: NameParts): string {
  const end = tell > own ? name.slice(own, tell) : name.slice(own).replace(/\d+$/u, '');
  const stem = end.replace(/[\s_./:#-]*(?:id|ID)?0*$/u, '').trim();
  return stem.slice(stepsOf(stem)[0] ?? 0);
}

function common(name: string, other: string | undefined): number {
  if (other === undefined) return 0;
  let at = 0;
  while (at < name.length && name[at] === other[at]) at += 1;
  return at;
}

/** The beginning of the word or number that a place lies in; leading zeros tell nothing. */
function boundary(name: string, place: number): number {
  const digit = (at: number): boolean => /\d/.test(name[at] ?? '');
  const letter = (at: number): boolean => /[\p{L}\p{M}]/u.test(name[at] ?? '');
  const surrogate = (at: number): boolean => /[\udc00-\udfff]/.test(name[at] ?? '');
  let at = Math.min(place, name.length - 1);
  if (digit(at) || (place === name.length && digit(at - 1))) {
    while (at > 0 && digit(at - 1)) at -= 1;
    while (name[at] === '0' && digit(at + 1)) at += 1;
    return at;
  }
  while (at > 0 && (letter(at) ? letter(at - 1) : surrogate(at))) at -= 1;
  // What stands between words belongs to what comes after it.
  return !letter(at) && at < place ? 0 : at;
}

/** Where the steps of a path begin, the last first; none where a name is no path, and without a last step that says nothing alone. */
function stepsOf(name: string): readonly number[] {
  if (/\s/u.test(name)) return [];
  const steps = Array.from(
    name.matchAll(/(?:::|[./\\])(?=[^\s./\\:])/gu),
    ({ 0: joint, index }) => index + joint.length,
  );
  return steps.reverse().filter((from) => (name.slice(from).match(/\p{L}/gu) ?? []).length >= stepMin);
}
