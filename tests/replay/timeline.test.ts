/**
 * Bars of agents that take part in a decision: they take no slot, count as no work, and end with the task.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { actorOfAgent, type KnownFact } from '../../src/plan/index.ts';
import { FactLog, MessageRows, Run, Timeline } from '../../src/replay/index.ts';
import { crew, piece, play, task } from '../scenarios/stage.ts';
import { compile } from '../../src/workflow/index.ts';

function ran(protocol: string, more: Partial<Document> = {}): Run {
  const compiled = compile({
    network: { delayMs: 10 },
    agents: ['ana', 'ben', 'cleo', 'dan', 'eve'].map((id) => ({ id })),
    tasks: [
      {
        id: 'launch',
        action: { kind: 'consensus', protocol, value: 'go', participants: ['ana', 'ben', 'cleo', 'dan'] },
      },
      { id: 'meanwhile', agent: 'ana', action: { kind: 'simulate', durationMs: 20 } },
    ],
    ...more,
  });
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return new Run(compiled.value, { seekable: true }).finish();
}
const lanesOf = (run: Run) =>
  new Timeline(run.compiled.plan, run.log).window({ fromMs: 0, toMs: run.now, pixels: 1e6 }, new Set()).lanes;

describe('the bars of a decision', () => {
  it('stand with everybody who takes part, from its question to its end', () => {
    const lanes = lanesOf(ran('pbft'));
    expect(
      lanes.map(({ agent, bars }) => [agent, ...bars.filter(({ kind }) => kind === 'deciding').map((bar) => bar.end)]),
    ).toEqual([['ana', 'succeeded'], ['ben', 'succeeded'], ['cleo', 'succeeded'], ['dan', 'succeeded'], ['eve']]);
    const [bar] = lanes[1]!.bars;
    expect([bar!.startMs, bar!.endMs]).toEqual([0, 50]);
  });

  it('leave the slots to work, and count as none', () => {
    const [ana, ben] = lanesOf(ran('pbft'));
    const work = ana!.bars.find(({ kind }) => kind === 'running')!;
    expect(work.row).toBeLessThan(ana!.slots);
    expect(ana!.bars.find(({ kind }) => kind === 'deciding')!.row).toBe(ana!.slots);
    expect(ben!.utilization).toBe(0);
  });

  it('end as failed where nobody is agreed on', () => {
    const more = { faults: ['ana', 'ben'].map((agent) => ({ kind: 'crash', agent, atMs: 0 })) } as Partial<Document>;
    const ben = lanesOf(ran('pbft', more))[2]!;
    expect(ben.bars.map(({ kind, end }) => [kind, end])).toEqual([['deciding', 'failed']]);
  });
});

describe('the lanes of messages about a decision', () => {
  it('name its client apart from the coordinator', () => {
    const run = ran('pbft');
    const rows = new MessageRows(run.compiled.plan, run.log);
    const window = rows.window(0, 100, {}, 0);
    expect(window.lanes.map(({ title }) => title)).toEqual(expect.arrayContaining(['Coordinator', 'Client', 'ana']));
  });
});

describe('a window of the timeline', () => {
  it('has every bar that it touches, at its very edges too, and no other', () => {
    const run = ran('pbft', { faults: [{ kind: 'silent', agent: 'ben', atMs: 5, untilMs: 30 }] });
    const timeline = new Timeline(run.compiled.plan, run.log);
    const barsIn = (fromMs: number, toMs: number) =>
      timeline.window({ fromMs, toMs, pixels: 1e9 }, new Set()).lanes.map(({ bars }) => bars);
    const all = barsIn(0, run.now);
    const edges = [...new Set(all.flat().flatMap(({ startMs, endMs }) => [startMs - 1, startMs, endMs, endMs + 1]))];
    expect(edges.length).toBeGreaterThan(6);
    for (const fromMs of edges)
      for (const toMs of edges.filter((edge) => edge >= fromMs))
        expect(barsIn(fromMs, toMs), `${String(fromMs)} to ${String(toMs)}`).toEqual(
          all.map((bars) => bars.filter(({ startMs, endMs }) => startMs <= toMs && endMs >= fromMs)),
        );
  });
});

describe('the bars of an agent that crashes', () => {
  it.each(['load-balancing', 'contract-net', 'centralized'] as const)(
    '%s: what ran and what waited ends with it',
    (pattern) => {
      const faults = [{ kind: 'crash' as const, agent: 'agent-1', atMs: 15, recoverMs: 400 }];
      const tasks = ['a', 'b', 'c', 'd'].map((id) => task(id));
      const { run } = play(piece(tasks, { agents: crew(1), faults, coordination: { pattern } }));
      const [lane] = lanesOf(run);
      const down = lane!.bars.find(({ kind }) => kind === 'crashed')!;
      const inHand = lane!.bars.filter(
        ({ kind, startMs, endMs }) => kind !== 'crashed' && startMs < down.startMs && endMs > 14,
      );
      expect(down.startMs).toBe(15);
      expect(inHand.map(({ endMs, end }) => [endMs, end])).toEqual(inHand.map(() => [15, 'failed']));
      expect(inHand.map(({ kind }) => kind)).toContain('running');
      if (pattern === 'load-balancing')
        expect(inHand.filter(({ kind }) => kind === 'queued').length).toBeGreaterThan(0);
    },
  );
});

describe('the bars of what is wrong on purpose', () => {
  const faultsOf = (run: Run) =>
    lanesOf(run).map(({ bars }) =>
      bars.filter(({ kind }) => kind === 'fault').map(({ fault, startMs, endMs, row }) => [fault, startMs, endMs, row]),
    );

  it('last as long as an agent misbehaves or is slow, above its rows', () => {
    const faults = [
      { kind: 'silent', agent: 'ben', atMs: 5, untilMs: 30 },
      { kind: 'slow', agent: 'eve', atMs: 10, factor: 2, untilMs: 40 },
    ];
    const [ana, ben, , , eve] = faultsOf(ran('pbft', { faults } as Partial<Document>));
    expect(ana).toEqual([]);
    expect(ben).toEqual([['silent', 5, 30, -1]]);
    expect(eve).toEqual([['slow', 10, 40, -1]]);
  });

  it('stand with everybody whom a partition cuts off, until it heals', () => {
    const faults = [{ kind: 'partition', groups: [['ana', 'ben', 'cleo'], ['dan']], atMs: 5, untilMs: 35 }];
    const lanes = faultsOf(ran('pbft', { faults } as Partial<Document>));
    expect(lanes[3]).toEqual([['partition', 5, 35, -1]]);
    expect(lanes[4]).toEqual([]);
  });
});

describe('work whose clock stands', () => {
  const run = ran('pbft');
  const { plan } = run.compiled;
  const of = { task: 1, attempt: 1, agent: 0, lease: 1 };
  const use = { ...of, use: 'resource', service: 0 } as const;
  /** The bars of the first agent when these facts were recorded, each at its time. */
  function barsOf(facts: readonly (readonly [number, object])[]) {
    const log = new FactLog();
    facts.forEach(([time, fact], step) => {
      log.fact(fact as KnownFact, step, time);
    });
    return new Timeline(plan, log).window({ fromMs: 0, toMs: 100, pixels: 1e6 }, new Set()).lanes[0]!;
  }
  const tale = [
    [0, { ...of, type: 'task.started', dueMs: 40 }],
    [10, { ...use, type: 'task.blocked' }],
    [20, { ...of, type: 'task.resumed', dueMs: 50 }],
    [25, { ...of, type: 'task.suspended' }],
    [45, { ...of, type: 'task.resumed', dueMs: 70 }],
    [70, { ...use, type: 'task.giving' }],
  ] as const;

  it('has a bar on that of the work for each stretch, and the work is one bar from its start to its end', () => {
    const { bars } = barsOf([...tale, [80, { ...of, type: 'task.ended', end: 'succeeded' }]]);
    expect(bars.map(({ kind, halt, row, startMs, endMs, end }) => [kind, halt, row, startMs, endMs, end])).toEqual([
      ['running', undefined, 0, 0, 80, 'succeeded'],
      ['halted', 'blocked', 0, 10, 20, 'succeeded'],
      ['halted', 'suspended', 0, 25, 45, 'succeeded'],
      ['halted', 'giving', 0, 70, 80, 'succeeded'],
    ]);
  });

  it('ends with a crash of its agent, stays open while it lasts, and takes nothing from what the agent was busy', () => {
    const crashed = barsOf([...tale, [90, { type: 'actor.crashed', actor: actorOfAgent(0) }]]);
    expect(crashed.bars.filter(({ halt }) => halt === 'giving').map(({ end, endMs }) => [end, endMs])).toEqual([
      ['failed', 90],
    ]);
    expect(barsOf(tale).bars.at(-1)).toMatchObject({ halt: 'giving', end: 'open' });
    const plain = barsOf([tale[0], [80, { ...of, type: 'task.ended', end: 'succeeded' }]]);
    expect(barsOf([...tale, [80, { ...of, type: 'task.ended', end: 'succeeded' }]]).utilization).toBe(
      plain.utilization,
    );
  });
});
