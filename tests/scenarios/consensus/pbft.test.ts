/**
 * PBFT as stage directions, one scene for every kind of fault, among four agents of whom one may fail and among seven of
 * whom two may: who crashes, lies or is cut off, what is then said on stage, and what comes of it. Ana leads the first
 * view, Ben the second. Every message takes 10 ms, so that a decision takes 50.
 */
import { describe, expect, it } from 'vitest';
import type { Document, Fault, Task } from '../../../src/document/index.ts';
import { agentOfActor } from '../../../src/plan/index.ts';
import { factsOf, ran, sentByType, type Ran, type Recorded } from '../../support/running.ts';
import { piece, task } from '../stage.ts';

const names = ['ana', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus'];

interface Setting {
  /** A pause between the two decisions, and one after them. */
  readonly pauseMs?: number;
  readonly afterMs?: number;
  readonly checkpointEvery?: number;
  readonly network?: Document['network'];
}

/** Two decisions one after the other, "first" and "second". Whoever makes pauses takes no part in them. */
function scene(count: number, faults: readonly Fault[], setting: Setting = {}): Ran {
  const { pauseMs = 0, afterMs = 0, checkpointEvery = 100, network = { delayMs: 10 } } = setting;
  const action = { kind: 'consensus', protocol: 'pbft', participants: names.slice(0, count), checkpointEvery } as const;
  const pause = (id: string, after: string, ms: number): Task[] =>
    ms === 0 ? [] : [task(id, [after], { ms, agent: 'stagehand' })];
  const tasks = [
    task('one', [], { action: { ...action, value: 'first' } }),
    ...pause('pause', 'one', pauseMs),
    task('two', [pauseMs > 0 ? 'pause' : 'one'], { action: { ...action, value: 'second' } }),
    ...pause('after', 'two', afterMs),
  ];
  const agents = [...names.slice(0, count).map((id) => ({ id })), { id: 'stagehand' }];
  return ran(piece(tasks, { agents, network, faults: [...faults] }));
}

const decided = (played: Ran): unknown[] => factsOf(played, 'decision.made').map(({ value }) => value);
const decidedAt = ({ recorded }: Ran): number[] =>
  recorded.flatMap(({ fact, time }) => (fact.type === 'decision.made' ? [time] : []));
interface Told {
  readonly agent: string;
  readonly view: number;
  readonly slot: number;
  readonly value: unknown;
  readonly reason: string;
  readonly time: number;
}
/** What the replicas say of themselves, with names in the place of numbers. */
function told({ recorded, plan }: Ran, type: string): Told[] {
  return recorded.flatMap(({ fact, time }: Recorded) => {
    if ((fact.type as string) !== `consensus-pbft.${type}`) return [];
    const { agent, ...more } = fact as unknown as Told & { agent: number };
    return [{ ...more, agent: plan.agents[agent as unknown as number]!.id, time }];
  });
}
const logOf = (played: Ran, name: string): unknown[] =>
  told(played, 'executed').flatMap(({ agent, value }) => (agent === name ? [value] : []));
const viewsOf = (played: Ran): number[] => [...new Set(told(played, 'entered').map(({ view }) => view))];
/** Messages of a type that an agent sent, with what was said in them. */
function said({ recorded, plan }: Ran, name: string, type: string): { to: string; value: unknown; digest: unknown }[] {
  const nameOf = (actor: number): string => plan.agents[agentOfActor(actor)]?.id ?? 'somebody else';
  return recorded.flatMap(({ fact }) => {
    if (fact.type !== 'message.sent' || fact.message.type !== `consensus-pbft.${type}` || nameOf(fact.from) !== name)
      return [];
    const { value, digest } = fact.message as unknown as { value: unknown; digest: unknown };
    return [{ to: nameOf(fact.to), value, digest }];
  });
}
const lies = (played: Ran, kind: string): string[] =>
  factsOf(played, 'agent.lied').flatMap(({ conduct, says }) =>
    conduct === kind ? [says.replace('consensus-pbft.', '')] : [],
  );

/** Everything is decided as it was asked, and no rule of any room breaks. */
function holds(played: Ran): void {
  expect([played.outcome, decided(played), played.broken]).toEqual(['succeeded', ['first', 'second'], []]);
}
const sizes = [4, 7] as const;

describe.each(sizes)('among %i, agents that stop', (count) => {
  const last = names[count - 1]!;

  it('Ben crashes at 15 ms and stays down: the others decide as fast as ever, Ben executes nothing', () => {
    const played = scene(count, [{ kind: 'crash', agent: 'ben', atMs: 15 }]);
    holds(played);
    expect([decidedAt(played), viewsOf(played), logOf(played, 'ben')]).toEqual([[50, 100], [], []]);
  });
  it('Ana, who leads, is down from the start: the others ask for view 1, and Ben leads it', () => {
    const played = scene(count, [{ kind: 'crash', agent: 'ana', atMs: 0 }]);
    holds(played);
    expect([viewsOf(played), logOf(played, last)]).toEqual([[1], ['first', 'second']]);
    expect(said(played, 'ben', 'new-view')).toHaveLength(count - 1);
  });
  it('Ben crashes at 5 ms and is back at 5 s: he asks what he missed, and executes both', () => {
    const played = scene(count, [{ kind: 'crash', agent: 'ben', atMs: 5, recoverMs: 5000 }], { pauseMs: 6000 });
    holds(played);
    expect([logOf(played, 'ben'), viewsOf(played)]).toEqual([['first', 'second'], []]);
    expect(said(played, 'ben', 'fetch').length).toBeGreaterThan(0);
    const first = told(played, 'executed').find(({ agent }) => agent === 'ben')!;
    expect(first.time).toBeGreaterThan(5000);
    expect(first.time).toBeLessThan(6000);
  });
  it('Ben is ten times as slow: to agree is no work, so nothing is said otherwise', () => {
    const played = scene(count, [{ kind: 'slow', agent: 'ben', atMs: 0, factor: 10 }]);
    holds(played);
    expect([decidedAt(played), sentByType(played)]).toEqual([[50, 100], sentByType(scene(count, []))]);
  });
  it('Ben falls silent: the rest decide as fast as ever without a word of his', () => {
    const played = scene(count, [{ kind: 'silent', agent: 'ben' }]);
    holds(played);
    expect([decidedAt(played), said(played, 'ben', 'prepare'), viewsOf(played)]).toEqual([[50, 100], [], []]);
    expect(lies(played, 'silent')).toContain('prepare');
  });
  it('Ana, who leads, falls silent at 60 ms: the second decision waits for view 1', () => {
    const played = scene(count, [{ kind: 'silent', agent: 'ana', atMs: 60 }]);
    holds(played);
    expect(viewsOf(played)).toEqual([1]);
    expect(decidedAt(played)[0]).toBe(50);
    expect(decidedAt(played)[1]).toBeGreaterThan(1000);
  });
});

describe.each(sizes)('among %i, agents that lie', (count) => {
  const others = names.slice(1, count);
  const half = Math.ceil(others.length / 2);

  it('[PB2] Ana, who leads, equivocates: one half hears "first", the other half "stop", and nobody executes "stop"', () => {
    const played = scene(count, [{ kind: 'equivocate', agent: 'ana', value: 'stop' }]);
    holds(played);
    const proposals = said(played, 'ana', 'pre-prepare').slice(0, count - 1);
    expect(proposals.map(({ to, value }) => [to, value])).toEqual(
      others.map((to, at) => [to, at < half ? 'first' : 'stop']),
    );
    expect(told(played, 'executed').filter(({ value }) => value === 'stop')).toEqual([]);
  });
  it('[PB3] Ana, who leads, lies: nobody signed "stop", so all refuse it and have Ben lead', () => {
    const played = scene(count, [{ kind: 'lie', agent: 'ana', value: 'stop' }]);
    holds(played);
    const refusals = told(played, 'refused').map(({ reason }) => reason);
    expect(refusals).toContain('the digest is not that of the value, so no client signed it');
    expect(viewsOf(played)).toEqual([1]);
  });
  it('Ben flips his votes: they are for another request, and count for nothing', () => {
    const played = scene(count, [{ kind: 'flip-votes', agent: 'ben' }]);
    holds(played);
    const proposed = new Set(said(played, 'ana', 'pre-prepare').map(({ digest }) => digest));
    const votes = [...said(played, 'ben', 'prepare'), ...said(played, 'ben', 'commit')];
    expect(votes.length).toBeGreaterThan(0);
    expect(votes.filter(({ digest }) => proposed.has(digest))).toEqual([]);
    expect(decidedAt(played)).toEqual([50, 100]);
  });
  it('Ana, who leads, speaks only to Ben: he cannot prepare alone, and the others have a new leader', () => {
    const played = scene(count, [{ kind: 'selective-send', agent: 'ana', to: ['ben'] }]);
    holds(played);
    expect(new Set(said(played, 'ana', 'pre-prepare').map(({ to }) => to))).toEqual(new Set(['ben']));
    expect(viewsOf(played)).toEqual([1]);
  });
  it('[PB5] Ben says everything again that he ever said: each request is executed once all the same', () => {
    const played = scene(count, [{ kind: 'replay', agent: 'ben', rate: 1 }]);
    holds(played);
    expect(lies(played, 'replay').length).toBeGreaterThan(count);
    for (const name of names.slice(0, count)) expect(logOf(played, name)).toEqual(['first', 'second']);
  });
  it('[PB14] Cleo calls for a new leader every 20 ms: alone she is not heeded, and Ana goes on leading', () => {
    const played = scene(count, [{ kind: 'false-view-change', agent: 'cleo', everyMs: 20, untilMs: 100 }]);
    holds(played);
    expect(said(played, 'cleo', 'view-change').length).toBeGreaterThanOrEqual(count - 1);
    expect(told(played, 'entered').filter(({ agent }) => agent !== 'cleo')).toEqual([]);
  });
  it('[PB15] what Ana says comes too late, and Ben carries over something wrong into view 1: all refuse it, and Cleo leads', () => {
    const played = scene(count, [
      { kind: 'delay', from: 'ana', delayMs: 60_000 },
      { kind: 'bad-new-view', agent: 'ben' },
    ]);
    holds(played);
    expect(lies(played, 'bad-new-view').length).toBe(count - 1);
    expect(told(played, 'refused').some(({ reason }) => reason.includes('new view') || reason.includes('follow'))).toBe(
      true,
    );
    expect(viewsOf(played)).toContain(2);
  });
});

describe('agents that collude by one plan', () => {
  const plan = (...agents: string[]): Fault[] => [{ kind: 'collude', agents, value: 'stop' }];

  it.each([
    [4, ['ana']],
    [4, ['cleo']],
    [7, ['ana', 'ben']],
    [7, ['ana', 'gus']],
    [7, ['cleo', 'fay']],
  ])('among %i, %j: as many as are survived, and all rules hold', (count, liars) => {
    const played = scene(count, plan(...liars));
    holds(played);
    expect(lies(played, 'collude').length).toBeGreaterThan(0);
  });
  it.each([
    [4, ['ana', 'ben'], 'cleo', 'dan'],
    [7, ['ana', 'ben', 'cleo'], 'dan', 'fay'],
  ])(
    '[PB2] among %i, %j: one more than that, and half of the honest execute "first", half "stop"',
    (count, liars, one, other) => {
      const played = scene(count, plan(...liars));
      expect([logOf(played, one)[0], logOf(played, other)[0]]).toEqual(['first', 'stop']);
      expect(played.broken[0]).toMatch(
        /^consensus-pbft PB2 at step \d+: \w+ executed "first" at slot 1, and \w+ "stop"$/u,
      );
      expect(played.broken[1]).toMatch(
        /^consensus-pbft PB4 at step \d+: the log of \w+ parts from that of others at slot 1$/u,
      );
    },
  );
});

describe.each(sizes)('among %i, a network that fails', (count) => {
  const members = names.slice(0, count);

  it('three of ten messages are lost until 3 s: what is lost is asked for again, and both are decided', () => {
    const played = scene(count, [{ kind: 'loss', rate: 0.3, untilMs: 3000 }]);
    holds(played);
    expect(factsOf(played, 'message.lost').length).toBeGreaterThan(0);
  });
  it('all that Ana says and hears takes 100 ms longer: it is waited for, in the same view', () => {
    const played = scene(count, [{ kind: 'delay', agent: 'ana', delayMs: 100 }]);
    holds(played);
    expect(viewsOf(played)).toEqual([]);
    expect(decidedAt(played)[0]).toBeGreaterThan(200);
  });
  it('what Ana says takes 5 s longer: her patience is not that of the others, and Ben leads', () => {
    const played = scene(count, [{ kind: 'delay', from: 'ana', delayMs: 5000 }]);
    holds(played);
    expect(viewsOf(played)).toEqual([1]);
  });
  it('[PB5] every message comes twice: twice as much is heard, and each request is executed once', () => {
    const played = scene(count, [{ kind: 'duplicate', rate: 1 }]);
    holds(played);
    for (const name of members) expect(logOf(played, name)).toEqual(['first', 'second']);
    expect(decidedAt(played)).toEqual([50, 100]);
  });
  it('whatever Ben says and hears comes twice: his words count once', () => {
    const played = scene(count, [{ kind: 'duplicate', agent: 'ben', rate: 1 }]);
    holds(played);
    expect(decidedAt(played)).toEqual([50, 100]);
    expect(logOf(played, 'ben')).toEqual(['first', 'second']);
    expect(factsOf(played, 'message.delivered').length).toBeGreaterThan(
      factsOf(scene(count, []), 'message.delivered').length,
    );
  });
  it('[PB4] messages overtake each other: whatever comes too early waits, and all execute in one order', () => {
    const network = { delayMs: { min: 5, max: 60 } };
    const played = scene(count, [{ kind: 'reorder', rate: 0.8 }], { network });
    holds(played);
    for (const name of members)
      expect(['first', 'second'].slice(0, logOf(played, name).length)).toEqual(logOf(played, name));
  });
  it('the network splits in halves until 8 s: no half is a quorum, so nothing is decided before it heals', () => {
    const groups = [members.slice(0, count / 2), members.slice(Math.floor(count / 2))];
    const played = scene(count, [{ kind: 'partition', groups, untilMs: 8000 }]);
    holds(played);
    expect(decidedAt(played)[0]).toBeGreaterThan(8000);
  });
  it('[PB16] the last agent is cut off until 10 s: the others decide; when all is whole again it learns what it missed', () => {
    const last = members.at(-1)!;
    const setting = { pauseMs: 20_000, afterMs: 1000, checkpointEvery: 1 };
    const apart = [members.slice(0, -1), [last]];
    const played = scene(count, [{ kind: 'partition', groups: apart, untilMs: 10_000 }], setting);
    holds(played);
    expect(decidedAt(played)[0]).toBe(50);
    expect(told(played, 'installed').map(({ agent, slot }) => [agent, slot])).toEqual([[last, 2]]);
  });
});
