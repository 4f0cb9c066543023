/** The library over IndexedDB: autosave as a log, versions beside it, nothing overwritten, one writer a document. */
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../src/document/index.ts';
import { Library, LIBRARY_VERSION } from '../../src/storage/library/library.ts';
import { cut, freshBrowser } from './faults.ts';

const blank = { format: 'conclave', version: 1, name: 'Field report' } as Document;
const addTask = (id: string): Edit => ({ kind: 'add-node', collection: 'tasks', node: { id } });
const applied = (document: Document, edit: Edit): Document => {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
};

let now = 0;
let ids = 0;
const openLibrary = async (): Promise<Library> => {
  const library = new Library({ name: 'test', nowMs: () => (now += 1), newId: () => `id-${String((ids += 1))}` });
  expect(await library.open()).toBeNull();
  return library;
};
let library: Library;
beforeEach(async () => {
  freshBrowser();
  now = 0;
  ids = 0;
  library = await openLibrary();
});

/** Adds `count` tasks, one autosave each. */
async function write(target: Library, id: string, start: Document, count: number): Promise<Document> {
  let document = start;
  for (let at = 0; at < count; at += 1) {
    const edit = addTask(`task-${String(document.tasks?.length ?? 0)}`);
    document = applied(document, edit);
    await target.appendEdits(id, [edit], document);
  }
  return document;
}

describe('documents', () => {
  it('refuses a document that is not there', async () => {
    await expect(library.loadDocument('nowhere')).rejects.toMatchObject({ code: 'storage/missing' });
    await expect(library.claimDocument('nowhere')).rejects.toMatchObject({ code: 'storage/missing' });
    await expect(library.trash('nowhere')).rejects.toMatchObject({ code: 'storage/missing' });
    await expect(library.loadVersion('nowhere', 'v')).rejects.toMatchObject({ code: 'storage/missing' });
  });

  it('refuses edits of a document that it does not write', async () => {
    const { id } = await library.createDocument(blank);
    library.leaveDocument(id);
    await expect(library.appendEdits(id, [addTask('a')], blank)).rejects.toMatchObject({ code: 'storage/fenced' });
  });

  it('folds the log of edits onto the snapshot, for any number of autosaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 150 }), async (count) => {
        const { id } = await library.createDocument(blank);
        const document = await write(library, id, blank, count);
        const loaded = await (await openLibrary()).loadDocument(id);
        expect(loaded.document).toEqual(document);
        expect(loaded).toMatchObject({ damage: null, durable: true });
      }),
      { seed: 3, numRuns: 8, examples: [[63], [64], [65], [128]] },
    );
  });

  it('shows the name that the document has, the newest change first', async () => {
    const one = await library.createDocument(blank);
    await library.createDocument({ ...blank, name: '  ' });
    const edit: Edit = { kind: 'set-field', path: ['name'], value: 'Renamed' };
    await library.appendEdits(one.id, [edit], applied(blank, edit));
    expect((await library.listDocuments()).map(({ name }) => name)).toEqual(['Renamed', 'Untitled']);
  });

  it('[row 16] an import never overwrites: an id that is taken gives a new one', async () => {
    const first = await library.createDocument(blank, { id: 'report' });
    const second = await library.importDocument({ ...blank, name: 'Other' }, 'report');
    library.leaveDocument('report');
    const third = await (await openLibrary()).importDocument({ ...blank, name: 'Third' }, 'report');
    expect([first.id, second.id, third.id]).toEqual(['report', 'id-1', 'id-2']);
    expect((await library.loadDocument('report')).document).toEqual(blank);
  });

  it('[row 31] a damaged log: what came before is kept, the rest is put aside, and both are said', async () => {
    const { id } = await library.createDocument(blank);
    await write(library, id, blank, 5);
    library.close();
    const { openDexieTables } = await import('../../src/storage/tables/dexie.ts');
    const { LIBRARY_TABLES } = await import('../../src/storage/library/rows.ts');
    const tables = await openDexieTables({
      name: 'test',
      version: LIBRARY_VERSION,
      tables: LIBRARY_TABLES,
      onClosed: () => undefined,
    });
    await tables.write(['edits'], (transaction) => transaction.delete('edits', [id, 3]));
    const again = await openLibrary();
    const loaded = await again.claimDocument(id);
    expect(loaded.document.tasks?.map((task) => task.id)).toEqual(['task-0', 'task-1']);
    expect(loaded.damage).toMatch(/^The last 3 of the autosaved changes could not be read/);
    expect(await tables.read(['quarantine'], (transaction) => transaction.keysUnder('quarantine', id))).toHaveLength(2);
    const aside = JSON.parse(await again.exportQuarantine(id)) as { changes: { edits: unknown }[] };
    expect(aside).toMatchObject({ format: 'conclave-quarantine', documentId: id });
    expect(JSON.stringify(aside.changes)).toContain('task-4');
    const document = await write(again, id, loaded.document, 2);
    expect(await again.loadDocument(id)).toMatchObject({ document, damage: null });
  });

  it('renames what is not open, duplicates, trashes and restores', async () => {
    const { id } = await library.createDocument(blank);
    await expect(library.rename(id, 'Open')).rejects.toMatchObject({ code: 'storage/failed' });
    library.leaveDocument(id);
    await library.rename(id, 'Closed');
    const copy = await library.duplicate(id);
    await library.trash(id);
    const listed = async (): Promise<unknown> =>
      (await library.listDocuments()).map((one) => [one.name, one.trashedAtMs !== null]);
    expect(await listed()).toEqual([
      ['Closed (copy)', false],
      ['Closed', true],
    ]);
    await library.restore(id);
    expect(await listed()).toEqual([
      ['Closed (copy)', false],
      ['Closed', false],
    ]);
    expect((await library.loadDocument(copy.id)).document.name).toBe('Closed (copy)');
  });

  it('purges a document whole and names its runs', async () => {
    const { id } = await library.createDocument(blank);
    await library.saveVersion(id, 'one', blank);
    await library.putRun(summary(id, 'r1'));
    expect(await library.purge(id)).toEqual(['r1']);
    expect(await library.listDocuments()).toEqual([]);
    expect(await library.listVersions(id)).toEqual([]);
    expect(await library.listRuns(id)).toEqual([]);
    await expect(library.loadDocument(id)).rejects.toMatchObject({ code: 'storage/missing' });
  });
});

