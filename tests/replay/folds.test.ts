/** What is read off a run: the log and its packing, states at any place, timeline, log rows, marks, result (SPEC G2). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownFact } from '../../src/plan/index.ts';
import { messageFact, type Envelope, type MessageTold } from '../../src/kernel/index.ts';
import {
  describe as say,
  FactLog,
  LogRows,
  marksOf,
  outcomeOfRun,
  resultOf,
  Run,
  StateAt,
  Timeline,
} from '../../src/replay/index.ts';
import { cancelInput } from '../../src/workflow/index.ts';
import { Dice, randomDocument } from '../support/documents.ts';
import { compiled, crew, failing, piece, play, task } from '../scenarios/stage.ts';

const index = fc.integer({ min: 0, max: 0x7fffffff });
const small = fc.integer({ min: -1, max: 99 });
const held = { task: index, attempt: small, agent: small, lease: index };
const text = fc.string();
const fact: fc.Arbitrary<KnownFact> = fc.oneof(
  fc.record({ type: fc.constant('task.ready' as const), task: index, attempt: small }),
  fc.record({
    type: fc.constant('task.assigned' as const),
    ...held,
    rule: text,
    compared: fc.array(fc.record({ agent: small, value: fc.double({ noNaN: true }) }), { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('task.queued' as const), ...held }),
  fc.record({ type: fc.constant('task.unqueued' as const), ...held }),
  fc.record({ type: fc.constant('task.waiting' as const), ...held, untilMs: fc.integer({ min: 0, max: 1e13 }) }),
  fc.record({ type: fc.constant('task.started' as const), ...held, dueMs: fc.integer({ min: 0, max: 1e13 }) }),
  fc.record({
    type: fc.constant('task.ended' as const),
    ...held,
    end: fc.constantFrom('succeeded' as const, 'failed' as const, 'cancelled' as const),
    reason: fc.oneof(text, fc.constant(null)),
  }),
  fc.record({ type: fc.constant('task.withdrawn' as const), ...held, reason: text }),
  fc.record({ type: fc.constant('task.succeeded' as const), task: index, attempt: small, agent: small }),
  fc.record({ type: fc.constant('task.failed' as const), task: index, attempt: small, agent: small, reason: text }),
  fc.record({
    type: fc.constant('run.finished' as const),
    outcome: fc.constantFrom('succeeded' as const, 'stalled' as const),
    reason: fc.oneof(text, fc.constant(null)),
  }),
);
const told: fc.Arbitrary<MessageTold> = fc.constantFrom(
  'message.sent',
  'message.delivered',
  'message.lost loss',
  'message.lost partition',
  'message.lost crashed',
);

describe('the log of facts', () => {
  it('gives back every fact and message as it was, however it is packed, and grows and is cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fact,
            fc.record({
              told,
              delay: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(5e9)),
              from: small,
              to: small,
            }),
          ),
          { maxLength: 60 },
        ),
        fc.integer({ min: 0, max: 40 }),
        (entries, cut) => {
          const log = new FactLog();
          const due: KnownFact[] = [];
          for (let round = 0; round < 2; round += 1) {
            entries.forEach((entry, at) => {
              const time = at * 3_000_000_000;
              if ('told' in entry) {
                const message = { type: 'x', task: at };
                const envelope: Envelope = {
                  sequence: at,
                  time: entry.told === 'message.sent' ? time + entry.delay : time,
                  priority: 0,
                  kind: 'message',
                  from: entry.from,
                  to: entry.to,
                  cause: 0,
                  message,
                };
                log.message(entry.told, envelope, at, time);
                due.push(messageFact(entry.told, envelope));
              } else {
                log.fact(entry, at, time);
                due.push(entry);
              }
            });
            expect(Array.from({ length: log.length }, (_, at) => log.at(at))).toEqual(due);
            const kept = log.countAt(cut);
            log.cut(cut);
            expect(Array.from({ length: log.length }, (_, at) => log.at(at))).toEqual(due.slice(0, kept));
            log.cut(-1);
            due.length = 0;
          }
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });
  it('counts facts by step and by time', () => {
    const log = new FactLog();
    for (const [step, time] of [
      [0, 0],
      [1, 0],
      [1, 0],
      [4, 7],
    ] as const)
      log.fact({ type: 'x' }, step, time);
    expect([-1, 0, 1, 2, 3, 4, 9].map((step) => log.countAt(step))).toEqual([0, 1, 3, 3, 3, 4, 4]);
    expect([-1, 0, 6, 7].map((time) => log.countAtTime(time))).toEqual([0, 3, 3, 4]);
  });
  it('grows past its first capacity without losing anything', () => {
    const log = new FactLog();
    for (let at = 0; at < 5000; at += 1) log.fact({ type: 'task.ready', task: at, attempt: 1 } as KnownFact, at, at);
    expect([log.at(0), log.at(1024), log.at(4999)].map((each) => (each as { task: number }).task)).toEqual([
      0, 1024, 4999,
    ]);
  });
});

const lossy = (seed: number): Run =>
  new Run(compiled(randomDocument(seed, { tasksMax: 20 })), { seekable: true }).finish();
const everything = ({ compiled: { plan } }: Run, state: StateAt, now: number) => [
  plan.tasks.slice(0, plan.ordinary).map((_, at) => state.task(at)),
  plan.agents.map((_, at) => state.agent(at, now)),
];

describe('[G2] the state at a place', () => {
  it('is the same forwards, backwards and afresh, at random places', () => {
    const dice = new Dice(8);
    for (let seed = 0; seed < 60; seed += 1) {
      const run = lossy(seed);
      const walking = new StateAt(run.compiled.plan, run.log);
      for (let i = 0; i < 8; i += 1) {
        const count = dice.integer(0, run.log.length);
        walking.seek(count);
        const fresh = new StateAt(run.compiled.plan, run.log);
        fresh.seek(count);
        expect(everything(run, walking, 1e6)).toEqual(everything(run, fresh, 1e6));
      }
    }
  });
  it('changes, put together, give the whole', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const run = lossy(seed);
      const state = new StateAt(run.compiled.plan, run.log);
      const tasks = new Map<string, unknown>();
      for (let count = 0; count <= run.log.length; count += 3) {
        state.seek(count);
        for (const view of state.changes(0).tasks) tasks.set(view.id, view);
        expect([...tasks.values()]).toEqual(
          run.compiled.plan.tasks.slice(0, run.compiled.plan.ordinary).map((_, at) => state.task(at)),
        );
      }
    }
  });
  it('never takes back an end, whatever an agent does that has not heard of it; queues are never below empty, and empty when all is over', () => {
    const over = ['succeeded', 'failed', 'skipped', 'cancelled', 'unassignable', 'compensated'];
    for (let seed = 0; seed < 150; seed += 1) {
      const run = lossy(seed);
      const state = new StateAt(run.compiled.plan, run.log);
      const ends = new Map<string, string>();
      for (let count = 0; count <= run.log.length; count += 1) {
        state.seek(count);
        for (let at = 0; at < run.compiled.plan.ordinary; at += 1) {
          const { id, state: now } = state.task(at);
          const before = ends.get(id);
          if (before !== undefined && now !== before)
            expect([seed, id, before, now]).toEqual([seed, id, 'succeeded', 'compensated']);
          if (over.includes(now)) ends.set(id, now);
        }
        run.compiled.plan.agents.forEach((agent, at) => {
          const view = state.agent(at, run.now);
          expect(view.queued).toBeGreaterThanOrEqual(0);
          expect(view.running.length).toBeLessThanOrEqual(agent.slots);
        });
      }
    }
  });
  it('what waits for its data is neither queued nor running, and leaves the queue of others as it is', () => {
    const played = play(
      piece(
        [
          task('a', [], { agent: 'agent-1' }),
          task('w', [{ task: 'a', transferMs: 30 }], { agent: 'agent-2', priority: 9 }),
          task('x', ['a'], { agent: 'agent-2' }),
          task('y', ['a'], { agent: 'agent-2' }),
        ],
        {
          agents: crew(2),
          coordination: { pattern: 'load-balancing' },
          scheduling: { order: 'priority', balancing: 'least-loaded' },
        },
      ),
    );
    const state = new StateAt(played.plan, played.run.log);
    const at = played.recorded.findIndex(({ fact: each }) => each.type === 'task.started' && each.task === 1);
    expect(at).toBeGreaterThan(-1);
    state.seek(at + 1);
    const queued = played.recorded
      .slice(0, at + 1)
      .reduce((sum, { fact: each }) => sum + (each.type === 'task.queued' ? 1 : 0), 0);
    const left = played.recorded
      .slice(0, at + 1)
      .filter(({ fact: each }) => each.type === 'task.started' && each.agent === 1 && each.task > 1).length;
    expect(state.agent(1, 0).queued).toBe(queued - left);
  });
});

describe('the timeline', () => {
  const total = (bars: readonly { startMs: number; endMs: number; kind: string }[], kind: string): number =>
    bars.filter((bar) => bar.kind === kind).reduce((sum, bar) => sum + bar.endMs - bar.startMs, 0);

  it('holds every millisecond that was worked, and every bar is closed by the end of what it shows', () => {
    const holding: ReadonlySet<string> = new Set(['queued', 'running', 'transfer']);
    const cut = new Set<string>();
    for (let seed = 0; seed < 80; seed += 1) {
      const run = lossy(seed);
      const { plan } = run.compiled;
      const end = run.log.timeOf(run.log.length - 1);
      const state = new StateAt(plan, run.log);
      state.seek(run.log.length);
      const { lanes, endMs } = new Timeline(plan, run.log).window({ fromMs: 0, toMs: end, pixels: 1e9 }, new Set());
      expect(endMs).toBe(end);
      lanes.forEach((lane, agent) => {
        expect([seed, lane.agent, total(lane.bars, 'running')]).toEqual([
          seed,
          lane.agent,
          state.agent(agent, end).busyMs,
        ]);
        expect(lane.utilization).toBeCloseTo(end === 0 ? 0 : state.agent(agent, end).busyMs / (end * lane.slots), 9);
        // Nothing that is in hand outlasts a crash.
        for (const down of lane.bars.filter(({ kind }) => kind === 'crashed'))
          for (const bar of lane.bars.filter(
            ({ kind, startStep }) => holding.has(kind) && startStep < down.startStep,
          )) {
            expect(bar.endMs).toBeLessThanOrEqual(down.startMs);
            if (bar.endMs === down.startMs && bar.end === 'failed') cut.add(bar.kind);
          }
        for (const bar of lane.bars) {
          expect(bar.endMs).toBeGreaterThanOrEqual(bar.startMs);
          if (bar.kind === 'running') expect(bar.row).toBeLessThan(lane.slots);
        }
        for (let row = 0; row < lane.slots; row += 1) {
          const inRow = lane.bars.filter((bar) => bar.row === row && bar.kind !== 'crashed');
          for (let at = 1; at < inRow.length; at += 1)
            expect(inRow[at]!.startMs).toBeGreaterThanOrEqual(inRow[at - 1]!.endMs);
        }
      });
    }
    expect([...cut]).toContain('running');
  });
  it('draws narrow bars as one without losing time or count, and a window as the part of the whole', () => {
    const many = play(
      piece(
        Array.from({ length: 300 }, (_, at) => task(`t${String(at)}`, [], { ms: 1 + (at % 3) })),
        { agents: crew(2) },
      ),
    );
    const timeline = new Timeline(many.plan, many.run.log);
    const fine = timeline.window({ fromMs: 0, toMs: many.run.now, pixels: 1e6 }, new Set());
    const coarse = timeline.window({ fromMs: 0, toMs: many.run.now, pixels: 20 }, new Set());
    coarse.lanes.forEach((lane, at) => {
      expect(lane.bars.length).toBeLessThan(45);
      expect(lane.bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(fine.lanes[at]!.bars.length);
      expect(total(lane.bars, 'running')).toBe(total(fine.lanes[at]!.bars, 'running'));
    });
    const part = timeline.window({ fromMs: 100, toMs: 120, pixels: 1e6 }, new Set());
    part.lanes.forEach((lane, at) => {
      expect(lane.bars).toEqual(fine.lanes[at]!.bars.filter((bar) => bar.endMs >= 100 && bar.startMs <= 120));
    });
  });
  it('a failure among bars that are drawn as one still shows', () => {
    const tasks = Array.from({ length: 50 }, (_, at) =>
      at === 20 ? failing('bad', [], { ms: 1, onFailure: 'continue' }) : task(`t${String(at)}`, [], { ms: 1 }),
    );
    const played = play(piece(tasks, { agents: crew(1), scheduling: { order: 'fifo' } }));
    const [lane] = new Timeline(played.plan, played.run.log).window(
      { fromMs: 0, toMs: 50, pixels: 3 },
      new Set(),
    ).lanes;
    expect(lane!.bars.some((bar) => bar.end === 'failed' && bar.count > 1)).toBe(true);
  });
  it('what was queued and then awaited its data ends where its work begins', () => {
    const played = play(
      piece(
        [
          task('a', [], { agent: 'agent-1' }),
          task('b', [], { agent: 'agent-2', ms: 20 }),
          task('c', [{ task: 'a', transferMs: 50 }], { agent: 'agent-2' }),
        ],
        { agents: crew(2), coordination: { pattern: 'load-balancing' }, scheduling: { balancing: 'least-loaded' } },
      ),
    );
    const lane = new Timeline(played.plan, played.run.log).window({ fromMs: 0, toMs: 999, pixels: 1e6 }, new Set())
      .lanes[1]!;
    expect(
      lane.bars.filter((bar) => bar.task === 'c').map(({ kind, startMs, endMs, end }) => [kind, startMs, endMs, end]),
    ).toEqual([
      ['queued', 10, 20, 'succeeded'],
      ['transfer', 20, 60, 'succeeded'],
      ['running', 60, 70, 'succeeded'],
    ]);
  });
});

describe('log rows', () => {
  const run = lossy(21);
  const { plan } = run.compiled;
  const rows = (filter: object, from = 0, count = 1e6, playhead = run.log.length) =>
    new LogRows(plan, run.log).window(from, count, filter, playhead);
  it('without a filter are all facts, a window is a part, the playhead the last before it', () => {
    const all = rows({});
    expect(all.total).toBe(run.log.length);
    expect(rows({}, 10, 5).rows).toEqual(all.rows.slice(10, 15));
    expect(rows({}, 0, 1, 7).playhead).toBe(6);
    expect([rows({}, -5, 2).from, rows({}, 1e9, 2).rows.length, rows({}, 0, -1).rows.length]).toEqual([0, 0, 0]);
  });
  it('pass by type, by family of types, by node and by text, and keep their places', () => {
    const all = rows({}).rows;
    const agrees = (filter: object, passes: (row: (typeof all)[number]) => boolean): void => {
      const due = all.filter(passes);
      const window = rows(filter);
      expect(window.total).toBe(due.length);
      expect(window.rows.map(({ text: said }) => said)).toEqual(due.map(({ text: said }) => said));
      expect(window.rows.map((row) => row.index)).toEqual(due.map((_, at) => at));
    };
    agrees({ types: ['task'] }, (row) => row.type.startsWith('task.'));
    agrees({ types: ['task.ready', 'run'] }, (row) => row.type === 'task.ready' || row.type.startsWith('run.'));
    agrees({ types: [] }, () => false);
    agrees({ node: 't1' }, (row) => row.nodes.includes('t1'));
    agrees({ text: 'STARTED' }, (row) => row.text.includes('started'));
  });
  it('follow a log that grows, and another filter begins afresh', () => {
    const grows = new Run(run.compiled);
    const window = new LogRows(plan, grows.log);
    for (let i = 0; i < 20; i += 1) {
      grows.advance(5);
      expect(window.window(0, 5, { types: ['task'] }, grows.log.length).total).toBe(
        new LogRows(plan, grows.log).window(0, 5, { types: ['task'] }, 0).total,
      );
    }
    expect(window.window(0, 1, {}, 0).total).toBe(grows.log.length);
  });
});

describe('sentences, marks and the result', () => {
  it('every fact of many rich runs has a sentence, and names nodes that exist', () => {
    const types = new Set<string>();
    for (let seed = 0; seed < 120; seed += 1) {
      const run = lossy(seed);
      // Whoever coordinates stands on no card, but it can be down.
      const ids = new Set([...run.compiled.plan.tasks, ...run.compiled.plan.agents].map(({ id }) => id));
      ids.add('coordinator');
      for (let at = 0; at < run.log.length; at += 1) {
        const each = run.log.at(at);
        types.add(each.type);
        const { text: said, nodes } = say(each, run.compiled.plan);
        expect(said).not.toBe('');
        if (!each.type.startsWith('load-balancing.')) expect([each.type, said]).not.toEqual([each.type, each.type]);
        expect(said).not.toMatch(/undefined|null|NaN|object/u);
        expect(nodes.filter((node) => !ids.has(node))).toEqual([]);
      }
    }
    const due = [
      'run.started',
      'run.cancelling',
      'run.compensating',
      'run.finished',
      'task.ready',
      'task.assigned',
      'task.withdrawn',
      'task.queued',
      'task.unqueued',
      'task.waiting',
      'task.started',
      'task.ended',
      'task.fenced',
      'task.retrying',
      'task.succeeded',
      'task.failed',
      'task.skipped',
      'task.cancelled',
      'task.unassignable',
      'task.compensated',
      'task.late',
      'message.sent',
      'message.delivered',
      'message.lost',
      'actor.crashed',
      'actor.recovered',
    ];
    expect(due.filter((type) => !types.has(type))).toEqual([]);
  });
  it('marks stand where it happened, in order, a bounded number of each kind', () => {
    const tasks = Array.from({ length: 300 }, (_, at) =>
      failing(`t${String(at)}`, [], { onFailure: 'continue', retry: { attempts: 2, backoffMs: 1 } }),
    );
    const run = new Run(compiled(piece(tasks, { agents: crew(3) })), {
      inputs: [{ step: 900, ...cancelInput('x') }],
    }).finish();
    const marks = marksOf(run);
    expect(marks.map((mark) => mark.step)).toEqual(marks.map((mark) => mark.step).sort((a, b) => a - b));
    const kinds = marks.map((mark) => mark.kind);
    expect(kinds.filter((kind) => kind === 'retry').length).toBeLessThanOrEqual(100);
    expect(kinds.filter((kind) => kind === 'input')).toHaveLength(1);
    expect(kinds.at(-1)).toBe('end');
    for (const mark of marks) expect(mark.timeMs).toBeLessThanOrEqual(run.now);
  });
  it('the result has the fields of the format, for a run that succeeded', () => {
    const played = play(
      piece([task('a', [], { ms: 12 }), task('b', ['a'], { ms: 8 })], {
        agents: crew(2),
        seed: 7,
        scheduling: { ties: 'by-id' },
      }),
    );
    const result = resultOf(played.run);
    expect(Object.keys(result).sort()).toEqual([
      'agents',
      'bottleneck',
      'criticalPathMs',
      'deadlines',
      'decisions',
      'digest',
      'engine',
      'invariants',
      'makespanMs',
      'messages',
      'outcome',
      'reason',
      'seed',
      'steps',
      'tasks',
      'workMs',
    ]);
    expect(result).toMatchObject({
      outcome: 'succeeded',
      reason: null,
      seed: 7,
      engine: '2',
      makespanMs: 20,
      criticalPathMs: 20,
      workMs: 20,
      decisions: {},
      messages: { total: 4, delivered: 4, lost: 0, byType: { 'centralized.assign': 2, 'centralized.result': 2 } },
    });
    expect(result.tasks['b']).toEqual({
      state: 'succeeded',
      agent: 'agent-1',
      startMs: 12,
      endMs: 20,
      attempts: 1,
      reason: null,
    });
    expect(result.agents).toMatchObject({
      'agent-1': { busyMs: 20, tasks: 2, utilization: 1 },
      'agent-2': { busyMs: 0, tasks: 0, utilization: 0 },
    });
    expect(result.digest).toMatch(/^[0-9a-f]{32}$/u);
    expect(result.invariants.every((each) => each.holds && each.step === null)).toBe(true);
    expect(JSON.parse(JSON.stringify(result))).toEqual(structuredClone(result));
  });
  it('the result of any run is whole: every task over or the run stalled or cut short, counts that agree', () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const run = lossy(seed);
      const { tasks, messages, makespanMs, agents } = resultOf(run);
      expect(messages.delivered + messages.lost).toBeLessThanOrEqual(messages.total);
      for (const each of Object.values(tasks)) {
        if (outcomeOfRun(run).outcome !== 'stalled')
          expect(['pending', 'ready', 'assigned', 'running']).not.toContain(each.state);
        if (each.endMs !== null && each.startMs !== null) expect(each.endMs).toBeGreaterThanOrEqual(each.startMs);
      }
      for (const { utilization } of Object.values(agents))
        if (makespanMs > 0) expect(utilization).toBeGreaterThanOrEqual(0);
    }
  });
});
