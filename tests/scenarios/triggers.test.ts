/** When a task starts, when it is skipped, and how far skipping goes (SPEC W8, W9). */
import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/running.ts';
import { crew, failing, piece, play, task, times } from './stage.ts';

const skip = { onFailure: 'skip-dependents' } as const;

describe('a task starts when its trigger is met', () => {
  it('[W8] all-success waits for the last of its dependencies', () => {
    const played = play(piece([task('a'), task('b', [], { ms: 30 }), task('c', ['a', 'b'])]));
    expect(times(played, 'c')).toEqual([30, 40]);
  });
  it('[W8] all-success is skipped when one of them fails, at once and not when the others are over', () => {
    const played = play(piece([failing('a', [], skip), task('b', [], { ms: 90 }), task('c', ['a', 'b'])]));
    expect(played.states).toEqual({ a: 'failed', b: 'succeeded', c: 'skipped' });
    expect(played.result.tasks['c']).toMatchObject({ endMs: 10, reason: 'a did not succeed' });
    expect(played.outcome).toBe('failed');
  });
  it('[W8] all-done waits for all of them, however they end', () => {
    const played = play(
      piece([
        failing('a', [], skip),
        task('b', ['a']),
        task('c', [], { ms: 40 }),
        task('d', ['a', 'b', 'c'], { trigger: 'all-done' }),
      ]),
    );
    expect(played.states).toEqual({ a: 'failed', b: 'skipped', c: 'succeeded', d: 'succeeded' });
    expect(times(played, 'd')).toEqual([40, 50]);
  });
  it('[W8] one-success starts with the first success and does not start again with the second', () => {
    const played = play(
      piece([task('a'), task('b', [], { ms: 30 }), task('c', ['a', 'b'], { trigger: 'one-success' })]),
    );
    expect(times(played, 'c')).toEqual([10, 20]);
    expect(factsOf(played, 'task.ready').filter((fact) => fact.task === 2)).toHaveLength(1);
  });
  it('[W8] one-success is skipped only when every dependency has failed', () => {
    const two = [failing('a', [], skip), failing('b', [], { ...skip, ms: 30 })];
    const played = play(piece([...two, task('c', ['a', 'b'], { trigger: 'one-success' })]));
    expect(played.result.tasks['c']).toMatchObject({ state: 'skipped', endMs: 30 });
  });
  it.each([
    [1, 'succeeded', 10],
    [2, 'succeeded', 20],
    [3, 'skipped', 40],
    [4, 'skipped', 30],
  ])('[W8] at least %i of four, of which two fail: %s at %i ms', (atLeast, state, at) => {
    const four = [
      task('a'),
      task('b', [], { ms: 20 }),
      failing('c', [], { ...skip, ms: 30 }),
      failing('d', [], { ...skip, ms: 40 }),
    ];
    const played = play(piece([...four, task('e', ['a', 'b', 'c', 'd'], { trigger: { atLeast } })]));
    expect(played.result.tasks['e']).toMatchObject({ state });
    expect(state === 'succeeded' ? times(played, 'e')[0] : times(played, 'e')[1]).toBe(at);
  });
  it('[W8] a task without dependencies starts at once under every trigger', () => {
    for (const trigger of ['all-success', 'all-done', 'one-success'] as const)
      expect(play(piece([task('a', [], { trigger })])).outcome).toBe('succeeded');
  });
  it('[W8] there is no barrier: a chain runs on beside a long task of its own layer', () => {
    const played = play(piece([task('long', [], { ms: 100 }), task('a'), task('b', ['a']), task('c', ['b'])]));
    expect(times(played, 'c')).toEqual([20, 30]);
  });
});

