/**
 * Leases and fencing as stage directions: what is lost, when, and what must come of it. The coordinator's links are cut
 * at the times named; everything else goes on.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import type { Partition } from '../../src/kernel/index.ts';
import { actorOfAgent, coordinatorActor } from '../../src/plan/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { factsOf, ran, ranCompiled, type Ran } from '../support/running.ts';

const ana = 0;
const ben = 1;

/** From `atMs` until `healMs` nothing passes between the coordinator and this agent. */
interface Cut {
  readonly agent: number;
  readonly atMs: number;
  readonly healMs: number;
}

function cutOff({ agent, atMs, healMs }: Cut): Partition {
  const group = [-1, -1, -1, -1];
  group[coordinatorActor] = 0;
  group[actorOfAgent(agent)] = 1;
  return { atMs, healMs, group };
}

/** One task of 60 ms, ana first and ben in reserve, under a lease of 100 ms. */
function stage(pattern: string, changes: Partial<Document> = {}, cuts: readonly Cut[] = []): Ran {
  const document: Document = {
    coordination: { pattern, leaseMs: 100 },
    scheduling: { assignment: 'first-fit', balancing: 'least-loaded' },
    agents: [{ id: 'ana' }, { id: 'ben' }],
    tasks: [{ id: 'work', action: { kind: 'simulate', durationMs: 60 } }],
    ...changes,
  };
  // A link that nobody uses makes the plan a lossy one, as the cuts would if a document could name the coordinator.
  if (changes.agents === undefined)
    document.network = { ...changes.network, links: [{ from: 'ana', to: 'ben', loss: 1 }] };
  const compiled = compile(document);
  if (!compiled.ok) throw new Error('the document of this scene has errors');
  const { spec } = compiled.value;
  const network = { ...spec.network!, partitions: cuts.map(cutOff) };
  const result = ranCompiled({ ...compiled.value, spec: { ...spec, network } });
  expect(result.broken).toEqual([]);
  return result;
}

/** Everything that was said of the task, in words. */
function story({ recorded }: Ran): string[] {
  const names = ['ana', 'ben'];
  return recorded.flatMap(({ fact, time }) => {
    if (!('agent' in fact) || fact.type === 'task.queued') return [];
    const who = names[fact.agent] ?? 'nobody';
    const lease = 'lease' in fact ? ` ${String(fact.lease)}` : '';
    return [`${String(time)} ${fact.type.slice(5)} ${who}${lease}`];
  });
}

const long: Partial<Document> = { tasks: [{ id: 'work', action: { kind: 'simulate', durationMs: 500 } }] };

