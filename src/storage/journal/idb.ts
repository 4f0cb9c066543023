/**
 * The journal in IndexedDB, in a database of its own that no other code opens. It reports every failure as it is and
 * decides nothing: `openJournal` is what goes on in memory, opens again and tells the person.
 */
import type { StorageError } from '../errors.ts';
import { JOURNAL_TABLES, JournalLog } from './log.ts';
import { openIdbTables } from '../tables/idb.ts';

/** The database's version: one more whenever a table is added. */
const JOURNAL_VERSION = 2;

/** Opens the journal of this origin; `onClosed` hears when the browser takes the connection away. */
export async function openIdbJournal(name: string, onClosed: (error: StorageError) => void): Promise<JournalLog> {
  return new JournalLog(await openIdbTables({ name, version: JOURNAL_VERSION, tables: JOURNAL_TABLES, onClosed }));
}
