/** Back from a checkpoint: what an agent has again, what it has forgotten, what that costs, and what no checkpoint may take back. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { actorOfAgent, type KnownFact } from '../../../src/plan/index.ts';
import { outcomeOfRun, Run } from '../../../src/replay/index.ts';
import { compile, type Compiled } from '../../../src/workflow/index.ts';
import { compiled, piece, play, task, times } from '../../scenarios/stage.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { recovering } from '../../support/recovering.ts';
import { factsOf, ranCompiled, verdict, type Ran, type Recorded } from '../../support/running.ts';

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;
const agent = (more: object = {}) => ({ id: 'ana', recovers: 'checkpoint', checkpointEveryMs: 400, ...more }) as const;
const long = task('long', [], { ms: 3000 });
const crash = (atMs: number, recoverMs: number, who = 'ana') =>
  ({ kind: 'crash', agent: who, atMs, recoverMs }) as const;

/** One agent that crashes, under leases that are longer than it is down. */
function alone(tasks: readonly Task[], more: Partial<Document> & { of?: object } = {}): Document {
  const { of = {}, ...rest } = more;
  return piece(tasks, {
    agents: [agent(of)],
    coordination: { pattern: 'centralized', leaseMs: 5000 },
    faults: [crash(1350, 1600)],
    ...rest,
  });
}

const restored = (ran: Ran) => factsOf(ran, 'agent.restored').map(({ type: _, agent: __, ...fact }) => fact);
const ends = (ran: Ran, id: string) => {
  const at = ran.plan.tasks.findIndex((each) => each.id === id);
  return ran.recorded.flatMap(({ fact, time }) => (fact.type === 'task.succeeded' && fact.task === at ? [time] : []));
};

describe('what it has again', () => {
  it('[RC1] work goes on where the last checkpoint has it, not where it was nor from its beginning', () => {
    const played = play(alone([long]));
    // Written at 400, 800 and 1200; 1800 are left at 1600.
    expect(restored(played)).toEqual([{ checkpointMs: 1200, kept: 1, results: 0, tasks: 0, offers: 0 }]);
    expect(factsOf(played, 'task.restored').map(({ doneMs }) => doneMs)).toEqual([1200]);
    expect(ends(played, 'long')).toEqual([3400]);
    expect(played.result.tasks['long']).toMatchObject({ state: 'succeeded', attempts: 1 });
  });

  it('[RC1] a second crash finds the next checkpoint, with all that was done before the first', () => {
    const played = play(alone([long], { faults: [crash(1350, 1600), crash(2450, 2500)] }));
    expect(restored(played).map(({ checkpointMs }) => checkpointMs)).toEqual([1200, 2400]);
    // 1200 were done at 1200, and from 1600 on 800 more until 2400.
    expect(factsOf(played, 'task.restored').map(({ doneMs }) => doneMs)).toEqual([1200, 2000]);
    expect(ends(played, 'long')).toEqual([3500]);
  });

  it('[RC1] without checkpoints it comes back with empty hands, and its work begins anew by the lease', () => {
    const played = play(alone([long], { of: { recovers: 'empty' } }));
    expect(restored(played)).toEqual([]);
    expect(ends(played, 'long')[0]).toBeGreaterThan(5000 + 3000);
  });

  it('[RC1] what waited waits again, in its order; what came since the checkpoint comes by its lease', () => {
    const queued = ['b', 'c', 'd'].map((id, at) => task(id, [], { ms: 100, priority: 3 - at }));
    const balanced = { coordination: { pattern: 'load-balancing', leaseMs: 5000 } } as const;
    const played = play(
      alone([task('a', [], { ms: 1000, priority: 9 }), ...queued], { ...balanced, faults: [crash(500, 600)] }),
    );
    expect(restored(played)).toEqual([{ checkpointMs: 400, kept: 4, results: 0, tasks: 0, offers: 0 }]);
    expect(['a', 'b', 'c', 'd'].map((id) => ends(played, id)[0])).toEqual([1200, 1300, 1400, 1500]);
  });

  it('[RC7] short-term memory stands as it did; what was remembered since is lost', () => {
    const tasks = [
      task('first', [], { ms: 100, remembers: [{ key: 'old', value: 1 }] }),
      task('second', ['first'], { ms: 500, remembers: [{ key: 'new', value: 2 }] }),
      task('third', ['second'], { ms: 900, recalls: ['old', 'new'], missMs: 7 }),
    ];
    const played = play(alone(tasks, { faults: [crash(700, 750)] }));
    expect(factsOf(played, 'memory.deleted').map(({ keys }) => keys)).toEqual([['new']]);
    const after = played.recorded.filter(({ time }) => time > 750).map(({ fact }) => fact);
    expect(after.flatMap((fact) => (fact.type === 'memory.recalled' ? [fact.key] : []))).toEqual(['old']);
  });
});

