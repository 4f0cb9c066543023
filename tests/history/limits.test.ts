/** How far a check goes: what it decides in how many steps, that it gives up and says so, and that no hash decides anything. */
import { describe, expect, it } from 'vitest';
import { checkHistory, divergences, type Operation } from '../../src/history/index.ts';
import { figure } from '../support/prove.ts';
import { dice } from './random-histories.ts';

/** What `clients` did to registers, each at a moment between its call and its return. */
function recorded(operations: number, keys: number, clients: number, seed = 1): Operation[] {
  const roll = dice(seed);
  const clocks = Array.from({ length: clients }, () => roll(5));
  const made = Array.from({ length: operations }, (_, at) => {
    const process = at % clients;
    const call = clocks[process]! + 1;
    const returned = call + 1 + roll(9);
    clocks[process] = returned + 1;
    return {
      at,
      process,
      key: `k${String(roll(keys))}`,
      call,
      returned,
      moment: call + roll(returned - call),
      isRead: roll(2) === 0,
    };
  });
  const held = new Map<string, number>();
  const answers = new Map<number, number | null>();
  for (const each of [...made].sort((a, b) => a.moment - b.moment || a.at - b.at)) {
    if (each.isRead) answers.set(each.at, held.get(each.key) ?? null);
    else held.set(each.key, each.at);
  }
  return made.map(({ at, process, key, call, returned, isRead }) => ({
    process: String(process),
    key,
    action: isRead ? 'read' : 'write',
    value: isRead ? null : at,
    result: isRead ? (answers.get(at) ?? null) : null,
    call,
    returned,
  }));
}

/** The same with one read that saw what had been overwritten long before. */
function withStale(history: readonly Operation[]): Operation[] {
  const at = history.findLastIndex(({ action, result }) => action === 'read' && result !== null);
  const { key } = history[at]!;
  const old = history.find((each) => each.key === key && each.action === 'write')!.value;
  return history.map((each, index) => (index === at ? { ...each, result: old } : each));
}

describe('[HI6] a check is bounded', () => {
  it('2,000 operations on 20 keys take few steps, right or wrong', () => {
    const history = recorded(2_000, 20, 10);
    for (const as of ['linearizable', 'sequential', 'causal'] as const) {
      const right = checkHistory(history, { model: 'register', as });
      figure(`2,000 operations on 20 keys, ${as}: steps`, right.steps);
      expect(right.verdict).toBe('consistent');
      expect(right.steps).toBeLessThan(as === 'causal' ? 20_000_000 : 400_000);
    }
    const wrong = checkHistory(withStale(history), { model: 'register', as: 'linearizable' });
    expect(wrong.verdict).toBe('violated');
    const violation = wrong.parts.find((part) => part.violation !== null)!.violation!;
    expect(violation).toMatchObject({ shortest: true });
    expect(violation.part.length).toBeLessThan(6);
  });

  it('one key with 20,000 operations does not need memory for each pair of them', () => {
    const { verdict, steps } = checkHistory(recorded(20_000, 1, 8), { model: 'register', as: 'linearizable' });
    expect(verdict).toBe('consistent');
    expect(steps).toBeLessThan(400_000);
  });

  /** Nobody's amounts add up to what was read, and only trying tells. */
  const hopeless = (key: string): Operation[] =>
    Array.from({ length: 24 }, (_, at) => ({
      process: `p${String(at)}`,
      key,
      action: at === 23 ? 'read' : 'add',
      value: at === 23 ? null : 2 ** at,
      result: at === 23 ? -1 : null,
      call: 0,
      returned: 10,
    }));

  it('it gives up by steps and by memory, and then says neither yes nor no', () => {
    const ask = (limits: { steps: number; words: number }) =>
      checkHistory(hopeless(''), { model: 'counter', as: 'linearizable', limits });
    expect(ask({ steps: 1_000, words: 1 << 24 })).toMatchObject({
      verdict: 'undecided',
      parts: [{ limit: 'steps', violation: null }],
    });
    expect(ask({ steps: 1e9, words: 1 << 14 })).toMatchObject({
      verdict: 'undecided',
      parts: [{ limit: 'words', violation: null }],
    });
  });

  it('a key that takes all steps keeps none from another', () => {
    const wrong: Operation = {
      process: 'q',
      key: 'wrong',
      action: 'read',
      value: null,
      result: 1,
      call: 0,
      returned: 1,
    };
    const { verdict, parts } = checkHistory([...hopeless('heavy'), wrong], {
      model: 'counter',
      as: 'linearizable',
      limits: { steps: 2_000, words: 1 << 20 },
    });
    expect(verdict).toBe('violated');
    expect(parts.map((part) => part.verdict)).toEqual(['undecided', 'violated']);
  });
});

it('[HI10] replicas have converged where all hold the same of each key', () => {
  const one = { name: 'a', state: { x: { b: 1, a: [2] }, y: null } };
  expect(divergences([])).toEqual([]);
  expect(divergences([one, { name: 'b', state: { y: null, x: { a: [2], b: 1 } } }])).toEqual([]);
  expect(divergences([one, { name: 'b', state: { x: { a: [2], b: 1 } } }, { name: 'c', state: one.state }])).toEqual([
    {
      key: 'y',
      values: [
        { value: null, replicas: ['a', 'c'] },
        { value: undefined, replicas: ['b'] },
      ],
    },
  ]);
});
