/** A library over a memory or IndexedDB database with rows that tests may spoil, and the ways of spoiling them. */
import type { Document, Edit } from '../../src/document/index.ts';
import { apply } from '../../src/document/index.ts';
import { LIBRARY_VERSION, type Library } from '../../src/storage/library/library.ts';
import { LIBRARY_TABLES } from '../../src/storage/library/rows.ts';
import type { ObservableTables } from '../../src/storage/tables/tables.ts';

export const blank: Document = { format: 'conclave', version: 1, name: 'Field report' };

/** The tables of a library, past all that it promises. */
export async function rawTables(name = 'test'): Promise<ObservableTables> {
  const { openDexieTables } = await import('../../src/storage/tables/dexie.ts');
  return openDexieTables({ name, version: LIBRARY_VERSION, tables: LIBRARY_TABLES, onClosed: () => undefined });
}

export const addTask = (id: string): Edit => ({
  kind: 'add-node',
  collection: 'tasks',
  node: { id, name: `Task ${id}` },
});

/** Adds `count` tasks to a document that `library` writes, one autosave each; the document after each. */
export async function writeTasks(library: Library, id: string, start: Document, count: number): Promise<Document[]> {
  const states = [start];
  for (let at = 0; at < count; at += 1) {
    const edit = addTask(`t${String(at)}`);
    const result = apply(states.at(-1) ?? start, edit);
    if (!result.ok) throw new Error(result.error.message);
    states.push(result.value.document);
    await library.appendEdits(id, [edit], result.value.document);
  }
  return states;
}

type Values = Record<string, unknown>;
/** Changes one row: `undefined` takes it away. */
export async function spoil(
  tables: ObservableTables,
  table: string,
  key: string | readonly [string, string | number],
  change: (value: Values) => unknown,
): Promise<void> {
  await tables.write([table], async (transaction) => {
    const changed = change(structuredClone((await transaction.get(table, key)) as Values));
    if (changed === undefined) await transaction.delete(table, key);
    else await transaction.put(table, key, changed);
  });
}

/** Every way in which one row of the document `id` may be damaged; `other` is a sound document beside it. */
export const WAYS: Readonly<Record<string, (tables: ObservableTables, id: string, other: string) => Promise<void>>> = {
  'its entry is nothing': (tables, id) => spoil(tables, 'documents', id, () => null),
  'its entry is gone': (tables, id) => spoil(tables, 'documents', id, () => undefined),
  'its entry has fields of wrong kinds': (tables, id) =>
    spoil(tables, 'documents', id, (row) => ({ ...row, name: { a: 1 }, updatedAtMs: 'yesterday', seq: -4 })),
  'its entry is that of another': (tables, id, other) =>
    tables.write(['documents'], async (transaction) =>
      transaction.put('documents', id, await transaction.get('documents', other)),
    ),
  'its snapshot is gone': (tables, id) => spoil(tables, 'snapshots', id, () => undefined),
  'its snapshot is no document': (tables, id) => spoil(tables, 'snapshots', id, (row) => ({ ...row, document: 7 })),
  'a letter of its snapshot is another': (tables, id) =>
    spoil(tables, 'snapshots', id, (row) => ({
      ...row,
      document: { ...(row['document'] as Values), name: 'Field repost' },
    })),
  'its snapshot holds what no document holds': (tables, id) =>
    spoil(tables, 'snapshots', id, (row) => ({
      ...row,
      document: { ...(row['document'] as Values), tasks: [null, { id: 3 }], agents: 1n },
    })),
  'its snapshot is that of another': (tables, id, other) =>
    tables.write(['snapshots'], async (transaction) =>
      transaction.put('snapshots', id, await transaction.get('snapshots', other)),
    ),
  'an edit is gone': (tables, id) => spoil(tables, 'edits', [id, 2], () => undefined),
  'an edit is garbled': (tables, id) => spoil(tables, 'edits', [id, 2], () => ({ edits: 'what' })),
  'an edit makes the code throw that reads it': (tables, id) =>
    spoil(tables, 'edits', [id, 2], (row) => ({ ...row, edits: [{ kind: 'set-field', path: null }] })),
  'a letter of an edit is another': (tables, id) =>
    spoil(tables, 'edits', [id, 2], (row) => JSON.parse(JSON.stringify(row).replace('Task t1', 'Tusk t1'))),
  'two edits are swapped': (tables, id) =>
    tables.write(['edits'], async (transaction) => {
      const [two, three] = [await transaction.get('edits', [id, 2]), await transaction.get('edits', [id, 3])];
      await transaction.put('edits', [id, 2], three);
      await transaction.put('edits', [id, 3], two);
    }),
  'the last edit is gone': (tables, id) => spoil(tables, 'edits', [id, 4], () => undefined),
};

/** Damages a document of the library `name` in one way; call what it returns to put everything back. */
export async function damaged(name: string, way: string, id: string, other: string): Promise<() => Promise<void>> {
  const tables = await rawTables(name);
  const touched = ['documents', 'snapshots', 'edits'];
  const before = await tables.read(touched, (transaction) =>
    Promise.all([transaction.all('documents'), transaction.all('snapshots'), transaction.all('edits')]),
  );
  await WAYS[way]?.(tables, id, other);
  tables.close();
  return async () => {
    const again = await rawTables(name);
    await again.write(touched, async (transaction) => {
      for (const [at, rows] of before.entries())
        for (const { key, value } of rows) await transaction.put(touched[at] ?? '', key, value);
    });
    again.close();
  };
}
