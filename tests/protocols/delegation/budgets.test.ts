/** Budgets in delegation: how they are shared out, what is given back for them, and planted faults. */
import { describe, expect, it } from 'vitest';
import { priceOf } from '../../../src/protocols/delegation/budget.ts';
import { factsOf, type Ran, type Recorded } from '../../support/running.ts';
import { failing, play, task } from '../../scenarios/stage.ts';
import { change, witness } from './planted.ts';
import { firm, told, type Agents } from './firm.ts';

const spentOn = (played: Ran): number =>
  factsOf(played, 'task.assigned').reduce((sum, { task: of, agent }) => sum + priceOf(played.plan, of, agent), 0);
const budgets = (played: Ran): unknown[] =>
  told(played, 'delegation.given').map(({ budget }) => (budget as { amount: number } | undefined)?.amount);

/** A cheap and slow one and a dear and fast one below each of two managers. */
const agents: Agents = ['left', 'right'].flatMap((manager) => [
  { id: manager, role: 'manager' as const },
  { id: `${manager}-cheap`, reportsTo: manager, cost: 1 },
  { id: `${manager}-dear`, reportsTo: manager, cost: 4, speed: 2 },
]);
const second = (id: string, more: object = {}) => task(id, [], { ms: 1000, parent: 'c', ...more });

describe('budgets', () => {
  it('[DG18] without one nothing is counted and nothing is said of it', () => {
    const played = play(firm(agents, [{ id: 'c' }, second('a'), second('b')]));
    expect(budgets(played)).toEqual([undefined, undefined, undefined, undefined]);
    expect(told(played, 'delegation.settled')).toEqual([]);
  });
  it('[DG18] parts share it by what they need, and what is left comes back', () => {
    const tasks = [{ id: 'c', budget: 6 }, second('a'), second('b', { dependsOn: ['a'] })];
    const played = play(firm(agents, tasks));
    expect(played.outcome).toBe('succeeded');
    expect(budgets(played)).toEqual([3, 1, 5, 1]);
    expect(told(played, 'delegation.settled').map(({ spent }) => spent)).toEqual([1, 1]);
  });
  it('[DG18] [DG8] within it the least loaded is chosen, beyond it the one that it pays for', () => {
    const four = ['p', 'q', 'r', 's'].map((id) => second(id));
    const rich = play(firm(agents, [{ id: 'c', budget: 100 }, ...four]));
    const poor = play(firm(agents, [{ id: 'c', budget: 4 }, ...four]));
    expect([spentOn(rich), spentOn(poor)]).toEqual([6, 4]);
    expect(factsOf(poor, 'task.assigned').every(({ agent }) => poor.plan.agents[agent]!.cost === 1)).toBe(true);
    expect([rich.outcome, poor.outcome]).toEqual(['succeeded', 'succeeded']);
  });
  it('[DG22] what cannot be done for it is given back with that reason, and given up', () => {
    const dear = agents.filter(({ id }) => !id.endsWith('cheap'));
    const played = play(firm(dear, [{ id: 'c', budget: 3 }, second('a'), second('b')]));
    const reasons = told(played, 'delegation.escalated').map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['what is left of its budget does not pay for whoever could do it']));
    expect(played.result.tasks['b']).toMatchObject({
      state: 'unassignable',
      reason: 'over-budget: what is left of its budget does not pay for whoever could do it',
    });
    expect(spentOn(played)).toBeLessThanOrEqual(3);
  });
  it('[DG22] a task of its own, below the top itself, is held to it as well', () => {
    const played = play(firm([{ id: 'w', cost: 2 }], [task('a', [], { ms: 1000, budget: 1.9 })]));
    expect(played.result.tasks['a']).toMatchObject({ state: 'unassignable' });
    expect(play(firm([{ id: 'w', cost: 2 }], [task('a', [], { ms: 1000, budget: 2 })])).outcome).toBe('succeeded');
  });
  it('[DG18] every attempt counts: a budget for two pays for no third', () => {
    const again = failing('a', [], { ms: 1000, budget: 2, retry: { attempts: 5 }, onFailure: 'continue' });
    const played = play(
      firm(
        [
          { id: 'boss', role: 'manager' },
          { id: 'w', reportsTo: 'boss', cost: 1 },
        ],
        [again],
      ),
    );
    expect(factsOf(played, 'task.assigned')).toHaveLength(2);
    expect(played.result.tasks['a']!.reason).toContain('over-budget');
  });
  it('[DG22] it waits while something may come back, and goes on with that', () => {
    const crew: Agents = [
      { id: 'left', role: 'manager' },
      { id: 'cheap', reportsTo: 'left', cost: 1, capabilities: ['x', 'y'] },
    ];
    const tasks = [
      { id: 'c', budget: 6 },
      second('a', { requires: ['x'], ms: 3000 }),
      failing('b', [], {
        ms: 1000,
        parent: 'c',
        requires: ['y'],
        retry: { attempts: 3, backoffMs: 1 },
        model: { failureRate: 0, failsFirst: 2 },
      }),
    ];
    const more = crew.map((each) => (each.id === 'cheap' ? { ...each, slots: 2 } : each));
    const played = play(firm(more, tasks));
    expect([played.outcome, spentOn(played)]).toEqual(['succeeded', 6]);
  });
  it('[DG18] [DG19] inner budgets hold within outer ones', () => {
    const tasks = [
      { id: 'c', budget: 10 },
      { id: 'd', parent: 'c', budget: 2 },
      second('a', { parent: 'd' }),
      second('b', { parent: 'd' }),
      second('e'),
    ];
    const played = play(firm(agents, tasks));
    expect(played.outcome).toBe('succeeded');
    const inner = told(played, 'delegation.given').filter(({ task: of, by }) => by === -1 && (of === 2 || of === 3));
    expect(inner.map(({ budget }) => (budget as { amount: number }).amount)).toEqual([1, 1]);
  });
  it('[DG10] [DG18] where a manager calls a task out, only who can be paid for is asked', () => {
    const three: Agents = [...agents.slice(0, 3), { id: 'left-other', reportsTo: 'left', cost: 1 }];
    const tasks = [{ id: 'c', budget: 1.5 }, second('a')];
    const played = play(firm(three, tasks, {}, { inside: 'contract-net' }));
    expect(told(played, 'delegation.called')).toHaveLength(1);
    expect(told(played, 'delegation.called')[0]!['invited']).toEqual([1, 3]);
  });
  it('[DG18] [DG19] hold with losses and silent managers: what is with one of them counts as spent', () => {
    for (let seed = 0; seed < 25; seed += 1) {
      const faults = [{ kind: 'crash' as const, agent: 'left', atMs: 300, recoverMs: 4000 }];
      const network = { loss: 0.15, duplicate: 0.3, reorder: 0.3, delayMs: { min: 1, max: 9 } };
      const tasks = [
        { id: 'c', budget: 5 + seed, onFailure: 'continue' as const },
        ...['a', 'b', 'd', 'e'].map((id) => second(id)),
      ];
      const played = play(firm(agents, tasks, { seed, network, faults }, { leaseMs: 200 }));
      expect(spentOn(played)).toBeLessThanOrEqual(5 + seed);
    }
  });
});

