/** A new run out of an old one: what is kept, what is done again, and that every rule holds in it. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { readRun, writeRun } from '../../../src/interchange/index.ts';
import { dataOf, forkInput, Outputs, resultOf, Run, StateAt, Timeline, type Fork } from '../../../src/replay/index.ts';
import { compile, inputProblem } from '../../../src/workflow/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { crew, failing, piece, play, task } from '../../scenarios/stage.ts';

function forked(run: Run, fork: Fork): Run {
  const made = forkInput(run, new Outputs(run.log), fork);
  if (!made.ok) throw new Error(made.error);
  expect(inputProblem(run.compiled.plan, made.value.input)).toBeNull();
  return new Run(run.compiled, { inputs: [made.value.input], seekable: true }).finish();
}
const broken = (run: Run): string[] =>
  run.watch.views().flatMap(({ holds, rule, message }) => (holds ? [] : [`${rule}: ${String(message)}`]));
const typesFor = (run: Run, id: string): string[] => {
  const at = run.compiled.plan.tasks.findIndex((each) => each.id === id);
  return Array.from({ length: run.log.length }, (_, place) => run.log.at(place)).flatMap((fact) =>
    'task' in fact && fact.task === at ? [fact.type] : [],
  );
};

/** Ask, then two ways, of which one asks for a yes; then both together. */
const story = piece([
  task('ask', [], { model: { result: { ok: false, note: 'no' } }, ms: 30 }),
  task('yes', [{ task: 'ask', when: 'results.ask.note == "yes"' }], { ms: 20 }),
  task('other', [], { ms: 50 }),
  task('both', ['yes', 'other'], { trigger: 'all-done', model: { result: 7 } }),
]);

describe('what there is nothing to begin with', () => {
  it('a task that is not part of the run; a pinned task that nothing follows', () => {
    const { run } = play(story);
    expect(forkInput(run, new Outputs(run.log), { task: 'nobody' })).toMatchObject({ ok: false });
    expect(forkInput(run, new Outputs(run.log), { task: 'both', pin: { value: 1 } })).toMatchObject({
      ok: false,
      error: expect.stringContaining('Nothing depends on both') as string,
    });
  });
});

describe('a run from a task', () => {
  it('does that task and what follows again, and nothing else; the others keep their times', () => {
    const { run } = play(story);
    const again = forked(run, { task: 'both' });
    expect(typesFor(again, 'ask')).toEqual(['task.result', 'task.kept']);
    expect(typesFor(again, 'other')).toEqual(['task.kept']);
    expect(typesFor(again, 'both')).toContain('task.started');
    const [before, after] = [resultOf(run).tasks, resultOf(again).tasks];
    expect(after['ask']).toMatchObject({ state: 'succeeded', startMs: 0, endMs: 30, agent: before['ask']!.agent });
    expect(after['other']).toMatchObject({ startMs: before['other']!.startMs, endMs: 50 });
    expect(after['both']!.startMs).toBe(50);
    expect(broken(again)).toEqual([]);
  });

  it('begins again at a task that failed the run, with all that had succeeded', () => {
    const { run } = play(piece([task('a', [], { ms: 40 }), failing('b', ['a']), task('c', ['b'])]));
    const again = forked(run, { task: 'b' });
    expect(typesFor(again, 'a')).toEqual(['task.kept']);
    expect(typesFor(again, 'b')).toContain('task.started');
    expect(resultOf(again)).toMatchObject({ outcome: 'failed', tasks: { c: { state: 'cancelled' } } });
  });

  it('keeps a failure where the policy went on, and its fallback', () => {
    const document = piece([
      failing('a', [], { onFailure: 'continue', fallback: 'plan B' }),
      task('b', ['a']),
      task('c', ['b']),
    ]);
    const again = forked(play(document).run, { task: 'c' });
    expect(resultOf(again).tasks).toMatchObject({ a: { state: 'failed' }, b: { state: 'succeeded' } });
    expect(dataOf(again.compiled.plan, new Outputs(again.log), 'b', again.log.length)?.came).toMatchObject([
      { task: 'a', text: '"plan B"', pinned: false },
    ]);
  });

  it('undoes what was taken over when it fails', () => {
    const document = piece([
      task('book', [], { compensation: { action: { kind: 'simulate', durationMs: 5 } } }),
      failing('pay', ['book'], { onFailure: 'compensate' }),
    ]);
    const again = forked(play(document).run, { task: 'pay' });
    // What was undone has no end to keep: it is done again, and undone again.
    expect(resultOf(again)).toMatchObject({ outcome: 'compensated', tasks: { book: { state: 'compensated' } } });
    expect(broken(again)).toEqual([]);
  });
});