it('[RC7] what left short-term memory since the checkpoint stays where it went, and is in one tier', () => {
  const tasks = [
    task('first', [], { ms: 100, remembers: [{ key: 'old', value: 1 }] }),
    task('second', ['first'], { ms: 500, remembers: [{ key: 'new', value: 2 }] }),
    task('third', ['second'], { ms: 900, recalls: ['old'], recallMs: 3 }),
  ];
  const played = play(alone(tasks, { of: { memory: { capacity: 1 } }, faults: [crash(610, 650)] }));
  expect(factsOf(played, 'memory.evicted').map(({ left }) => left.map(({ key }) => key))).toEqual([['old']]);
  expect(restored(played)[0]).toMatchObject({ checkpointMs: 400 });
  expect(factsOf(played, 'memory.deleted').map(({ keys }) => keys)).toEqual([['new']]);
  const after = played.recorded.filter(({ time }) => time > 650).map(({ fact }) => fact);
  expect(after.flatMap((fact) => (fact.type === 'memory.recalled' ? [fact.tier] : []))).toEqual(['long-term']);
});

describe('what is forgotten', () => {
  it('[RC2] results and tasks since the checkpoint are counted and told', () => {
    const tasks = [
      task('one', [], { ms: 450 }),
      task('two', ['one'], { ms: 100 }),
      task('three', ['two'], { ms: 900 }),
    ];
    const played = play(alone(tasks, { faults: [crash(700, 800)] }));
    // The checkpoint of 400 holds `one`: it is begun again, and taken from it as soon as it says so.
    expect(restored(played)).toEqual([{ checkpointMs: 400, kept: 1, results: 2, tasks: 1, offers: 0 }]);
    expect(played.states).toEqual({ one: 'succeeded', two: 'succeeded', three: 'succeeded' });
  });

  it('[RC2] a bid that binds is forgotten, and one that is written half never was written', () => {
    const bidding = {
      agents: [agent(), { id: 'ben' }],
      coordination: { pattern: 'contract-net', leaseMs: 5000, replyMs: 300, validMs: 900 },
      network: { delayMs: 100 },
    };
    expect(restored(play(alone([long], { ...bidding, faults: [crash(150, 160)] })))[0]).toMatchObject({
      offers: 1,
      checkpointMs: -1,
    });
    const slow = play(alone([long], { of: { checkpointMs: 100 }, faults: [crash(950, 1000)] }));
    // Written from 400 to 500; the next, from 900 on, is not over at 950.
    expect(restored(slow)[0]).toMatchObject({ checkpointMs: 500 });
  });

  it('[RC1] [RC2] a fault that is planted is found', () => {
    const { plan, recorded } = play(alone([long, task('two', ['long'], { ms: 100 })]));
    const judge = (rule: string, change: (fact: KnownFact) => KnownFact): string | null => {
      const facts = recorded.map((each): Recorded => ({ ...each, fact: change(each.fact) }));
      return verdict(
        compiledRules().find((each) => each.rule === rule)!,
        plan,
        facts,
      );
    };
    const more = (by: object, type: string) => (fact: KnownFact) => (fact.type === type ? { ...fact, ...by } : fact);
    expect(judge('RC1', (fact) => fact)).toBeNull();
    expect(judge('RC2', (fact) => fact)).toBeNull();
    expect(judge('RC1', more({ doneMs: 1350 }, 'task.restored'))).toContain(
      '1.35 s of long done again, and its checkpoint 1.20 s',
    );
    expect(judge('RC1', more({ lease: 9 }, 'task.restored'))).toContain('which its checkpoint did not hold');
    expect(judge('RC2', more({ results: 1 }, 'agent.restored'))).toContain('forgot 0 results and told of 1');
    expect(judge('RC2', more({ checkpointMs: 800 }, 'agent.restored'))).toContain('not its last');
    expect(judge('RC2', more({ tasks: 2 }, 'agent.restored'))).toContain('lost 0 tasks and told of 2');
    expect(judge('RC2', more({ kept: 3 }, 'agent.restored'))).toContain('2 tasks more than it had again');
  });
});

