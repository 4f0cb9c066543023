/** Limits: what is exactly in time, what a queue timeout sees, how a run runs out of time, and undoing with limits of its own. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../src/document/index.ts';
import { factsOf } from '../support/running.ts';
import { crew, failing, piece, play, task, times, type Played } from './stage.ts';

/** The same document under every pattern, and under every way of balancing. */
const everywhere: readonly (readonly [string, Partial<Document>])[] = [
  ...(['first-fit', 'greedy', 'hungarian', 'heft', 'cpop'] as const).map(
    (assignment) => [assignment, { scheduling: { order: 'fifo', assignment } }] as const,
  ),
  ...(['least-loaded', 'jsq', 'round-robin', 'work-stealing', 'idle-queue', 'central-queue', 'min-min'] as const).map(
    (balancing) =>
      [balancing, { coordination: { pattern: 'load-balancing' }, scheduling: { order: 'fifo', balancing } }] as const,
  ),
  ['contract-net', { coordination: { pattern: 'contract-net' } }],
  ['delegation', { coordination: { pattern: 'delegation' } }],
];
const undo = { compensation: { durationMs: 7 } };

describe('what ends or begins exactly at its limit is in time', () => {
  const spans = [1, 30, 500];
  it.each(everywhere)('[W12] [W13] %s: attempt, composite, queue and run', (_, more) => {
    for (const span of spans) {
      const attempt = play(piece([task('a', [], { ms: span, timeoutMs: span })], more));
      expect(attempt.states).toEqual({ a: 'succeeded' });
      const composite = play(
        piece([task('c', [], { timeoutMs: span }), task('p', [], { ms: span, parent: 'c' })], more),
      );
      expect(composite.states).toEqual({ c: 'succeeded', p: 'succeeded' });
      const cascade = piece(
        [
          task('c', [], { timeoutMs: span }),
          task('p', [], { ms: span, parent: 'c' }),
          task('q', ['p'], { ms: 0, parent: 'c' }),
        ],
        { ...more, limits: { timeoutMs: span } },
      );
      expect(play(cascade).states).toEqual({ c: 'succeeded', p: 'succeeded', q: 'succeeded' });
      const run = play(piece([task('a', [], { ms: span })], { ...more, limits: { timeoutMs: span } }));
      expect([run.outcome, run.run.now]).toEqual(['succeeded', span]);
      const behind = [
        task('a', [], { ms: span, agent: 'agent-1' }),
        task('s', [], { ms: 0, agent: 'agent-2' }),
        task('b', ['s'], { ms: 0, queueTimeoutMs: span, agent: 'agent-1' }),
      ];
      expect(times(play(piece(behind, { ...more, agents: crew(2) })), 'b')).toEqual([span, span]);
    }
  });
  it('[W11] one millisecond less is too late, for each of them', () => {
    expect(play(piece([task('a', [], { ms: 30, timeoutMs: 29 })])).states).toEqual({ a: 'failed' });
    const composite = piece([task('c', [], { timeoutMs: 29 }), task('p', [], { ms: 30, parent: 'c' })]);
    expect(play(composite).states).toMatchObject({ c: 'failed' });
    expect(play(piece([task('a', [], { ms: 30 })], { limits: { timeoutMs: 29 } })).outcome).toBe('failed');
    const queue = piece([task('a', [], { ms: 30 }), task('b', [], { queueTimeoutMs: 29 })], {
      agents: crew(1),
      scheduling: { order: 'fifo' },
    });
    expect(times(play(queue), 'b')).toEqual([null, 29]);
  });
  it('[W12] a lease that is renewed in the instant in which it would run out holds', () => {
    // Heartbeats take as long as the lease: the word of life comes exactly as it would run out.
    const slow = piece([task('a', [], { ms: 400 })], {
      agents: crew(2),
      network: { delayMs: 50 },
      coordination: { pattern: 'centralized', leaseMs: 150 },
    });
    expect(factsOf(play(slow), 'task.withdrawn')).toEqual([]);
  });
});

