/**
 * Agents that stop, slow down, fall silent or say what is not so, as stage directions: what happens when, and what must
 * come of it, under every pattern of coordination. No rule of any room may break in any of them.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { factsOf } from '../../support/running.ts';
import { heard, patterns, play, results, scene, shares, told, type Faults } from './cast.ts';

const ana = { agent: 'ana' };
const whole = { one: 1, two: 1, three: 1, four: 1, five: 1, six: 1 };

describe.each(patterns)('%s', (pattern) => {
  it('nothing happens: six tasks, two for each, in a little more than 200 ms', () => {
    const played = play(scene(pattern, []));
    expect(shares(played)).toEqual({ ana: 2, ben: 2, cid: 2 });
    expect(played.makespanMs).toBeLessThan(270);
  });
  it('ana crashes at 50 ms and is back at 900 ms: ben and cid do her tasks', () => {
    const played = play(scene(pattern, [{ kind: 'crash', ...ana, atMs: 50, recoverMs: 900 }]));
    expect([played.outcome, shares(played)]).toEqual(['succeeded', { ben: 3, cid: 3 }]);
    expect(heard(played, 'ana', [50, 900])).toEqual({ sent: 0, heard: 0 });
    expect(told(played, 'actor.crashed').map(({ time }) => time)).toEqual([50]);
  });
  it('ana crashes at 0 ms, all others at 60 ms, and she is back at 500 ms: she does it all', () => {
    const others = ['ben', 'cid'].map((agent) => ({ kind: 'crash' as const, agent, atMs: 60 }));
    const played = play(scene(pattern, [{ kind: 'crash', ...ana, atMs: 0, recoverMs: 500 }, ...others]));
    expect([played.outcome, shares(played)]).toEqual(['succeeded', { ana: 6 }]);
  });
  it('ana is four times as slow until 150 ms: what she began before takes 400 ms, and she is as fast as before', () => {
    const played = play(scene(pattern, [{ kind: 'slow', ...ana, atMs: 0, factor: 4, untilMs: 150 }]));
    const durations = factsOf(played, 'task.started').filter(({ agent }) => played.plan.agents[agent]!.id === 'ana');
    expect(played.outcome).toBe('succeeded');
    expect(durations).not.toEqual([]);
    expect(played.makespanMs).toBeGreaterThan(400);
    expect(told(played, 'agent.slowed').map(({ fact, time }) => [fact.factor, time])).toEqual([
      [4, 0],
      [1, 150],
    ]);
  });
  it('[CC21] [CN16] [DG23] [LB18] ana falls silent at 50 ms, and speaks again at 700 ms: others do what she was given', () => {
    const played = play(scene(pattern, [{ kind: 'silent', ...ana, atMs: 50, untilMs: 700 }]));
    expect([played.outcome, shares(played)]).toEqual(['succeeded', { ben: 3, cid: 3 }]);
    expect(heard(played, 'ana', [50, 700]).sent).toBe(0);
    expect(told(played, 'agent.lied').every(({ fact, time }) => fact.withheld && time >= 50 && time < 700)).toBe(true);
  });
  it('ana speaks only to ben: to whoever hands out work she is as good as silent', () => {
    const played = play(scene(pattern, [{ kind: 'selective-send', ...ana, to: ['ben'] }]));
    expect([played.outcome, shares(played)]).toEqual(['succeeded', { ben: 3, cid: 3 }]);
    expect(factsOf(played, 'agent.lied').every(({ conduct }) => conduct === 'selective-send')).toBe(true);
  });
  it('[CC21] [CN16] [DG23] [LB18] ana lies: what she did gives something else, nothing stands against it', () => {
    const played = play(scene(pattern, [{ kind: 'lie', ...ana }]));
    const untrue = Object.values(results(played)).filter((value) => value === 2);
    expect([played.outcome, untrue.length]).toEqual(['succeeded', shares(played)['ana']]);
  });
  it('ana lies from 50 to 150 ms, and says 40: only what she ended then is false', () => {
    const played = play(scene(pattern, [{ kind: 'lie', ...ana, value: 40, atMs: 50, untilMs: 150 }]));
    expect(Object.values(results(played)).filter((value) => value === 40)).toHaveLength(1);
    expect(told(played, 'agent.turned').map(({ fact, time }) => [fact.on, time])).toEqual([
      [true, 50],
      [false, 150],
    ]);
  });
  it('[W29] ana is lying by her own behaviour: from the first to the last', () => {
    const document = scene(pattern, []);
    const agents = document.agents!.map((agent) => (agent.id === 'ana' ? { ...agent, behaviour: 'lying' } : agent));
    const played = play({ ...document, agents });
    expect(Object.values(results(played)).filter((value) => value === 2)).toHaveLength(2);
  });
  it('ana and ben collude on 7: what either did gives 7', () => {
    const played = play(scene(pattern, [{ kind: 'collude', agents: ['ana', 'ben'], value: 7 }]));
    const { ana: hers = 0, ben: his = 0 } = shares(played);
    expect(Object.values(results(played)).filter((value) => value === 7)).toHaveLength(hers + his);
  });
  it('ana says every second thing twice: her results count once', () => {
    const played = play(scene(pattern, [{ kind: 'replay', ...ana, rate: 0.5 }]));
    expect([played.outcome, results(played)]).toEqual(['succeeded', whole]);
    expect(factsOf(played, 'agent.lied').length).toBeGreaterThan(0);
    expect(factsOf(played, 'task.succeeded')).toHaveLength(6);
  });
  it.each(['equivocate', 'bad-new-view'] as const)('ana does %s, where nobody decides together: nothing', (kind) => {
    const honest = play(scene(pattern, []));
    const played = play(scene(pattern, [{ kind, ...ana }]));
    expect([played.makespanMs, shares(played), results(played)]).toEqual([honest.makespanMs, shares(honest), whole]);
    expect(factsOf(played, 'agent.lied')).toEqual([]);
  });
  it('ana calls for a new leader every 50 ms, where there is none: nothing', () => {
    const played = play(scene(pattern, [{ kind: 'false-view-change', ...ana, everyMs: 50 }]));
    expect([played.outcome, results(played)]).toEqual(['succeeded', whole]);
  });
});

/** One task for ana, who takes twice as long as ben, under a tender. */
function tender(pattern: 'contract-net' | 'delegation', faults: NonNullable<Document['faults']>): Document {
  const document = scene(pattern, faults, { tasks: scene(pattern, []).tasks!.slice(0, 1) });
  const agents = document.agents!.filter(({ id }) => id !== 'cid');
  return {
    ...document,
    coordination: { ...document.coordination!, ...(pattern === 'delegation' ? { inside: 'contract-net' } : {}) },
    agents: agents.map((agent) => (agent.id === 'ana' ? { ...agent, speed: 0.6 } : agent)),
  };
}

