/** Merging is commutative, associative and idempotent for each type, and the same changes give the same state. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WRITES_OF, type MemoryType } from '../../../src/document/index.ts';
import { cellOf, cellsOf, put, standingAt } from '../../../src/protocols/shared-memory/eventual/contents.ts';
import * as real from '../../../src/protocols/shared-memory/eventual/store.ts';
import { isTombstone } from '../../../src/protocols/shared-memory/eventual/types.ts';
import { nothingSeen } from '../../../src/protocols/shared-memory/eventual/vector.ts';
import { figure, rounds } from '../../support/prove.ts';
import { brokenLaw, histories, type Merging } from './laws.ts';

const numRuns = rounds(40, 5000);
const lawful = (type: MemoryType, merging?: Merging): string | null => {
  const property = fc.property(histories(type), (history) => {
    expect(brokenLaw(type, history, merging)).toBeNull();
  });
  const { failed, counterexample } = fc.check(property, { seed: 12, numRuns, endOnFailure: true });
  return failed ? brokenLaw(type, counterexample![0], merging) : null;
};

describe('[SM14] [SM15] [SM16] the laws of merging', () => {
  it.each(Object.keys(WRITES_OF) as MemoryType[])('hold of a %s, whichever way changes come', (type) => {
    expect(lawful(type)).toBeNull();
    figure(`laws of a ${type}: histories`, numRuns);
  });

  /** Merging with a fault, and the types in which it shows. */
  const faults: readonly (readonly [string, Partial<Merging>, readonly MemoryType[]])[] = [
    [
      'what the other has ended is kept',
      {
        merge: (store, type, news, seen) => {
          const whole = news.map((each) => ({
            ...each,
            keeps: [
              ...each.keeps,
              ...standingAt(store.contents, each.key).map(({ writer, seq }) => [writer, seq] as const),
            ],
          }));
          return real.merge(store, type, whole, seen);
        },
      },
      ['multi-value', 'set', 'list'],
    ],
    [
      'what comes last stands',
      {
        merge: (store, type, news, seen) => {
          for (const { key, changes } of news) if (changes.length > 0) put(store.contents, [cellOf(key, [])]);
          return real.merge(store, type, news, seen);
        },
      },
      ['register', 'counter', 'set', 'map', 'list', 'log', 'multi-value'],
    ],
    [
      'tombstones are not told',
      {
        lackedBy: (store, seen) =>
          real.lackedBy(store, seen).flatMap((each) => {
            const changes = each.changes.filter((change) => !isTombstone(change));
            return changes.length === 0 ? [] : [{ ...each, changes }];
          }),
      },
      ['register', 'multi-value', 'set', 'map', 'list'],
    ],
    [
      'a tombstone is let go at once',
      {
        collect: (store) => {
          const bare = cellsOf(store.contents).map(({ key, changes }) =>
            cellOf(
              key,
              changes.filter((change) => !isTombstone(change)),
            ),
          );
          put(store.contents, bare);
          return [];
        },
      },
      ['register', 'multi-value', 'set', 'map', 'list'],
    ],
    [
      'what was seen is forgotten',
      { merge: (store, type, news) => real.merge(store, type, news, nothingSeen) },
      ['register', 'multi-value', 'counter', 'set', 'map', 'list', 'log'],
    ],
  ];
  it.each(faults)('are broken where %s', (_what, fault, types) => {
    for (const type of types) expect([type, lawful(type, { ...real, ...fault })]).toEqual([type, expect.any(String)]);
  });
});
