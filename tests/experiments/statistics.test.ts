/** Figures of samples, against values worked out by hand. */
import { describe, expect, it } from 'vitest';
import { correlationOf, summaryOf } from '../../src/experiments/index.ts';
import { jain } from '../../src/plan/index.ts';

describe('a sample in figures', () => {
  it('an empty one has none', () => {
    expect(summaryOf([])).toBeNull();
  });
  it('a single value has no spread', () => {
    expect(summaryOf([7])).toEqual({
      count: 1,
      mean: 7,
      deviation: 0,
      least: 7,
      lower: 7,
      median: 7,
      upper: 7,
      p95: null,
      p99: null,
      most: 7,
    });
  });
  it('2, 4, 4, 4, 5, 5, 7, 9: mean 5, median 4.5, quartiles 4 and 5.5, deviation the root of 32/7', () => {
    expect(summaryOf([9, 2, 4, 5, 4, 7, 4, 5])).toEqual({
      count: 8,
      mean: 5,
      deviation: Math.sqrt(32 / 7),
      least: 2,
      lower: 4,
      median: 4.5,
      upper: 5.5,
      p95: null,
      p99: null,
      most: 9,
    });
  });
});

describe('high percentiles, type 7 as R has them', () => {
  const to = (count: number): number[] => Array.from({ length: count }, (_, at) => ((at * 7) % count) + 1);
  it('of 1 to 100: 95.05 and 99.01; of 1 to 20: 19.05 and none', () => {
    const hundred = summaryOf(to(100));
    expect(hundred?.p95).toBeCloseTo(95.05, 12);
    expect(hundred?.p99).toBeCloseTo(99.01, 12);
    const twenty = summaryOf(to(20));
    expect([twenty?.p95, twenty?.p99]).toEqual([expect.closeTo(19.05, 12), null]);
  });
  it('are left out where fewer values are there than carry them', () => {
    expect([summaryOf(to(19))?.p95, summaryOf(to(99))?.p99]).toEqual([null, null]);
  });
});

describe('the correlation of pairs', () => {
  it('is 1 along a line, -1 against it, by hand in between, and nothing where a side does not vary', () => {
    expect(correlationOf([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(correlationOf([1, 2, 3], [5, 3, 1])).toBeCloseTo(-1, 12);
    // Deviations -2 0 2 0 and -1 -1 1 1: 4 over the root of 8 times 4.
    expect(correlationOf([0, 2, 4, 2], [0, 0, 2, 2])).toBeCloseTo(4 / Math.sqrt(32), 12);
    expect([correlationOf([1, 1], [1, 2]), correlationOf([1], [1]), correlationOf([], [])]).toEqual([null, null, null]);
  });
});

describe("Jain's index", () => {
  it('is 1 when all have the same or nothing, and 1/n when one has all', () => {
    expect([jain([3, 3, 3]), jain([0, 0]), jain([]), jain([8, 0, 0, 0])]).toEqual([1, 1, 1, 0.25]);
  });
  it('of 1, 2 and 3 is 36/42', () => {
    expect(jain([1, 2, 3])).toBe(36 / 42);
  });
});
