/** What lies in the library's database is judged row by row: damage marks its document, says so, and costs no other. */
import { evict, freshBrowser, removeDatabase } from './faults.ts';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { Library } from '../../src/storage/library/library.ts';
import type { ObservableTables } from '../../src/storage/tables/tables.ts';
import { addTask, blank, rawTables, spoil, WAYS, writeTasks } from './damage.ts';

let warnings: string[];
const opened = async (): Promise<Library> => {
  const library = new Library({ name: 'test', onWarning: (error) => warnings.push(error.code) });
  expect(await library.open()).toBeNull();
  return library;
};
beforeEach(() => {
  freshBrowser();
  warnings = [];
});

/** A library of three documents of four edits each; the tables beneath it. */
async function three(): Promise<{ ids: string[]; states: Document[]; tables: ObservableTables; library: Library }> {
  const library = await opened();
  const ids: string[] = [];
  let states: Document[] = [];
  for (const name of ['one', 'two', 'three']) {
    const { id } = await library.createDocument({ ...blank, name }, { id: name });
    states = await writeTasks(library, id, { ...blank, name }, 4);
    library.leaveDocument(id);
    ids.push(id);
  }
  library.close();
  return { ids, states, tables: await rawTables(), library: await opened() };
}

describe('one damaged row', () => {
  it.each(Object.keys(WAYS))(
    '%s: the list is whole, all others open, it is said, and what is there can be exported',
    async (way) => {
      const { tables, library } = await three();
      await WAYS[way]?.(tables, 'two', 'three');
      expect((await library.listDocuments()).map(({ id }) => id).sort()).toEqual(['one', 'three', 'two']);
      for (const id of ['one', 'three'])
        expect(await library.loadDocument(id)).toMatchObject({ damage: null, document: { name: id } });
      const read = await library.loadDocument('two').catch((error: unknown) => error);
      expect(read).toMatchObject(
        read instanceof Error ? { code: 'storage/damaged' } : { damage: expect.stringMatching(/\w/) as unknown },
      );
      const text = await library.exportQuarantine('two');
      expect(JSON.parse(text)).toMatchObject({ documentId: 'two', stored: { edits: expect.any(Array) as unknown } });
      expect([library.mode, warnings]).toEqual(['durable', []]);
      // Put right by its next writer where anything of it is left, with what was there put aside.
      const claimed = await library.claimDocument('two').catch(() => null);
      if (claimed === null) return;
      expect(claimed.damage).toMatch(/\w/);
      await library.appendEdits('two', [addTask('more')], { ...claimed.document, name: 'more' });
      library.close();
      const again = await opened();
      expect(await again.loadDocument('two')).toMatchObject({ damage: null, name: 'more' });
      const aside = await tables.read(['quarantine'], (transaction) => transaction.keysUnder('quarantine', 'two'));
      expect(aside.length > 0).toBe(way !== 'the last edit is gone');
    },
  );

  it('edits before the damage are kept', async () => {
    const { tables, library, states } = await three();
    await WAYS['a letter of an edit is another']?.(tables, 'two', 'three');
    const { document, damage } = await library.loadDocument('two');
    expect(document.tasks).toEqual(states[1]?.tasks);
    expect(damage).toMatch(/^The last 3 of the autosaved changes could not be read/);
  });

  it('of a snapshot either copy may be anything: nothing of the document is lost, it is said, and the next writer makes both anew', async () => {
    const { tables, library } = await three();
    const { document: before } = await library.loadDocument('two');
    const was = await tables.read(['snapshots'], (transaction) => transaction.get('snapshots', 'two'));
    const text = JSON.stringify((was as { document: Document }).document);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('document', 'copy'),
        fc.oneof(
          fc
            .nat(text.length - 1)
            .map((at) => `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`),
          fc.string(),
          fc.anything({ withBigInt: true, withDate: true, withMap: true, maxDepth: 3 }),
        ),
        async (part, spoilt) => {
          let value: unknown = spoilt;
          if (part === 'document' && typeof spoilt === 'string')
            try {
              value = JSON.parse(spoilt);
            } catch {
              // Text in the place of a document it stays.
            }
          try {
            await spoil(tables, 'snapshots', 'two', (row) => ({ ...row, [part]: value }));
          } catch {
            return;
          }
          const { document, damage } = await library.loadDocument('two');
          expect(document).toEqual(before);
          // A copy that is not there is what an older version wrote.
          if (part === 'document' || value !== undefined) expect(damage).toMatch(/second copy/);
          await spoil(tables, 'snapshots', 'two', () => was);
        },
      ),
      { seed: 12, numRuns: 150 },
    );
    await spoil(tables, 'snapshots', 'two', (row) => ({ ...row, document: { ...blank, name: 'Field repost' } }));
    expect(await library.claimDocument('two')).toMatchObject({
      document: before,
      damage: expect.stringMatching(/nothing of it is lost/) as unknown,
    });
    expect(await library.loadDocument('two')).toMatchObject({ document: before, damage: null });
    await library.appendEdits('two', [addTask('more')], { ...before, name: 'more' });
    library.leaveDocument('two');
    await spoil(tables, 'snapshots', 'two', (row) => ({ ...row, document: 7 }));
    expect((await library.loadDocument('two')).document.tasks).toHaveLength((before.tasks?.length ?? 0) + 1);
  });

  it('anything whatever in place of a row: never an exception of our own, never memory, never a silent loss', async () => {
    const { tables, library } = await three();
    const before = JSON.stringify((await library.loadDocument('two')).document);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(['documents', 'two'], ['snapshots', 'two'], ['edits', ['two', 1]], ['edits', ['two', 4]]),
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, maxDepth: 3 }),
        async ([table, key], value) => {
          const [name, at] = [table as string, key as string];
          const was = await tables.read([name], (transaction) => transaction.get(name, at));
          try {
            await spoil(tables, name, at, () => (value === undefined ? null : value));
          } catch {
            return;
          }
          expect(await library.listDocuments()).toHaveLength(3);
          const read: unknown = await library.loadDocument('two').catch((error: unknown) => error);
          if (read instanceof Error) expect(read).toMatchObject({ code: 'storage/damaged' });
          else if ((read as { damage: string | null }).damage === null)
            expect(JSON.stringify((read as { document: Document }).document)).toBe(before);
          JSON.parse(await library.exportQuarantine('two'));
          expect(library.mode).toBe('durable');
          await spoil(tables, name, at, () => was);
        },
      ),
      { seed: 11, numRuns: 150 },
    );
    expect(await library.loadDocument('two')).toMatchObject({ damage: null });
  });

  it('a letter flipped anywhere in what is stored of a document is noticed', async () => {
    const { tables, library } = await three();
    const places: [string, string | [string, number]][] = [
      ['documents', 'two'],
      ['snapshots', 'two'],
      ...[1, 2, 3, 4].map((seq): [string, [string, number]] => ['edits', ['two', seq]]),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.nat(), async ([table, key], nth) => {
        const was = await tables.read([table], (transaction) => transaction.get(table, key));
        const text = JSON.stringify(was);
        const letters = [...text.matchAll(/[a-zA-Z0-9]/g)].map(({ index }) => index);
        const at = letters[nth % letters.length] ?? 0;
        const spoilt = `${text.slice(0, at)}${text[at] === '7' ? '8' : /\d/.test(text[at] ?? '') ? '7' : text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
        let value: unknown;
        try {
          value = JSON.parse(spoilt);
        } catch {
          return;
        }
        await spoil(tables, table, key, () => value);
        const read: unknown = await library.loadDocument('two').catch((error: unknown) => error);
        expect(read).toMatchObject(
          read instanceof Error ? { code: 'storage/damaged' } : { damage: expect.stringMatching(/\w/) as unknown },
        );
        await spoil(tables, table, key, () => was);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('beside documents', () => {
  it('a damaged version is marked, stays marked under another name, and its sound part can still be read', async () => {
    const { tables, library } = await three();
    const version = await library.saveVersion('two', 'First', { ...blank, name: 'then' });
    const other = await library.saveVersion('two', 'Other', blank);
    await spoil(tables, 'versions', ['two', version.id], (row) => ({ ...row, document: { ...blank, name: 'them' } }));
    const marks = async () =>
      (await library.listVersions('two')).map(({ name, damage }) => [name, damage !== undefined]);
    expect(await marks()).toEqual(
      expect.arrayContaining([
        ['First', true],
        ['Other', false],
      ]),
    );
    const loaded = await library.loadVersion('two', version.id);
    expect(loaded.document.name).toBe('them');
    await library.keepVersion({ ...loaded, name: 'Renamed' });
    expect(await marks()).toEqual(
      expect.arrayContaining([
        ['Renamed', true],
        ['Other', false],
      ]),
    );
    await spoil(tables, 'versions', ['two', other.id], () => 5);
    expect(await marks()).toEqual(
      expect.arrayContaining([
        ['Renamed', true],
        ['A damaged version', true],
      ]),
    );
    await expect(library.loadVersion('two', other.id)).rejects.toMatchObject({ code: 'storage/damaged' });
  });

  it('a damaged summary of a run says whose it is; the others are as they were', async () => {
    const { tables, library } = await three();
    const run = {
      documentId: 'two',
      outcome: null,
      reason: null,
      steps: 3,
      makespanMs: null,
      seed: 1,
      updatedAtMs: 5,
      playheadStep: 0,
    };
    for (const at of [1, 2, 3]) await library.putRun({ ...run, runId: `r${String(at)}`, createdAtMs: at });
    await spoil(tables, 'runs', ['two', 'r2'], (row) => ({ ...row, steps: 'many', createdAtMs: Number.NaN }));
    expect((await library.listRuns('two')).map(({ runId, damaged }) => [runId, damaged])).toEqual([
      ['r3', undefined],
      ['r1', undefined],
      ['r2', true],
    ]);
    expect((await library.recentRuns()).get('two')).toMatchObject({
      newest: [{ runId: 'r3' }, { runId: 'r1' }],
      count: 3,
      damaged: 1,
    });
  });

  it('damaged figures are left out and counted', async () => {
    const { tables, library } = await three();
    const figures = {
      documentId: 'two',
      document: blank,
      factors: [],
      seeds: [1, 2],
      cells: [{ problem: null, rows: [[1, 2]] }],
    };
    const [sound, bent, flipped, nothing] = [
      await library.keepExperiment(figures),
      await library.keepExperiment(figures),
      await library.keepExperiment(figures),
      await library.keepExperiment(figures),
    ];
    await spoil(tables, 'experiments', ['two', flipped.id], (row) => ({ ...row, seeds: [1, 3] }));
    await spoil(tables, 'experiments', ['two', nothing.id], () => null);
    expect((await library.listExperiments('two')).map(({ id }) => id).sort()).toEqual([sound.id, bent.id].sort());
    expect(await library.damagedExperiments('two')).toBe(2);
    for (const spoiled of [[{ problem: null, width: 2, numbers: new Float64Array([1, 3]) }], [], null, [null]]) {
      await spoil(tables, 'figures', ['two', bent.id], () => spoiled);
      await expect(library.loadExperiment(bent)).rejects.toMatchObject({ code: 'storage/damaged' });
    }
    expect((await library.loadExperiment(sound)).cells).toEqual(figures.cells);
  });
});

it('a fault of our own is told as that, and the library stays where it is', async () => {
  const { library } = await three();
  const rest = vi.spyOn(Math, 'max').mockImplementation(() => {
    throw new TypeError('planted');
  });
  await expect(library.loadDocument('two')).rejects.toMatchObject({ code: 'storage/fault' });
  rest.mockRestore();
  const cyclic = { ...blank } as Record<string, unknown>;
  cyclic['tasks'] = [cyclic];
  await expect(library.createDocument(cyclic as Document)).rejects.toMatchObject({ code: 'storage/unstorable' });
  expect([library.mode, warnings]).toEqual(['durable', []]);
  expect(await library.listDocuments()).toHaveLength(3);
});

it('a database that an older version wrote opens as it is, and is sealed by its next edit', async () => {
  const { Dexie } = await import('dexie');
  const before = new Dexie('test');
  const names = ['documents', 'snapshots', 'edits', 'versions', 'runs', 'settings', 'quarantine', 'experiments'];
  before.version(2).stores(Object.fromEntries(names.map((table) => [table, ''])));
  await before.open();
  const row = {
    id: 'old',
    name: 'Old',
    createdAtMs: 1,
    updatedAtMs: 2,
    trashedAtMs: null,
    epoch: 3,
    seq: 2,
    baseSeq: 1,
  };
  await before.table('documents').put(row, 'old');
  await before.table('snapshots').put({ document: { ...blank, name: 'Old' }, baseSeq: 1 }, 'old');
  await before.table('edits').put({ edits: [addTask('t0')] }, ['old', 2]);
  await before
    .table('versions')
    .put({ id: 'v', documentId: 'old', name: 'Then', createdAtMs: 1, document: blank }, ['old', 'v']);
  before.close();
  const library = await opened();
  const loaded = await library.claimDocument('old');
  expect(loaded).toMatchObject({ damage: null, name: 'Old', document: { tasks: [{ id: 't0' }] } });
  expect(await library.listVersions('old')).toEqual([{ id: 'v', documentId: 'old', name: 'Then', createdAtMs: 1 }]);
  await library.appendEdits('old', [addTask('t1')], { ...loaded.document, name: 'New' });
  library.close();
  const tables = await rawTables();
  const seal = await tables.read(['documents'], (transaction) => transaction.get('documents', 'old'));
  expect(seal).toMatchObject({ name: 'New', seal: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
});

describe('[row 33] the database goes away while it is open', () => {
  it.each([
    ['cleared by the browser', evict],
    ['deleted by a page', removeDatabase],
  ])('%s: told within a second, and what is open is written anew without another edit', async (_way, takeAway) => {
    const library = await opened();
    const { id } = await library.createDocument(blank);
    const states = await writeTasks(library, id, blank, 3);
    takeAway();
    await expect.poll(() => warnings, { timeout: 1000 }).toEqual(['storage/lost']);
    const other = await opened();
    expect((await other.loadDocument(id)).document).toEqual(states.at(-1));
    expect(library.mode).toBe('durable');
    other.close();
    library.close();
  });
});
