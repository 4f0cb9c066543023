/** What tells names apart: their own end, never half a word or half a number, and nothing where nothing is alike. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partsOfNames, stemOf } from '../../../src/studio/format/names/telling.ts';

const tellingOf = (names: readonly string[]): string[] => {
  const parts = partsOfNames(names);
  return names.map((name) => (parts(name).tell > 0 ? name.slice(parts(name).tell) : ''));
};

it('is the number, without the zeros before it', () => {
  expect(tellingOf(['mProject_ID0000001', 'mProject_ID0000002', 'mProject_ID0000010'])).toEqual(['1', '2', '10']);
  expect(tellingOf(['Sign in guest 9', 'Sign in guest 10', 'Sign in guest 19'])).toEqual(['9', '10', '19']);
});

it('is whole words', () => {
  expect(tellingOf(['Table 1: prep', 'Table 1: plate', 'Table 2: prep'])).toEqual(['prep', 'plate', '2: prep']);
});

it('is nothing for a name that is like no other, or only a little', () => {
  expect(tellingOf(['Call the orders', 'Bake', 'Back'])).toEqual(['', '', '']);
  expect(partsOfNames(['one'])('another')).toEqual({ own: 0, tell: 0 });
});

it('knows what a family of names is called', () => {
  const names = [
    'mProject_ID0000001',
    'mProject_ID0000002',
    'A.B.STAR_ALIGN_7',
    'A.B.STAR_ALIGN_8',
    'Guest 1',
    'Guest 2',
  ];
  const parts = partsOfNames(names);
  expect(names.map((name) => stemOf(name, parts(name)))).toEqual([
    'mProject',
    'mProject',
    'STAR_ALIGN',
    'STAR_ALIGN',
    'Guest',
    'Guest',
  ]);
});

it('tells every name of a crowd from every other by stem and end together', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'B', '0', '1', '_', '.', ' ', '😀'),
    minLength: 1,
    maxLength: 14,
  });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 20 }), (names) => {
      const parts = partsOfNames(names);
      for (const name of names) {
        const { own, tell } = parts(name);
        expect(tell).toBeLessThan(name.length);
        expect(own).toBeLessThan(name.length);
        // Nobody else ends so after the same beginning.
        const alike = names.filter(
          (other) => other.startsWith(name.slice(0, tell)) && other.endsWith(name.slice(tell)),
        );
        if (tell > 0) expect(alike.filter((other) => other.length === name.length)).toEqual([name]);
        // No sign is cut in two.
        expect(/[\udc00-\udfff]/.test(name[tell] ?? '')).toBe(false);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});
