/**
 * The rules of centralized coordination: each checker first has to find a planted fault, then whole runs are held to
 * the numbers of SPEC.md.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import type { Invariant, KnownFact } from '../../../src/plan/index.ts';
import { compareAndSet, emptyGlobalState } from '../../../src/protocols/centralized/global-state.ts';
import { compile } from '../../../src/workflow/index.ts';
import { factsOf, ran, sentByType, verdict } from '../../support/running.ts';

const pair: Document = {
  agents: [
    { id: 'ana', capabilities: ['draw'] },
    { id: 'ben', capabilities: ['draw', 'sing'] },
  ],
  tasks: [
    { id: 'one', requires: ['draw'], action: { kind: 'simulate', durationMs: 10 } },
    { id: 'two', requires: ['sing'], action: { kind: 'simulate', durationMs: 10 } },
  ],
};

function compiled(document: Document) {
  const result = compile(document);
  if (!result.ok) throw new Error('the document of this test has errors');
  return result.value;
}

function rule(
  number: string,
  document: Document = pair,
): { rule: Invariant; says: (facts: KnownFact[]) => string | null } {
  const { invariants, plan } = compiled(document);
  const found = invariants.find((each) => each.room === 'centralized' && each.rule === number)!;
  return { rule: found, says: (facts) => verdict(found, plan, facts) };
}

const assigned = (task: number, agent: number, lease = 1, more: Partial<KnownFact> = {}): KnownFact =>
  ({ type: 'task.assigned', task, attempt: 1, agent, lease, rule: 'greedy', compared: [], ...more }) as KnownFact;
const withdrawn = (task: number, agent: number, lease = 1): KnownFact => ({
  type: 'task.withdrawn',
  task,
  attempt: 1,
  agent,
  lease,
  reason: 'silent',
});
const endedWell = (task: number, agent: number, lease = 1): KnownFact => ({
  type: 'task.ended',
  task,
  attempt: 1,
  agent,
  lease,
  end: 'succeeded',
  reason: null,
});
const succeeded = (task: number, agent: number): KnownFact => ({ type: 'task.succeeded', task, attempt: 1, agent });

describe('a planted fault is found', () => {
  it('[CC1] work for an agent that cannot do it', () => {
    expect(rule('CC1').says([assigned(0, 0)])).toBeNull();
    expect(rule('CC1').says([assigned(1, 0)])).toContain('cannot do it');
  });
  it('[CC2] more work than slots', () => {
    expect(rule('CC2').says([assigned(0, 1), assigned(1, 1)])).toContain('was given 2');
    expect(rule('CC2').says([assigned(0, 1), withdrawn(0, 1), assigned(1, 1)])).toBeNull();
  });
  it('[CC3] work for an agent that just fell silent', () => {
    const leased = { ...pair, coordination: { pattern: 'centralized', leaseMs: 100 } };
    const heard: KnownFact = {
      type: 'message.delivered',
      id: 1,
      from: 2,
      to: 1,
      message: { type: 'centralized.hello' },
    };
    expect(rule('CC3', leased).says([assigned(0, 0), withdrawn(0, 0), assigned(0, 0, 2)])).toContain('under suspicion');
    expect(rule('CC3', leased).says([assigned(0, 0), withdrawn(0, 0), assigned(0, 1, 2)])).toBeNull();
    expect(rule('CC3', leased).says([assigned(0, 0), withdrawn(0, 0), heard, assigned(0, 0, 2)])).toBeNull();
  });
  it('[CC4] a stale result that counted, a second completion, a lease used twice', () => {
    const stale = [assigned(0, 0), withdrawn(0, 0), assigned(0, 1, 2), endedWell(0, 0, 1), succeeded(0, 0)];
    expect(rule('CC4').says(stale)).toContain('not of its present lease');
    expect(rule('CC4').says([assigned(0, 0), endedWell(0, 0), succeeded(0, 0), succeeded(0, 0)])).toContain('twice');
    expect(rule('CC4').says([assigned(0, 0), withdrawn(0, 0), assigned(0, 1, 1)])).toContain('used before');
    expect(rule('CC4').says([assigned(0, 0), endedWell(0, 0), succeeded(0, 0), assigned(0, 1, 2)])).toContain('after');
    expect(rule('CC4').says([assigned(0, 0), endedWell(0, 0), succeeded(0, 0)])).toBeNull();
  });
  it('[CC5] an agent that was not the best of those compared', () => {
    const compared = [
      { agent: 0, value: 1 },
      { agent: 1, value: 2 },
    ];
    expect(rule('CC5').says([assigned(0, 1, 1, { compared })])).toContain('came before it');
    expect(rule('CC5').says([assigned(0, 0, 1, { compared })])).toBeNull();
    expect(rule('CC5').says([assigned(0, 0, 1, { compared: [{ agent: 1, value: 2 }] })])).toContain('not compared');
  });
  it('[CC6] two tasks of one decision that would gain by an exchange', () => {
    const matched = (task: number, agent: number, values: number[]) => ({
      fact: assigned(task, agent, 1, {
        rule: 'hungarian',
        compared: values.map((value, at) => ({ agent: at, value })),
      }),
      step: 5,
      time: 0,
    });
    const { invariants, plan } = compiled(pair);
    const exchange = invariants.find((each) => each.rule === 'CC6')!;
    expect(verdict(exchange, plan, [matched(0, 0, [9, 1]), matched(1, 1, [1, 9])])).toContain('exchanged');
    expect(verdict(exchange, plan, [matched(0, 1, [9, 1]), matched(1, 0, [1, 9])])).toBeNull();
  });
  it('[CC17] an optimal decision without a proof, with a wrong one, or carried out otherwise', () => {
    const played = ran({ ...pair, scheduling: { assignment: 'hungarian' } });
    const proven = compiled(played.run.compiled.document).invariants.find((each) => each.rule === 'CC17')!;
    const is = (fact: unknown): boolean => (fact as { type: string }).type === 'centralized.matched';
    const facts = [...played.recorded];
    const change = (which: (fact: unknown) => boolean, into: object) =>
      facts.map((each) => (which(each.fact) ? { ...each, fact: { ...each.fact, ...into } } : each));
    expect(facts.filter(({ fact }) => is(fact)).length).toBeGreaterThan(0);
    expect(verdict(proven, played.plan, facts)).toBeNull();
    const without = facts.filter(({ fact }) => !is(fact));
    expect(verdict(proven, played.plan, without)).toContain('not what was proven');
    const first = facts.find(({ fact }) => is(fact))!.fact as unknown as { rowDual: number[] };
    expect(verdict(proven, played.plan, change(is, { rowDual: first.rowDual.map((dual) => dual + 1) }))).toContain(
      'not the best',
    );
    const assigns = (fact: unknown): boolean => (fact as { type: string }).type === 'task.assigned';
    expect(verdict(proven, played.plan, change(assigns, { agent: 1, task: 0 }))).toContain('not what was proven');
  });
});

describe('the versioned state of results', () => {
  const brings = (task: number, agent: number, lease: number, result: unknown = null): KnownFact =>
    ({
      type: 'message.delivered',
      id: 1,
      from: agent + 2,
      to: 1,
      message: { type: 'centralized.result', task, attempt: 1, lease, end: { kind: 'succeeded', result } },
    }) as unknown as KnownFact;
  const gives = (task: number, value: string): KnownFact => ({ type: 'task.result', task, value });
  const { says } = rule('CC20');
  it('[CC20] in order it says nothing', () => {
    expect(says([assigned(0, 0), brings(0, 0, 1, 'x'), gives(0, 'x'), succeeded(0, 0)])).toBeNull();
  });
  it('[CC20] a planted fault is found: what a stale attempt brought is written', () => {
    const again = [assigned(0, 0), withdrawn(0, 0), assigned(0, 1, 2)];
    expect(says([...again, brings(0, 0, 1, 'old'), gives(0, 'old'), succeeded(0, 0)])).toContain('no attempt under');
    expect(
      says([...again, brings(0, 1, 2, 'new'), brings(0, 0, 1, 'old'), gives(0, 'new'), succeeded(0, 1)]),
    ).toBeNull();
    expect(
      says([...again, brings(0, 1, 2, 'new'), brings(0, 0, 1, 'old'), gives(0, 'old'), succeeded(0, 1)]),
    ).toContain('is not what');
    expect(says([assigned(0, 0), succeeded(0, 0)])).toContain('no attempt under');
    expect(says([assigned(0, 0), brings(0, 1, 1), succeeded(0, 0)])).toContain('no attempt under');
  });
  it('[CC20] a planted fault is found: a result is written twice', () => {
    const once = [assigned(0, 0), brings(0, 0, 1), succeeded(0, 0)];
    expect(says([...once, succeeded(0, 0)])).toContain('once more');
  });
  it('[CC20] versions rise by one with each write, and a refused one changes nothing', () => {
    const state = emptyGlobalState();
    const write = (task: number, expected: number, lease: number, value: string): boolean =>
      compareAndSet(state, expected, { task, lease, value });
    expect([write(0, 2, 1, 'stale'), write(0, 0, 0, 'taken back'), state.version]).toEqual([false, false, 0]);
    expect([write(0, 2, 2, 'a'), write(1, 1, 1, 'b'), write(1, 1, 1, 'c')]).toEqual([true, true, false]);
    expect([...state.entries]).toEqual([
      [0, { version: 1, lease: 2, value: 'a' }],
      [1, { version: 2, lease: 1, value: 'b' }],
    ]);
  });
  it('[CC20] holds while results are late, repeated and stale', () => {
    const slow = { kind: 'slow' as const, agent: 'ana', atMs: 0, factor: 9, untilMs: 500 };
    for (let seed = 0; seed < 20; seed += 1) {
      const result = ran({
        ...pair,
        seed,
        coordination: { pattern: 'centralized', leaseMs: 20 },
        network: { delayMs: { min: 1, max: 8 }, loss: 0.2, duplicate: 0.5, reorder: 0.5 },
        faults: [slow],
      });
      expect(result.broken).toEqual([]);
    }
  });
});

describe('tasks of unequal demand', () => {
  const crowd = (load: readonly number[], slots: readonly number[]): Document => ({
    scheduling: { assignment: 'regret', order: 'fifo' },
    agents: slots.map((each, at) => ({ id: `a${String(at)}`, slots: each })),
    tasks: load.map((each, at) => ({
      id: `t${String(at)}`,
      load: each,
      action: { kind: 'simulate', durationMs: { a0: 10, a1: 10 + 10 * at } },
    })),
  });
  it('[CC18] a planted fault is found: tasks that take more slots than their agent has', () => {
    const { says } = rule('CC18', crowd([2, 2, 1], [3, 3]));
    expect(says([assigned(0, 0), assigned(2, 0)])).toBeNull();
    expect(says([assigned(0, 0), assigned(1, 0)])).toContain('its tasks take 4');
    expect(says([assigned(0, 0), withdrawn(0, 0), assigned(1, 0)])).toBeNull();
  });
  it('[CC18] a task that takes more slots than anybody has is unassignable, with the reason', () => {
    const result = ran(crowd([4], [3, 2]));
    expect(factsOf(result, 'task.unassignable').map(({ reason }) => reason)).toEqual([
      'no agent that can do it has 4 slots',
    ]);
  });
  it('[CC18] [CC19] one that would lose most goes first; what does not fit waits, and what fits does not', () => {
    const result = ran(crowd([2, 2, 1, 1], [3, 1]));
    expect([result.outcome, result.broken]).toEqual(['succeeded', []]);
    expect(factsOf(result, 'task.assigned').map(({ task, agent }) => [task, agent])).toEqual([
      [0, 0],
      [3, 0],
      [2, 1],
      [1, 0],
    ]);
    expect(factsOf(result, 'task.assigned').every((fact) => fact.rule === 'regret')).toBe(true);
    expect(result.makespanMs).toBe(30);
  });
  it('[CC18] with loads under another assignment a task takes one slot', () => {
    const plain = ran({ ...crowd([3, 3], [2, 1]), scheduling: { assignment: 'greedy' } });
    expect(factsOf(plain, 'task.succeeded')).toHaveLength(2);
  });
});

describe('messages', () => {
  const ten = (settings: Record<string, boolean>): Document => ({
    coordination: { pattern: 'centralized', ...settings },
    agents: [{ id: 'ana' }, { id: 'ben' }],
    tasks: Array.from({ length: 10 }, (_, at) => ({ id: `t${String(at)}` })),
  });
  it('[CC7] two a task: assign and result', () => {
    expect(sentByType(ran(ten({})))).toEqual({ 'centralized.assign': 10, 'centralized.result': 10 });
  });
  it('[CC7] three a task with acknowledgement', () => {
    expect(sentByType(ran(ten({ acknowledge: true })))).toEqual({
      'centralized.assign': 10,
      'centralized.acknowledge': 10,
      'centralized.result': 10,
    });
  });
});

describe('choices', () => {
  it('[CC1] no capable agent: unassignable with the reason, never another agent', () => {
    const result = ran({ agents: [{ id: 'ana' }], tasks: [{ id: 'one', requires: ['fly'] }] });
    expect(factsOf(result, 'task.unassignable').map((fact) => fact.reason)).toEqual(['no agent can fly']);
    expect(factsOf(result, 'task.assigned')).toEqual([]);
  });
  it('[CC11] first fit takes the agent named first; greedy weighs proficiency, queue, cost and finish', () => {
    const choice = (assignment: 'first-fit' | 'greedy') =>
      factsOf(
        ran({
          scheduling: { assignment },
          agents: [
            { id: 'slow', capabilities: { draw: 0.5 } },
            { id: 'fast', capabilities: { draw: 1 }, speed: 2 },
          ],
          tasks: [{ id: 'one', requires: ['draw'] }],
        }),
        'task.assigned',
      )[0]!.agent;
    expect(choice('first-fit')).toBe(0);
    expect(choice('greedy')).toBe(1);
  });
  it('[CC8] an optimal decision beats the greedy one where greed costs', () => {
    const document = (assignment: 'hungarian' | 'greedy'): Document => ({
      scheduling: { assignment, order: 'fifo' },
      agents: [{ id: 'ana' }, { id: 'ben' }],
      tasks: [
        { id: 'one', action: { kind: 'simulate', durationMs: { ana: 10, ben: 11 } } },
        { id: 'two', action: { kind: 'simulate', durationMs: { ana: 10, ben: 100 } } },
      ],
    });
    expect(ran(document('hungarian')).makespanMs).toBe(11);
    expect(ran(document('greedy')).makespanMs).toBe(100);
  });
});
