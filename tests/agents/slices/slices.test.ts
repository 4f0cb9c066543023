/** Tasks that share the time of one agent: whose turn it is under each policy, what a turn costs, and faults that the rules must see. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { compiled, piece, play, task, times, type Played } from '../../scenarios/stage.ts';
import { factsOf, verdict, type Recorded } from '../../support/running.ts';

type Slice = NonNullable<NonNullable<Document['agents']>[number]['slice']>;

function shared(tasks: readonly Task[], slice: Slice, more: Partial<Document> & { of?: object } = {}): Document {
  const { of = {}, ...rest } = more;
  return piece(tasks, { agents: [{ id: 'cpu', slice: { quantumMs: 100, ...slice }, ...of }], ...rest });
}

/** `a 0-100, b 100-200`: who was worked at and when; what goes on in the same task is one. */
function course({ plan, recorded }: Played): string {
  const spans: [string, number, number][] = [];
  for (const { fact, time } of recorded) {
    if (fact.type !== 'slice.ended' || fact.ranMs === 0) continue;
    const { id } = plan.tasks[fact.task]!;
    const last = spans.at(-1);
    if (last?.[0] === id && last[2] === time - fact.ranMs) last[2] = time;
    else spans.push([id, time - fact.ranMs, time]);
  }
  return spans.map(([id, from, to]) => `${id} ${String(from)}-${String(to)}`).join(', ');
}

const three = [
  task('a', [], { ms: 600, weight: 3 }),
  task('b', [], { ms: 600, weight: 2 }),
  task('c', [], { ms: 600, weight: 1 }),
];

describe('whose turn it is', () => {
  it('[SL4] [SL5] by weight in a round: a turn is a quantum times the weight', () => {
    const played = play(shared(three, { policy: 'weighted' }));
    expect(course(played)).toBe(
      'a 0-300, b 300-500, c 500-600, a 600-900, b 900-1100, c 1100-1200, b 1200-1400, c 1400-1800',
    );
  });

  it('[SL5] by stride whoever has had least for its weight', () => {
    expect(course(play(shared(three, { policy: 'stride' })))).toBe(
      'a 0-100, b 100-200, c 200-300, a 300-400, b 400-500, a 500-600, c 600-700, b 700-800, a 800-1000, b 1000-1100, a 1100-1200, c 1200-1300, b 1300-1500, c 1500-1800',
    );
  });

  it('[SL5] by deficit pieces of unequal length get equal time, where by weight alone they do not', () => {
    // One is cut every 150 ms, the other every 50: in rounds of 100 the first has 150 in each turn by weight alone.
    const pieces = [task('long', [], { ms: 900, pieceMs: 150 }), task('short', [], { ms: 900, pieceMs: 50 })];
    const atEnd = (policy: 'weighted' | 'deficit') => times(play(shared(pieces, { policy })), 'long')[1];
    expect([atEnd('weighted'), atEnd('deficit')]).toEqual([1400, 1600]);
    expect(course(play(shared(pieces, { policy: 'deficit' })))).toMatch(
      /^long 0-150, short 150-250, long 250-400, short 400-600, /u,
    );
  });

  it('[SL6] the earliest deadline goes first, and does not wait for the end of a turn', () => {
    const late = task('late', [], { ms: 500, deadlineMs: 2000 });
    const first = task('first', [], { ms: 30, agent: 'other' });
    const urgent = task('urgent', ['first'], { ms: 100, deadlineMs: 200, agent: 'cpu' });
    const none = task('none', [], { ms: 50, agent: 'cpu' });
    const document = shared([{ ...late, agent: 'cpu' }, first, urgent, none], { policy: 'edf' });
    const played = play({ ...document, agents: [...document.agents!, { id: 'other' }] });
    expect(course(played)).toBe('late 0-30, urgent 30-130, late 130-600, none 600-650');
  });

  it('[SL6] a piece is not cut, however urgent another is', () => {
    const tasks = [
      task('piece', [], { ms: 200, pieceMs: 80, agent: 'cpu' }),
      task('first', [], { ms: 30, agent: 'other' }),
      task('urgent', ['first'], { ms: 100, priority: 9, agent: 'cpu' }),
    ];
    const document = shared(tasks, { policy: 'priority' });
    const played = play({ ...document, agents: [...document.agents!, { id: 'other' }] });
    expect(course(played)).toBe('piece 0-80, urgent 80-180, piece 180-300');
  });

  it('[SL6] equals take turns', () => {
    const equals = ['x', 'y'].map((id) => task(id, [], { ms: 150, priority: 1 }));
    expect(course(play(shared(equals, { policy: 'priority' })))).toBe('x 0-100, y 100-200, x 200-250, y 250-300');
  });

  it('[SL2] who is alone has no turns, and ends one with the first quantum after another has come', () => {
    const tasks = [
      task('alone', [], { ms: 1000, agent: 'cpu' }),
      task('wait', [], { ms: 340, agent: 'other' }),
      task('comes', ['wait'], { ms: 50, agent: 'cpu' }),
    ];
    const document = shared(tasks, { policy: 'weighted' });
    const played = play({ ...document, agents: [...document.agents!, { id: 'other' }] });
    expect(course(played)).toBe('alone 0-400, comes 400-450, alone 450-1050');
    expect(factsOf(played, 'slice.began').filter(({ task: of }) => of === 0)).toHaveLength(2);
  });

  it('[SL2] turning to another task takes its time, and no time is worked meanwhile', () => {
    const two = ['x', 'y'].map((id) => task(id, [], { ms: 200 }));
    const played = play(shared(two, { policy: 'weighted', switchMs: 5 }));
    expect(course(played)).toBe('x 0-100, y 105-205, x 210-310, y 315-415');
    expect(played.result.agents['cpu']).toMatchObject({ busyMs: 400, utilization: 0.9639 });
  });
});

