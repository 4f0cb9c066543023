/**
 * Policies that ask, and agents that steal, where answers take time: what was given since an agent was asked, whom nobody asks,
 * in which order answers are taken, when loads are seen anew, and what a message that comes again may bring back.
 */
import { describe, expect, it } from 'vitest';
import { batchMax } from '../../../src/protocols/load-balancing/placing/batch.ts';
import { balancedRole } from '../../../src/protocols/load-balancing/worker.ts';
import { coordinatorActor, actorOfAgent, agentOfActor } from '../../../src/plan/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';
import { factsOf, ran, type Ran } from '../../support/running.ts';

const asking = ['jsq', 'power-of-two'] as const;
const machines = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `m${String(at)}` }));

function balanced(
  balancing: string,
  tasks: Document['tasks'],
  more: Partial<Document> = {},
  settings: object = {},
): Ran {
  const { scheduling, ...rest } = more;
  const played = ran({
    coordination: { pattern: 'load-balancing', ...settings },
    scheduling: { balancing, ...scheduling } as never,
    tasks: [...tasks!],
    ...rest,
  });
  expect(played.broken).toEqual([]);
  return played;
}
/** Tasks that become ready so many ms apart, each behind one that is done by a clerk. */
const staggered = (count: number, apartMs: number, ms: number) =>
  Array.from({ length: count }, (_, at) => [
    task(`tick${String(at)}`, at === 0 ? [] : [`tick${String(at - 1)}`], { ms: apartMs, requires: ['tick'] }),
    task(`t${String(at)}`, [`tick${String(at)}`], { ms, requires: ['work'] }),
  ]).flat();
/** The same with a clerk's slot for each, so that they become ready just so, whatever messages take. */
const apart = (count: number, apartMs: number, ms: number) =>
  Array.from({ length: count }, (_, at) => [
    task(`tick${String(at)}`, [], { ms: 200 + at * apartMs, requires: ['tick'] }),
    task(`t${String(at)}`, [`tick${String(at)}`], { ms, requires: ['work'] }),
  ]).flat();
const clerk = { id: 'clerk', capabilities: ['tick'] };
const workers = (count: number) => machines(count).map((each) => ({ ...each, capabilities: ['work'] }));

describe('answers that are on their way', () => {
  it.each([1, 2, 3, 4, 5])(
    '[LB9] what an agent was given since it was asked counts: of 6 that become ready %i ms apart each goes to another',
    (apartMs) => {
      for (let seed = 1; seed <= 5; seed += 1) {
        const agents = [{ ...clerk, slots: 6 }, ...workers(6)];
        const played = balanced('jsq', apart(6, apartMs, 10_000), { seed, agents, network: { delayMs: 40 } });
        const given = factsOf(played, 'task.assigned').filter(({ agent }) => agent !== 0);
        expect(new Set(given.map(({ agent }) => agent)).size, `seed ${String(seed)}`).toBe(6);
      }
    },
  );

  it('[LB6] those of one instant are taken in the order of the plan, whichever came first', () => {
    let together = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const tasks = Array.from({ length: 12 }, (_, at) => task(`t${String(at)}`, [], { ms: 100, priority: at }));
      const network = { delayMs: { min: 1, max: 3 } };
      const scheduling = { order: 'priority' } as never;
      const { recorded } = balanced('power-of-two', tasks, { seed, agents: machines(8), network, scheduling });
      const ofStep = new Map<number, number[]>();
      for (const { fact, step } of recorded)
        if (fact.type === 'task.assigned') ofStep.set(step, [...(ofStep.get(step) ?? []), fact.task]);
      for (const given of ofStep.values()) {
        expect(given, `seed ${String(seed)}`).toEqual([...given].sort((a, b) => b - a));
        together += given.length - 1;
      }
    }
    expect(together).toBeGreaterThan(100);
  });

  it.each(asking)('[LB17] %s asks nobody that fell silent before it is heard of or its pause is over', (balancing) => {
    const tasks = [task('held', [], { ms: 3000, agent: 'm0' }), ...staggered(12, 700, 500)];
    const faults = [{ kind: 'crash' as const, agent: 'm0', atMs: 1000, recoverMs: 9000 }];
    const agents = [clerk, ...workers(3)];
    const played = balanced(
      balancing,
      tasks,
      { agents, faults, network: { delayMs: 5 } },
      { choices: 3, leaseMs: 500 },
    );
    const suspect = new Map<number, number>();
    let [silences, asked] = [0, 0];
    for (const { fact, time } of played.recorded) {
      if (fact.type === 'task.withdrawn') {
        silences += 1;
        suspect.set(fact.agent, time + 500 * 2);
      }
      if (fact.type === 'message.delivered' && fact.to === coordinatorActor) suspect.delete(agentOfActor(fact.from));
      if (fact.type !== 'message.sent' || fact.message.type !== 'load-balancing.probe') continue;
      asked += 1;
      expect(time).toBeGreaterThanOrEqual(suspect.get(agentOfActor(fact.to)) ?? 0);
    }
    expect([silences > 0, asked > 12]).toEqual([true, true]);
  });
});

