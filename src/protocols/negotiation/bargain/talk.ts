/**
 * Who says what next where two negotiate, worked out from what stands on the table alone: monotonic concession by Zeuthen's rule
 * (Rosenschein and Zlotkin, _Rules of Encounter_, 1994), and alternating offers (Rubinstein 1982; time-dependent tactics of Faratin,
 * Sierra and Jennings 1998). Both see the same table, so that both know whose turn it is.
 */
import type { Stance } from '../../../plan/index.ts';
import { power } from '../../logarithm.ts';
import { negotiationSetOf } from './points.ts';
import type { Space } from './space.ts';

/** What stands on the table: the last offer of each, and how often something was said. */
export interface Standing {
  readonly turn: number;
  readonly round: number;
  /** Outcomes by place; -1 for none yet. */
  readonly offers: readonly [number, number];
}

/** How ready each is to risk that there is no deal: the share of its own offer that it would lose by taking the other's. */
export type Risks = readonly [number, number];

export type Move =
  | {
      readonly word: 'offer' | 'accept';
      readonly by: 0 | 1;
      readonly outcome: number;
      readonly round: number;
      /** Where one of two conceded, because it risked less; `tied` where a coin fell. */
      readonly risks: Risks | null;
      readonly tied: boolean;
    }
  | { readonly word: 'none'; readonly reason: string; readonly round: number };

export interface Talk {
  readonly space: Space;
  /** What both may agree on, the best of the first first. */
  readonly set: readonly number[];
  next(standing: Standing, coin: () => number): Move;
}

export const atFirst: Standing = { turn: 0, round: 0, offers: [-1, -1] };

/** The table after something was said. */
export function after(standing: Standing, move: Move): Standing {
  if (move.word === 'none') return standing;
  const { turn, offers } = standing;
  const next: [number, number] = [offers[0], offers[1]];
  next[move.by] = move.outcome;
  return { turn: turn + 1, round: move.round, offers: next };
}

export const nothingForBoth = 'no outcome is acceptable to both';

