/** The journal over IndexedDB keeps the journal's contract; tampering goes through a connection of its own. */
import { openDB } from 'idb';
import { journalContract } from '../contracts/journal.ts';
import { freshBrowser } from './faults.ts';
import { openIdbJournal } from '../../src/storage/journal/idb.ts';
import { openJournal } from '../../src/storage/journal/open.ts';
import type { Journal } from '../../src/storage/journal/journal.ts';
import type { Key, Row } from '../../src/storage/tables/tables.ts';

async function tamper(table: string, edit: (rows: readonly Row[]) => readonly Row[]): Promise<void> {
  const database = await openDB('test');
  const keys = await database.getAllKeys(table);
  const values = (await database.getAll(table)) as unknown[];
  const rows = edit(keys.map((key, at) => ({ key: key as Key, value: values[at] })));
  const transaction = database.transaction(table, 'readwrite');
  await transaction.store.clear();
  for (const row of rows) await transaction.store.put(row.value, row.key as IDBValidKey);
  await transaction.done;
  database.close();
}

journalContract('idb', () => {
  freshBrowser();
  return Promise.resolve({ open: (): Promise<Journal> => openIdbJournal('test', () => undefined), tamper });
});

// The journal that the engine uses trusts its memory for the runs that it writes, so damage is met by other tabs.
journalContract('kept', () => {
  freshBrowser();
  const open = async (): Promise<Journal> => (await openJournal({ name: 'test' })).journal;
  return Promise.resolve({ open, tamper, remembers: true });
});
