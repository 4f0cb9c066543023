/** Student's distribution against tables, and Wilson's interval. */
import { expect, it } from 'vitest';
import { criticalT, twoSided, wilson } from '../../../src/experiments/evidence/student.ts';

it.each([
  [1, 0.05, 12.7062],
  [2, 0.05, 4.3027],
  [4, 0.05, 2.7764],
  [9, 0.01, 3.2498],
  [29, 0.05, 2.0452],
  [30, 0.001, 3.646],
  [120, 0.05, 1.9799],
  [100_000, 0.05, 1.9623],
])('with %i degrees of freedom %d is reached at %d', (degrees, probability, t) => {
  expect(criticalT(probability, degrees)).toBeCloseTo(t, 3);
  expect(twoSided(t, degrees)).toBeCloseTo(probability, 4);
});
it('is 1 at nothing and 0 without end, and never outside of 0 to 1', () => {
  expect(twoSided(0, 7)).toBe(1);
  expect(twoSided(Infinity, 7)).toBe(0);
  for (let t = 0; t < 60; t += 0.7) {
    expect(twoSided(t, 3)).toBeGreaterThanOrEqual(0);
    expect(twoSided(t, 3)).toBeLessThanOrEqual(1);
  }
});
it("Wilson's interval: none of 30 still allows one in nine", () => {
  expect(wilson(0, 30).low).toBe(0);
  expect(wilson(0, 30).high).toBeCloseTo(0.1135, 4);
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
