/** Memories with a primary and backups: what they cost, who takes over, who is fenced off, and how a write compares and sets. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { play, task } from '../../scenarios/stage.ts';
import { ran, sentByType, verdict } from '../../support/running.ts';
import { changed, reads, ruleOf, shared, told, traffic, writes } from './scene.ts';

const board = (replicas: number, more: object = {}): NonNullable<Document['memories']> => [
  {
    id: 'board',
    name: 'The board',
    consistency: 'primary-backup',
    replicas: Array.from({ length: replicas }, (_, at) => `agent-${String(at + 1)}`),
    ...more,
  },
];
const led = (
  tasks: Task[],
  { replicas = 3, ...more }: Partial<Document> & { replicas?: number; others?: number } = {},
): Document => shared(tasks, { replicas, memories: board(replicas), ...more });
const at = (agent: number): object => ({ agent: `agent-${String(agent)}` });
const patient = { retry: { attempts: 9, backoffMs: 100, capMs: 100 } };

describe('[SM20] messages', () => {
  it.each([1, 3, 5, 8])('of %d replicas: 2 + 2(n - 1) to write, and 2 to read while the lease holds', (n) => {
    const outside = { replicas: n, others: 1 };
    expect(traffic(play(led([writes('w', 1, [], at(n + 1))], outside)))).toBe(2 + 2 * (n - 1));
    const both = [writes('w', 1, [], at(n + 1)), reads('r', ['w'], at(n + 1))];
    expect(traffic(play(led(both, outside)))).toBe(2 + 2 * (n - 1) + 2);
    expect(traffic(play(led([reads('r', [], at(n + 1))], outside)))).toBe(2 + 2 * (n - 1));
  });
  it.each([1, 3, 5, 8])('of %d replicas, where the primary itself writes and reads: 2(n - 1)', (n) => {
    expect(traffic(play(led([writes('w', 1, [], at(1)), reads('r', ['w'], at(1))], { replicas: n })))).toBe(
      2 * (n - 1),
    );
  });
  it('a lease of no length is asked for anew with each read', () => {
    const both = [writes('w', 1, [], at(1)), reads('r', ['w'], at(1))];
    expect(traffic(play(led(both, { memories: board(3, { leaseMs: 0 }) })))).toBe(4 + 4);
  });
});

describe('[SM19] a primary that is gone', () => {
  const chain = [
    writes('w', 'kept', [], at(4)),
    task('rest', ['w'], { ms: 100, ...at(4) }),
    reads('r', ['rest'], { ...at(4), ...patient }),
    writes('x', 'new', ['r'], { ...at(4), ...patient }),
  ];
  it('is followed by the next, which has all that was acknowledged', () => {
    const played = play(led(chain, { others: 1, faults: [{ kind: 'crash', agent: 'agent-1', atMs: 60 }] }));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'shared-memory.read').map(({ value }) => value)).toEqual(['kept']);
    expect(told(played, 'shared-memory.led').map(({ agent, epoch, members }) => [agent, epoch, members])).toEqual([
      [1, 1, [1, 2]],
    ]);
  });
  it('a backup that is gone is left out of the view, and the write is done', () => {
    const played = play(
      led([writes('w', 1, [], { ...at(1), ...patient })], { faults: [{ kind: 'crash', agent: 'agent-3', atMs: 0 }] }),
    );
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'shared-memory.led').map(({ epoch, members }) => [epoch, members])).toEqual([[1, [0, 1]]]);
  });
  it('a primary that is cut off is unavailable, and reads nothing that others have written since', () => {
    const played = play(
      led(
        [
          writes('w', 'old', [], at(4)),
          task('rest', ['w'], { ms: 300, ...at(4) }),
          writes('x', 'new', ['rest'], { ...at(4), ...patient }),
          reads('there', ['rest'], { ...at(1), ...patient }),
        ],
        {
          others: 1,
          network: {
            delayMs: 2,
            partitions: [{ atMs: 60, healMs: 2500, groups: [['agent-1'], ['agent-2', 'agent-3', 'agent-4']] }],
          },
        },
      ),
    );
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'shared-memory.unavailable').some(({ agent }) => agent === 0)).toBe(true);
    expect(told(played, 'shared-memory.read').map(({ value }) => value)).toEqual(['new']);
  });
  it('leads in a new view only when it is back', () => {
    const faults = [{ kind: 'crash', agent: 'agent-1', atMs: 60, recoverMs: 70 } as const];
    const played = play(led(chain, { others: 1, faults }));
    expect(told(played, 'shared-memory.read').map(({ value }) => value)).toEqual(['kept']);
    expect(told(played, 'shared-memory.led').map(({ agent, epoch }) => [agent, epoch])).toEqual([[0, 3]]);
  });
  it('each member counts once, though it answers twice', () => {
    const network = { delayMs: 2, duplicate: 1 };
    const played = play(led(chain, { others: 1, network, faults: [{ kind: 'crash', agent: 'agent-1', atMs: 60 }] }));
    expect(told(played, 'shared-memory.led').map(({ epoch, members }) => [epoch, members])).toEqual([[1, [1, 2]]]);
  });
  it('once it is back in the network and fenced, leads no more and asks who does', () => {
    const apart = [{ atMs: 60, healMs: 1500, groups: [['agent-1'], ['agent-2', 'agent-3', 'agent-4']] }];
    const tasks = [
      writes('w', 'old', [], at(4)),
      task('rest', ['w'], { ms: 100, ...at(4) }),
      writes('x', 'new', ['rest'], { ...at(4), ...patient }),
      task('later', [], { ms: 2000, ...at(1) }),
      reads('r', ['later'], { ...at(1), ...patient }),
    ];
    const played = play(led(tasks, { others: 1, network: { delayMs: 2, partitions: apart } }));
    expect(told(played, 'shared-memory.read').map(({ value }) => value)).toEqual(['new']);
    expect(told(played, 'shared-memory.led').map(({ agent, epoch }) => [agent, epoch])).toEqual([[1, 1]]);
    // It asks its members once more whether it leads, and believes the first that says no.
    expect(sentByType(played)['shared-memory.fenced']).toBe(2);
  });
  it('drops what was never acknowledged when it follows a later view', () => {
    const apart = [{ atMs: 60, healMs: 1500, groups: [['agent-1'], ['agent-2', 'agent-3', 'agent-4']] }];
    const other = (id: string, after: string): Task => ({
      ...task(id, [after], { ...at(4), ...patient }),
      writes: [{ memory: 'board', key: 'other', value: 1 }],
    });
    const tasks = [
      writes('w', 'old', [], at(4)),
      task('rest', ['w'], { ms: 100, ...at(4) }),
      writes('alone', 'lost', ['w'], { ms: 80, ...at(1), onFailure: 'continue' }),
      other('x', 'rest'),
      task('more', ['x'], { ms: 3000, ...at(4) }),
      other('y', 'more'),
    ];
    // The third replica is gone by then, so that the next view needs the first.
    const faults = [{ kind: 'crash', agent: 'agent-3', atMs: 2000 } as const];
    const played = play(led(tasks, { others: 1, faults, network: { delayMs: 2, partitions: apart } }));
    const plans = told(played, 'shared-memory.held').filter(({ agent, key }) => agent === 0 && key === 'plan');
    expect(plans.slice(0, 3).map(({ value }) => value)).toEqual(['old', 'lost', 'old']);
  });
  it('of no majority nobody leads', () => {
    const faults = ['agent-2', 'agent-3'].map((agent) => ({ kind: 'crash', agent, atMs: 0 }) as const);
    const alone = ran(led([writes('w', 1, [], at(1))], { faults }));
    expect([alone.outcome, alone.reason]).toEqual([
      'failed',
      'w failed: unavailable: no primary of The board answered',
    ]);
    expect(alone.broken).toEqual([]);
  });
});

describe('[SM21] compare and set', () => {
  const bump = (id: string, more: object = {}): Task => ({
    ...task(id, ['zero'], more),
    reads: [{ memory: 'board', key: 'count' }],
    writes: [{ memory: 'board', key: 'count', value: 'memory.board.count + 1', expect: 'memory.board.count' }],
  });
  const zero = task('zero', [], { writes: [{ memory: 'board', key: 'count', value: 0 }] });
  const bumps = (more: object): Task[] => Array.from({ length: 6 }, (_, place) => bump(`b${String(place)}`, more));
  const last = (played: Parameters<typeof told>[0]): unknown => told(played, 'shared-memory.written').at(-1)?.value;
  it('a write that finds something else has failed, and says what it found', () => {
    const played = play(led([zero, ...bumps({ onFailure: 'continue' })], { replicas: 3 }));
    const lost = played.recorded.flatMap(({ fact }) => (fact.type === 'task.failed' ? [fact.reason] : []));
    expect(lost.length).toBeGreaterThan(0);
    for (const reason of lost) expect(reason).toMatch(/^refused: count was \d, not \d$/u);
    expect(last(played)).toBe(6 - lost.length);
  });
  it.each([3, 8, 10])('what was refused does not take effect when it is heard once more, by seed %d', (seed) => {
    const lock = (id: string, dependsOn: string[], more: object): Task =>
      task(id, dependsOn, {
        writes: [{ memory: 'board', key: 'lock', ...more }],
        ...at(id === 'try' ? 4 : 1),
        onFailure: 'continue',
      });
    const tasks = [
      lock('hold', [], { value: 1 }),
      lock('try', ['hold'], { value: 2, expect: null }),
      { ...lock('free', ['try'], { do: 'remove' }), trigger: 'all-done' as const },
      { ...task('r', ['free'], { ms: 300, ...at(1) }) },
      { ...task('see', ['r'], at(1)), reads: [{ memory: 'board', key: 'lock' }] },
    ];
    // What the other one asks for comes twice, the second time perhaps only when the lock is free.
    const late = { from: 'agent-4', to: 'agent-1', delayMs: { min: 1, max: 400 } };
    const network = { delayMs: 1, duplicate: 0.9, links: [late] };
    const played = play(led(tasks, { others: 1, seed, network }));
    expect(told(played, 'shared-memory.written').map(({ value }) => value)).not.toContain(2);
    expect(told(played, 'shared-memory.read').at(-1)?.value).toBeNull();
  });
  it('its retry reads again, so that no update is lost', () => {
    const played = play(led([zero, ...bumps({ retry: { attempts: 30, backoffMs: 7, capMs: 40, jitter: 0.5 } })]));
    expect([played.outcome, last(played)]).toEqual(['succeeded', 6]);
  });
});

describe('a planted fault is found', () => {
  const calm = play(
    led([writes('w', 1, [], { ...at(1), ...patient })], { faults: [{ kind: 'crash', agent: 'agent-3', atMs: 0 }] }),
  );
  const rule = ruleOf(calm, 'SM19');
  it.each<readonly [string, object, RegExp]>([
    ['an epoch comes twice', { epoch: 0 }, /led The board in epoch 0 after 0$/u],
    ['an epoch is of another', { epoch: 3 }, /in epoch 3, which is another's$/u],
    ['a view has no majority', { members: [0] }, /with 1 of 3 replicas$/u],
    ['a primary is no member', { members: [0, 2] }, /with 2 of 3 replicas$/u],
  ])('[SM19] %s', (_what, change, said) => {
    const planted = changed(calm, (fact) => (fact.type === 'shared-memory.led' ? { ...fact, ...change } : fact));
    expect(verdict(rule, calm.plan, calm.recorded)).toBeNull();
    expect(verdict(rule, calm.plan, planted)).toMatch(said);
  });
  it('[SM19] somebody answers for no view', () => {
    const planted = changed(calm, (fact) =>
      fact.type === 'shared-memory.written' ? { ...fact, members: [1, 2] } : fact,
    );
    expect(verdict(rule, calm.plan, planted)).toBe('no view of The board answered for plan');
  });
});

describe('a compare and set is held against what stood there', () => {
  const write = (id: string, value: number, after: string[]): Task =>
    task(id, after, {
      writes: [{ memory: 'board', key: 'n', value, ...(id === 'zero' ? {} : { expect: 0 }) }],
      onFailure: 'continue',
    });
  const calm = play(led([write('zero', 0, []), write('one', 1, ['zero']), write('two', 2, ['one'])]));
  const expecting = (index: number, expect: number) =>
    changed(calm, (fact) => (fact.type === 'shared-memory.asked' && fact.task === index ? { ...fact, expect } : fact));
  it('[SM1] [SM21] one that is done and one that is refused are both right', () => {
    expect(told(calm, 'shared-memory.refused').map(({ task: of, reason }) => [of, reason])).toEqual([
      [2, 'refused: n was 1, not 0'],
    ]);
    expect(verdict(ruleOf(calm, 'SM1'), calm.plan, calm.recorded)).toBeNull();
  });
  it.each([
    ['one is done where something else stood', 1, 7, /wrote 1 instead of 7 to n of The board for one, which no order/u],
    [
      'one is refused where that stood',
      2,
      1,
      /was refused to write 2 instead of 1 to n of The board for two, which no order/u,
    ],
  ])('[SM1] %s', (_what, index, expect_, said) => {
    expect(verdict(ruleOf(calm, 'SM1'), calm.plan, expecting(index, expect_))).toMatch(said);
  });
});
