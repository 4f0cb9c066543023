/**
 * The bounds of what is told apart: at each number of seeds a difference just above Student's critical value and one just
 * below, by the printed tables; how wide an interval is among several settings; when no chance is in it; and who leads.
 */
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/experiments/evidence/evidence.ts';

/** Differences with this mean whose t has this value, evenly spread around it, beside a base of 100. */
function apart(seeds: number, t: number, mean = -10): readonly [number[], number[]] {
  const steps = Array.from({ length: seeds }, (_, at) => at - (seeds - 1) / 2);
  const deviation = Math.sqrt(steps.reduce((sum, each) => sum + each * each, 0) / (seeds - 1));
  const wide = (Math.abs(mean) * Math.sqrt(seeds)) / (t * deviation);
  return [steps.map(() => 100), steps.map((each) => 100 + mean + wide * each)];
}

/** Two-sided critical values of t by seeds, at 5 %, 2.5 % and 5/3 %. */
const printed = [
  [5, 2.776, 3.495, 3.961],
  [6, 2.571, 3.163, 3.534],
  [10, 2.262, 2.685, 2.933],
  [20, 2.093, 2.433, 2.625],
  [30, 2.045, 2.364, 2.541],
] as const;

describe.each(printed)('%i seeds', (seeds, at5, at25, at17) => {
  const verdict = (t: number, mean?: number) =>
    evidenceOf(apart(seeds, t, mean), { better: 'less' }).contrasts[1]!.verdict;

  it('tell a difference from the printed value of t on, and none before', () => {
    expect([verdict(at5 * 1.004), verdict(at5 * 1.004, 10)]).toEqual(['better', 'worse']);
    expect([verdict(at5 * 0.996), verdict(at5 * 0.996, 10)]).toEqual(['unclear', 'unclear']);
  });

  // Of five, 1 in 32 go one way by chance: they tell nothing apart where several are looked at.
  it.skipIf(seeds === 5)('tell the first of two and of three differences at a half and a third of the level', () => {
    for (const [critical, others] of [
      [at25, 1],
      [at17, 2],
    ] as const) {
      const same = Array.from({ length: others }, (_, at) => apart(seeds, 0.1 + at / 10)[1]);
      const told = (t: number) => evidenceOf([...apart(seeds, t), ...same], { better: 'less' }).contrasts[1]!;
      expect(told(critical * 1.004).verdict).toBe('better');
      expect(told(critical * 0.996).verdict).toBe('unclear');
      const { low, high, deviation } = told(critical * 1.004);
      expect((high - low) / 2 / (deviation / Math.sqrt(seeds))).toBeCloseTo(critical, 2);
    }
  });

  it.skipIf(seeds === 5)('tell the second at the level that is left when the first was told', () => {
    const [base, first] = apart(seeds, 50);
    const told = (t: number) => evidenceOf([base, first, apart(seeds, t)[1]], { better: 'less' }).contrasts[2]!.verdict;
    expect([told(at5 * 1.004), told(at5 * 0.996)]).toEqual(['better', 'unclear']);
    // Where the first is not, the second is not either, though alone it would be.
    const { contrasts } = evidenceOf([base, apart(seeds, at25 * 0.99)[1], apart(seeds, at5 * 1.01)[1]], {
      better: 'less',
    });
    expect(contrasts.map((each) => each?.verdict)).toEqual([undefined, 'unclear', 'unclear']);
  });
});

it('four seeds are too few, whatever they show', () => {
  expect(evidenceOf(apart(4, 1000), { better: 'less' }).contrasts[1]!.verdict).toBe('few');
});

it('what few seeds show is no less likely than that as many go one way by chance', () => {
  const moved = (count: number) =>
    evidenceOf(
      [[0, 0, 0, 0, 0, 0, 0, 0].map(() => 100), Array.from({ length: 8 }, (_, at) => (at < count ? 50 : 100))],
      { better: 'less' },
    );
  // By t alone 4 of 8 would do: t is 2.65 with 7 degrees of freedom, and 1 in 16 falls that way by chance.
  expect(moved(4).contrasts[1]!.verdict).toBe('unclear');
  expect(moved(6).contrasts[1]!.verdict).toBe('better');
});

it('a difference that goes the other way in most seeds is mixed, one below a hundredth of the base is none', () => {
  const base = Array.from({ length: 40 }, () => 100);
  const some = base.map((value, at) => (at % 5 < 2 ? value - 60 : value + 1 + at / 100));
  expect(evidenceOf([base, some], { better: 'less' }).contrasts[1]!.verdict).toBe('mixed');
  const near = (by: number) =>
    evidenceOf([base, base.map((value, at) => value - by + (at % 2) / 1000)], { better: 'less' });
  expect([near(0.99).contrasts[1]!.verdict, near(1.01).contrasts[1]!.verdict]).toEqual(['same', 'better']);
});

it('what is equal under a few seeds is exact only where nothing is left to chance', () => {
  const equal = (seeds: number) => [new Array<number>(seeds).fill(100), new Array<number>(seeds).fill(90)];
  for (const seeds of [1, 2, 3, 4]) {
    const [drawn, exact] = [false, true].map((each) => evidenceOf(equal(seeds), { better: 'less', exact: each }));
    expect([drawn!.exact, drawn!.contrasts[1]!.verdict], String(seeds)).toEqual([false, 'few']);
    expect([exact!.exact, exact!.contrasts[1]!.verdict], String(seeds)).toEqual([true, 'better']);
  }
});

it('of several that are better than the base the best leads, wherever it stands', () => {
  const level = (mean: number) => apart(30, 30, mean)[1];
  const base = apart(30, 30)[0];
  for (const [means, best] of [
    [[-10, -40], [2]],
    [[-40, -10], [1]],
    [
      [-40, -10, -40.1],
      [1, 3],
    ],
    [[5, -10, -40], [3]],
  ] as const) {
    const samples = [base, ...means.map((mean) => level(mean))];
    expect(evidenceOf(samples, { better: 'less' }).best, String(means)).toEqual(best);
  }
});
