import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickLabel, ticksOf, tickStep } from '../../../../src/studio/player/timeline/drawing/ticks.ts';
import { xOf } from '../../../../src/studio/player/timeline/time-window.ts';

const labels = (fromMs: number, toMs: number, width = 1000) =>
  ticksOf({ fromMs, toMs }, width).map(({ label }) => label);

describe('ticks of the time axis', () => {
  it('has no tick before the beginning', () => {
    expect(ticksOf({ fromMs: -500, toMs: 900 }, 1000).every(({ timeMs }) => timeMs >= 0)).toBe(true);
  });

  it('never stands nearer than labels are wide, nor out of the window, at any zoom', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 10, max: 4e9 }),
        fc.integer({ min: 100, max: 3000 }),
        (fromMs, span, width) => {
          const window = { fromMs, toMs: fromMs + span };
          const ticks = ticksOf(window, width);
          ticks.forEach(({ timeMs }, index) => {
            expect(timeMs).toBeGreaterThanOrEqual(window.fromMs);
            expect(timeMs).toBeLessThanOrEqual(window.toMs);
            const before = ticks[index - 1];
            if (before !== undefined)
              expect(xOf(window, width, timeMs) - xOf(window, width, before.timeMs)).toBeGreaterThanOrEqual(83.9);
          });
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        },
      ),
      { seed: 21, numRuns: 400 },
    );
  });

  it('takes round steps of the unit that people use', () => {
    expect(tickStep({ fromMs: 0, toMs: 8000 }, 1000)).toBe(1000);
    expect(tickStep({ fromMs: 0, toMs: 100 }, 1000)).toBe(10);
    expect(tickStep({ fromMs: 0, toMs: 3_600_000 }, 1000)).toBe(600_000);
    expect(tickStep({ fromMs: 0, toMs: 86_400_000 }, 1000)).toBe(3 * 3_600_000);
  });

  it('writes a time as exactly as its step and no more', () => {
    expect(labels(0, 400)).toEqual([
      '0 ms',
      '50 ms',
      '100 ms',
      '150 ms',
      '200 ms',
      '250 ms',
      '300 ms',
      '350 ms',
      '400 ms',
    ]);
    expect(labels(1000, 3000)).toContain('1.2 s');
    expect(labels(0, 8000).slice(0, 3)).toEqual(['0 s', '1 s', '2 s']);
    expect(tickLabel(750_000, 30_000)).toBe('12 min 30 s');
    expect(tickLabel(720_000, 60_000)).toBe('12 min');
    expect(tickLabel(3_600_000 + 120_000, 60_000)).toBe('1 h 02 min');
    expect(tickLabel(2 * 86_400_000 + 6 * 3_600_000, 21_600_000)).toBe('2 d 06 h');
  });
});
