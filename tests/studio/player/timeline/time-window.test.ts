import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitted,
  following,
  isFitted,
  panned,
  spanOf,
  timeAt,
  within,
  xOf,
  zoomed,
  type TimeWindow,
} from '../../../../src/studio/player/timeline/time-window.ts';

const bounds = { endMs: 10_000, width: 1000 };
const inside = ({ fromMs, toMs }: TimeWindow, endMs: number) =>
  fromMs >= 0 && toMs <= fitted(endMs).toMs + 1e-6 && toMs > fromMs;

describe('the window of the timeline', () => {
  it('does not divide by a run of no length', () => {
    expect(spanOf(fitted(0))).toBeGreaterThan(0);
    expect(Number.isFinite(xOf(fitted(0), 500, 0))).toBe(true);
  });

  it('gives its beginning where there is no width yet', () => {
    expect(timeAt({ fromMs: 5, toMs: 10 }, 0, 3)).toBe(5);
  });

  it('cannot be zoomed out beyond the run, nor in beyond what a pixel can show', () => {
    expect(zoomed(fitted(10_000), 5000, 0.01, bounds)).toEqual(fitted(10_000));
    expect(spanOf(zoomed(fitted(10_000), 5000, 1e9, bounds))).toBe(25);
  });

  it('cannot be panned beside the run', () => {
    const near = { fromMs: 4000, toMs: 5000 };
    expect(panned(near, -1e9, bounds)).toEqual({ fromMs: 0, toMs: 1000 });
    expect(panned(near, 1e9, bounds).toMs).toBeCloseTo(fitted(10_000).toMs);
  });

  it('shrinks with a run that was cut off', () => {
    expect(within({ fromMs: 8000, toMs: 9000 }, { endMs: 500, width: 10 })).toEqual(fitted(500));
  });

  it('keeps the time under the pointer where it is while zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        fc.double({ min: 1.1, max: 4, noNaN: true }),
        (share, factor) => {
          const window = fitted(10_000);
          const about = window.fromMs + share * spanOf(window);
          const next = zoomed(window, about, factor, bounds);
          expect(xOf(next, 1000, about)).toBeCloseTo(xOf(window, 1000, about), 4);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('stays inside the run whatever is done to it', () => {
    const move = fc.oneof(
      fc.record({
        zoom: fc.double({ min: 0.1, max: 10, noNaN: true }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ pan: fc.integer({ min: -20_000, max: 20_000 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.array(move, { maxLength: 12 }), (endMs, moves) => {
        let window = fitted(endMs);
        for (const each of moves) {
          window =
            'zoom' in each
              ? zoomed(window, window.fromMs + each.at * spanOf(window), each.zoom, { endMs, width: 800 })
              : panned(window, each.pan, { endMs, width: 800 });
          expect(inside(window, endMs)).toBe(true);
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('turns its page when the playhead leaves it, and only then', () => {
    const near = { fromMs: 1000, toMs: 2000 };
    expect(following(near, 1500, bounds)).toBe(near);
    const next = following(near, 2001, bounds);
    expect(next.fromMs).toBeLessThan(2001);
    expect(next.toMs).toBeGreaterThan(2800);
    expect(following(near, 400, bounds).fromMs).toBe(0);
  });

  it('knows when the whole run shows', () => {
    expect(isFitted(fitted(10_000), 10_000)).toBe(true);
    expect(isFitted({ fromMs: 0, toMs: 5000 }, 10_000)).toBe(false);
  });
});
