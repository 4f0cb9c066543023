/**
 * Places in a list: a dense order, so that between any two there is always another and nothing that stands is ever renumbered. A
 * place is a way down a tree whose nodes are walked in order (Weidner and Kleppmann, The Art of the Fugue, 2023): what is put in
 * beside an element hangs below it, so what two put in at one place at once is not mixed. Plain data.
 */
import { isLater, type Tag } from '../tag.ts';

/**
 * One step down: to the left of what it hangs below (-1) or to the right (1), among what hangs there by the tag of the change that
 * made it, and then by a count, with which its maker goes on to either side and the way grows no longer.
 */
type Step = readonly [side: -1 | 1, ts: number, writer: number, count: number];
export type Place = readonly Step[];

/** Behind all that was there before. */
export function lastPlace({ ts, writer }: Tag): Place {
  return [[1, ts, writer, 0]];
}

/** Below 0 where one stands before the other. */
export function comparePlaces(one: Place, other: Place): number {
  for (let at = 0; at < one.length && at < other.length; at += 1) {
    const order = compareSteps(one[at]!, other[at]!);
    if (order !== 0) return order;
  }
  // What hangs below the other is to its left or its right.
  if (one.length < other.length) return -other[one.length]![0];
  return one.length > other.length ? one[other.length]![0] : 0;
}

function compareSteps(one: Step, other: Step): number {
  if (one[0] !== other[0]) return one[0] - other[0];
  if (isSameNode(one, other)) return one[3] - other[3];
  return isLater({ ts: one[1], writer: one[2] }, { ts: other[1], writer: other[2] }) ? 1 : -1;
}

function isSameNode(one: Step, other: Step): boolean {
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2];
}

/** Whether it hangs to the right of another, however far below. */
function isRightOf(place: Place, of: Place): boolean {
  const last = of.length - 1;
  if (place.length <= last || comparePlaces(place.slice(0, last), of.slice(0, last)) !== 0) return false;
  if (!isSameNode(place[last]!, of[last]!)) return false;
  const [, , , count] = of[last]!;
  const ahead = place[last]![3] - count;
  // Whoever went on to the left hangs to the left of where it began.
  return ahead === 0 ? place[last + 1]?.[0] === 1 : ahead > 0 && count >= 0;
}

/** A place of one's own between two neighbours, either of which may be missing; `taken` are all at which anything stands. */
export function placeBetween(
  before: Place | undefined,
  after: Place | undefined,
  tag: Tag,
  taken: readonly Place[],
): Place {
  if (after === undefined) return lastPlace(tag);
  const onLeft = before === undefined || isRightOf(after, before);
  const beside = onLeft ? after : before;
  const side = onLeft ? -1 : 1;
  const [own, ts, writer, count] = beside.at(-1)!;
  const next: Place = [...beside.slice(0, -1), [own, ts, writer, count + side]];
  const fits = (before === undefined || comparePlaces(before, next) < 0) && comparePlaces(next, after) < 0;
  if (writer === tag.writer && fits && !taken.some((each) => comparePlaces(each, next) === 0)) return next;
  return [...beside, [side, tag.ts, tag.writer, 0]];
}
