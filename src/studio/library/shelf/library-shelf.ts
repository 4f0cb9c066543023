/**
 * The shelf over the library's database: rows with counts, picture and the last run, followed live. A document is read for its row
 * only when it changed since it was last read.
 */
import { digestJson } from '../../../base/index.ts';
import { apply, shownName, type Document, type Edit } from '../../../document/index.ts';
import type { Backup, BackupDocument } from '../../../interchange/index.ts';
import {
  claim,
  documentLock,
  StorageError,
  type ExperimentListing,
  type ExperimentRecord,
  type Library,
  type ListedDocument,
  type RecentRuns,
  type RunSummary,
} from '../../../storage/index.ts';
import type { Outcome } from '../../../bridge/index.ts';
import { drawThumbnail } from '../thumbnail.ts';
import { allRemembered, messageOf } from '../../state/index.ts';
import type { RunJournal } from './library-backup.ts';
import type { Brought, Salvaged, Shelf, ShelfRow, ToldRun } from './shelf-port.ts';

/** What is read of a document for its row. */
interface Glance extends Pick<ShelfRow, 'name' | 'agents' | 'tasks' | 'pattern' | 'names' | 'picture' | 'damage'> {
  readonly editedMs: number;
}

/** A document that is just being left is waited for, ms. */
const leavingMs = 500;
/** Documents that are read side by side for the list. */
const readAtOnce = 16;

/** Comparisons that the list tells of. */
const comparisonsTold = 12;

/** What takes all out and brings it back comes when it is wanted. */
const backups = () => import('./library-backup.ts');

export class LibraryShelf implements Shelf {
  readonly #library: Library;
  readonly #journal: RunJournal;
  readonly #glances = new Map<string, Glance>();

  constructor(library: Library, journal: RunJournal) {
    this.#library = library;
    this.#journal = journal;
  }

  get durable(): boolean {
    return this.#library.mode === 'durable';
  }

  watch(listener: (rows: readonly ShelfRow[]) => void, failed: (error: unknown) => void): () => void {
    return this.#library.observe(() => this.#rows(), listener, failed);
  }

  watchComparisons(
    listener: (listings: readonly ExperimentListing[]) => void,
    failed: (error: unknown) => void,
  ): () => void {
    const query = async (): Promise<readonly ExperimentListing[]> => {
      const listed = await this.#library.listDocuments();
      const there = new Set(listed.flatMap(({ id, trashedAtMs }) => (trashedAtMs === null ? [id] : [])));
      return this.#library.recentExperiments(comparisonsTold, there);
    };
    return this.#library.observe(query, listener, failed);
  }

  comparison(listing: ExperimentListing): Promise<ExperimentRecord> {
    return this.#library.loadExperiment(listing);
  }

  async create(document: Document): Promise<string> {
    const { id } = await this.#library.createDocument(document);
    // Whoever opens it claims it anew; held from here on, it could not be renamed in the table.
    this.#library.leaveDocument(id);
    return id;
  }

