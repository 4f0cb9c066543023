/** Each rule of shared memories finds a fault that is planted in what is told, and nothing where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import type { MemoryFact } from '../../../src/protocols/shared-memory/messages.ts';
import { asksMax } from '../../../src/protocols/shared-memory/quorum.ts';
import { play, task } from '../../scenarios/stage.ts';
import { ran, verdict } from '../../support/running.ts';
import { changed, reads, ruleOf, shared, told, writes } from './scene.ts';

const calm = play(
  shared([writes('one', 'a'), reads('two', ['one']), writes('three', 'b', ['two']), reads('four', ['three'])]),
);
/** Reads of what stood there before, from the second on. */
const isLast = (fact: MemoryFact): boolean => fact.type === 'shared-memory.read' && fact.task === 3;

describe('a planted fault is found', () => {
  it.each<readonly [string, string, (fact: MemoryFact) => MemoryFact | null, RegExp]>([
    [
      'SM1',
      'a read gives what stood there before',
      (fact) => (isLast(fact) ? ({ ...fact, value: 'a' } as MemoryFact) : fact),
      /read "a" from plan of The board for four, which no order of reads and writes explains; it could have read "b"$/u,
    ],
    [
      'SM1',
      'a read gives nothing although something was written',
      (fact) => (isLast(fact) ? ({ ...fact, value: null } as MemoryFact) : fact),
      /read null from plan/u,
    ],
    [
      'SM2',
      'half of the replicas are taken for a quorum',
      (fact) => (isLast(fact) ? ({ ...fact, members: [0] } as MemoryFact) : fact),
      /^1 of 3 replicas of The board were taken for a quorum$/u,
    ],
    [
      'SM2',
      'a replica is counted twice',
      (fact) => (isLast(fact) ? ({ ...fact, members: [1, 1] } as MemoryFact) : fact),
      /^1 of 3 replicas/u,
    ],
    [
      'SM2',
      'somebody who holds no copy is counted',
      (fact) => (isLast(fact) ? ({ ...fact, members: [1, 3] } as MemoryFact) : fact),
      /^1 of 3 replicas/u,
    ],
    [
      'SM3',
      'a replica keeps what is older',
      (fact) => (fact.type === 'shared-memory.held' && fact.value === 'b' ? { ...fact, ts: 0 } : fact),
      /kept 0\.\d after 1\.\d$/u,
    ],
    [
      'SM4',
      'one tag names two values',
      (fact) =>
        fact.type === 'shared-memory.held' && fact.value === 'b' && fact.agent === 2 ? { ...fact, value: 'c' } : fact,
      /names "b" and "c"|names "c" and "b"/u,
    ],
    [
      'SM5',
      'a read gives what nobody wrote',
      (fact) => (isLast(fact) ? ({ ...fact, value: 'z' } as MemoryFact) : fact),
      /^"z" was read from plan, and nobody had written it$/u,
    ],
    [
      'SM6',
      'a write is acknowledged before it is stored',
      (fact) => (fact.type === 'shared-memory.held' && fact.agent !== 0 ? null : fact),
      /^1\.\d of plan stood at 1 of 3 replicas$/u,
    ],
  ])('[%s] %s', (name, _what, change, said) => {
    const rule = ruleOf(calm, name);
    expect(verdict(rule, calm.plan, calm.recorded)).toBeNull();
    expect(verdict(rule, calm.plan, changed(calm, change))).toMatch(said);
  });

  const alone = ran(
    shared([writes('one', 'a', [], { agent: 'agent-1' })], {
      faults: ['agent-2', 'agent-3'].map((agent) => ({ kind: 'crash', agent, atMs: 0 })),
    }),
  );
  it.each([
    ['too early', { times: asksMax - 1 }, `gave up after ${String(asksMax - 1)} times`],
    ['although enough had answered', { answered: 2 }, 'gave up although 2 had answered'],
  ])('[SM7] somebody gives up %s', (_what, change, said) => {
    const rule = ruleOf(alone, 'SM7');
    expect(told(alone, 'shared-memory.unavailable')).toHaveLength(1);
    expect(verdict(rule, alone.plan, alone.recorded)).toBeNull();
    const planted = changed(alone, (fact) =>
      fact.type === 'shared-memory.unavailable' ? { ...fact, ...change } : fact,
    );
    expect(verdict(rule, alone.plan, planted)).toBe(said);
  });
});

it('[SM1] the naive exhibit: a read after a write does not see it, and the checker says so', () => {
  const naive = shared([writes('one', 'a', [], { agent: 'agent-1' }), reads('two', ['one'], { agent: 'agent-2' })], {
    memories: [{ id: 'board', name: 'The board', consistency: 'naive', replicas: ['agent-1', 'agent-2'] }],
    network: { delayMs: 2, links: [{ from: 'agent-1', to: 'agent-2', delayMs: 80 }] },
  });
  const { broken, outcome } = ran(naive);
  expect(outcome).toBe('succeeded');
  expect(broken).toHaveLength(1);
  expect(broken[0]).toMatch(
    /^shared-memory SM1 at step \d+: agent-2 read null from plan of The board for two, which no order of reads and writes explains; it could have read "a"$/u,
  );
});

it('[SM1] the naive exhibit: two writes at once leave two copies apart for ever', () => {
  const naive = shared(
    [
      writes('one', 'a', [], { agent: 'agent-1' }),
      writes('two', 'b', [], { agent: 'agent-2' }),
      reads('here', ['one', 'two'], { agent: 'agent-1' }),
      reads('there', ['here'], { agent: 'agent-2' }),
    ],
    { memories: [{ id: 'board', consistency: 'naive', replicas: ['agent-1', 'agent-2'] }] },
  );
  const result = ran(naive);
  expect(told(result, 'shared-memory.read').map(({ value }) => value)).toEqual(['b', 'a']);
  expect(result.broken.some((each) => each.startsWith('shared-memory SM1'))).toBe(true);
});

it.each(['strong', 'primary-backup', 'eventual', 'naive'])(
  '[SM5] where something was removed nothing stands, in a memory that is %s, whatever value the removal names',
  (consistency) => {
    const gone = task('gone', ['w'], {
      agent: 'agent-1',
      writes: [{ memory: 'board', key: 'plan', do: 'remove', value: 7 }],
    });
    const here = { agent: 'agent-1' };
    const { recorded, result } = play(
      shared([writes('w', 'a', [], here), gone, reads('r', ['gone'], here)], {
        memories: [{ id: 'board', consistency, replicas: ['agent-1', 'agent-2', 'agent-3'] }],
      }),
    );
    expect(told({ recorded }, 'shared-memory.read').map(({ value }) => value)).toEqual([null]);
    expect(result.memory!['board']!['linearizable']).toBe(consistency === 'eventual' ? undefined : true);
  },
);
