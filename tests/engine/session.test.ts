/** The engine's session, first against what it must refuse, then what it must do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentView, Command, Frame, TaskView } from '../../src/bridge/index.ts';
import { createMemoryJournal } from '../../src/storage/index.ts';
import { randomDocument } from '../support/documents.ts';
import { chain, Rig, spied } from './rig.ts';

const cycle = {
  agents: [{ id: 'a' }],
  tasks: [
    { id: 'x', dependsOn: ['y'] },
    { id: 'y', dependsOn: ['x'] },
  ],
};
const open = (runId: string, takeOver = false): Command => ({ kind: 'run.open', runId, takeOver });

describe('what is refused', () => {
  it('the player, windows, stop and export without a run', async () => {
    const rig = new Rig();
    const commands: Command[] = [
      { kind: 'player.play' },
      { kind: 'player.pause' },
      { kind: 'player.step', by: -1 },
      { kind: 'player.seek', step: 3 },
      { kind: 'player.seekTime', timeMs: 3 },
      { kind: 'player.toChange', node: 'x', direction: 1 },
      { kind: 'player.toMessage', direction: 1 },
      { kind: 'player.toLast', node: 'x' },
      { kind: 'player.speed', speed: null },
      { kind: 'run.stop' },
      { kind: 'run.export' },
      { kind: 'window.timeline', fromMs: 0, toMs: 1, pixels: 9 },
      { kind: 'window.log', from: 0, count: 9, filter: {} },
    ];
    for (const command of commands)
      await expect(rig.session.handle(command)).rejects.toMatchObject({ code: 'engine/no-run' });
    await expect(rig.session.handle({ kind: 'run.close' })).resolves.toBeNull();
  });

  it('[row 8] a document that cannot run, with its first problem; the run that is open stays as it was', async () => {
    const rig = new Rig();
    await rig.start(chain(6));
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 9 });
    const before = { status: rig.status, frame: rig.frame, events: rig.events.length };
    await expect(rig.start(cycle, 'other')).rejects.toMatchObject({
      code: 'engine/not-runnable',
      message: expect.stringMatching(/^This document cannot run: .*x.*y/u) as string,
      definite: true,
    });
    expect(rig.events).toHaveLength(before.events);
    await rig.ask({ kind: 'player.step', by: 1 });
    expect(rig.frame).toMatchObject({ runId: 'r', step: 10 });
    expect(await rig.journal.list()).toHaveLength(1);
  });

  it('data that is no document: nothing throws but a refusal', async () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const bad = [undefined, null, 3, [], 'x', ring, { tasks: 5 }, { tasks: [{ id: 'a', priority: NaN }] }, { a: 10n }];
    const rig = new Rig();
    for (const document of bad)
      await expect(rig.start(document)).rejects.toMatchObject({ code: 'engine/not-runnable' });
    expect(rig.events).toEqual([]);
  });

  it('a document of which a part would be set aside: less than was drawn is never run', async () => {
    const rig = new Rig();
    const document = { ...chain(2), tasks: [{ id: 'x' }, { id: 'y', dependsOn: 'x' }] };
    await expect(rig.start(document)).rejects.toMatchObject({ code: 'engine/not-runnable' });
    await expect(rig.start({ ...chain(2), version: 99 })).rejects.toMatchObject({ code: 'engine/not-runnable' });
  });

  it('a run id that is taken: neither the stored run nor the open one changes', async () => {
    const rig = new Rig();
    await rig.start(chain(4), 'first');
    await rig.settle();
    await rig.start(chain(5), 'second');
    await rig.settle();
    const stored = await rig.journal.read('first');
    for (const runId of ['first', 'second'])
      await expect(rig.start(chain(9), runId)).rejects.toMatchObject({ code: 'storage/exists' });
    expect(await rig.journal.read('first')).toEqual(stored);
    await rig.ask({ kind: 'player.seek', step: 2 });
    expect(rig.frame).toMatchObject({ runId: 'second', step: 2 });
  });

  it('a run of another version of the engine', async () => {
    const journal = createMemoryJournal();
    await journal.create({
      runId: 'old',
      documentId: 'd',
      documentName: '',
      document: {},
      seed: 1,
      engine: '0',
      createdAtMs: 1,
    });
    const rig = new Rig(journal);
    await expect(rig.ask({ kind: 'run.open', runId: 'old' })).rejects.toMatchObject({
      code: 'engine/version',
      message: expect.stringContaining('recorded by engine 0') as string,
    });
    await expect(rig.ask({ kind: 'run.open', runId: 'none' })).rejects.toMatchObject({ code: 'storage/missing' });
    await expect(rig.ask({ kind: 'run.export' })).rejects.toMatchObject({ code: 'engine/no-run' });
  });

  it('a run file with an input that nothing here understands', async () => {
    const rig = new Rig();
    await rig.start(chain(3));
    await rig.settle();
    const file = JSON.parse(await rig.ask({ kind: 'run.export' })) as { inputs: unknown[] };
    const messages = [
      { to: 9999, message: { type: 'workflow.cancel', reason: 'x' } },
      { to: 0, message: { type: 'workflow.cancel' } },
      { to: 0, message: { type: 'task.done', task: 7 } },
      { to: -1, message: { type: 'kernel.crash', actor: 77 } },
      { to: 2, message: { type: 'agent.slow', factor: 0 } },
    ];
    for (const each of messages) {
      const text = JSON.stringify({ ...file, inputsDigest: undefined, inputs: [{ step: 1, ...each }] });
      await expect(rig.ask({ kind: 'run.import', runId: 'i', documentId: 'd', text })).rejects.toMatchObject({
        code: 'engine/refused-file',
        message: expect.stringContaining('inputs[0]') as string,
      });
    }
    await expect(rig.ask({ kind: 'run.import', runId: 'i', documentId: 'd', text: '{' })).rejects.toMatchObject({
      code: 'engine/refused-file',
    });
    expect(rig.status?.runId).toBe('r');
  });
});

describe('the playhead', () => {
  it('never passes the end of what is computed, and what was wanted beyond is gone to when it is', async () => {
    const rig = new Rig();
    await rig.start(chain(400));
    await rig.ask({ kind: 'player.seek', step: 1e15 });
    await rig.ask({ kind: 'player.speed', speed: null });
    await rig.ask({ kind: 'player.play' });
    await rig.settle();
    for (const event of rig.events)
      if (event.kind === 'frame') expect(event.frame.step).toBeLessThanOrEqual(rig.status!.steps);
    expect(rig.frame.step).toBe(rig.status!.steps);
    expect(rig.status).toMatchObject({ complete: true, playing: false, outcome: 'succeeded' });
  });

  it('steps both ways, stays within the run, and goes to the changes of a node', async () => {
    const rig = new Rig();
    await rig.start(chain(4));
    await rig.settle();
    const end = rig.status!.steps;
    await rig.ask({ kind: 'player.step', by: -1 });
    expect(rig.frame.step).toBe(0);
    await rig.ask({ kind: 'player.seek', step: end });
    await rig.ask({ kind: 'player.step', by: 1 });
    expect(rig.frame.step).toBe(end);
    await rig.ask({ kind: 'player.seekTime', timeMs: -5 });
    expect(rig.frame.timeMs).toBe(0);
    await rig.ask({ kind: 'player.toChange', node: 't3', direction: 1 });
    const { step } = rig.frame;
    expect(rig.frame.touched).toContain('t3');
    await rig.ask({ kind: 'player.toChange', node: 't3', direction: 1 });
    expect(rig.frame.step).toBeGreaterThan(step);
    await rig.ask({ kind: 'player.toChange', node: 't3', direction: -1 });
    expect(rig.frame.step).toBe(step);
    await rig.ask({ kind: 'player.toChange', node: 'nobody', direction: -1 });
    expect(rig.frame.step).toBe(step);
  });

  it('plays at its speed: a change of speed keeps the time that has passed', async () => {
    const rig = new Rig();
    await rig.start(chain(40));
    await rig.settle();
    await rig.ask({ kind: 'player.speed', speed: 0.1 });
    await rig.ask({ kind: 'player.play' });
    for (let at = 0; at < 10; at += 1) {
      await rig.pass(100);
      await rig.ask({ kind: 'player.speed', speed: at % 2 === 0 ? 0.1 : 0.1001 });
    }
    expect(rig.frame.timeMs).toBeGreaterThan(80);
    expect(rig.frame.timeMs).toBeLessThanOrEqual(101);
    await rig.ask({ kind: 'player.pause' });
    const { step } = rig.frame;
    await rig.pass(5000);
    expect(rig.frame.step).toBe(step);
  });

  it('a frame put together from changes is the whole frame, at every step that is gone to', async () => {
    const view = () => ({ tasks: new Map<string, TaskView>(), agents: new Map<string, AgentView>() });
    const take = (shown: ReturnType<typeof view>, frame: Frame): void => {
      if (frame.full) {
        shown.tasks.clear();
        shown.agents.clear();
      }
      for (const task of frame.tasks) shown.tasks.set(task.id, task);
      for (const agent of frame.agents) shown.agents.set(agent.id, agent);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 }),
        async (seed, places) => {
          const document = randomDocument(seed);
          const [rig, fresh] = [new Rig(), new Rig()];
          await rig.start(document);
          await fresh.start(document);
          await rig.settle();
          await fresh.settle();
          const shown = view();
          rig.frames.forEach((frame) => {
            take(shown, frame);
          });
          for (const place of places) {
            const step = Math.round(place * rig.status!.steps);
            const before = rig.frames.length;
            await rig.ask({ kind: 'player.seek', step });
            rig.frames.slice(before).forEach((frame) => {
              take(shown, frame);
            });
            // Going back shows everything, so a session that comes from the end shows what is true.
            await fresh.ask({ kind: 'player.seek', step: fresh.status!.steps });
            await fresh.ask({ kind: 'player.seek', step: 0 });
            await fresh.ask({ kind: 'player.seek', step });
            const whole = view();
            fresh.frames.forEach((frame) => {
              take(whole, frame);
            });
            expect([...shown.tasks.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
              [...whole.tasks.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
            );
            expect([...shown.agents.values()]).toEqual([...whole.agents.values()]);
          }
        },
      ),
      { seed: 4, numRuns: 25 },
    );
  });
});

describe('commands', () => {
  it('that come at once are carried out one after another', async () => {
    const rig = new Rig();
    const all = await Promise.allSettled([
      rig.start(chain(5), 'a'),
      rig.start(chain(6), 'b'),
      rig.ask({ kind: 'player.seek', step: 3 }),
      rig.start(chain(7), 'b'),
      rig.ask({ kind: 'run.close' }),
      rig.ask({ kind: 'run.open', runId: 'a' }),
      rig.ask({ kind: 'run.export' }),
    ]);
    expect(all.map((each) => each.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    await rig.settle();
    expect(rig.status).toMatchObject({ runId: 'a', complete: true });
    expect((await rig.journal.list()).map((run) => run.runId).sort()).toEqual(['a', 'b']);
  });

  it('a window of any size is answered', async () => {
    const rig = new Rig();
    await rig.start(chain(5));
    await rig.settle();
    expect(await rig.ask({ kind: 'window.log', from: 1e300, count: 5000, filter: {} })).toMatchObject({ rows: [] });
    expect(await rig.ask({ kind: 'window.timeline', fromMs: 1e300, toMs: -1e300, pixels: 0.5 })).toMatchObject({
      lanes: [{}, {}],
    });
  });

  it('remove forgets the run, open or not', async () => {
    const rig = new Rig();
    await rig.start(chain(5), 'a');
    await rig.settle();
    await rig.start(chain(5), 'b');
    await rig.settle();
    await rig.ask({ kind: 'run.remove', runId: 'a' });
    expect(rig.status?.runId).toBe('b');
    await rig.ask({ kind: 'run.remove', runId: 'b' });
    expect(rig.status).toBeNull();
    expect(await rig.journal.list()).toEqual([]);
    await expect(rig.session.handle(open('b'))).rejects.toMatchObject({ code: 'storage/missing' });
  });

  it('a run file taken in again is the same run; one that was changed is said to differ', async () => {
    const rig = new Rig();
    await rig.start(chain(30));
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 20 });
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    const text = await rig.ask({ kind: 'run.export' });
    const { digest } = rig.status!;
    await rig.ask({ kind: 'run.import', runId: 'i', documentId: 'd', text });
    await rig.settle();
    expect(rig.status).toMatchObject({ runId: 'i', digest, outcome: 'cancelled', notice: null, verified: true });
    await rig.ask({
      kind: 'run.import',
      runId: 'j',
      documentId: 'd',
      text: text.replace(
        digest!,
        digest!.replace(/^./u, (c) => (c === '0' ? '1' : '0')),
      ),
    });
    await rig.settle();
    expect(rig.status).toMatchObject({
      runId: 'j',
      digest,
      notice: expect.stringContaining('differs from what was recorded') as string,
    });
    expect(rig.status).not.toHaveProperty('verified');
  });

  it('a journal that fails when a run begins does not keep it from running', async () => {
    const spy = spied();
    spy.fails = 'storage/failed';
    const rig = new Rig(spy.journal);
    await rig.start(chain(5));
    await rig.settle();
    expect(rig.notices).toEqual(['storage/failed']);
    expect(rig.status).toMatchObject({ complete: true, outcome: 'succeeded', watching: false });
  });
});
