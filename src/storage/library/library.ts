/**
 * The library: the person's documents with autosave and named versions, summaries of runs, and settings. A document is
 * written by one holder, checked by epoch inside every write. When storage is refused or fails for good it goes on in
 * memory with what is open, and says so; it never overwrites what exists and never deletes a database.
 */
import type { Json } from '../../base/index.ts';
import { apply, type Document, type Edit } from '../../document/index.ts';
import { StorageError, toStorageError } from '../errors.ts';
import {
  DOCUMENT_TABLES,
  fold,
  LIBRARY_TABLES,
  listingOf,
  nameOf,
  putAside,
  putEdits,
  putWhole,
  requireRow,
  rowOf,
} from './rows.ts';
import type { DocumentListing, DocumentRow } from './rows.ts';
import type {
  ExperimentRecord,
  LoadedDocument,
  LibraryOptions,
  RunSummary,
  Saved,
  Version,
  VersionListing,
} from './types.ts';
import { requestPersistence } from '../persistence.ts';
import type { Transaction } from '../tables/tables.ts';
import { KeptTables } from '../tables/kept.ts';

/** The database's version: one more whenever a table is added. */
const LIBRARY_VERSION = 2;
/** Experiments kept of a document; older ones go. */
const EXPERIMENTS_MAX = 20;

/** A document that this library writes: enough to store it again from memory. */
interface Held {
  row: DocumentRow;
  document: Document;
  /** False while storage has never had it. */
  stored: boolean;
}
/** A browser's library of documents. Rejections are always a `StorageError`. */
export class Library {
  readonly #options: Required<Pick<LibraryOptions, 'nowMs' | 'newId'>> & LibraryOptions;
  readonly #held = new Map<string, Held>();
  readonly #tables: KeptTables;
  #asked = false;

  constructor(options: LibraryOptions = {}) {
    this.#options = { nowMs: () => Date.now(), newId, ...options };
    const name = options.name ?? 'conclave-library';
    this.#tables = new KeptTables({
      connect: async (onClosed) => {
        const { openDexieTables } = await import('../tables/dexie.ts');
        return openDexieTables({ name, version: LIBRARY_VERSION, tables: LIBRARY_TABLES, onClosed });
      },
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
    return this.#tables.mode;
  }

  /** Why the library is in memory; null when it is not. */
  get warning(): StorageError | null {
    return this.#tables.warning;
  }

  /** Opens the database. Never rejects: in the worst case the library is in memory, and the reason is returned. */
  open(): Promise<StorageError | null> {
    return this.#tables.open();
  }

  close(): void {
    this.#tables.close();
  }

