/** When a task starts, when it is skipped, and how far skipping goes (SPEC W8, W9). */
import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/running.ts';
import { failing, piece, play, task, times } from './stage.ts';

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
