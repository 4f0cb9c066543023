/** The interval of a median: ranks of tables, none where there are too few, and how often it holds the truth. */
import { describe, expect, it } from 'vitest';
import { medianInterval } from '../../../src/experiments/index.ts';
import { Dice } from '../../support/documents.ts';

const to = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('the interval of a median', () => {
  it('of 6, 10, 20, 30 and 100 values: the ranks of the tables', () => {
    const ranks = [6, 10, 20, 30, 100].map((count) => {
      const { low, high } = medianInterval(to(count));
      return [low, high];
    });
    expect(ranks).toEqual([
      [1, 6],
      [2, 9],
      [6, 15],
      [10, 21],
      [40, 61],
    ]);
  });
  it('there is none of five values, and no median of none', () => {
    expect(medianInterval(to(5))).toEqual({ median: 3, low: null, high: null });
    expect(medianInterval([])).toEqual({ median: null, low: null, high: null });
    expect(medianInterval([1, 2, 4, 9]).median).toBe(3);
  });
  it('goes on without a jump where ranks come from the normal distribution', () => {
    const [exact, beyond] = [1000, 1001].map((count) => medianInterval(to(count)).low!);
    expect(Math.abs(beyond! - exact!)).toBeLessThanOrEqual(1);
  });
  it('holds the true median in 95% of samples at least, of a skewed distribution too', () => {
    const dice = new Dice(17);
    let held = 0;
    for (let sample = 0; sample < 2000; sample += 1) {
      const drawn = Array.from({ length: 25 }, () => 1 / (0.05 + dice.fraction())).sort((one, other) => one - other);
      const { low, high } = medianInterval(drawn);
      if (low! <= 1 / 0.55 && 1 / 0.55 <= high!) held += 1;
    }
    expect(held / 2000).toBeGreaterThan(0.945);
    expect(held / 2000).toBeLessThan(0.985);
  });
});
