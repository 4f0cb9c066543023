/** Checkpoints of the open run, as the page orders them: refusals and damage first. Each is held against the straight run. */
import { describe, expect, it } from 'vitest';
import { World } from '../../src/kernel/index.ts';
import type { Snapshot } from '../../src/kernel/index.ts';
import { createMemoryJournal } from '../../src/storage/index.ts';
import type { MemoryStore } from '../../src/storage/tables/memory.ts';
import { compile } from '../../src/workflow/index.ts';
import { chain, Rig } from './rig.ts';

const store = (): MemoryStore => new Map();

async function ended(memory = store()): Promise<Rig> {
  const rig = new Rig(createMemoryJournal(memory));
  await rig.start(chain(40));
  await rig.settle();
  return rig;
}

const list = (rig: Rig) => rig.ask({ kind: 'checkpoint.list' });

/** Turns a bit of the world that is kept at a step. */
function spoil(memory: MemoryStore, step: number, table = 'checkpoints'): void {
  const row = memory.get(table)!.get(JSON.stringify(['r', step]))!;
  const { bytes, sha256 } = row.value as { bytes: Uint8Array; sha256: string };
  const other = bytes.slice();
  other[5]! ^= 1;
  memory.get(table)!.set(JSON.stringify(['r', step]), { ...row, value: { bytes: other, sha256 } });
}

describe('what is refused', () => {
  it('without a run, at a step that has none, and in a tab that only watches, in one sentence each', async () => {
    await expect(list(new Rig())).rejects.toMatchObject({ code: 'engine/no-run' });
    const rig = await ended();
    for (const order of [
      { kind: 'checkpoint.restore', step: 7 },
      { kind: 'checkpoint.compare', from: 0, to: 7 },
      { kind: 'checkpoint.fork', step: 7, runId: 'f' },
    ] as const)
      await expect(rig.ask(order)).rejects.toMatchObject({
        code: 'engine/refused-checkpoint',
        message: expect.stringMatching(/step 7.*[;,] .*\.$/u) as string,
      });
    await expect(rig.ask({ kind: 'checkpoint.name', step: 7, name: 'x' })).rejects.toMatchObject({
      code: 'storage/missing',
    });
    expect(rig.status?.runId).toBe('r');
  });

  it('one that is damaged is said, and the one before is used; where none is sound, the playhead stays', async () => {
    const memory = store();
    const rig = await ended(memory);
    const steps = (await list(rig)).map(({ step }) => step);
    spoil(memory, steps[3]!);
    spoil(memory, steps[2]!, 'manifests');
    expect((await list(rig)).map(({ damaged }) => damaged)).toEqual([false, false, true, false, false]);
    expect(await rig.ask({ kind: 'checkpoint.restore', step: steps[3]! })).toEqual({
      step: steps[1],
      said: `The checkpoint at step ${String(steps[3])} is damaged; the one before it, at step ${String(steps[1])}, is used.`,
    });
    expect(rig.frame.step).toBe(steps[1]);
    for (const step of steps.slice(0, 2)) spoil(memory, step);
    await expect(rig.ask({ kind: 'checkpoint.restore', step: steps[1]! })).rejects.toThrow(/none before it is sound/u);
    expect(rig.frame.step).toBe(steps[1]);
  });
});

describe('at a step that is not the playhead', () => {
  it('the run is kept, and a new one begins with what had been put in before; beyond its end neither is', async () => {
    const rig = await ended();
    await rig.ask({ kind: 'player.seek', step: 30 });
    await rig.ask({ kind: 'run.inject', fault: { kind: 'crash', agent: 'ana', atMs: 0, recoverAtMs: 500 } });
    await rig.settle();
    const { steps } = rig.status!;
    await rig.ask({ kind: 'player.seek', step: 3 });
    await rig.ask({ kind: 'checkpoint.take', name: 'Ana', step: 22 });
    expect((await list(rig)).filter(({ name }) => name !== null)).toMatchObject([
      { step: 22, onWay: true, name: 'Ana' },
    ]);
    for (const order of [
      { kind: 'checkpoint.take', name: 'x', step: steps + 1 },
      { kind: 'run.from', runId: 'f', step: steps + 1 },
    ] as const)
      await expect(rig.ask(order)).rejects.toThrow(/so there is no step \d+; choose another/u);
    await rig.ask({ kind: 'run.from', runId: 'before', step: 12 });
    await rig.settle();
    expect([rig.status!.runId, rig.frame.step]).toEqual(['before', 12]);
    // What was put in at step 30 is not in it: it ends as the straight run does.
    const straight = await ended();
    expect(rig.status!.digest).toBe(straight.status!.digest);
    await rig.ask({ kind: 'run.open', runId: 'r' });
    await rig.settle();
    await rig.ask({ kind: 'run.from', runId: 'behind', step: 31 });
    await rig.settle();
    expect(rig.status!.steps).toBe(steps);
  });
});

