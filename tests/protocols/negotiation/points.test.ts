/** Points of a negotiation, held against a brute force and against the known points of published domains. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Issue } from '../../../src/plan/index.ts';
import {
  negotiationSetOf,
  paretoOf,
  pointOf,
  rationalOf,
  type PointKind,
} from '../../../src/protocols/negotiation/bargain/points.ts';
import { outcomesMax, isWeighable, spaceOf, utilityOf } from '../../../src/protocols/negotiation/bargain/space.ts';
import { outcomeAt } from '../../../src/protocols/negotiation/bargain/told.ts';
import { rounds } from '../../support/prove.ts';
import { bruteOf, gameOf, namesOf } from './games.ts';

const kinds: readonly PointKind[] = ['nash', 'kalai-smorodinsky', 'egalitarian', 'utilitarian'];

it('[NG1] [NG2] the front, the negotiation set and every point are those of a brute force, for two and for three', () => {
  for (let seed = 0; seed < rounds(300, 20_000); seed += 1) {
    const game = gameOf(seed, seed % 3 === 0 ? 3 : 2);
    const space = spaceOf(game.issues, game.parties);
    const all = bruteOf(game);
    const beaten = (one: readonly number[]): boolean =>
      all.some(({ gains }) => gains.every((gain, at) => gain >= one[at]!) && gains.some((gain, at) => gain > one[at]!));
    const front = all.filter(({ gains }) => !beaten(gains)).map(({ outcome }) => outcome);
    expect(paretoOf(space, [...all.keys()]), `front of ${seed}`).toEqual(front);
    const rational = all.filter(({ gains }) => gains.every((gain) => gain >= 0));
    expect(rationalOf(space)).toEqual(rational.map(({ outcome }) => outcome));
    if (game.parties.length === 2) {
      const points = new Set(
        rational.filter(({ outcome }) => front.includes(outcome)).map(({ gains }) => gains.join(' ')),
      );
      const set = negotiationSetOf(space);
      expect(new Set(set.map((outcome) => all[outcome]!.gains.join(' '))), `set of ${seed}`).toEqual(points);
      expect(set).toHaveLength(points.size);
    }
    const most = game.parties.map((_, at) => Math.max(0, ...rational.map(({ gains }) => gains[at]!)));
    const score: Record<PointKind, (gains: readonly number[]) => number> = {
      nash: (gains) => gains.reduce((product, gain) => product * gain, 1),
      'kalai-smorodinsky': (gains) => Math.min(...gains.map((gain, at) => gain / most[at]!)),
      egalitarian: (gains) => Math.min(...gains),
      utilitarian: (gains) => gains.reduce((sum, gain) => sum + gain, 0),
    };
    for (const kind of kinds) {
      const point = pointOf(space, kind, rationalOf(space));
      if (rational.length === 0 || (kind === 'kalai-smorodinsky' && most.includes(0))) {
        expect(point).toEqual({ value: null, outcomes: [], chosen: -1 });
        continue;
      }
      const value = Math.max(...rational.map(({ gains }) => score[kind](gains)));
      const ties = rational.filter(({ gains }) => value - score[kind](gains) <= 1e-9 * Math.abs(value));
      expect(point.value).toBe(value);
      expect(point.outcomes, `${kind} of ${seed}`).toEqual(ties.map(({ outcome }) => outcome));
      expect(point.outcomes).toContain(point.chosen);
      expect(beaten(all[point.chosen]!.gains), `${kind} of ${seed} is beaten`).toBe(false);
    }
  }
});

it('[NG2] of equally good outcomes all are told, and the one with the highest sum is taken', () => {
  const issues: Issue[] = [{ name: 'cake', values: ['a', 'b', 'c'] }];
  const party = (values: number[]) => ({ weights: [1], values: [values], reservation: 0, must: null });
  const space = spaceOf(issues, [party([0.2, 0.2, 0.6]), party([0.6, 0.9, 0.2])]);
  expect(pointOf(space, 'egalitarian', rationalOf(space))).toEqual({ value: 0.2, outcomes: [0, 1, 2], chosen: 1 });
});

it('[NG1] what a party insists on counts as refused where it does not hold', () => {
  const issues: Issue[] = [{ name: 'price', min: 1, max: 10 }];
  const buyer = { weights: [1], values: [[1, 0]], reservation: 0, must: 'price <= 4 && outcome["price"] != 3' };
  const space = spaceOf(issues, [buyer, { ...buyer, values: [[0, 1]], must: null }]);
  expect(rationalOf(space).map((outcome) => outcomeAt(issues, outcome)['price'])).toEqual([1, 2, 4]);
});

it('[NG1] as many outcomes as can be weighed are said, and no more are weighed', () => {
  expect(isWeighable([{ name: 'price', min: 1, max: outcomesMax }], 2)).toBe(true);
  expect(isWeighable([{ name: 'price', min: 0, max: outcomesMax }], 2)).toBe(false);
  expect(isWeighable([{ name: 'price', min: 1, max: outcomesMax }], 3)).toBe(false);
});

interface Domain {
  readonly name: string;
  readonly issues: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly agents: readonly {
    readonly weights: readonly number[];
    readonly evaluations: readonly (readonly number[])[];
    readonly reservation: number;
  }[];
  readonly pareto: number;
  readonly nash: Known;
  readonly kalaiSmorodinsky: Known;
  readonly egalitarian: Known;
  readonly utilitarian: Known;
}
interface Known {
  readonly value: number | null;
  readonly outcomes: readonly { readonly outcome: readonly string[] }[];
}

const data = process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const file = path.join(data, 'negotiation/bilateral-domains.json');

it.skipIf(!existsSync(file))('[NG2] published domains have the points that are known of them', () => {
  const domains = JSON.parse(readFileSync(file, 'utf8')) as readonly Domain[];
  for (const { name, issues, agents, ...known } of domains) {
    const parties = agents.map(({ weights, evaluations, reservation }) => ({
      ...{ weights, reservation, must: null },
      values: evaluations.map((values) => values.map((value) => value / Math.max(...values))),
    }));
    const space = spaceOf(issues, parties);
    expect(paretoOf(space, [...Array(space.count).keys()]), name).toHaveLength(known.pareto);
    const rational = rationalOf(space);
    const points = { nash: 'nash', kalaiSmorodinsky: 'kalai-smorodinsky', egalitarian: 'egalitarian' } as const;
    for (const key of ['nash', 'kalaiSmorodinsky', 'egalitarian', 'utilitarian'] as const) {
      const point = pointOf(space, key === 'utilitarian' ? key : points[key], rational);
      expect(namesOf(space, point.outcomes), `${name}: ${key}`).toEqual(
        known[key].outcomes.map(({ outcome }) => outcome),
      );
      const value = known[key].value;
      if (value === null) expect(point.value).toBeNull();
      else if (key !== 'utilitarian') expect(point.value, `${name}: ${key}`).toBeCloseTo(value, 8);
      else
        expect(parties.reduce((sum, party) => sum + utilityOf(issues, party, point.chosen), 0)).toBeCloseTo(value, 8);
    }
  }
});
