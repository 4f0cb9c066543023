/**
 * Bars of agents that take part in a decision: they take no slot, count as no work, and end with the task.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { MessageRows, Run, Timeline } from '../../src/replay/index.ts';
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
