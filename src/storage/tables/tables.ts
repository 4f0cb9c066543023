/**
 * The one port under both databases: named tables of plain values under keys, read and written in transactions. It has
 * a body over idb (the journal), one over Dexie (the library) and one in memory, which serves when the browser refuses.
 * A transaction awaits nothing but its own tables, and it is done only when the storage has acknowledged it.
 */

/** A key; pairs sort by their first part, then their second. */
export type Key = string | readonly [string, string | number];

/** A stored value with its key; `value` is undefined when the storage lists it but cannot read it. */
export interface Row {
  readonly key: Key;
  readonly value: unknown;
}

/** The tables as one transaction sees them. */
export interface Transaction {
  get(table: string, key: Key): Promise<unknown>;
  put(table: string, key: Key, value: unknown): Promise<void>;
  delete(table: string, key: Key): Promise<void>;
  /** Rows of a table of pairs whose first part is `first`, in order of their second. */
  under(table: string, first: string): Promise<Row[]>;
  /** The second parts alone, in order. */
  keysUnder(table: string, first: string): Promise<(string | number)[]>;
  deleteUnder(table: string, first: string): Promise<void>;
  all(table: string): Promise<Row[]>;
  /** The keys of a table that is not one of pairs. */
  keys(table: string): Promise<string[]>;
}

/** A database. */
export interface Tables {
  readonly mode: 'durable' | 'memory';
  /** Runs `work` in one transaction; when it throws or the storage refuses, nothing of it is kept. */
  read<T>(tables: readonly string[], work: (transaction: Transaction) => Promise<T>): Promise<T>;
  write<T>(tables: readonly string[], work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Like `under`, or `all`, each row in a transaction of its own, so that one unreadable row costs only itself. */
  salvage(table: string, first?: string): Promise<Row[]>;
  close(): void;
}

/** A database that can be watched: the interface redraws by it. */
export interface ObservableTables extends Tables {
  /** Runs `query` now and again whenever what it read has changed; returns how to stop. */
  observe<T>(query: () => Promise<T>, next: (value: T) => void, failed: (error: unknown) => void): () => void;
}

/** Reads each row by itself; what the storage lists and cannot read has no value. */
export async function oneByOne(keys: readonly Key[], read: (key: Key) => Promise<unknown>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const key of keys) rows.push({ key, value: await read(key).catch(() => undefined) });
  return rows;
}
