/**
 * HEFT on the graph of its paper, and list scheduling on graphs whose results are known: the whole run through the
 * coordinator has to give the number, not the scheduler alone.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { cpop } from '../../../../src/protocols/centralized/methods/cpop.ts';
import { heft, heftRanks } from '../../../../src/protocols/centralized/methods/heft.ts';
import { factsOf, ran } from '../../../support/running.ts';
import { readStg, stgDocument, stgText } from '../../../support/stg.ts';

const costs = [
  [14, 16, 9],
  [13, 19, 18],
  [11, 13, 19],
  [13, 8, 17],
  [12, 13, 10],
  [13, 16, 9],
  [7, 15, 11],
  [5, 11, 14],
  [18, 12, 20],
  [21, 7, 16],
];
const edges = [
  [1, 2, 18],
  [1, 3, 12],
  [1, 4, 9],
  [1, 5, 11],
  [1, 6, 14],
  [2, 8, 19],
  [2, 9, 16],
  [3, 7, 23],
  [4, 8, 27],
  [4, 9, 23],
  [5, 9, 13],
  [6, 8, 15],
  [7, 10, 17],
  [8, 10, 11],
  [9, 10, 13],
];
const name = (task: number): string => `n${String(task).padStart(2, '0')}`;

const paper: Document = {
  scheduling: { assignment: 'heft' },
  agents: [{ id: 'P1' }, { id: 'P2' }, { id: 'P3' }],
  tasks: costs.map(([p1, p2, p3], at) => ({
    id: name(at + 1),
    dependsOn: edges
      .filter(([, to]) => to === at + 1)
      .map(([from, , transferMs]) => ({ task: name(from!), transferMs: transferMs! })),
    action: { kind: 'simulate', durationMs: { P1: p1!, P2: p2!, P3: p3! } },
  })),
};

describe('the same tasks by CPOP', () => {
  const result = ran({ ...paper, scheduling: { assignment: 'cpop' } });
  it('[CC16] are scheduled in 86, the critical path on P2', () => {
    const { makespanMs, agentOf } = cpop(result.plan);
    expect(makespanMs).toBe(86);
    expect([1, 2, 9, 10].map((task) => agentOf[task - 1])).toEqual([1, 1, 1, 1]);
  });
  it('[CC16] run as scheduled, and say by which rule', () => {
    expect([result.makespanMs, result.outcome, result.broken]).toEqual([86, 'succeeded', []]);
    const rules = factsOf(result, 'task.assigned').map(({ task, rule }) => `${name(task + 1)} ${rule}`);
    const kept = ['n01', 'n02', 'n09', 'n10'];
    expect(rules.sort()).toEqual(
      costs.map((_, at) => `${name(at + 1)} ${kept.includes(name(at + 1)) ? 'critical-path' : 'cpop'}`),
    );
  });
  it('[CC16] [CC5] what was weighed is told: the time of the critical path by agent, and planned ends', () => {
    const compared = factsOf(result, 'task.assigned').find(({ task }) => task === 0)!.compared;
    expect(compared).toEqual([
      { agent: 1, value: 54 },
      { agent: 2, value: 63 },
      { agent: 0, value: 66 },
    ]);
  });
  it('[CC16] where no agent can do the whole critical path, it is placed like all else', () => {
    const agents = [
      { id: 'a', capabilities: ['x'] },
      { id: 'b', capabilities: ['y'] },
    ];
    const tasks = [
      { id: 's', requires: ['x'] },
      { id: 't', requires: ['y'], dependsOn: ['s'] },
    ];
    const split = ran({ scheduling: { assignment: 'cpop' }, agents, tasks });
    expect([split.outcome, split.broken]).toEqual(['succeeded', []]);
  });
});

describe('the ten tasks of Topcuoglu, Hariri and Wu', () => {
  const result = ran(paper);

  it('[CC9] have the upward ranks of the paper', () => {
    const ranks = heftRanks(result.plan).map((rank) => Math.round(rank * 1000) / 1000);
    expect(ranks).toEqual([108, 77, 80, 80, 69, 63.333, 42.667, 35.667, 44.333, 14.667]);
  });
  it('[CC9] are scheduled in 80', () => {
    expect(heft(result.plan).makespanMs).toBe(80);
  });
  it('[CC9] run as scheduled, to the millisecond', () => {
    const started = result.recorded.flatMap(({ fact, time }) => (fact.type === 'task.started' ? [{ fact, time }] : []));
    const ended = new Map(
      result.recorded.flatMap(({ fact, time }) => (fact.type === 'task.ended' ? [[fact.task, time]] : [])),
    );
    const rows = ['P1', 'P2', 'P3'].map((_, agent) =>
      started
        .filter(({ fact }) => fact.agent === agent)
        .map(({ fact, time }) => `${String(fact.task + 1)}[${String(time)}-${String(ended.get(fact.task))}]`)
        .join(' '),
    );
    expect(rows).toEqual([
      '2[27-40] 8[57-62]',
      '4[18-26] 6[26-42] 9[56-68] 10[73-80]',
      '1[0-9] 3[9-28] 5[28-38] 7[38-49]',
    ]);
    expect(result.makespanMs).toBe(80);
    expect(result.broken).toEqual([]);
    expect(factsOf(result, 'task.assigned').every((fact) => fact.rule === 'heft')).toBe(true);
  });
  it('[CC9] [CC5] tell when each agent would have ended them, and the first of these did', () => {
    const { task, compared } = factsOf(result, 'task.assigned')[0]!;
    expect(task).toBe(0);
    expect(compared).toEqual([14, 16, 9].map((value, agent) => ({ agent, value })));
    const last = factsOf(result, 'task.assigned').find((fact) => fact.task === 9)!;
    expect([last.agent, last.compared.find(({ agent }) => agent === 1)!.value]).toEqual([1, 80]);
  });
  it('[CC9] go to other agents when the one that was planned for them is down', () => {
    const down = ran({ ...paper, faults: [{ kind: 'crash', agent: 'P2', atMs: 20 }] });
    expect(down.outcome).toBe('succeeded');
    expect(down.broken).toEqual([]);
  });
});

describe("Graham's anomaly", () => {
  const times = [3, 2, 2, 2, 4, 4, 4, 4, 9];
  const arrows = ['1>9', '4>5', '4>6', '4>7', '4>8'];
  /** List order 1 to 9, whatever becomes ready when. */
  const anomaly = (machines: number, less = 0, without: readonly string[] = []): Document => ({
    scheduling: { order: 'priority', assignment: 'first-fit' },
    agents: Array.from({ length: machines }, (_, at) => ({ id: `m${String(at)}` })),
    tasks: times.map((time, at) => ({
      id: String(at + 1),
      priority: 9 - at,
      dependsOn: arrows
        .filter((arrow) => !without.includes(arrow) && arrow.endsWith(`>${String(at + 1)}`))
        .map((arrow) => arrow.split('>')[0]!),
      action: { kind: 'simulate', durationMs: time - less },
    })),
  });
  it.each([
    ['three machines', 12, anomaly(3)],
    ['a fourth machine', 15, anomaly(4)],
    ['shorter tasks', 13, anomaly(3, 1)],
    ['fewer dependencies', 16, anomaly(3, 0, ['4>5', '4>6'])],
  ])('[CC10] %s: %i', (_title, makespan, document) => {
    const result = ran(document);
    expect(result.makespanMs).toBe(makespan);
    expect(result.broken).toEqual([]);
  });
});

describe('critical path list scheduling of the robot', () => {
  const text = stgText('robot.stg');
  it.skipIf(text === null).each([
    [2, 1243],
    [4, 662],
    [8, 573],
    [16, 569],
  ])('[CC10] on %i agents: %i (skipped where the graph is not beside the repository)', (agents, makespan) => {
    const result = ran(stgDocument(readStg(text ?? ''), agents));
    expect(result.makespanMs).toBe(makespan);
    expect(result.broken).toEqual([]);
  });
});