describe('a run after a pinned output', () => {
  it('does only what follows, with the value; the pinned task keeps its time and says what it is', () => {
    const { run } = play(story);
    const again = forked(run, { task: 'ask', pin: { value: { note: 'yes' } } });
    const { plan } = again.compiled;
    expect(typesFor(again, 'ask')).toEqual(['task.result', 'task.kept']);
    expect(typesFor(again, 'other')).toEqual(['task.kept']);
    expect(resultOf(again).tasks).toMatchObject({
      ask: { state: 'succeeded', endMs: 30, reason: 'its output is overridden' },
      yes: { state: 'succeeded', startMs: 50 },
      both: { state: 'succeeded' },
    });
    const outputs = new Outputs(again.log);
    expect(dataOf(plan, outputs, 'ask', again.log.length)?.went).toEqual({
      text: JSON.stringify({ note: 'yes' }, null, 2),
      whole: true,
      pinned: true,
    });
    // A pin is kept when the run is forked once more.
    const third = forked(again, { task: 'both' });
    expect(new Outputs(third.log).pinned(0)).toBe(true);
    expect(broken(third)).toEqual([]);
  });

  it('may pin a task that never ran', () => {
    const { run } = play(piece([failing('a'), task('b', ['a']), task('c', ['b'])]));
    const again = forked(run, { task: 'b', pin: { value: [1] } });
    expect(resultOf(again)).toMatchObject({ tasks: { b: { state: 'succeeded', startMs: null, agent: null } } });
    expect(typesFor(again, 'b')).toEqual(['task.result', 'task.kept']);
    expect(typesFor(again, 'c')).toContain('task.started');
  });

  it('a long value is cut where it is shown, and kept whole where it counts', () => {
    const { run } = play(piece([task('a'), task('b', ['a'])]));
    const value = 'x'.repeat(60_000);
    const again = forked(run, { task: 'a', pin: { value } });
    const outputs = new Outputs(again.log);
    expect(dataOf(again.compiled.plan, outputs, 'b', again.log.length)?.came[0]).toMatchObject({ whole: false });
    expect(outputs.at(0, again.log.length)).toBe(value);
  });
});

describe('the data of a task', () => {
  it('is what had been given at the playhead and nothing later', () => {
    const { run, plan } = play(story);
    const outputs = new Outputs(run.log);
    const before = run.log.countAtTime(29);
    expect(dataOf(plan, outputs, 'yes', before)?.came[0]).toMatchObject({ text: 'null' });
    expect(dataOf(plan, outputs, 'yes', run.log.length)?.came[0]).toMatchObject({
      task: 'ask',
      when: 'results.ask.note == "yes"',
      text: JSON.stringify({ ok: false, note: 'no' }, null, 2),
    });
    expect(dataOf(plan, outputs, 'nobody', 0)).toBeNull();
  });
});

