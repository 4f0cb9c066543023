/** Eventual memories: they go on in a partition, merge when it heals, and keep what sessions are promised. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { triesMax } from '../../../src/protocols/shared-memory/eventual/gossip.ts';
import type { Digest, MemoryFact, News } from '../../../src/protocols/shared-memory/messages.ts';
import { play, task } from '../../scenarios/stage.ts';
import { ran, verdict } from '../../support/running.ts';
import { changed, reads, ruleOf, shared, told, traffic, writes } from './scene.ts';

const board = { id: 'board', name: 'The board', consistency: 'eventual', replicas: ['agent-1', 'agent-2', 'agent-3'] };
const loose = (tasks: Task[], more: Partial<Document> & { others?: number } = {}): Document =>
  shared(tasks, { memories: [board], ...more });
const at = (agent: number): object => ({ agent: `agent-${String(agent)}` });
/** The values that were read, in order. */
const seenBy = (played: Parameters<typeof told>[0]): unknown[] =>
  told(played, 'shared-memory.read').map(({ value }) => value);

describe('messages', () => {
  it('[SM12] one who holds a copy reads and writes without any, and one who holds none takes two', () => {
    const alone = { memories: [{ ...board, replicas: ['agent-1'] }] };
    expect(traffic(play(loose([writes('w', 1, [], at(1)), reads('r', ['w'], at(1))], alone)))).toBe(0);
    expect(traffic(play(loose([writes('w', 1, [], at(2)), reads('r', ['w'], at(2))], alone)))).toBe(4);
  });
});

describe('[SM16] a partition', () => {
  const cut = { delayMs: 2, partitions: [{ atMs: 0, healMs: 900, groups: [['agent-1'], ['agent-2', 'agent-3']] }] };
  const played = play(
    loose(
      [
        writes('here', 'a', [], at(1)),
        writes('there', 'b', [], at(2)),
        reads('mine', ['here'], at(1)),
        reads('yours', ['there'], at(3)),
      ],
      {
        network: cut,
      },
    ),
  );
  it('both sides go on, and all copies are alike when it has healed', () => {
    expect(played.outcome).toBe('succeeded');
    expect(played.result.memory!['board']).toMatchObject({ reads: 2, writes: 2, converged: true });
    const last = (agent: number): unknown =>
      told(played, 'shared-memory.held').findLast((each) => each.agent === agent)?.value;
    expect([0, 1, 2].map(last)).toEqual(['b', 'b', 'b']);
    expect(told(played, 'shared-memory.agreed').every(({ without }) => without.length === 0)).toBe(true);
  });
  it('the run ends some comparisons later, and not before', () => {
    const ended = played.recorded.findLast(({ fact }) => fact.type === 'run.finished')!.time;
    expect(ended).toBeGreaterThanOrEqual(900);
    expect(ended).toBeLessThan(900 + 800);
  });
  it('[W41] that never heals keeps no run alive: the other side is given up', () => {
    const forever = play(
      loose([writes('here', 'a', [], at(1))], {
        network: { delayMs: 2, partitions: [{ atMs: 0, groups: [['agent-1'], ['agent-2', 'agent-3']] }] },
      }),
    );
    expect(forever.outcome).toBe('succeeded');
    const agreed = told(forever, 'shared-memory.agreed').map(({ agent, without }) => [agent, without]);
    expect(agreed.sort(([one], [other]) => Number(one) - Number(other))).toEqual([
      [0, [1, 2]],
      [1, [0]],
      [2, [0]],
    ]);
    // Whoever is cut off is tried so often; what goes between the two others comes on top, a comparison of two messages each time.
    const tried = forever.recorded.filter(({ fact }) => fact.type === 'message.lost').length;
    expect(tried).toBe(4 * triesMax);
    expect(traffic(forever)).toBeLessThan(2 * tried);
    expect(forever.result.memory!['board']).toMatchObject({ converged: false });
  });
});

