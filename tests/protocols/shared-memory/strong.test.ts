/** A strong memory: what it costs, what it survives, what it says when it cannot go on. */
import { describe, expect, it } from 'vitest';
import { asksMax } from '../../../src/protocols/shared-memory/quorum.ts';
import { play, task } from '../../scenarios/stage.ts';
import { callWith } from '../../support/command-line.ts';
import { factsOf, ran } from '../../support/running.ts';
import { reads, shared, told, traffic, writes } from './scene.ts';

describe('[SM8] messages', () => {
  it.each([1, 3, 5, 8])(
    'of %d replicas, a client that is none of them: 4n to write, 2n to read where they agree',
    (n) => {
      const at = `agent-${String(n + 1)}`;
      const written = play(shared([writes('w', 1, [], { agent: at })], { replicas: n, others: 1 }));
      expect(traffic(written)).toBe(4 * n);
      const read = play(shared([reads('r', [], { agent: at })], { replicas: n, others: 1 }));
      expect(traffic(read)).toBe(2 * n);
    },
  );
  it.each([1, 3, 5, 8])(
    'of %d replicas, one that is a replica: 4(n - 1) to write, 2(n - 1) to read where they agree',
    (n) => {
      expect(traffic(play(shared([writes('w', 1, [], { agent: 'agent-1' })], { replicas: n })))).toBe(4 * (n - 1));
      expect(traffic(play(shared([reads('r', [], { agent: 'agent-1' })], { replicas: n })))).toBe(2 * (n - 1));
    },
  );
  it('whoever has answered is not asked again', () => {
    const faults = ['agent-2', 'agent-3'].map((agent) => ({ kind: 'crash', agent, atMs: 0 }) as const);
    const alone = ran(shared([writes('w', 1, [], { agent: 'agent-4' })], { others: 1, faults }));
    expect(alone.broken).toEqual([]);
    expect(traffic(alone)).toBe(3 + 1 + (asksMax - 1) * 2);
  });
  it('a read whose quorum disagrees writes back: 4n', () => {
    // The writer reaches a majority, and the reader's quorum has one of those and one that the word has not come to.
    const document = shared(
      [
        writes('w', 1, [], { agent: 'agent-4' }),
        reads('r', ['w'], { agent: 'agent-5', ms: 1 }),
        task('rest', ['w'], { ms: 200 }),
      ],
      {
        others: 2,
        network: {
          delayMs: 2,
          links: [
            { from: 'agent-4', to: 'agent-3', delayMs: 60 },
            { from: 'agent-1', to: 'agent-5', delayMs: 9 },
          ],
        },
      },
    );
    const played = play(document);
    expect(told(played, 'shared-memory.read').map(({ value, members }) => [value, members.length])).toEqual([[1, 2]]);
    expect(traffic(played)).toBe(4 * 3 + 4 * 3);
  });
});

describe('[SM2] a minority is cut off', () => {
  const cut = { delayMs: 2, partitions: [{ atMs: 0, healMs: 400, groups: [['agent-1'], ['agent-2', 'agent-3']] }] };
  it('[SM7] the side of the majority goes on, and the other is unavailable until it heals', () => {
    const retry = { attempts: 9, backoffMs: 60, capMs: 60 };
    const played = play(
      shared([writes('here', 'a', [], { agent: 'agent-1', retry }), writes('there', 'b', [], { agent: 'agent-2' })], {
        network: cut,
      }),
    );
    expect(played.outcome).toBe('succeeded');
    const failed = factsOf(played, 'task.ended').filter(({ end }) => end === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed)
      expect(reason).toBe('unavailable: 1 of 3 replicas of The board answered, and 2 must');
    expect(
      told(played, 'shared-memory.unavailable').every(
        ({ times, answered, needed }) => times === asksMax && answered === 1 && needed === 2,
      ),
    ).toBe(true);
  });
  it('without a retry the attempt has failed', () => {
    const played = play(shared([writes('here', 'a', [], { agent: 'agent-1' })], { network: cut }));
    expect([played.outcome, played.reason]).toEqual([
      'failed',
      'here failed: unavailable: 1 of 3 replicas of The board answered, and 2 must',
    ]);
  });
});

it('[SM9] a replica that comes back from a crash has what it had stored', () => {
  const document = shared(
    [
      writes('w', 'kept', [], { agent: 'agent-4' }),
      reads('r', ['w'], { agent: 'agent-4', retry: { attempts: 20, backoffMs: 50, capMs: 50 } }),
    ],
    {
      others: 1,
      faults: ['agent-1', 'agent-2', 'agent-3'].map((agent, at) => ({
        kind: 'crash',
        agent,
        atMs: 26,
        recoverMs: 100 + at,
      })),
    },
  );
  const played = play(document);
  expect(played.outcome).toBe('succeeded');
  expect(told(played, 'shared-memory.read').map(({ value }) => value)).toEqual(['kept']);
});

it('[SM10] a task reads before it begins, and what it writes is made of its result and of what it has read', () => {
  const count = {
    reads: [{ memory: 'board', key: 'count' }],
    writes: [{ memory: 'board', key: 'count', value: 'memory.board.count + results.second.by' }],
  };
  const played = play(
    shared([
      { ...writes('first', 4), writes: [{ memory: 'board', key: 'count', value: 4 }] },
      { ...reads('second', ['first'], { model: { result: { by: 3 } } }), ...count },
    ]),
  );
  expect(told(played, 'shared-memory.written').map(({ key, value }) => [key, value])).toEqual([
    ['count', 4],
    ['count', 7],
  ]);
  const order = played.recorded
    .map(({ fact }) => fact.type as string)
    .filter((type) => ['shared-memory.read', 'task.started', 'shared-memory.written'].includes(type));
  expect(order).toEqual([
    'task.started',
    'shared-memory.written',
    'shared-memory.read',
    'task.started',
    'shared-memory.written',
  ]);
});

it('[SM10] a value that cannot be told fails the attempt', () => {
  const broken = ran(
    shared([{ ...reads('second'), writes: [{ memory: 'board', key: 'plan', value: 'memory.board.plan + 1' }] }]),
  );
  expect(broken.broken).toEqual([]);
  expect(broken.reason).toMatch(/^second failed: the value "memory\.board\.plan \+ 1" cannot be told/u);
});

describe('the result', () => {
  it('counts reads, writes and messages, and says whether the copies agree and the reads are right', () => {
    const tasks = [writes('w', 1, [], { agent: 'agent-4' }), reads('r', ['w'], { agent: 'agent-4' })];
    const { result } = play(shared(tasks, { others: 1 }));
    const memory = { reads: 1, writes: 1, messages: 18, converged: true, linearizable: true };
    expect(result.memory).toEqual({ board: memory });
    const apart = play(
      shared([writes('w', 1, [], { agent: 'agent-1' })], { faults: [{ kind: 'crash', agent: 'agent-3', atMs: 0 }] }),
    );
    expect(apart.result.memory!['board']).toMatchObject({ writes: 1, converged: false, linearizable: true });
  });

  it('stands in a line of what the command line prints', () => {
    const document = { format: 'conclave', version: 1, ...shared([writes('w', 1, [], { agent: 'agent-1' })]) };
    const { out } = callWith({ 'one.json': JSON.stringify(document) }, ['simulate', 'one.json']);
    expect(out).toMatch(/^memory {9}board: 0 read, 1 written, 8 messages, all copies alike$/mu);
  });

  it('says nothing of memories where none is served', () => {
    expect('memory' in play(shared([task('alone')], { memories: [{ id: 'board', consistency: 'kept' }] })).result).toBe(
      false,
    );
  });
});
