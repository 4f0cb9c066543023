/** Every policy of load balancing by its numbers: messages, worst cases, turns, herding, bounds and patience. */
import { describe, expect, it } from 'vitest';
import type { BALANCINGS, Document, Task } from '../../../src/document/index.ts';
import { factsOf, ran, sentByType, type Ran } from '../../support/running.ts';

type Balancing = (typeof BALANCINGS)[number];

interface Case {
  readonly balancing: Balancing;
  readonly agents?: Document['agents'];
  readonly times: readonly number[];
  readonly settings?: Record<string, number | boolean>;
  readonly order?: 'fifo' | 'longest-first' | 'priority';
  readonly ageingMs?: number;
  readonly more?: (at: number) => Partial<Task>;
}

const machines = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `m${String(at).padStart(2, '0')}` }));

function balanced({
  balancing,
  agents = machines(4),
  times,
  settings = {},
  order = 'fifo',
  ageingMs = 0,
  more,
}: Case): Ran {
  const result = ran({
    coordination: { pattern: 'load-balancing', ...settings },
    scheduling: { balancing, order, ageingMs, ties: 'by-id' },
    agents,
    tasks: times.map((durationMs, at) => ({
      id: `t${String(at).padStart(3, '0')}`,
      action: { kind: 'simulate', durationMs },
      ...more?.(at),
    })),
  });
  expect(result.broken).toEqual([]);
  return result;
}

const ones = (count: number): number[] => new Array<number>(count).fill(1);
const placed = (result: Ran): number[] => factsOf(result, 'task.assigned').map((fact) => fact.agent);

describe('messages', () => {
  const count = 12;
  it.each(['least-loaded', 'round-robin', 'random', 'central-queue', 'min-min', 'sufferage'] as const)(
    '[LB9] %s: two a task',
    (balancing) => {
      const sent = sentByType(balanced({ balancing, times: ones(count) }));
      expect(sent).toEqual({ 'load-balancing.assign': count, 'load-balancing.result': count });
    },
  );
  it('[LB9] join the shortest queue: 2n probes and answers a task besides', () => {
    const sent = sentByType(balanced({ balancing: 'jsq', agents: machines(5), times: ones(count) }));
    expect(sent['load-balancing.probe']! + sent['load-balancing.load']!).toBe(2 * 5 * count);
  });
  it.each([1, 2, 3])('[LB9] the power of %i choices: 2d probes and answers a task besides', (choices) => {
    const sent = sentByType(
      balanced({ balancing: 'power-of-two', agents: machines(9), times: ones(count), settings: { choices } }),
    );
    expect(sent['load-balancing.probe']! + sent['load-balancing.load']!).toBe(2 * choices * count);
  });
  it('[LB9] three a task with acknowledgement', () => {
    const sent = sentByType(balanced({ balancing: 'random', times: ones(count), settings: { acknowledge: true } }));
    expect(sent['load-balancing.acknowledge']).toBe(count);
  });
  it('[LB9] the idle queue: one word for every slot that falls idle', () => {
    const sent = sentByType(balanced({ balancing: 'idle-queue', times: ones(4) }));
    expect(sent['load-balancing.idle']).toBe(4);
  });
});

describe('worst cases, to the number', () => {
  it.each([
    [2, 3, 2],
    [3, 5, 3],
    [4, 7, 4],
    [8, 15, 8],
  ])('[LB10] list scheduling on %i machines: %i against %i', (count, makespan, optimum) => {
    const times = [...ones(count * (count - 1)), count];
    expect(balanced({ balancing: 'least-loaded', agents: machines(count), times }).makespanMs).toBe(makespan);
    const best = balanced({ balancing: 'least-loaded', order: 'longest-first', agents: machines(count), times });
    expect(best.makespanMs).toBe(optimum);
  });
  it.each([
    [2, 7, 6],
    [3, 11, 9],
    [4, 15, 12],
    [8, 31, 24],
  ])('[LB10] longest first on %i machines: %i against %i', (count, makespan, optimum) => {
    const pairs = Array.from({ length: count - 1 }, (_, at) => [2 * count - 1 - at, 2 * count - 1 - at]).flat();
    const times = [...pairs, count, count, count];
    expect(times.reduce((sum, time) => sum + time, 0)).toBe(optimum * count);
    for (const balancing of ['least-loaded', 'central-queue'] as const) {
      expect(balanced({ balancing, order: 'longest-first', agents: machines(count), times }).makespanMs).toBe(makespan);
    }
  });
});

