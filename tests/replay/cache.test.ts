/** Copies spread over a way: few enough, and no more than fit. */
import { describe, expect, it } from 'vitest';
import { SpreadCache } from '../../src/replay/cache.ts';

/** What is kept of so many places, each as large as its number says. */
function keptOf(cache: SpreadCache<number>, places: number, sizeOf: (at: number) => number): number[] {
  for (let at = 0; at < places; at += 1) if (cache.wants(at)) cache.keep(at, sizeOf(at));
  return cache.all().map((each) => each.at);
}

describe('copies spread over a way', () => {
  it('are at most so many, evenly', () => {
    const kept = keptOf(new SpreadCache<number>(8, 1), 1000, () => 1);
    expect(kept.length).toBeLessThanOrEqual(8);
    expect(new Set(kept.slice(1).map((at, place) => at - kept[place]!)).size).toBe(1);
    expect(kept.at(-1)).toBeGreaterThan(700);
  });

  it('are fewer where they do not fit, and never none', () => {
    const fits = (values: readonly number[]): boolean => values.reduce((sum, value) => sum + value, 0) <= 100;
    for (const size of [1, 10, 30, 60, 1000]) {
      const cache = new SpreadCache<number>(8, 1, fits);
      const kept = keptOf(cache, 1000, () => size);
      expect(kept.length, String(size)).toBeLessThanOrEqual(Math.max(1, Math.floor(100 / size)));
      expect(kept[0]).toBe(0);
      expect(cache.before(999)).not.toBeNull();
    }
    expect(keptOf(new SpreadCache<number>(8, 1, fits), 1000, () => 10).length).toBeGreaterThan(4);
  });
});