it('[W41] a copy that is lost with its agent keeps no run alive', () => {
  const lost = play(
    loose([writes('here', 'a', [], at(1))], { faults: [{ kind: 'crash', agent: 'agent-1', atMs: 20 }] }),
  );
  expect(lost.outcome).toBe('succeeded');
  expect(told(lost, 'shared-memory.agreed').map(({ without }) => without)).toEqual([[0], [0]]);
  const tried = lost.recorded.filter(({ fact }) => fact.type === 'message.lost').length;
  expect(tried).toBe(2 * triesMax);
});

describe('[SM16] gossip', () => {
  const scene = (gossip: string): Document =>
    loose([writes('w', 'mine', [], at(1))], {
      memories: [{ ...board, gossip, syncMs: 10 } as never],
      network: { delayMs: 1 },
    });
  const sent = (gossip: string): object => {
    const digests = play(scene(gossip)).recorded.flatMap(({ fact }) =>
      fact.type === 'message.sent' && fact.message.type === 'shared-memory.digest' ? [fact.message] : [],
    );
    return Object.fromEntries(
      ['news', 'digest', 'nothing'].map((each) => [
        each,
        digests.some((one) => (one as never as Digest).wants === each),
      ]),
    );
  };
  it.each([
    ['push-pull', { news: true, digest: false, nothing: false }],
    ['pull', { news: true, digest: false, nothing: false }],
    ['push', { news: false, digest: true, nothing: true }],
  ])('%s: all copies come to be alike, whichever way changes go', (gossip, wants) => {
    const played = play(scene(gossip));
    expect(played.result.memory!['board']).toMatchObject({ converged: true });
    expect(told(played, 'shared-memory.agreed')).toHaveLength(3);
    expect(sent(gossip)).toEqual(wants);
  });
  it('who only pulls sends nothing that was not asked for', () => {
    const unasked = play(scene('pull')).recorded.flatMap(({ fact }) =>
      fact.type === 'message.sent' && fact.message.type === 'shared-memory.news' ? [fact.message as never as News] : [],
    );
    expect(unasked.length).toBeGreaterThan(0);
    expect(unasked.every(({ answers }) => answers)).toBe(true);
  });
});

describe('[SM17] a session that changes its replica', () => {
  // Whoever holds no copy asks another replica once its own is silent: what it wrote is not there yet.
  const scene = (sessions: string[]): Document => {
    const document = loose(
      [
        writes('w', 'mine', [], at(4)),
        reads('r', ['w'], { ...at(4), retry: { attempts: 9, backoffMs: 20, capMs: 20 } }),
      ],
      { others: 1, memories: [{ ...board, replicas: ['agent-1', 'agent-2'], sessions, syncMs: 4000 } as never] },
    );
    const asked = told(play(document), 'shared-memory.written')[0]!.writer;
    return { ...document, faults: [{ kind: 'crash', agent: `agent-${String(asked + 1)}`, atMs: 20, recoverMs: 700 }] };
  };
  it('without a promise it reads as if it had never written', () => {
    expect(seenBy(play(scene([])))).toEqual([null]);
  });
  it.each([['read-your-writes'], ['read-your-writes', 'monotonic-reads']])(
    'with %s it reads what it wrote',
    (...sessions) => {
      expect(seenBy(play(scene(sessions)))).toEqual(['mine']);
    },
  );
});

it('[SM23] a read that meets an older copy brings it up to date, long before the next comparison', () => {
  const calm = loose(
    [
      writes('w', 'mine', [], at(4)),
      reads('r', ['w'], { ...at(4), retry: { attempts: 9, backoffMs: 20, capMs: 20 } }),
      reads('again', ['r'], at(4)),
      task('rest', ['r'], { ms: 60 }),
      reads('late', ['rest'], at(4)),
    ],
    { others: 1, memories: [{ ...board, replicas: ['agent-1', 'agent-2'], syncMs: 4000 }] },
  );
  const asked = told(play(calm), 'shared-memory.written')[0]!.writer;
  // It is away for as long as its client tries it, and back when the other has answered.
  const away = { kind: 'crash', agent: `agent-${String(asked + 1)}`, atMs: 20, recoverMs: 100 } as const;
  const played = play({ ...calm, faults: [away] });
  expect([seenBy(played)[0], seenBy(played).at(-1)]).toEqual([null, 'mine']);
  const taken = played.recorded.find(({ fact }) => {
    const held = fact as unknown as MemoryFact;
    return held.type === 'shared-memory.held' && held.agent !== asked;
  });
  expect(taken!.time).toBeLessThan(1000);
});

