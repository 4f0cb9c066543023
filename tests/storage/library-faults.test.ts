/** Library and autosaver against a browser that refuses, fills up, forgets and hangs: the edits live, the state is true. */
import { cut, evict, freshBrowser, type Faults } from './faults.ts';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apply, type Document, type Edit } from '../../src/document/index.ts';
import { Library, LIBRARY_VERSION } from '../../src/storage/library/library.ts';
import { Saver } from '../../src/storage/library/saver.ts';

const blank = { format: 'conclave', version: 1, name: 'Field report' } as Document;
let faults: Faults;
let warnings: string[];
let library: Library;
let document: Document;
const open = (): Library => new Library({ name: 'test', onWarning: (error) => warnings.push(error.code) });
/** What another tab finds. */
const stored = async (id: string): Promise<number> => {
  const other = new Library({ name: 'test' });
  await other.open();
  try {
    expect(other.mode).toBe('durable');
    return (await other.loadDocument(id)).document.tasks?.length ?? 0;
  } finally {
    other.close();
  }
};
/** One more task, and the edit that adds it. */
const next = (): Edit => {
  const edit: Edit = { kind: 'add-node', collection: 'tasks', node: { id: `t${String(document.tasks?.length ?? 0)}` } };
  const result = apply(document, edit);
  if (result.ok) document = result.value.document;
  return edit;
};
const append = (id: string): ReturnType<Library['appendEdits']> => library.appendEdits(id, [next()], document);

beforeEach(() => {
  faults = freshBrowser();
  warnings = [];
  document = blank;
  library = open();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  library.close();
});

describe('the library', () => {
  it('[row 32] no room: the whole transaction aborts, the handle survives, what was stored stays', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    await append(id);
    faults.quotaFailures = 1;
    await expect(append(id)).rejects.toMatchObject({ code: 'storage/quota-exceeded', definite: true });
    expect(await stored(id)).toBe(1);
    expect(library.mode).toBe('durable');
  });

  it('[row 32] a new document without room is kept in memory, listed, and stored with its first successful edit', async () => {
    await library.open();
    faults.quotaFailures = Infinity;
    const { id, durable } = await library.createDocument(blank);
    expect([durable, warnings]).toEqual([false, ['storage/quota-exceeded']]);
    expect(await library.listDocuments()).toMatchObject([{ id, name: 'Field report' }]);
    expect((await library.claimDocument(id)).document).toEqual(blank);
    faults.quotaFailures = 0;
    expect(await append(id)).toMatchObject({ durable: true });
    expect(await stored(id)).toBe(1);
    expect(await library.listDocuments()).toHaveLength(1);
  });

  it('[row 33] evicted in mid-session: the open document is stored again whole, with a warning', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    await append(id);
    await append(id);
    evict();
    expect(await append(id)).toMatchObject({ durable: true });
    expect(warnings).toEqual(['storage/lost']);
    expect(await stored(id)).toBe(3);
    await append(id);
    expect(await stored(id)).toBe(4);
  });

  it('[row 33] an edit at the very moment of a cut connection is stored once', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    const saving = append(id);
    cut();
    expect(await saving).toMatchObject({ durable: true });
    await append(id);
    expect(await stored(id)).toBe(2);
    expect((await library.loadDocument(id)).damage).toBeNull();
  });

  it('[row 34] unknown errors on opening: at most four opens, then memory, said in a sentence; nothing is deleted', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    library.close();
    faults.openFailures = Infinity;
    faults.opens = 0;
    library = open();
    expect(await library.open()).toMatchObject({ code: 'storage/failed' });
    expect([library.mode, faults.opens]).toEqual(['memory', 4]);
    const other = await library.createDocument(blank);
    expect(other.durable).toBe(false);
    expect(await library.appendEdits(other.id, [next()], document)).toMatchObject({ durable: false });
    expect((await library.loadDocument(other.id)).document.tasks).toHaveLength(1);
    faults.openFailures = 0;
    expect(await stored(id)).toBe(0);
  });

  it('[row 34] two unknown errors are survived', async () => {
    faults.openFailures = 2;
    expect(await library.open()).toBeNull();
    expect(library.mode).toBe('durable');
  });

  it('[row 34] a connection lost for good: goes on in memory with the open document', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    await append(id);
    faults.openFailures = Infinity;
    cut();
    expect(await append(id)).toMatchObject({ durable: false });
    expect(library.mode).toBe('memory');
    expect(warnings).toHaveLength(1);
    expect((await library.loadDocument(id)).document.tasks).toHaveLength(2);
    expect(await library.listDocuments()).toHaveLength(1);
  });

  it('[row 36] an open that is never answered ends in memory within five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    faults.hang = true;
    const opening = library.open();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await opening).toMatchObject({ code: 'storage/failed' });
  });

  it('[row 36] a tab with an old version that does not let go: a message within five seconds', async () => {
    const { openDexieTables } = await import('../../src/storage/tables/dexie.ts');
    const old = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('test', 5);
      request.onsuccess = (): void => resolve(request.result);
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const outcome = openDexieTables({ name: 'test', version: 1, tables: ['a'], onClosed: () => undefined }).catch(
      (error: unknown) => error,
    );
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await outcome).toMatchObject({ code: 'storage/blocked' });
    old.close();
  });

  it('[row 36] old code on a newer database: memory, said, the stored data untouched', async () => {
    await library.open();
    await library.createDocument(blank);
    library.close();
    const newer = new Dexie('test');
    newer.version(LIBRARY_VERSION + 1).stores({
      documents: '',
      snapshots: '',
      edits: '',
      versions: '',
      runs: '',
      settings: '',
      quarantine: '',
      extra: '',
    });
    await newer.open();
    newer.close();
    library = open();
    expect(await library.open()).toMatchObject({ code: 'storage/newer-version' });
    expect(library.mode).toBe('memory');
    await newer.open();
    expect([newer.verno, await newer.table('documents').count()]).toEqual([LIBRARY_VERSION + 1, 1]);
    newer.close();
  });

  it('[row 36] a newer tab that upgrades gets the database at once; this one says so and goes on in memory', async () => {
    await library.open();
    const { id } = await library.createDocument(blank);
    const newer = new Dexie('test');
    newer.version(LIBRARY_VERSION + 1).stores({ documents: '', extra: '' });
    await newer.open();
    expect([library.mode, warnings]).toEqual(['memory', ['storage/newer-version']]);
    expect(await append(id)).toMatchObject({ durable: false });
    newer.close();
  });

  it('[row 39] storage refused: memory, stated before work starts', async () => {
    faults.openThrows = true;
    faults.openError = 'SecurityError';
    expect(await library.open()).toMatchObject({ code: 'storage/unavailable' });
    expect(library.mode).toBe('memory');
    const { id, durable } = await library.createDocument(blank);
    expect(durable).toBe(false);
    await library.saveVersion(id, 'one', blank);
    expect(await library.listVersions(id)).toHaveLength(1);
  });

  it('[row 39] no IndexedDB at all: memory, stated before work starts', async () => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });
    expect(await library.open()).toMatchObject({ code: 'storage/unavailable' });
  });

  it('what is watched is watched on in memory', async () => {
    await library.open();
    let names: string[] = [];
    library.observe(
      () => library.listDocuments(),
      (list) => (names = list.map((one) => one.name)),
    );
    const { id } = await library.createDocument(blank);
    await expect.poll(() => names).toEqual(['Field report']);
    faults.openFailures = Infinity;
    cut();
    const edit: Edit = { kind: 'set-field', path: ['name'], value: 'In memory' };
    await library.appendEdits(id, [edit], { ...blank, name: 'In memory' });
    await expect.poll(() => names).toEqual(['In memory']);
  });
});

