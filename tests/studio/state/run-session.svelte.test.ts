import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskView } from '../../../src/bridge/index.ts';
import { Notices, RunSession } from '../../../src/studio/state/index.ts';
import { FakeEngine, frame, status } from '../support/fake-engine.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const task = (id: string, state: TaskView['state']): TaskView => ({
  id,
  state,
  agent: null,
  attempts: 0,
  sinceMs: 0,
  startMs: null,
  endMs: null,
  dueMs: null,
  reason: null,
});

let engine: FakeEngine;
let notices: Notices;
let draws: (() => void)[];
let run: RunSession;

beforeEach(() => {
  engine = new FakeEngine();
  notices = new Notices();
  draws = [];
  run = new RunSession(engine, notices, (draw) => draws.push(draw));
});
const draw = () => {
  for (const one of draws.splice(0)) one();
};

describe('run session: what is told often', () => {
  it('a status wakes only what reads what has changed in it', async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status({ steps: 1 }) });
    const woken: string[] = [];
    const stop = $effect.root(() => {
      for (const name of ['runId', 'active', 'playing', 'watching', 'atEnd', 'steps'] as const)
        $effect(() => void woken.push(`${name} ${String(run[name])}`));
    });
    flushSync();
    woken.length = 0;
    for (const steps of [2, 3]) {
      engine.send({ kind: 'status', status: status({ steps }) });
      flushSync();
    }
    expect(woken).toEqual(['steps 2', 'steps 3']);
    stop();
  });
});

describe('run session: refusals', () => {
  it('says why a run did not start, and has no run then', async () => {
    engine.answer = () => {
      throw Object.assign(new Error('There is a cycle: a, b, a.'), { code: 'engine/invalid' });
    };
    expect(await run.start('d-1', twoTasks)).toBe(false);
    expect(run.active).toBe(false);
    expect(run.graph).toBeNull();
    expect(notices.toasts[0]?.text).toContain('There is a cycle');
  });

  it('gives null for windows while no run is open, and asks the engine nothing', async () => {
    expect(await run.look({ kind: 'window.timeline', fromMs: 0, toMs: 1000, pixels: 500 })).toBeNull();
    expect(await run.look({ kind: 'window.log', from: 0, count: 50, filter: {} })).toBeNull();
    expect(engine.requests).toEqual([]);
  });

  it('drops frames of a run that was left', async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'frame', frame: frame({ runId: 'r-other', step: 99 }) });
    draw();
    expect(run.step).toBe(0);
  });

  it('hears no more of a run that was left, until it is opened again', async () => {
    await run.start('d-1', twoTasks, { runId: 'r-1' });
    engine.send({ kind: 'status', status: status() });
    await run.close();
    engine.send({ kind: 'status', status: status() });
    engine.send({ kind: 'frame', frame: frame({ step: 7 }) });
    draw();
    expect([run.active, run.step]).toEqual([false, 0]);
    engine.answer = (command) => {
      if (command.kind === 'run.open') engine.send({ kind: 'status', status: status() });
      return null;
    };
    await run.open('r-1');
    expect(run.runId).toBe('r-1');
  });

  it('says nothing of what was asked of a run that is left before the answer comes, and else says it', async () => {
    await run.start('d-1', twoTasks, { runId: 'r-1' });
    engine.send({ kind: 'status', status: status() });
    engine.answer = (command) => {
      if (command.kind === 'run.close') return null;
      throw Object.assign(new Error('No run is open.'), { code: 'engine/no-run' });
    };
    const [asked] = [run.player.play(), run.close()];
    expect(await asked).toBe(false);
    expect(notices.toasts).toEqual([]);
    await run.player.play();
    expect(notices.toasts).toHaveLength(1);
  });

  it('forgets everything when the engine says that no run is open', async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status() });
    engine.send({ kind: 'status', status: null });
    expect(run.active).toBe(false);
    expect(run.taskView('collect')).toBeUndefined();
  });
});

