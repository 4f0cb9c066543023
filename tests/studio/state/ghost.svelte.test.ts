/** The run before, as it is drawn behind the one that is looked at. */
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Bar, Lane } from '../../../src/bridge/index.ts';
import { Ghost, Notices, RunSession, type Measurer } from '../../../src/studio/state/index.ts';
import { traceOf } from '../../../src/studio/state/run/ghost.svelte.ts';
import { FakeEngine, status } from '../support/fake-engine.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const bar = (task: string, from: number, to: number, more: Partial<Bar> = {}): Bar => ({
  task,
  kind: 'running',
  end: 'succeeded',
  attempt: 1,
  row: 0,
  startMs: from,
  endMs: to,
  startStep: 1,
  critical: false,
  count: 1,
  ...more,
});
const lane = (agent: string, bars: readonly Bar[]): Lane => ({ agent, slots: 1, utilization: 0.5, bars });
const made = { runId: 'r-1', documentId: 'd-1', endMs: 900 };

describe('a trace', () => {
  it('knows when each task ended for good, and nothing of what went on or was told as one', () => {
    const { ends, lanes } = traceOf(made, [
      lane('ana', [bar('a', 0, 100, { end: 'failed' }), bar('b', 100, 200, { end: 'open' })]),
      lane('bo', [bar('a', 300, 400), bar('c', 0, 50, { count: 3 }), bar('d', 0, 80, { kind: 'queued' })]),
    ]);
    expect([...ends]).toEqual([['a', 400]]);
    expect(lanes.get('bo')?.map(({ task }) => task)).toEqual(['a', 'c']);
  });
});

describe('the ghost', () => {
  let engine: FakeEngine;
  let run: RunSession;
  let documentId: string | null;
  beforeEach(() => {
    localStorage.clear();
    documentId = 'd-1';
    engine = new FakeEngine();
    run = new RunSession(engine, new Notices(), (draw) => {
      draw();
    });
  });

  async function ranTo(endMs: number): Promise<string> {
    engine.answer = (command) =>
      command.kind === 'window.timeline' ? { lanes: [lane('ana', [bar('a', 0, endMs)])], idle: [], endMs } : null;
    await run.start('d-1', twoTasks);
    const { runId } = engine.requests.findLast(({ kind }) => kind === 'run.start') as unknown as { runId: string };
    engine.send({ kind: 'status', status: status({ runId, endMs, steps: 10, complete: true, outcome: 'succeeded' }) });
    return runId;
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

  it('is none for the first run, then the run before; after an edit the last one of this document', async () => {
    const ghost = new Ghost(run, () => documentId);
    const stop = $effect.root(() => {
      $effect(() => {
        ghost.follow();
      });
    });
    const first = await ranTo(500);
    flushSync();
    await settled();
    expect(ghost.trace).toBeNull();
    const second = await ranTo(300);
    run.before = { runId: first, steps: 10, ms: 500, cost: null };
    flushSync();
    await settled();
    expect(ghost.trace).toMatchObject({ runId: first, endMs: 500 });
    await run.close();
    expect(ghost.trace).toMatchObject({ runId: second, endMs: 300 });
    documentId = 'd-2';
    const elsewhere = new Ghost(run, () => 'd-2');
    expect(elsewhere.trace).toBeNull();
    stop();
  });

  it('is hidden and shown again, which this browser remembers', async () => {
    const ghost = new Ghost(run, () => documentId);
    const stop = $effect.root(() => {
      $effect(() => {
        ghost.follow();
      });
    });
    await ranTo(500);
    flushSync();
    await settled();
    await run.close();
    ghost.toggle();
    expect([ghost.trace, ghost.known, new Ghost(run, () => documentId).hidden]).toEqual([null, true, true]);
    ghost.toggle();
    expect(ghost.trace).not.toBeNull();
    stop();
  });

  it('of an earlier visit is computed in a worker, once, which then ends; not where it was too long', async () => {
    const asked: string[] = [];
    const measurer = (): Promise<Measurer> =>
      Promise.resolve({
        measure: () => Promise.reject(new Error('not asked')),
        pair: () => {
          asked.push('pair');
          const compared = { endMs: 700, lanes: [lane('ana', [bar('a', 0, 700)])] };
          return Promise.resolve({ ok: true, comparison: { runs: [compared, compared] } } as never);
        },
        end: () => void asked.push('end'),
      });
    const ghost = new Ghost(run, () => documentId, measurer);
    const stop = $effect.root(() => {
      $effect(() => {
        ghost.follow();
      });
    });
    await ranTo(500);
    engine.answer = (command) => (command.kind === 'run.recorded' ? { document: twoTasks, inputs: [] } : null);
    run.before = { runId: 'r-long', steps: 60_000, ms: 1, cost: null };
    flushSync();
    await settled();
    expect(asked).toEqual([]);
    for (const cost of [1, 2]) {
      run.before = { runId: 'r-old', steps: 10, ms: 700, cost };
      flushSync();
      await settled();
    }
    expect(asked).toEqual(['pair', 'end']);
    expect(ghost.trace?.ends.get('a')).toBe(700);
    stop();
  });
});