describe('the autosaver', () => {
  const begin = async (): Promise<{ id: string; saver: Saver; states: string[] }> => {
    await library.open();
    const { id, durable } = await library.createDocument(blank);
    const saver = new Saver({ library, documentId: id, durable, debounceMs: 5 });
    const states: string[] = [];
    saver.subscribe((state) => states.push(state.status));
    return { id, saver, states };
  };
  const record = (saver: Saver): void => saver.record([next()], document);

  it('[row 32] no room: failed with a sentence, edits kept, tried again, saved when there is room', async () => {
    const { id, saver, states } = await begin();
    faults.quotaFailures = 2;
    record(saver);
    record(saver);
    await saver.flush();
    expect(saver.state).toMatchObject({ status: 'failed', code: 'storage/quota-exceeded' });
    expect(saver.state.message).toMatch(/no room.*memory.*export/);
    record(saver);
    await saver.flush();
    expect(saver.state.status).toBe('failed');
    await saver.flush();
    expect(saver.state).toMatchObject({ status: 'saved', message: null, code: null });
    expect(states.indexOf('saved')).toBe(states.length - 1);
    expect(await stored(id)).toBe(3);
    await saver.stop();
  });

  it('[row 32] tries again by itself', async () => {
    const { id, saver } = await begin();
    faults.quotaFailures = 1;
    record(saver);
    await expect.poll(() => saver.state.status).toBe('failed');
    await expect.poll(() => saver.state.status, { timeout: 3_000 }).toBe('saved');
    expect(await stored(id)).toBe(1);
  });

  it('[row 33] evicted: stored again whole and honestly saved', async () => {
    const { id, saver } = await begin();
    record(saver);
    await saver.flush();
    evict();
    record(saver);
    await saver.flush();
    expect([saver.state.status, warnings]).toEqual(['saved', ['storage/lost']]);
    expect(await stored(id)).toBe(2);
  });

  it('[row 34] lost for good: never says saved again, gives the reason', async () => {
    const { saver } = await begin();
    faults.openFailures = Infinity;
    cut();
    record(saver);
    await saver.flush();
    expect(saver.state).toMatchObject({ status: 'failed', savedAtMs: null });
    expect(saver.state.message).toMatch(/memory/);
    record(saver);
    await saver.flush();
    expect(saver.state.status).toBe('failed');
  });

  it('[row 35] fenced off by another tab: says so, keeps the edits, stops trying', async () => {
    const { id, saver } = await begin();
    const other = new Library({ name: 'test' });
    await other.open();
    await other.claimDocument(id);
    record(saver);
    await saver.flush();
    expect(saver.state).toMatchObject({ status: 'failed', code: 'storage/fenced' });
    expect(saver.state.message).toMatch(/Another tab/);
    expect(await stored(id)).toBe(0);
  });

  it('[row 39] refused from the start: failed with the reason at once, and after edits', async () => {
    faults.openThrows = true;
    faults.openError = 'SecurityError';
    const { saver } = await begin();
    expect(saver.state).toMatchObject({ status: 'failed', code: 'storage/unavailable' });
    record(saver);
    await saver.flush();
    expect(saver.state).toMatchObject({ status: 'failed', code: 'storage/unavailable' });
  });
});
