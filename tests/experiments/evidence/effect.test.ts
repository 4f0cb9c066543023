/** Cliff's delta: by hand, against counting every pair, and its words at their borders. */
import { describe, expect, it } from 'vitest';
import { cliffsDelta, effectSize } from '../../../src/experiments/evidence/effect.ts';
import { evidenceOf } from '../../../src/experiments/evidence/evidence.ts';
import { Dice } from '../../support/documents.ts';

/** Every pair counted. */
function counted(first: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (const one of first) for (const beside of other) sum += Math.sign(beside - one);
  return sum / (first.length * other.length);
}

describe("Cliff's delta", () => {
  it('is 1 where all of the other lie above, -1 where all lie below, 0 where both are alike or one is empty', () => {
    expect(cliffsDelta([1, 2], [3, 4])).toBe(1);
    expect(cliffsDelta([3, 4], [1, 2])).toBe(-1);
    expect([cliffsDelta([5, 5], [5, 5, 5]), cliffsDelta([1, 2, 3], [1, 2, 3]), cliffsDelta([], [1])]).toEqual([
      0, 0, 0,
    ]);
  });
  it('of 1, 2, 2, 4 and 2, 3, 5: eight pairs more, two less, of twelve', () => {
    // 2 is above 1 and below 4; 3 is above 1, 2, 2 and below 4; 5 is above all four: 8 more, 2 less.
    expect(cliffsDelta([1, 2, 2, 4], [2, 3, 5])).toBe(6 / 12);
  });
  it('is what counting every pair gives, ties and all', () => {
    const dice = new Dice(11);
    for (let round = 0; round < 200; round += 1) {
      const draw = (): number[] =>
        Array.from({ length: 1 + Math.floor(dice.fraction() * 40) }, () => Math.floor(dice.fraction() * 12));
      const [first, other] = [draw(), draw()];
      expect(cliffsDelta(first, other)).toBeCloseTo(counted(first, other), 12);
    }
  });
  it('goes by its size in words, whichever way it points', () => {
    const words = [0.146, 0.147, 0.329, 0.33, 0.473, 0.474, 1].map(effectSize);
    expect(words).toEqual(['negligible', 'small', 'small', 'medium', 'medium', 'large', 'large']);
    expect(effectSize(-0.4)).toBe('medium');
  });
  it('stands in a contrast, over the seeds for which both have the figure', () => {
    const { contrasts } = evidenceOf(
      [
        [1, 2, null, 4, 9, 9],
        [2, 3, 5, null, 9, 9],
      ],
      { better: 'less' },
    );
    expect(contrasts[1]?.effect).toBe(counted([1, 2, 9, 9], [2, 3, 9, 9]));
  });
});