/** More by more than rounding makes of it. */
function isMore(one: number, other: number): boolean {
  return one - other > 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

function overdue(roundsMax: number, round: number): Move {
  return { word: 'none', reason: `no agreement within ${roundsMax} ${roundsMax === 1 ? 'round' : 'rounds'}`, round };
}

/** Monotonic concession: whoever risks less concedes as little as makes the other risk less, or takes the other's offer. */
export function concession(space: Space, roundsMax: number): Talk {
  const set = negotiationSetOf(space);
  const [first, second] = space.gains as readonly [Float64Array, Float64Array];
  const productOf = (outcome: number): number => first[outcome]! * second[outcome]!;
  /** The place of an outcome in the set, where gains of the first fall. */
  const placeOf = (outcome: number): number => {
    let low = 0;
    let high = set.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (first[set[middle]!]! > first[outcome]!) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const next = ({ turn, round, offers }: Standing, coin: () => number): Move => {
    if (set.length === 0) return { word: 'none', reason: nothingForBoth, round };
    if (turn === 0) return { word: 'offer', by: 0, outcome: set[0]!, round: 1, risks: null, tied: false };
    if (turn === 1) {
      const outcome = set.at(-1)!;
      return { word: outcome === offers[0] ? 'accept' : 'offer', by: 1, outcome, round: 1, risks: null, tied: false };
    }
    const [own, other] = offers;
    const risks: Risks = [riskOf(first, own, other), riskOf(second, other, own)];
    const products = [productOf(own), productOf(other)] as const;
    const tied = !isMore(products[0], products[1]) && !isMore(products[1], products[0]);
    // Who risks less is whose offer has the lower product.
    const by = tied ? (coin() === 0 ? 0 : 1) : products[0] < products[1] ? 0 : 1;
    const [from, to] = [placeOf(own), placeOf(other)];
    const step = by === 0 ? 1 : -1;
    const end = by === 0 ? to : from;
    for (let place = (by === 0 ? from : to) + step; place !== end; place += step) {
      const outcome = set[place]!;
      if (!isMore(productOf(outcome), products[1 - by]!)) continue;
      if (roundsMax > 0 && round >= roundsMax) return overdue(roundsMax, round);
      return { word: 'offer', by, outcome, round: round + 1, risks, tied };
    }
    return { word: 'accept', by, outcome: offers[1 - by]!, round, risks, tied };
  };
  return { space, set, next };
}

function riskOf(gain: Float64Array, own: number, other: number): number {
  return gain[own] === 0 ? 1 : (gain[own]! - gain[other]!) / gain[own]!;
}

/** Alternating offers: the first named begins, and each answers an offer by taking it or by making another one. */
export function alternating(space: Space, roundsMax: number, stances: readonly [Stance, Stance]): Talk {
  const set = negotiationSetOf(space);
  const gains = space.gains as readonly [Float64Array, Float64Array];
  const claims = claimsOf(set, gains, { roundsMax, stances });
  /** The least that a party says or takes at this turn, counted from 0. */
  const leastAt = (by: 0 | 1, turn: number): number => {
    const { concession: pace } = stances[by];
    if (pace === null) return claims.takes(by, turn);
    const time = roundsMax <= 1 ? 1 : Math.min(1, turn / (roundsMax - 1));
    const most = gains[by][set[by === 0 ? 0 : set.length - 1]!]!;
    return most * (1 - power(time, 1 / pace));
  };
  const next = ({ turn, round, offers }: Standing): Move => {
    if (set.length === 0) return { word: 'none', reason: nothingForBoth, round };
    const by = turn % 2 === 0 ? 0 : 1;
    const offered = offers[by === 0 ? 1 : 0];
    const said = { by, risks: null, tied: false } as const;
    if (offered !== -1 && gains[by][offered]! >= leastAt(by, turn) - slack)
      return { word: 'accept', outcome: offered, round, ...said };
    if (roundsMax > 0 && round >= roundsMax) return overdue(roundsMax, round);
    const outcome =
      stances[by].concession === null
        ? claims.offer(by, turn)
        : lastWith(set, gains[by], { by, least: leastAt(by, turn) });
    return { word: 'offer', outcome, round: round + 1, ...said };
  };
  return { space, set, next };
}

/** Below this a gain is none. */
const slack = 1e-9;

/** The outcome that gives a party at least so much, and the other the most. */
function lastWith(
  set: readonly number[],
  gain: Float64Array,
  { by, least }: { readonly by: 0 | 1; readonly least: number },
): number {
  const order = by === 0 ? set : [...set].reverse();
  let found = order[0]!;
  for (const outcome of order) {
    if (gain[outcome]! < least - slack) break;
    found = outcome;
  }
  return found;
}

interface Claims {
  /** What a party takes at this turn: what waiting for its own next offer is worth to it now. */
  takes(by: 0 | 1, turn: number): number;
  offer(by: 0 | 1, turn: number): number;
}

/**
 * What patient players ask for (subgame perfect equilibrium): each offers the other just what waiting a round is worth to it. Between
 * the outcomes of the set, worth is taken to lie on the line between them. Without a last round it is the fixed point.
 */
function claimsOf(
  set: readonly number[],
  gains: readonly [Float64Array, Float64Array],
  { roundsMax, stances }: { readonly roundsMax: number; readonly stances: readonly [Stance, Stance] },
): Claims {
  /** The most that `by` can have if the other is to have so much, between outcomes. */
  const best = (by: 0 | 1, theirs: number): number => {
    if (set.length === 0) return 0;
    const other = gains[by === 0 ? 1 : 0];
    const at = firstWith(set, other, { by, least: theirs });
    const outcome = set[at]!;
    const before = by === 0 ? at - 1 : at + 1;
    const own = gains[by][outcome]!;
    if (before < 0 || before >= set.length || other[outcome]! <= theirs) return own;
    const nearer = set[before]!;
    const share = (theirs - other[nearer]!) / (other[outcome]! - other[nearer]!);
    return gains[by][nearer]! + share * (own - gains[by][nearer]!);
  };
  const worth = roundsMax > 0 ? backwards(roundsMax, stances, best) : settled(stances, best);
  return {
    takes: (by, turn) => stances[by].discount * worth(by, turn + 1),
    offer(by, turn) {
      const other = by === 0 ? 1 : 0;
      const least = stances[other].discount * worth(other, turn + 2);
      return set[firstWith(set, gains[other], { by, least })]!;
    },
  };
}

type Best = (by: 0 | 1, theirs: number) => number;
/** What the game is worth to who makes the offer of a round, counted from 1. */
type Worth = (by: 0 | 1, round: number) => number;

function backwards(roundsMax: number, stances: readonly [Stance, Stance], best: Best): Worth {
  const worth = new Float64Array(roundsMax + 2);
  for (let round = roundsMax; round >= 1; round -= 1) {
    const by = round % 2 === 1 ? 0 : 1;
    const other = by === 0 ? 1 : 0;
    worth[round] = best(by, stances[other].discount * worth[round + 1]!);
  }
  return (_by, round) => worth[round] ?? 0;
}

/** So often the claims of both are set against each other, until they change no more. */
const sweepsMax = 10_000;

function settled(stances: readonly [Stance, Stance], best: Best): Worth {
  let own = best(0, 0);
  let other = 0;
  for (let sweep = 0; sweep < sweepsMax; sweep += 1) {
    other = best(1, stances[0].discount * own);
    const next = best(0, stances[1].discount * other);
    if (Math.abs(next - own) <= 1e-15 * Math.abs(own)) break;
    own = next;
  }
  return (by) => (by === 0 ? own : other);
}

/** The place nearest to the best of `by` that gives the other at least so much; the other's best where none does. */
function firstWith(
  set: readonly number[],
  other: Float64Array,
  { by, least }: { readonly by: 0 | 1; readonly least: number },
): number {
  let low = 0;
  let high = set.length - 1;
  while (low < high) {
    const middle = by === 0 ? (low + high) >> 1 : (low + high + 1) >> 1;
    const enough = other[set[middle]!]! >= least - slack;
    if (by === 0) {
      if (enough) high = middle;
      else low = middle + 1;
    } else if (enough) low = middle;
    else high = middle - 1;
  }
  return low;
}
