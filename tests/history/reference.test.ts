/** The checker against every order of small histories, for each model and each level. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHistory, refusesHistory, type Level, type Operation } from '../../src/history/index.ts';
import { figure, rounds } from '../support/prove.ts';
import { randomHistory, type Kind } from './random-histories.ts';
import { isCausal, isLinearizable, isSequential } from './reference.ts';

const references = { linearizable: isLinearizable, sequential: isSequential, causal: isCausal };

/** Whether an order has all that returned, keeps to time, and is right for operations that happen at once, one after the other. */
function isRight(kind: Kind, history: readonly Operation[], key: string | null, order: readonly number[]): boolean {
  const all = order.map((at) => history[at]!);
  const inTime = all.every(({ call }, at) => all.slice(at + 1).every(({ returned }) => (returned ?? Infinity) >= call));
  const due = history.flatMap((each, at) => (each.returned !== null && (key === null || each.key === key) ? [at] : []));
  const atOnce = all.map((each, at) => ({
    ...each,
    call: 2 * at,
    returned: each.returned === null ? null : 2 * at + 1,
  }));
  return inTime && due.every((at) => order.includes(at)) && references.linearizable(kind, atOnce);
}

function agree(
  kind: Kind,
  as: Level,
  shape: { operations: number; processes: number; keys: number; values: number; plain?: boolean },
) {
  let held = 0;
  let broken = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1 << 30 }),
      fc.integer({ min: 4, max: shape.operations }),
      (seed, operations) => {
        const history = randomHistory(kind, seed, { ...shape, operations });
        const asked = { model: kind, as };
        expect(refusesHistory(history, asked)).toBeNull();
        const { verdict, parts } = checkHistory(history, asked);
        const right = references[as](kind, history);
        expect({ history, verdict }).toEqual({ history, verdict: right ? 'consistent' : 'violated' });
        if (right) held += 1;
        else broken += 1;
        for (const { key, order, verdict: is } of parts) {
          expect(order !== null).toBe(as === 'linearizable' && is === 'consistent');
          if (order !== null)
            expect({ history, order, right: isRight(kind, history, key, order) }).toMatchObject({ right: true });
        }
        for (const { violation } of parts) {
          if (violation === null) continue;
          expect(violation.part.length).toBeGreaterThan(0);
          // What it could have read would have been right.
          for (const result of violation.could.slice(0, 1)) {
            const other = history.map((each, at) => (at === violation.culprit ? { ...each, result } : each));
            if (as !== 'linearizable' && parts.length === 1)
              expect({ other, right: references[as](kind, other) }).toEqual({ other, right: true });
          }
        }
      },
    ),
    { seed: 12, numRuns: rounds(80, 5000) },
  );
  figure(`${kind}, ${as}: consistent`, held);
  figure(`${kind}, ${as}: violated`, broken);
  expect(Math.min(held, broken)).toBeGreaterThan(5);
}

const kinds = ['register', 'counter', 'set', 'log', 'kv'] as const;

describe('the checker agrees with every order of small histories', () => {
  it.each(kinds)('[HI1] %s, linearizable', (kind) => {
    agree(kind, 'linearizable', { operations: 7, processes: 3, keys: 1, values: 3 });
  });
  it.each(kinds)('[HI1] %s, linearizable, of two keys', (kind) => {
    agree(kind, 'linearizable', { operations: 7, processes: 3, keys: 2, values: 3 });
  });
  it.each(kinds)('[HI2] %s, sequential', (kind) => {
    agree(kind, 'sequential', { operations: 7, processes: 3, keys: 2, values: 3 });
  });
  it.each(['register', 'set', 'log', 'kv'] as const)('[HI3] %s, causal', (kind) => {
    agree(kind, 'causal', { operations: 6, processes: 3, keys: 2, values: 4, plain: true });
  });
});
