/**
 * The journal that the engine uses: IndexedDB with a copy in memory of the runs being written. When storage is full,
 * refused, lost or taken over it says so in one sentence and goes on in memory; when the browser has cleared the data
 * it writes the open runs again. It never deletes a database, and never hides that a newer writer has taken over.
 */
import type { Json } from '../../base/index.ts';
import { hasCode, isBroken, StorageError, toStorageError } from '../errors.ts';
import { openIdbJournal } from './idb.ts';
import { JournalLog, type StoredHead } from './log.ts';
import type {
  Checkpoint,
  Head,
  Journal,
  ListedCheckpoint,
  LoadedCheckpoint,
  RunContents,
  RunHeader,
  RunListing,
} from './journal.ts';
import type { PackedRecord } from './records.ts';
import { memoryTables } from '../tables/memory.ts';
import { oneAtATime } from '../turns.ts';

/** How to open the journal. */
export interface JournalOptions {
  readonly name?: string;
  /** Hears each trouble that begins after opening, once. */
  readonly onWarning?: (error: StorageError) => void;
  /** Hears when what was only in memory is stored after all. */
  readonly onRecovered?: () => void;
}

/** The journal, whether it is durable, and if not why. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly mode: 'durable' | 'memory';
  readonly warning: StorageError | null;
}

/** Opens the journal of this origin. Never rejects: in the worst case it is a journal in memory, with a warning. */
export async function openJournal(options: JournalOptions = {}): Promise<OpenedJournal> {
  const journal = new KeptJournal(options);
  const warning = await journal.connect();
  return { journal, mode: journal.mode, warning };
}

/** A run being written; all of it is in memory. */
interface KeptRun {
  readonly header: RunHeader;
  /** True once storage has had it. */
  stored: boolean;
  /** Batches that are not known to be stored. Those gathered during one write go together in the next. */
  pending: PackedRecord[];
}

class KeptJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #memory = new JournalLog(memoryTables());
  #durable: JournalLog | null = null;
  readonly #runs = new Map<string, KeptRun>();
  /** Runs whose newest entries storage had no room for. */
  readonly #behind = new Set<string>();
  #cut = false;
  readonly #inTurn = oneAtATime();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  get mode(): 'durable' | 'memory' {
    return this.#durable === null ? 'memory' : 'durable';
  }

  async connect(): Promise<StorageError | null> {
    try {
      this.#durable = await this.#openDatabase();
      return null;
    } catch (error) {
      return toStorageError(error);
    }
  }

  create(header: RunHeader): Promise<Head> {
    return this.#inTurn(async () => {
      const { runId } = header;
      const taken = await this.#attempt((durable) => durable.storedHead(runId));
      if (taken?.value !== undefined) throw new StorageError('storage/exists');
      const head = await this.#memory.create(header);
      this.#runs.set(runId, { header, stored: false, pending: [] });
      return { ...head, durable: await this.#sync(runId) };
    });
  }

  open(runId: string): Promise<RunContents> {
    return this.#inTurn(async () => {
      if (this.#runs.has(runId)) {
        // Another tab may have written since: what is stored counts, unless storage does not have all of it.
        const stored = await this.#sync(runId).catch(() => true);
        if (!stored) return this.#fromMemory(runId);
        await this.#forget(runId);
      }
      const claimed = await this.#attempt((durable) => durable.claim(runId), 'tell');
      if (claimed === null) return this.#memory.open(runId);
      const { contents, records } = claimed.value;
      await this.#memory.restore(contents.header, contents.head.epoch);
      await this.#memory.write(runId, records);
      await this.#memory.setPlayhead(runId, contents.playhead);
      this.#runs.set(runId, { header: contents.header, stored: true, pending: [] });
      return contents;
    });
  }

  read(runId: string): Promise<RunContents> {
    return this.#inTurn(async () => {
      if (this.#runs.has(runId)) return this.#fromMemory(runId);
      return (await this.#attempt((durable) => durable.read(runId)))?.value ?? this.#memory.read(runId);
    });
  }

  async append(runId: string, entries: readonly Json[]): Promise<Head> {
    const { head, records } = await this.#memory.add(runId, entries);
    const run = this.#runs.get(runId);
    run?.pending.push(...records);
    return this.#inTurn(async () => ({ ...head, durable: await this.#sync(runId) }));
  }

  checkpoint(runId: string, checkpoint: Checkpoint): Promise<void> {
    return this.#writeCheckpoints(runId, (journal) => journal.checkpoint(runId, checkpoint));
  }

  loadCheckpoint(runId: string, stepMax?: number): Promise<LoadedCheckpoint> {
    return this.#inTurn(async () => {
      const kept = await this.#memory.loadCheckpoint(runId, stepMax);
      const stored = (await this.#attempt((durable) => durable.loadCheckpoint(runId, stepMax)))?.value ?? kept;
      return (kept.checkpoint?.step ?? -1) > (stored.checkpoint?.step ?? -1) ? kept : stored;
    });
  }

  checkpoints(runId: string): Promise<readonly ListedCheckpoint[]> {
    return this.#inTurn(async () => {
      const stored = (await this.#attempt((durable) => durable.checkpoints(runId)))?.value ?? [];
      const kept = await this.#memory.checkpoints(runId);
      const steps = new Set(kept.map(({ step }) => step));
      return [...stored.filter(({ step }) => !steps.has(step)), ...kept].sort((a, b) => a.step - b.step);
    });
  }

  nameCheckpoint(runId: string, step: number, name: string | null): Promise<void> {
    return this.#writeCheckpoints(runId, (journal) => journal.nameCheckpoint(runId, step, name));
  }

  deleteCheckpoint(runId: string, step: number): Promise<void> {
    return this.#writeCheckpoints(runId, (journal) => journal.deleteCheckpoint(runId, step));
  }

  /** Where storage has the run, there; else in memory. */
  #writeCheckpoints(runId: string, write: (journal: JournalLog) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      this.#memory.head(runId);
      if (await this.#sync(runId)) await this.#attempt(write);
      else await write(this.#memory);
    });
  }

  setPlayhead(runId: string, playhead: Json): Promise<void> {
    return this.#inTurn(async () => {
      await this.#memory.setPlayhead(runId, playhead);
      if (await this.#sync(runId)) await this.#attempt((durable) => durable.setPlayhead(runId, playhead));
    });
  }

  list(): Promise<readonly RunListing[]> {
    return this.#inTurn(async () => {
      const kept = await this.#memory.list();
      const stored = (await this.#attempt((durable) => durable.list()))?.value ?? [];
      const ids = new Set(kept.map((run) => run.runId));
      return [...stored.filter((run) => !ids.has(run.runId)), ...kept];
    });
  }

  exportQuarantine(runId: string): Promise<string> {
    return this.#inTurn(
      async () =>
        (await this.#attempt((durable) => durable.exportQuarantine(runId)))?.value ??
        this.#memory.exportQuarantine(runId),
    );
  }

  remove(runId: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#forget(runId);
      await this.#attempt((durable) => durable.remove(runId));
    });
  }

  leave(runId: string): void {
    void this.#inTurn(async () => {
      // What storage does not have stays at hand, so that opening the run again finds it.
      if (this.#durable !== null && !this.#behind.has(runId)) await this.#forget(runId);
    });
  }

  close(): void {
    this.#durable?.close();
    this.#durable = null;
    this.#memory.close();
  }

  async #forget(runId: string): Promise<void> {
    this.#runs.delete(runId);
    this.#behind.delete(runId);
    this.#durable?.leave(runId);
    await this.#memory.remove(runId);
  }

  async #fromMemory(runId: string): Promise<RunContents> {
    const contents = await this.#memory.read(runId);
    return { ...contents, head: { ...contents.head, durable: this.#durable !== null && !this.#behind.has(runId) } };
  }

  async #openDatabase(): Promise<JournalLog> {
    return openIdbJournal(this.#options.name ?? 'conclave-journal', (error) => {
      if (error.code === 'storage/lost') {
        this.#cut = true;
        void this.#inTurn(() => this.#attempt(() => Promise.resolve()));
      } else this.#goOnInMemory(error);
    });
  }

  #goOnInMemory(error: StorageError): void {
    if (this.#durable === null) return;
    this.#durable.close();
    this.#durable = null;
    this.#options.onWarning?.(error);
  }

  /**
   * Does `work` on the database, over a new connection when the old one failed. Null when it has to be done without:
   * there is none any more, or it is full (unless `full` says that the caller must hear of it).
   */
  async #attempt<T>(
    work: (durable: JournalLog) => Promise<T>,
    full: 'warn' | 'tell' = 'warn',
  ): Promise<{ value: T } | null> {
    for (let tried = 0; this.#durable !== null; tried += 1) {
      try {
        if (this.#cut) await this.#reconnect();
        return { value: await work(this.#durable) };
      } catch (cause) {
        const error = toStorageError(cause);
        if (hasCode(error, 'storage/quota-exceeded') && full === 'warn') {
          this.#options.onWarning?.(error);
          return null;
        }
        if (!isBroken(error)) throw error;
        if (tried > 0) this.#goOnInMemory(error);
        else this.#cut = true;
      }
    }
    return null;
  }

  /** Replaces the connection and brings every run being written up to date in it. */
  async #reconnect(): Promise<void> {
    this.#durable?.close();
    const durable = await this.#openDatabase();
    this.#durable = durable;
    this.#cut = false;
    for (const runId of [...this.#runs.keys()]) {
      try {
        await this.#catchUp(durable, runId);
      } catch (error) {
        if (hasCode(error, 'storage/quota-exceeded')) this.#fallBehind(runId, toStorageError(error));
        else if (hasCode(error, 'storage/fenced', 'storage/damaged')) await this.#forget(runId);
        else throw error;
      }
    }
  }

  #fallBehind(runId: string, error: StorageError): void {
    if (this.#behind.size === 0) this.#options.onWarning?.(error);
    this.#behind.add(runId);
  }

  /** Stores what memory has of a run; false when it stays in memory only. */
  async #sync(runId: string): Promise<boolean> {
    try {
      const done = await this.#attempt((durable) => this.#catchUp(durable, runId), 'tell');
      if (done === null || !this.#runs.has(runId)) return false;
      if (this.#behind.delete(runId) && this.#behind.size === 0) this.#options.onRecovered?.();
      return true;
    } catch (cause) {
      const error = toStorageError(cause);
      if (!hasCode(error, 'storage/quota-exceeded')) {
        await this.#forget(runId);
        throw error;
      }
      this.#fallBehind(runId, error);
      return false;
    }
  }

  async #catchUp(durable: JournalLog, runId: string): Promise<void> {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new StorageError('storage/fenced');
    const { epoch } = this.#memory.head(runId);
    const theirs = durable.heldHead(runId) ?? (await this.#takeUp(durable, runId, run, epoch));
    const due = run.pending.filter((record) => record.firstSeq >= theirs.seq);
    // Where the batches at hand do not join what is stored, storage has lost more than was under way.
    const joins = (due[0]?.firstSeq ?? this.#memory.head(runId).seq) === theirs.seq;
    const { seq } = await durable.write(runId, joins ? due : await this.#memory.recordsFrom(runId, theirs.seq));
    run.pending = run.pending.filter((record) => record.firstSeq >= seq);
    run.stored = true;
  }

  /** Over a new connection: finds the run as it was left, or writes its start again when the browser has lost it. */
  async #takeUp(durable: JournalLog, runId: string, run: KeptRun, epoch: number): Promise<StoredHead> {
    const stored = await durable.storedHead(runId);
    if (stored === undefined) {
      if (run.stored) this.#options.onWarning?.(new StorageError('storage/lost'));
      const head = await durable.restore(run.header, epoch);
      const { playhead } = await this.#memory.read(runId);
      if (playhead !== null) await durable.setPlayhead(runId, playhead);
      return head;
    }
    if (stored.epoch !== epoch) throw new StorageError('storage/fenced');
    durable.resume(runId, stored);
    return stored;
  }
}
