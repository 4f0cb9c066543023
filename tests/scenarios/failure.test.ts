/** What a failure does to the run: the four policies, the saga, and what compensation does when it fails itself (SPEC W14 to W16). */
import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/running.ts';
import { crew, failing, piece, play, task } from './stage.ts';

const undo = { compensation: { durationMs: 5 } };

describe('failure policies', () => {
  it('[W14] fail-run stops everything: what waits at once, what is under way cooperatively', () => {
    const played = play(piece([failing('a'), task('b', [], { ms: 100, model: { cancelMs: 7 } }), task('c', ['b'])]));
    expect(played.states).toEqual({ a: 'failed', b: 'cancelled', c: 'cancelled' });
    expect(played.result.tasks['b']).toMatchObject({ endMs: 17, reason: 'stopped' });
    expect([played.outcome, played.reason]).toEqual(['failed', 'a failed: failed by chance']);
  });
  it('[W14] fail-run is the default', () => {
    expect(play(piece([failing('a'), task('b', ['a'])])).states['b']).toBe('cancelled');
  });
  it('[W14] skip-dependents lets the rest go on, and the run has failed in the end', () => {
    const played = play(
      piece([failing('a', [], { onFailure: 'skip-dependents' }), task('b', ['a']), task('c', [], { ms: 50 })]),
    );
    expect(played.states).toEqual({ a: 'failed', b: 'skipped', c: 'succeeded' });
    expect([played.outcome, played.reason]).toEqual(['failed', 'a failed: failed by chance']);
  });
  it('[W14] continue goes on with the fallback as the result', () => {
    const played = play(
      piece([
        failing('a', [], { onFailure: 'continue', fallback: { score: 7 } }),
        task('b', [{ task: 'a', when: 'results.a.score == 7 && !results.a.ok' }]),
      ]),
    );
    expect(played.states).toEqual({ a: 'failed', b: 'succeeded' });
    expect([played.outcome, played.reason]).toEqual(['succeeded', null]);
  });
  it('[W14] the last task that fails while the run stops ends it: no stall, the first reason', () => {
    // b fails at 12 ms, while it still takes its time to stop: nothing else is open any more.
    const played = play(piece([failing('a'), failing('b', [], { ms: 12, model: { cancelMs: 50 }, graceMs: 1000 })]));
    expect(played.states).toEqual({ a: 'failed', b: 'failed' });
    expect([played.outcome, played.reason]).toEqual(['failed', 'a failed: failed by chance']);
    expect(factsOf(played, 'run.finished')).toHaveLength(1);
    expect(played.run.now).toBe(12);
  });
  it('[W14] a task that fails while the run stops is not tried again', () => {
    const played = play(
      piece([failing('a'), failing('b', [], { ms: 12, retry: { attempts: 5 }, model: { cancelMs: 50 } })]),
    );
    expect(played.result.tasks['b']).toMatchObject({ state: 'cancelled', attempts: 1, endMs: 12 });
    expect(played.reason).toBe('a failed: failed by chance');
  });
  it('[W14] a task that nobody can do has its policy applied like any failure', () => {
    const nobody = task('a', [], { requires: ['flying'], onFailure: 'continue' });
    const played = play(piece([nobody, task('b', ['a'])], { agents: [{ id: 'one', capabilities: ['walking'] }] }));
    expect(played.states).toEqual({ a: 'unassignable', b: 'succeeded' });
    const refused = play(
      piece([task('a', [], { requires: ['flying'], retry: { attempts: 9 } }), task('b', ['a'])], { agents: crew(2) }),
    );
    expect(refused.states).toEqual({ a: 'unassignable', b: 'cancelled' });
    expect(refused.outcome).toBe('failed');
    expect(refused.reason).toContain('flying');
  });
});

