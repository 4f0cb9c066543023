/** Folded time: there and back, in order, and nothing where nothing is folded. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../../../src/studio/player/timeline/drawing/ticks.ts';
import { Folds, noFolds } from '../../../../src/studio/player/timeline/folding.ts';
import { fitted, xOf } from '../../../../src/studio/player/timeline/time-window.ts';

const idle = [
  { fromMs: 1000, toMs: 9000 },
  { fromMs: 9500, toMs: 500_000 },
];

describe('folds', () => {
  it('of nothing change nothing; a stretch shorter than its fold stays', () => {
    for (const time of [-5, 0, 7, 1e6]) {
      expect(noFolds.shown(time)).toBe(time);
      expect(noFolds.real(time)).toBe(time);
    }
    expect(new Folds([{ fromMs: 10, toMs: 11 }], 1000).idle).toEqual([]);
  });

  it('make what is left of the time wide', () => {
    const folds = new Folds(idle, 501_000);
    expect(folds.shown(501_000)).toBeLessThan(2700);
    expect(folds.shown(500)).toBe(500);
    expect(folds.shown(9500) - folds.shown(9000)).toBeCloseTo(500, 6);
  });

  it('lead back to the same time, and keep the order of times', () => {
    const folds = new Folds(idle, 501_000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 501_000 }), fc.integer({ min: 0, max: 501_000 }), (a, b) => {
        expect(folds.real(folds.shown(a))).toBeCloseTo(a, 3);
        if (a < b) expect(folds.shown(a)).toBeLessThan(folds.shown(b));
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('have no ticks inside of them, and ticks enough apart around them', () => {
    const folds = new Folds(idle, 501_000);
    const window = fitted(folds.shown(501_000));
    const ticks = ticksOf(window, 1000, folds);
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThan(20);
    for (const { timeMs } of ticks)
      expect(idle.some(({ fromMs, toMs }) => timeMs > fromMs && timeMs < toMs)).toBe(false);
    const places = ticks.map(({ timeMs }) => xOf(window, 1000, timeMs, folds));
    places.slice(1).forEach((place, at) => {
      expect(place - places[at]!).toBeGreaterThan(30);
    });
  });
});
