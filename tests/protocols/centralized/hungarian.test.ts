/**
 * The assignment problem against brute force where that can be done, and by its dual certificate where it cannot:
 * unequal sides, forbidden pairs, rows that must stay alone.
 */
import { describe, expect, it } from 'vitest';
import { assign, type Matching } from '../../../src/protocols/centralized/hungarian.ts';
import { Dice } from '../../support/documents.ts';

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

/** What is wrong with a matching and its duals in the padded matrix, where row i may stay alone at the penalty. */
function flaws(costs: Costs, { columnOf, rowDual, columnDual, penalty }: Matching): string[] {
  const columns = costs[0]?.length ?? 0;
  const found: string[] = [];
  const padded = (row: number, column: number): number =>
    column < columns ? costs[row]![column]! : column - columns === row ? penalty : Infinity;
  costs.forEach((_, row) => {
    const mate = columnOf[row] === -1 ? columns + row : columnOf[row]!;
    for (let column = 0; column < columns + costs.length; column += 1) {
      const slack = padded(row, column) - rowDual[row]! - columnDual[column]!;
      if (slack < 0) found.push(`row ${String(row)}, column ${String(column)}: ${String(slack)}`);
      if (column === mate && slack !== 0) found.push(`the pair of row ${String(row)} has slack ${String(slack)}`);
    }
  });
  const used = columnOf.filter((column) => column !== -1);
  if (new Set(used).size !== used.length) found.push('a column was used twice');
  columnDual.forEach((dual, column) => {
    const free = column < columns ? !used.includes(column) : columnOf[column - columns] !== -1;
    if (dual > 0 || (free && dual !== 0)) found.push(`column ${String(column)} has dual ${String(dual)}`);
  });
  return found;
}

describe('the Hungarian method', () => {
  it('[CC8] the certificate refuses a matching that is not the best', () => {
    const costs = [
      [1, 5],
      [5, 1],
    ];
    const good = assign(costs);
    expect(flaws(costs, good)).toEqual([]);
    expect(flaws(costs, { ...good, columnOf: [1, 0] })).not.toEqual([]);
    expect(flaws(costs, { ...good, columnOf: [0, -1] })).not.toEqual([]);
    expect(flaws(costs, { ...good, rowDual: good.rowDual.map((dual) => dual + 1) })).not.toEqual([]);
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
  it('[CC8] proves its optimum up to sixty by sixty, with forbidden pairs and unequal sides', () => {
    const dice = new Dice(12);
    for (let round = 0; round < 60; round += 1) {
      const rows = round < 3 ? 60 : dice.integer(1, 60);
      const costs = randomCosts(dice, rows, round < 3 ? 60 : dice.integer(1, 60), dice.one([0, 0.2, 0.9]));
      expect(flaws(costs, assign(costs))).toEqual([]);
    }
  });
});
