/** The Pareto front: by hand, against looking at every pair, and that the last bit of a sum decides nothing. */
import { describe, expect, it } from 'vitest';
import { frontOf } from '../../../src/experiments/evidence/pareto.ts';
import { Dice } from '../../support/documents.ts';

describe('the front', () => {
  it('holds whoever is not beaten in everything, and says who beats the others', () => {
    const { places, dominators } = frontOf([[1, 9], [5, 5], [9, 1], [6, 5], null, [9, 9]]);
    expect(places).toEqual([0, 1, 2]);
    expect(dominators).toEqual([[], [], [], [1], [], [0, 1, 2, 3]]);
  });
  it('holds all that are alike, and nobody where nobody has figures', () => {
    expect(
      frontOf([
        [2, 2],
        [2, 2],
      ]).places,
    ).toEqual([0, 1]);
    expect(frontOf([null, null])).toEqual({ places: [], dominators: [[], []] });
  });
  it('does not look at differences below a step', () => {
    const nearly = [
      [100.2, 7],
      [100.4, 7],
    ];
    expect(frontOf(nearly).places).toEqual([0]);
    expect(frontOf(nearly, [1, 0]).places).toEqual([0, 1]);
  });
  it('is what looking at every pair gives', () => {
    const dice = new Dice(3);
    for (let round = 0; round < 50; round += 1) {
      const points = Array.from({ length: 30 }, () => [0, 1, 2].map(() => Math.floor(dice.fraction() * 8)));
      const free = points.flatMap((own, at) => {
        const beaten = points.some((each) => {
          const [a = 0, b = 0, c = 0] = each.map((value, of) => own[of]! - value);
          return a >= 0 && b >= 0 && c >= 0 && a + b + c > 0;
        });
        return beaten ? [] : [at];
      });
      expect(frontOf(points).places).toEqual(free);
    }
  });
});
