/** Merging is commutative, associative and idempotent for each type, and the same changes give the same state. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { WRITES_OF, type MemoryType } from '../../../src/document/index.ts';
import { cellOf, cellsOf, put, standingAt } from '../../../src/protocols/shared-memory/eventual/contents.ts';
import * as real from '../../../src/protocols/shared-memory/eventual/store.ts';
import { isTombstone, type Change } from '../../../src/protocols/shared-memory/eventual/change.ts';
import { valueOf } from '../../../src/protocols/shared-memory/eventual/types.ts';
import { advanced, nothingSeen } from '../../../src/protocols/shared-memory/eventual/vector.ts';
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

/** Merging that takes some changes for others. */
function hearing(as: (change: Change) => Change): Partial<Merging> {
  return {
    merge: (store, type, news, seen) => {
      return real.merge(
        store,
        type,
        news.map((each) => ({ ...each, changes: each.changes.map(as) })),
        seen,
      );
    },
  };
}

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
      'what is moved is put there once more',
      hearing(({ of: _, ...change }) => (change.does === 'move' ? { ...change, does: 'put' } : change)),
      ['list'],
    ],
    [
      'what somebody put in is taken for appended',
      hearing((change) => {
        const { place: _, ...appended } = change;
        return change.does === 'put' ? appended : change;
      }),
      ['list'],
    ],
    [
      'who moves or sets an element first has it',
      hearing((change) => (change.of === undefined ? change : { ...change, ts: -Math.abs(change.ts) })),
      ['list'],
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

describe('[SM24] [SM25] a list', () => {
  const all = [0, 1, 2];
  type Write = readonly [string, Json?, number?];
  const did = (store: real.Store, ...writes: readonly Write[]): void => {
    for (const [does, value = null, at] of writes)
      expect(real.make(store, 'list', { key: 'x', does: does as 'insert', value, at }, 1)).toMatchObject({ ok: true });
  };
  const meet = (...stores: readonly real.Store[]): void => {
    for (const to of stores) for (const from of stores) real.merge(to, 'list', real.lackedBy(from, to.seen), from.seen);
  };
  const read = ({ contents }: real.Store): Json => valueOf('list', standingAt(contents, 'x'));

  it('keeps together what each put in at one place at once, forwards or backwards', () => {
    const runs = fc.array(fc.record({ length: fc.integer({ min: 1, max: 5 }), forwards: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(runs, fc.nat(3), fc.nat(3), (three, before, behind) => {
        const stores = all.map((each) => real.emptyStore(each, all));
        for (let at = 0; at < before + behind; at += 1) {
          did(stores[at % 3]!, ['append', at]);
          meet(...stores);
        }
        three.forEach(({ length, forwards }, who) => {
          for (let at = 0; at < length; at += 1)
            did(stores[who]!, ['insert', who * 10 + 100 + at, before + (forwards ? at : 0)]);
        });
        meet(...stores);
        const lists = stores.map(read) as number[][];
        expect(lists[1]).toEqual(lists[0]);
        expect(lists[2]).toEqual(lists[0]);
        const inner = lists[0]!.slice(before, lists[0]!.length - behind);
        const told = [...new Set(inner.map((each) => Math.floor(each / 10) - 10))].flatMap((who) => {
          const run = Array.from({ length: three[who]!.length }, (_, at) => who * 10 + 100 + at);
          return three[who]!.forwards ? run : run.reverse();
        });
        // Behind the last element there is no such place: what is put in there is appended.
        if (behind > 0) expect(inner).toEqual(told);
      }),
      { seed: 24, numRuns: rounds(100, 10_000) },
    );
  });

  it('has an element once where two move it at once, where the later put it; and none that was removed meanwhile', () => {
    const [a, b, c] = all.map((each) => real.emptyStore(each, all)) as [real.Store, real.Store, real.Store];
    did(a, ['append', 'x'], ['append', 'y'], ['append', 'z'], ['append', 'x']);
    meet(a, b, c);
    did(a, ['move', 'x', 3]);
    did(b, ['move', 'x', 1], ['set', 'Y', 0]);
    did(c, ['remove', 'z'], ['set', 'X', 2]);
    expect([a, b, c].map(read)).toEqual([
      ['y', 'z', 'x', 'x'],
      ['Y', 'x', 'z', 'x'],
      ['x', 'y', 'X'],
    ]);
    did(b, ['move', 'z', 0], ['set', 'Z', 0]);
    meet(a, b, c);
    expect([a, b, c].map(read)).toEqual([
      ['Y', 'x', 'X'],
      ['Y', 'x', 'X'],
      ['Y', 'x', 'X'],
    ]);
    for (const { contents } of [a, b, c]) {
      const standing = standingAt(contents, 'x');
      for (const { of } of standing)
        if (of !== undefined) expect(standing.some(({ writer, seq }) => writer === of[0] && seq === of[1])).toBe(true);
    }
  });

  it('takes what is behind its end for its end, and sets nothing there', () => {
    const store = real.emptyStore(0, all);
    did(store, ['insert', 'b', 7], ['insert', 'a'], ['move', 'a', 9]);
    expect(read(store)).toEqual(['b', 'a']);
    expect(real.make(store, 'list', { key: 'x', does: 'set', value: 1, at: 2 }, 1)).toEqual({
      ok: false,
      error: 'there are 2 elements in the list, and none behind 2 others',
    });
  });

  it('is told in few numbers where one goes on, to either side', () => {
    const store = real.emptyStore(0, all);
    did(store, ['append', 'end']);
    for (let at = 0; at < 50; at += 1) did(store, ['insert', at], ['insert', -at, 1 + at]);
    const lengths = standingAt(store.contents, 'x').map(({ place = [] }) => place.length);
    expect(Math.max(...lengths)).toBeLessThan(4);
  });
});

it('[SM16] what was told of others long ago says nothing of what they have seen since', () => {
  const copy = real.emptyStore(0, [0, 1, 2]);
  const [early, late] = [advanced(nothingSeen, 1, 1), advanced(nothingSeen, 1, 2)];
  copy.seen = late;
  copy.alike = [0];
  real.learn(copy, 1, late);
  expect(copy.alike).toEqual([0, 1]);
  // Of an earlier moment, when 1 and 2 were alike: 2 may not have seen what came since.
  real.learn(copy, 1, early, [1, 2]);
  expect(copy.alike).toEqual([0, 1]);
  real.learn(copy, 1, late, [1, 2]);
  expect(copy.alike).toEqual([0, 1, 2]);
});