describe('versions', () => {
  it('restoring adds: the state before is a version too, and later edits go on from the restored state', async () => {
    const { id } = await library.createDocument(blank);
    const one = await write(library, id, blank, 2);
    const version = await library.saveVersion(id, 'Two tasks', one);
    const two = await write(library, id, one, 3);
    expect(await library.restoreVersion(id, version.id)).toEqual(one);
    const versions = await library.listVersions(id);
    expect(versions.map(({ name }) => name)).toEqual(['Before restoring "Two tasks"', 'Two tasks']);
    expect((await library.loadVersion(id, versions[0]?.id ?? '')).document).toEqual(two);
    const three = await write(library, id, one, 1);
    expect((await (await openLibrary()).loadDocument(id)).document).toEqual(three);
  });
});

describe('runs and settings', () => {
  it('keeps the summaries of a document, newest first, replaced by later ones', async () => {
    await library.putRun(summary('d', 'r1'));
    await library.putRun({ ...summary('d', 'r2'), createdAtMs: 9 });
    await library.putRun({ ...summary('d', 'r1'), playheadStep: 4 });
    await library.putRun(summary('e', 'r3'));
    expect((await library.listRuns('d')).map((run) => [run.runId, run.playheadStep])).toEqual([
      ['r2', 0],
      ['r1', 4],
    ]);
    await library.removeRun('d', 'r2');
    expect(await library.listRuns('d')).toHaveLength(1);
  });

  it('keeps settings', async () => {
    expect(await library.getSetting('theme')).toBeNull();
    await library.setSetting('theme', { dark: true });
    expect(await (await openLibrary()).getSetting('theme')).toEqual({ dark: true });
  });
});

describe('two tabs', () => {
  it('[row 35] claiming fences off the tab before: nothing of a stale edit is stored, no edit is lost', async () => {
    const { id } = await library.createDocument(blank);
    const document = await write(library, id, blank, 1);
    const other = await openLibrary();
    const loaded = await other.claimDocument(id);
    expect(loaded.document).toEqual(document);
    await expect(library.appendEdits(id, [addTask('stale')], document)).rejects.toMatchObject({
      code: 'storage/fenced',
      definite: true,
    });
    const later = await write(other, id, document, 1);
    expect((await library.loadDocument(id)).document).toEqual(later);
    expect((await library.claimDocument(id)).document).toEqual(later);
    await expect(other.appendEdits(id, [], later)).rejects.toMatchObject({ code: 'storage/fenced' });
  });

  it('[row 35] a restored version is refused to a tab that was fenced off', async () => {
    const { id } = await library.createDocument(blank);
    const version = await library.saveVersion(id, 'one', blank);
    await (await openLibrary()).claimDocument(id);
    await expect(library.restoreVersion(id, version.id)).rejects.toMatchObject({ code: 'storage/fenced' });
  });
});

describe('watching', () => {
  it('answers at once and after every change of what was read', async () => {
    const seen: string[][] = [];
    const stop = library.observe(
      () => library.listDocuments(),
      (list) => seen.push(list.map(({ name }) => name)),
    );
    await expect.poll(() => seen.at(-1)).toEqual([]);
    const { id } = await library.createDocument(blank);
    await expect.poll(() => seen.at(-1)).toEqual(['Field report']);
    cut();
    await library.purge(id);
    await expect.poll(() => seen.at(-1)).toEqual([]);
    stop();
    const count = seen.length;
    await library.createDocument(blank);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).toHaveLength(count);
  });
});

function summary(documentId: string, runId: string): Parameters<Library['putRun']>[0] {
  return {
    runId,
    documentId,
    outcome: null,
    reason: null,
    steps: 0,
    makespanMs: null,
    seed: 7,
    createdAtMs: 1,
    updatedAtMs: 1,
    playheadStep: 0,
  };
}