describe.each(['contract-net', 'delegation'] as const)('bids in %s', (pattern) => {
  it('all are honest: ben, who is the faster, gets the task', () => {
    expect(shares(play(tender(pattern, [])))).toEqual({ ben: 1 });
  });
  it('[CN16] [DG23] ana bids half of what it will take: she gets it, and is late', () => {
    const honest = play(tender(pattern, []));
    const played = play(tender(pattern, [{ kind: 'lie', ...ana }]));
    expect(shares(played)).toEqual({ ana: 1 });
    expect(played.makespanMs).toBeGreaterThan(honest.makespanMs + 60);
  });
  it('[CN16] ben refuses although he could: ana gets it, and nothing is left of his promise', () => {
    const played = play(tender(pattern, [{ kind: 'flip-votes', agent: 'ben' }]));
    expect(shares(played)).toEqual({ ana: 1 });
    expect(factsOf(played, 'agent.lied')).toMatchObject([{ conduct: 'flip-votes', says: `${pattern}.refuse` }]);
  });
});

describe('a run without leases', () => {
  it('[W29] ana falls silent: the plan knows of it, so that leases are kept, and the run comes to its end', () => {
    const played = play(scene('centralized', [{ kind: 'silent', ...ana }], { coordination: {} }));
    expect(played.plan.lossy).toBe(true);
    expect(played.outcome).toBe('succeeded');
    expect(shares(played)['ana']).toBeUndefined();
  });
});

it.each(patterns)(
  '[CC15] [W30] under %s: who fell silent is tried again after its pause, also by one that was down meanwhile',
  (pattern) => {
    const faults: Faults = [
      {
        kind: 'partition',
        atMs: 60,
        untilMs: 600,
        groups: [['ana'], ['coordinator', 'ben', 'cid', ...(pattern === 'delegation' ? ['boss'] : [])]],
      },
      { kind: 'crash', agent: pattern === 'delegation' ? 'boss' : 'coordinator', atMs: 400, recoverMs: 500 },
    ];
    const document = scene(pattern, faults);
    // Only ana can do it, and when it is back in touch nobody has to say anything.
    const only = { ...document.tasks![0]!, agent: 'ana' };
    const played = play({ ...document, tasks: [only, ...document.tasks!.slice(1)] });
    expect(told(played, 'task.withdrawn').length).toBeGreaterThan(0);
    expect(played.outcome).toBe('succeeded');
  },
);

it('[CC14] [LB16] what waits at an agent is lost with it: one that is back before its lease runs out has empty hands', () => {
  for (const recoverMs of [21, 60, 150, 400]) {
    const faults: Faults = [{ kind: 'crash', ...ana, atMs: 20, recoverMs }];
    const document = scene('load-balancing', faults, { agents: [{ id: 'ana' }] });
    const played = play(document);
    expect([played.outcome, shares(played)]).toEqual(['succeeded', { ana: 6 }]);
    // Each was queued or begun anew, under a lease of its own.
    expect(told(played, 'task.withdrawn').length).toBe(6);
  }
});
