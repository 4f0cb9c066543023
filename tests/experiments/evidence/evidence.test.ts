/**
 * What a table of runs shows: simulated tables in which the truth is known, and single ones in which a wrong word would
 * name a winner.
 */
import { describe, expect, it } from 'vitest';
import { evidenceOf, holm, type Sample } from '../../../src/experiments/evidence/evidence.ts';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';

/** About normal: the sum of twelve. */
const normal = (dice: Dice): number => Array.from({ length: 12 }, () => dice.fraction()).reduce((a, b) => a + b, -6);
/** One that is often small and sometimes large. */
const skewed = (dice: Dice): number => 1 / (0.05 + dice.fraction());

const column = (seeds: number, value: (seed: number) => number | null): Sample =>
  Array.from({ length: seeds }, (_, seed) => value(seed));

/** Tables of settings that do not differ, told apart all the same. */
function falselyTold(settings: number, seeds: number, tables: number, draw: (dice: Dice) => number): number {
  const dice = new Dice(settings * 1000 + seeds);
  let told = 0;
  for (let table = 0; table < tables; table += 1) {
    const samples = Array.from({ length: settings }, () => column(seeds, () => 100 + 20 * draw(dice)));
    const { contrasts, clear } = evidenceOf(samples, { better: 'less' });
    if (clear || contrasts.some((each) => each?.verdict === 'better' || each?.verdict === 'worse')) told += 1;
  }
  return told / tables;
}

const sizes = [2, 4, 12, 50].flatMap((settings) => [5, 30, 200].map((seeds) => [settings, seeds] as const));

describe('equal settings are told apart in at most 6% of tables', () => {
  it.each(sizes)('%i settings, %i seeds', (settings, seeds) => {
    const tables = rounds(Math.max(12, Math.floor(3000 / (settings * Math.sqrt(seeds)))), 4000);
    // Of so few tables as a test run makes a share wanders by three standard errors.
    const most = 0.05 + 0.01 + 3 * Math.sqrt((0.05 * 0.95) / tables) * (tables < 4000 ? 1 : 0);
    for (const [name, draw] of [
      ['normal', normal],
      ['skewed', skewed],
    ] as const) {
      const share = falselyTold(settings, seeds, tables, draw);
      figure(`told apart though equal, ${String(settings)} settings, ${String(seeds)} seeds, ${name}`, share);
      expect(share).toBeLessThanOrEqual(most);
    }
  });
});

describe('a true difference of one deviation is found in at least 95% of tables at 30 seeds', () => {
  it.each([2, 4, 12, 50])('%i settings, one of which differs', (settings) => {
    const tables = rounds(Math.floor(400 / settings) + 20, 2000);
    const dice = new Dice(settings);
    let found = 0;
    for (let table = 0; table < tables; table += 1) {
      const common = column(30, () => 100 + 20 * normal(dice));
      // Pairs share their seed: what is left of a difference deviates by 5, and the last setting is quicker by as much.
      const samples = Array.from({ length: settings }, (_, at) =>
        common.map((value) => value! + (5 / Math.SQRT2) * normal(dice) - (at === settings - 1 ? 5 : 0)),
      );
      const { contrasts } = evidenceOf(samples, { better: 'less' });
      if (contrasts[settings - 1]?.verdict === 'better') found += 1;
    }
    figure(`one deviation found, ${String(settings)} settings`, found / tables);
    expect(found / tables).toBeGreaterThanOrEqual(0.95);
  });
});