describe('a queue timeout', () => {
  it('[W12] never touches what has started in time: not when its agent crashes, is cut off or loses its word', () => {
    for (const faults of [
      [{ kind: 'crash', agent: 'agent-1', atMs: 200 }],
      [{ kind: 'partition', atMs: 20, untilMs: 3000, groups: [['agent-1'], ['coordinator', 'agent-2']] }],
      [{ kind: 'loss', atMs: 20, untilMs: 3000, agent: 'agent-1', rate: 1 }],
    ] as NonNullable<Document['faults']>[])
      for (const pattern of ['centralized', 'load-balancing', 'contract-net']) {
        const document = piece([task('a', [], { ms: 500, queueTimeoutMs: 100 })], {
          agents: crew(2),
          coordination: { pattern, leaseMs: 300 },
          faults,
        });
        expect(play(document).states, `${pattern} ${faults[0]!.kind}`).toEqual({ a: 'succeeded' });
      }
  });
  it.each(everywhere)('[W12] %s: it acts at its own time, also where nobody can answer', (_, more) => {
    const document = piece([task('a', [], { queueTimeoutMs: 700, agent: 'agent-1' })], {
      ...more,
      agents: crew(2),
      coordination: { ...more.coordination, leaseMs: 300 },
      faults: [{ kind: 'crash', agent: 'agent-1', atMs: 0 }],
    });
    const played = play(document);
    expect([played.outcome, played.run.now]).toEqual(['failed', 700]);
    expect(played.result.tasks['a']).toMatchObject({ attempts: 0, startMs: null, endMs: 700 });
  });
  it('[W12] counts the time in which data is on its way, and stops the waiting at once', () => {
    const document = piece(
      [
        task('a', [], { agent: 'agent-1' }),
        task('b', [{ task: 'a', transferMs: 90 }], {
          agent: 'agent-2',
          queueTimeoutMs: 40,
          onFailure: 'continue',
          model: { cancelMs: 500 },
        }),
        task('c', ['b'], { agent: 'agent-2' }),
      ],
      { agents: crew(2) },
    );
    const played = play(document);
    expect(played.result.tasks['b']).toMatchObject({ state: 'failed', endMs: 50 });
    expect(times(played, 'c')).toEqual([50, 60]);
  });
  it('[W12] counts anew for each attempt, and what it ends is not tried again', () => {
    const busy = task('busy', [], { ms: 100, priority: 1 });
    const again = task('a', [], {
      priority: 2,
      queueTimeoutMs: 30,
      model: { failsFirst: 1 },
      retry: { attempts: 5, backoffMs: 20 },
    });
    const played = play(piece([busy, again], { agents: crew(1), scheduling: { order: 'priority' } }));
    // Its second attempt is ready at 30 and the only agent busy until 110.
    expect(played.result.tasks['a']).toMatchObject({ state: 'failed', endMs: 60, attempts: 1 });
    expect(factsOf(played, 'task.retrying')).toHaveLength(1);
  });
  it('[W12] what waits is cancelled and not overdue when everything is being stopped', () => {
    const played = play(
      piece(
        [
          task('long', [], { ms: 90, model: { cancelMs: 80 }, priority: 3 }),
          failing('f', [], { ms: 5 }),
          task('b', [], { queueTimeoutMs: 20, agent: 'agent-1' }),
        ],
        {
          agents: crew(2),
          scheduling: { order: 'priority' },
        },
      ),
    );
    expect(played.states['b']).toBe('cancelled');
  });
});

