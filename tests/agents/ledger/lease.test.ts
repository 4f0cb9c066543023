/** Leases in numbers: how long, how often heard of, how long an agent is passed over; and that a lease leaves nothing behind. */
import { describe, expect, it } from 'vitest';
import { heartbeatOf, intervalsOf, pauseOf, silenceMax } from '../../../src/agents/ledger/lease.ts';
import type { Document } from '../../../src/document/index.ts';
import { validate } from '../../../src/document/index.ts';
import type { AgentState } from '../../../src/agents/index.ts';
import { resultOf } from '../../../src/replay/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { patterns, scene } from '../../scenarios/faults/cast.ts';
import { factsOf, ran } from '../../support/running.ts';

const terms = (ms: number) => ({ ms, always: true, intervals: 3 });

describe('in numbers', () => {
  it('[CC22] a lease holds 3 to 16 signs of life, as many as make it unlikelier than one in a million that all are lost', () => {
    for (let percent = 0; percent < 100; percent += 1) {
      const loss = percent / 100;
      const count = intervalsOf(loss);
      expect(count).toBeGreaterThanOrEqual(3);
      expect(count).toBeLessThanOrEqual(16);
      if (count < 16) expect(loss ** count).toBeLessThan(1e-6);
      if (count > 3) expect(loss ** (count - 1)).toBeGreaterThanOrEqual(1e-6);
    }
    expect([0, 0.01, 0.1, 0.4, 0.9].map(intervalsOf)).toEqual([3, 4, 7, 16, 16]);
  });

  it('[CC22] one comes every third of the lease, and every two hundredth of what is long', () => {
    expect([0, 600, 200_000, 1e9].map((expected) => heartbeatOf(terms(1000), expected))).toEqual([333, 333, 1000, 5e6]);
    expect(heartbeatOf(terms(0), 1e9)).toBe(0);
    expect(heartbeatOf(terms(3), 10)).toBe(1);
  });

  it('[CC15] a pause doubles from two leases up to 64, and after 2^16 leases of silence in all there is no end to it', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 40].map((silences) => pauseOf(10, silences, 0))).toEqual([
      20, 40, 80, 160, 320, 640, 640, 640,
    ]);
    expect(pauseOf(10, 99, 10 * silenceMax - 1)).toBe(640);
    expect(pauseOf(10, 99, 10 * silenceMax)).toBe(Infinity);
    expect(silenceMax).toBe(65_536);
  });
});

const beats = (played: ReturnType<typeof ran>) =>
  factsOf(played, 'message.sent').filter(({ message }) => message.type.endsWith('.heartbeat'));

describe.each(patterns)('under %s', (pattern) => {
  // Nobody is given up for silence here: what is asked is what leases do.
  const patient = pattern === 'contract-net' ? { rounds: 30 } : pattern === 'delegation' ? { patience: 30 } : {};
  const lossy = { network: { delayMs: 5, loss: 0.4 }, coordination: { pattern, ...patient } };
  const long = (ms: number, count = 4): NonNullable<Document['tasks']> =>
    Array.from({ length: count }, (_, at) => ({ id: `t${String(at)}`, action: { kind: 'simulate', durationMs: ms } }));

  it('[CC22] tasks of 20 s where 40% is lost are done in minutes, not hours', () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const { outcome, run } = ran(scene(pattern, [], { ...lossy, tasks: long(20_000), seed }));
      expect(outcome).toBe('succeeded');
      expect(resultOf(run).makespanMs).toBeLessThan(20 * 60_000);
    }
  });

  it('[CC22] a task of 11.6 days under a lease of 1 s asks for some hundred signs of life', () => {
    const scenes = scene(pattern, [], { coordination: { pattern, leaseMs: 1000 }, tasks: long(1e9, 1) });
    const played = ran(scenes);
    expect([played.outcome, played.broken]).toEqual(['succeeded', []]);
    expect(beats(played).length).toBeLessThan(pattern === 'delegation' ? 450 : 210);
  });

  it('[CC23] a sign of life says what changed, however much is held', () => {
    const played = ran(scene(pattern, [], { coordination: { pattern, leaseMs: 200 }, tasks: long(100, 300) }));
    expect([played.outcome, played.broken]).toEqual(['succeeded', []]);
    const told = beats(played).reduce(
      (sum, { message }) => sum + (message as unknown as { news: readonly number[] }).news.length / 2,
      0,
    );
    // A task is begun and left, each told as often as a lease holds signs; in delegation its manager says the same.
    expect(told).toBeLessThanOrEqual(300 * 2 * 3 * (pattern === 'delegation' ? 2 : 1));
  });

  it('[CC23] a lease that ran out leaves nothing behind at an agent that was cut off, again and again', () => {
    const cuts = Array.from({ length: 40 }, (_, at) => ({
      kind: 'partition' as const,
      groups: [
        ['coordinator', ...(pattern === 'delegation' ? ['boss'] : [])],
        ['ana', 'ben', 'cid'],
      ],
      atMs: at * 2000 + 50,
      untilMs: at * 2000 + 1500,
    }));
    const coordination = { pattern, leaseMs: 200, ...patient };
    const played = ran(scene(pattern, cuts, { coordination, tasks: long(30_000, 3) }));
    expect([played.outcome, played.broken]).toEqual(['succeeded', []]);
    const world = played.run.worldAt(played.run.steps).snapshot();
    const agents = played.plan.agents.map((_, at) => world.states[actorOfAgent(at)] as AgentState);
    expect(agents.map(({ queue, running }) => queue.size + running.length)).toEqual(agents.map(() => 0));
  });
});

it('[CC15] an agent that was cut off for ten thousand leases is given work when the network heals', () => {
  const partitions = [{ groups: [['coordinator'], ['ana']], atMs: 0, healMs: 1_000_000 }];
  const { outcome, broken } = ran({
    coordination: { pattern: 'centralized', leaseMs: 100 },
    agents: [{ id: 'ana' }],
    tasks: [{ id: 'a', action: { kind: 'simulate', durationMs: 10 } }],
    network: { partitions },
  });
  expect([outcome, broken]).toEqual(['succeeded', []]);
});

describe('[CC22] a lease shorter than its round trip', () => {
  const document = (leaseMs: number, network: NonNullable<Document['network']> = {}): Document => ({
    coordination: { pattern: 'centralized', leaseMs },
    agents: [{ id: 'ana' }],
    tasks: [{ id: 'a' }],
    network,
  });
  it.each<[number, NonNullable<Document['network']>]>([
    [1, {}],
    [2, {}],
    [20, { delayMs: 10 }],
    [102, { delayMs: { min: 0, max: 50 } }],
    [102, { links: [{ from: 'ana', to: 'coordinator', delayMs: 50 }] }],
  ])('%i ms under %o is refused by one sentence, with the least', (leaseMs, network) => {
    const problems = validate(document(leaseMs, network)).filter(({ severity }) => severity === 'error');
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['lease-short', 'coordination.leaseMs']]);
    const made = compile(document(leaseMs, network));
    expect(made.ok ? [] : made.error.map(({ message }) => message)).toEqual([problems[0]!.message]);
    const least = Number(/write (\d+) or more/u.exec(problems[0]!.message)![1]);
    expect(ran(document(least, network)).outcome).toBe('succeeded');
    expect(validate(document(least - 1, network)).length).toBeGreaterThan(0);
  });
  it('0 and auto are what they are', () => {
    expect(validate(document(0, { delayMs: 900 }))).toEqual([]);
  });
});
