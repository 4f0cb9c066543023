/**
 * The shelf over the library's database: rows with counts and the last run, followed live. A document is read for its counts
 * only when it changed since they were last taken.
 */
import { apply, type Document, type Edit } from '../../../document/index.ts';
import { claim, documentLock, StorageError, type DocumentListing, type Library, type RunSummary } from '../../../storage/index.ts';
import type { Outcome } from '../../../bridge/index.ts';
import type { LastRun, Shelf, ShelfRow } from './shelf-port.ts';

interface Counts {
  readonly editedMs: number;
  readonly agents: number;
  readonly tasks: number;
}

export class LibraryShelf implements Shelf {
  readonly #library: Library;
  readonly #counts = new Map<string, Counts>();

  constructor(library: Library) {
    this.#library = library;
  }

  get durable(): boolean {
    return this.#library.mode === 'durable';
  }

  watch(listener: (rows: readonly ShelfRow[]) => void, failed: (error: unknown) => void): () => void {
    return this.#library.observe(() => this.#rows(), listener, failed);
  }

  async create(document: Document): Promise<string> {
    const { id } = await this.#library.createDocument(document);
    return id;
  }

  /** Refused while another tab has the document open: a rename would take the pen out of its hand. */
  async rename(id: string, name: string): Promise<void> {
    const lock = await claim(documentLock(id));
    if (lock === null) throw new StorageError('storage/fenced', { message: 'It is open in another tab; rename it there.' });
    try {
      if (this.durable) await this.#library.rename(id, name);
      else await this.#renameInMemory(id, name);
    } finally {
      lock.release();
    }
  }

  async duplicate(id: string): Promise<string> {
    const copy = await this.#library.duplicate(id);
    return copy.id;
  }

  trash(id: string): Promise<void> {
    return this.#library.trash(id);
  }

  restore(id: string): Promise<void> {
    return this.#library.restore(id);
  }

  async #renameInMemory(id: string, name: string): Promise<void> {
    const { document } = await this.#library.claimDocument(id);
    const edit: Edit = { kind: 'set-field', path: ['name'], value: name };
    const applied = apply(document, edit);
    if (!applied.ok) throw new StorageError('storage/unstorable', { message: applied.error.message });
    await this.#library.appendEdits(id, [edit], applied.value.document);
  }

  async #rows(): Promise<readonly ShelfRow[]> {
    const listings = await this.#library.listDocuments();
    const rows: ShelfRow[] = [];
    for (const listing of listings) {
      if (listing.trashedAtMs !== null) continue;
      const { agents, tasks } = await this.#countsOf(listing);
      const [newest] = await this.#library.listRuns(listing.id);
      rows.push({ id: listing.id, name: listing.name, editedMs: listing.updatedAtMs, agents, tasks, lastRun: newest === undefined ? null : lastRunOf(newest) });
    }
    return rows;
  }

  async #countsOf({ id, updatedAtMs }: DocumentListing): Promise<Counts> {
    const known = this.#counts.get(id);
    if (known?.editedMs === updatedAtMs) return known;
    const { document } = await this.#library.loadDocument(id);
    const counts = { editedMs: updatedAtMs, agents: document.agents?.length ?? 0, tasks: document.tasks?.length ?? 0 };
    this.#counts.set(id, counts);
    return counts;
  }
}

function lastRunOf({ runId, outcome, reason, steps, makespanMs, playheadStep }: RunSummary): LastRun {
  return { runId, outcome: isOutcome(outcome) ? outcome : null, reason, step: playheadStep, steps, makespanMs };
}

const isOutcome = (value: string | null): value is Outcome =>
  value === 'succeeded' || value === 'failed' || value === 'cancelled' || value === 'compensated' || value === 'stalled';