describe.each(['centralized', 'load-balancing'])('%s', (pattern) => {
  it('[CC12] [LB16] nothing is lost: one lease, no second agent', () => {
    expect(story(stage(pattern))).toEqual([
      '0 assigned ana 1',
      '0 started ana 1',
      '60 ended ana 1',
      '60 succeeded ana',
    ]);
  });

  it('[CC12] [LB16] the assignment is lost: the lease runs out and ben gets the task', () => {
    const scene = stage(pattern, {}, [{ agent: ana, atMs: 0, healMs: 1 }]);
    expect(story(scene)).toEqual([
      '0 assigned ana 1',
      '100 withdrawn ana 1',
      '100 assigned ben 2',
      '100 started ben 2',
      '160 ended ben 2',
      '160 succeeded ben',
    ]);
  });

  it('[CC12] [LB16] the result is lost: the work is done again elsewhere, and counts once', () => {
    const scene = stage(pattern, {}, [{ agent: ana, atMs: 60, healMs: 61 }]);
    expect(story(scene)).toEqual([
      '0 assigned ana 1',
      '0 started ana 1',
      '60 ended ana 1',
      '133 withdrawn ana 1',
      '133 assigned ben 2',
      '133 started ben 2',
      '193 ended ben 2',
      '193 succeeded ben',
    ]);
  });

  it('[CC12] [LB16] the heartbeats are lost until the task has another holder: ana is told to stop, and that is fenced', () => {
    const scene = stage(pattern, long, [{ agent: ana, atMs: 1, healMs: 490 }]);
    expect(story(scene)).toEqual([
      '0 assigned ana 1',
      '0 started ana 1',
      '100 withdrawn ana 1',
      '100 assigned ben 2',
      '100 started ben 2',
      '495 ended ana 1',
      '495 fenced ana 1',
      '600 ended ben 2',
      '600 succeeded ben',
    ]);
  });

  it('[CC12] [LB16] heartbeats keep a long task where it is', () => {
    const scene = stage(pattern, long);
    expect(story(scene)).toEqual(['0 assigned ana 1', '0 started ana 1', '500 ended ana 1', '500 succeeded ana']);
    const beats = factsOf(scene, 'message.sent').filter(({ message }) => message.type === `${pattern}.heartbeat`);
    expect(beats).toHaveLength(15);
  });

  it('[CC14] [LB16] ana crashes in mid-task and never comes back: ben does it all', () => {
    const scene = stage(pattern, { faults: [{ kind: 'crash', agent: 'ana', atMs: 30 }] });
    expect(scene.outcome).toBe('succeeded');
    expect(story(scene)).toEqual([
      '0 assigned ana 1',
      '0 started ana 1',
      '100 withdrawn ana 1',
      '100 assigned ben 2',
      '100 started ben 2',
      '160 ended ben 2',
      '160 succeeded ben',
    ]);
  });

  it('[CC14] [LB16] the only agent crashes and recovers: it is given the same work again', () => {
    const scene = stage(pattern, {
      agents: [{ id: 'ana' }],
      faults: [{ kind: 'crash', agent: 'ana', atMs: 30, recoverMs: 40 }],
    });
    const said = story(scene);
    expect(said.slice(0, 3)).toEqual(['0 assigned ana 1', '0 started ana 1', '100 withdrawn ana 1']);
    expect(said.slice(-2)).toEqual(['360 ended ana 2', '360 succeeded ana']);
  });

  it('[CC13] [LB16] every message comes twice: the work still counts once', () => {
    const scene = stage(pattern, { network: { duplicate: 1 } });
    expect(factsOf(scene, 'task.succeeded')).toHaveLength(1);
    expect(factsOf(scene, 'task.assigned')).toHaveLength(1);
  });

  it('[CC15] [LB16] an agent that stays silent is passed over, longer each time', () => {
    const scene = stage(pattern, {
      agents: [{ id: 'ana' }],
      faults: [{ kind: 'crash', agent: 'ana', atMs: 0, recoverMs: 2000 }],
    });
    const given = scene.recorded.flatMap(({ fact, time }) => (fact.type === 'task.assigned' ? [time] : []));
    expect(given).toEqual([0, 300, 800, 1700, 2000]);
    expect(scene.outcome).toBe('succeeded');
  });

  it('[CC14] [LB16] a task that was told to stop is not given to another when its agent is lost', () => {
    const scene = stage(pattern, {
      limits: { timeoutMs: 50 },
      tasks: [
        { id: 'work', action: { kind: 'simulate', durationMs: 60 } },
        { id: 'after', dependsOn: ['work'] },
      ],
      faults: [{ kind: 'crash', agent: 'ana', atMs: 30 }],
    });
    expect(factsOf(scene, 'task.assigned').filter(({ agent }) => agent === ben)).toEqual([]);
    expect(scene.outcome).toBe('failed');
  });
});

describe('queues', () => {
  it('[LB16] a crash brings back all that waited in the queue of the agent', () => {
    const result = ran({
      coordination: { pattern: 'load-balancing', leaseMs: 100 },
      scheduling: { balancing: 'round-robin' },
      agents: [{ id: 'ana' }, { id: 'ben' }],
      tasks: Array.from({ length: 8 }, (_, at) => ({
        id: `t${String(at)}`,
        action: { kind: 'simulate', durationMs: 60 },
      })),
      faults: [{ kind: 'crash', agent: 'ana', atMs: 70 }],
    });
    expect(result.broken).toEqual([]);
    expect(factsOf(result, 'task.withdrawn')).toHaveLength(3);
    expect(factsOf(result, 'task.succeeded')).toHaveLength(8);
  });
});
