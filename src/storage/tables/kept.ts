/**
 * The library's tables as long as the page lives: over Dexie while the browser plays along, over a new connection when
 * it cuts the old one, and in memory, said once, when it does not. What is open is carried into memory by the owner;
 * what is watched is watched on. It never goes back to the database behind the person's back.
 */
import { hasCode, isBroken, StorageError, toStorageError } from '../errors.ts';
import type { ObservableTables, Row, Transaction } from './tables.ts';
import { memoryTables } from './memory.ts';

/** How to connect, and what the owner does when there is no going on with the database. */
export interface KeptOptions {
  readonly connect: (onClosed: (error: StorageError) => void) => Promise<ObservableTables>;
  /** Hears that a cut connection was replaced: what is behind it may be another database. */
  readonly reopened: (tables: ObservableTables) => Promise<void>;
  /** Fills the tables in memory that take the database's place, and tells the person why. */
  readonly moved: (memory: ObservableTables, reason: StorageError) => void;
}

interface Watch {
  readonly begin: (tables: ObservableTables) => () => void;
  stop: () => void;
}

/** Tables that outlive their database. In memory until `open` has succeeded. */
export class KeptTables {
  readonly #options: KeptOptions;
  #tables: ObservableTables = memoryTables();
  readonly #watches = new Set<Watch>();
  #warning: StorageError | null = null;
  #reconnecting: Promise<void> | null = null;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  get mode(): 'durable' | 'memory' {
    return this.#tables.mode;
  }

  /** Why it is in memory; null when it is not. */
  get warning(): StorageError | null {
    return this.#warning;
  }

  /** Opens the database; returns why it could not. */
  async open(): Promise<StorageError | null> {
    try {
      this.#use(await this.#connect());
    } catch (cause) {
      this.#warning = toStorageError(cause);
    }
    return this.#warning;
  }

  read<T>(tables: readonly string[], work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#attempt(
      () => this.#tables.read(tables, work),
      () => this.#tables.read(tables, (transaction) => transaction.get(tables[0] ?? '', '')),
    );
  }

  /** The rows of a table, those under `first` where it is one of pairs; one that cannot be read has no value. */
  async rows(table: string, first?: string): Promise<Row[]> {
    try {
      return await this.read([table], (transaction) =>
        first === undefined ? transaction.all(table) : transaction.under(table, first),
      );
    } catch (cause) {
      if (!hasCode(cause, 'storage/damaged')) throw cause;
      return this.#attempt(() => this.#tables.salvage(table, first));
    }
  }

  write<T>(tables: readonly string[], work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#attempt(() => this.#tables.write(tables, work));
  }

  observe<T>(query: () => Promise<T>, next: (value: T) => void, failed: (error: unknown) => void): () => void {
    const begin = (tables: ObservableTables): (() => void) => tables.observe(query, next, failed);
    const watch: Watch = { begin, stop: begin(this.#tables) };
    this.#watches.add(watch);
    return () => {
      watch.stop();
      this.#watches.delete(watch);
    };
  }

  close(): void {
    for (const watch of this.#watches) watch.stop();
    this.#watches.clear();
    this.#tables.close();
  }

  #connect(): Promise<ObservableTables> {
    return this.#options.connect((error) => {
      if (error.code === 'storage/lost') void this.#reconnect();
      else this.#goOnInMemory(error);
    });
  }

  /** Opens again what the browser has cut; in memory if that fails. Whatever is asked meanwhile waits for it. */
  #reconnect(): Promise<void> {
    const again = async (): Promise<void> => {
      try {
        const tables = await this.#connect();
        await this.#options.reopened(tables).catch(() => undefined);
        this.#use(tables);
      } catch (cause) {
        this.#goOnInMemory(toStorageError(cause));
      } finally {
        this.#reconnecting = null;
      }
    };
    this.#reconnecting ??= again();
    return this.#reconnecting;
  }

  #use(tables: ObservableTables): void {
    this.#tables = tables;
    for (const watch of this.#watches) {
      watch.stop();
      watch.stop = watch.begin(tables);
    }
  }

  #goOnInMemory(reason: StorageError): void {
    if (this.mode === 'memory') return;
    this.#tables.close();
    this.#warning = reason;
    const memory = memoryTables();
    this.#options.moved(memory, reason);
    this.#use(memory);
  }

  /**
   * Twice over the database, the second time over a new connection, then in memory; unless `probe` shows that the
   * connection is whole, so that it is what was asked for that cannot be read.
   */
  async #attempt<T>(work: () => Promise<T>, probe?: () => Promise<unknown>): Promise<T> {
    for (let tried = 0; ; tried += 1) {
      await this.#reconnecting;
      try {
        return await work();
      } catch (cause) {
        const error = toStorageError(cause);
        if (this.mode === 'memory' || !isBroken(error)) throw error;
        if (tried > 0 && probe !== undefined && (await succeeds(probe)))
          throw new StorageError('storage/damaged', { cause });
        if (tried > 0) this.#goOnInMemory(error);
        else {
          this.#tables.close();
          await this.#reconnect();
        }
      }
    }
  }
}

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  return work().then(
    () => true,
    () => false,
  );
}