describe('what a run keeps by itself', () => {
  it('is five: its beginning and the end of each quarter, with the time, the tasks, the size and the digest', async () => {
    const rig = await ended();
    const kept = await list(rig);
    const { steps, digest } = rig.status!;
    expect(kept.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4].map((part) => Math.round((steps * part) / 4)));
    expect(kept.at(-1)).toMatchObject({ digest, tasks: { succeeded: 40 }, onWay: true, damaged: false, name: null });
    for (const each of kept) {
      expect(each.size).toBeGreaterThan(500);
      expect(Object.values(each.tasks).reduce((sum, count) => sum + count, 0)).toBe(40);
    }
  });

  it('begins again behind what is put in, and is the same after a reload', async () => {
    const memory = store();
    const rig = await ended(memory);
    await rig.ask({ kind: 'player.seek', step: 21 });
    await rig.ask({ kind: 'run.inject', fault: { kind: 'crash', agent: 'ana', atMs: 0, recoverAtMs: 500 } });
    await rig.settle();
    const kept = await list(rig);
    expect(kept[0]).toMatchObject({ step: 21, onWay: true });
    expect(kept).toHaveLength(5);
    expect(kept.every(({ onWay }) => onWay)).toBe(true);
    await rig.ask({ kind: 'run.close' });
    const later = new Rig(createMemoryJournal(memory));
    await later.ask({ kind: 'run.open', runId: 'r' });
    await later.settle();
    expect(await list(later)).toEqual(kept);
    expect(later.status).toMatchObject({ notice: null, verified: true });
  });

  it('is a world from which the run goes on as it went', async () => {
    const memory = store();
    const rig = await ended(memory);
    const compiled = compile(chain(40));
    if (!compiled.ok) throw new Error('the document compiles');
    for (const { step } of await list(rig)) {
      const { checkpoint } = await rig.journal.loadCheckpoint('r', step);
      const { world: snapshot } = checkpoint!.data as unknown as { world: Snapshot };
      const world = new World(compiled.value.spec);
      world.restore(snapshot);
      while (world.step() !== null);
      expect(world.digest()).toBe(rig.status!.digest);
    }
  });
});

describe('what a person keeps', () => {
  it('stands under its name where the playhead was, is renamed, given back and taken away', async () => {
    const rig = await ended();
    await rig.ask({ kind: 'player.seek', step: 33 });
    await rig.ask({ kind: 'checkpoint.take', name: 'before the rush' });
    expect((await list(rig)).find(({ step }) => step === 33)).toMatchObject({ name: 'before the rush', onWay: true });
    expect(await list(rig)).toHaveLength(6);
    await rig.ask({ kind: 'checkpoint.name', step: 33, name: 'rush' });
    expect((await list(rig)).find(({ step }) => step === 33)?.name).toBe('rush');
    await rig.ask({ kind: 'player.seek', step: 99 });
    expect(await rig.ask({ kind: 'checkpoint.restore', step: 33 })).toEqual({ step: 33, said: null });
    expect(rig.frame.step).toBe(33);
    await rig.ask({ kind: 'checkpoint.name', step: 33, name: null });
    expect(await list(rig)).toHaveLength(5);
    const [first] = await list(rig);
    await rig.ask({ kind: 'checkpoint.delete', step: first!.step });
    expect(await list(rig)).toHaveLength(4);
  });

  it('outlives the way it lay on: it is not gone to and not written over, but a run begins from it', async () => {
    const rig = await ended();
    const straight = rig.status!.digest;
    await rig.ask({ kind: 'player.seek', step: 60 });
    await rig.ask({ kind: 'checkpoint.take', name: 'calm' });
    await rig.ask({ kind: 'player.seek', step: 20 });
    await rig.ask({ kind: 'run.inject', fault: { kind: 'crash', agent: 'bo', atMs: 0 } });
    await rig.settle();
    expect((await list(rig)).find(({ step }) => step === 60)).toMatchObject({ name: 'calm', onWay: false });
    await expect(rig.ask({ kind: 'checkpoint.restore', step: 60 })).rejects.toThrow(/gone another way/u);
    await rig.ask({ kind: 'player.seek', step: 60 });
    await expect(rig.ask({ kind: 'checkpoint.take', name: 'other' })).rejects.toThrow(
      /^calm is kept at step 60 of a way/u,
    );
    await rig.ask({ kind: 'checkpoint.fork', step: 60, runId: 'f' });
    await rig.settle();
    expect(rig.status).toMatchObject({ runId: 'f', notice: null, verified: true, digest: straight });
    expect(rig.frame.step).toBe(60);
  });

  it('a run from the checkpoint before what was put in goes on without it', async () => {
    const rig = await ended();
    const straight = rig.status!.digest;
    await rig.ask({ kind: 'player.seek', step: 30 });
    await rig.ask({ kind: 'run.inject', fault: { kind: 'crash', agent: 'ana', atMs: 0, recoverAtMs: 400 } });
    await rig.settle();
    expect(rig.status!.digest).not.toBe(straight);
    await rig.ask({ kind: 'checkpoint.fork', step: 30, runId: 'f' });
    await rig.settle();
    expect(rig.status).toMatchObject({ runId: 'f', digest: straight, notice: null });
  });
});

describe('two checkpoints', () => {
  it('are compared in words: nothing beside itself; tasks, agents and what befalls the network beside another', async () => {
    const rig = new Rig();
    await rig.start(chain(12, { faults: [{ kind: 'crash', agent: 'ana', atMs: 25, recoverAtMs: 400 }] }));
    await rig.settle();
    const { steps } = rig.status!;
    const kept = (await list(rig)).map(({ step }) => step);
    for (const step of kept) expect(await rig.ask({ kind: 'checkpoint.compare', from: step, to: step })).toEqual([]);
    const all = await rig.ask({ kind: 'checkpoint.compare', from: 0, to: steps });
    expect(all).toContainEqual({
      of: 'task',
      id: 't11',
      was: 'pending',
      is: expect.stringMatching(/^succeeded at /u) as string,
    });
    expect(all).toContainEqual({
      of: 'agent',
      id: 'bo',
      was: 'idle, 0 done',
      is: expect.stringMatching(/^idle, \d+ done$/u) as string,
    });
    const back = await rig.ask({ kind: 'checkpoint.compare', from: steps, to: 0 });
    expect(back.map(({ id, was, is }) => [id, is, was])).toEqual(all.map(({ id, was, is }) => [id, was, is]));
  });
});
