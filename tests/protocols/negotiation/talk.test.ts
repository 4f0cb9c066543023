/** What two say to each other, worked out without a network: monotonic concession against a brute force, and alternating offers. */
import { describe, expect, it } from 'vitest';
import type { Preferences, Stance } from '../../../src/plan/index.ts';
import { negotiationSetOf, pointOf, rationalOf } from '../../../src/protocols/negotiation/bargain/points.ts';
import { spaceOf } from '../../../src/protocols/negotiation/bargain/space.ts';
import {
  after,
  alternating,
  atFirst,
  concession,
  nothingForBoth,
  type Move,
  type Standing,
  type Talk,
} from '../../../src/protocols/negotiation/bargain/talk.ts';
import { power } from '../../../src/protocols/logarithm.ts';
import { figure, rounds } from '../../support/prove.ts';
import { bruteOf, dice, gameOf } from './games.ts';

function talked(talk: Talk, coin: () => number = () => 0): { readonly moves: readonly Move[]; readonly end: Move } {
  const moves: Move[] = [];
  let standing: Standing = atFirst;
  for (;;) {
    const move = talk.next(standing, coin);
    moves.push(move);
    if (move.word !== 'offer') return { moves, end: move };
    standing = after(standing, move);
  }
}

describe('monotonic concession', () => {
  it('[NG3] [NG4] [NG5] [NG6] [NG7] ends in the highest Nash product, or without a deal exactly where there is none', () => {
    const games = rounds(1500, 100_000);
    let conflicts = 0;
    let longest = 0;
    for (let seed = 0; seed < games; seed += 1) {
      const game = gameOf(seed);
      const space = spaceOf(game.issues, game.parties);
      const all = bruteOf(game);
      const roll = dice(seed + 1);
      const { moves, end } = talked(concession(space, 0), () => (roll() < 0.5 ? 0 : 1));
      const rational = all.filter(({ gains }) => gains.every((gain) => gain >= 0));
      expect(end.word === 'none', `game ${seed}`).toBe(rational.length === 0);
      if (end.word === 'none') {
        expect(end.reason).toBe(nothingForBoth);
        conflicts += 1;
        continue;
      }
      const products = rational.map(({ gains }) => gains[0]! * gains[1]!);
      const [one, other] = all[end.outcome]!.gains;
      const most = Math.max(...products);
      expect(most - one! * other!, `game ${seed}`).toBeLessThanOrEqual(1e-9 * most);
      const beaten = rational.some(
        ({ gains }) => gains[0]! >= one! && gains[1]! >= other! && (gains[0]! > one! || gains[1]! > other!),
      );
      expect(beaten, `game ${seed}`).toBe(false);
      expect(end.round).toBeLessThanOrEqual(negotiationSetOf(space).length);
      for (const by of [0, 1] as const) {
        const own = moves.flatMap((move) => (move.word === 'offer' && move.by === by ? [move.outcome] : []));
        const gains = own.map((outcome) => all[outcome]!.gains[by]!);
        for (let at = 1; at < gains.length; at += 1) expect(gains[at]).toBeLessThan(gains[at - 1]!);
      }
      longest = Math.max(longest, end.round);
    }
    figure('games', games);
    figure('without a deal', conflicts);
    figure('most rounds', longest);
    expect(conflicts).toBeGreaterThan(0);
    expect(longest).toBeGreaterThan(3);
  });

  it('[NG5] the risks of a concession are those of Zeuthen: who risks less concedes', () => {
    const talk = concession(pie(10), 0);
    const { moves } = talked(talk);
    const third = moves[2]!;
    expect(third).toMatchObject({ word: 'offer', risks: [1, 1], tied: true });
    for (const move of moves) {
      if (move.word === 'none' || move.risks === null) continue;
      const [first, second] = move.risks;
      if (!move.tied) expect(move.by).toBe(first < second ? 0 : 1);
    }
  });

  it('[NG8] so many rounds and no more', () => {
    expect(talked(concession(pie(100), 3)).end).toEqual({
      word: 'none',
      reason: 'no agreement within 3 rounds',
      round: 3,
    });
  });
});

