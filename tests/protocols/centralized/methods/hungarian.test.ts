/**
 * The assignment problem against brute force where that can be done, and by its dual certificate where it cannot:
 * unequal sides, forbidden pairs, rows that must stay alone.
 */
import { describe, expect, it } from 'vitest';
import { assign, flawOf } from '../../../../src/protocols/centralized/methods/hungarian.ts';
import { Dice } from '../../../support/documents.ts';
import { rounds } from '../../../support/prove.ts';

/** How many, and how long a side of them may be. */
const matrices = rounds(60, 1000);
const sideMax = rounds(60, 200);

type Costs = readonly (readonly number[])[];

function randomCosts(dice: Dice, rows: number, columns: number, forbidden: number): Costs {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => (dice.chance(forbidden) ? Infinity : dice.integer(-20, 100))),
  );
}

/** Most pairs, and of those the cheapest, by trying everything. */
function byBruteForce(costs: Costs, row = 0, taken: readonly number[] = []): { pairs: number; cost: number } {
  if (row === costs.length) return { pairs: 0, cost: 0 };
  let best = byBruteForce(costs, row + 1, taken);
  costs[row]!.forEach((cost, column) => {
    if (cost === Infinity || taken.includes(column)) return;
    const rest = byBruteForce(costs, row + 1, [...taken, column]);
    const candidate = { pairs: rest.pairs + 1, cost: rest.cost + cost };
    if (candidate.pairs > best.pairs || (candidate.pairs === best.pairs && candidate.cost < best.cost))
      best = candidate;
  });
  return best;
}

describe('the Hungarian method', () => {
  it('[CC8] the certificate refuses a matching that is not the best', () => {
    const costs = [
      [1, 5],
      [5, 1],
    ];
    const good = assign(costs);
    expect(flawOf(costs, good)).toBe(null);
    expect(flawOf(costs, { ...good, columnOf: [1, 0] })).not.toBe(null);
    expect(flawOf(costs, { ...good, columnOf: [0, -1] })).not.toBe(null);
    expect(flawOf(costs, { ...good, rowDual: good.rowDual.map((dual) => dual + 1) })).not.toBe(null);
  });
  it('[CC8] refuses a cost that is not a number', () => {
    expect(() => assign([[Number.NaN]])).toThrow();
  });
  it('[CC8] has an answer for no rows, no columns and nothing allowed', () => {
    expect(assign([]).columnOf).toEqual([]);
    expect(assign([[], []]).columnOf).toEqual([-1, -1]);
    expect(assign([[Infinity], [Infinity]]).columnOf).toEqual([-1, -1]);
  });
  it('[CC8] agrees with brute force up to seven rows and columns', () => {
    const dice = new Dice(11);
    for (let round = 0; round < 400; round += 1) {
      const size = round % 40 === 0 ? 7 : 5;
      const costs = randomCosts(dice, dice.integer(1, size), dice.integer(1, size), dice.one([0, 0.3, 0.7]));
      const { columnOf, cost } = assign(costs);
      expect({ pairs: columnOf.filter((column) => column !== -1).length, cost }).toEqual(byBruteForce(costs));
    }
  });
  it('[CC8] proves its optimum up to two hundred by two hundred, with forbidden pairs and unequal sides', () => {
    const dice = new Dice(12);
    for (let round = 0; round < matrices; round += 1) {
      const largest = round % 100 === 0;
      const [rows, columns] = largest ? [200, 200] : [dice.integer(1, sideMax), dice.integer(1, sideMax)];
      const costs = randomCosts(dice, rows, columns, dice.one([0, 0.2, 0.9]));
      expect(flawOf(costs, assign(costs))).toBe(null);
    }
  });
});