  /** Adds a document and becomes its writer. `id` is used if it is free; nothing is ever overwritten. */
  async createDocument(document: Document, wish: { readonly id?: string } = {}): Promise<LoadedDocument> {
    const nowMs = this.#options.nowMs();
    const draft = {
      name: nameOf(document),
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      trashedAtMs: null,
      epoch: 1,
      seq: 0,
    };
    let id = wish.id ?? this.#options.newId();
    const add = async (transaction: Transaction): Promise<DocumentRow> => {
      while (this.#held.has(id) || (await rowOf(transaction, id)) !== undefined) id = this.#options.newId();
      return putWhole(transaction, { ...draft, id }, document);
    };
    try {
      const row = await this.#tables.write(DOCUMENT_TABLES, add);
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
    const { row, document, damage } = await this.#tables.read(DOCUMENT_TABLES, (transaction) => fold(transaction, id));
    return { ...listingOf(row), document, damage, durable: this.mode === 'durable' };
  }

  /** Reads a document and becomes its writer: whoever wrote it before is refused from now on. */
  async claimDocument(id: string): Promise<LoadedDocument> {
    if (this.#held.get(id)?.stored === false) return this.#fromHeld(id);
    const { row, document, damage } = await this.#tables.write(DOCUMENT_TABLES, async (transaction) => {
      const folded = await fold(transaction, id);
      const claimed = { ...folded, row: { ...folded.row, epoch: folded.row.epoch + 1 } };
      if (folded.damage !== null) return { ...claimed, row: await putAside(transaction, claimed) };
      await transaction.put('documents', id, claimed.row);
      return claimed;
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
    const nowMs = this.#options.nowMs();
    let lost = false;
    const row = await this.#tables.write(DOCUMENT_TABLES, async (transaction) => {
      const present = await rowOf(transaction, id);
      lost = present === undefined && held.stored;
      const whole = { ...(present ?? held.row), updatedAtMs: nowMs, seq: (present ?? held.row).seq + 1 };
      if (present === undefined) return putWhole(transaction, whole, document);
      if (present.epoch !== held.row.epoch) throw new StorageError('storage/fenced');
      // A write that was reported lost had arrived after all: a snapshot is right whatever the log holds by now.
      if (present.seq !== held.row.seq) return putWhole(transaction, whole, document);
      return putEdits(transaction, present, { edits, document, nowMs });
    });
    Object.assign(held, { row, document, stored: true });
    if (lost) this.#options.onWarning?.(new StorageError('storage/lost'));
    this.#askToPersist();
    return { durable: this.mode === 'durable', seq: row.seq };
  }

  /** Keeps `document` as a named version beside the autosave. */
  async saveVersion(documentId: string, name: string, document: Document): Promise<VersionListing> {
    const version: Version = {
      id: this.#options.newId(),
      documentId,
      name,
      createdAtMs: this.#options.nowMs(),
      document,
    };
    await this.keepVersion(version);
    return listed(version);
  }

  /** Stores a version as it is given: under another name, or again after it was removed. */
  async keepVersion(version: Version): Promise<void> {
    await this.#tables.write(['versions'], (transaction) =>
      transaction.put('versions', [version.documentId, version.id], version),
    );
  }

  async removeVersion(documentId: string, versionId: string): Promise<void> {
    await this.#tables.write(['versions'], (transaction) => transaction.delete('versions', [documentId, versionId]));
  }

  /** The named versions of a document, newest first. */
  async listVersions(documentId: string): Promise<readonly VersionListing[]> {
    const rows = await this.#tables.read(['versions'], (transaction) => transaction.under('versions', documentId));
    return rows
      .map((row) => listed(row.value as Version))
      .sort((left, right) => right.createdAtMs - left.createdAtMs || byId(left, right));
  }

