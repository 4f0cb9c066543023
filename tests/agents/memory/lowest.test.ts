/** Selection: the lowest of a list stand in front, and the work grows with the list, not faster. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowestToFront } from '../../../src/agents/memory/lowest.ts';

/** A list after selection, and how many comparisons that took. */
function selected(given: readonly number[], many: number): { readonly all: number[]; readonly compared: number } {
  const all = [...given];
  let compared = 0;
  lowestToFront(all, many, (one, other) => {
    compared += 1;
    return one < other;
  });
  return { all, compared };
}

describe('selection', () => {
  it('[WM3] puts the lowest in front and the lowest of the rest behind them, of every list', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 70 }), (given, many) => {
        const { all } = selected(given, many);
        const sorted = given.toSorted((a, b) => a - b);
        expect(all.toSorted((a, b) => a - b)).toEqual(sorted);
        expect(all.slice(0, many).sort((a, b) => a - b)).toEqual(sorted.slice(0, many));
        expect(all[many]).toBe(sorted[many]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each<[string, (at: number) => number]>([
    ['in order', (at) => at],
    ['backwards', (at) => -at],
    ['all alike', () => 1],
    ['mixed', (at) => (at * 7919) % 20_011],
    ['an organ pipe', (at) => Math.min(at, 20_000 - at)],
  ])('compares less than 20 times for each thing, %s', (_name, valueOf) => {
    const given = Array.from({ length: 20_000 }, (_, at) => valueOf(at));
    expect(selected(given, 4_000).compared / given.length).toBeLessThan(20);
  });
});