describe('what a trigger counts', () => {
  it('[W8] a dependency that is named twice counts once, as it is named first', () => {
    const two = [task('a'), task('b', [], { ms: 90 })];
    const twice = play(piece([...two, task('c', ['a', 'a', 'b'], { trigger: { atLeast: 2 } })]));
    expect(times(twice, 'c')[0]).toBe(90);
    const first = play(
      piece([...two, task('c', [{ task: 'a', transferMs: 40 }, 'a'], { trigger: 'all-success', agent: 'agent-4' })], {
        scheduling: { ties: 'by-id' },
      }),
    );
    expect(times(first, 'c')[0]).toBe(50);
  });
  it.each(['a task', 'a part', 'a composite'])(
    '[W9] k of fewer than k: %s is skipped at once, with what follows',
    (kind) => {
      const slow = [task('a', [], { ms: 500 }), task('b', [], { ms: 500 })];
      const want = { trigger: { atLeast: 3 } };
      const more = {
        'a task': [task('z', ['a', 'b'], want)],
        'a part': [task('c', ['a']), task('z', ['a', 'b'], { ...want, parent: 'c' }), task('y', [], { parent: 'c' })],
        'a composite': [task('z', ['a', 'b'], want), task('y', [], { parent: 'z' })],
      }[kind]!;
      const played = play(piece([...slow, ...more, task('after', ['z'])]));
      expect(played.result.tasks['z']).toMatchObject({ state: 'skipped', endMs: 0 });
      expect(played.result.tasks['after']).toMatchObject({ state: 'skipped', endMs: 0 });
    },
  );
  it('[W22] what gave nothing is not waited for: failed, skipped, not taken, also around a composite', () => {
    const late = (id: string) => ({ task: id, transferMs: 4000 });
    const fails = failing('f', [], { ...skip, agent: 'agent-1' });
    const any = { trigger: 'all-done', agent: 'agent-2' } as const;
    expect(times(play(piece([fails, task('z', [late('f')], any)])), 'z')[0]).toBe(10);
    expect(times(play(piece([fails, task('s', ['f']), task('z', [late('s')], any)])), 'z')[0]).toBe(10);
    const backed = failing('f', [], { onFailure: 'continue', fallback: 7, agent: 'agent-1' });
    expect(times(play(piece([backed, task('z', [late('f')], { agent: 'agent-2' })])), 'z')[0]).toBe(10);
    const untaken = { ...late('a'), when: 'results.a.ok == false' };
    const refused = play(piece([task('a', [], { agent: 'agent-1' }), task('z', [untaken], any)]));
    expect(times(refused, 'z')[0]).toBe(10);
    expect(factsOf(refused, 'task.untaken')).toMatchObject([{ task: 1, before: 0 }]);
    const around = [
      fails,
      task('c', [late('f')], { trigger: 'all-done' }),
      task('z', [], { parent: 'c', agent: 'agent-2' }),
    ];
    expect(times(play(piece(around)), 'z')[0]).toBe(10);
    const one = { ...any, trigger: 'one-success' } as const;
    expect(
      times(play(piece([fails, task('a', [], { agent: 'agent-3' }), task('z', [late('f'), 'a'], one)])), 'z')[0],
    ).toBe(10);
    // What it did give is waited for.
    expect(times(play(piece([task('a', [], { agent: 'agent-1' }), task('z', [late('a')], any)])), 'z')[0]).toBe(4010);
  });
});

describe('a schedule knows triggers', () => {
  it.each(['heft', 'cpop'] as const)('[W19] %s: it does not wait for what is not waited for', (assignment) => {
    const tasks = [task('s'), task('f', ['s'], { ms: 20 }), task('l', ['s'], { ms: 5000 })];
    const scheduling = { scheduling: { assignment } };
    const joined = piece([...tasks, task('j', ['f', 'l'], { ms: 30, trigger: 'one-success' })], {
      ...scheduling,
      agents: crew(2),
    });
    expect(times(play(joined), 'j')).toEqual([30, 60]);
    const any = piece(
      [
        task('c', [], { combine: 'any' }),
        task('x', [], { ms: 20, parent: 'c' }),
        task('y', [], { ms: 5000, parent: 'c' }),
        task('j', ['c'], { ms: 30 }),
      ],
      { ...scheduling, agents: crew(2) },
    );
    expect(times(play(any), 'j')).toEqual([20, 50]);
  });
  it.each(['heft', 'cpop'] as const)(
    '[W19] %s: a trigger that is met otherwise than planned holds up nobody for ever',
    (assignment) => {
      for (let at = 0; at < 40; at += 1) {
        // The quick one fails, so that the join waits for the slow one, which may stand behind it in the sequence.
        const played = play(
          piece(
            [
              task('m', [], { ms: 50 + at }),
              failing('f', [], { ms: 5, ...skip }),
              task('l', ['m'], { ms: 10 }),
              task('j', ['f', 'l'], { ms: 400, trigger: 'one-success' }),
              task('k', ['j'], { ms: 3 }),
            ],
            { scheduling: { assignment }, agents: crew(1 + (at % 3)) },
          ),
        );
        expect(played.states).toMatchObject({ l: 'succeeded', j: 'succeeded', k: 'succeeded' });
      }
    },
  );
});

describe('skipping goes as far as it must', () => {
  it('[W9] what depends on a skipped task is skipped, what does not runs', () => {
    const played = play(piece([failing('a', [], skip), task('b', ['a']), task('c', ['b']), task('d')]));
    expect(played.states).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'succeeded' });
  });
  it('[W9] a task is skipped once, however many of its dependencies fail', () => {
    const played = play(piece([failing('a', [], skip), failing('b', [], skip), task('c', ['a', 'b'])]));
    expect(factsOf(played, 'task.skipped')).toHaveLength(1);
  });
  it('[W9] a chain of 100,000 is skipped without recursion', () => {
    const chain = Array.from({ length: 100_000 }, (_, at) =>
      at === 0 ? failing('t0', [], skip) : task(`t${String(at)}`, [`t${String(at - 1)}`]),
    );
    const played = play(piece(chain));
    expect(factsOf(played, 'task.skipped')).toHaveLength(99_999);
    expect(played.outcome).toBe('failed');
  });
  it('[W9] a fan of 50,000 behind one failure is skipped, and one that waits for all of them is too', () => {
    const fan = Array.from({ length: 50_000 }, (_, at) => task(`t${String(at)}`, ['a']));
    const played = play(
      piece([
        failing('a', [], skip),
        ...fan,
        task(
          'z',
          fan.map(({ id }) => id),
        ),
      ]),
    );
    expect(played.states['z']).toBe('skipped');
  });
});
