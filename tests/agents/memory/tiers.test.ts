/** Working memory: two bounded tiers, three scores, and the rules that hold of them under random operations. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryRules } from '../../../src/agents/index.ts';
import { activationSum, recencyAfter } from '../../../src/agents/memory/scores.ts';
import { emptyMemory, loseShortTerm, recall, remember, type Operation } from '../../../src/agents/memory/tiers.ts';
import type { KnownFact, MemoryFact, MemoryPlan, SeededPlan } from '../../../src/plan/index.ts';
import { figure, rounds } from '../../support/prove.ts';

/** One memory, with what it tells and a clock. */
function memory(plan: MemoryPlan) {
  const state = emptyMemory();
  const told: MemoryFact[] = [];
  const operation = (now: number): Operation => ({
    plan,
    agent: 0,
    task: 0,
    now,
    tell: (fact) => void told.push(fact),
  });
  return {
    state,
    told,
    store: (key: string, now: number, { importance = 1, pinned = false } = {}) => {
      remember(state, { key, importance, pinned, value: key }, operation(now));
    },
    find: (key: string, now: number) => recall(state, key, operation(now)),
    crash: () => {
      loseShortTerm(state, 0, (fact) => void told.push(fact));
    },
    short: () => Object.keys(state.short).sort(),
    long: () => Object.keys(state.long).sort(),
  };
}

/** The rules that these facts break, as a run would ask them. */
function broken(memoryPlan: MemoryPlan, facts: readonly MemoryFact[]): string[] {
  const plan = {
    tasks: [],
    agents: [{ id: 'ana', name: 'Ana' }],
    workingMemories: [memoryPlan],
  } as unknown as SeededPlan;
  return memoryRules.flatMap((rule) => {
    const state = rule.init(plan, null as never);
    const moment = { step: 1, time: 0 };
    const said = facts
      .filter(({ type }) => rule.hears?.includes(type) ?? true)
      .map((fact) => rule.fact(state, fact as KnownFact, moment, plan))
      .find((sentence) => sentence !== null);
    return (said ?? rule.end?.(state, moment, plan) ?? null) === null ? [] : [rule.rule];
  });
}

const small: MemoryPlan = { capacity: 3, longTerm: 2, score: 'act-r' };

describe('scores', () => {
  it('ACT-R: uses at ages 1, 5 and 20 have a base level of 0.513315', () => {
    const sum = activationSum({ importance: 1, createdMs: 0, count: 3, timesMs: [0, 15, 19] }, 20);
    expect(Math.log(sum)).toBeCloseTo(0.513315, 6);
  });
  it('ACT-R: what is older than the times kept counts by its mean, and ages below 1 as 1', () => {
    expect(activationSum({ importance: 1, createdMs: 0, count: 1, timesMs: [0] }, 0)).toBe(1);
    const hybrid = activationSum({ importance: 1, createdMs: 0, count: 4, timesMs: [75, 96] }, 100);
    expect(hybrid).toBeCloseTo(1 / 5 + 1 / 2 + (2 * 2) / (10 + 5), 12);
  });
  it('generative: recency halves in 138.3 hours, and a day leaves 0.8867', () => {
    expect(recencyAfter(0)).toBe(1);
    expect(recencyAfter(24 * 3_600_000)).toBeCloseTo(0.8867, 4);
    expect(recencyAfter(138.283 * 3_600_000)).toBeCloseTo(0.5, 5);
    for (const hours of [0.001, 0.5, 1.75, 1000.3])
      expect(recencyAfter(hours * 3_600_000)).toBeCloseTo(0.995 ** hours, 9);
  });
});

describe('tiers', () => {
  it('[WM1] a capacity of 3 holds 3: the fourth makes room', () => {
    const one = memory(small);
    for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) one.store(key, at * 10);
    expect(one.short()).toEqual(['b', 'c', 'd']);
    expect(one.long()).toEqual(['a']);
    expect(broken(small, one.told)).toEqual([]);
  });
  it('[WM2] a store on a key that is there updates it, in its tier, with its statistics', () => {
    const one = memory(small);
    for (const [at, key] of ['a', 'b', 'a'].entries()) one.store(key, at * 10);
    expect(one.state.short['a']).toMatchObject({ count: 2, timesMs: [0, 20] });
    expect(one.told.map(({ type }) => type)).toEqual(['memory.created', 'memory.created', 'memory.updated']);
  });
  it('[WM3] demotion keeps statistics, and more than five hits promote', () => {
    const one = memory({ capacity: 1, longTerm: 5, score: 'source' });
    one.store('a', 0, { importance: 0.001 });
    one.store('b', 1, { importance: 1000 });
    expect(one.long()).toEqual(['a']);
    expect(one.state.long['a']).toMatchObject({ count: 1, timesMs: [0] });
    for (let hit = 1; hit <= 5; hit += 1) expect([one.find('a', 1 + hit), one.long()]).toEqual(['long-term', ['a']]);
    expect(one.find('a', 10)).toBe('long-term');
    expect([one.short(), one.long()]).toEqual([['a'], ['b']]);
  });
  it('[WM4] what is pinned stays, and a memory full of it refuses', () => {
    const one = memory({ capacity: 2, longTerm: 2, score: 'act-r' });
    one.store('a', 0, { pinned: true });
    one.store('b', 1, { pinned: true });
    one.store('c', 2);
    expect(one.short()).toEqual(['a', 'b']);
    expect(one.told.at(-1)).toMatchObject({ type: 'memory.refused', key: 'c' });
  });
  it('[WM5] a crash takes short-term memory and leaves long-term memory', () => {
    const one = memory(small);
    for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) one.store(key, at);
    one.crash();
    expect([one.short(), one.long()]).toEqual([[], ['a']]);
    expect(one.find('b', 9)).toBeNull();
    expect(broken(small, one.told)).toEqual([]);
  });
});

