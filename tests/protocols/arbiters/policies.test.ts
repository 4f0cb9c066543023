/** What is done about tasks that wait for each other, and about low priority that keeps high priority waiting. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { piece, play, task, times } from '../../scenarios/stage.ts';
import type { ResourceFact } from '../../../src/protocols/arbiters/messages.ts';
import { told } from './scene.ts';

/** One processor, which can be taken away, and a lock, which cannot. */
function mars(inversion: 'none' | 'inherit' | 'ceiling'): Document {
  const of = (id: 'low' | 'mid' | 'high', at: number, ms: number, lock: number | null): Task =>
    task(id, at === 0 ? [] : [`until-${String(at)}`], {
      ...{ ms, priority: ['low', 'mid', 'high'].indexOf(id), preemptible: 'resume', agent: `at-${id}` },
      resources: [{ id: 'processor' }],
      ...(lock === null ? {} : { holds: [{ resource: 'lock', fromMs: 1, toMs: 1 + lock }] }),
    });
  const until = (ms: number): Task => task(`until-${String(ms)}`, [], { ms, agent: 'clock' });
  return piece([of('low', 0, 5, 4), of('mid', 2, 5, null), of('high', 3, 3, 2), until(2), until(3)], {
    agents: [{ id: 'at-low' }, { id: 'at-mid' }, { id: 'at-high' }, { id: 'clock', slots: 2 }],
    resources: [
      { id: 'processor', mode: 'exclusive' },
      { id: 'lock', mode: 'exclusive' },
    ],
    conflicts: { inversion },
  });
}

describe('[AR10] an inversion of priorities', () => {
  it.each([
    ['none', [11, 8, 13]],
    ['inherit', [7, 13, 9]],
    ['ceiling', [5, 13, 8]],
  ] as const)('%s', (inversion, ends) => {
    const played = play(mars(inversion));
    expect(['low', 'mid', 'high'].map((id) => times(played, id)[1])).toEqual(ends);
  });
});

it('[AR10] priority is lent on to whoever keeps the one waiting that keeps others waiting', () => {
  const played = play(
    piece(
      [
        task('low', [], { ms: 50, agent: 'a', resources: [{ id: 'far' }] }),
        task('mid', [], {
          ms: 20,
          agent: 'b',
          priority: 1,
          resources: [{ id: 'near' }],
          holds: [{ resource: 'far', fromMs: 5 }],
        }),
        task('until', [], { ms: 10, agent: 'c' }),
        task('high', ['until'], { ms: 5, agent: 'c', priority: 2, resources: [{ id: 'near' }] }),
      ],
      {
        agents: ['a', 'b', 'c'].map((id) => ({ id })),
        resources: ['far', 'near'].map((id) => ({ id, mode: 'exclusive' })),
      },
    ),
  );
  const raised = told(played, 'arbiters.raised').map((fact) => [played.plan.tasks[fact.task]!.id, fact.priority]);
  expect(raised).toEqual(
    expect.arrayContaining([
      ['low', 1],
      ['mid', 2],
      ['low', 2],
    ]),
  );
});

/** Philosophers who each take the fork on their left and, in the midst of their meal, that on their right. */
function philosophers(deadlock: NonNullable<Document['conflicts']>['deadlock'], count = 5): Document {
  const fork = (at: number): string => `fork-${String(at % count)}`;
  const tasks = Array.from({ length: count }, (_, at) =>
    task(`eats-${String(at)}`, [], {
      ...{ ms: 30, agent: `p${String(at)}`, retry: { attempts: 8, backoffMs: 20 } },
      holds: [{ resource: fork(at) }, { resource: fork(at + 1), fromMs: 10 }],
    }),
  );
  return piece(tasks, {
    agents: Array.from({ length: count }, (_, at) => ({ id: `p${String(at)}` })),
    resources: Array.from({ length: count }, (_, at) => ({ id: fork(at), mode: 'exclusive' as const })),
    conflicts: deadlock === undefined ? {} : { deadlock },
  });
}