describe('sagas', () => {
  const saga = [
    task('book', [], { ...undo }),
    task('pay', ['book'], { ...undo }),
    task('print', ['pay']),
    failing('ship', ['print'], { onFailure: 'compensate' }),
  ];

  it('[W15] what was done is undone in the reverse order of its success, one after the other', () => {
    const played = play(piece(saga));
    expect(factsOf(played, 'task.compensated').map((fact) => played.plan.tasks[fact.task]!.id)).toEqual([
      'pay',
      'book',
    ]);
    expect(played.states).toEqual({ book: 'compensated', pay: 'compensated', print: 'succeeded', ship: 'failed' });
    expect([played.outcome, played.reason]).toEqual(['compensated', 'ship failed: failed by chance']);
    expect(played.run.now).toBe(40 + 5 + 5);
  });
  it('[W15] the order is that of success, not that of the document', () => {
    const played = play(
      piece([
        task('late', [], { ms: 30, ...undo }),
        task('early', [], { ms: 20, ...undo }),
        failing('x', ['late', 'early'], { onFailure: 'compensate' }),
      ]),
    );
    expect(factsOf(played, 'run.compensating').map((fact) => played.plan.tasks[fact.task]!.id)).toEqual([
      'late',
      'early',
    ]);
  });
  it('[W15] undoing begins only when nothing is under way any more, and takes in what succeeded meanwhile', () => {
    const played = play(
      piece([
        failing('x', [], { onFailure: 'compensate' }),
        task('busy', [], { ms: 15, ...undo, model: { cancelMs: 500 }, graceMs: 1000 }),
      ]),
    );
    expect(played.states).toEqual({ x: 'failed', busy: 'compensated' });
    expect(factsOf(played, 'run.compensating')).toHaveLength(1);
    expect(played.run.now).toBe(20);
  });
  it('[W15] undoing begins also when the last open task fails while the run stops', () => {
    const played = play(
      piece([
        task('done', [], { ms: 5, ...undo }),
        failing('x', [], { onFailure: 'compensate' }),
        failing('y', [], { ms: 12, model: { cancelMs: 50 } }),
      ]),
    );
    expect([played.outcome, played.states['done']]).toEqual(['compensated', 'compensated']);
  });
  it('[W15] nothing is undone when no policy asks for it', () => {
    const played = play(piece([task('a', [], { ...undo }), failing('b', ['a'])]));
    expect([played.outcome, played.states['a']]).toEqual(['failed', 'succeeded']);
  });
  it('[W15] a policy that asks for it and nothing to undo: compensated', () => {
    expect(play(piece([failing('a', [], { onFailure: 'compensate' })])).outcome).toBe('compensated');
  });
  it('[W16] a compensation that fails is tried again: three attempts in all', () => {
    const played = play(
      piece([
        task('a', [], { compensation: { durationMs: 5, failsFirst: 2 } }),
        failing('b', ['a'], { onFailure: 'compensate' }),
      ]),
    );
    expect(played.outcome).toBe('compensated');
    expect(factsOf(played, 'task.retrying')).toHaveLength(2);
  });
  it('[W16] one that fails for good ends the run as failed, names itself, and what came before it stays done', () => {
    const played = play(
      piece([
        task('a', [], { ...undo }),
        task('b', ['a'], { compensation: { durationMs: 5, failureRate: 1 } }),
        failing('c', ['b'], { onFailure: 'compensate' }),
      ]),
    );
    expect(played.states).toEqual({ a: 'succeeded', b: 'succeeded', c: 'failed' });
    expect([played.outcome, played.reason]).toEqual(['failed', 'the compensation of b failed: failed by chance']);
  });
  it('[W16] agents that can lose messages undo exactly once all the same', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const played = play(piece(saga, { seed, network: { loss: 0.3, duplicate: 0.3, delayMs: { min: 1, max: 9 } } }));
      expect(played.outcome).toBe('compensated');
      expect(factsOf(played, 'task.compensated')).toHaveLength(2);
    }
  });
});