it('[LB13] loads are seen anew as soon as the last sight of them is as old as it may be', () => {
  for (const [staleMs, fresh] of [
    [99, true],
    [100, true],
    [101, false],
  ] as const) {
    // Two at the beginning, one for each, and one 100 ms later, when one of them is through.
    const tasks = [
      task('a', [], { ms: 1000, agent: 'm0' }),
      task('b', [], { ms: 40, agent: 'm1' }),
      ...staggered(1, 100, 10),
    ];
    const agents = [clerk, { id: 'm0', capabilities: ['work'] }, { id: 'm1', capabilities: ['work'] }];
    const played = balanced('least-loaded', tasks, { agents, scheduling: { ties: 'by-id' } as never }, { staleMs });
    const last = factsOf(played, 'task.assigned').at(-1)!;
    expect(last.agent, `${String(staleMs)} ms`).toBe(fresh ? 2 : 1);
  }
});

/** One agent under work stealing, which is told this and that. */
function agent(queued: readonly number[]) {
  const { plan } = compiled(
    piece([task('a'), task('b'), task('c')], {
      agents: machines(3),
      coordination: { pattern: 'load-balancing' },
      scheduling: { balancing: 'work-stealing' },
    }),
  );
  const role = balancedRole(plan);
  const slice = role.init(0);
  const sent: { to: number; type: string; hop?: number }[] = [];
  const taken: { task: number; lease: number }[] = [];
  const held = queued.map((of) => ({ task: of, attempt: 1, lease: 5, room: 'load-balancing', giver: coordinatorActor, availableMs: 0, elsewhereMs: 0, key: 0, heartbeatMs: 0 })); // prettier-ignore
  const host = { agent: 0, freeSlots: 0, queued: held.length, holdsOf: () => [], held: () => held, cancel: () => true, take: (work: never) => taken.push(work), oldestQueued: () => held[0] ?? null, giveBack: () => held.shift() ?? null }; // prettier-ignore
  const context = { now: 0, self: actorOfAgent(0), from: 0, record: () => undefined, cancel: () => undefined, after: () => 1, random: () => ({ integer: () => 0 }), send: (to: number, message: never) => sent.push({ to, ...(message as object) } as never) }; // prettier-ignore
  const hear = (from: number, message: object): void => {
    role.receive(slice, message as never, { ...context, from } as never, host as never);
  };
  return { sent, taken, hear, slice };
}
const assign = (lease: number) => ({ type: 'load-balancing.assign', task: 0, attempt: 1, lease, availableMs: 0, elsewhereMs: 0, key: 0, acknowledge: false, heartbeatMs: 0, intervals: 0 }); // prettier-ignore

