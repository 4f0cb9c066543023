/** What happens while an agent turns from one task to another: who comes, goes or comes back then, and what is told of it. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { compiled, piece, play, task, type Played } from '../../scenarios/stage.ts';
import { factsOf, verdict } from '../../support/running.ts';

type Agent = NonNullable<Document['agents']>[number];

/** One that shares its time, and others that only bring tasks at their times. */
function shared(tasks: readonly Task[], slice: NonNullable<Agent['slice']>, more: Partial<Agent> = {}): Document {
  return piece(tasks, {
    agents: [
      { id: 'cpu', slice, ...more },
      { id: 'other', slots: 9 },
    ],
  });
}
const at = (ms: number, id: string): Task => task(`until-${id}`, [], { ms, agent: 'other' });
const comes = (id: string, more: Parameters<typeof task>[2]): Task =>
  task(id, [`until-${id}`], { agent: 'cpu', ...more });

/** `a 0-100`: each slice, in order. */
function slices({ plan, recorded }: Played): string[] {
  return recorded.flatMap(({ fact, time }) =>
    fact.type === 'slice.ended' && fact.ranMs > 0
      ? [`${plan.tasks[fact.task]!.id} ${String(time - fact.ranMs)}-${String(time)}`]
      : [],
  );
}

describe('who comes while another is turned to', () => {
  const document = shared(
    [
      task('a', [], { ms: 10, agent: 'cpu', deadlineMs: 500 }),
      task('b', [], { ms: 10, agent: 'cpu', deadlineMs: 600 }),
      at(12, 'urgent'),
      comes('urgent', { ms: 10, deadlineMs: 50 }),
    ],
    { policy: 'edf', switchMs: 4 },
  );

  it('[SL2] is turned to in its stead if it goes before it, and waits until then', () => {
    const played = play(document);
    expect(slices(played)).toEqual(['a 0-10', 'urgent 16-26', 'b 30-40']);
    const { id, time } = played.recorded
      .filter(({ fact }) => fact.type === 'slice.waits')
      .map(({ fact, time }) => ({ id: played.plan.tasks[(fact as { task: number }).task]!.id, time }))
      .at(-1)!;
    expect([id, time]).toEqual(['urgent', 12]);
  });

  it('[SL2] and turning that takes a millisecond more is found', () => {
    const played = play(document);
    const rule = compiled(document).invariants.find((each) => each.rule === 'SL2')!;
    const began = played.recorded.findIndex(({ time, fact }) => fact.type === 'slice.began' && time === 16);
    const later = played.recorded.map((each, place) => (place >= began ? { ...each, time: each.time + 1 } : each));
    expect(verdict(rule, played.plan, played.recorded)).toBeNull();
    expect(verdict(rule, played.plan, later)).toContain('cpu stood idle for 5 ms');
  });

  it('[SL2] who comes to nobody waits for the time it takes to turn to it', () => {
    const played = play(
      shared([task('a', [], { ms: 10, agent: 'cpu' }), at(30, 'b'), comes('b', { ms: 10 })], {
        policy: 'stride',
        switchMs: 4,
      }),
    );
    expect(slices(played)).toEqual(['a 0-10', 'b 34-44']);
    expect(factsOf(played, 'slice.waits')).toHaveLength(1);
  });
});

it('[SL2] who is given up while it is turned to leaves it to the next', () => {
  const played = play(
    shared(
      [
        task('a', [], { ms: 10, agent: 'cpu', priority: 3 }),
        task('b', [], { ms: 10, agent: 'cpu', priority: 2, queueTimeoutMs: 12, onFailure: 'continue' }),
        task('c', [], { ms: 10, agent: 'cpu', priority: 1 }),
      ],
      { policy: 'priority', switchMs: 4 },
    ),
  );
  expect(played.states['b']).toBe('failed');
  expect(slices(played)).toEqual(['a 0-10', 'c 16-26']);
});

it('[SL2] a run may end while the last task is turned to', () => {
  const played = play(
    shared(
      [
        task('a', [], { ms: 10, agent: 'cpu' }),
        task('b', [], { ms: 10, agent: 'cpu', queueTimeoutMs: 12, onFailure: 'continue' }),
      ],
      { policy: 'weighted', switchMs: 4 },
    ),
  );
  expect(slices(played)).toEqual(['a 0-10']);
});

describe('who comes back from a checkpoint while another is turned to', () => {
  const document = (policy: 'weighted' | 'deficit'): Document =>
    shared(
      [
        task('x', [], { ms: 20, agent: 'cpu' }),
        task('y', [], { ms: 20, agent: 'cpu' }),
        at(10, 'z'),
        comes('z', { ms: 20 }),
      ],
      { policy, quantumMs: 1, switchMs: 4 },
      { recovers: 'checkpoint', checkpointEveryMs: 7, checkpointMs: 1 },
    );

  for (const policy of ['weighted', 'deficit'] as const)
    it(`[SL4] [SL5] has not been passed over by it (${policy})`, () => {
      const played = play(document(policy));
      // From 13 on y is turned to, from 14 to 15 x and y are suspended, and z, which has not begun, is turned to from 14 on.
      expect(slices(played).slice(0, 6)).toEqual(['x 0-1', 'y 5-6', 'x 12-13', 'z 19-20', 'y 28-29', 'x 36-37']);
    });
});
