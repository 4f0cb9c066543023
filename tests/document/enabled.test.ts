/** Tasks that are switched off: passed over as if they were wires. */
import { describe, expect, it } from 'vitest';
import { disabledTasks, enabledPart, type Task } from '../../src/document/index.ts';
import { failing, piece, play, task, times } from '../scenarios/stage.ts';

const off = (id: string, dependsOn: Task['dependsOn'] = [], more: Partial<Task> = {}): Task =>
  task(id, dependsOn, { disabled: true, ...more });

describe('a task that is switched off', () => {
  it('changes nothing where there is none', () => {
    const document = piece([task('a'), task('b', ['a'])]);
    expect(enabledPart(document)).toEqual({ run: document, passed: [] });
  });
  it('is told apart from what is run, and every wire stays as it is drawn', () => {
    const tasks = [task('a'), off('b', ['a']), off('c', ['b']), task('d', ['c'])];
    const { run, passed } = enabledPart(piece(tasks));
    expect(run.tasks).toEqual([tasks[0], tasks[3]]);
    expect(passed).toEqual([tasks[1], tasks[2]]);
  });
  it('takes its parts with it, and a composite goes with the last of its parts', () => {
    const parts = [task('c'), off('p', [], { parent: 'c' }), off('q', [], { parent: 'c' })];
    expect([...disabledTasks(parts)].sort()).toEqual(['c', 'p', 'q']);
    expect([...disabledTasks([off('c'), task('p', [], { parent: 'c' })])].sort()).toEqual(['c', 'p']);
    expect([...disabledTasks([task('c'), off('p', [], { parent: 'c' }), task('q', [], { parent: 'c' })])]).toEqual([
      'p',
    ]);
  });
  it('keeps its trigger: who waits for it sees a success when that is met, and not before', () => {
    const slow = [task('x'), task('y', [], { ms: 20 }), task('z', [], { ms: 500 })];
    for (const [trigger, from] of [
      ['all-success', 500],
      ['all-done', 500],
      ['one-success', 10],
      [{ atLeast: 2 }, 20],
    ] as const)
      expect(times(play(piece([...slow, off('o', ['x', 'y', 'z'], { trigger }), task('a', ['o'])])), 'a')[0]).toBe(
        from,
      );
    // It is one of two successes, not as many as stand before it.
    const counted = piece([
      ...slow,
      task('w', [], { ms: 90 }),
      off('o', ['x', 'y', 'z']),
      task('a', ['o', 'w'], { trigger: { atLeast: 2 } }),
    ]);
    expect(times(play(counted), 'a')[0]).toBe(500);
  });
  it('is a skip for what follows when its trigger can never be met', () => {
    const fails = failing('x', [], { onFailure: 'skip-dependents' });
    const document = piece([
      fails,
      off('o', ['x']),
      off('p', ['o']),
      task('a', ['p']),
      task('b', ['p'], { trigger: 'all-done' }),
      off('never', ['x'], { trigger: { atLeast: 2 } }),
      task('c', ['never']),
    ]);
    const played = play(document);
    expect(played.states).toEqual({ x: 'failed', a: 'skipped', b: 'succeeded', c: 'skipped' });
    expect(played.result.tasks['c']).toMatchObject({ endMs: 0 });
  });
  it('heeds the conditions of the wires into it and out of it, and hands on nothing that takes time', () => {
    const gives = task('x', [], { model: { result: { n: 3 } }, agent: 'agent-1' });
    const through = (into: string, out: string) =>
      play(
        piece([
          gives,
          off('o', [{ task: 'x', when: into, transferMs: 400 }]),
          task('a', [{ task: 'o', when: out, transferMs: 400 }, 'x'], { agent: 'agent-2' }),
        ]),
      );
    expect(times(through('results.x.n == 3', 'results.x.n > 1'), 'a')).toEqual([10, 20]);
    expect(through('results.x.n == 4', 'results.x.n > 1').states['a']).toBe('skipped');
    expect(through('results.x.n == 3', 'results.x.n > 4').states['a']).toBe('skipped');
  });
  it('counts in no composite; its parts follow it, and its composite may be skipped or stopped around it', () => {
    const inside = play(
      piece([
        task('c', [], { combine: 'any' }),
        off('p', [], { parent: 'c' }),
        task('q', [], { parent: 'c', ms: 30 }),
        task('r', ['p'], { parent: 'c', ms: 50 }),
        task('after', ['p']),
      ]),
    );
    expect(inside.states).toEqual({ c: 'succeeded', q: 'succeeded', r: 'cancelled', after: 'succeeded' });
    expect(times(inside, 'after')).toEqual([0, 10]);
    const whole = play(
      piece([task('x', [], { ms: 40 }), off('c', ['x']), task('p', [], { parent: 'c' }), task('after', ['p'])]),
    );
    expect(times(whole, 'after')).toEqual([40, 50]);
    const skipped = play(
      piece([
        failing('x', [], { onFailure: 'skip-dependents' }),
        task('c', ['x']),
        off('p', [], { parent: 'c' }),
        task('q', [], { parent: 'c' }),
        task('after', ['p']),
      ]),
    );
    expect(skipped.states).toMatchObject({ c: 'skipped', after: 'skipped' });
    const stopped = play(
      piece([
        task('c', [], { timeoutMs: 20, onFailure: 'skip-dependents' }),
        off('p', ['q'], { parent: 'c' }),
        task('q', [], { parent: 'c', ms: 90 }),
        task('after', ['p']),
      ]),
    );
    expect(stopped.states).toMatchObject({ c: 'failed', after: 'skipped' });
  });
  it('takes no time, asks nobody, and stands in no result', () => {
    const { result } = play(piece([task('a'), off('b', ['a'], { ms: 500 }), task('c', ['b'])]));
    expect(result.makespanMs).toBe(20);
    expect(Object.keys(result.tasks)).toEqual(['a', 'c']);
    const all = play(piece([off('a'), off('b', ['a'])])).result;
    expect(all).toMatchObject({ outcome: 'succeeded', makespanMs: 0 });
  });
});
