import { beforeEach, describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/document/index.ts';
import { edgeId, Notices, RunSession, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine, status } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';

let engine: FakeEngine;
let keeper: FakeKeeper;
let kept: FakeKept;
let notices: Notices;
let run: RunSession;
let workspace: Workspace;

const rename = (name: string): Edit => ({ kind: 'set-field', path: ['name'], value: name });
const move = (x: number): Edit => ({ kind: 'move-nodes', places: { collect: { x, y: 0 } } });

beforeEach(async () => {
  engine = new FakeEngine();
  keeper = new FakeKeeper();
  kept = new FakeKept(twoTasks);
  keeper.kept.set('d-1', kept);
  notices = new Notices();
  run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  workspace = new Workspace(keeper, notices, run);
  await workspace.open('d-1');
});

describe('workspace: problems', () => {
  it('lists whatever a run would be refused for, once what knows it has been fetched', async () => {
    const tasks = [{ id: 'a' }, { id: 'b', dependsOn: [{ task: 'a', when: 'results.c.ok' }] }];
    const broken = { agents: [{ id: 'ana' }], tasks, coordination: { pattern: 'contract-net', backlog: 'many' } };
    keeper.kept.set('d-2', new FakeKept(broken));
    await workspace.open('d-2');
    await expect
      .poll(() => workspace.problems.map(({ code }) => code), { timeout: 10_000 })
      .toEqual(['setting-invalid', 'name-unknown']);
    const [, named] = workspace.problems;
    expect(named?.message).toContain('there is no such task');
  });
});

describe('workspace: refusals', () => {
  it('says that a document is not there', async () => {
    expect(await workspace.open('d-none')).toBe(false);
    expect(workspace.document).toBeNull();
    expect(notices.toasts[0]?.text).toContain('not in the storage');
  });

  it('takes no edit while another tab writes, and says so', async () => {
    kept.say({ readOnly: true });
    expect(workspace.edit(rename('Mine'))).toBe(false);
    expect(workspace.name).toBe('Two tasks');
    expect(notices.toasts[0]?.text).toContain('Another tab');
    await workspace.takeOver();
    expect(workspace.readOnly).toBeNull();
    expect(workspace.edit(rename('Mine'))).toBe(true);
  });

  it('refuses an edit that does not apply, stores nothing of it and has nothing to undo', () => {
    expect(workspace.edit({ kind: 'connect', from: 'write', to: 'collect' })).toBe(false);
    expect(kept.appended).toEqual([]);
    expect(workspace.canUndo).toBe(false);
    expect(notices.toasts[0]?.text).toContain('cycle');
  });

  it('never says saved before the keeper does', () => {
    kept.say({ saveState: 'unsaved' });
    expect(workspace.saveState).toBe('unsaved');
    kept.say({ saveState: 'failed', problem: 'The browser has no room left.' });
    expect(notices.banners.map(({ text }) => text)).toEqual(['The browser has no room left.']);
    kept.say({ saveState: 'saved', problem: null });
    expect(notices.banners).toEqual([]);
  });

  it('takes no edit while a run plays', async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status({ playing: true }) });
    expect(workspace.edit(rename('Mine'))).toBe(false);
  });
});

describe('workspace: edits', () => {
  it('applies, appends, undoes and does again', () => {
    expect(workspace.edit(rename('Mine'))).toBe(true);
    workspace.undo();
    expect(workspace.name).toBe('Two tasks');
    expect(workspace.canRedo).toBe(true);
    workspace.redo();
    expect(workspace.name).toBe('Mine');
    expect(kept.appended).toHaveLength(3);
    expect(twoTasks.name).toBe('Two tasks');
  });

  it('takes edits with the same key back in one step, until sealed', () => {
    for (const x of [10, 20, 30]) workspace.edit(move(x), { coalesce: 'drag' });
    workspace.seal();
    workspace.edit(move(99), { coalesce: 'drag' });
    workspace.undo();
    expect(workspace.document?.view?.nodes?.['collect']?.x).toBe(30);
    workspace.undo();
    expect(workspace.document?.view?.nodes?.['collect']).toEqual({ x: 0, y: 250 });
    expect(workspace.canUndo).toBe(false);
  });

  it('lists problems at once in a small document', () => {
    workspace.edit({ kind: 'update-node', collection: 'tasks', id: 'write', field: ['requires'], value: ['magic'] });
    expect(workspace.problems.some(({ place }) => place.id === 'write')).toBe(true);
  });

  it('drops what was removed from the selection, edges too', () => {
    workspace.select(['write', 'collect', edgeId('depends', 'collect', 'write')]);
    workspace.edit({ kind: 'remove-node', collection: 'tasks', id: 'write' });
    expect([...workspace.selection.ids]).toEqual(['collect']);
  });

  it('asks the canvas anew each time', () => {
    workspace.focus('write');
    workspace.focus('write');
    expect(workspace.focusRequest).toEqual({ id: 'write', turn: 2 });
    expect(workspace.selection.single).toBe('write');
  });

  it('shows what another tab stores while it only reads', () => {
    kept.say({ readOnly: true }, { ...twoTasks, name: 'Theirs' });
    expect(workspace.name).toBe('Theirs');
  });
});

describe('workspace: with a run', () => {
  beforeEach(async () => {
    await run.start('d-1', twoTasks);
    engine.send({ kind: 'status', status: status() });
  });

  it('stays with the run while only the drawing changes', () => {
    workspace.edit(move(70));
    expect(run.active).toBe(true);
    expect(workspace.runDiffers).toBe(false);
    expect(workspace.shown).toBe(workspace.document);
  });

  it('leaves the run when the meaning changes, keeps it, and offers the way back', () => {
    workspace.edit({ kind: 'update-node', collection: 'tasks', id: 'write', field: ['priority'], value: 3 });
    expect(run.active).toBe(false);
    expect(engine.kinds()).toContain('run.close');
    expect(engine.kinds()).not.toContain('run.remove');
    expect(notices.toasts[0]?.actions[0]?.label).toBe('Back to the run');
  });

  it('shows the graph that an older run ran on, and takes no edits then', () => {
    run.graph = { ...twoTasks, tasks: [{ id: 'old' }] };
    expect(workspace.runDiffers).toBe(true);
    expect(workspace.shown?.tasks?.[0]?.id).toBe('old');
    expect(workspace.edit(rename('Mine'))).toBe(false);
    expect(notices.toasts[0]?.text).toContain('keeps the graph it ran on');
  });
});
