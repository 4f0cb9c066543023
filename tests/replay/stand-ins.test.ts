/**
 * The coordinator and the client are no agents: what is read off a run in which they crash tells of them by their names, and
 * of the agents as ever.
 */
import { describe, expect, it } from 'vitest';
import { actorOfAgent, coordinatorActor } from '../../src/plan/index.ts';
import { describe as told, nodesOf, StateAt, Timeline, WhyBook } from '../../src/replay/index.ts';
import { compiled, crew, piece, task } from '../scenarios/stage.ts';
import { ran, ranCompiled } from '../support/running.ts';

const crash = (agent: string, atMs: number, recoverMs?: number) =>
  ({ kind: 'crash', agent, atMs, ...(recoverMs === undefined ? {} : { recoverMs }) }) as const;
const coordinated = piece([task('a', [], { ms: 100 }), task('b', ['a'], { ms: 100 })], {
  agents: crew(2),
  coordination: { pattern: 'centralized', leaseMs: 200 },
  faults: [crash('coordinator', 50, 400)],
});
const action = { kind: 'consensus', protocol: 'raft', value: 'go' } as never;
const decided = piece([task('vote', [], { action })], { network: { delayMs: 10 }, faults: [crash('client', 5)] });

/** Steps of a run, each with what the fold says there of who is down. */
function downAt(played: ReturnType<typeof ran>): (timeMs: number) => unknown {
  const { run, plan } = played;
  const state = new StateAt(plan, run.log);
  return (timeMs) => {
    let count = 0;
    while (count < run.log.length && run.log.timeOf(count) <= timeMs) count += 1;
    state.seek(count);
    return state.around(timeMs).down;
  };
}

describe('the coordinator', () => {
  const played = ran(coordinated);
  const { run, plan } = played;

  it('is down from its crash until it is back, in either direction', () => {
    const down = downAt(played);
    expect([40, 60, 399, 400, 399, 40].map(down)).toEqual([
      [],
      [{ who: 'coordinator', sinceMs: 50 }],
      [{ who: 'coordinator', sinceMs: 50 }],
      [],
      [{ who: 'coordinator', sinceMs: 50 }],
      [],
    ]);
  });
  it('is told of in sentences, and found by its name', () => {
    const facts = played.recorded.map(({ fact }) => fact).filter(({ type }) => type.startsWith('actor.'));
    expect(facts.map((fact) => told(fact, plan).text)).toEqual([
      'The coordinator crashed',
      'The coordinator recovered',
    ]);
    expect(facts.map((fact) => nodesOf(fact, plan))).toEqual([['coordinator'], ['coordinator']]);
  });
  it('takes no lane, and leaves those of agents as they are', () => {
    const { lanes } = new Timeline(plan, run.log).window({ fromMs: 0, toMs: 1000, pixels: 1000 }, new Set());
    expect(lanes.map(({ agent }) => agent)).toEqual(['agent-1', 'agent-2']);
    expect(lanes.flatMap(({ bars }) => bars.map(({ kind }) => kind))).not.toContain('crashed');
  });
  it('is why a task waits, while it is down and no longer', () => {
    const book = new WhyBook(run.compiled, run.log);
    const answer = (timeMs: number): string => {
      const step = played.recorded.findLast(({ time }) => time <= timeMs)!.step;
      return book.ofTask('a', step)!.answer;
    };
    const waits = 'It waits for the coordinator, which has been down since 50 ms.';
    expect(answer(40)).not.toContain('waits for the coordinator');
    expect(answer(120)).toContain(waits);
    expect(answer(400)).not.toContain('waits for the coordinator');
    expect(answer(9999)).not.toContain('waits for the coordinator');
  });
  it('gives way to an agent of its name', () => {
    const own = ran({ ...coordinated, agents: [{ id: 'coordinator' }], faults: [crash('coordinator', 50, 400)] });
    const facts = own.recorded.map(({ fact }) => fact).filter(({ type }) => type === 'actor.crashed');
    expect(facts).toEqual([{ type: 'actor.crashed', actor: actorOfAgent(0) }]);
    const made = compiled({ ...coordinated, agents: [{ id: 'coordinator' }], faults: [] });
    const planned = [{ atMs: 50, to: -1, message: { type: 'kernel.crash', actor: coordinatorActor } }];
    const shadowed = ranCompiled({ ...made, spec: { ...made.spec, planned } });
    const down = shadowed.recorded.map(({ fact }) => fact).find(({ type }) => type === 'actor.crashed')!;
    expect([told(down, made.plan).text, nodesOf(down, made.plan)]).toEqual(['The coordinator crashed', []]);
  });
});

describe('the client', () => {
  const played = ran(decided);
  it('stays down: the run stalls over it, and Why says so', () => {
    expect([played.outcome, played.reason]).toEqual([
      'stalled',
      'vote waits for the client that asks the group, which is down',
    ]);
    expect(downAt(played)(9999)).toEqual([{ who: 'client', sinceMs: 5 }]);
    const book = new WhyBook(played.run.compiled, played.run.log);
    expect(book.ofTask('vote', played.run.steps)!.answer).toContain(
      'It waits for the client, which has been down since 5 ms.',
    );
  });
});
