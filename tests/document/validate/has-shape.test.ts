/** The quick look at a shape says what valibot says, of sound documents and of such as are bent at any place. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { documentSchema } from '../../../src/document/index.ts';
import { isAboutBound } from '../../../src/document/schema/bounds.ts';
import { hasShape } from '../../../src/document/validate/has-shape.ts';
import { randomDocument } from '../../support/documents.ts';
import { FULL } from '../documents.ts';

const told = (value: unknown): boolean =>
  (v.safeParse(documentSchema, value).issues ?? []).every((issue) => isAboutBound(issue));

/** Every place in a value, by its path. */
function placesIn(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function replaced(value: Json, [key, ...rest]: readonly (string | number)[], by: Json): Json {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as Json[])] : { ...(value as object) }) as Record<string, Json>;
  copy[key] = replaced(copy[key]!, rest, by);
  return copy;
}

const hostile: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e13,
  '',
  ' a',
  'x',
  '#12345g',
  [],
  ['a', 'a'],
  [null],
  {},
  { min: 2, max: 1 },
  { min: 1 },
  { mean: 1, deviation: 2, more: 3 },
  { atLeast: 0 },
  { atLeast: 'x' },
  { task: 'a' },
  { kind: 'simulate' },
  { kind: 'consensus', participants: 7 },
  { kind: 'never-seen', at: [] },
  { kind: 7 },
  { id: 'a', units: '2' },
  'x'.repeat(300),
];

describe('whether a value has the shape of the document', () => {
  it('is told of random documents, whole and with anything anywhere, as valibot tells it', () => {
    const counts = { sound: 0, bent: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.nat(),
        fc.constantFrom(...hostile),
        fc.boolean(),
        (seed, at, by, whole) => {
          const random = randomDocument(seed, { tasksMax: 6, composites: seed % 2 === 0 }) as unknown as Json;
          const document = seed % 3 === 0 ? FULL : random;
          const places = placesIn(document);
          const value = whole ? document : replaced(document, places[at % places.length]!, by);
          const sound = told(value);
          counts[sound ? 'sound' : 'bent'] += 1;
          expect(hasShape(documentSchema, value)).toBe(sound);
        },
      ),
      { seed: 19, numRuns: 800 },
    );
    expect(counts.sound).toBeGreaterThan(200);
    expect(counts.bent).toBeGreaterThan(200);
  });
});
