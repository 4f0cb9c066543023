/**
 * Tasks that remember and recall, as stage directions: what is at hand costs nothing, what is in long-term memory or nowhere costs
 * time before the task begins; whoever is stopped, falls down or runs out of time meanwhile has not begun.
 */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../src/document/index.ts';
import type { AgentState } from '../../src/agents/agent.ts';
import { actorOfAgent } from '../../src/plan/index.ts';
import { breakKinds } from '../../src/bridge/index.ts';
import { marksOf, resultOf, Run } from '../../src/replay/index.ts';
import { cancelInput } from '../../src/workflow/index.ts';
import { factsOf } from '../support/running.ts';
import { Stage } from './live/stage.ts';
import { patterns } from './faults/cast.ts';
import { compiled, crew, piece, play, task, times, type Played } from './stage.ts';

const costs = { recallMs: 40, missMs: 300 };

/** One agent with so many places in mind reads notes one by one and then recalls the first of them. */
function reading(
  capacity: number,
  more: { count?: number; longTerm?: number; last?: Partial<Task>; document?: Partial<Document> } = {},
): Document {
  const { count = 3, longTerm = 10, last = {}, document = {} } = more;
  const notes = Array.from({ length: count }, (_, at) =>
    task(`read-${String(at)}`, at === 0 ? [] : [`read-${String(at - 1)}`], {
      remembers: [{ key: `note-${String(at)}` }],
    }),
  );
  const write = task('write', [`read-${String(count - 1)}`], { recalls: ['note-0'], ...costs, ...last });
  return piece([...notes, write], { agents: [{ id: 'ana', memory: { capacity, longTerm } }], ...document });
}

const memoryOf = ({ result }: Played, agent = 'ana') => result.agents[agent]?.memory;
const memoryFacts = (played: Played): string[] =>
  played.recorded.filter(({ fact }) => fact.type.startsWith('memory.')).map(({ fact }) => fact.type.slice(7));

describe('a task that recalls', () => {
  it('[WM6] begins at once with what is in short-term memory', () => {
    const played = play(reading(7));
    expect(times(played, 'write')).toEqual([30, 40]);
    expect(memoryOf(played)).toEqual({ shortTerm: 3, longTerm: 0, hits: 1, misses: 0, evicted: 0, forgotten: 0 });
    expect(factsOf(played, 'task.recalling')).toEqual([]);
  });
  it('[WM6] waits by the time of recalling for what is in long-term memory', () => {
    const played = play(reading(1));
    expect(times(played, 'write')).toEqual([70, 80]);
    expect(factsOf(played, 'task.recalling')).toMatchObject([{ untilMs: 70 }]);
    expect(memoryOf(played)).toMatchObject({ shortTerm: 1, hits: 1, misses: 0 });
  });
  it('[WM6] waits by the time of a miss for what is forgotten', () => {
    const played = play(reading(1, { longTerm: 0 }));
    expect(times(played, 'write')).toEqual([330, 340]);
    expect(memoryOf(played)).toEqual({ shortTerm: 1, longTerm: 0, hits: 0, misses: 1, evicted: 2, forgotten: 2 });
  });
  it('[WM6] waits for all of it, one thing after the other, and for a thing that it names twice once', () => {
    const played = play(reading(1, { last: { recalls: ['note-0', 'note-2', 'nowhere', 'note-0'] } }));
    expect(times(played, 'write')[0]).toBeGreaterThanOrEqual(30 + 300);
    expect(memoryOf(played)).toMatchObject({ hits: 2, misses: 1 });
  });
  it('[WM6] recalls once its data is there', () => {
    const played = play(
      reading(1, {
        last: { dependsOn: [{ task: 'read-2', transferMs: 25 }], agent: 'ana' },
        document: { agents: [{ id: 'ana', memory: { capacity: 1 } }] },
      }),
    );
    const [waiting, recalling] = [factsOf(played, 'task.waiting'), factsOf(played, 'task.recalling')];
    // Data of the same agent is there already.
    expect([waiting.length, recalling.length]).toEqual([0, 1]);
    const away = play(
      piece(
        [
          task('tell', [], { agent: 'ben' }),
          task('write', [{ task: 'tell', transferMs: 25 }], { agent: 'ana', recalls: ['all'], missMs: 40 }),
        ],
        {
          agents: [{ id: 'ana' }, { id: 'ben' }],
        },
      ),
    );
    expect(times(away, 'write')).toEqual([75, 85]);
  });
  it('[WM6] remembers its own output, or the value that is given, once it succeeded', () => {
    const played = play(
      piece(
        [
          task('ask', [], {
            model: { result: { dry: true } },
            remembers: [{ key: 'answer' }, { key: 'mood', value: 'fair', importance: 3, pinned: true }],
          }),
          task('fail', [], { model: { failureRate: 1 }, onFailure: 'continue', remembers: [{ key: 'never' }] }),
        ],
        { agents: crew(1) },
      ),
    );
    const { states } = played.run.worldAt(played.run.steps).snapshot();
    const { short } = (states[actorOfAgent(0)] as AgentState).memory!;
    expect(short).toMatchObject({
      answer: { value: { dry: true }, importance: 1 },
      mood: { value: 'fair', importance: 3, pinned: true },
    });
    expect(Object.keys(short)).toHaveLength(2);
  });
  it('each agent has a memory of its own', () => {
    const played = play(
      piece(
        [
          task('read', [], { agent: 'ana', remembers: [{ key: 'note' }] }),
          task('write', ['read'], { agent: 'ben', recalls: ['note'], ...costs }),
        ],
        {
          agents: [{ id: 'ana' }, { id: 'ben' }],
        },
      ),
    );
    expect(times(played, 'write')).toEqual([310, 320]);
    expect([memoryOf(played)?.shortTerm, memoryOf(played, 'ben')?.misses]).toEqual([1, 1]);
  });
});

