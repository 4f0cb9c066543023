import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reveal, scrollHeight, sliceAt } from '../../../../src/studio/player/log/virtual.ts';

const shape = (total: number, height = 260) => ({ rowHeight: 26, total, height });

describe('the virtual list', () => {
  it('shows nothing of nothing', () => {
    expect(sliceAt(shape(0), 0)).toMatchObject({ first: 0, last: 0 });
    expect(reveal(shape(0), 0, 3)).toBe(0);
    expect(reveal(shape(10), 0, -1)).toBe(0);
  });

  it('never makes an element that a browser cannot lay out, and reaches the last of ten million rows', () => {
    const list = shape(10_000_000);
    expect(scrollHeight(list)).toBeLessThan(30_000_000);
    expect(sliceAt(list, scrollHeight(list) - 260).last).toBe(10_000_000);
    expect(sliceAt(list, 0).first).toBe(0);
  });

  it('holds only the rows in sight and a few more', () => {
    const { first, last } = sliceAt(shape(100_000), 26_000);
    expect(first).toBeLessThanOrEqual(1000);
    expect(last).toBeGreaterThanOrEqual(1010);
    expect(last - first).toBeLessThan(24);
  });

  it('does not scroll for a row in sight', () => {
    expect(reveal(shape(1000), 2600, 105)).toBe(2600);
  });

  it('brings any row into sight, in lists of any length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, from, to) => {
          const list = shape(total);
          const index = Math.min(total - 1, Math.floor(to * total));
          const top = reveal(list, from * Math.max(0, scrollHeight(list) - list.height), index);
          const slice = sliceAt(list, top);
          const place = slice.top + (index - slice.first) * list.rowHeight - top;
          expect(place).toBeGreaterThanOrEqual(-0.5);
          expect(place).toBeLessThanOrEqual(list.height - list.rowHeight + 0.5);
        },
      ),
      { seed: 41, numRuns: 300 },
    );
  });
});
