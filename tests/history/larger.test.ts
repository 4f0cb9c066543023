/**
 * Histories that are too large to try every order of: beside a plain search that keeps where it has been as texts, and ones whose
 * verdict is known because of how they were made.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { checkHistory, type Operation } from '../../src/history/index.ts';
import { figure, rounds } from '../support/prove.ts';
import { randomHistory, type Kind } from './random-histories.ts';
import { apply, starts } from './reference.ts';

/** Wing and Gong as plainly as can be: sets and states are texts. */
function plainly(kind: Kind, history: readonly Operation[]): boolean {
  const due = [...history.keys()].filter((at) => history[at]!.returned !== null);
  const seen = new Set<string>();
  const go = (placed: ReadonlySet<number>, state: unknown): boolean => {
    if (due.every((at) => placed.has(at))) return true;
    const here = `${[...placed].sort((a, b) => a - b).join()} ${JSON.stringify(state)}`;
    if (seen.has(here)) return false;
    seen.add(here);
    const latest = Math.min(...due.filter((at) => !placed.has(at)).map((at) => history[at]!.returned!));
    return [...history.keys()].some((at) => {
      const operation = history[at]!;
      if (placed.has(at) || operation.call > latest) return false;
      const { state: next, answer } = apply(kind, state, operation);
      const open = operation.returned === null;
      const fits = open
        ? operation.action !== 'cas' || answer === true
        : JSON.stringify(operation.result) === JSON.stringify(answer);
      return fits && go(new Set([...placed, at]), next);
    });
  };
  return go(new Set(), starts[kind]);
}

describe('[HI1] [HI4] the checker agrees with a plain search of larger histories', () => {
  it.each(['register', 'counter', 'set', 'log', 'kv'] as const)('%s', (kind) => {
    let held = 0;
    const all = rounds(60, 3_000);
    for (let seed = 0; seed < all; seed += 1) {
      const history = randomHistory(kind, seed, { operations: 10 + (seed % 12), processes: 4, keys: 1, values: 3 });
      const { verdict } = checkHistory(history, { model: kind, as: 'linearizable' });
      const right = plainly(kind, history);
      if (right) held += 1;
      expect({ seed, verdict }).toEqual({ seed, verdict: right ? 'consistent' : 'violated' });
    }
    figure(`${kind}, larger: consistent`, held);
    figure(`${kind}, larger: violated`, all - held);
    expect(Math.min(held, all - held)).toBeGreaterThan(5);
  });
});

/** Forty clients at once: every change is concurrent with every other, and reads come after them or among them. */
const crowd = (action: Operation['action'], answers: readonly Json[]): Operation[] => [
  ...Array.from({ length: 40 }, (_, at): Operation => ({
    process: `c${String(at)}`,
    key: '',
    action,
    value: at,
    result: null,
    call: 0,
    returned: 10,
  })),
  ...answers.map((result, at): Operation => ({
    process: `r${String(at)}`,
    key: '',
    action: 'read',
    value: null,
    result,
    call: 20 + 2 * at,
    returned: 21 + 2 * at,
  })),
];
const all = Array.from({ length: 40 }, (_, at) => at);

describe('[HI1] where values are written once, a crowd is decided without trying its orders', () => {
  it.each<[model: Kind, action: Operation['action'], answers: Json[], verdict: string]>([
    ['register', 'write', [39, 39], 'consistent'],
    ['register', 'write', [7, 8], 'violated'],
    ['register', 'write', [99], 'violated'],
    ['set', 'add', [all], 'consistent'],
    ['set', 'add', [all.slice(1), all], 'violated'],
    ['log', 'append', [[...all].reverse()], 'consistent'],
    ['log', 'append', [all, [...all].reverse()], 'violated'],
    ['log', 'append', [all.slice(1)], 'violated'],
  ])('%s, %s %j: %s', (model, action, answers, verdict) => {
    const checked = checkHistory(crowd(action, answers), { model, as: 'linearizable' });
    expect(checked.verdict).toBe(verdict);
    expect(checked.steps).toBeLessThan(500_000);
  });
});
