/** How times are written: in two decimals where they are shown, to the millisecond where a sentence names them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { exactTime, formatTime } from '../../../src/document/index.ts';

describe('exactTime', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [4200, '4.20 s'],
    [4201, '4.201 s'],
    [599_999, '599.999 s'],
    [845_000, '14 min 05 s'],
    [1234.5, '1.23 s'],
  ])('%d is %s', (ms, text) => expect(exactTime(ms)).toBe(text));

  it('tells any two moments of a run of ten minutes apart, and is what the page shows where that loses nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 599_998 }), fc.integer({ min: 0, max: 599_998 }), (one, other) => {
        expect(exactTime(one) === exactTime(other)).toBe(one === other);
        if (one < 1000 || one % 10 === 0) expect(exactTime(one)).toBe(formatTime(one));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
