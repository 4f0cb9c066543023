/** Why a run took as long as it did: the chain that decided it, and whom that chain waited for. */
import { describe, expect, it } from 'vitest';
import type { KnownFact } from '../../src/plan/index.ts';
import type { Document } from '../../src/document/index.ts';
import { rooms } from '../../src/protocols/index.ts';
import { criticalChain, FactLog, forkInput, metricsOf, Outputs, Run } from '../../src/replay/index.ts';
import { bottleneckOf as bottleneckIn } from '../../src/replay/critical.ts';
import { randomDocument } from '../support/documents.ts';
import { ran } from '../support/running.ts';
import { crew, failing, piece, play, task } from '../scenarios/stage.ts';

const chainOf = (document: Document): string[] => {
  const { plan, run } = play(document);
  return criticalChain(plan, run.log).map(({ task: at, after }) => `${plan.tasks[at]!.id} after ${after}`);
};
const bottleneckOf = (document: Document) => metricsOf(play(document).run).bottleneck;

describe('the chain that decided the length of a run', () => {
  it('goes back from the last task over what each waited for last', () => {
    expect(chainOf(piece([task('a'), task('b', ['a'], { ms: 50 }), task('c', ['a']), task('d', ['b', 'c'])]))).toEqual([
      'd after dependency',
      'b after dependency',
      'a after nothing',
    ]);
  });
  it('goes over the first named of what ended at one time, and past what was over and did not count', () => {
    const three = (dependsOn: NonNullable<Document['tasks']>[number]['dependsOn'], a = 10) =>
      chainOf(
        piece([
          task('a', [], { ms: a, agent: 'agent-1' }),
          task('b', [], { agent: 'agent-2' }),
          task('c', dependsOn, { trigger: 'all-done', agent: 'agent-3' }),
        ]),
      );
    expect(three(['a', 'b'])).toEqual(['c after dependency', 'a after nothing']);
    expect(three(['b', 'a'])).toEqual(['c after dependency', 'b after nothing']);
    expect(three([{ task: 'a', when: 'true' }, 'b'], 50)).toEqual(['c after dependency', 'a after nothing']);
    expect(three([{ task: 'a', when: 'false' }, 'b'], 50)).toEqual(['c after dependency', 'b after nothing']);
  });
  it('goes over the task before it on its agent where the agent was what it waited for', () => {
    expect(chainOf(piece([task('a', [], { ms: 30 }), task('b')], { agents: crew(1) }))).toEqual([
      'b after agent',
      'a after nothing',
    ]);
  });
  it('goes through composites: over the part that ended last, and over what the composite waited for', () => {
    const parts = [task('p', [], { parent: 'c' }), task('q', [], { parent: 'c', ms: 30 })];
    expect(chainOf(piece([task('a'), { id: 'c', dependsOn: ['a'] }, ...parts, task('z', ['c'])]))).toEqual([
      'z after dependency',
      'c after dependency',
      'q after dependency',
      'a after nothing',
    ]);
  });
  it('goes by the attempts that counted: what began under a lease that was lost moves nothing, however late it is told', () => {
    const { plan, run } = play(piece([task('a'), task('b', ['a'])], { agents: crew(2) }));
    const log = new FactLog();
    for (let at = 0; at < run.log.length; at += 1) {
      const fact = run.log.at(at);
      log.fact(fact, run.log.stepOf(at), run.log.timeOf(at));
      // Somebody begins b again who has it under no lease any more.
      if (fact.type !== 'task.started' || fact.task !== 1) continue;
      for (const lease of [0, fact.lease - 1]) {
        const again: KnownFact = { ...fact, agent: 1 - fact.agent, lease };
        log.fact(again, run.log.stepOf(at), run.log.timeOf(at) + 4);
      }
    }
    expect(criticalChain(plan, log)).toEqual(criticalChain(plan, run.log));
    expect(criticalChain(plan, log)[0]).toMatchObject({ task: 1, startMs: 10, endMs: 20 });
  });
  it('is found over a network with delays too', () => {
    expect(chainOf(piece([task('a'), task('b', ['a'])], { network: { delayMs: 7 } }))).toHaveLength(2);
  });
});