describe('the checkers see a planted fault', () => {
  const document = firm(agents, [{ id: 'c', budget: 6 }, second('a'), second('b')]);
  const played = play(document);
  const says = witness(document);
  it('[DG18] in order it says nothing', () => {
    expect(says('DG18', (facts) => facts)).toBe(null);
    expect(says('DG19', (facts) => facts)).toBe(null);
  });
  it('[DG18] a part is given more than there is, or is given any sum', () => {
    expect(says('DG18', change('delegation.given', { budget: { amount: 9, of: 0 } }))).toContain(
      'more was handed down than c has',
    );
    expect(says('DG18', change('delegation.given', { budget: undefined }))).toContain('without its budget');
  });
  it('[DG18] a manager hands on more than it was given', () => {
    const hops = told(played, 'delegation.given');
    const nth = hops.findIndex(({ by }) => by === 0);
    const { budget } = hops[nth] as { budget: { of: number } };
    expect(says('DG18', change('delegation.given', { budget: { amount: 4, of: budget.of } }, nth))).toContain(
      'handed 4 on',
    );
  });
  it('[DG18] more is accounted for than was handed down', () => {
    expect(says('DG18', change('delegation.settled', { spent: 7 }))).toContain('accounted for with 7');
  });
  it('[DG19] attempts are given out that cost more than the budget', () => {
    const twice = (facts: Recorded[]) => {
      const given = facts.filter(({ fact }) => fact.type === 'task.assigned');
      return [...facts, ...given, ...given, ...given, ...given];
    };
    expect(says('DG19', twice)).toContain('c may cost 6');
  });
});
