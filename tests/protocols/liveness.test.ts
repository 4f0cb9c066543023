/**
 * The rule that every request to a group is answered, in each room that has it: it speaks for as many failing members as the group
 * survives and falls silent beyond, and a message that finds nobody at home is no trouble of the network.
 */
import { describe, expect, it } from 'vitest';
import { actorOfAgent, type KnownFact } from '../../src/plan/index.ts';
import { compiled, piece, task } from '../scenarios/stage.ts';
import { verdict } from '../support/running.ts';

const at = (time: number, fact: object) => ({ fact: fact as KnownFact, step: 1, time });
const deciding = { type: 'task.deciding', task: 0, attempt: 1, group: 0 };

describe.each([
  ['raft', 'RA20', 5],
  ['raft', 'RA20', 4],
  ['pbft', 'PB10', 4],
  ['pbft', 'PB10', 7],
])('%s, %s, %i members', (protocol, rule, n) => {
  const agents = Array.from({ length: n }, (_, place) => ({ id: `a${String(place)}` }));
  const { plan, invariants } = compiled(
    piece([task('t', [], { action: { kind: 'consensus', protocol, value: 1 } as never })], { agents }),
  );
  const judge = invariants.find((each) => each.rule === rule)!;
  const { faulty } = plan.groups[0]!;
  const told = (...facts: ReturnType<typeof at>[]) =>
    verdict(judge, plan, [...facts, at(1, deciding), at(900_000, { type: 'agent.slowed', agent: 0, factor: 2 })]);

  it(`[${rule}] up to as many as are survived may be down, or misbehave, and no more`, () => {
    for (let failing = 0; failing <= n; failing += 1)
      for (const fails of [
        (agent: number) => ({ type: 'actor.crashed', actor: actorOfAgent(agent) }),
        (agent: number) => ({ type: 'agent.turned', agent, conduct: 'silent', on: true, value: null }),
        (agent: number) => ({ type: 'agent.turned', agent, conduct: 'lie', on: true, value: null }),
      ]) {
        const said = told(...Array.from({ length: failing }, (_, agent) => at(0, fails(agent))));
        expect(said !== null, `${String(failing)} fail`).toBe(failing <= faulty);
      }
  });

  it(`[${rule}] a message that finds nobody at home is no trouble, one that the network loses is`, () => {
    const lost = (reason: string) =>
      at(899_999, { type: 'message.lost', id: 1, from: 1, to: 2, message: { type: 'x' }, reason });
    const judged = (reason: string) =>
      verdict(judge, plan, [at(1, deciding), lost(reason), at(900_000, { type: 'agent.slowed', agent: 0, factor: 2 })]);
    expect([judged('crashed') === null, judged('loss') === null, judged('partition') === null]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
