/**
 * The library: the person's documents with autosave and named versions, summaries of runs, and settings. A document is
 * written by one holder, checked by epoch inside every write. When storage is refused or fails for good it goes on in
 * memory with what is open, and says so; it never overwrites what exists and never deletes a database.
 */
import type { Json } from '../../base/index.ts';
import { apply, type Document, type Edit } from '../../document/index.ts';
import { hasCode, StorageError, toStorageError } from '../errors.ts';
import { Beside, byId, type Given } from './beside.ts';
import { foldStored, rowIn, type FoldedDocument } from './fold.ts';
import { DOCUMENT_TABLES, fold, LIBRARY_TABLES, putAside, putEdits, putRow, putWhole, rowOf } from './rows.ts';
import { listingOf, nameOf, type DocumentListing, type DocumentRow } from './stored.ts';
import type { LoadedDocument, LibraryOptions, ListedDocument, Saved } from './types.ts';
import { plainOf } from './seal.ts';
import { requestPersistence } from '../persistence.ts';
import type { Transaction } from '../tables/tables.ts';
import { KeptTables } from '../tables/kept.ts';

/** The database's version: one more whenever a table is added, or rows get what an older version would lose. */
export const LIBRARY_VERSION = 5;
/** The setting that marks a database, so that one made anew is known. */
const MARK = 'library.mark';
const unreadable = 'This document is too damaged to be shown; what is stored of it can be exported from the library.';

/** What a new document asks for: an id, used if it is free, and the dates of one that is brought back. */
export type DocumentWish = Partial<Omit<DocumentListing, 'name'>>;

/** A document that this library writes: enough to store it again from memory. */
interface Held {
  row: DocumentRow;
  document: Document;
  /** False while storage has never had it. */
  stored: boolean;
}
/** A browser's library of documents. Rejections are always a `StorageError`. */
export class Library extends Beside {
  protected readonly given: Given;
  protected readonly tables: KeptTables;
  readonly #options: LibraryOptions;
  readonly #held = new Map<string, Held>();
  #asked = false;
  /** What the database was marked with when it was opened: one without it is not the same any more. */
  #mark: string | null = null;

  constructor(options: LibraryOptions = {}) {
    super();
    this.#options = options;
    this.given = { nowMs: () => Date.now(), newId, ...options };
    const name = options.name ?? 'conclave-library';
    this.tables = new KeptTables({
      connect: async (onClosed) => {
        const { openDexieTables } = await import('../tables/dexie.ts').catch((cause: unknown) => {
          throw new StorageError('storage/unfetched', { cause });
        });
        return openDexieTables({ name, version: LIBRARY_VERSION, tables: LIBRARY_TABLES, onClosed });
      },
      reopened: (tables) => this.#lookAfterLoss(tables),
      moved: (memory, reason) => {
        for (const { row, document } of this.#held.values()) {
          void memory.write(DOCUMENT_TABLES, (transaction) => putWhole(transaction, row, document));
        }
        options.onWarning?.(reason);
      },
    });
  }

  /** 'memory' when nothing survives a reload. */
  get mode(): 'durable' | 'memory' {
    return this.tables.mode;
  }

  /** Why the library is in memory; null when it is not. */
  get warning(): StorageError | null {
    return this.tables.warning;
  }

  /** Opens the database. Never rejects: in the worst case the library is in memory, and the reason is returned. */
  async open(): Promise<StorageError | null> {
    const refusal = await this.tables.open();
    if (refusal === null) this.#mark = await markOf(this.tables, newId()).catch(() => null);
    return refusal;
  }

  close(): void {
    this.tables.close();
  }