describe('a run that runs out of time', () => {
  const limits = { limits: { timeoutMs: 60 } };
  const left = (played: Played) => [played.outcome, played.states, played.run.now];
  it('[W13] what never started is cancelled with no attempts, what is under way has failed', () => {
    const played = play(
      piece([task('a', [], { ms: 500, priority: 9 }), task('b'), task('c', ['b'])], {
        ...limits,
        agents: crew(1),
        scheduling: { order: 'priority' },
      }),
    );
    expect(left(played)).toEqual(['failed', { a: 'failed', b: 'cancelled', c: 'cancelled' }, 60]);
    expect(played.result.tasks['b']).toMatchObject({ attempts: 0, startMs: null });
    expect(played.result.tasks['a']).toMatchObject({ attempts: 1, reason: 'the run took longer than 60 ms' });
  });
  it('[W13] has one outcome, whether an attempt runs, waits for its next or waits for an agent with it', () => {
    const retry = { retry: { attempts: 3, backoffMs: 50, capMs: 50 } };
    const running = [failing('a', [], { ms: 40, ...retry })];
    const waiting = [failing('a', [], { ms: 20, ...retry, retry: { attempts: 3, backoffMs: 500 } })];
    const queued = [failing('a', [], { ms: 5, ...retry, priority: 5 }), task('b', [], { ms: 90 })];
    for (const tasks of [running, waiting, queued]) {
      const played = play(piece(tasks, { ...limits, agents: crew(1), scheduling: { order: 'priority' } }));
      expect([played.outcome, played.states['a']]).toEqual(['failed', 'failed']);
    }
  });
  it('[W13] has failed also before anything began', () => {
    for (const onFailure of ['fail-run', 'skip-dependents', 'continue', 'compensate'] as const) {
      const played = play(
        piece([task('a', [], { ms: 500, onFailure, ...undo })], {
          ...limits,
          agents: crew(1),
          coordination: { pattern: 'centralized', leaseMs: 0 },
          network: { delayMs: 100 },
        }),
      );
      expect(left(played).slice(0, 2)).toEqual(['failed', { a: 'cancelled' }]);
    }
  });
  it('[W13] [W15] is undone whatever the moment: while it works, waits for its next attempt, or for an agent', () => {
    const saga: Partial<Task> = { onFailure: 'compensate' };
    const done = task('done', [], { ms: 20, ...undo, ...saga });
    for (const [state, tasks] of [
      ['failed', [done, task('b', ['done'], { ms: 500, ...saga })]],
      ['failed', [done, failing('b', ['done'], { ms: 10, ...saga, retry: { attempts: 2, backoffMs: 900 } })]],
      ['cancelled', [done, task('x', [], { ms: 500, onFailure: 'continue' }), task('b', ['x'], saga)]],
      [
        'cancelled',
        [done, task('x', ['done'], { ms: 500, agent: 'agent-1' }), task('b', ['done'], { ...saga, agent: 'agent-1' })],
      ],
    ] as const) {
      const played = play(piece(tasks, { ...limits, agents: crew(2), scheduling: { order: 'fifo' } }));
      expect([played.outcome, played.states['done'], played.states['b']]).toEqual([
        'compensated',
        'compensated',
        state,
      ]);
      expect(played.run.now).toBe(67);
    }
  });
  it('[W13] [W15] undoing begins when nothing works any more, and has all the time that it takes', () => {
    const slow = { ...undo, compensation: { durationMs: 1000 } };
    const tasks = (b: Partial<Task> & { model?: object }) => [
      task('a', [], { ms: 20, ...slow }),
      task('b', ['a'], { ms: 500, onFailure: 'compensate', ...b }),
    ];
    const heeds = play(piece(tasks({ model: { cancelMs: 80 } }), limits));
    expect([heeds.outcome, heeds.run.now, times(heeds, 'b')[1]]).toEqual(['compensated', 60 + 80 + 1000, 140]);
    const deaf = play(piece(tasks({ graceMs: 200, model: { ignoresCancel: true } }), limits));
    expect([deaf.outcome, deaf.run.now]).toEqual(['compensated', 60 + 200 + 1000]);
    // What comes to its end while it is being stopped came too late.
    const ends = play(piece(tasks({ ms: 70, graceMs: 200, model: { ignoresCancel: true } }), limits));
    expect([ends.outcome, ends.states['b'], ends.run.now]).toEqual(['compensated', 'failed', 90 + 1000]);
  });
  it('[W13] patience reaches over every manager between, and over delays that are planned', () => {
    const chain = [{ id: 'm' }, { id: 'n', reportsTo: 'm' }, { id: 'w', reportsTo: 'n' }] as NonNullable<
      Document['agents']
    >;
    const played = play(
      piece([task('a', [], { ms: 9000, graceMs: 100, model: { ignoresCancel: true }, agent: 'w' })], {
        agents: chain,
        coordination: { pattern: 'delegation', leaseMs: 0 },
        network: { delayMs: 20 },
        faults: [{ kind: 'delay', atMs: 0, delayMs: 30, rate: 1 }] as NonNullable<Document['faults']>,
        limits: { timeoutMs: 400 },
      }),
    );
    expect(factsOf(played, 'task.abandoned')).toEqual([]);
    expect(factsOf(played, 'task.ended')).toMatchObject([{ end: 'cancelled' }]);
  });
  it('[W13] where no word comes back it is given up all the same, told as such', () => {
    const played = play(
      piece([task('a', [], { ms: 500, graceMs: 30 })], {
        ...limits,
        agents: crew(1),
        coordination: { pattern: 'centralized', leaseMs: 0 },
        faults: [{ kind: 'crash', agent: 'agent-1', atMs: 10 }],
      }),
    );
    expect(left(played)).toEqual(['failed', { a: 'failed' }, 60 + 30 + 1]);
    expect(factsOf(played, 'task.abandoned')).toEqual([{ type: 'task.abandoned', task: 0, attempt: 1 }]);
  });
});

describe('undoing has limits of its own', () => {
  const fails = failing('f', ['a'], { ms: 5, onFailure: 'compensate' });
  const undone = (work: Partial<Task>, compensation: NonNullable<Task['compensation']>) =>
    play(piece([task('a', [], { ms: 10, ...work, compensation }), fails]));
  it('[W16] not those of the work: its timeout, its pauses, its attempts', () => {
    const work = { timeoutMs: 15, retry: { attempts: 1, backoffMs: 9000, capMs: 9000 } };
    const played = undone(work, { durationMs: 40, failsFirst: 2 });
    expect(played.outcome).toBe('compensated');
    expect(played.run.now).toBe(15 + 40 + 100 + 40 + 200 + 40);
  });
  it('[W16] its own timeout ends an attempt, its own retry says how often and how long between', () => {
    const hopeless = undone({}, { durationMs: 40, timeoutMs: 30, retry: { attempts: 2, backoffMs: 7 } });
    expect([hopeless.outcome, hopeless.run.now]).toEqual(['failed', 15 + 30 + 7 + 30]);
    expect(hopeless.reason).toBe('the compensation of a failed: timeout');
    expect(undone({}, { durationMs: 30, timeoutMs: 30 }).outcome).toBe('compensated');
    expect(undone({}, { durationMs: 30, timeoutMs: 0 }).outcome).toBe('compensated');
    const once = undone({}, { durationMs: 5, failsFirst: 1, retry: { attempts: 1 } });
    expect(once.outcome).toBe('failed');
  });
});