describe('run session', () => {
  it('starts with the document, playing, and keeps it as the graph of the run', async () => {
    expect(await run.start('d-1', twoTasks, { agents: 3 })).toBe(true);
    expect(engine.requests[0]).toMatchObject({
      kind: 'run.start',
      documentId: 'd-1',
      document: twoTasks,
      play: true,
      agents: 3,
    });
    expect(run.graph).toBe(twoTasks);
  });

  it('keeps the graph of the new run when the engine closes the one before', async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status() });
    engine.answer = () => {
      engine.send({ kind: 'status', status: null });
      return null;
    };
    await run.start('d-1', twoTasks);
    expect(run.graph).toBe(twoTasks);
  });

  it('gathers frames and shows them at one animation frame', async () => {
    await run.start('d-1', twoTasks);
    const runId = (engine.requests[0] as { runId: string }).runId;
    engine.send({
      kind: 'frame',
      frame: frame({ runId, step: 1, full: true, tasks: [task('collect', 'running'), task('write', 'pending')] }),
    });
    engine.send({
      kind: 'frame',
      frame: frame({
        runId,
        step: 2,
        timeMs: 40,
        tasks: [task('collect', 'succeeded')],
        touched: ['collect'],
        messages: [],
        caption: 'done',
      }),
    });
    expect(draws).toHaveLength(1);
    expect(run.step).toBe(0);
    draw();
    expect([run.step, run.timeMs, run.caption]).toEqual([2, 40, 'done']);
    expect(run.taskView('collect')?.state).toBe('succeeded');
    expect(run.taskView('write')?.state).toBe('pending');
    expect([...run.touched]).toEqual(['collect']);
  });

  it('re-renders only the nodes that changed, even those seen before their first frame', async () => {
    await run.start('d-1', twoTasks);
    const runId = (engine.requests[0] as { runId: string }).runId;
    const seen: Record<string, number> = { collect: 0, write: 0 };
    const stop = $effect.root(() => {
      for (const id of ['collect', 'write'])
        $effect(() => {
          run.taskView(id);
          seen[id] = (seen[id] ?? 0) + 1;
        });
    });
    flushSync();
    engine.send({ kind: 'frame', frame: frame({ runId, tasks: [task('collect', 'running')] }) });
    draw();
    flushSync();
    expect(seen).toEqual({ collect: 2, write: 1 });
    stop();
  });

  it('a full frame takes away what is not in it', async () => {
    await run.start('d-1', twoTasks);
    const runId = (engine.requests[0] as { runId: string }).runId;
    engine.send({ kind: 'frame', frame: frame({ runId, tasks: [task('collect', 'running')] }) });
    engine.send({ kind: 'frame', frame: frame({ runId, full: true, tasks: [task('write', 'ready')] }) });
    draw();
    expect(run.taskView('collect')).toBeUndefined();
  });

  it('keeps only the latest wish while a seek is under way', async () => {
    engine.send({ kind: 'status', status: status() });
    let letGo: () => void = () => undefined;
    engine.answer = () =>
      new Promise<void>((resolve) => {
        letGo = resolve;
      });
    for (const step of [1, 2, 3, 4]) run.player.seek(step);
    engine.answer = () => null;
    letGo();
    await vi.waitFor(() => {
      expect(engine.requests.map((one) => ('step' in one ? one.step : null))).toEqual([1, 4]);
    });
  });

  it('opens a stored run with the graph that is in its file', async () => {
    engine.answer = (command) => (command.kind === 'run.document' ? twoTasks : null);
    expect(await run.open('r-9')).toBe(true);
    expect(engine.kinds()).toEqual(['run.open', 'run.document']);
    expect(run.graph).toEqual(twoTasks);
  });

  it('tells of the engine restarting and of its notices', () => {
    engine.phase = 'restarting';
    engine.send({
      kind: 'notice',
      error: { code: 'storage/quota-exceeded', message: 'The browser has no room left.', definite: true },
    });
    expect(run.phase).toBe('restarting');
    expect(notices.banners.map(({ text }) => text)).toEqual(['The browser has no room left.']);
  });

  it('lets go of the line', () => {
    run.destroy();
    expect(engine.listeners).toBe(0);
  });
});