describe('[AR8] [AR9] dining philosophers', () => {
  it('a deadlock is broken at the youngest, and names its cycle', () => {
    const played = play(philosophers('detect'));
    const [broken, ...others] = told(played, 'arbiters.deadlocked');
    expect([played.outcome, broken?.task, broken?.around.toSorted(), others]).toEqual([
      'succeeded',
      4,
      [0, 1, 2, 3, 4],
      [],
    ]);
    expect(broken?.reason).toMatch(
      /^deadlock: eats-\d waits for fork-\d, held by eats-\d; (?:.*; ){3}eats-\d waits for fork-\d, held by eats-\d$/u,
    );
  });

  it('with a single attempt the victim fails with that reason', () => {
    const document = philosophers('detect', 2);
    const once = (document.tasks ?? []).map((each) => ({
      ...each,
      retry: { attempts: 1 },
      onFailure: 'continue' as const,
    }));
    const played = play({ ...document, tasks: once });
    expect(played.result.tasks['eats-1']).toMatchObject({
      state: 'failed',
      reason: 'deadlock: eats-1 waits for fork-0, held by eats-0; eats-0 waits for fork-1, held by eats-1',
    });
    expect(played.states['eats-0']).toBe('succeeded');
  });

  it.each<readonly [NonNullable<Document['conflicts']>['deadlock'], string | null]>([
    ['wait-die', 'arbiters.died'],
    ['wound-wait', 'arbiters.wounded'],
    ['ordered', null],
    ['all-or-nothing', null],
  ])('%s lets nobody get into one', (deadlock, victims) => {
    const played = play(philosophers(deadlock));
    const found = ['arbiters.died', 'arbiters.wounded', 'arbiters.deadlocked'].filter(
      (type) => told(played, type as ResourceFact['type']).length > 0,
    );
    expect([played.outcome, found]).toEqual(['succeeded', victims === null ? [] : [victims]]);
  });

  it('a cycle over many units is found, and none where units are left', () => {
    const of = (id: string, first: string, second: string): Task =>
      task(id, [], {
        ms: 20,
        holds: [{ resource: first }, { resource: second, fromMs: 5 }],
        retry: { attempts: 3, backoffMs: 5 },
      });
    const two = (units: number) =>
      piece([of('one', 'a', 'b'), of('two', 'b', 'a'), of('three', 'a', 'b'), of('four', 'b', 'a')], {
        resources: [
          { id: 'a', units },
          { id: 'b', units },
        ],
      });
    expect([
      told(play(two(2)), 'arbiters.deadlocked').length > 0,
      told(play(two(3)), 'arbiters.deadlocked').length,
    ]).toEqual([true, 0]);
  });
});

describe('pre-emption', () => {
  const scene = (preemptible: 'resume' | 'restart'): Document =>
    piece(
      [
        task('long', [], { ms: 100, preemptible, resources: [{ id: 'press' }] }),
        task('wait', [], { ms: 30 }),
        task('urgent', ['wait'], { ms: 20, priority: 5, resources: [{ id: 'press' }] }),
      ],
      { resources: [{ id: 'press', mode: 'exclusive' }] },
    );

  it.each([
    ['resume', 120],
    ['restart', 150],
  ] as const)('work that can %s gives way to higher priority', (how, endMs) => {
    const played = play(scene(how));
    expect([times(played, 'urgent'), times(played, 'long')[1]]).toEqual([[30, 50], endMs]);
    expect(played.result.tasks['long']!.attempts).toBe(1);
  });

  it('work that cannot be interrupted is waited for', () => {
    const { tasks = [], ...more } = scene('resume');
    const [{ preemptible: _, ...long }, ...others] = tasks as [Task, ...Task[]];
    expect(times(play({ ...more, tasks: [long, ...others] }), 'urgent')).toEqual([100, 120]);
  });
});

it('[AR7] what renews is used up and comes back by the clock', () => {
  const calls = Array.from({ length: 6 }, (_, at) =>
    task(`call-${String(at)}`, [], { ms: 1, resources: [{ id: 'calls' }] }),
  );
  const agents = calls.map(({ id }) => ({ id: `a-${id}` }));
  const played = play(
    piece(calls, { agents, resources: [{ id: 'calls', units: 2, everyMs: 100 }], scheduling: { order: 'fifo' } }),
  );
  expect(calls.map(({ id }) => times(played, id)[0])).toEqual([0, 0, 50, 100, 150, 200]);
  expect(played.result.resources).toEqual({
    calls: { waitMs: 500, blockedMs: 0, busyMs: 0, grants: 6, fairness: 0.5556 },
  });
});

it('a part of the work alone holds what it takes and gives back in its midst', () => {
  const of = (id: string): Task => task(id, [], { ms: 100, holds: [{ resource: 'oven', fromMs: 20, toMs: 60 }] });
  const played = play(piece([of('one'), of('two')], { resources: [{ id: 'oven', mode: 'exclusive' }] }));
  expect(
    [times(played, 'one'), times(played, 'two')].map(([, end]) => end).toSorted((a, b) => Number(a) - Number(b)),
  ).toEqual([100, 140]);
  expect(played.result.resources).toEqual({ oven: { waitMs: 40, blockedMs: 0, busyMs: 80, grants: 2, fairness: 0.5 } });
});