describe('what comes again', () => {
  it('[LB14] an assignment of work that was stolen since, under its lease or an older one, brings nothing back', () => {
    const { hear, taken } = agent([0]);
    hear(actorOfAgent(1), { type: 'load-balancing.steal', hunt: 1 });
    for (const lease of [5, 4, 1]) hear(coordinatorActor, assign(lease));
    expect(taken).toEqual([]);
    hear(coordinatorActor, assign(6));
    expect(taken).toMatchObject([{ task: 0, lease: 6 }]);
  });

  it('[LB14] work that went on is not taken again from whoever had it before, and is when it comes round', () => {
    const { hear, taken } = agent([]);
    const loot = (hop: number, lease = 5) => ({ type: 'load-balancing.loot', hop, work: { task: 0, attempt: 1, lease, room: 'load-balancing', giver: coordinatorActor, availableMs: 0, elsewhereMs: 0, key: 0, heartbeatMs: 0 } }); // prettier-ignore
    for (const hop of [2, 2, 1]) hear(actorOfAgent(1), loot(hop));
    hear(actorOfAgent(1), loot(9, 4));
    expect(taken).toHaveLength(1);
    hear(actorOfAgent(2), loot(3));
    hear(actorOfAgent(2), loot(1, 6));
    expect(taken).toHaveLength(3);
  });

  it('[LB14] an answer to an earlier hunt ends no later one, nor one of somebody who is not asked', () => {
    const { hear, sent, slice } = agent([]);
    Object.assign(slice, { hunt: 3, asked: 1, victims: [2] });
    hear(actorOfAgent(1), { type: 'load-balancing.nothing', hunt: 2 });
    hear(actorOfAgent(2), { type: 'load-balancing.nothing', hunt: 3 });
    expect([slice.asked, sent]).toEqual([1, []]);
    hear(actorOfAgent(1), { type: 'load-balancing.nothing', hunt: 3 });
    expect(slice.asked).toBe(-1);
  });
});

it('[LB14] what is to stop is told so where it went meanwhile, whoever is told first', () => {
  let moved = 0;
  for (let seed = 1; seed <= 72; seed += 1) {
    // Ben is through at 60 ms and has stolen at 80 what waits at ana; the balancer hears of it at 90, and of the failure about then.
    const tasks = [
      task('fails', [], { ms: 35 + (seed % 36), model: { failureRate: 1 }, onFailure: 'fail-run', requires: ['tick'] }),
      task('short', [], { ms: 50, requires: ['short'] }),
      ...['a', 'b'].map((id) => task(id, [], { ms: 60_000, requires: ['work'] })),
    ];
    const agents = [clerk, { id: 'ana', capabilities: ['work'] }, { id: 'ben', capabilities: ['work', 'short'] }];
    const scheduling = { order: 'fifo' } as never;
    const played = balanced('work-stealing', tasks, { seed, agents, scheduling, network: { delayMs: 10 } });
    moved += played.recorded.filter(({ fact }) => (fact.type as string) === 'load-balancing.moved').length;
    // Whoever has it hears it, and stops of its own accord: nobody has to be given up.
    const late = factsOf(played, 'task.cancelled').filter(({ reason }) => reason.includes('did not stop in time'));
    expect(late, `seed ${String(seed)}`).toEqual([]);
  }
  expect(moved).toBeGreaterThan(10);
});

it('[LB12] what is ready beyond a batch waits for its turn, however soon it would be done', () => {
  const last = (count: number): number => {
    const tasks = Array.from({ length: count }, (_, at) => task(`t${String(at)}`, [], { ms: at < count - 1 ? 50 : 1 }));
    return factsOf(balanced('min-min', tasks, { agents: machines(1) }), 'task.assigned').findIndex(
      (fact) => fact.task === count - 1,
    );
  };
  expect([last(batchMax), last(batchMax + 1)]).toEqual([0, batchMax]);
});

it.each(['min-min', 'sufferage'])(
  '[LB12] %s counts what it has just placed: equal agents get as many equal tasks each',
  (balancing) => {
    for (const slots of [1, 2]) {
      const tasks = Array.from({ length: 12 }, (_, at) => task(`t${String(at)}`, [], { ms: 50 }));
      const agents = machines(3).map((each) => ({ ...each, slots }));
      const played = balanced(balancing, tasks, { agents, scheduling: { ties: 'by-id' } as never });
      const given = factsOf(played, 'task.assigned').map(({ agent }) => agent);
      expect([0, 1, 2].map((agent) => given.filter((each) => each === agent).length)).toEqual([4, 4, 4]);
    }
  },
);
