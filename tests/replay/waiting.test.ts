/** A run that waits for outcomes, grows at its head, and is cut: nothing that was computed is computed again. */
import { describe, expect, it } from 'vitest';
import { finishOf, type WorkEffect } from '../../src/agents/index.ts';
import { outcomeOfRun, Run, type RunInput } from '../../src/replay/index.ts';
import { cancelInput, compile } from '../../src/workflow/index.ts';
import { crew, piece, task } from '../scenarios/stage.ts';

function live(count: number): Run {
  const tasks = Array.from({ length: count }, (_, at) => task(`t${String(at)}`));
  const made = compile(piece(tasks, { agents: crew(Math.min(count, 50)) }), { live: true });
  if (!made.ok) throw new Error('the document runs');
  return new Run(made.value, { seekable: true });
}

/** The outcome of the first that is awaited. */
function answer(run: Run): RunInput {
  const { id, actor, effect } = run.effects.values().next().value!;
  const work = effect as WorkEffect;
  return { step: run.steps, atMs: work.dueMs, to: actor, effect: id, message: finishOf(work, work.end) };
}

describe('a run that waits', () => {
  it('is not over: it says so, its rules are not asked about an end, and it goes on where it stood', () => {
    const run = live(2);
    expect(run.state).toBe('running');
    run.finish();
    expect([run.state, run.complete, run.effects.size]).toEqual(['waiting', false, 2]);
    expect(run.advance(10)).toBe(false);
    const log = run.log.length;
    run.append(answer(run));
    expect(run.state).toBe('running');
    run.finish();
    expect([run.state, run.effects.size, run.log.length > log]).toEqual(['waiting', 1, true]);
    run.append(answer(run));
    run.finish();
    expect([run.state, outcomeOfRun(run).outcome, run.now]).toEqual(['ended', 'succeeded', 10]);
    expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
    expect(() => {
      run.append({ step: run.steps, ...cancelInput('late') });
    }).toThrow('over');
  });

  it('appends at its head only, and keeps what its rules have folded', () => {
    const run = live(3).finish();
    const { steps } = run;
    const [first] = run.watch.views();
    expect(() => {
      run.append({ step: steps - 1, ...cancelInput('early') });
    }).toThrow('at the head');
    run.append(answer(run));
    run.finish();
    expect(run.watch.views()[0]).toEqual(first);
    // What was put in at a step stays with it, and is heard again from there.
    run.cutAt(steps);
    expect([run.steps, run.state, run.effects.size, run.inputs.length]).toEqual([steps, 'running', 3, 1]);
    run.finish();
    expect(run.effects.size).toBe(2);
    run.cutAt(steps - 1);
    expect(run.inputs).toEqual([]);
    run.finish();
    expect([run.state, run.effects.size]).toEqual(['waiting', 3]);
    run.append(answer(run));
    run.finish();
    expect(run.effects.size).toBe(2);
  });

  it('takes what is due before a time, and waits with the rest', () => {
    const made = compile(piece([task('a', [], { ms: 10 }), task('b', ['a'], { ms: 10 })]));
    if (!made.ok) throw new Error('the document runs');
    const run = new Run(made.value);
    expect([run.advance(1000, 10), run.now, run.nextMs]).toEqual([true, 0, 10]);
    expect([run.advance(1000, 11), run.now, run.nextMs]).toEqual([true, 10, 20]);
    expect([run.advance(1000), run.state]).toEqual([false, 'ended']);
    expect(run.digest()).toBe(new Run(made.value).finish().digest());
  });

  it('hears an input that was put in while nothing was due, once, wherever it is gone back to', () => {
    const run = live(2).finish();
    run.append({ step: run.steps, atMs: 500, ...cancelInput('enough') });
    run.advance(1000, 500);
    const { steps } = run;
    run.finish();
    const again = new Run(run.compiled, { inputs: run.inputs }).finish();
    expect(again.digest()).toBe(run.digest());
    run.cutAt(steps);
    run.finish();
    expect(run.digest()).toBe(again.digest());
  });
});
