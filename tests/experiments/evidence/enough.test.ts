/** When seeds are enough: widths by hand, that order does not matter, and that what is stopped at is known as well as was asked. */
import { describe, expect, it } from 'vitest';
import { Enough, enoughSeedsMin, halfWidthOf, precisionOf } from '../../../src/experiments/evidence/enough.ts';
import { column, metrics, summaryOf, type Row } from '../../../src/experiments/index.ts';
import { Dice } from '../../support/documents.ts';

function row(makespan: number, succeeded = 1): Row {
  const made = metrics.map(() => 0);
  made[column.makespanMs] = makespan;
  made[column.succeeded] = succeeded;
  return made;
}

const normal = (dice: Dice): number => Array.from({ length: 12 }, () => dice.fraction()).reduce((a, b) => a + b, -6);
const draws = (seed: number, count: number, spread: number): Row[] => {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => row(1000 + spread * normal(dice)));
};

describe('half the width of an interval', () => {
  it('of 9, 10, 11 is 4.303 × 1 / √3 of 10; of equal values 0; of one value, or about 0, none', () => {
    expect(halfWidthOf(summaryOf([9, 10, 11])!)).toBeCloseTo(4.302652729911 / Math.sqrt(3) / 10, 9);
    expect(halfWidthOf(summaryOf([7, 7])!)).toBe(0);
    expect([halfWidthOf(summaryOf([7])!), halfWidthOf(summaryOf([-1, 1])!)]).toEqual([null, null]);
  });
  it('of several settings counts that of the least known, with the seeds that would make it 2%', () => {
    const [narrow, wide] = [summaryOf([99, 100, 101])!, summaryOf([80, 100, 120])!];
    const share = halfWidthOf(wide)!;
    expect(precisionOf([narrow, wide, null])).toEqual({ share, seeds: Math.ceil(3 * (share / 0.02) ** 2) });
    expect(precisionOf([null, summaryOf([5])])).toBeNull();
  });
});

describe('enough', () => {
  it('is reached at the first look at which every setting is known well enough, and not before twenty seeds', () => {
    expect(new Enough().reached([draws(1, 19, 0)])).toBeNull();
    expect(new Enough().reached([draws(1, 500, 0)])).toBe(enoughSeedsMin);
    const wide = draws(2, 2000, 200);
    const found = new Enough().reached([draws(1, 2000, 10), wide])!;
    // Known to 2 % takes about (1.96 × 0.2 / 0.02)² = 384 seeds.
    expect(found).toBeGreaterThan(250);
    expect(found).toBeLessThan(560);
    expect(halfWidthOf(summaryOf(wide.slice(0, found).map((each) => each[column.makespanMs]!))!)).toBeLessThanOrEqual(
      0.02,
    );
    expect(new Enough(0.1).reached([wide])).toBeLessThan(40);
  });
  it('does not depend on the order in which runs come in', () => {
    const all = [draws(5, 1500, 150), draws(6, 1500, 100)];
    const once = new Enough().reached(all);
    const dice = new Dice(9);
    const enough = new Enough();
    const came = all.map((): (Row | undefined)[] => []);
    let found: number | null = null;
    for (let from = [0, 0]; found === null; found = enough.reached(came)) {
      const cell = dice.fraction() < 0.5 && from[0]! < 1500 ? 0 : 1;
      const size = 1 + Math.floor(dice.fraction() * 60);
      for (let at = from[cell]!; at < Math.min(1500, from[cell]! + size); at += 1) came[cell]![at] = all[cell]![at];
      from = from.map((each, at) => (at === cell ? each + size : each));
    }
    expect(found).toBe(once);
  });
  it('waits for seeds that are missing in the midst, and looks at runs that succeeded alone', () => {
    const gaps: (Row | undefined)[] = draws(1, 40, 0);
    gaps[7] = undefined;
    expect(new Enough().reached([gaps])).toBeNull();
    // Failures at once would make times look apart; where nothing succeeds there is no time to know.
    const failing = draws(1, 60, 0).map((each, at) => (at % 2 === 0 ? each : row(3, 0)));
    expect(new Enough().reached([failing])).toBe(enoughSeedsMin);
    expect(new Enough().reached([draws(1, 60, 0).map(() => row(3, 0))])).toBe(enoughSeedsMin);
    expect(new Enough().reached([])).toBeNull();
  });
});
