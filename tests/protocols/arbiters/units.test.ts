/** Who gets units, when, and what becomes of them when something fails. */
import { expect, it } from 'vitest';
import { crew, play, times } from '../../scenarios/stage.ts';
import { sentByType } from '../../support/running.ts';
import { kitchen, needs, told } from './scene.ts';

it('[AR1] one exclusive oven is had by one after the other, and the result says who waited how long', () => {
  const played = play(kitchen([needs('bread', { ms: 100 }), needs('cake', { ms: 100 })]));
  expect([times(played, 'bread'), times(played, 'cake')]).toEqual([
    [0, 100],
    [100, 200],
  ]);
  expect(played.result.resources).toEqual({
    oven: { waitMs: 100, blockedMs: 0, busyMs: 200, grants: 2, fairness: 0.5 },
    carts: { waitMs: 0, blockedMs: 0, busyMs: 0, grants: 0, fairness: 1 },
  });
  const sent = sentByType(played);
  expect([sent['arbiters.ask'], sent['arbiters.granted'], sent['arbiters.give-back']]).toEqual([2, 2, 2]);
});

it('[AR2] units are shared as far as they go, and a large wish is not passed by small ones', () => {
  const of = (id: string, units: number) => needs(id, { ms: 10 }, 'carts', units);
  const played = play(kitchen([of('one', 2), of('all', 3), of('small', 1)]));
  expect(['one', 'all', 'small'].map((id) => times(played, id)[0])).toEqual([0, 10, 20]);
});

it('[AR4] priority goes first, and waiting raises it', () => {
  const tasks = [needs('first', { ms: 50 }), needs('low', { ms: 10 }), needs('high', { ms: 10, priority: 2 })];
  expect(times(play(kitchen(tasks)), 'high')[0]).toBe(50);
  const late = kitchen([
    ...tasks.slice(0, 2),
    needs('high', { ms: 10, priority: 1, dependsOn: ['wait'] }),
    { id: 'wait', action: { kind: 'simulate', durationMs: 30 } },
  ]);
  expect(times(play({ ...late, scheduling: { order: 'fifo', ageingMs: 20 } }), 'low')[0]).toBe(50);
  expect(times(play(late), 'high')[0]).toBe(50);
});

it('[AR5] what a crashed agent held is free when its lease runs out, or when it is back', () => {
  const document = kitchen([
    needs('bread', { ms: 100, agent: 'agent-1', retry: { attempts: 3 } }),
    needs('cake', { ms: 10, agent: 'agent-2' }),
  ]);
  const gone = play({ ...document, faults: [{ kind: 'crash', agent: 'agent-1', atMs: 40, recoverMs: 9000 }] });
  expect([times(gone, 'cake')[0], told(gone, 'arbiters.expired').length]).toEqual([1000, 1]);
  const back = play({ ...document, faults: [{ kind: 'crash', agent: 'agent-1', atMs: 40, recoverMs: 90 }] });
  expect([times(back, 'cake')[0], told(back, 'arbiters.expired').length]).toEqual([90, 0]);
});

it('[AR5] who is cut off stops working when its lease runs out, and the oven goes to another at that instant', () => {
  const partitions = [{ atMs: 10, healMs: 5000, groups: [['agent-1'], ['oven', 'agent-2', 'coordinator']] }];
  const bread = needs('bread', { ms: 3000, agent: 'agent-1', retry: { attempts: 2 }, onFailure: 'continue' });
  const played = play(kitchen([bread, needs('cake', { agent: 'agent-2' })], { network: { partitions } }));
  expect([told(played, 'arbiters.lost').length, told(played, 'arbiters.expired').length]).toEqual([1, 1]);
  expect(times(played, 'cake')[0]).toBe(1000);
});

it('[AR5] [AR6] an arbiter that crashes goes on with its leases, and one that never comes back is given up', () => {
  const document = kitchen([needs('bread', { ms: 100 }), needs('cake', { ms: 100 })]);
  const back = play({ ...document, faults: [{ kind: 'crash', agent: 'oven', atMs: 50, recoverMs: 400 }] });
  expect([back.outcome, times(back, 'bread')]).toEqual(['succeeded', [0, 100]]);
  const gone = play({ ...document, faults: [{ kind: 'crash', agent: 'carts', atMs: 50 }] });
  expect([gone.outcome, gone.reason]).toEqual([
    'failed',
    expect.stringContaining('unavailable: the arbiter of the oven does not answer'),
  ]);
});

it('[AR5] a lease of its own is renewed while the work lasts', () => {
  const played = play(
    kitchen([needs('bread', { ms: 500 })], { resources: [{ id: 'oven', mode: 'exclusive', leaseMs: 60 }] }),
  );
  expect([
    played.outcome,
    told(played, 'arbiters.expired').length,
    (sentByType(played)['arbiters.renew'] ?? 0) > 8,
  ]).toEqual(['succeeded', 0, true]);
});

it('[AR4] who becomes the first by waiting has its turn at that moment, and not when something else happens', () => {
  const later = { dependsOn: ['wait'] };
  const played = play({
    ...kitchen([
      needs('all', { ms: 12 }, 'carts', 3),
      needs('small', { ms: 10 }, 'carts', 1),
      { id: 'wait', action: { kind: 'simulate', durationMs: 5 } },
      needs('half', { ms: 100, priority: 2, ...later }, 'carts', 2),
      needs('large', { ms: 10, priority: 1, ...later }, 'carts', 3),
    ]),
    agents: crew(5),
    scheduling: { order: 'fifo', ageingMs: 20 },
  });
  // From 20 ms on the small one is as high as the large one, and asked before it.
  expect(['half', 'small', 'large'].map((id) => times(played, id)[0])).toEqual([12, 20, 112]);
  // Each grant says by which priority it was its turn, where that is another than the task's own.
  expect(told(played, 'arbiters.granted').map(({ rank }) => rank)).toEqual([undefined, undefined, 1, 6]);
});

it('[AR4] who stops waiting leaves the way to those behind it', () => {
  const played = play(
    kitchen(
      [
        needs('half', { ms: 500, agent: 'agent-1' }, 'carts', 2),
        needs('large', { ms: 10, agent: 'agent-2', retry: { attempts: 1 }, onFailure: 'continue' }, 'carts', 3),
        needs('small', { ms: 10, agent: 'agent-3' }, 'carts', 1),
      ],
      { faults: [{ kind: 'crash', agent: 'agent-2', atMs: 30, recoverMs: 60 }] },
    ),
  );
  expect(times(played, 'small')[0]).toBe(60);
});

it('[AR10] the result says how long higher priority waited for lower, and how evenly waiting fell', () => {
  const wait = { id: 'wait', action: { kind: 'simulate' as const, durationMs: 30 } };
  const late = { ms: 20, dependsOn: ['wait'] };
  const played = play(
    kitchen([needs('low', { ms: 100 }), wait, needs('high', { priority: 2, ...late }), needs('last', late)]),
  );
  // The high one waits 70 ms for the low one; the last one waits 90 ms, for equals and for higher priority.
  expect(played.result.resources!['oven']).toEqual({
    ...{ waitMs: 160, blockedMs: 70, busyMs: 140, grants: 3 },
    fairness: Math.round((10_000 * 160 * 160) / (3 * (70 * 70 + 90 * 90))) / 10_000,
  });
});
