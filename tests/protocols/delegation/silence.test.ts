/**
 * Delegation where managers fall silent: who is given what while they are, how long the top waits for somebody who could do it, and
 * that the calls of a manager keep their numbers apart over its crashes. The facts are counted again here, by no rule of the room.
 */
import { describe, expect, it } from 'vitest';
import { agentOfActor } from '../../../src/plan/index.ts';
import { deadlineOf } from '../../../src/protocols/delegation/tree/tree.ts';
import { factsOf, type Ran } from '../../support/running.ts';
import { compiled, play, task } from '../../scenarios/stage.ts';
import { firm, told, type Agents } from './firm.ts';

const manager = (id: string) => ({ id, role: 'manager' as const });
const worker = (id: string, reportsTo: string) => ({ id, reportsTo, capabilities: ['x'] });
const needs = { requires: ['x'] };

/** What was given to an agent between the end of a lease there and the next word from it or the end of its first pause. */
function givenToSilent({ recorded }: Ran, leaseMs: number): string[] {
  const until = new Map<number, number>();
  return recorded.flatMap(({ fact, time }) => {
    if (fact.type === 'task.withdrawn') until.set(fact.agent, time + 2 * leaseMs);
    if (fact.type === 'message.delivered') until.delete(agentOfActor(fact.from));
    const given = fact as unknown as { type: string; agent: number; task: number };
    const silent = given.type === 'delegation.given' && time < (until.get(given.agent) ?? 0);
    return silent ? [`${given.task} to ${given.agent} at ${time}`] : [];
  });
}

describe('a branch that answers for a composite and falls silent', () => {
  it('[DG13] [DG12] is given no part that becomes ready meanwhile, nor is anybody else that is silent', () => {
    let silent = 0;
    for (const atMs of [5, 40, 90, 140, 190]) {
      const agents: Agents = [manager('left'), manager('right'), worker('l', 'left'), worker('r', 'right')];
      const parts = Array.from({ length: 6 }, (_, at) =>
        task(`p${String(at)}`, at < 2 ? [] : [`p${String(at - 2)}`], { parent: 'c', ms: 50 + at, ...needs }),
      );
      const faults = [{ kind: 'crash' as const, agent: 'left', atMs }];
      const network = { delayMs: 1 };
      const played = play(firm(agents, [{ id: 'c' }, ...parts], { faults, network }, { leaseMs: 100 }));
      expect(played.outcome).toBe('succeeded');
      expect(givenToSilent(played, 100), `down at ${String(atMs)} ms`).toEqual([]);
      silent += factsOf(played, 'task.withdrawn').length;
    }
    expect(silent).toBeGreaterThan(3);
  });
});

it('[DG11] the top waits for who is silent as often as its patience says, twice as long each time', () => {
  const agents: Agents = [manager('boss'), worker('w', 'boss')];
  const faults = [{ kind: 'crash' as const, agent: 'w', atMs: 0 }];
  const givenUp = [1, 2, 3, 4, 5].map((patience) => {
    const played = play(firm(agents, [task('a', [], needs)], { faults }, { leaseMs: 50, patience }));
    return played.recorded.find(({ fact }) => fact.type === 'task.unassignable')!.time;
  });
  const waited = givenUp.slice(1).map((time, at) => time - givenUp[at]!);
  expect(waited[0]).toBeGreaterThanOrEqual(100);
  for (const [at, ms] of waited.slice(1).entries())
    expect(ms - waited[at]!, `pause ${String(at + 2)}`).toBe(100 * 2 ** at);
});

it('[DG10] no call of a giver has the number of an earlier one, over any crash of it', () => {
  let again = 0;
  for (let atMs = 0; atMs <= 400; atMs += 20) {
    const agents: Agents = [manager('boss'), worker('w1', 'boss'), worker('w2', 'boss')];
    const tasks = Array.from({ length: 4 }, (_, at) =>
      task(`t${String(at)}`, at === 0 ? [] : [`t${String(at - 1)}`], { ms: 150, ...needs }),
    );
    const faults = [{ kind: 'crash' as const, agent: 'boss', atMs, recoverMs: atMs + 5 }];
    const more = { faults, network: { delayMs: 2 }, seed: atMs };
    const played = play(firm(agents, tasks, more, { inside: 'contract-net', leaseMs: 60, patience: 30 }));
    const calls = told(played, 'delegation.called').map(({ by, call }) => `${String(by)} ${String(call)}`);
    expect(new Set(calls).size, `down at ${String(atMs)} ms`).toBe(calls.length);
    expect(played.outcome).toBe('succeeded');
    again += calls.length > 1 ? 1 : 0;
  }
  expect(again).toBeGreaterThan(5);
});

it('[DG6] the deadline of a task is the tightest of its own, of those around it and of the one that came down with it', () => {
  const deadlines = [0, 300, 200, 400];
  for (const outer of deadlines)
    for (const inner of deadlines)
      for (const own of deadlines) {
        const limit = (deadlineMs: number) => (deadlineMs === 0 ? {} : { deadlineMs });
        const tasks = [
          { id: 'outer', ...limit(outer) },
          { id: 'inner', parent: 'outer', ...limit(inner) },
          task('t', [], { parent: 'inner', ...limit(own) }),
        ];
        const { plan } = compiled(firm([manager('boss'), { id: 'w', reportsTo: 'boss' }], tasks));
        for (const given of deadlines) {
          const all = [outer, inner, own, given].filter((each) => each > 0);
          expect(deadlineOf(plan, 2, given)).toBe(all.length === 0 ? 0 : Math.min(...all));
        }
      }
});
