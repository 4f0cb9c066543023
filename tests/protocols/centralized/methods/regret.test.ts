/** Regret against brute force on small matrices: it can always be carried out, and is never better than the optimum. */
import { describe, expect, it } from 'vitest';
import { assign } from '../../../../src/protocols/centralized/methods/hungarian.ts';
import { byRegret, type Demands } from '../../../../src/protocols/centralized/methods/regret.ts';
import { Dice } from '../../../support/documents.ts';

interface Sum {
  readonly pairs: number;
  readonly cost: number;
}

/** Most tasks, and of those the cheapest, by trying everything. */
function byBruteForce({ cost, demand, capacity }: Demands, row = 0): Sum {
  if (row === cost.length) return { pairs: 0, cost: 0 };
  let best = byBruteForce({ cost, demand, capacity }, row + 1);
  cost[row]!.forEach((each, column) => {
    const left = capacity[column]! - demand[row]!;
    if (each === Infinity || left < 0) return;
    const rest = byBruteForce({ cost, demand, capacity: capacity.with(column, left) }, row + 1);
    const sum = { pairs: rest.pairs + 1, cost: rest.cost + each };
    if (sum.pairs > best.pairs || (sum.pairs === best.pairs && sum.cost < best.cost)) best = sum;
  });
  return best;
}

function random(dice: Dice, loads: readonly number[]): Demands {
  const [rows, columns] = [dice.integer(0, 6), dice.integer(1, 4)];
  const forbidden = dice.one([0, 0.2, 0.6]);
  return {
    cost: Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (dice.chance(forbidden) ? Infinity : dice.integer(1, 60))),
    ),
    demand: Array.from({ length: rows }, () => dice.one(loads)),
    capacity: Array.from({ length: columns }, () => dice.integer(1, 4)),
  };
}

function sumOf({ cost }: Demands, placed: ReturnType<typeof byRegret>): Sum {
  return {
    pairs: placed.length,
    cost: placed.reduce((sum, { row, column }) => sum + cost[row]![column]!, 0),
  };
}

describe('[CC19] greedy by regret', () => {
  it('is always feasible, leaves out nothing that still fits, and is never better than the optimum', () => {
    const dice = new Dice(31);
    let optimal = 0;
    for (let round = 0; round < 600; round += 1) {
      const problem = random(dice, [1, 1, 2, 3]);
      const placed = byRegret(problem);
      const left = [...problem.capacity];
      for (const { row, column } of placed) {
        expect(problem.cost[row]![column]).not.toBe(Infinity);
        left[column]! -= problem.demand[row]!;
      }
      expect(Math.min(...left)).toBeGreaterThanOrEqual(0);
      const rows = placed.map(({ row }) => row);
      expect(new Set(rows).size).toBe(rows.length);
      problem.cost.forEach((costs, row) => {
        if (!rows.includes(row))
          costs.forEach((each, column) => {
            expect(each === Infinity || left[column]! < problem.demand[row]!).toBe(true);
          });
      });
      const best = byBruteForce(problem);
      const own = sumOf(problem, placed);
      expect(own.pairs).toBeLessThanOrEqual(best.pairs);
      if (own.pairs === best.pairs) expect(own.cost).toBeGreaterThanOrEqual(best.cost);
      if (own.pairs === best.pairs && own.cost === best.cost) optimal += 1;
    }
    expect(optimal).toBeGreaterThan(300);
    expect(optimal).toBeLessThan(600);
  });
  it('always takes the largest regret at the cheapest that has room', () => {
    const dice = new Dice(32);
    for (let round = 0; round < 200; round += 1) {
      const problem = random(dice, [1, 2]);
      const left = [...problem.capacity];
      const open = new Set(problem.cost.keys());
      const regretOf = (row: number): number => {
        const room = problem.cost[row]!.filter(
          (each, column) => each < Infinity && left[column]! >= problem.demand[row]!,
        );
        const [least, second = Infinity] = room.sort((a, b) => a - b);
        return least === undefined ? -1 : second - least;
      };
      for (const { row, column, weighed } of byRegret(problem)) {
        const own = regretOf(row);
        expect([...open].every((other) => regretOf(other) <= own)).toBe(true);
        expect(problem.cost[row]![column]).toBe(Math.min(...weighed.map(({ cost }) => cost)));
        left[column]! -= problem.demand[row]!;
        open.delete(row);
      }
    }
  });
  it('is bounded from below by the matching, where every task takes one and every agent has one', () => {
    const dice = new Dice(33);
    for (let round = 0; round < 100; round += 1) {
      const problem = random(dice, [1]);
      const single = { ...problem, capacity: problem.capacity.map(() => 1) };
      const best = assign(single.cost);
      const own = sumOf(single, byRegret(single));
      const pairs = best.columnOf.filter((column) => column !== -1).length;
      expect(own.pairs).toBeLessThanOrEqual(pairs);
      if (own.pairs === pairs) expect(own.cost).toBeGreaterThanOrEqual(best.cost);
    }
  });
});
