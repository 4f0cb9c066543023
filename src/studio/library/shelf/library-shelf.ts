/**
 * The shelf over the library's database: rows with counts, picture and the last run, followed live. A document is read for its row
 * only when it changed since it was last read.
 */
import { apply, type Document, type Edit } from '../../../document/index.ts';
import {
  claim,
  documentLock,
  StorageError,
  type DocumentListing,
  type Library,
  type RunSummary,
} from '../../../storage/index.ts';
import type { Outcome } from '../../../bridge/index.ts';
import { drawThumbnail } from '../thumbnail.ts';
import type { LastRun, Shelf, ShelfRow } from './shelf-port.ts';

/** What is read of a document for its row. */
interface Glance extends Pick<ShelfRow, 'agents' | 'tasks' | 'picture'> {
  readonly editedMs: number;
}

/** Forgets runs that the journal still has, once their document is gone for good. */
export type ForgetRuns = (runIds: readonly string[]) => Promise<void>;

/** Documents with more nodes than this get no picture in the table: it would be a smudge. */
const pictureNodesMax = 200;

export class LibraryShelf implements Shelf {
  readonly #library: Library;
  readonly #forgetRuns: ForgetRuns;
  readonly #glances = new Map<string, Glance>();

  constructor(library: Library, forgetRuns: ForgetRuns) {
    this.#library = library;
    this.#forgetRuns = forgetRuns;
  }

  get durable(): boolean {
    return this.#library.mode === 'durable';
  }

  watch(listener: (rows: readonly ShelfRow[]) => void, failed: (error: unknown) => void): () => void {
    return this.#library.observe(() => this.#rows(), listener, failed);
  }

  async create(document: Document): Promise<string> {
    const { id } = await this.#library.createDocument(document);
    // Whoever opens it claims it anew; held from here on, it could not be renamed in the table.
    this.#library.leaveDocument(id);
    return id;
  }

  /** Refused while another tab has the document open: a rename would take the pen out of its hand. */
  async rename(id: string, name: string): Promise<void> {
    const lock = await claim(documentLock(id));
    if (lock === null)
      throw new StorageError('storage/fenced', { message: 'It is open in another tab; rename it there.' });
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

  /** Refused while another tab has the document open. */
  async purge(id: string): Promise<void> {
    const lock = await claim(documentLock(id));
    if (lock === null)
      throw new StorageError('storage/fenced', { message: 'It is open in another tab; close it there.' });
    try {
      const runs = await this.#library.purge(id);
      this.#glances.delete(id);
      if (runs.length > 0) await this.#forgetRuns(runs);
    } finally {
      lock.release();
    }
  }

  async documents(): Promise<readonly Document[]> {
    const listings = await this.#library.listDocuments();
    const documents: Document[] = [];
    for (const { id, trashedAtMs } of listings) {
      if (trashedAtMs === null) documents.push((await this.#library.loadDocument(id)).document);
    }
    return documents;
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
      const { agents, tasks, picture } = await this.#glanceAt(listing);
      const [newest] = await this.#library.listRuns(listing.id);
      const { id, name, updatedAtMs: editedMs, trashedAtMs: trashedMs } = listing;
      rows.push({
        id,
        name,
        editedMs,
        trashedMs,
        agents,
        tasks,
        picture,
        lastRun: newest === undefined ? null : lastRunOf(newest),
      });
    }
    return rows;
  }

  async #glanceAt({ id, updatedAtMs }: DocumentListing): Promise<Glance> {
    const known = this.#glances.get(id);
    if (known?.editedMs === updatedAtMs) return known;
    const { document } = await this.#library.loadDocument(id);
    const [agents, tasks] = [document.agents?.length ?? 0, document.tasks?.length ?? 0];
    const glance = {
      editedMs: updatedAtMs,
      agents,
      tasks,
      picture: agents + tasks > pictureNodesMax ? null : drawThumbnail(document),
    };
    this.#glances.set(id, glance);
    return glance;
  }
}

function lastRunOf({ runId, outcome, reason, steps, makespanMs, playheadStep }: RunSummary): LastRun {
  return { runId, outcome: isOutcome(outcome) ? outcome : null, reason, step: playheadStep, steps, makespanMs };
}

const isOutcome = (value: string | null): value is Outcome =>
  value === 'succeeded' ||
  value === 'failed' ||
  value === 'cancelled' ||
  value === 'compensated' ||
  value === 'stalled';