describe('what is in hand stays whole', () => {
  it('[SL3] [SL7] a crash loses what no checkpoint holds, and what it holds goes on by turns', () => {
    const two = ['x', 'y'].map((id) => task(id, [], { ms: 400 }));
    const document = shared(
      two,
      { policy: 'weighted' },
      {
        of: { recovers: 'checkpoint', checkpointEveryMs: 250 },
        coordination: { pattern: 'centralized', leaseMs: 5000 },
        faults: [{ kind: 'crash', agent: 'cpu', atMs: 520, recoverMs: 600 }],
      },
    );
    const played = play(document);
    // At 500 x and y had 250 each (x 0-100, 200-300, 400-500 less one turn for y).
    expect(
      factsOf(played, 'task.restored')
        .map(({ doneMs }) => doneMs)
        .reduce((sum, ms) => sum + ms),
    ).toBe(500);
    expect(played.result.makespanMs).toBe(600 + 300);
    expect(Object.values(played.states)).toEqual(['succeeded', 'succeeded']);
  });

  it('[SL7] whoever comes back with empty hands has no turn left of what was lost', () => {
    const two = ['x', 'y'].map((id) => task(id, [], { ms: 400 }));
    const played = play(
      shared(
        two,
        { policy: 'weighted' },
        {
          coordination: { pattern: 'centralized', leaseMs: 1000 },
          faults: [{ kind: 'crash', agent: 'cpu', atMs: 250, recoverMs: 300 }],
        },
      ),
    );
    expect(Object.values(played.states)).toEqual(['succeeded', 'succeeded']);
    expect(factsOf(played, 'slice.began').map(({ task: of, lease }) => `${String(of)}/${String(lease)}`)).toEqual(
      expect.arrayContaining(['0/1', '1/1']),
    );
  });

  it('[SL7] a timeout counts turns of others, and frees the time', () => {
    // It runs out of time at 500, and takes 100 to stop.
    const tasks = [
      task('slow', [], { ms: 400, timeoutMs: 500, onFailure: 'continue' }),
      task('other', [], { ms: 400 }),
    ];
    const played = play(shared(tasks, { policy: 'weighted' }));
    expect(played.result.tasks['slow']).toMatchObject({ state: 'failed', reason: 'timeout', endMs: 600 });
    expect(played.result.tasks['other']!.endMs).toBe(700);
  });

  it('[SL1] what is blocked takes no turn, and is ready again with what it waited for', () => {
    const holds = [{ resource: 'oven', fromMs: 50, toMs: 150 }];
    const played = play(
      shared(
        [task('x', [], { ms: 200, holds }), task('y', [], { ms: 200, holds })],
        { policy: 'weighted' },
        { resources: [{ id: 'oven' }] },
      ),
    );
    expect(played.result.makespanMs).toBe(400);
    expect(factsOf(played, 'slice.ended').map(({ end }) => end)).toContain('halted');
  });

  it('slots bound how many share the time, and one that is written is one after the other', () => {
    const all = ['x', 'y', 'z'].map((id) => task(id, [], { ms: 200 }));
    expect(course(play(shared(all, { policy: 'weighted' }, { of: { slots: 2 } })))).toBe(
      'x 0-100, y 100-200, x 200-300, y 300-400, z 400-600',
    );
  });

  it('without a policy nothing of it is in facts or states', () => {
    const plain = play(piece(three));
    const named = play(
      piece(three, {
        agents: piece([]).agents!.map((agent) => ({ ...agent, slice: { policy: 'none', quantumMs: 7 } })),
      }),
    );
    expect(named.run.digest()).toBe(plain.run.digest());
    expect(JSON.stringify(plain.recorded)).not.toContain('slice.');
  });
});