/** A cake in so many pieces. */
function pie(pieces: number, reservations: readonly [number, number] = [0, 0]) {
  const party = (values: readonly number[], reservation: number): Preferences => ({
    ...{ weights: [1], values: [values], reservation, must: null },
  });
  return spaceOf(
    [{ name: 'share', min: 0, max: pieces }],
    [party([0, 1], reservations[0]), party([1, 0], reservations[1])],
  );
}
const patient = (discount: number) => ({ discount, concession: null });
const paced = (pace: number) => ({ discount: 1, concession: pace });

describe('alternating offers', () => {
  it('[NG9] equally patient players with a discount of .9 settle at once, and the first has .526316', () => {
    const space = pie(1_000_000);
    const { moves, end } = talked(alternating(space, 0, [patient(0.9), patient(0.9)]));
    expect(moves).toHaveLength(2);
    expect(end).toMatchObject({ word: 'accept', round: 1 });
    expect(Math.abs(space.gains[0]![moves[0]!.word === 'offer' ? moves[0]!.outcome : 0]! - 1 / 1.9)).toBeLessThan(1e-6);
  });

  it('[NG9] who is more patient has more: (1 - d2) / (1 - d1 d2)', () => {
    for (const [first, second] of [
      [0.5, 0.9],
      [0.9, 0.5],
      [0.8, 0.95],
      [0.99, 0.99],
    ] as const) {
      const space = pie(10_000);
      const { end } = talked(alternating(space, 0, [patient(first), patient(second)]));
      const share = space.gains[0]![end.word === 'none' ? 0 : end.outcome]!;
      expect(share, `${first} and ${second}`).toBeCloseTo((1 - second) / (1 - first * second), 3);
    }
  });

  it('[NG9] with a last round it is reckoned backwards from there', () => {
    const shares = [1, 2, 3].map((last) => {
      const space = pie(1000);
      const { end } = talked(alternating(space, last, [patient(0.5), patient(0.5)]));
      return space.gains[0]![end.word === 'none' ? 0 : end.outcome]!;
    });
    expect(shares).toEqual([1, 0.5, 0.75]);
  });

  it('[NG4] [NG10] nobody offers itself more than before by the clock, and a deal is refused by none', () => {
    for (let seed = 0; seed < rounds(400, 20_000); seed += 1) {
      const game = gameOf(seed);
      const space = spaceOf(game.issues, game.parties);
      const roll = dice(seed);
      const stance = (): Stance => (roll() < 0.3 ? patient(0.5 + roll() / 2) : paced(0.05 + 5 * roll()));
      const stances = [stance(), stance()] as const;
      const { moves, end } = talked(alternating(space, 2 + Math.floor(roll() * 30), stances));
      const rational = rationalOf(space);
      if (rational.length === 0) expect(end.word).toBe('none');
      if (end.word !== 'none') expect(rational).toContain(end.outcome);
      for (const by of [0, 1] as const) {
        if (stances[by].concession === null) continue;
        const gains = moves.flatMap((move) =>
          move.word === 'offer' && move.by === by ? [space.gains[by]![move.outcome]!] : [],
        );
        for (let at = 1; at < gains.length; at += 1)
          expect(gains[at], `game ${seed}`).toBeLessThanOrEqual(gains[at - 1]!);
      }
    }
  });

  it('[NG10] of two that concede by the clock the one that concedes late has more, and the last round finds a deal', () => {
    const shares = [0.2, 1, 5].map((pace) => {
      const space = pie(1000, [0.1, 0.1]);
      const { end } = talked(alternating(space, 40, [paced(pace), paced(1)]));
      return space.gains[0]![end.word === 'none' ? 0 : end.outcome]!;
    });
    expect(shares[0]!).toBeGreaterThan(shares[1]!);
    expect(shares[1]!).toBeGreaterThan(shares[2]!);
    expect(shares[1]!).toBeCloseTo(0.4, 1);
  });

  it('[NG10] a power is that of the textbook', () => {
    for (const x of [0, 0.001, 0.25, 0.5, 0.9, 1])
      for (const exponent of [0.05, 0.5, 1, 2, 20]) expect(power(x, exponent)).toBeCloseTo(x ** exponent, 12);
  });
});

it('[NG7] a patient deal is the Nash point of an even cake, as near as the pieces allow', () => {
  const space = pie(100);
  const { chosen } = pointOf(space, 'nash', rationalOf(space));
  const end = talked(concession(space, 0)).end;
  expect([chosen, end.word === 'none' ? -1 : end.outcome]).toEqual([50, 50]);
});
