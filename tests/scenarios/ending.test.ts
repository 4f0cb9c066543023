/** How runs end: cancelled, stalled, empty, late; and the outcome as a function of the states (SPEC W4, W17 to W20). */
import type { Document } from '../../src/document/index.ts';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/index.ts';
import { defaultLimits, digestOf } from '../../src/kernel/index.ts';
import { describe as describe_, outcomeOfRun, resultOf, Run } from '../../src/replay/index.ts';
import { cancelInput, outcomeOf, status } from '../../src/workflow/index.ts';
import { factsOf } from '../support/running.ts';
import { compiled, crew, failing, piece, play, playCancelled, task } from './stage.ts';

describe('cancelling a run', () => {
  const document = piece([
    task('a', [], { ms: 100, model: { cancelMs: 5 } }),
    task('deaf', [], { ms: 10_000, graceMs: 40, model: { ignoresCancel: true } }),
    task('c', ['a', 'deaf']),
  ]);

  it.each([0, 1, 19, 20, 21, 100])(
    '[W11] [W17] what takes %i ms to stop, where the grace is 20, is stopped by force only beyond it',
    (cancelMs) => {
      const tasks = [
        { id: 'c', combine: 'any' as const },
        task('quick', [], { parent: 'c', ms: 10 }),
        task('slow', [], { parent: 'c', ms: 500, graceMs: 20, model: { cancelMs } }),
      ];
      const { tasks: ends } = play(piece(tasks)).result;
      const reason = cancelMs > 20 ? 'stopped by force' : 'stopped';
      expect(ends['slow']).toMatchObject({ state: 'cancelled', endMs: 10 + Math.min(cancelMs, 20), reason });
    },
  );
  it('[W17] stops cooperatively, then by force at the end of the grace', () => {
    const run = playCancelled(document, 5);
    const { tasks, outcome, reason } = resultOf(run);
    expect([outcome, reason]).toEqual(['cancelled', 'asked to stop']);
    expect(tasks['a']).toMatchObject({ state: 'cancelled', endMs: 5, reason: 'stopped' });
    expect(tasks['deaf']).toMatchObject({ state: 'cancelled', endMs: 40, reason: 'stopped by force' });
    expect(tasks['c']).toMatchObject({ state: 'cancelled', endMs: 0 });
  });
  it('[W17] an attempt told to stop while waiting for input never begins, however long it takes to heed', () => {
    const apart = piece(
      [
        task('source', [], { ms: 10, agent: 'agent-1' }),
        task('fails', [], { ms: 15, agent: 'agent-3', model: { failureRate: 1 } }),
        task('waits', [{ task: 'source', transferMs: 50 }], {
          agent: 'agent-2',
          graceMs: 100,
          model: { cancelMs: 80 },
        }),
      ],
      { agents: crew(3) },
    );
    const played = play(apart);
    expect(played.states['waits']).toBe('cancelled');
    const { plan } = compiled(apart);
    const begun = factsOf(played, 'task.started').map((fact) => plan.tasks[fact.task]?.id);
    expect(begun).not.toContain('waits');
  });
  it('[W17] a run can be cancelled after every one of its steps, and always ends, with every rule held', () => {
    const world = piece(
      [
        task('a', [], {
          compensation: { durationMs: 3 },
          model: { failsFirst: 1 },
          retry: { attempts: 2, backoffMs: 4 },
        }),
        task('b', ['a'], { queueTimeoutMs: 6 }),
        failing('c', ['b'], { onFailure: 'compensate' }),
        task('d', ['a'], { ms: 80 }),
      ],
      { agents: crew(2), network: { delayMs: { min: 0, max: 5 } } },
    );
    for (const pattern of ['centralized', 'load-balancing']) {
      const one = { ...world, coordination: { pattern } };
      const { steps } = play(one).run;
      for (let step = 0; step <= steps; step += 1) {
        const run = playCancelled(one, step);
        expect(run.watch.views().filter((view) => !view.holds)).toEqual([]);
        expect(['cancelled', 'failed', 'compensated']).toContain(outcomeOfRun(run).outcome);
      }
    }
  });
  it('[W11] [W17] what stops exactly at the end of its grace has stopped by itself, later it is forced', () => {
    const stopped = (cancelMs: number): unknown => {
      const one = piece([task('a', [], { ms: 100, graceMs: 30, model: { cancelMs } }), task('b', [], { ms: 5 })], {
        agents: crew(2),
      });
      const { step } = play(one).recorded.find(({ fact }) => fact.type === 'task.succeeded')!;
      const { endMs, reason } = resultOf(playCancelled(one, step)).tasks['a']!;
      return [endMs, reason];
    };
    expect(stopped(30)).toEqual([5 + 30, 'stopped']);
    expect(stopped(31)).toEqual([5 + 30, 'stopped by force']);
  });
  it('[W17] where the word to stop is lost, the run ends at the end of its patience', () => {
    const cut = {
      ...piece([task('a', [], { ms: 100, graceMs: 30 }), task('b', [], { ms: 5 })], { agents: crew(2) }),
      coordination: { pattern: 'centralized', leaseMs: 0 },
      scheduling: { ties: 'by-id' },
      network: { partitions: [{ atMs: 3, groups: [['coordinator'], ['agent-1']] }] },
    } satisfies Document;
    const { step } = play(cut).recorded.find(({ fact }) => fact.type === 'task.succeeded')!;
    const run = playCancelled(cut, step);
    const { outcome, tasks } = resultOf(run);
    expect([outcome, tasks['a']!.state, tasks['b']!.state]).toEqual(['cancelled', 'cancelled', 'succeeded']);
    expect(tasks['a']).toMatchObject({ endMs: 5 + 30 + 1, reason: 'forced: it did not stop in time' });
    expect(run.watch.views().every((view) => view.holds)).toBe(true);
  });
  it('[W18] a result that comes after its task was given up changes nothing, and is told', () => {
    // The agent is cut off while it works; its lease runs out, another does the work, then the first is heard again.
    const played = play(
      piece([task('a', [], { ms: 50 }), task('b', ['a'], { ms: 5000 })], {
        agents: crew(2),
        coordination: { pattern: 'centralized', leaseMs: 20 },
        scheduling: { ties: 'by-id' },
        network: { partitions: [{ atMs: 10, healMs: 45, groups: [['agent-1'], ['coordinator', 'agent-2']] }] },
      }),
    );
    expect(factsOf(played, 'task.withdrawn')).toHaveLength(1);
    expect(factsOf(played, 'task.fenced')).toHaveLength(1);
    expect(factsOf(played, 'task.succeeded').filter((fact) => fact.task === 0)).toHaveLength(1);
    expect(played.result.tasks['a']).toMatchObject({ state: 'succeeded', agent: 'agent-2' });
    expect(played.outcome).toBe('succeeded');
  });
});

