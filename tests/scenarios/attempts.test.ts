/** Attempts, the pauses between them, and the three timeouts (SPEC W10 to W12). */
import { describe, expect, it } from 'vitest';
import type { RetryPolicy } from '../../src/plan/index.ts';
import { backoffMs } from '../../src/workflow/retry.ts';
import { factsOf } from '../support/running.ts';
import { crew, failing, piece, play, task, times } from './stage.ts';

const pauses = (policy: RetryPolicy, fraction = 0): number[] =>
  [1, 2, 3, 4, 5, 6].map((failures) =>
    backoffMs(policy, failures, () => ({ fraction: () => fraction, integer: () => 0, chance: () => false })),
  );

describe('attempts', () => {
  it('[W10] the pause doubles up to its cap: min(cap, base * 2^(k-1))', () => {
    expect(pauses({ attempts: 9, backoffMs: 100, capMs: 1000, jitter: 0 })).toEqual([100, 200, 400, 800, 1000, 1000]);
  });
  it('[W10] a cap below the base holds from the first pause, a base of 0 stays 0', () => {
    expect(pauses({ attempts: 9, backoffMs: 100, capMs: 30, jitter: 0 })).toEqual([30, 30, 30, 30, 30, 30]);
    expect(backoffMs({ attempts: 9, backoffMs: 0, capMs: 1, jitter: 0 }, 1e9, () => null as never)).toBe(0);
  });
  it('[W10] jitter takes away at most its share', () => {
    const policy = { attempts: 9, backoffMs: 100, capMs: 1000, jitter: 0.5 };
    expect(pauses(policy, 0)).toEqual([50, 100, 200, 400, 500, 500]);
    expect(pauses(policy, 0.999999999)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });
  it('[W10] jitter is seeded: the same seed draws the same pauses, another draws others', () => {
    const flaky = (seed: number) =>
      play(
        piece([task('a', [], { model: { failsFirst: 4 }, retry: { attempts: 5, backoffMs: 1000, jitter: 1 } })], {
          seed,
        }),
      ).makespanMs;
    expect(flaky(1)).toBe(flaky(1));
    expect(flaky(2)).not.toBe(flaky(1));
  });
  it('[W10] a task that fails twice succeeds with its third attempt, after both pauses', () => {
    const played = play(piece([task('a', [], { model: { failsFirst: 2 }, retry: { attempts: 3, backoffMs: 100 } })]));
    expect(played.states).toEqual({ a: 'succeeded' });
    expect(played.result.tasks['a']).toMatchObject({ attempts: 3, startMs: 0, endMs: 10 + 100 + 10 + 200 + 10 });
    expect(factsOf(played, 'task.retrying').map((fact) => fact.dueMs)).toEqual([110, 320]);
  });
  it('[W10] with no attempts left it has failed, and says why', () => {
    const played = play(piece([failing('a', [], { retry: { attempts: 2, backoffMs: 5 } })]));
    expect(played.result.tasks['a']).toMatchObject({ state: 'failed', attempts: 2, reason: 'failed by chance' });
    expect(played.reason).toBe('a failed: failed by chance');
  });
});

describe('timeouts', () => {
  it('[W11] an attempt that takes too long has failed at its timeout, and is tried again', () => {
    const played = play(piece([task('a', [], { ms: 100, timeoutMs: 30, retry: { attempts: 2, backoffMs: 5 } })]));
    expect(played.result.tasks['a']).toMatchObject({
      state: 'failed',
      attempts: 2,
      endMs: 30 + 5 + 30,
      reason: 'timeout',
    });
  });
  it('[W11] an attempt that ends with its timeout is in time', () => {
    expect(play(piece([task('a', [], { ms: 30, timeoutMs: 30 })])).outcome).toBe('succeeded');
  });
  it('[W11] work that stops slowly holds its agent until it has stopped, work that does not until the grace is over', () => {
    const slow = task('a', [], { ms: 100, timeoutMs: 30, graceMs: 50, onFailure: 'continue', model: { cancelMs: 20 } });
    const deaf = task('a', [], {
      ms: 500,
      timeoutMs: 30,
      graceMs: 50,
      onFailure: 'continue',
      model: { ignoresCancel: true },
    });
    for (const [first, free] of [
      [slow, 50],
      [deaf, 80],
    ] as const) {
      const played = play(piece([first, task('b')], { agents: crew(1), scheduling: { order: 'fifo' } }));
      expect(times(played, 'b')[0]).toBe(free);
    }
  });
  it('[W12] a task that waits too long for an agent has failed, and says so', () => {
    const played = play(
      piece([task('a', [], { ms: 100 }), task('b', [], { queueTimeoutMs: 40 })], {
        agents: crew(1),
        scheduling: { order: 'fifo' },
      }),
    );
    expect(played.result.tasks['b']).toMatchObject({
      state: 'failed',
      endMs: 40,
      reason: 'waited too long for an agent',
    });
  });
  it("[W12] it waits in an agent's queue no longer than before a coordinator", () => {
    const played = play(
      piece([task('a', [], { ms: 100 }), task('b', [], { queueTimeoutMs: 40, onFailure: 'continue' })], {
        agents: crew(1),
        coordination: { pattern: 'load-balancing' },
        scheduling: { order: 'fifo', balancing: 'round-robin' },
      }),
    );
    expect(played.result.tasks['b']).toMatchObject({ state: 'failed', endMs: 40 });
    expect(played.states['a']).toBe('succeeded');
  });
  it('[W12] a task that has started in time is not touched by it', () => {
    const played = play(piece([task('a', [], { ms: 100, queueTimeoutMs: 40 })]));
    expect(played.outcome).toBe('succeeded');
  });
  it('[W12] one that started in time and is stopped later is cancelled, not overdue', () => {
    const played = play(piece([task('a', [], { ms: 100, queueTimeoutMs: 20 }), failing('b', [], { ms: 50 })]));
    expect(played.result.tasks['a']).toMatchObject({ state: 'cancelled', endMs: 50 });
  });
  it('[W13] a run that takes too long is given up: what is under way has failed, the rest is cancelled', () => {
    const played = play(piece([task('a', [], { ms: 100 }), task('b', ['a'])], { limits: { timeoutMs: 60 } }));
    expect(played.states).toEqual({ a: 'failed', b: 'cancelled' });
    expect([played.outcome, played.reason]).toEqual(['failed', 'the run took longer than 60 ms']);
  });
  it('[W13] a run that was given up has failed, also where nothing that was under way counts', () => {
    const played = play(piece([task('a', [], { ms: 100, onFailure: 'continue' })], { limits: { timeoutMs: 60 } }));
    expect([played.outcome, played.states['a']]).toEqual(['failed', 'cancelled']);
  });
  it('[W13] a run that ends in time hears nothing of its timeout', () => {
    const played = play(piece([task('a')], { limits: { timeoutMs: 60 } }));
    expect([played.outcome, played.run.now]).toEqual(['succeeded', 10]);
  });
  it('[W12] times that are not whole are brought to whole milliseconds, and a limit never to none', () => {
    const played = play(
      piece(
        [
          task('a', [], {
            ms: 1.4,
            timeoutMs: 0.2,
            graceMs: 0.4,
            onFailure: 'continue',
            retry: { attempts: 2, backoffMs: 0.5 },
          }),
          task('b', [{ task: 'a', transferMs: 0.6 }], {
            queueTimeoutMs: 7.5,
            deadlineMs: 0.3,
            model: { cancelMs: 1.5 },
          }),
        ],
        {
          network: {
            delayMs: { min: 0.3, max: 2.7 },
            partitions: [{ atMs: 1.5, healMs: 2.5, groups: [['agent-1'], ['agent-2']] }],
          },
          limits: { timeoutMs: 5000.5 },
          faults: [
            { kind: 'crash', agent: 'agent-3', atMs: 1.5, recoverMs: 3.5 },
            { kind: 'slow', agent: 'agent-4', atMs: 0.5, factor: 1.5 },
          ],
        },
      ),
    );
    expect(played.outcome).toBe('succeeded');
    expect(played.recorded.every(({ time }) => Number.isInteger(time))).toBe(true);
  });
});