  /** Adds a document and becomes its writer. `id` is used if it is free; nothing is ever overwritten. */
  async createDocument(document: Document, wish: DocumentWish = {}): Promise<LoadedDocument> {
    const nowMs = this.given.nowMs();
    const draft = {
      name: nameOf(document),
      createdAtMs: wish.createdAtMs ?? nowMs,
      updatedAtMs: wish.updatedAtMs ?? nowMs,
      trashedAtMs: wish.trashedAtMs ?? null,
      epoch: 1,
      seq: 0,
    };
    let id = wish.id ?? this.given.newId();
    const add = async (transaction: Transaction): Promise<DocumentRow> => {
      while (this.#held.has(id) || (await partsExist(transaction, id))) id = this.given.newId();
      return putWhole(transaction, { ...draft, id }, document);
    };
    try {
      const row = await this.tables.write(DOCUMENT_TABLES, add);
      this.#held.set(id, { row, document, stored: true });
    } catch (cause) {
      const error = toStorageError(cause);
      if (error.code !== 'storage/quota-exceeded') throw error;
      this.#options.onWarning?.(error);
      this.#held.set(id, { row: { ...draft, id, baseSeq: 0 }, document, stored: false });
    }
    this.#askToPersist();
    return this.#fromHeld(id);
  }

  /** Adds a document that came from a file or a link: under the id it asks for if that is free, else a new one. */
  importDocument(document: Document, id?: string): Promise<LoadedDocument> {
    return this.createDocument(document, id === undefined ? {} : { id });
  }

  /** Reads a document without becoming its writer. */
  async loadDocument(id: string): Promise<LoadedDocument> {
    if (this.#held.get(id)?.stored === false) return this.#fromHeld(id);
    const { row, document, damage } = shown(await this.#fold(id));
    return { ...listingOf(row), document, damage, durable: this.mode === 'durable' };
  }

  /** Reads a document and becomes its writer: whoever wrote it before is refused from now on. */
  async claimDocument(id: string): Promise<LoadedDocument> {
    if (this.#held.get(id)?.stored === false) return this.#fromHeld(id);
    const take = async (transaction: Transaction, folded: FoldedDocument): Promise<Shown> => {
      const claimed = shown({ ...folded, row: { ...folded.row, epoch: folded.row.epoch + 1 } });
      const sound = claimed.damage === null;
      const row = sound ? await putRow(transaction, claimed.row) : await putAside(transaction, claimed);
      return { ...claimed, row };
    };
    const claim = this.tables.write(DOCUMENT_TABLES, async (transaction) =>
      take(transaction, await fold(transaction, id)),
    );
    const { row, document, damage } = await claim.catch(async (cause: unknown) => {
      if (!hasCode(cause, 'storage/damaged')) throw this.#missing(cause);
      // A row that the browser itself cannot read: it is judged by what can be read beside it.
      const folded = await this.#fold(id);
      return this.tables.write(DOCUMENT_TABLES, (transaction) => take(transaction, folded));
    });
    this.#held.set(id, { row, document, stored: true });
    return { ...this.#fromHeld(id), damage };
  }

  /** Stops being the writer of a document. What storage does not have stays at hand. */
  leaveDocument(id: string): void {
    if (this.#held.get(id)?.stored === true && this.mode === 'durable') this.#held.delete(id);
  }

  /**
   * Logs edits of a document that this library writes; `document` is the state after them. Resolves when the
   * transaction is complete. A document that the browser has lost is stored again whole.
   */
  async appendEdits(id: string, edits: readonly Edit[], document: Document): Promise<Saved> {
    const held = this.#requireHeld(id);
    const nowMs = this.given.nowMs();
    let lost = false;
    const row = await this.tables.write(DOCUMENT_TABLES, async (transaction) => {
      const found = await rowOf(transaction, id);
      const present = found?.sound === true ? found.row : undefined;
      lost = found === undefined && held.stored;
      const whole = { ...(present ?? held.row), updatedAtMs: nowMs, seq: (present ?? held.row).seq + 1 };
      if (present === undefined) return putWhole(transaction, whole, document);
      if (present.epoch !== held.row.epoch) throw new StorageError('storage/fenced');
      // A write that was reported lost had arrived after all: a snapshot is right whatever the log holds by now.
      if (present.seq !== held.row.seq || present.head !== held.row.head) return putWhole(transaction, whole, document);
      return putEdits(transaction, present, { edits, document, nowMs });
    });
    Object.assign(held, { row, document, stored: true });
    if (lost) this.#options.onWarning?.(new StorageError('storage/lost'));
    this.#askToPersist();
    return { durable: this.mode === 'durable', seq: row.seq };
  }

  /** Makes a version the present state; what was present is kept as a version of its own. Returns the new state. */
  async restoreVersion(documentId: string, versionId: string): Promise<Document> {
    if (!this.#held.has(documentId)) await this.claimDocument(documentId);
    const held = this.#requireHeld(documentId);
    const version = await this.loadVersion(documentId, versionId);
    await this.saveVersion(documentId, `Before restoring "${version.name}"`, held.document);
    const row = await this.tables.write(DOCUMENT_TABLES, async (transaction) => {
      const present = (await requireRow(transaction, documentId)).row;
      if (present.epoch !== held.row.epoch) throw new StorageError('storage/fenced');
      return putWhole(
        transaction,
        { ...present, updatedAtMs: this.given.nowMs(), seq: present.seq + 1 },
        version.document,
      );
    });
    Object.assign(held, { row, document: version.document });
    return version.document;
  }

  /** Every document, the newest change first; those in the trash and those that are damaged too. */
  async listDocuments(): Promise<readonly ListedDocument[]> {
    const rows = await this.tables.rows('documents');
    const listed = rows.map(({ key, value }) => {
      const { row, sound } = rowIn(String(key), value);
      return { ...listingOf(row), sound };
    });
    const known = new Set(listed.map(({ id }) => id));
    // A document whose entry is gone is still there.
    for (const id of await this.tables.read(['snapshots'], (transaction) => transaction.keys('snapshots')))
      if (!known.has(id)) listed.push({ ...listingOf(rowIn(id, undefined).row), sound: false });
    for (const { row, stored } of this.#held.values()) if (!stored) listed.push({ ...listingOf(row), sound: true });
    return listed.sort((left, right) => right.updatedAtMs - left.updatedAtMs || byId(left, right));
  }

  /** Renames a document that is not open here; an open one is renamed by an edit. */
  async rename(id: string, name: string): Promise<void> {
    if (this.#held.has(id)) {
      throw new StorageError('storage/failed', { message: 'This document is open here; rename it in the editor.' });
    }
    const { document } = await this.claimDocument(id);
    const edit: Edit = { kind: 'set-field', path: ['name'], value: name };
    const applied = apply(document, edit);
    if (!applied.ok) throw new StorageError('storage/unstorable', { message: applied.error.message });
    await this.appendEdits(id, [edit], applied.value.document);
    this.leaveDocument(id);
  }

  /** Adds a copy under a new id. */
  async duplicate(id: string): Promise<DocumentListing> {
    const { document, name } = await this.loadDocument(id);
    const copy = await this.createDocument({ ...document, name: `${name} (copy)` });
    this.leaveDocument(copy.id);
    return copy;
  }

  trash(id: string): Promise<void> {
    return this.#setTrashed(id, this.given.nowMs());
  }

  /** Takes a document out of the trash. */
  restore(id: string): Promise<void> {
    return this.#setTrashed(id, null);
  }

  /** Removes a document for good, with its versions and summaries; returns its runs, which the journal still has. */
  async purge(id: string): Promise<readonly string[]> {
    this.#held.delete(id);
    return this.tables.write(LIBRARY_TABLES, async (transaction) => {
      const runs = await transaction.keysUnder('runs', id);
      for (const table of ['documents', 'snapshots']) await transaction.delete(table, id);
      for (const table of ['edits', 'versions', 'runs', 'quarantine', 'experiments', 'figures', 'memories'])
        await transaction.deleteUnder(table, id);
      return runs.map(String);
    });
  }

  /** Everything that is stored of a document, as it lies there, and what was put aside of it, as a text to keep. */
  async exportQuarantine(id: string): Promise<string> {
    const stored: Record<string, Json> = {};
    for (const table of ['documents', 'snapshots'] as const)
      stored[table] = plainOf((await this.#one(table, id)) ?? null);
    for (const table of ['edits', 'versions', 'quarantine', 'memories'] as const) {
      const rows = await this.tables.rows(table, id);
      stored[table] = rows.map(({ key, value }) => ({ key: String(key[1]), value: plainOf(value) }));
    }
    const { quarantine = [], ...rest } = stored;
    const changes = (quarantine as readonly { key: string; value: Json }[]).map(({ key, value }) => ({
      key,
      edits: value,
    }));
    return `${JSON.stringify({ format: 'conclave-quarantine', documentId: id, changes, stored: rest }, null, 1)}\n`;
  }

  /** Runs a query of this library now and after every change of what it read, here or in another tab. */
  observe<T>(
    query: () => Promise<T>,
    next: (value: T) => void,
    failed: (error: unknown) => void = () => undefined,
  ): () => void {
    return this.tables.observe(query, next, failed);
  }

  async #setTrashed(id: string, trashedAtMs: number | null): Promise<void> {
    const row = await this.tables.write(['documents'], async (transaction) => {
      const { row: present, sound } = await requireRow(transaction, id);
      // A damaged entry stays as it is but for this, so that opening the document still tells of it.
      const changed = { ...present, trashedAtMs };
      if (sound) return putRow(transaction, changed);
      await transaction.put('documents', id, { ...changed, seal: 'damaged' });
      return changed;
    });
    const held = this.#held.get(id);
    if (held !== undefined) held.row = { ...held.row, trashedAtMs: row.trashedAtMs };
  }

  /** Folds what is stored; when the browser cannot read a part of it, as far as it can read the others. */
  async #fold(id: string): Promise<FoldedDocument> {
    try {
      return await this.tables.read(DOCUMENT_TABLES, (transaction) => fold(transaction, id));
    } catch (cause) {
      if (!hasCode(cause, 'storage/damaged')) throw this.#missing(cause);
      const [row, snapshot] = [await this.#one('documents', id), await this.#one('snapshots', id)];
      return foldStored(id, { row, snapshot, log: await this.tables.rows('edits', id) });
    }
  }

  /** One row, or null where the browser lists it and cannot read it. */
  async #one(table: string, id: string): Promise<unknown> {
    try {
      return await this.tables.read([table], (transaction) => transaction.get(table, id));
    } catch (cause) {
      if (hasCode(cause, 'storage/damaged')) return null;
      throw cause;
    }
  }

  /** In memory, what is not there is not gone: the storage that may have it is out of reach, and that is the reason. */
  #missing(cause: unknown): unknown {
    const { warning } = this;
    return hasCode(cause, 'storage/missing') && warning !== null ? warning : cause;
  }

  /** After a cut: a database without its mark is a new one, and everything that is open here is written into it. */
  async #lookAfterLoss(tables: Writes): Promise<void> {
    const mark = await markOf(tables, newId());
    if (mark === this.#mark) return;
    this.#mark = mark;
    for (const held of this.#held.values())
      held.row = await tables.write(DOCUMENT_TABLES, async (transaction) => {
        const found = await rowOf(transaction, held.row.id);
        return found === undefined ? putWhole(transaction, held.row, held.document) : held.row;
      });
    this.#options.onWarning?.(new StorageError('storage/lost'));
  }

  #requireHeld(id: string): Held {
    const held = this.#held.get(id);
    if (held === undefined) throw new StorageError('storage/fenced');
    return held;
  }

  #fromHeld(id: string): LoadedDocument {
    const { row, document, stored } = this.#requireHeld(id);
    return { ...listingOf(row), document, damage: null, durable: stored && this.mode === 'durable' };
  }

  #askToPersist(): void {
    if (this.#asked || this.mode === 'memory') return;
    this.#asked = true;
    void requestPersistence();
  }
}

type Writes = Pick<KeptTables, 'write'>;

/** The mark of a database, given now if it has none. */
function markOf(tables: Writes, fresh: string): Promise<string> {
  return tables.write(['settings'], async (transaction) => {
    const found = await transaction.get('settings', MARK);
    if (typeof found === 'string') return found;
    await transaction.put('settings', MARK, fresh);
    return fresh;
  });
}

type Shown = FoldedDocument & { readonly document: Document };

/** What was folded, where anything of it can be shown. */
function shown(folded: FoldedDocument): Shown {
  const { document } = folded;
  if (document === null) throw new StorageError('storage/damaged', { message: unreadable });
  return { ...folded, document };
}

/** Whether anything lies under an id, so that nothing is ever put over it. */
async function partsExist(transaction: Transaction, id: string): Promise<boolean> {
  return (
    (await transaction.get('documents', id)) !== undefined || (await transaction.get('snapshots', id)) !== undefined
  );
}

/** The row of a document that must be there. */
async function requireRow(transaction: Transaction, id: string): Promise<{ row: DocumentRow; sound: boolean }> {
  const found = await rowOf(transaction, id);
  if (found !== undefined) return found;
  if (await partsExist(transaction, id)) return rowIn(id, undefined);
  throw new StorageError('storage/missing');
}

/** A random id; `randomUUID` exists only in secure contexts. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
