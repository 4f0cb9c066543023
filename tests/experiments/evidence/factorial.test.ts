/** Main effects and interactions: a table by hand, tables in which the truth is known, and what cannot be split. */
import { describe, expect, it } from 'vitest';
import { factorialOf, variedIn, type Factorial, type Table } from '../../../src/experiments/evidence/factorial.ts';
import type { Sample } from '../../../src/experiments/evidence/evidence.ts';
import { metrics, settingsOf, type Factor } from '../../../src/experiments/index.ts';
import { Dice } from '../../support/documents.ts';

const [makespan] = metrics;
const way = { better: 'less', step: 0 } as const;

function table(
  factors: readonly Factor[],
  value: (setting: readonly number[], seed: number) => number | null,
  seeds: number,
): Table {
  const cells = settingsOf(factors).map((setting) => ({ setting }));
  const samples = cells.map(({ setting }): Sample =>
    Array.from({ length: seeds }, (_, seed) =>
      value(
        setting.map((each) => Number(each.value)),
        seed,
      ),
    ),
  );
  const measured = samples.flatMap((sample, at) => (sample.some((each) => each !== null) ? [at] : []));
  return { cells, measured, base: 0, sample: (at) => samples[at]! };
}

const two: Factor[] = [
  { path: 'a', values: [0, 1] },
  { path: 'b', values: [0, 1] },
];
const three: Factor[] = [...two, { path: 'c', values: [0, 1, 2] }];

function split(runs: Table): Factorial {
  const found = factorialOf(runs, makespan, way);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

it('a table by hand: two seeds, four settings', () => {
  // Means 10, 14, 20, 32 (of a0b0, a0b1, a1b0, a1b1), each seed one to the side: grand mean 19.
  const means = [10, 14, 20, 32];
  const found = split(table(two, ([a = 0, b = 0], seed) => means[a * 2 + b]! + (seed === 0 ? -1 : 1), 2));
  expect(found.mean).toBe(19);
  expect(found.effects.map(({ levels }) => levels.map(({ mean }) => mean))).toEqual([
    [12, 26],
    [15, 23],
  ]);
  // Squares: a 8 × 7² = 392, b 8 × 4² = 128, a and b 8 × 2² = 32, seeds 8 × 1² = 8, nothing left; 560 in all.
  expect(found.effects.map(({ share }) => share)).toEqual([expect.closeTo(392 / 560), expect.closeTo(128 / 560)]);
  const [together] = found.interactions;
  expect(together?.share).toBeCloseTo(32 / 560);
  expect(together?.largest.contrast.mean).toBeCloseTo(8);
  expect(found.rest.seed).toBeCloseTo(8 / 560);
  expect([found.rest.left, found.rest.higher]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
});

describe('where the truth is known', () => {
  it('factors that only add up have no interaction, and all shares together are the whole', () => {
    const dice = new Dice(2);
    const found = split(table(three, ([a = 0, b = 0, c = 0]) => 500 + 100 * a + 30 * b + 10 * c + dice.fraction(), 40));
    expect(found.effects.map(({ levels }) => levels.map(({ contrast }) => contrast?.verdict ?? null))).toEqual([
      [null, 'worse'],
      [null, 'worse'],
      [null, 'worse', 'worse'],
    ]);
    expect(found.effects[0]?.levels[1]?.contrast?.mean).toBeCloseTo(100, 0);
    expect(found.interactions.map(({ clear }) => clear)).toEqual([false, false, false]);
    const { higher, seed, left } = found.rest;
    const shares = [...found.effects, ...found.interactions].map(({ share }) => share);
    expect([...shares, higher, seed, left].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });
  it('what two do together alone is an interaction and no main effect', () => {
    const dice = new Dice(4);
    const found = split(table(two, ([a = 0, b = 0]) => 200 + (a === b ? 20 : -20) + dice.fraction(), 30));
    expect(found.effects.map(({ share }) => share < 0.001)).toEqual([true, true]);
    expect(found.effects.map(({ levels }) => levels[1]?.contrast?.verdict)).toEqual(['same', 'same']);
    expect(found.interactions[0]).toMatchObject({ clear: true, largest: { values: [1, 1] } });
    // 220 less 180, less what 180 is from 220: 80 beyond what both do alone.
    expect(found.interactions[0]?.largest.contrast.mean).toBeCloseTo(80, 0);
    expect(found.interactions[0]?.share).toBeGreaterThan(0.99);
  });
  it('seeds that all settings share are no effect of a factor', () => {
    const dice = new Dice(8);
    const slow = Array.from({ length: 30 }, () => 400 * dice.fraction());
    const found = split(table(two, ([a = 0], seed) => 500 + 20 * a + slow[seed]!, 30));
    expect(found.rest.seed).toBeGreaterThan(0.9);
    expect(found.effects[0]?.levels[1]?.contrast).toMatchObject({
      verdict: 'worse',
      mean: expect.closeTo(20, 9) as number,
    });
  });
});

describe('what cannot be split', () => {
  it('one factor, a combination without runs, and no seed that all have', () => {
    expect(
      factorialOf(
        table([two[0]!], () => 1, 5),
        makespan,
        way,
      ),
    ).toBe('factors');
    expect(
      factorialOf(
        table([two[0]!, { path: 'b', values: [0] }], () => 1, 5),
        makespan,
        way,
      ),
    ).toBe('factors');
    expect(
      factorialOf(
        table(two, ([a, b]) => (a === 1 && b === 1 ? null : 1), 5),
        makespan,
        way,
      ),
    ).toBe('missing');
    expect(
      factorialOf(
        table(two, ([a = 0], seed) => (a === seed % 2 ? 1 : null), 6),
        makespan,
        way,
      ),
    ).toBe('seeds');
  });
  it('a seed that one setting lacks is left out for all', () => {
    const found = split(
      table(two, ([a = 0, b = 0], seed) => (seed === 3 && a + b === 2 ? null : seed === 3 ? 1e6 : 10 + a), 6),
    );
    expect([found.seeds, found.mean]).toEqual([5, 10.5]);
  });
});

it('a factor varies where it takes more than one value', () => {
  expect(variedIn(table([{ path: 'x', values: [1] }, ...two], () => 1, 1).cells)).toEqual([1, 2]);
});