it('[SM18] what cannot be done to what stands there fails the attempt', () => {
  const counter = { memories: [{ ...board, type: 'counter' } as never] };
  const own = ran(loose([writes('w', 'one', [], at(1))], counter));
  const remote = ran(loose([writes('w', 'one', [], at(4))], { ...counter, others: 1 }));
  for (const { reason, broken } of [own, remote]) {
    expect(broken).toEqual([]);
    expect(reason).toBe('w failed: a counter adds numbers, not "one"');
  }
});

it('[SM18] what names a place that is none, or none that stands there, fails the attempt', () => {
  const list = { memories: [{ ...board, type: 'list', syncMs: 10 } as never] };
  const at = (does: string, behind: unknown): object => ({
    agent: 'agent-1',
    writes: [{ memory: 'board', key: 'plan', do: does, value: 1, at: behind }],
  });
  const failed = (does: string, behind: unknown): string | null =>
    ran(loose([writes('w', 1, [], at(does, behind))], list)).reason;
  expect(failed('insert', "'first'")).toBe('w failed: a place in a list is a whole number from 0 on, not "first"');
  expect(failed('move', '0.5')).toBe('w failed: a place in a list is a whole number from 0 on, not 0.5');
  expect(failed('set', 0)).toBe('w failed: there are 0 elements in the list, and none behind 0 others');
});

describe('types', () => {
  type Wanted = readonly [does: string, value: unknown, at?: number | string];
  const kept = (type: string, wanted: readonly Wanted[]): unknown => {
    const tasks = wanted.map(([does, value, behind], place): Task => ({
      ...writes(`w${String(place)}`, 0, place === 0 ? [] : [`w${String(place - 1)}`], at((place % 3) + 1)),
      writes: [
        {
          memory: 'board',
          key: 'plan',
          do: does as 'set',
          value: JSON.stringify(value),
          ...(behind === undefined ? {} : { at: behind }),
        },
      ],
    }));
    const last = reads('r', [`w${String(wanted.length - 1)}`], at(((wanted.length - 1) % 3) + 1));
    return seenBy(
      play(loose([...tasks, last], { memories: [{ ...board, type, syncMs: 1 } as never], network: { delayMs: 0 } })),
    )[0];
  };
  it.each<readonly [string, readonly Wanted[], unknown]>([
    [
      'register',
      [
        ['set', 1],
        ['set', 2],
      ],
      2,
    ],
    [
      'register',
      [
        ['set', 1],
        ['remove', null],
      ],
      null,
    ],
    [
      'multi-value',
      [
        ['set', 1],
        ['set', 2],
      ],
      [2],
    ],
    [
      'counter',
      [
        ['add', 3],
        ['add', 4],
        ['add', -2],
        ['add', 1],
      ],
      6,
    ],
    [
      'set',
      [
        ['add', 'b'],
        ['add', 'a'],
        ['add', 'b'],
        ['remove', 'a'],
      ],
      ['b'],
    ],
    [
      'map',
      [
        ['set', { a: 1, b: 2 }],
        ['set', { b: 3 }],
        ['remove', 'a'],
      ],
      { b: 3 },
    ],
    [
      'list',
      [
        ['append', 'x'],
        ['append', 'y'],
        ['append', 'x'],
        ['remove', 'x'],
      ],
      ['y', 'x'],
    ],
    [
      'list',
      [
        ['append', 'x'],
        ['insert', 'y'],
        ['insert', 'z', 1],
        ['move', 'x', 'int(0)'],
        ['set', 'Z', 2],
        ['insert', 'w', 9],
      ],
      ['x', 'y', 'Z', 'w'],
    ],
    [
      'log',
      [
        ['append', 1],
        ['append', 2],
        ['append', 1],
      ],
      [1, 2, 1],
    ],
  ])('[SM14] a %s', (type, wanted, value) => {
    expect(kept(type, wanted)).toEqual(value);
  });
});