describe('turns and choices', () => {
  it('[LB11] round robin gives each agent its share by slots and speed, spread evenly', () => {
    const agents = [{ id: 'a', slots: 2, speed: 2 }, { id: 'b' }, { id: 'c', speed: 2 }];
    const turns = placed(balanced({ balancing: 'round-robin', agents, times: ones(14) }));
    expect(turns).toEqual([0, 2, 0, 1, 0, 2, 0, 0, 2, 0, 1, 0, 2, 0]);
  });
  it('[LB11] [LB8] round robin tells who stands where in the round, and the first of it gets the task', () => {
    const agents = [{ id: 'a', slots: 2, speed: 2 }, { id: 'b' }, { id: 'c', speed: 2 }];
    const result = balanced({ balancing: 'round-robin', agents, times: ones(3) });
    const places = factsOf(result, 'task.assigned').map(({ compared }) => compared.map(({ value }) => value));
    expect(places).toEqual([
      [1, 3, 2],
      [3, 2, 1],
      [1, 2, 3],
    ]);
    const many = balanced({ balancing: 'round-robin', agents: machines(20), times: ones(1) });
    expect(factsOf(many, 'task.assigned')[0]!.compared.map(({ value }) => value)).toEqual([1, 2]);
  });
  it('[LB11] ties by id go to the agent named first', () => {
    expect(placed(balanced({ balancing: 'least-loaded', times: ones(6) }))).toEqual([0, 1, 2, 3, 0, 1]);
    expect(placed(balanced({ balancing: 'jsq', times: ones(6) }))).toEqual([0, 1, 2, 3, 0, 1]);
  });
  it('[LB11] random reaches everybody and is the same for the same seed', () => {
    const first = placed(balanced({ balancing: 'random', times: ones(60) }));
    expect(new Set(first).size).toBe(4);
    expect(placed(balanced({ balancing: 'random', times: ones(60) }))).toEqual(first);
  });
  it('[LB12] min-min begins with the task that is soonest done, sufferage with the one that loses most', () => {
    const agents = [{ id: 'a' }, { id: 'b' }];
    const work = [
      { a: 40, b: 60 },
      { a: 50, b: 120 },
    ];
    const first = (balancing: Balancing): number =>
      factsOf(
        balanced({
          balancing,
          agents,
          times: [0, 0],
          more: (at) => ({ action: { kind: 'simulate', durationMs: work[at]! } }),
        }),
        'task.assigned',
      )[0]!.task;
    expect(first('min-min')).toBe(0);
    expect(first('sufferage')).toBe(1);
  });
  it('[LB13] seen stale, the least loaded agent draws the whole herd until the next look', () => {
    const arriving = (staleMs: number): number =>
      new Set(
        placed(balanced({ balancing: 'least-loaded', times: new Array<number>(20).fill(50), settings: { staleMs } })),
      ).size;
    expect(arriving(0)).toBe(4);
    expect(arriving(10)).toBe(1);
  });
});

describe('stealing', () => {
  it('[LB14] an idle agent takes the eldest waiting work of another, under its lease, and the balancer hears of it', () => {
    const result = balanced({
      balancing: 'work-stealing',
      agents: machines(2),
      times: [100, 1, 100, 100, 100, 100],
    });
    const moves = result.recorded
      .map(({ fact }) => fact as { type: string })
      .filter((fact) => fact.type === 'load-balancing.moved');
    expect(moves.length).toBeGreaterThan(0);
    expect(factsOf(result, 'task.withdrawn')).toEqual([]);
    expect(factsOf(result, 'task.assigned')).toHaveLength(6);
  });
  it('[LB14] a thief takes only what it can do', () => {
    const result = balanced({
      balancing: 'work-stealing',
      agents: [{ id: 'a', capabilities: ['x'] }, { id: 'b' }],
      times: [10, 1, 10, 10],
      more: (at) => (at === 1 ? {} : { requires: ['x'] }),
    });
    expect(factsOf(result, 'task.started').filter((fact) => fact.agent === 1)).toHaveLength(1);
  });
  it('[LB14] a thief that found nothing is given the next task', () => {
    const result = balanced({
      balancing: 'work-stealing',
      agents: machines(3),
      times: [50, 50, 5, 10],
      more: (at) => (at === 3 ? { dependsOn: ['t002'] } : {}),
    });
    expect(placed(result)[3]).toBe(2);
    expect(sentByType(result)['load-balancing.nothing']).toBeGreaterThan(0);
  });
});

describe('bounds and patience', () => {
  it('[LB7] bounded queues hold tasks back at the balancer and lose none', () => {
    for (const balancing of [
      'least-loaded',
      'jsq',
      'power-of-two',
      'round-robin',
      'random',
      'min-min',
      'idle-queue',
    ] as const) {
      const result = balanced({ balancing, times: ones(40), settings: { queueLimit: 1 } });
      expect(factsOf(result, 'task.succeeded')).toHaveLength(40);
    }
  });
  it('[LB6] with ageing a task of low priority is overtaken only by what came soon after it', () => {
    const flood: Case = {
      balancing: 'central-queue',
      agents: machines(1),
      order: 'priority',
      times: [10, 10, ...new Array<number>(60).fill(10)],
      more: (at) =>
        at === 1 ? {} : { priority: 5, ...(at > 2 ? { dependsOn: [`t${String(at - 1).padStart(3, '0')}`] } : {}) },
    };
    const turnOf = (ageingMs: number): number =>
      factsOf(balanced({ ...flood, ageingMs }), 'task.started').findIndex((fact) => fact.task === 1);
    expect(turnOf(0)).toBe(61);
    expect(turnOf(20)).toBeLessThan(61);
    expect(turnOf(20)).toBeLessThanOrEqual(2 + (5 * 20) / 10);
  });
  it('[LB15] a task that no agent can do is given up at once with the reason, or after its time to live', () => {
    const given = (settings: Record<string, number>) => {
      const result = balanced({ balancing: 'random', times: [1], settings, more: () => ({ requires: ['fly'] }) });
      return result.recorded.flatMap(({ fact, time }) =>
        fact.type === 'task.unassignable' ? [[time, fact.reason]] : [],
      );
    };
    expect(given({})).toEqual([[0, 'no agent can fly']]);
    expect(given({ ttlMs: 70 })).toEqual([[70, 'no agent can fly']]);
  });
  it('[LB15] a task whose only agent is down for good is given up after its time to live', () => {
    const result = ran({
      coordination: { pattern: 'load-balancing', leaseMs: 100, ttlMs: 1000 },
      agents: [{ id: 'a' }],
      tasks: [{ id: 'one', action: { kind: 'simulate', durationMs: 50 } }],
      faults: [{ kind: 'crash', agent: 'a', atMs: 10 }],
    });
    expect(factsOf(result, 'task.unassignable')[0]?.reason).toContain('silent');
    expect(result.outcome).toBe('failed');
    expect(result.run.now).toBeLessThan(4000);
    expect(result.broken).toEqual([]);
  });
});
