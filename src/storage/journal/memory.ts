/**
 * The journal in memory: for pages that may not store anything, for the command line and for tests. It keeps all the
 * promises of the port but one: nothing of it survives the page.
 */
import type { Journal } from './journal.ts';
import { JournalLog } from './log.ts';
import { memoryTables, type MemoryStore } from '../tables/memory.ts';

/** A journal in memory; two over one `store` see each other as two tabs do. */
export function createMemoryJournal(store?: MemoryStore): Journal {
  return new JournalLog(memoryTables(store));
}
