/**
 * What a negotiation looks like from above: where all outcomes lie by what they are worth to two of the parties, which of them
 * nothing betters, and where the points stand that are known by name. What is too much for a picture is thinned.
 */
import { paretoOf, pointOf, rationalOf, type PointKind } from '../bargain/points.ts';
import { utilityOf, type Space } from '../bargain/space.ts';

/** Two parties by place: whose worth goes to the right, and whose goes up. */
export type Axes = readonly [number, number];
export type Spot = readonly [x: number, y: number];

/** A point known by name, or several that are one outcome. */
export interface NamedPoint {
  readonly kinds: readonly PointKind[];
  readonly outcome: number;
  /** How many outcomes are equally good by the first of them. */
  readonly tied: number;
}

export interface Landscape {
  /** Where outcomes lie that nobody rules out, each place once. */
  readonly spots: readonly Spot[];
  /** Outcomes that nothing betters for one at nobody's cost, by falling worth to the first; null where that takes too long. */
  readonly front: readonly number[] | null;
  readonly points: readonly NamedPoint[];
  /** Outcomes that nobody would refuse for no deal. */
  readonly rational: number;
}

/** Spots that are told as they are; of more, one in each field of a grid. */
const spotsMax = 3000;
const columns = 80;
const rows = 46;
/** Outcomes of the front that are told. */
const frontMax = 400;
/** With more than two parties each is held against each: so many at most. */
const heldMax = 20_000;

const kinds = ['nash', 'kalai-smorodinsky', 'egalitarian', 'utilitarian'] as const;

/** The utility of an outcome to a party, though it may rule it out. */
export function worthAt({ issues, parties }: Space, place: number, outcome: number): number {
  return utilityOf(issues, parties[place]!, outcome);
}

export function landscapeOf(space: Space, axes: Axes): Landscape {
  const rational = rationalOf(space);
  const open: number[] = [];
  for (let outcome = 0; outcome < space.count; outcome += 1)
    if (space.gains.every((gain) => gain[outcome]! > -Infinity)) open.push(outcome);
  const tooMany = space.gains.length > 2 && open.length > heldMax;
  return {
    spots: spotsOf(space, axes, open),
    front: tooMany ? null : frontOf(space, axes, open),
    points: pointsOf(space, rational),
    rational: rational.length,
  };
}

function frontOf(space: Space, axes: Axes, open: readonly number[]): readonly number[] {
  const [first, second] = axes.map((place) => space.gains[place]!) as [Float64Array, Float64Array];
  const front = paretoOf(space, open).sort((a, b) => first[b]! - first[a]! || second[a]! - second[b]! || a - b);
  const seen = front.filter(
    (outcome, at) => at === 0 || first[outcome] !== first[front[at - 1]!] || second[outcome] !== second[front[at - 1]!],
  );
  return thinned(seen, frontMax);
}

/** So many of a list at most, evenly, its ends among them. */
export function thinned<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * (list.length - 1)) / (most - 1))]!);
}

function spotsOf(space: Space, axes: Axes, open: readonly number[]): readonly Spot[] {
  const [right, up] = axes.map((place) => ({ gain: space.gains[place]!, none: space.parties[place]!.reservation })) as [
    { gain: Float64Array; none: number },
    { gain: Float64Array; none: number },
  ];
  const spot = (outcome: number): Spot => [right.gain[outcome]! + right.none, up.gain[outcome]! + up.none];
  const exact = new Map<string, Spot>();
  for (const outcome of open) {
    const at = spot(outcome);
    exact.set(at.join(), at);
    if (exact.size > spotsMax) return inFields(open.map(spot));
  }
  return [...exact.values()];
}

/** One spot of each field of a grid over all of them. */
function inFields(spots: readonly Spot[]): readonly Spot[] {
  const [left, right] = boundsOf(spots, 0);
  const [low, high] = boundsOf(spots, 1);
  const share = (value: number, from: number, to: number, parts: number): number =>
    to === from ? 0 : Math.min(parts - 1, Math.floor(((value - from) / (to - from)) * parts));
  const fields = new Map<number, Spot>();
  for (const spot of spots) {
    const field = share(spot[0], left, right, columns) + columns * share(spot[1], low, high, rows);
    if (!fields.has(field)) fields.set(field, spot);
  }
  return [...fields.values()];
}

function boundsOf(spots: readonly Spot[], side: 0 | 1): readonly [number, number] {
  return spots.reduce(
    ([low, high], spot) => [Math.min(low, spot[side]), Math.max(high, spot[side])],
    [Infinity, -Infinity],
  );
}

function pointsOf(space: Space, rational: readonly number[]): readonly NamedPoint[] {
  const found = new Map<number, { kinds: PointKind[]; outcome: number; tied: number }>();
  for (const kind of kinds) {
    const { chosen, outcomes } = pointOf(space, kind, rational);
    if (chosen === -1) continue;
    const known = found.get(chosen);
    if (known === undefined) found.set(chosen, { kinds: [kind], outcome: chosen, tied: outcomes.length });
    else known.kinds.push(kind);
  }
  return [...found.values()];
}