describe('under every pattern', () => {
  it.each(patterns)('[WM6] %s: the time of a miss is waited for, and counts as no idle time', (pattern) => {
    const plainly = { coordination: { pattern } };
    const played = play(reading(1, { longTerm: 0, document: plainly }));
    const [start, end] = times(played, 'write');
    expect([end! - start!, start! - times(played, 'read-2')[1]! >= 300]).toEqual([10, true]);
  });
});

describe('while it recalls', () => {
  it('a cancelled run leaves it: it has not begun', () => {
    const document = reading(1, { longTerm: 0 });
    const stepOf = play(document).recorded.find(({ fact }) => fact.type === 'task.recalling')!.step;
    const run = new Run(compiled(document), { inputs: [{ step: stepOf, ...cancelInput('enough') }] }).finish();
    const result = resultOf(run);
    expect([result.outcome, result.tasks['write']!.state, result.tasks['write']!.startMs]).toEqual([
      'cancelled',
      'cancelled',
      null,
    ]);
    expect(result.makespanMs).toBe(30);
    expect(run.watch.views().every(({ holds }) => holds)).toBe(true);
  });
  it('[WM5] a crash leaves it, and the agent begins again with an empty short-term memory', () => {
    const crash = {
      faults: [{ kind: 'crash' as const, agent: 'ana', atMs: 50, recoverMs: 60 }],
      coordination: { leaseMs: 100 },
    };
    const played = play(
      reading(2, { last: { recalls: ['note-0', 'note-2'], retry: { attempts: 5 } }, document: crash }),
    );
    expect(played.outcome).toBe('succeeded');
    expect(memoryFacts(played)).toEqual([
      'created',
      'created',
      'evicted',
      'created',
      'recalled',
      'evicted',
      'promoted',
      'recalled',
      'deleted',
      'missed',
      'missed',
    ]);
  });
  it('its timeout has not begun: it counts from the start of the work', () => {
    const played = play(reading(1, { longTerm: 0, last: { timeoutMs: 50 } }));
    expect([played.states['write'], ...times(played, 'write')]).toEqual(['succeeded', 330, 340]);
  });
  it('what has a time to begin in runs out of it', () => {
    const played = play(reading(1, { longTerm: 0, last: { queueTimeoutMs: 100, onFailure: 'continue' } }));
    expect(played.states['write']).not.toBe('succeeded');
    expect(times(played, 'write')[0]).toBeNull();
  });
  it('it is retried, it recalls again, and what it found before is at hand if it was promoted', () => {
    const played = play(reading(1, { last: { model: { failsFirst: 2 }, retry: { attempts: 3 } } }));
    const tiers = factsOf(played, 'memory.recalled').map(({ tier }) => tier);
    expect([played.outcome, tiers.length, tiers[0]]).toEqual(['succeeded', 3, 'long-term']);
    expect(tiers.slice(1)).toContain('short-term');
  });
});

describe('what is evicted or forgotten', () => {
  it('is a mark at its step, at which playing may pause', () => {
    const played = play(reading(1, { longTerm: 0 }));
    const steps = played.recorded.flatMap(({ fact, step }) =>
      fact.type === 'memory.evicted' || fact.type === 'memory.forgotten' ? [step] : [],
    );
    expect(steps).toHaveLength(4);
    expect(marksOf(played.run).flatMap(({ kind, step }) => (kind === 'eviction' ? [step] : []))).toEqual(steps);
    expect(breakKinds).toContain('eviction');
  });
});

describe('capacity', () => {
  const makespan = (capacity: number): number => play(reading(capacity, { count: 6 })).makespanMs;
  it('that holds all of it makes the run shorter', () => {
    expect([makespan(6), makespan(2)]).toEqual([70, 110]);
  });
});

describe('a live run', () => {
  it('recalls as the simulation does', async () => {
    for (const document of [reading(7), reading(1), reading(1, { longTerm: 0 })]) {
      const { live, untouched } = await new Stage(document).live(null);
      const simulated = play(document).result;
      const { tasks, agents, makespanMs } = resultOf(live.run);
      expect({ tasks, agents, makespanMs }).toEqual({
        tasks: simulated.tasks,
        agents: simulated.agents,
        makespanMs: simulated.makespanMs,
      });
      expect(untouched).toBe(true);
    }
  });
  it('that is killed while it recalls goes on from its journal', async () => {
    const stage = new Stage(reading(1, { longTerm: 0 }));
    const first = await stage.live({ fault: 'dies with an answer', at: 2 });
    expect(first.ended).toBe('killed');
    const second = await stage.live(null);
    expect([resultOf(second.live.run).outcome, stage.wrong]).toEqual(['succeeded', []]);
    expect(resultOf(second.live.run).agents['ana']?.memory).toMatchObject({ misses: 1 });
  });
});
