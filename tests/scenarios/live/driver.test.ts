/** A live run without a page: what it does when nothing goes wrong, what it tells whoever acts, and how it is read again. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { timerExecutor, type Executor } from '../../../src/engine/drivers/executor.ts';
import { LiveDriver, type LiveRun } from '../../../src/engine/drivers/live.ts';
import { beginLive, openLive } from '../../../src/engine/drivers/live-run.ts';
import { entryOfInput, inputsOf } from '../../../src/engine/journal-entries.ts';
import type { Message } from '../../../src/kernel/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { replay } from '../../../src/api/package.ts';
import { outcomeOfRun, resultOf, Run, type RunInput } from '../../../src/replay/index.ts';
import { createMemoryJournal, type Journal } from '../../../src/storage/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { Rig } from '../../engine/rig.ts';
import { costMs } from '../../support/cost.ts';
import { randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { crew, piece, task } from '../stage.ts';
import { Stage } from './stage.ts';

const later = (ms: number, call: () => void): void => void setTimeout(call, ms);

/** Drives with real timers until the run is over, or for so long; what stopped it, or undefined. */
async function driven(journal: Journal, live: LiveRun, executor: Executor, forMs = 10_000): Promise<unknown> {
  const over = new AbortController();
  let ended: unknown = undefined;
  const stopped = (error: unknown): void => {
    ended = error;
    over.abort();
  };
  const driver = new LiveDriver(
    { journal, clock: () => performance.now(), later, stopped },
    live,
    new Map([['agent.work', executor]]),
  );
  await wait(forMs, undefined, { signal: over.signal }).catch(() => undefined);
  driver.stop();
  return ended;
}
const identity = { runId: 'r', documentId: 'd' };
const work = piece([task('a', [], { ms: 20 }), task('b', ['a'], { ms: 15 }), task('c', ['a'], { ms: 30 })]);

function replayed(document: Document, inputs: readonly RunInput[]): Run {
  const made = compile(document, { live: true });
  if (!made.ok) throw new Error('the document runs');
  return new Run(made.value, { inputs }).finish();
}