describe('a planted fault is found', () => {
  const calm = play(
    loose(
      [
        writes('one', 'a', [], at(1)),
        { ...writes('gone', 0, ['one'], at(1)), writes: [{ memory: 'board', key: 'plan', do: 'remove' }] },
        task('rest', ['gone'], { ms: 100 }),
        reads('two', ['rest'], at(2)),
        writes('three', 'b', ['two'], at(2)),
        reads('four', ['three'], at(2)),
      ],
      {
        memories: [
          {
            ...board,
            sessions: ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
            syncMs: 10,
          } as never,
        ],
      },
    ),
  );
  const isMade = (fact: MemoryFact): boolean =>
    fact.type === 'shared-memory.held' && fact.agent === fact.writer && fact.value === 'b';
  it.each<readonly [string, string, (fact: MemoryFact) => MemoryFact | null, RegExp]>([
    [
      'SM12',
      'a tag is behind what its replica knew',
      (fact) => (isMade(fact) ? ({ ...fact, ts: 1 } as MemoryFact) : fact),
      /gave the tag 1\.1 behind/u,
    ],
    [
      'SM12',
      'a tag is ahead of the time',
      (fact) => (isMade(fact) ? ({ ...fact, ts: 1e9 } as MemoryFact) : fact),
      /ahead of the time$/u,
    ],
    [
      'SM13',
      'a replica takes in what nobody made',
      (fact) => (isMade(fact) ? null : fact),
      /took in .* of plan, which nobody made$/u,
    ],
    [
      'SM14',
      'what was removed comes back',
      (fact) => (fact.type === 'shared-memory.held' && fact.agent === 2 ? { ...fact, ts: 9, writer: 0 } : fact),
      /twice$/u,
    ],
    [
      'SM15',
      'a tombstone is let go before all know',
      (fact) => (fact.type === 'shared-memory.held' && fact.agent === 2 ? null : fact),
      /was removed before agent-3 knew$/u,
    ],
    [
      'SM16',
      'one copy stays apart',
      (fact) =>
        fact.type === 'shared-memory.held' && fact.agent === 2 && fact.value === 'b' ? { ...fact, value: 'c' } : fact,
      /^agent-1 and agent-3 hold different copies of The board$/u,
    ],
    [
      'SM17',
      'a read does not see an own write',
      (fact) => (fact.type === 'shared-memory.read' && fact.task === 5 ? { ...fact, ts: 1 } : fact),
      /^agent-2 was served without read-your-writes, at plan$/u,
    ],
    [
      'SM17',
      'a replica has seen less than the session',
      (fact) => (fact.type === 'shared-memory.read' && fact.task === 5 ? { ...fact, seen: { 1: 1 } } : fact),
      /^agent-2 was served without monotonic-reads/u,
    ],
    [
      'SM17',
      'a write goes before what was read',
      (fact) => (fact.type === 'shared-memory.written' && fact.task === 4 ? { ...fact, seen: { 1: 1 } } : fact),
      /^agent-2 was served without writes-follow-reads/u,
    ],
    [
      'SM5',
      'a read gives what nobody wrote',
      (fact) => (fact.type === 'shared-memory.read' ? { ...fact, value: 'z' } : fact),
      /^"z" was read from plan/u,
    ],
  ])('[%s] %s', (name, _what, change, said) => {
    const rule = ruleOf(calm, name);
    expect(verdict(rule, calm.plan, calm.recorded)).toBeNull();
    expect(verdict(rule, calm.plan, changed(calm, change))).toMatch(said);
  });
});