describe('a run that cannot go on says so', () => {
  const alone = { agents: crew(1) };
  it('[W19] a message is lost and no lease is kept', () => {
    const played = play(
      piece([task('a'), task('b', ['a'])], {
        ...alone,
        network: { loss: 1 },
        coordination: { pattern: 'centralized', leaseMs: 0 },
      }),
    );
    expect(played.outcome).toBe('stalled');
    expect(played.reason).toContain('a waits for an answer that will never come');
    expect(played.reason).toContain('a message was lost');
  });
  it('[W19] an agent crashed for ever and no lease is kept', () => {
    const played = play(
      piece([task('a')], {
        ...alone,
        faults: [{ kind: 'crash', agent: 'agent-1', atMs: 5 }],
        coordination: { pattern: 'centralized', leaseMs: 0 },
      }),
    );
    expect(played.outcome).toBe('stalled');
    expect(played.reason).toContain('crashed');
  });
  it.each(['centralized', 'load-balancing'])(
    '[W19] %s: the only agent crashed for ever, with leases: an end all the same, with its reason',
    (pattern) => {
      const played = play(
        piece([task('a')], {
          ...alone,
          faults: [{ kind: 'crash', agent: 'agent-1', atMs: 5 }],
          coordination: { pattern },
        }),
      );
      expect(['stalled', 'failed']).toContain(played.result.outcome);
      expect(played.result.reason).not.toBe(null);
    },
  );
  it('[W19] many tasks that wait are named by the first of them', () => {
    const many = Array.from({ length: 9 }, (_, at) => task(`t${String(at)}`));
    const played = play(
      piece(many, { agents: crew(9), network: { loss: 1 }, coordination: { pattern: 'centralized', leaseMs: 0 } }),
    );
    expect(played.reason).toContain('t0, t1, t2 and 6 more wait');
  });
  it('[W19] a bound that ends the run is a failure with its name', () => {
    const { run } = play(piece([task('a'), task('b', ['a'])], { limits: { stepsMax: 5 } }));
    const { outcome, reason } = outcomeOfRun(run);
    expect(outcome).toBe('failed');
    expect(reason).toContain('the run reached its limit stepsMax: 5 steps were taken; raise "stepsMax"');
    expect(run.steps).toBe(5);
  });
  it.each(['least-loaded', 'work-stealing', 'central-queue'] as const)(
    '[LB5] [G6] a bound cuts a run short wherever it stands, and no rule about the end is asked: %s',
    (balancing) => {
      const tasks = Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`));
      for (let stepsMax = 1; stepsMax <= 40; stepsMax += 1) {
        const limits = { stepsMax };
        const whole = piece(tasks, {
          agents: crew(3),
          limits,
          scheduling: { balancing },
          coordination: { pattern: 'load-balancing' },
        });
        const run = new Run(compiled(whole)).finish();
        expect(
          run.watch.views().filter(({ holds }) => !holds),
          `at ${String(stepsMax)}`,
        ).toEqual([]);
      }
    },
  );
  it('[G6] a run that would hold too much ends at the same step on every machine, and says which bound it was and what to do', () => {
    const whole = compiled(piece(Array.from({ length: 40 }, (_, at) => task(`t${String(at)}`))));
    const small = { ...defaultLimits, bytesMax: 20_000 };
    const made = { ...whole, spec: { ...whole.spec, limits: small } };
    const run = new Run(made, { seekable: true }).finish();
    expect(run.halted).toBe('bytesMax');
    expect(new Run(made).finish().steps).toBe(run.steps);
    expect(digestOf(run.worldAt(run.steps).snapshot())).toBe(run.digest());
    const { outcome, reason, tasks } = resultOf(run);
    expect(outcome).toBe('failed');
    expect(reason).toMatch(/^the run reached its limit bytesMax: .* take fewer tasks or agents/);
    expect(Object.values(tasks).some(({ state }) => state !== 'succeeded')).toBe(true);
    const last = run.log.at(run.log.length - 1);
    expect(describe_(last, made.plan).text).toContain('Run stopped: bytesMax');
    expect(new Run(whole).finish().halted).toBe(null);
    // Without a log it goes on to its end, and takes the same steps as one that may hold more.
    const lean = new Run(made, { lean: true }).finish();
    expect([lean.halted, lean.beyond, lean.digest()]).toEqual([null, true, new Run(whole).finish().digest()]);
  });
});

describe('small ends', () => {
  it('[W4] an empty workflow succeeds, with agents and without', () => {
    for (const agents of [[], crew(2)]) {
      const played = play(piece([], { agents }));
      expect([played.outcome, played.result.makespanMs]).toEqual(['succeeded', 0]);
    }
  });
  it('[W20] who fails behind its deadline is late too, and who ends at it is in time', () => {
    const played = play(
      piece([
        failing('a', [], { deadlineMs: 9, onFailure: 'continue' }),
        failing('b', [], { deadlineMs: 10, onFailure: 'continue' }),
        task('c', [], { deadlineMs: 10 }),
        task('d', [], { deadlineMs: 0 }),
      ]),
    );
    expect(factsOf(played, 'task.late').map(({ task: late }) => late)).toEqual([0]);
    expect(played.result.deadlines).toEqual({ of: 3, missed: ['a'] });
    expect(played.result.tasks).toMatchObject({ a: { deadlineMs: 9, late: true }, b: { deadlineMs: 10, late: false } });
    expect(played.result.tasks['d']).not.toHaveProperty('deadlineMs');
  });
  it('[W20] a deadline that was missed is a fact and changes nothing', () => {
    const played = play(piece([task('a', [], { deadlineMs: 10 }), task('b', ['a'], { deadlineMs: 15 })]));
    expect(factsOf(played, 'task.late')).toEqual([{ type: 'task.late', task: 1, deadlineMs: 15 }]);
    expect(played.outcome).toBe('succeeded');
  });
});

describe('the outcome is a pure function of the states', () => {
  const policies = ['fail-run', 'skip-dependents', 'continue', 'compensate'] as const;
  const kinds = Object.values(status);
  /** Said once more, in other words than the engine's. */
  function due(tasks: readonly { state: number; policy: string; undoable: boolean }[], overtime: boolean): string {
    if (tasks.some(({ state }) => state <= status.retrying || state === status.open)) return 'stalled';
    const lost = tasks.filter(
      ({ state, policy }) => (state === status.failed || state === status.unassignable) && policy !== 'continue',
    );
    if (lost.length > 0) {
      const standing = tasks.some(({ state, undoable }) => state === status.succeeded && undoable);
      if (!overtime) return lost.some(({ policy }) => policy === 'compensate') && !standing ? 'compensated' : 'failed';
    }
    if (overtime) {
      // A run out of time has failed, unless something asked for undoing, something was undone and nothing stands.
      const cut = tasks.filter(({ state }) =>
        [status.failed, status.unassignable, status.cancelled].includes(state as 4),
      );
      const standing = tasks.some(({ state, undoable }) => state === status.succeeded && undoable);
      const undone = tasks.some(({ state }) => state === status.compensated);
      return cut.some(({ policy }) => policy === 'compensate') && undone && !standing ? 'compensated' : 'failed';
    }
    return tasks.some(({ state }) => state === status.cancelled) ? 'cancelled' : 'succeeded';
  }
  it('[W4] for every pair of tasks in every pair of states under every pair of policies', () => {
    let count = 0;
    const one = kinds.flatMap((state) =>
      policies.flatMap((policy) => [true, false].map((undoable) => ({ state, policy, undoable }))),
    );
    for (const a of one)
      for (const b of one) {
        const tasks = [a, b].map(({ policy, undoable }) => ({ onFailure: policy, compensation: undoable ? 9 : -1 }));
        const plan = { ordinary: 2, tasks, parent: [-1, -1] } as unknown as Plan;
        for (const late of [false, true]) {
          if (outcomeOf(plan, [a.state, b.state], late) !== due([a, b], late))
            throw new Error(JSON.stringify([a, b, late]));
          count += 1;
        }
      }
    expect(count).toBe(2 * (10 * 4 * 2) ** 2);
  });
  it('[W4] nothing beyond the ordinary tasks is looked at', () => {
    const plan = { ordinary: 0, tasks: [] } as unknown as Plan;
    expect(outcomeOf(plan, [status.pending], false)).toBe('succeeded');
  });
  it('[W17] the input that cancels stands for itself', () => {
    expect(cancelInput('why')).toEqual({ to: 0, message: { type: 'workflow.cancel', reason: 'why' } });
    expect(compiled(piece([])).actors[0]).toBe('@workflow');
  });
});

describe('a schedule made beforehand never waits for what will not come', () => {
  const heft = { scheduling: { assignment: 'heft' as const } };
  it('[W19] a task that takes no time stands behind what it waits for, whatever its id and place', () => {
    // Equal ranks: the follower has the smaller id and stands first in the document.
    const played = play(
      piece([task('a', ['z'], { ms: 9 }), task('z', ['y'], { ms: 0 }), task('y', [], { ms: 0 })], {
        ...heft,
        agents: crew(1),
      }),
    );
    expect(played.outcome).toBe('succeeded');
  });
  it('[W19] a task that gave up waiting holds up nobody behind it', () => {
    const played = play(
      piece(
        [
          task('a', [], { ms: 50 }),
          task('b', [], { ms: 40, queueTimeoutMs: 10, onFailure: 'continue' }),
          task('c', [], { ms: 5 }),
        ],
        { ...heft, agents: crew(1) },
      ),
    );
    expect(played.states).toEqual({ a: 'succeeded', b: 'failed', c: 'succeeded' });
  });
  it('[W19] what stands behind a task that nobody can do is not planned before what that task waits for', () => {
    const nobody = task('n', ['a'], { requires: ['flying'], onFailure: 'continue' });
    const played = play(
      piece([task('z', ['n'], { ms: 3 }), nobody, task('a', [], { ms: 9 })], { ...heft, agents: crew(1) }),
    );
    expect(played.states).toEqual({ z: 'succeeded', n: 'unassignable', a: 'succeeded' });
  });
  it('[W19] a repeated attempt is given out although others wait that are not due yet', () => {
    const retried = task('r', [], { ms: 5, model: { failsFirst: 1 }, retry: { attempts: 2, backoffMs: 30 } });
    const played = play(
      piece([retried, task('a', ['r'], { ms: 90 }), task('b', [], { ms: 80 }), task('c', ['b'], { ms: 70 })], {
        ...heft,
        agents: crew(2),
      }),
    );
    expect(played.outcome).toBe('succeeded');
  });
});
