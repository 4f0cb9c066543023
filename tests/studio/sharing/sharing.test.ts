/** Opening and giving links: inert, in memory, one sentence for each refusal. */
import { describe, expect, it, vi } from 'vitest';
import { importText } from '../../../src/interchange/index.ts';
import { packLink } from '../../../src/studio/sharing/link-code.ts';
import { openShared } from '../../../src/studio/sharing/open-shared.ts';
import { scaleFor } from '../../../src/studio/sharing/raster.ts';
import { shareLink } from '../../../src/studio/sharing/share.ts';
import { SharedKeeper } from '../../../src/studio/sharing/shared-keeper.ts';
import { SharedVisit } from '../../../src/studio/sharing/shared-visit.svelte.ts';
import { Notices, parseRoute, RunSession, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const importFile = (bytes: Uint8Array, name: string) =>
  Promise.resolve(importText(new TextDecoder().decode(bytes), name));
const open = async (text: string) => openShared(await packLink(text), importFile);

describe('opening a link', () => {
  it('refuses what is no workflow with a sentence', async () => {
    for (const text of ['', '[]', '{"format":"other"}', '{"tasks":[', '{"__proto__":{"x":1},"tasks":[]}']) {
      const opened = await open(text);
      expect(!opened.ok && opened.error.message, text).toMatch(/^What this link holds cannot be opened: .+/);
    }
    expect(await openShared('junk!', importFile)).toMatchObject({ ok: false });
  });

  it('[row 10] a newer workflow is shown, and what a copy would lose is said', async () => {
    const opened = await open(JSON.stringify({ format: 'conclave', version: 99, tasks: [{ id: 't' }] }));
    expect(opened.ok && opened.value.notes[0]).toContain('keep the link');
  });

  it('[row 15] a wish to be run is a note', async () => {
    const opened = await open(JSON.stringify({ ...twoTasks, autorun: true }));
    expect(opened.ok && opened.value.notes.join(' ')).toContain('ignored');
  });
});

describe('a shared workflow', () => {
  it('[row 16] is edited in memory, never called saved, and asks for a copy instead of running', async () => {
    const engine = new FakeEngine();
    const notices = new Notices();
    const run = new RunSession(engine, notices, (draw) => {
      draw();
    });
    const workspace = new Workspace(new SharedKeeper(twoTasks), notices, run);
    const saveCopy = vi.fn();
    const visit = new SharedVisit(workspace, run, notices, saveCopy);
    await visit.enter('shared', null);
    expect(workspace.edit({ kind: 'set-field', path: ['name'], value: 'Mine' })).toBe(true);
    expect([workspace.name, workspace.saveState, workspace.canUndo, twoTasks.name]).toEqual([
      'Mine',
      'unsaved',
      true,
      'Two tasks',
    ]);
    await visit.start();
    expect(engine.kinds()).toEqual([]);
    notices.toasts[0]?.actions[0]?.run();
    expect(saveCopy).toHaveBeenCalledOnce();
  });
});

describe('giving a link', () => {
  const page = 'https://example.org/conclave/';

  it('holds the whole workflow in the part that is never sent', async () => {
    const write = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    expect((await shareLink(twoTasks, { page, write })).kind).toBe('copied');
    const link = write.mock.calls[0]?.[0] ?? '';
    expect(link.startsWith(`${page}#/s/`)).toBe(true);
    const route = parseRoute(link.slice(page.length));
    const opened = route.page === 'shared' ? await openShared(route.payload, importFile) : null;
    expect(opened?.ok === true && opened.value.document).toEqual(twoTasks);
  });

  it('says when it is too long for one, and when the clipboard refuses', async () => {
    const write = vi.fn(() => Promise.reject(new Error('not allowed')));
    expect((await shareLink(twoTasks, { page, write })).kind).toBe('refused');
    let state = 1;
    const noise = Array.from({ length: 40_000 }, () =>
      String.fromCharCode(97 + ((state = (state * 48_271) % 2_147_483_647) % 26)),
    ).join('');
    const long = await shareLink({ ...twoTasks, description: noise }, { page, write });
    expect(long).toMatchObject({ kind: 'too-long' });
    expect(write).toHaveBeenCalledOnce();
  });

  it('keeps a picture within what browsers draw', () => {
    expect(scaleFor(400, 300, 2)).toBe(2);
    expect(scaleFor(100_000, 10, 2) * 100_000).toBeLessThanOrEqual(8192);
    expect(scaleFor(8000, 8000, 2) ** 2 * 64_000_000).toBeLessThanOrEqual(64_000_001);
    expect(scaleFor(0, 0, 2)).toBe(2);
  });
});
