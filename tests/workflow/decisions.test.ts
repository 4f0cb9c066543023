/**
 * From consensus actions to groups: what is known to break agreement is refused in one sentence, everything else is let
 * through, and tasks that are asked of the same agents in the same way share a log.
 */
import { describe, expect, it } from 'vitest';
import { messagesMax } from '../../src/protocols/index.ts';
import { compile } from '../../src/workflow/index.ts';

const crew = (count: number) =>
  'abcdefghij'
    .slice(0, count)
    .split('')
    .map((id) => ({ id }));

function made(agents: number, ...actions: readonly object[]) {
  return compile({
    agents: crew(agents),
    tasks: actions.map((action, at) => ({ id: `t${String(at)}`, action: { kind: 'consensus', ...action } })),
  });
}
const refusal = (agents: number, action: object): string => {
  const compiled = made(agents, action);
  return compiled.ok ? 'let through' : `${compiled.error[0]!.path}: ${compiled.error[0]!.message}`;
};
const planOf = (agents: number, ...actions: readonly object[]) => {
  const compiled = made(agents, ...actions);
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled.value.plan;
};

describe('a group that cannot agree is refused', () => {
  it.each([
    [3, { faulty: 1 }, /PBFT survives 1 faulty agent only among 4 or more, and there are 3/],
    [6, { faulty: 2 }, /PBFT survives 2 faulty agents only among 7 or more, and there are 6/],
    [5, { quorum: 3 }, /a quorum of 3 among 5 agents is not safe with 1 of them faulty, which takes 4/],
    [4, { quorum: 4 }, /a quorum of 4 among 4 agents is not safe/],
    [2, { protocol: 'raft', faulty: 1 }, /Raft survives 1 faulty agent only among 3 or more, and there are 2/],
    [5, { protocol: 'raft', quorum: 2 }, /a quorum of 2 among 5 agents is not safe/],
  ])('%i agents with %o', (agents, action, sentence) => {
    expect(refusal(agents, action)).toMatch(sentence);
    expect(refusal(agents, action)).toMatch(/laboratory/);
    expect(refusal(agents, { ...action, laboratory: true })).toBe('let through');
  });

  it.each(['pbft', 'raft', 'majority', 'weighted', 'condorcet'])(
    'nobody at all by %s, laboratory or not',
    (protocol) => {
      for (const laboratory of [false, true]) {
        const compiled = compile({
          agents: crew(3),
          tasks: [{ id: 't0', requires: ['wings'], action: { kind: 'consensus', protocol, laboratory } }],
        });
        expect(compiled.ok ? [] : compiled.error.map(({ message }) => message)).toEqual([
          'The task t0: nobody can decide it, since no agent can do what it requires; name participants, or give agents what it requires.',
        ]);
      }
      expect(made(0, { protocol }).ok).toBe(false);
    },
  );

  it('[PB23] more messages than a run can hold, with the arithmetic', () => {
    const many = (n: number, tasks: number, action: object) => {
      const compiled = compile({
        agents: Array.from({ length: n }, (_, at) => ({ id: `a${String(at)}` })),
        tasks: Array.from({ length: tasks }, (_, at) => ({
          id: `t${String(at)}`,
          action: { kind: 'consensus', ...action },
        })),
      });
      return compiled.ok ? 'let through' : compiled.error.map(({ message }) => message).join(' ');
    };
    expect(many(10_000, 1, {})).toBe(
      `The task t0: among 10000 agents one decision takes 2 x 10000 x 10000 - 10000 + 1 = 199990001 messages; a run holds ${String(messagesMax)} at most, so name fewer participants.`,
    );
    expect(many(1500, 1, { protocol: 'majority', ordered: true })).toContain('4498501 messages');
    expect(many(1000, 3, {})).toContain('and all 3 decisions take 5997003');
    expect(many(1000, 1, {})).toBe('let through');
    expect(many(10_000, 50, { protocol: 'raft' })).toBe('let through');
  });

  it('with the place of the field', () => {
    expect(refusal(5, { quorum: 3 })).toMatch(/^tasks\[0\]\.action\.quorum: The task t0: /);
    expect(refusal(4, { valid: 'value >' })).toMatch(/^tasks\[0\]\.action\.valid: The task t0: .*cannot be read/);
  });
});

describe('what is let through', () => {
  it.each([
    [1, 0, 1],
    [3, 0, 2],
    [4, 1, 3],
    [5, 1, 4],
    [7, 2, 5],
    [10, 3, 7],
  ])('%i agents survive %i, with quorums of %i', (agents, faulty, quorum) => {
    expect(planOf(agents, {}).groups).toMatchObject([{ faulty, quorum }]);
  });

  it('tasks that are asked alike share a group, and others do not', () => {
    const asked = [{}, { value: 'go' }, { checkpointEvery: 7 }, { participants: ['a', 'b', 'c', 'd'] }];
    const { groups, decisions } = planOf(5, ...asked);
    expect([...decisions.values()].map(({ group }) => group)).toEqual([0, 0, 1, 2]);
    expect(groups.map(({ members }) => members.length)).toEqual([5, 5, 4]);
  });

  it('agents with values of their own vote first, and PBFT puts their ballots into one order', () => {
    const { groups, decisions } = planOf(4, { value: 'go', ballots: { b: 'stop' } });
    expect(groups.map(({ protocol, orderedBy }) => [protocol, orderedBy])).toEqual([
      ['pbft', -1],
      ['plurality', 0],
    ]);
    expect(decisions.get(0)).toMatchObject({ group: 1, ballots: ['go', 'stop', 'go', 'go'] });
  });

  it('a value is judged by the expression, and one that it cannot judge is not valid', () => {
    const { valid } = planOf(4, { valid: 'value > 3' }).decisions.get(0)!;
    expect([4, 3, 'text', null].map((value) => valid(value))).toEqual([true, false, false, false]);
  });
});
