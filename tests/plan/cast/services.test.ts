/** What a task uses, in the order in which it is met: needs by time, kind and service, and behind them what is written. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder, type Use } from '../../../src/plan/cast/services.ts';

const kinds = ['read', 'limit', 'resource', 'write'] as const;
const use = fc.record({
  kind: fc.constantFrom(...kinds),
  service: fc.nat(3),
  units: fc.constant(1),
  fromMs: fc.constantFrom(0, 5, 20),
}) satisfies fc.Arbitrary<Use>;

it('needs are met by time, then by kind and by service, whatever the order in which they are drawn; writes come last', () => {
  fc.assert(
    fc.property(fc.uniqueArray(use, { maxLength: 8, selector: (each) => JSON.stringify(each) }), (uses) => {
      const { all, needed } = inOrder(uses);
      expect(all).toHaveLength(uses.length);
      expect(new Set(all)).toEqual(new Set(uses));
      expect(all.map(({ kind }) => kind === 'write')).toEqual(all.map((_, at) => at >= needed));
      for (const part of [all.slice(0, needed), all.slice(needed)])
        for (let at = 1; at < part.length; at += 1) {
          const [before, after] = [part[at - 1]!, part[at]!];
          const key = ({ kind, service, fromMs }: Use) => [fromMs, kinds.indexOf(kind), service];
          const [one, other] = [key(before), key(after)];
          const first = one.findIndex((value, place) => value !== other[place]);
          expect(one[first]!).toBeLessThan(other[first]!);
        }
      expect(inOrder([...uses].reverse())).toEqual({ all, needed });
    }),
    { seed: 4, numRuns: 200 },
  );
});