describe('a live run', () => {
  it('ends as the simulation of the same document does, task by task, where its clock is exact', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const document = randomDocument(seed, { tasksMax: 12, faults: false, failures: false, delays: false });
      const { live } = await new Stage(document).live(null);
      const made = compile(document);
      if (!made.ok) throw new Error('the document runs');
      const simulated = resultOf(new Run(made.value).finish());
      const { tasks, outcome, makespanMs } = resultOf(live.run);
      expect({ tasks, outcome, makespanMs }).toEqual({
        tasks: simulated.tasks,
        outcome: simulated.outcome,
        makespanMs: simulated.makespanMs,
      });
    }
  });

  it('under real timers is left twice and comes back, and its journal replays to the same trace', async () => {
    const journal = createMemoryJournal();
    await driven(journal, await beginLive(journal, identity, work, 0), timerExecutor(later), 10);
    await driven(journal, await openLive(journal, 'r'), timerExecutor(later), 25);
    const live = await openLive(journal, 'r');
    expect(live.run.complete).toBe(false);
    expect(await driven(journal, live, timerExecutor(later))).toBeNull();
    expect(outcomeOfRun(live.run).outcome).toBe('succeeded');
    const { entries } = await journal.read('r');
    const again = replayed(work, inputsOf(entries));
    expect([again.trace(), again.digest()]).toEqual([live.run.trace(), live.run.digest()]);
    expect(entries.filter((each) => (each as { kind: string }).kind === 'end')).toHaveLength(1);
    // Coming back to a run that is over writes nothing more.
    expect(await driven(journal, await openLive(journal, 'r'), timerExecutor(later))).toBeNull();
    expect((await journal.read('r')).entries).toEqual(entries);
  });

  it('tells whoever acts on an attempt that ran out of time to leave it', async () => {
    const journal = createMemoryJournal();
    const left: string[] = [];
    const never: Executor = {
      act: (effect, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => left.push(effect.key));
        }),
    };
    const late = piece([task('a', [], { timeoutMs: 20, graceMs: 0 })]);
    const live = await beginLive(journal, identity, late, 0);
    expect(await driven(journal, live, never)).toBeNull();
    expect([left, outcomeOfRun(live.run).outcome]).toEqual([['a'], 'failed']);
  });

  it('stops with a word where nobody can carry out what it asks, or an executor breaks', async () => {
    const journal = createMemoryJournal();
    const broken: Executor = { act: () => Promise.reject(new Error('out of order')) };
    expect(await driven(journal, await beginLive(journal, identity, work, 0), broken)).toMatchObject({
      message: 'out of order',
    });
    const ended: unknown[] = [];
    const host = { journal, clock: () => 0, later, stopped: (error: unknown) => ended.push(error) };
    new LiveDriver(host, await openLive(journal, 'r'), new Map());
    while (ended.length === 0) await wait(1);
    expect(ended).toMatchObject([
      { code: 'engine/not-runnable', message: expect.stringContaining('agent.work') as string },
    ]);
  });

  it('that was left is opened as one that waits: it is not over, and nothing is written to its journal', async () => {
    const rig = new Rig();
    await driven(rig.journal, await beginLive(rig.journal, identity, work, 0), timerExecutor(later), 10);
    const { entries } = await rig.journal.read('r');
    await rig.ask({ kind: 'run.open', runId: 'r', takeOver: false });
    await rig.settle();
    expect(rig.status).toMatchObject({ complete: false, outcome: null, notice: null });
    expect(rig.status?.steps).toBeGreaterThan(0);
    await rig.ask({ kind: 'run.close' });
    expect((await rig.journal.read('r')).entries).toEqual(entries);
  });

  it('goes into its file and comes back as the same run, and so does one that was left', async () => {
    for (const leftMs of [10, undefined]) {
      const rig = new Rig();
      const live = await beginLive(rig.journal, identity, work, 0);
      await driven(rig.journal, live, timerExecutor(later), leftMs);
      await rig.ask({ kind: 'run.open', runId: 'r', takeOver: false });
      await rig.settle();
      const text = (await rig.ask({ kind: 'run.export' })) ?? '';
      const file = JSON.parse(text) as { live?: boolean; end: { steps: number; digest: string } };
      expect(file.live).toBe(true);
      expect(replay(text)).toMatchObject({ same: true, digest: file.end.digest, steps: file.end.steps });
      await rig.ask({ kind: 'run.import', runId: 'again', documentId: 'd', text });
      await rig.settle();
      expect((await rig.journal.read('again')).header.settings).toEqual({ live: true });
      expect(JSON.parse((await rig.ask({ kind: 'run.export' })) ?? '')).toEqual(file);
    }
  });

  it('that is over is opened as it ended, and agrees with what was recorded', async () => {
    const rig = new Rig();
    const live = await beginLive(rig.journal, identity, work, 0);
    await driven(rig.journal, live, timerExecutor(later));
    await rig.ask({ kind: 'run.open', runId: 'r', takeOver: false });
    await rig.settle();
    expect(rig.status).toMatchObject({
      complete: true,
      outcome: 'succeeded',
      verified: true,
      digest: live.run.digest(),
    });
  });
});

describe('reading a journal back', () => {
  it('takes as long for each entry however many there are', () => {
    const count = rounds(4000, 20_000);
    const message = { type: 'kernel.heal', rule: null } as Message;
    const inputs = Array.from({ length: count }, (_, step): RunInput => ({ step, atMs: step, to: -1, message }));
    const entries = inputs.map(entryOfInput);
    expect(inputsOf(entries)).toEqual(inputs);
    const document = piece([task('a', [], { ms: count * 2 })], { limits: { stepsMax: count * 3 } });
    const tookMs = costMs(() => {
      const run = replayed(document, inputsOf(entries));
      expect([run.steps > count, run.inputs.length]).toEqual([true, count]);
    });
    figure(`${String(count)} inputs read back and put in, ms`, Math.round(tookMs));
    // The square of it took twenty seconds for 20,000.
    expect(tookMs).toBeLessThan(2000);
  });

  it('appends outcomes while thousands are awaited', () => {
    const count = 4096;
    const made = compile(
      piece(
        Array.from({ length: count }, (_, at) => task(`t${String(at)}`)),
        { agents: crew(64).map((each) => ({ ...each, slots: 64 })), limits: { stepsMax: 1_000_000 } },
      ),
      { live: true },
    );
    if (!made.ok) throw new Error(made.error[0]!.message);
    const run = new Run(made.value).finish();
    expect(run.effects.size).toBe(count);
    const began = performance.now();
    for (const { id, actor, effect } of [...run.effects.values()]) {
      const { task: at, lease } = effect as never;
      const message = { type: 'agent.finish', task: at, lease, end: { kind: 'succeeded', result: null } } as never;
      run.append({ step: run.steps, atMs: 10, to: actor, effect: id, message });
      run.finish();
    }
    expect(run.complete).toBe(true);
    figure('outcomes a second with 4,096 awaited', Math.round((count / (performance.now() - began)) * 1000));
  });
});
