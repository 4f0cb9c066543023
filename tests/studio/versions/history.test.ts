/** The past of a document only grows: saving adds, restoring is one more edit that undo takes back, and nothing stored is changed. */
import 'fake-indexeddb/auto';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunMetrics } from '../../../src/bridge/index.ts';
import { Library } from '../../../src/storage/index.ts';
import { LibraryShelf, recordRuns } from '../../../src/studio/library/index.ts';
import { Notices, RunSession, Workspace } from '../../../src/studio/state/index.ts';
import { DocumentPast } from '../../../src/studio/versions/index.ts';
import { meaningDigest } from '../../../src/studio/versions/meaning.ts';
import { FakeEngine, frame, status } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';

let turn = 0;
let library: Library;
beforeEach(async () => {
  turn += 1;
  library = new Library({ name: `past-${String(turn)}` });
  await library.open();
});
afterEach(() => {
  library.close();
});

async function opened() {
  const engine = new FakeEngine();
  const notices = new Notices();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', new FakeKept(twoTasks));
  const workspace = new Workspace(keeper, notices, run);
  await workspace.open('d-1');
  return { engine, run, workspace, past: new DocumentPast(library, workspace, run) };
}

describe('versions', () => {
  it('restores nothing where nothing differs, and saves no version for it', async () => {
    const { past } = await opened();
    await past.save('Same');
    const [version] = await library.listVersions('d-1');
    expect(version && (await past.restore(version))).toBe(false);
    expect(await library.listVersions('d-1')).toHaveLength(1);
  });

  it('restores by one edit on top, keeps what was there, and undo brings it back', async () => {
    const { past, workspace } = await opened();
    await past.save('Good');
    workspace.edit({ kind: 'set-field', path: ['seed'], value: 99 });
    const edited = workspace.document;
    const [good] = await library.listVersions('d-1');
    if (good === undefined) throw new Error('no version');
    expect(await past.restore(good)).toBe(true);
    expect(workspace.document).toEqual(twoTasks);
    const versions = await library.listVersions('d-1');
    const before = versions.find(({ name }) => name === 'Before restoring “Good”');
    expect(before && (await library.loadVersion('d-1', before.id)).document).toEqual(edited);
    workspace.undo();
    expect(workspace.document).toEqual(edited);
  });
});

describe('the name of a version', () => {
  it('can be changed without touching what the version holds', async () => {
    const { past } = await opened();
    await past.save('Draft');
    const [draft] = await library.listVersions('d-1');
    if (draft === undefined) throw new Error('no version');
    await past.rename(draft, 'First draft');
    expect(await library.listVersions('d-1')).toEqual([{ ...draft, name: 'First draft' }]);
    expect((await library.loadVersion('d-1', draft.id)).document).toEqual(twoTasks);
  });
});

describe('a deleted version', () => {
  it('is gone, and comes back as it was', async () => {
    const { past } = await opened();
    await past.save('Draft');
    const [draft] = await library.listVersions('d-1');
    if (draft === undefined) throw new Error('no version');
    const whole = await library.loadVersion('d-1', draft.id);
    const bringBack = await past.remove(draft);
    expect(await library.listVersions('d-1')).toEqual([]);
    await expect(past.remove(draft)).rejects.toMatchObject({ code: 'storage/missing' });
    await bringBack();
    expect(await library.loadVersion('d-1', draft.id)).toEqual(whole);
  });
});

const costly: RunMetrics = {
  makespanMs: 4000,
  criticalPathMs: 3000,
  workMs: 6000,
  messages: 12,
  cost: 15,
  bottleneck: null,
  deadlines: { of: 0, missed: [], step: null },
};

describe('runs', () => {
  it('are listed with a digest of the graph that they ran on, which stays when they are opened again', async () => {
    const { engine, run } = await opened();
    const stop = recordRuns(run, library, (error) => {
      throw error;
    });
    await run.start('d-1', twoTasks);
    const { runId } = engine.requests.at(-1) as { runId: string };
    engine.send({ kind: 'status', status: status({ runId, complete: true, outcome: 'succeeded' }) });
    flushSync();
    await expect.poll(() => library.listRuns('d-1')).toHaveLength(1);
    expect((await library.listRuns('d-1'))[0]).toMatchObject({ outcome: 'succeeded', graph: meaningDigest(twoTasks) });
    stop();
    const again = recordRuns(run, library, (error) => {
      throw error;
    });
    run.graph = null;
    engine.send({ kind: 'status', status: status({ runId, complete: true, outcome: 'cancelled' }) });
    await expect.poll(async () => (await library.listRuns('d-1'))[0]?.outcome).toBe('cancelled');
    expect((await library.listRuns('d-1'))[0]?.graph).toBe(meaningDigest(twoTasks));
    again();
  });

  it('are listed with the step at which they were left, not that of the last status', async () => {
    const { engine, run } = await opened();
    const stop = recordRuns(run, library, (error) => {
      throw error;
    });
    await run.start('d-1', twoTasks, { runId: 'r-1' });
    engine.send({ kind: 'status', status: status() });
    engine.send({ kind: 'frame', frame: frame({ step: 31 }) });
    await run.close();
    stop();
    await expect.poll(async () => (await library.listRuns('d-1'))[0]?.playheadStep).toBe(31);
  });

  it('know what the run before came to, in time and in cost', async () => {
    const { engine, run } = await opened();
    const stop = recordRuns(run, library, (error) => {
      throw error;
    });
    const made: string[] = [];
    for (const cost of [15, 12]) {
      await run.start('d-1', twoTasks);
      const { runId } = engine.requests.at(-1) as { runId: string };
      made.push(runId);
      const over = status({ runId, complete: true, outcome: 'succeeded' });
      engine.send({ kind: 'status', status: { ...over, metrics: { ...costly, cost } } });
      await expect.poll(async () => (await library.listRuns('d-1')).some((each) => each.cost === cost)).toBe(true);
      // The next one is made later.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(run.before).toMatchObject({ runId: made[0], ms: costly.makespanMs, cost: 15 });
    stop();
  });
});

describe('the trash', () => {
  it('shows what is in it, gives it back, and forgets for good with its runs', async () => {
    const forgotten: string[] = [];
    const shelf = new LibraryShelf(library, {
      forget: (runIds) => {
        forgotten.push(...runIds);
        return Promise.resolve();
      },
      read: () => Promise.reject(new Error('not asked')),
      keep: () => Promise.resolve(),
    });
    const id = await shelf.create(twoTasks);
    await library.putRun({
      runId: 'r-9',
      documentId: id,
      outcome: null,
      reason: null,
      steps: 1,
      makespanMs: null,
      seed: 1,
      createdAtMs: 1,
      updatedAtMs: 1,
      playheadStep: 0,
    });
    let trashed: readonly boolean[] = [];
    const stop = shelf.watch(
      (rows) => {
        trashed = rows.map(({ trashedMs }) => trashedMs !== null);
      },
      (error) => {
        throw error;
      },
    );
    await shelf.trash(id);
    await expect.poll(() => trashed).toEqual([true]);
    expect((await shelf.backup()).backup.documents).toMatchObject([{ trashedAtMs: expect.any(Number) as unknown }]);
    await shelf.restore(id);
    expect((await shelf.backup()).backup.documents).toMatchObject([{ document: twoTasks, trashedAtMs: null }]);
    await shelf.purge(id);
    await expect.poll(() => trashed).toEqual([]);
    expect(forgotten).toEqual(['r-9']);
    stop();
  });
});
