/** What clients and replicas have to keep in mind, and what they must not trust: each of these is seen only when things come in one order. */
import { expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { resultOf } from '../../../src/replay/index.ts';
import { put } from '../../scenarios/faults/cast.ts';
import { crew, play, task } from '../../scenarios/stage.ts';
import { sentByType } from '../../support/running.ts';
import { reads, shared, told, writes } from './scene.ts';

type More = Partial<Document> & { others?: number };
const at = (agent: number): object => ({ agent: `agent-${String(agent)}` });
/** An eventual memory of two replicas. */
const loose = (tasks: Task[], memory: object = {}, more: More = {}): Document =>
  shared(tasks, {
    replicas: 2,
    memories: [
      { id: 'board', name: 'The board', consistency: 'eventual', replicas: ['agent-1', 'agent-2'], ...memory },
    ],
    ...more,
  });
const seenBy = (played: Parameters<typeof told>[0]): unknown[] =>
  told(played, 'shared-memory.read').map(({ value }) => value);
const does = (id: string, kind: 'set' | 'add', value: unknown, dependsOn: string[], more: object): Task =>
  task(id, dependsOn, {
    writes: [{ memory: 'board', key: 'plan', do: kind, value: JSON.stringify(value) }],
    ...more,
  });

it('[SM12] a replica that was told of tags ahead of the time writes behind them', () => {
  // Three fields at 20 ms take three tags, two of them ahead of the time. At 20 ms the copies are compared too, and then the other writes.
  const pauses = ['p1', 'p2', 'p3', 'p4'];
  const chain = pauses.map((id, place) => task(id, [pauses[place - 1] ?? 'many'], { ms: 0 }));
  const tasks = [
    does('many', 'set', { a: 1, b: 1, c: 1 }, [], { ms: 20, ...at(1) }),
    does('first', 'set', { a: 0 }, [], at(1)),
    ...chain,
    does('last', 'set', { a: 'last', c: 'last' }, ['p4'], { ms: 0, ...at(2) }),
    task('rest', ['last'], { ms: 100 }),
    reads('r', ['rest'], at(1)),
  ];
  const agents = crew(3).map((each) => ({ ...each, slots: 2 }));
  const played = play(loose(tasks, { type: 'map', syncMs: 10 }, { agents, network: { delayMs: 0 } }));
  expect(seenBy(played)).toEqual([{ a: 'last', b: 1, c: 'last' }]);
});

it('[SM16] a replica that is back compares its copy with all others, whatever it knew of them: they may have given it up', () => {
  const tasks = [
    writes('w', 'before', [], at(1)),
    task('rest', ['w'], { ms: 300, ...at(1) }),
    writes('x', 'meanwhile', ['rest'], at(1)),
    task('end', [], { ms: 9000, ...at(3) }),
  ];
  const document = loose(tasks, { syncMs: 10 }, { others: 1 });
  const agreed = play(document).recorded.find(({ fact }) => (fact.type as string) === 'shared-memory.agreed')!;
  // Nobody planned it, so that nobody waits for its end: its replica is given up before it is back.
  const run = put(document, agreed.step + 5, { kind: 'crash', agent: 'agent-2', recoverMs: 5000 });
  expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
  expect(resultOf(run).memory!['board']).toMatchObject({ writes: 2, converged: true });
});

it.each([
  [[], ['seen', null]],
  [['monotonic-reads'], ['seen', 'seen']],
])('[SM17] with the promises %j whoever reads at one replica and then at another reads %j', (sessions, values) => {
  const scene = (writer: number, faults: Document['faults'] = []): Document =>
    loose(
      [
        writes('w', 'seen', [], at(writer)),
        reads('one', ['w'], at(3)),
        reads('two', ['one'], { ...at(3), retry: { attempts: 9, backoffMs: 20, capMs: 20 } }),
      ],
      { sessions, syncMs: 4000 },
      { others: 1, faults },
    );
  // Whoever holds no copy asks one replica, until that is silent: what it read there is not at the other yet.
  const asked = told(play(scene(1)), 'shared-memory.read')[0]!.members[0]! + 1;
  const away = { kind: 'crash', agent: `agent-${String(asked)}`, atMs: 26, recoverMs: 700 } as const;
  expect(seenBy(play(scene(asked, [away])))).toEqual(values);
});

it('[SM14] a write that is asked for twice is done once', () => {
  const count = loose([does('w', 'add', 5, [], at(3)), reads('r', ['w'], at(3))], { type: 'counter' }, { others: 1 });
  const played = play({ ...count, network: { delayMs: 2, duplicate: 1 } });
  // Two things were asked for, and more was answered: each question came twice.
  expect(sentByType(played)['shared-memory.answer']).toBeGreaterThan(2);
  expect(told(played, 'shared-memory.held').filter(({ agent, writer }) => agent === writer)).toHaveLength(1);
  expect(seenBy(played)).toEqual([5]);
});

it('[SM19] a replica follows nobody else before its promise to the primary is over', () => {
  const patient = { retry: { attempts: 9, backoffMs: 100, capMs: 100 } };
  const names = ['agent-1', 'agent-2', 'agent-3'];
  const played = play(
    shared(
      [
        writes('w', 'old', [], at(4)),
        task('rest', ['w'], { ms: 60, ...at(4) }),
        writes('x', 'new', ['rest'], { ...at(4), ...patient }),
        task('later', [], { ms: 500, ...at(1) }),
        reads('here', ['later'], at(1)),
      ],
      {
        others: 1,
        memories: [{ id: 'board', name: 'The board', consistency: 'primary-backup', replicas: names, leaseMs: 1000 }],
        network: {
          delayMs: 2,
          partitions: [{ atMs: 60, healMs: 5000, groups: [['agent-1'], ['agent-2', 'agent-3', 'agent-4']] }],
        },
      },
    ),
  );
  // The first primary reads what it has while its lease holds, though it is cut off: nobody else has written by then.
  expect(seenBy(played)).toEqual(['old']);
  // The promises of its members were given at 16 ms; what they were asked earlier they answer when those are over.
  const joined = played.recorded.filter(
    ({ fact }) => fact.type === 'message.sent' && fact.message.type === 'shared-memory.joined',
  );
  expect(joined.map(({ time }) => time)).toEqual([1016]);
});
