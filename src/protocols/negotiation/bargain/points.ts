/**
 * The points of a negotiation that are known by name: what nobody can better without worsening another, what nobody would refuse,
 * and the outcomes that Nash, Kalai and Smorodinsky, Rawls and the sum of all would choose. All that are equally good are told; one is
 * chosen by a rule: the highest sum of gains, then the first in the order of outcomes.
 */
import type { Space } from './space.ts';

export type PointKind = 'nash' | 'kalai-smorodinsky' | 'egalitarian' | 'utilitarian';

/** What is equally good up to this share of it is a tie. */
const tie = 1e-9;

export interface Point {
  /** The product, share, least gain or sum that is highest; null where it is not defined. */
  readonly value: number | null;
  /** All outcomes that have it, in their order. */
  readonly outcomes: readonly number[];
  /** The one that is taken; -1 for none. */
  readonly chosen: number;
}

/** Outcomes that nobody would refuse for no deal. */
export function rationalOf({ count, gains }: Space): number[] {
  const found: number[] = [];
  for (let outcome = 0; outcome < count; outcome += 1)
    if (gains.every((gain) => gain[outcome]! >= 0)) found.push(outcome);
  return found;
}

/** Of these outcomes, those that no other of them is better than for one and as good for all; in their order. */
export function paretoOf({ gains }: Space, among: readonly number[]): number[] {
  const [first, second] = gains as readonly [Float64Array, Float64Array];
  if (gains.length === 2) return sweptFront(first, second, among);
  const sums = new Map(among.map((outcome) => [outcome, sumOf(gains, outcome)]));
  // Whoever is beaten is beaten by one of the front with a higher sum, or is as good as one of it.
  const sorted = [...among].sort((a, b) => sums.get(b)! - sums.get(a)! || a - b);
  const front: number[] = [];
  for (const outcome of sorted) if (!front.some((other) => beats(gains, other, outcome))) front.push(outcome);
  return front.sort((a, b) => a - b);
}

/** For two: by falling gain of the first, whatever raises that of the second. */
function sweptFront(first: Float64Array, second: Float64Array, among: readonly number[]): number[] {
  const sorted = [...among].sort((a, b) => first[b]! - first[a]! || second[b]! - second[a]! || a - b);
  const front: number[] = [];
  let last = -1;
  for (const outcome of sorted) {
    const same = last !== -1 && first[last] === first[outcome] && second[last] === second[outcome];
    if (last !== -1 && !same && second[outcome]! <= second[last]!) continue;
    front.push(outcome);
    last = outcome;
  }
  return front.sort((a, b) => a - b);
}

function beats(gains: readonly Float64Array[], one: number, other: number): boolean {
  return gains.every((gain) => gain[one]! >= gain[other]!) && gains.some((gain) => gain[one]! > gain[other]!);
}

/** What two can agree on: nobody would refuse it and nothing betters it; one outcome of each point, the first party's best first. */
export function negotiationSetOf(space: Space): number[] {
  const [first, second] = space.gains as readonly [Float64Array, Float64Array];
  const front = paretoOf(space, rationalOf(space));
  front.sort((a, b) => first[b]! - first[a]! || a - b);
  return front.filter((outcome, at) => at === 0 || second[outcome] !== second[front[at - 1]!]);
}

/** A point by its name, among outcomes that nobody would refuse. */
export function pointOf({ gains }: Space, kind: PointKind, rational: readonly number[]): Point {
  if (rational.length === 0) return { value: null, outcomes: [], chosen: -1 };
  const score = scoreOf(gains, kind, rational);
  if (score === null) return { value: null, outcomes: [], chosen: -1 };
  let value = -Infinity;
  for (const outcome of rational) value = Math.max(value, score(outcome));
  const outcomes = rational.filter((outcome) => isAsMuch(score(outcome), value));
  let chosen = -1;
  for (const outcome of outcomes)
    if (
      chosen === -1 ||
      (sumOf(gains, outcome) > sumOf(gains, chosen) && !isAsMuch(sumOf(gains, chosen), sumOf(gains, outcome)))
    )
      chosen = outcome;
  return { value, outcomes, chosen };
}

function scoreOf(
  gains: readonly Float64Array[],
  kind: PointKind,
  rational: readonly number[],
): ((outcome: number) => number) | null {
  switch (kind) {
    case 'nash':
      return (outcome) => gains.reduce((product, gain) => product * gain[outcome]!, 1);
    case 'egalitarian':
      return (outcome) => gains.reduce((least, gain) => Math.min(least, gain[outcome]!), Infinity);
    case 'utilitarian':
      return (outcome) => sumOf(gains, outcome);
    case 'kalai-smorodinsky': {
      const most = gains.map((gain) => rational.reduce((best, outcome) => Math.max(best, gain[outcome]!), 0));
      // Whoever can gain nothing has no share of it.
      if (most.includes(0)) return null;
      return (outcome) => gains.reduce((least, gain, at) => Math.min(least, gain[outcome]! / most[at]!), Infinity);
    }
  }
}

function sumOf(gains: readonly Float64Array[], outcome: number): number {
  return gains.reduce((sum, gain) => sum + gain[outcome]!, 0);
}

/** Whether a value is as much as the highest, but for rounding. */
export function isAsMuch(value: number, highest: number): boolean {
  return highest - value <= tie * Math.abs(highest);
}