describe('the chain of a run that begins from another', () => {
  const again = (run: Run, from: string): Run => {
    const made = forkInput(run, new Outputs(run.log), { task: from });
    if (!made.ok) throw new Error(made.error);
    return new Run(run.compiled, { inputs: [made.value.input] }).finish();
  };
  const same = (run: Run, from: string) => {
    const chains = [run, again(run, from)].map((each) => criticalChain(each.compiled.plan, each.log));
    expect(chains[1]).toEqual(chains[0]);
    return chains[0]!;
  };

  it('goes on through what was taken over, as it went in the run before', () => {
    const { run } = play(piece([task('a', [], { ms: 30 }), task('b'), task('c', ['a', 'b']), task('d', ['c'])]));
    expect(same(run, 'd').map(({ task: at }) => run.compiled.plan.tasks[at]!.id)).toEqual(['d', 'c', 'a']);
  });
  it('goes over the agents and composites of what was taken over too', () => {
    const queue = [task('a', [], { ms: 30 }), task('b'), task('z', ['a', 'b'])];
    const { run } = play(piece(queue, { agents: crew(1) }));
    expect(same(run, 'z').map(({ after }) => after)).toEqual(['dependency', 'agent', 'nothing']);
    expect(metricsOf(again(run, 'z')).bottleneck).toEqual(metricsOf(run).bottleneck);
    const parts = [task('p', [], { parent: 'c' }), task('q', [], { parent: 'c', ms: 30 })];
    const composed = play(piece([task('a'), { id: 'c', dependsOn: ['a'] }, ...parts, task('z', ['c'])]));
    expect(same(composed.run, 'z')).toHaveLength(4);
  });
  it('goes over a failure that was taken over, as in the run before', () => {
    const { run } = play(piece([failing('a', [], { onFailure: 'continue' }), task('b', ['a']), task('c', ['b'])]));
    expect(same(run, 'c')).toHaveLength(3);
  });
});