  /** Refused while another tab has the document open: a rename would take the pen out of its hand. */
  async rename(id: string, name: string): Promise<void> {
    const lock = await claim(documentLock(id), undefined, leavingMs);
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

  async salvage(id: string): Promise<Salvaged> {
    const stored = await this.#library.exportQuarantine(id);
    const read = await this.#library.loadDocument(id).catch(() => null);
    return { document: read?.document ?? null, stored };
  }

  /** Refused while another tab has the document open. */
  async purge(id: string): Promise<void> {
    const lock = await claim(documentLock(id), undefined, leavingMs);
    if (lock === null)
      throw new StorageError('storage/fenced', { message: 'It is open in another tab; close it there.' });
    try {
      const runs = await this.#library.purge(id);
      this.#glances.delete(id);
      if (runs.length > 0) await this.#journal.forget(runs);
    } finally {
      lock.release();
    }
  }

  async backup(): Promise<{ readonly backup: Omit<Backup, 'leftOut'>; readonly lost: number }> {
    const { takeAll } = await backups();
    const { documents, lost } = await takeAll(this.#library, this.#journal);
    return { backup: { documents, settings: allRemembered() }, lost };
  }

  async present(documents: readonly BackupDocument[]): Promise<ReadonlySet<BackupDocument>> {
    const here = new Map((await this.#library.listDocuments()).map((listing) => [listing.id, listing]));
    const names = new Set<string>();
    for (const { id } of here.values()) {
      const read = await this.#library.loadDocument(id).catch(() => null);
      if (read !== null) names.add(digestJson(read.document));
    }
    // The same workflow, whatever became of it here, or the very same drawing under another id.
    return new Set(documents.filter(({ id, document }) => here.has(id) || names.has(digestJson(document))));
  }

  async bringBack(entry: BackupDocument): Promise<Brought> {
    const { bringOneBack } = await backups();
    return bringOneBack(this.#library, this.#journal, entry);
  }

  async #renameInMemory(id: string, name: string): Promise<void> {
    const { document } = await this.#library.claimDocument(id);
    const edit: Edit = { kind: 'set-field', path: ['name'], value: name };
    const applied = apply(document, edit);
    if (!applied.ok) throw new StorageError('storage/unstorable', { message: applied.error.message });
    await this.#library.appendEdits(id, [edit], applied.value.document);
  }

  async #rows(): Promise<readonly ShelfRow[]> {
    const [listings, runs] = [await this.#library.listDocuments(), await this.#library.recentRuns()];
    const rows: ShelfRow[] = [];
    for (let at = 0; at < listings.length; at += readAtOnce) {
      const some = listings.slice(at, at + readAtOnce);
      const glances = await Promise.all(some.map((listing) => this.#glanceAt(listing)));
      for (const [nth, glance] of glances.entries()) {
        const listing = some[nth];
        if (listing !== undefined) rows.push(rowOf(listing, glance, runs.get(listing.id)));
      }
    }
    return rows;
  }

  /** What a row shows of a document. One that cannot be read costs only its own row its picture. */
  async #glanceAt(listing: ListedDocument): Promise<Glance> {
    const { id, updatedAtMs } = listing;
    const known = this.#glances.get(id);
    if (known?.editedMs === updatedAtMs && listing.sound) return known;
    try {
      const { document, damage, name } = await this.#library.loadDocument(id);
      const [agents, tasks] = [document.agents?.length ?? 0, document.tasks?.length ?? 0];
      const picture = drawThumbnail(document);
      const drawn = { agents, tasks, picture, pattern: document.coordination?.pattern ?? '', names: namesIn(document) };
      const glance = { ...drawn, name, editedMs: updatedAtMs, damage };
      if (damage === null) this.#glances.set(id, glance);
      return glance;
    } catch (error) {
      return {
        name: listing.name,
        editedMs: updatedAtMs,
        agents: 0,
        tasks: 0,
        pattern: '',
        names: [],
        picture: null,
        damage: messageOf(error),
      };
    }
  }
}

function namesIn({ agents = [], tasks = [], resources = [], memories = [] }: Document): readonly string[] {
  return [...agents, ...tasks, ...resources, ...memories].map(shownName);
}

function rowOf(
  { id, trashedAtMs: trashedMs }: ListedDocument,
  glance: Glance,
  recent: RecentRuns | undefined,
): ShelfRow {
  const { newest = [], count: runCount = 0, damaged = 0 } = recent ?? {};
  const lost = damaged === 0 ? [] : ['What is known of some of its runs cannot be read.'];
  const damage = [...(glance.damage === null ? [] : [glance.damage]), ...lost].join(' ');
  return { ...glance, id, trashedMs, runs: newest.map(toldOf), runCount, damage: damage === '' ? null : damage };
}

function toldOf({ runId, outcome, reason, steps, makespanMs, playheadStep, createdAtMs, seed }: RunSummary): ToldRun {
  const ended = isOutcome(outcome) ? outcome : null;
  return { runId, atMs: createdAtMs, outcome: ended, reason, step: playheadStep, steps, makespanMs, seed };
}

const isOutcome = (value: string | null): value is Outcome =>
  value === 'succeeded' ||
  value === 'failed' ||
  value === 'cancelled' ||
  value === 'compensated' ||
  value === 'stalled';