describe('what is said of a table', () => {
  const dice = new Dice(5);
  const slow = column(30, () => 100 + normal(dice));
  it('one that is clearly quicker alone is the best, and the others are not', () => {
    const quick = slow.map((value) => value! - 10 + normal(dice));
    const { best, clear, contrasts } = evidenceOf([slow, quick], { better: 'less' });
    expect({ best, clear, verdict: contrasts[1]?.verdict }).toEqual({ best: [1], clear: true, verdict: 'better' });
    expect(evidenceOf([slow, quick], { better: 'more' }).best).toEqual([0]);
  });
  it('of two that are clearly quicker than the base, neither wins where they cannot be told apart', () => {
    const one = slow.map((value) => value! - 10 + normal(dice));
    const two = slow.map((value) => value! - 10 + normal(dice));
    expect(evidenceOf([slow, one, two], { better: 'less' }).best).toEqual([1, 2]);
  });
  it('less than a hundredth is practically the same, however sure', () => {
    const { contrasts, clear } = evidenceOf([slow, slow.map((value) => value! + 0.5)], { better: 'less' });
    expect([contrasts[1]?.verdict, clear]).toEqual(['same', false]);
  });
  it('without chance one difference is exact, and so is a tie', () => {
    const six = column(1, () => 6);
    const way = { better: 'less', exact: true } as const;
    expect(evidenceOf([six, column(1, () => 7)], way)).toMatchObject({ best: [0], exact: true });
    expect(evidenceOf([six, column(1, () => 6)], way)).toMatchObject({ best: [0, 1], clear: false });
  });
  it('three or four equal runs are few where chance plays a part, and five tell what one way says', () => {
    for (const count of [3, 4])
      expect(
        evidenceOf([column(count, () => 6), column(count, () => 7)], { better: 'less' }).contrasts[1]?.verdict,
      ).toBe('few');
    expect(evidenceOf([column(6, () => 6), column(6, () => 7)], { better: 'less' }).best).toEqual([0]);
  });
  it('fewer than five seeds tell nothing, and one seed never does', () => {
    const four = column(4, (seed) => seed);
    expect(evidenceOf([four, column(4, (seed) => seed + 50 + (seed % 2))], { better: 'less' })).toMatchObject({
      best: [0, 1],
      clear: false,
    });
    expect(evidenceOf([[1], [900]], { better: 'less' }).contrasts[1]?.verdict).toBe('few');
  });
  it('quicker on average and slower in most seeds is neither', () => {
    const base = column(40, () => 100);
    const odd = column(40, (seed) => (seed % 5 < 2 ? 40 + seed / 9 : 101.5));
    const { contrasts } = evidenceOf([base, odd], { better: 'less' });
    expect(contrasts[1]).toMatchObject({ verdict: 'mixed', less: 16, more: 24 });
  });
  it('pairs are seeds for which both have the figure, and nothing else', () => {
    const gaps = slow.map((value, seed) => (seed % 2 === 0 ? null : value! + 10));
    expect(evidenceOf([slow, gaps], { better: 'less' }).contrasts[1]).toMatchObject({ count: 15, same: 0, more: 15 });
    expect(evidenceOf([slow, slow.map(() => null)], { better: 'less' }).contrasts[1]).toBeNull();
  });
  it('says how far pairs go together, over the seeds for which both have the figure', () => {
    const along = slow.map((value, seed) => (seed === 3 ? null : 2 * value! + 7));
    const { contrasts } = evidenceOf([slow, along, slow.map((value) => -value!), slow.map(() => 5)], {
      better: 'less',
    });
    expect(contrasts[1]?.correlation).toBeCloseTo(1, 9);
    expect(contrasts[2]?.correlation).toBeCloseTo(-1, 9);
    expect(contrasts[3]?.correlation).toBeNull();
  });
  it('where nothing is clear it says how many seeds would tell', () => {
    const near = slow.map((value) => value! - 3 + 12 * normal(dice));
    const { seedsNeeded, best } = evidenceOf([slow, near], { better: 'less' });
    expect(best).toEqual([0, 1]);
    expect(seedsNeeded).toBeGreaterThan(30);
  });
  it('which is more than there are, though the difference looks large', () => {
    const [quick, other, slowest] = [
      [90, 90, 90, 90, 90],
      [100, 105, 112, 120, 125],
      [231, 231, 230, 231, 232],
    ];
    const { seedsNeeded, best } = evidenceOf([quick, other, slowest], { better: 'less' });
    expect(best).toEqual([0, 1, 2]);
    expect(seedsNeeded).toBe(8);
  });
});

it("Holm's levels: the least p against a share of all, and none after the first that fails", () => {
  expect(holm([0.001, 0.9, 0.02, 0.03])).toEqual([0.05 / 4, 0.05 / 3, 0.05 / 3, 0.05 / 3]);
  expect(holm([0.001, 0.9, 0.011, 0.02])).toEqual([0.05 / 4, 0.05, 0.05 / 3, 0.05 / 2]);
});