describe('a planted fault is caught', () => {
  const document = shared(three, { policy: 'weighted', quantumMs: 50 });
  const rule = (number: string, of = document) => compiled(of).invariants.find((each) => each.rule === number)!;
  const changed = (
    of: Document,
    change: (fact: KnownFact, at: number, all: readonly Recorded[]) => KnownFact | null,
  ): [Played, Recorded[]] => {
    const played = play(of);
    const facts = played.recorded.flatMap((each, at) => {
      const fact = change(each.fact, at, played.recorded);
      return fact === null ? [] : [{ ...each, fact }];
    });
    return [played, facts];
  };
  const said = (number: string, of: Document, change: Parameters<typeof changed>[1]) => {
    const [played, facts] = changed(of, change);
    expect(verdict(rule(number, of), played.plan, played.recorded)).toBeNull();
    return verdict(rule(number, of), played.plan, facts);
  };
  const nth = (type: string, number: number) => {
    let seen = 0;
    return (fact: KnownFact) => fact.type === type && (seen += 1) === number;
  };

  it('[SL1] a turn in the turn of another', () => {
    const is = nth('slice.ended', 2);
    expect(said('SL1', document, (fact) => (is(fact) ? null : fact))).toContain('began a turn of');
  });

  it('[SL2] idle while a task waits', () => {
    const played = play(document);
    const late = played.recorded.map((each) => (each.time >= 400 ? { ...each, time: each.time + 1 } : each));
    const at = late.findIndex(({ fact, time }) => fact.type === 'slice.ended' && time > 400);
    late[at] = { ...late[at]!, time: late[at]!.time - 1 };
    expect(verdict(rule('SL2'), played.plan, late)).toContain('stood idle');
  });

  it('[SL3] work that is lost, and done twice', () => {
    const lost = nth('slice.began', 5);
    expect(said('SL3', document, (fact) => (lost(fact) ? ({ ...fact, leftMs: 1 } as KnownFact) : fact))).toContain(
      'went on with',
    );
    const twice = nth('slice.ended', 5);
    expect(said('SL3', document, (fact) => (twice(fact) ? ({ ...fact, leftMs: 599 } as KnownFact) : fact))).toContain(
      'has 599',
    );
  });

  it('[SL8] success with work left', () => {
    expect(
      said('SL8', document, (fact) =>
        fact.type === 'slice.ended' && fact.end === 'over' ? { ...fact, leftMs: 3 } : fact,
      ),
    ).toContain('succeeded with');
  });

  it('[SL4] a second turn before another has had one, and [SL5] more than its share', () => {
    const greedy = (fact: KnownFact) =>
      (fact.type === 'slice.began' || fact.type === 'slice.ended') && fact.task === 2 ? { ...fact, task: 0 } : fact;
    expect(said('SL4', document, greedy)).toContain('had a second turn');
    expect(said('SL5', document, greedy)).toContain('for its weight more than');
    const stride = shared(three, { policy: 'stride', quantumMs: 50 });
    expect(said('SL5', stride, greedy)).toContain('for its weight more than');
  });

  it('[SL6] a later deadline, and a lower priority, before an earlier and a higher', () => {
    const swapped = (fact: KnownFact) =>
      'agent' in fact && 'task' in fact && fact.type.startsWith('slice.')
        ? ({ ...fact, task: 1 - (fact as { task: number }).task } as KnownFact)
        : fact;
    const due = [task('x', [], { ms: 90, deadlineMs: 500 }), task('y', [], { ms: 90, deadlineMs: 400 })];
    expect(said('SL6', shared(due, { policy: 'edf' }), swapped)).toContain('goes before it');
    const ranked = [task('x', [], { ms: 90, priority: 1 }), task('y', [], { ms: 90, priority: 2 })];
    expect(said('SL6', shared(ranked, { policy: 'priority' }), swapped)).toContain('goes before it');
  });
});
