import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { err, ok } from '../../../src/base/index.ts';
import { sheetOf, validate, type Document } from '../../../src/document/index.ts';
import { knownNames } from '../../../src/protocols/index.ts';
import { withAgents } from '../../../src/studio/library/shelf/import-checks.ts';
import { hasTasksOnly, ImportDesk, type Imported } from '../../../src/studio/library/shelf/import-desk.svelte.ts';
import type { Shelf } from '../../../src/studio/library/index.ts';
import { readStorageUse, storageSentence } from '../../../src/studio/library/shelf/storage-use.ts';
import { loadStories, parseStory, stories } from '../../../src/studio/library/stories.ts';
import { drawThumbnail } from '../../../src/studio/library/thumbnail.ts';
import { fileBytesMax, Notices } from '../../../src/studio/state/index.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const read = (path: string) => Promise.resolve(readFileSync(`public/${path}`, 'utf8'));

describe('stories', () => {
  it('leaves out what cannot be read or is no document', async () => {
    const loaded = await loadStories((path) =>
      path.includes('kitchen')
        ? Promise.reject(new Error('404'))
        : path.includes('night')
          ? Promise.resolve('{')
          : read(path),
    );
    expect(loaded.map(({ id }) => id)).toEqual(stories.map(({ id }) => id).filter((id) => !/kitchen|night/.test(id)));
  });

  it.each(stories.map(({ id }) => id))('%s is sound, wholly placed, and says what it shows', async (id) => {
    const document = parseStory(await read(`templates/${id}.json`));
    expect(document).not.toBeNull();
    if (document === null) return;
    expect(validate(document, knownNames)).toEqual([]);
    const drawing = drawThumbnail(document);
    const places = document.view?.nodes ?? {};
    expect((document.tasks ?? []).filter(({ id }) => !Object.hasOwn(places, id))).toEqual([]);
    expect(drawing?.tasks).toHaveLength(sheetOf(document).document.tasks?.length ?? 0);
    expect(drawing?.agents).toHaveLength(document.agents?.length ?? 0);
    expect(document.description).toBeTruthy();
  });
});

describe('thumbnail', () => {
  it('draws nothing of a document without places, and leaves out dangling lines', () => {
    expect(drawThumbnail({ tasks: [{ id: 'a' }] })).toBeNull();
    const drawing = drawThumbnail({
      tasks: [{ id: 'a', dependsOn: ['gone', '__proto__'] }],
      view: { nodes: { a: { x: 0, y: 0 } } },
    });
    expect(drawing?.depends).toEqual([]);
  });
});

describe('storage use', () => {
  it('is honest when the browser does not say', async () => {
    expect(storageSentence(await readStorageUse(undefined), true)).toBe(
      'This browser does not say how much storage is used',
    );
    expect(storageSentence(await readStorageUse({ estimate: () => Promise.reject(new Error('no')) }), true)).toContain(
      'does not say',
    );
    expect(storageSentence({ usedBytes: 14_000_000, quotaBytes: null }, true)).toBe('14 MB used');
    expect(storageSentence({ usedBytes: 14_000_000, quotaBytes: 2_100_000_000 }, true)).toBe('14 MB of 2.1 GB used');
    expect(storageSentence({ usedBytes: 1, quotaBytes: 2 }, false)).toContain('Nothing can be stored');
  });
});

describe('import desk', () => {
  const imported = (changes: Partial<Imported> = {}): Imported => ({
    kind: 'document',
    document: twoTasks,
    problems: [],
    notes: [],
    readOnly: false,
    ...changes,
  });
  function desk(result: () => ReturnType<ConstructorParameters<typeof ImportDesk>[0]>) {
    const create = vi.fn<(document: Document) => Promise<string>>(() => Promise.resolve('d-new'));
    const open = vi.fn();
    const notices = new Notices();
    const shelf = { create } as unknown as Shelf;
    return { create, open, notices, desk: new ImportDesk(result, shelf, notices, open) };
  }
  const file = (text: string) => new File([text], 'flow.json');

  it('stores nothing of a refused file and says the reason with its name', async () => {
    const {
      desk: one,
      create,
      open,
      notices,
    } = desk(() => Promise.resolve(err({ message: 'Line 3: a comma is missing.' })));
    await one.take([file('{')]);
    expect(create).not.toHaveBeenCalled();
    expect(open).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toBe('flow.json was not imported: Line 3: a comma is missing.');
  });

  it('refuses a file that is too large before reading it', async () => {
    const { desk: one, create, notices } = desk(() => Promise.reject(new Error('must not be asked')));
    const large = file('');
    Object.defineProperty(large, 'size', { value: fileBytesMax + 1 });
    await one.take([large]);
    expect(create).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toContain('larger than 64 MB');
  });

  it('says that parts were set aside, and that the file is worth keeping', async () => {
    const problem = validate({ tasks: [{ id: 'a', dependsOn: ['gone'] }] });
    const { desk: one, notices } = desk(() => Promise.resolve(ok(imported({ readOnly: true, problems: problem }))));
    await one.take([file('{}')]);
    expect(notices.toasts[0]?.text).toContain('keep the file');
  });

  it('stores a document and opens it; a run file brings its text along', async () => {
    const first = desk(() => Promise.resolve(ok(imported())));
    await first.desk.take([file('{}')]);
    expect(first.open).toHaveBeenCalledWith('d-new', null);
    const second = desk(() => Promise.resolve(ok(imported({ kind: 'run', run: {} as NonNullable<Imported['run']> }))));
    await second.desk.take([file('{"run":1}')]);
    expect(second.open).toHaveBeenCalledWith('d-new', '{"run":1}');
  });

  it('asks who does the work of a workflow without agents; no means nothing is stored', async () => {
    const workflow: Document = { tasks: [{ id: 'a' }] };
    const { desk: one, create, open } = desk(() => Promise.resolve(ok(imported({ document: workflow }))));
    await one.take([file('{}')]);
    expect(one.waiting?.fileName).toBe('flow.json');
    one.dismiss();
    expect(create).not.toHaveBeenCalled();
    await one.take([file('{}')]);
    await one.supply(3);
    expect(create.mock.calls[0]?.[0].agents).toHaveLength(3);
    expect(open).toHaveBeenCalledOnce();
    expect(hasTasksOnly(workflow)).toBe(true);
    expect(withAgents(workflow, 0)).toEqual(workflow);
  });
});