  async loadVersion(documentId: string, versionId: string): Promise<Version> {
    const version = await this.#tables.read(['versions'], (transaction) =>
      transaction.get('versions', [documentId, versionId]),
    );
    if (version === undefined) throw new StorageError('storage/missing');
    return version as Version;
  }

  /** Makes a version the present state; what was present is kept as a version of its own. Returns the new state. */
  async restoreVersion(documentId: string, versionId: string): Promise<Document> {
    if (!this.#held.has(documentId)) await this.claimDocument(documentId);
    const held = this.#requireHeld(documentId);
    const version = await this.loadVersion(documentId, versionId);
    await this.saveVersion(documentId, `Before restoring "${version.name}"`, held.document);
    const row = await this.#tables.write(DOCUMENT_TABLES, async (transaction) => {
      const present = await requireRow(transaction, documentId, held.row.epoch);
      return putWhole(
        transaction,
        { ...present, updatedAtMs: this.#options.nowMs(), seq: present.seq + 1 },
        version.document,
      );
    });
    Object.assign(held, { row, document: version.document });
    return version.document;
  }

  /** Every document, the newest change first; those in the trash too. */
  async listDocuments(): Promise<readonly DocumentListing[]> {
    const rows = await this.#tables.read(['documents'], (transaction) => transaction.all('documents'));
    const unstored = [...this.#held.values()].filter((held) => !held.stored).map((held) => held.row);
    const listings = [...rows.map((row) => row.value as DocumentRow), ...unstored].map(listingOf);
    return listings.sort((left, right) => right.updatedAtMs - left.updatedAtMs || byId(left, right));
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
    return this.#setTrashed(id, this.#options.nowMs());
  }

  /** Takes a document out of the trash. */
  restore(id: string): Promise<void> {
    return this.#setTrashed(id, null);
  }

  /** Removes a document for good, with its versions and summaries; returns its runs, which the journal still has. */
  async purge(id: string): Promise<readonly string[]> {
    this.#held.delete(id);
    return this.#tables.write(LIBRARY_TABLES, async (transaction) => {
      const runs = await transaction.keysUnder('runs', id);
      for (const table of ['documents', 'snapshots']) await transaction.delete(table, id);
      for (const table of ['edits', 'versions', 'runs', 'quarantine', 'experiments'])
        await transaction.deleteUnder(table, id);
      return runs.map(String);
    });
  }

  /** What of a damaged document was put aside, as a text to keep. */
  async exportQuarantine(id: string): Promise<string> {
    const rows = await this.#tables.read(['quarantine'], (transaction) => transaction.under('quarantine', id));
    const changes = rows.map((row) => ({ key: String(row.key[1]), edits: row.value as Json }));
    return `${JSON.stringify({ format: 'conclave-quarantine', documentId: id, changes }, null, 1)}\n`;
  }

  async putRun(run: RunSummary): Promise<void> {
    await this.#tables.write(['runs'], (transaction) => transaction.put('runs', [run.documentId, run.runId], run));
  }

  /** The runs of a document, newest first. */
  async listRuns(documentId: string): Promise<readonly RunSummary[]> {
    const rows = await this.#tables.read(['runs'], (transaction) => transaction.under('runs', documentId));
    const runs = rows.map((row) => row.value as RunSummary);
    return runs.sort((left, right) => right.createdAtMs - left.createdAtMs || (left.runId < right.runId ? -1 : 1));
  }

  async removeRun(documentId: string, runId: string): Promise<void> {
    await this.#tables.write(['runs'], (transaction) => transaction.delete('runs', [documentId, runId]));
  }

  /** Keeps the figures of an experiment; of a document that has many, the oldest go. */
  async keepExperiment(experiment: Omit<ExperimentRecord, 'id' | 'createdAtMs'>): Promise<ExperimentRecord> {
    const record = { ...experiment, id: this.#options.newId(), createdAtMs: this.#options.nowMs() };
    await this.#tables.write(['experiments'], async (transaction) => {
      await transaction.put('experiments', [record.documentId, record.id], record);
      const rows = await transaction.under('experiments', record.documentId);
      for (const { id } of newestFirst(rows.map((row) => row.value as ExperimentRecord)).slice(EXPERIMENTS_MAX))
        await transaction.delete('experiments', [record.documentId, id]);
    });
    return record;
  }

  /** The experiments of a document, newest first. */
  async listExperiments(documentId: string): Promise<readonly ExperimentRecord[]> {
    const rows = await this.#tables.read(['experiments'], (transaction) =>
      transaction.under('experiments', documentId),
    );
    return newestFirst(rows.map((row) => row.value as ExperimentRecord));
  }

  /** A setting; null when it was never set. */
  async getSetting(key: string): Promise<Json> {
    return ((await this.#tables.read(['settings'], (transaction) => transaction.get('settings', key))) ?? null) as Json;
  }

  async setSetting(key: string, value: Json): Promise<void> {
    await this.#tables.write(['settings'], (transaction) => transaction.put('settings', key, value));
  }

  /** Runs a query of this library now and after every change of what it read, here or in another tab. */
  observe<T>(
    query: () => Promise<T>,
    next: (value: T) => void,
    failed: (error: unknown) => void = () => undefined,
  ): () => void {
    return this.#tables.observe(query, next, failed);
  }

  async #setTrashed(id: string, trashedAtMs: number | null): Promise<void> {
    const row = await this.#tables.write(['documents'], async (transaction) => {
      const changed = { ...(await requireRow(transaction, id)), trashedAtMs };
      await transaction.put('documents', id, changed);
      return changed;
    });
    const held = this.#held.get(id);
    if (held !== undefined) held.row = { ...held.row, trashedAtMs: row.trashedAtMs };
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

const byId = (left: { readonly id: string }, right: { readonly id: string }): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0;

function newestFirst(records: readonly ExperimentRecord[]): ExperimentRecord[] {
  return [...records].sort((left, right) => right.createdAtMs - left.createdAtMs || byId(left, right));
}

function listed({ id, documentId, name, createdAtMs }: Version): VersionListing {
  return { id, documentId, name, createdAtMs };
}

/** A random id; `randomUUID` exists only in secure contexts. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