describe('planted faults are caught', () => {
  const created = (key: string, pinned = false): MemoryFact => ({
    type: 'memory.created',
    agent: 0,
    task: 0,
    key,
    pinned,
  });
  const evicted = (kept: number | null, ...left: [string, number][]): MemoryFact => ({
    type: 'memory.evicted',
    agent: 0,
    left: left.map(([key, score]) => ({ key, score })),
    kept,
    next: kept === null ? null : 'z',
  });
  const promoted = (
    by: 'hits' | 'score' | 'pinned',
    hits: number,
    score: number,
    against: number | null,
  ): MemoryFact => ({
    ...({ type: 'memory.promoted', agent: 0, key: 'a', by, hits, score } as const),
    against: against === null ? null : { key: 'b', score: against },
  });
  it.each<[string, string, MemoryFact[]]>([
    ['[WM1] one too many in short-term memory', 'WM1', ['a', 'b', 'c', 'd'].map((key) => created(key))],
    [
      '[WM1] long-term memory is left overfull',
      'WM1',
      [created('a'), created('b'), created('c'), evicted(null, ['a', 1], ['b', 1], ['c', 1]), created('d')],
    ],
    [
      '[WM1] long-term memory is overfull at the end',
      'WM1',
      [created('a'), created('b'), created('c'), evicted(null, ['a', 1], ['b', 1], ['c', 1])],
    ],
    ['[WM2] the same thing twice', 'WM2', [created('a'), created('a')]],
    [
      '[WM2] found where it is not',
      'WM2',
      [created('a'), { type: 'memory.recalled', agent: 0, task: 0, key: 'a', tier: 'long-term' }],
    ],
    ['[WM2] missed where it is', 'WM2', [created('a'), { type: 'memory.missed', agent: 0, task: 0, key: 'a' }]],
    ['[WM2] promoted from nowhere', 'WM2', [promoted('hits', 6, 1, null)]],
    [
      '[WM2] forgotten before it was evicted',
      'WM2',
      [created('a'), { type: 'memory.forgotten', agent: 0, left: [{ key: 'a', score: 1 }], kept: null, next: null }],
    ],
    ['[WM3] the better one left', 'WM3', [created('a'), created('b'), evicted(1, ['a', 2])]],
    ['[WM3] nothing left', 'WM3', [evicted(1)]],
    ['[WM3] promoted before it was found often enough', 'WM3', [promoted('hits', 5, 1, 2)]],
    ['[WM3] promoted by a score that is not enough', 'WM3', [promoted('score', 0, 1.1, 1)]],
    ['[WM4] a pinned one left', 'WM4', [created('a', true), evicted(null, ['a', 1])]],
  ])('%s', (_title, rule, facts) => {
    expect(broken(small, facts)).toContain(rule);
  });
});

describe('random operations', () => {
  const plans = fc.record({
    capacity: fc.integer({ min: 1, max: 9 }),
    longTerm: fc.integer({ min: 0, max: 9 }),
    score: fc.constantFrom('source' as const, 'act-r' as const, 'generative' as const),
  });
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('store', 'find', 'find', 'find', 'crash'),
      key: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('')),
      importance: fc.integer({ min: 0, max: 10 }),
      pinned: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
      pauseMs: fc.constantFrom(0, 1, 1000, 86_400_000),
    }),
    { minLength: 100, maxLength: 100 },
  );
  it('[WM1] [WM2] [WM3] [WM4] hold of every history, and nothing is lost without a word', () => {
    let operations = 0;
    const seen = new Set<string>();
    const numRuns = rounds(40, 1000);
    fc.assert(
      fc.property(plans, steps, (plan, all) => {
        const one = memory(plan);
        let now = 0;
        for (const { kind, key, importance, pinned, pauseMs } of all) {
          now += pauseMs;
          operations += 1;
          const crashes = kind === 'crash' && importance === 0;
          if (crashes) one.crash();
          else if (kind === 'store') one.store(key, now, { importance, pinned });
          else one.find(key, now);
          expect(one.short().length).toBeLessThanOrEqual(plan.capacity);
          expect(one.long().length).toBeLessThanOrEqual(plan.longTerm);
          expect(one.short().filter((each) => one.long().includes(each))).toEqual([]);
        }
        expect(broken(plan, one.told)).toEqual([]);
        const sum = (type: MemoryFact['type'], of: (fact: never) => number): number =>
          one.told.reduce((total, fact) => total + (fact.type === type ? of(fact as never) : 0), 0);
        const gone = sum('memory.forgotten', ({ left }: { left: [] }) => left.length);
        const deleted = sum('memory.deleted', ({ keys }: { keys: [] }) => keys.length);
        expect(sum('memory.created', () => 1)).toBe(one.short().length + one.long().length + gone + deleted);
        for (const { type } of one.told) seen.add(type);
      }),
      { seed: 1, numRuns },
    );
    expect([...seen].sort()).toEqual(
      ['created', 'deleted', 'evicted', 'forgotten', 'missed', 'promoted', 'recalled', 'refused', 'updated'].map(
        (each) => `memory.${each}`,
      ),
    );
    figure('operations', operations);
  });
});
