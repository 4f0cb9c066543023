/** Lists of what was compared: whole while short, else the best, whoever was chosen, and how many there were. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparedMax, unlistedIn, withListed } from '../../src/plan/index.ts';

const weighed = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 90, size: 'max' })
  .map((values) => values.map((value, agent) => ({ agent, value })));

it('a list holds all, or the best with whoever was chosen and the number of all', () => {
  fc.assert(
    fc.property(weighed, fc.nat(), (all, drawn) => {
      const chosen = drawn % all.length;
      const { compared, comparedOf } = withListed({}, { compared: all }, chosen);
      if (all.length <= comparedMax) {
        expect({ compared, comparedOf }).toEqual({ compared: all, comparedOf: undefined });
        return;
      }
      expect(compared).toHaveLength(comparedMax);
      expect(comparedOf).toBe(all.length);
      expect(unlistedIn({ compared, comparedOf: all.length })).toBe(all.length - comparedMax);
      const least = Math.min(...all.map(({ value }) => value));
      expect(compared.some(({ value }) => value === least)).toBe(true);
      expect(compared.some(({ agent }) => agent === chosen)).toBe(true);
      // The best of all, of equals those named first, and in the place of the last of them whoever was chosen.
      const best = [...all].sort((a, b) => a.value - b.value || a.agent - b.agent).slice(0, comparedMax);
      const own = best.some(({ agent }) => agent === chosen);
      expect(compared).toEqual(own ? best : [...best.slice(0, -1), all[chosen]]);
      // Nobody that was left out is better than anybody listed, but for whoever was chosen.
      const named = new Set(compared.map(({ agent }) => agent));
      const worst = Math.max(...compared.filter(({ agent }) => agent !== chosen).map(({ value }) => value));
      for (const { agent, value } of all) if (!named.has(agent)) expect(value).toBeGreaterThanOrEqual(worst);
    }),
    { seed: 20_811, numRuns: 150 },
  );
});

it('what only the first are at hand of says how many there were', () => {
  const two = [{ agent: 3, value: 1 }];
  expect(withListed({ of: 1 }, { compared: two, comparedOf: 40 }, 3)).toEqual({ of: 1, compared: two, comparedOf: 40 });
  expect(withListed({}, { compared: two, comparedOf: 1, tied: 1 }, 3)).toEqual({ compared: two });
  expect(withListed({}, { compared: two, tied: 2 }, 3)).toEqual({ compared: two, tied: 2 });
});