describe('whom a run waited for', () => {
  const grill = { requires: ['grill'] };

  it('is nobody when every task starts as soon as it is ready', () => {
    expect(bottleneckOf(piece([task('a'), task('b', ['a']), task('c')]))).toBeNull();
  });
  it('is the only agent that can do what queues up, for as long as the queue decided the run', () => {
    const agents = [{ id: 'gil', capabilities: ['grill'] }, { id: 'ana', capabilities: ['prep'] }, { id: 'lou' }];
    const tasks = [task('one', [], grill), task('two', [], grill), task('three', [], grill), task('other', [])];
    expect(bottleneckOf(piece(tasks, { agents }))).toEqual({
      requires: ['grill'],
      agents: ['gil'],
      heldMs: 20,
      tasks: 2,
    });
  });
  it('is the coordinator, where it was down while tasks waited longer than for any agent', () => {
    const crash = { kind: 'crash', agent: 'coordinator', atMs: 5, recoverMs: 1000 } as const;
    for (const pattern of rooms.keys())
      expect(
        bottleneckOf(piece([task('a'), task('b', ['a'])], { faults: [crash], coordination: { pattern } })),
        pattern,
      ).toMatchObject({ agents: [], down: 'coordinator' });
    const idle = { ...crash, atMs: 500, recoverMs: 600 };
    const tasks = [task('a', [], { ms: 2000 }), task('b', ['a'])];
    expect(bottleneckOf(piece(tasks, { faults: [idle], coordination: { pattern: 'centralized' } }))).toBeNull();
  });
  it('is the coordinator only where it was waited for longer than for the agents, once it was down and nobody else in the way', () => {
    const down = (pattern: 'centralized' | 'load-balancing', recoverMs: number) => {
      const faults = [{ kind: 'crash' as const, agent: 'coordinator', atMs: 5, recoverMs }];
      return bottleneckOf(piece([task('a'), task('b')], { agents: crew(1), faults, coordination: { pattern } }));
    };
    // One task has the agent for 10 ms while the other waits; the coordinator is waited for from 5 ms on, or from 20 ms on.
    for (const [pattern, fromMs] of [
      ['centralized', 5],
      ['load-balancing', 20],
    ] as const)
      for (let recoverMs = fromMs + 6; recoverMs <= fromMs + 14; recoverMs += 1) {
        const heldMs = Math.max(10, recoverMs - fromMs);
        const named = heldMs > 10 ? { agents: [], down: 'coordinator' } : { agents: ['agent-1'] };
        expect(down(pattern, recoverMs), `${pattern} until ${String(recoverMs)}`).toMatchObject({ heldMs, ...named });
      }
    // Of 30 ms for which a task waited after it was ready, another had the agent for 12.
    const hops = [
      { task: 1, after: 'agent', readyMs: 0, startMs: 30, endMs: 40, downMs: 18 },
      { task: 0, after: 'nothing', readyMs: 0, startMs: 0, endMs: 12 },
    ] as const;
    const { plan, run } = play(piece([task('a'), task('b')], { agents: crew(1) }));
    expect(bottleneckIn(plan, hops, run.log)).toMatchObject({ heldMs: 18, down: 'coordinator' });
    const shorter = [{ ...hops[0], startMs: 24, downMs: 12 }, hops[1]];
    expect(bottleneckIn(plan, shorter, run.log)).toMatchObject({ agents: ['agent-1'], heldMs: 12 });
  });
  it('is not an agent with a queue that the rest of the run hides', () => {
    const agents = [
      { id: 'gil', capabilities: ['grill'] },
      { id: 'lou', capabilities: ['bake'] },
    ];
    const tasks = [task('one', [], grill), task('two', [], grill), task('long', [], { ms: 90, requires: ['bake'] })];
    expect(bottleneckOf(piece(tasks, { agents }))).toBeNull();
  });
  it('is every agent when any would have done', () => {
    const tasks = Array.from({ length: 6 }, (_, at) => task(`t${String(at)}`));
    expect(bottleneckOf(piece(tasks, { agents: crew(2) }))).toMatchObject({
      requires: [],
      agents: ['agent-1', 'agent-2'],
      heldMs: 20,
    });
  });
  it('is a resource, where the chain waited longer for its units than for anybody', () => {
    const press = { id: 'press', mode: 'exclusive' } as const;
    const needs = { resources: [{ id: 'press' }] };
    const two = [task('a', [], { ms: 50, ...needs }), task('b', [], { ms: 50, ...needs })];
    const found = bottleneckOf(piece(two, { agents: crew(2), resources: [press] }));
    expect(found).toMatchObject({ agents: [], requires: [], tasks: 1, resource: 'press' });
    expect(found?.heldMs).toBe(50);
    // Who has to wait for an agent first waits for nothing that it holds.
    const alone = bottleneckOf(piece(two, { agents: crew(1), resources: [press] }));
    expect(alone).toMatchObject({ agents: ['agent-1'], heldMs: 50 });
    expect(alone).not.toHaveProperty('resource');
    // Both on one way: whoever was waited for longer is named.
    const behind = [
      task('long', [], { ms: 90, agent: 'agent-1' }),
      task('a', [], { ms: 95, agent: 'agent-2', ...needs }),
      task('b', [], { ms: 50, agent: 'agent-1', ...needs }),
    ];
    expect(bottleneckOf(piece(behind, { agents: crew(2), resources: [press] }))).toMatchObject({
      agents: ['agent-1'],
      heldMs: 95,
    });
    // In the midst of work it waits as well.
    const midst = { holds: [{ resource: 'press', fromMs: 10 }] };
    const both = [task('a', [], { ms: 90, ...needs }), task('b', [], { ms: 30, ...midst })];
    expect(bottleneckOf(piece(both, { agents: crew(2), resources: [press] }))).toMatchObject({
      resource: 'press',
      heldMs: 80,
    });
  });
  it('waits at most the makespan, whatever the document', () => {
    let found = 0;
    for (let seed = 1; seed <= 300; seed += 1) {
      const { run } = ran(randomDocument(seed));
      const { bottleneck, makespanMs } = metricsOf(run);
      if (bottleneck === null) continue;
      found += 1;
      expect(bottleneck.heldMs).toBeGreaterThan(0);
      expect(bottleneck.heldMs).toBeLessThanOrEqual(makespanMs);
      expect(bottleneck.agents.length > 0 || bottleneck.down !== undefined || bottleneck.resource !== undefined).toBe(
        true,
      );
    }
    expect(found).toBeGreaterThan(30);
  });
});

describe('who could have done what others waited for', () => {
  const stale = (staleMs: number): Document => ({
    coordination: { pattern: 'load-balancing', staleMs },
    scheduling: { order: 'fifo', balancing: 'least-loaded' },
    agents: crew(2),
    tasks: [task('a'), task('b'), task('c'), task('d')],
  });
  it('is named where a board that was out of date sent all to one, and not where all were busy', () => {
    const bottleneck = bottleneckOf(stale(5000));
    expect(bottleneck?.idle).toHaveLength(1);
    expect(bottleneckOf(stale(0))).not.toHaveProperty('idle');
  });
  it('is nobody where everybody who can was at work, or down', () => {
    expect(bottleneckOf(piece([task('a'), task('b'), task('c')], { agents: crew(1) }))).not.toHaveProperty('idle');
    const [, second] = crew(2);
    const down = { ...stale(5000), faults: [{ kind: 'crash', agent: second?.id, atMs: 0 }] } as Document;
    expect(bottleneckOf(down)?.idle ?? []).not.toContain(second?.id);
  });
});