const compiledRules = () => compiled(alone([long])).invariants;

describe('what it costs, and what it may not take back', () => {
  it('[RC3] work stands still while a checkpoint is written, by the share that was said', () => {
    const calm = { faults: [] };
    expect(times(play(alone([long], calm)), 'long')).toEqual([0, 3000]);
    // Seven are written while 3000 ms of work are done: after each 400 ms of it.
    const slow = play(alone([long], { ...calm, of: { checkpointMs: 100 } }));
    expect(times(slow, 'long')).toEqual([0, 3700]);
    expect(factsOf(slow, 'task.suspended')).toHaveLength(7);
  });

  it('[RC4] [W18] what was handed on meanwhile is taken from it, and its result under the old lease is refused', () => {
    const two = {
      agents: [agent(), { id: 'ben', speed: 0.5 }],
      coordination: { pattern: 'centralized', leaseMs: 300 },
    };
    const played = play(alone([long], { ...two, faults: [crash(1350, 2000)] }));
    expect(factsOf(played, 'task.withdrawn').map((fact) => fact.agent)).toEqual([0]);
    expect(factsOf(played, 'task.restored').map((fact) => [fact.agent, fact.doneMs])).toEqual([[0, 1200]]);
    const { lease } = factsOf(played, 'task.restored')[0]!;
    const ended = factsOf(played, 'task.ended').map((fact) => [fact.agent, fact.end, fact.lease === lease]);
    expect(ended).toEqual([
      [0, 'cancelled', true],
      [1, 'succeeded', false],
    ]);
    expect(factsOf(played, 'task.fenced').map((fact) => fact.lease)).toEqual([lease]);
  });

  it('[RC4] a limit that ran out while it was down has run out', () => {
    const limited = { ...long, timeoutMs: 1500, retry: { attempts: 1 } };
    const played = play(alone([limited], {}));
    expect(played.result.tasks['long']).toMatchObject({ state: 'failed', reason: 'timeout', endMs: 1600 });
  });

  it('[RC6] work that uses a shared memory is not held, nor what was told to stop, nor what was stolen', () => {
    const sharing = alone([{ ...long, writes: [{ memory: 'board', key: 'k' }] }], {
      memories: [{ id: 'board', consistency: 'strong', replicas: ['ana'] }],
    });
    expect(restored(play(sharing))).toEqual([{ checkpointMs: 400, kept: 0, results: 0, tasks: 1, offers: 0 }]);
  });

  it('[RC6] what was told to stop when the checkpoint was written does not come back', () => {
    const slow = { ...long, timeoutMs: 700, action: { kind: 'simulate', durationMs: 3000, cancelMs: 1000 } } as const;
    const played = play(alone([{ ...slow, retry: { attempts: 1 } }]));
    expect(factsOf(played, 'agent.checkpointed').map(({ running }) => running)).toContain(0);
    expect(restored(played)[0]).toMatchObject({ kept: 0 });
    expect(factsOf(played, 'task.restored')).toEqual([]);
  });

  it('[RC5] [RC6] what was stolen from it since its checkpoint does not come back', () => {
    let [held, stolen] = [0, 0];
    for (let seed = 1; seed <= 12; seed += 1) {
      const played = play(
        piece(
          Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`, [], { ms: 300 + 10 * at })),
          {
            ...{ seed, agents: [agent({ checkpointEveryMs: 100 }), { id: 'ben', speed: 6 }] },
            coordination: { pattern: 'load-balancing', leaseMs: 5000 },
            scheduling: { balancing: 'work-stealing' },
            faults: [crash(190, 230)],
          },
        ),
      );
      const gone = new Set<string>();
      const name = (of: { readonly task: number; readonly lease: number }) => `${String(of.task)}/${String(of.lease)}`;
      for (const { fact } of played.recorded) {
        const moved = fact as unknown as { type: string; from: number; task: number; lease: number };
        if (moved.type === 'load-balancing.moved' && moved.from === 0) gone.add(name(moved));
        if (fact.type === 'agent.checkpointed' && gone.size === 0) held = Math.max(held, fact.queued);
        if (fact.type === 'task.restored')
          expect([seed, name(fact), gone.has(name(fact))]).toEqual([seed, name(fact), false]);
      }
      stolen += gone.size;
    }
    expect([held > 0, stolen > 0]).toEqual([true, true]);
  });
});

describe('the coordinator', () => {
  const crashed = [crash(950, 1000, 'coordinator')];
  const two = (coordination: object): Document =>
    piece([task('early', [], { ms: 1500 }), task('hint', [], { ms: 700 }), task('late', ['hint'], { ms: 1500 })], {
      agents: [{ id: 'ana' }, { id: 'ben' }],
      coordination: { pattern: 'centralized', leaseMs: 5000, ...coordination },
      faults: crashed,
    });
  const told = (ran: Ran) => factsOf(ran, 'coordinator.restored').map(({ type: _, ...fact }) => fact);

  it('[RC8] forgets what it gave away since its checkpoint: it is given again under a higher lease, and the first result refused', () => {
    const played = play(two({ recovers: 'checkpoint', checkpointEveryMs: 600 }));
    expect(told(played)).toEqual([{ checkpointMs: 600, kept: 1, tasks: 1 }]);
    const late = played.plan.tasks.findIndex(({ id }) => id === 'late');
    const given = factsOf(played, 'task.assigned').filter((fact) => fact.task === late);
    expect(given).toHaveLength(2);
    expect(given[1]!.lease).toBeGreaterThan(given[0]!.lease);
    expect(factsOf(played, 'task.withdrawn').map(({ task: of, reason }) => [of, reason])).toEqual([
      [late, 'the coordinator has forgotten that'],
    ]);
    expect(played.states).toEqual({ early: 'succeeded', hint: 'succeeded', late: 'succeeded' });
    expect(ends(played, 'late')).toHaveLength(1);
  });

  it('[RC8] writes the next checkpoint after what it gave since, and then forgets nothing', () => {
    const played = play(two({ recovers: 'checkpoint', checkpointEveryMs: 200 }));
    expect(factsOf(played, 'coordinator.checkpointed').map(({ given }) => given)).toEqual([2, 2]);
    expect(told(played)).toEqual([{ checkpointMs: 900, kept: 2, tasks: 0 }]);
  });

  it('[RC8] with all that it knew it forgets nothing, as ever; without a checkpoint it forgets all that it gave', () => {
    const all = play(two({}));
    expect([told(all), factsOf(all, 'task.withdrawn')]).toEqual([[], []]);
    expect(told(play(two({ recovers: 'checkpoint' })))).toEqual([{ checkpointMs: -1, kept: 0, tasks: 2 }]);
  });

  it('[RC8] a fault that is planted is found', () => {
    const { plan, recorded } = play(two({ recovers: 'checkpoint', checkpointEveryMs: 600 }));
    const rule = compiled(two({ recovers: 'checkpoint' })).invariants.find((each) => each.rule === 'RC8')!;
    const judge = (by: object): string | null =>
      verdict(
        rule,
        plan,
        recorded.map((each) =>
          each.fact.type === 'coordinator.restored' ? { ...each, fact: { ...each.fact, ...by } } : each,
        ),
      );
    expect(judge({})).toBeNull();
    expect(judge({ tasks: 2 })).toContain('forgot 2 tasks and took 1 back');
    expect(judge({ checkpointMs: 0 })).toContain('not its last');
  });
});

/** The same run, in which agents come back with what their roles knew at the start, as if that were in no stable storage. */
function forgetful(made: Compiled): Compiled {
  const agents = new Set(made.plan.agents.map((_, at) => actorOfAgent(at)));
  const actors = made.spec.actors.map((each, at) => {
    const { machine } = each;
    if (!agents.has(at)) return each;
    const receive: typeof machine.receive = (state, message, context) => {
      const fresh = machine.init() as { readonly slices: unknown[] };
      if (message.type === 'kernel.recovered') (state as { slices: unknown[] }).slices = fresh.slices;
      machine.receive(state, message, context);
    };
    return { ...each, machine: { ...machine, receive } };
  });
  return { ...made, spec: { ...made.spec, actors }, invariants: made.invariants };
}

describe('[RC5] what is on stable storage stays there', () => {
  const deciding = (seed: number, protocol: 'raft' | 'pbft'): Document => {
    const dice = new Dice(seed);
    const members = protocol === 'raft' ? 3 : 4;
    const agents = Array.from({ length: members }, (_, at) => agent({ id: `a${String(at)}`, checkpointEveryMs: 5 }));
    return piece(
      Array.from({ length: 6 }, (_, at) => ({
        id: `t${String(at)}`,
        action: {
          kind: 'consensus' as const,
          protocol,
          value: `v${String(at)}`,
          participants: agents.map(({ id }) => id),
        },
      })),
      {
        seed,
        agents,
        network: { delayMs: { min: 1, max: 30 } },
        limits: { timeoutMs: 20_000 },
        faults: agents.flatMap(({ id }) => {
          const atMs = dice.integer(5, 120);
          return dice.chance(0.8) ? [crash(atMs, atMs + dice.integer(1, 30), id)] : [];
        }),
      },
    );
  };
  const brokenOf = (protocol: 'raft' | 'pbft', change: (made: Compiled) => Compiled) =>
    Array.from({ length: 12 }, (_, seed) => ranCompiled(change(compiled(deciding(seed, protocol)))).broken).flat();

  it.each(['raft', 'pbft'] as const)(
    '[RA13] under %s nothing is forgotten, whatever agents recover with',
    (protocol) => {
      expect(brokenOf(protocol, (made) => made)).toEqual([]);
    },
  );

  it('[RC5] members that forget what they accepted, and for whom they voted, are found', () => {
    const broken = brokenOf('pbft', forgetful).join('\n');
    expect(broken).toContain('accepted two requests at slot 1 of view 0');
    expect(broken).toContain('executed slot 1 after slot 1');
  });
});

it('[RC8] [LB6] what the balancer has forgotten may go before what came while it was down', () => {
  const again = task('again', [], {
    ms: 10,
    model: { failsFirst: 1 },
    retry: { attempts: 2, backoffMs: 30, jitter: 0 },
  });
  const played = play(
    piece([again, task('lead', [], { ms: 15 }), task('given', ['lead'], { ms: 100 })], {
      agents: [{ id: 'ana' }, { id: 'ben' }],
      coordination: { pattern: 'load-balancing', recovers: 'checkpoint', checkpointEveryMs: 1000 },
      scheduling: { balancing: 'central-queue', order: 'fifo' },
      faults: [crash(20, 60, 'coordinator')],
    }),
  );
  const back = played.recorded.find(({ fact }) => fact.type === 'coordinator.restored')!;
  const placed = played.recorded.flatMap(({ fact, time }) =>
    fact.type === 'task.assigned' && time === back.time ? [played.plan.tasks[fact.task]!.id] : [],
  );
  expect(placed).toEqual(['given', 'again']);
  expect(played.broken).toEqual([]);
});

describe('[RC1] [RC2] random documents with crashes keep every rule of every room', () => {
  const count = rounds(160, 10_000);
  it.each(patterns)('[G6] under %s', (pattern) => {
    const told: string[] = [];
    let kept = 0;
    for (let seed = 0; seed < count / patterns.length; seed += 1) {
      const options = { patterns: [pattern], tasksMax: 14, memory: seed % 3 === 0, composites: seed % 5 === 0 };
      const drawn = recovering(randomDocument(seed, options), new Dice(seed + 0.3125));
      const made = compile({ ...drawn, limits: { ...drawn.limits, timeoutMs: 0, stepsMax: 200_000 } });
      if (!made.ok) throw new Error(made.error.map(({ message }) => message).join(' '));
      const run = new Run(made.value).finish();
      told.push(
        ...run.watch
          .views()
          .flatMap(({ holds, rule, message }) => (holds ? [] : [`${String(seed)} ${rule}: ${String(message)}`])),
      );
      const forEver = drawn.faults?.some((fault) => fault.kind === 'crash' && fault.recoverMs === undefined);
      if (run.halted !== null || (outcomeOfRun(run).outcome === 'stalled' && forEver !== true))
        told.push(`${String(seed)}: no end`);
      for (let at = 0; at < run.log.length; at += 1) if (run.log.at(at).type === 'task.restored') kept += 1;
    }
    expect(told).toEqual([]);
    expect(kept).toBeGreaterThan(0);
    figure(`tasks that came back under ${pattern}`, kept);
  });
});