describe('the journal holds it', () => {
  it('[G1] a run file of such a run gives the same digests, whole and at every step', () => {
    const { run } = play(story);
    const again = forked(run, { task: 'ask', pin: { value: { note: 'yes' } } });
    const file = readRun(writeRun(again));
    if (!file.ok) throw new Error(file.error.message);
    const compiled = compile(file.value.document);
    if (!compiled.ok) throw new Error('the document runs');
    const replayed = new Run(compiled.value, { inputs: file.value.inputs }).finish();
    expect(replayed.digests()).toEqual(again.digests());
    expect(replayed.digest()).toBe(again.digest());
    const straight = new Run(compiled.value, { inputs: file.value.inputs });
    for (let step = 0; step <= again.steps; step += 1) {
      expect(again.worldAt(step).trace()).toBe(straight.trace());
      straight.advance(1);
    }
  });

  it('[G2] every rule holds in forks of random runs, at whatever task they begin', () => {
    const dice = new Dice(11);
    let forks = 0;
    for (let seed = 1; seed <= 160; seed += 1) {
      const document: Document = randomDocument(seed, { tasksMax: 14 });
      const compiled = compile(document);
      if (!compiled.ok || compiled.value.plan.ordinary === 0) continue;
      const run = new Run(compiled.value).finish();
      const id = dice.one(compiled.value.plan.tasks.slice(0, compiled.value.plan.ordinary)).id;
      const fork = dice.chance(0.5) ? { task: id } : { task: id, pin: { value: seed } };
      const made = forkInput(run, new Outputs(run.log), fork);
      if (!made.ok) continue;
      forks += 1;
      const again = new Run(compiled.value, { inputs: [made.value.input] }).finish();
      expect(broken(again), `seed ${String(seed)} from ${id}`).toEqual([]);
      const kept = new Set(keptTasks(again));
      for (let place = 0; place < again.log.length; place += 1) {
        const fact = again.log.at(place);
        if (fact.type === 'task.started') expect(kept.has(fact.task), `seed ${String(seed)}`).toBe(false);
      }
    }
    expect(forks).toBeGreaterThan(80);
  });
});

describe('what was taken over is seen', () => {
  it('after several attempts: from the start of the one that counted, with the first start in its times', () => {
    const { run, plan } = play(
      piece([
        task('a', [], { model: { failsFirst: 1 }, ms: 20, retry: { attempts: 2, backoffMs: 15 } }),
        task('b', ['a']),
      ]),
    );
    const again = forked(run, { task: 'b' });
    const { lanes } = new Timeline(plan, again.log).window({ fromMs: 0, toMs: 999, pixels: 1e5 }, new Set());
    const bars = lanes.flatMap((lane) => lane.bars).filter(({ kind }) => kind === 'kept');
    expect(bars).toMatchObject([{ task: 'a', attempt: 2, startMs: 35, endMs: 55 }]);
    expect(resultOf(again).tasks['a']).toMatchObject({ startMs: 0, endMs: 55, attempts: 2 });
  });

  it('as a bar from its start to its end, and in the state at its end', () => {
    const { run, plan } = play(piece([task('a', [], { ms: 40 }), task('b', ['a'])], { agents: crew(1) }));
    const again = forked(run, { task: 'b' });
    const { lanes } = new Timeline(plan, again.log).window({ fromMs: 0, toMs: 999, pixels: 1e5 }, new Set());
    expect(lanes[0]!.bars.map(({ task: id, kind, startMs, endMs }) => [id, kind, startMs, endMs])).toEqual([
      ['a', 'kept', 0, 40],
      ['b', 'running', 40, 50],
    ]);
    const state = new StateAt(plan, again.log);
    state.seek(again.log.countAtTime(39));
    expect(state.task(0).state).toBe('pending');
    state.seek(again.log.countAtTime(40));
    expect(state.task(0)).toMatchObject({ state: 'succeeded', startMs: 0, endMs: 40, attempts: 1 });
  });
});

function keptTasks({ log }: Run): number[] {
  return Array.from({ length: log.length }, (_, place) => log.at(place)).flatMap((fact) =>
    fact.type === 'task.kept' ? [fact.task] : [],
  );
}
