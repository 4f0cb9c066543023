/**
 * The journal over any tables: chains, fencing by epoch, checkpoints, quarantine. The same code runs over idb and in
 * memory. Every write compares the epoch it holds with the stored one inside its transaction, and nothing is
 * acknowledged before the transaction is complete.
 */
import type { Json } from '../../base/index.ts';
import { hasCode, StorageError } from '../errors.ts';
import {
  CHECKPOINT_TABLES,
  deleteCheckpoint,
  listed,
  nameCheckpoint,
  packCheckpoint,
  putCheckpoint,
  readCheckpoint,
} from './checkpoint-rows.ts';
import type {
  Checkpoint,
  Damage,
  Head,
  Journal,
  ListedCheckpoint,
  LoadedCheckpoint,
  RunContents,
  RunHeader,
  RunListing,
} from './journal.ts';
import { pack, packHeader, unpackHeader, verify } from './records.ts';
import type { PackedRecord, StoredHeader, VerifiedChain } from './records.ts';
import type { Row, Tables, Transaction } from '../tables/tables.ts';
import { oneAtATime } from '../turns.ts';

/** Every table of the journal; tables are only ever added, with a new version of the database. */
export const JOURNAL_TABLES = [
  'runs',
  'listings',
  'heads',
  'playheads',
  'records',
  'checkpoints',
  'quarantine',
  'manifests',
] as const;

/** A head as stored. */
export type StoredHead = Omit<Head, 'durable'>;
interface Loaded {
  readonly header: RunHeader;
  readonly stored: StoredHead | null;
  readonly chain: VerifiedChain;
  readonly playhead: Json;
}

/** A journal over `tables`. Beyond the port it hands out and takes packed batches, for whoever keeps two in step. */
export class JournalLog implements Journal {
  readonly #tables: Tables;
  /** The runs that this journal writes, with the head it wrote last. */
  readonly #held = new Map<string, StoredHead>();
  readonly #inTurn = oneAtATime();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  get mode(): 'durable' | 'memory' {
    return this.#tables.mode;
  }

  create(header: RunHeader): Promise<Head> {
    return this.restore(header, 1);
  }

  /** Like `create`, with a given epoch: for writing a run again that the browser has lost. */
  async restore(header: RunHeader, epoch: number): Promise<Head> {
    const { runId } = header;
    const stored: StoredHeader = packHeader(header);
    const head: StoredHead = { seq: 0, hash: stored.hash, epoch };
    const { document: _document, settings: _settings, ...listing } = header;
    await this.#tables.write(['runs', 'listings', 'heads'], async (transaction) => {
      if ((await transaction.get('runs', runId)) !== undefined) throw new StorageError('storage/exists');
      await Promise.all([
        transaction.put('runs', runId, stored),
        transaction.put('listings', runId, listing),
        transaction.put('heads', runId, head),
      ]);
    });
    this.#held.set(runId, head);
    return this.#acknowledge(head);
  }

  async open(runId: string): Promise<RunContents> {
    return (await this.claim(runId)).contents;
  }

  /** Like `open`, with the packed batches beside the contents. */
  async claim(runId: string): Promise<{ contents: RunContents; records: readonly PackedRecord[] }> {
    for (let tried = 0; tried < 5; tried += 1) {
      const loaded = await this.#load(runId);
      // Between reading and claiming, another writer may have written: then read again.
      const contents = await this.#settle(runId, loaded, (loaded.stored?.epoch ?? 0) + 1);
      if (contents !== null) return { contents, records: loaded.chain.records };
    }
    throw new StorageError('storage/fenced');
  }

  async read(runId: string): Promise<RunContents> {
    const loaded = await this.#load(runId);
    const { stored, chain } = loaded;
    const held = this.#held.get(runId);
    if (chain.damage !== null && held !== undefined && held.epoch === stored?.epoch) {
      const settled = await this.#settle(runId, loaded, held.epoch);
      if (settled !== null) return settled;
    }
    const head = this.#acknowledge({ seq: chain.entries.length, hash: chain.hash, epoch: stored?.epoch ?? 0 });
    return this.#contents(loaded, head, 0);
  }

  async append(runId: string, entries: readonly Json[]): Promise<Head> {
    return (await this.add(runId, entries)).head;
  }

  /** Like `append`, with the packed batches beside the head. */
  add(runId: string, entries: readonly Json[]): Promise<{ head: Head; records: readonly PackedRecord[] }> {
    return this.#inTurn(async () => {
      const records = pack(runId, this.head(runId), entries);
      return { head: await this.write(runId, records), records };
    });
  }

  /** The head of a run that this journal writes. */
  head(runId: string): StoredHead {
    const head = this.#held.get(runId);
    if (head === undefined) throw new StorageError('storage/fenced');
    return head;
  }

  /** The same, or undefined when it does not write that run. */
  heldHead(runId: string): StoredHead | undefined {
    return this.#held.get(runId);
  }

  /** Adds packed batches that continue the chain. */
  async write(runId: string, records: readonly PackedRecord[]): Promise<Head> {
    const held = this.head(runId);
    const last = records.at(-1);
    if (last === undefined) return this.#acknowledge(held);
    const head: StoredHead = { seq: last.firstSeq + last.count, hash: last.hash, epoch: held.epoch };
    await this.#tables.write(['heads', 'records'], async (transaction) => {
      // All asked for at once: when the guard throws, the transaction takes the rest back with it.
      const guarded = this.#guard(transaction, runId, held, 'chain');
      const puts = records.map((record) => transaction.put('records', [runId, record.firstSeq], record));
      await Promise.all([guarded, ...puts, transaction.put('heads', runId, head)]);
    });
    // A writer that let go or was replaced while this was under way stays so.
    if (this.#held.get(runId) === held) this.#held.set(runId, head);
    return this.#acknowledge(head);
  }

  /** The packed batches from an entry on. */
  async recordsFrom(runId: string, seq: number): Promise<PackedRecord[]> {
    const rows = await this.#tables.read(['records'], (transaction) => transaction.under('records', runId));
    return rows.map((row) => row.value as PackedRecord).filter((record) => record.firstSeq >= seq);
  }

  /** What is stored as the head now, whoever wrote it. */
  storedHead(runId: string): Promise<StoredHead | undefined> {
    return this.#tables.read(
      ['heads'],
      (transaction) => transaction.get('heads', runId) as Promise<StoredHead | undefined>,
    );
  }

  /** Takes up writing where `head` stands, without a new epoch: for a connection that was replaced. */
  resume(runId: string, head: StoredHead): void {
    this.#held.set(runId, head);
  }

  checkpoint(runId: string, checkpoint: Checkpoint): Promise<void> {
    const stored = packCheckpoint(checkpoint);
    return this.#writeCheckpoints(runId, (transaction) => putCheckpoint(transaction, runId, stored));
  }

  async loadCheckpoint(runId: string, stepMax = Infinity): Promise<LoadedCheckpoint> {
    const steps = (await this.checkpoints(runId)).map(({ step }) => step).filter((step) => step <= stepMax);
    const dropped: number[] = [];
    let checkpoint: LoadedCheckpoint['checkpoint'] = null;
    for (const step of steps.toReversed()) {
      checkpoint = await readCheckpoint(this.#tables, runId, step);
      if (checkpoint !== null) break;
      dropped.push(step);
    }
    if (dropped.length > 0 && this.#held.has(runId)) {
      await this.#tables.write(CHECKPOINT_TABLES, async (transaction) => {
        for (const step of dropped) await deleteCheckpoint(transaction, runId, step);
      });
    }
    return { checkpoint, dropped };
  }

  checkpoints(runId: string): Promise<readonly ListedCheckpoint[]> {
    return this.#tables.read(CHECKPOINT_TABLES, (transaction) => listed(transaction, runId));
  }

  nameCheckpoint(runId: string, step: number, name: string | null): Promise<void> {
    return this.#writeCheckpoints(runId, async (transaction) => {
      if (!(await nameCheckpoint(transaction, runId, step, name))) throw new StorageError('storage/missing');
    });
  }

  deleteCheckpoint(runId: string, step: number): Promise<void> {
    return this.#writeCheckpoints(runId, (transaction) => deleteCheckpoint(transaction, runId, step));
  }

  /** Changes the checkpoints of a run in one transaction, as its writer. */
  async #writeCheckpoints(runId: string, work: (transaction: Transaction) => Promise<void>): Promise<void> {
    const held = this.head(runId);
    await this.#tables.write(['heads', ...CHECKPOINT_TABLES], async (transaction) => {
      await this.#guard(transaction, runId, held, 'epoch');
      await work(transaction);
    });
  }

  async setPlayhead(runId: string, playhead: Json): Promise<void> {
    const held = this.head(runId);
    await this.#tables.write(['heads', 'playheads'], async (transaction) => {
      await this.#guard(transaction, runId, held, 'epoch');
      await transaction.put('playheads', runId, playhead);
    });
  }

  async list(): Promise<readonly RunListing[]> {
    const [listings, heads] = await this.#tables.read(['listings', 'heads'], (transaction) =>
      Promise.all([transaction.all('listings'), transaction.all('heads')]),
    );
    const seqs = new Map(heads.map((row) => [row.key, (row.value as StoredHead).seq]));
    return listings.map((row) => ({ ...(row.value as Omit<RunListing, 'seq'>), seq: seqs.get(row.key) ?? 0 }));
  }

  async exportQuarantine(runId: string): Promise<string> {
    const [stored, aside] = await this.#tables.read(['runs', 'quarantine'], (transaction) =>
      Promise.all([transaction.get('runs', runId), transaction.under('quarantine', runId)]),
    );
    const sound = unpackHeader(stored, runId) !== null;
    // Without a sound start no batch can be trusted, so all of them are handed out as they are.
    const rows = sound ? aside : [...aside, ...(await this.#tables.salvage('records', runId))];
    const text = rows.map((row) => ({ key: row.key[1], record: readable(row.value) }));
    return JSON.stringify({
      format: 'conclave-quarantine',
      runId,
      header: sound ? null : (stored ?? null),
      records: text,
    });
  }

  async remove(runId: string): Promise<void> {
    await this.#tables.write(JOURNAL_TABLES, async (transaction) => {
      for (const table of ['runs', 'listings', 'heads', 'playheads']) await transaction.delete(table, runId);
      for (const table of ['records', 'checkpoints', 'manifests', 'quarantine'])
        await transaction.deleteUnder(table, runId);
    });
    this.leave(runId);
  }

  leave(runId: string): void {
    this.#held.delete(runId);
  }

  close(): void {
    this.#held.clear();
    this.#tables.close();
  }

  #acknowledge(head: StoredHead): Head {
    return { ...head, durable: this.mode === 'durable' };
  }

  /** Inside a write: this journal must still be the writer and, to write on the chain, that must end where it left it. */
  async #guard(transaction: Transaction, runId: string, held: StoredHead, what: 'chain' | 'epoch'): Promise<void> {
    const stored = (await transaction.get('heads', runId)) as StoredHead | undefined;
    if (stored === undefined) throw new StorageError('storage/lost');
    if (stored.epoch !== held.epoch) throw new StorageError('storage/fenced');
    if (what === 'chain' && (stored.seq !== held.seq || stored.hash !== held.hash))
      throw new StorageError('storage/damaged');
  }

  async #load(runId: string): Promise<Loaded> {
    const { stored, head, playhead, rows } = await this.#fetch(runId);
    if (stored === undefined) throw new StorageError(rows.length === 0 ? 'storage/missing' : 'storage/damaged');
    const header = unpackHeader(stored, runId);
    if (header === null) throw new StorageError('storage/damaged');
    const noted = (head ?? null) as StoredHead | null;
    const chain = verify(runId, (stored as StoredHeader).hash, rows, noted);
    return { header, stored: noted, chain, playhead: (playhead ?? null) as Json };
  }

  /** A run's rows as of one moment; when some cannot be read, as far as they can. */
  async #fetch(runId: string): Promise<{ stored: unknown; head: unknown; playhead: unknown; rows: Row[] }> {
    const beside = ['runs', 'heads', 'playheads'] as const;
    const read = async (transaction: Transaction): Promise<{ stored: unknown; head: unknown; playhead: unknown }> => {
      const [stored, head, playhead] = await Promise.all(beside.map((table) => transaction.get(table, runId)));
      return { stored, head, playhead };
    };
    try {
      return await this.#tables.read([...beside, 'records'], async (transaction) => ({
        ...(await read(transaction)),
        rows: await transaction.under('records', runId),
      }));
    } catch (error) {
      if (hasCode(error, 'storage/lost', 'storage/unavailable')) throw error;
      return { ...(await this.#tables.read(beside, read)), rows: await this.#tables.salvage('records', runId) };
    }
  }

  /** Notes the sound end of the chain under `epoch` and moves what follows to quarantine; null when it was overtaken. */
  async #settle(runId: string, loaded: Loaded, epoch: number): Promise<RunContents | null> {
    const { chain, stored } = loaded;
    const head: StoredHead = { seq: chain.entries.length, hash: chain.hash, epoch };
    const done = await this.#tables.write(['heads', 'records', 'quarantine'], async (transaction) => {
      const now = (await transaction.get('heads', runId)) as StoredHead | undefined;
      if (now?.epoch !== stored?.epoch || now?.seq !== stored?.seq) return false;
      for (const row of chain.rest) {
        await transaction.put('quarantine', [runId, `${String(epoch)}/${String(row.key[1])}`], row.value ?? null);
        await transaction.delete('records', row.key);
      }
      await transaction.put('heads', runId, head);
      return true;
    });
    if (!done) return null;
    this.#held.set(runId, head);
    return this.#contents(loaded, this.#acknowledge(head), chain.rest.length);
  }

  #contents({ header, chain, playhead }: Loaded, head: Head, quarantined: number): RunContents {
    const damage: Damage | null = chain.damage === null ? null : { ...chain.damage, quarantined };
    return { header, entries: chain.entries, head, playhead, damage };
  }
}

/** A quarantined batch with its payload as text, as far as it has one. */
function readable(value: unknown): unknown {
  const { payload, ...rest } = (value ?? {}) as { payload?: unknown };
  return payload instanceof Uint8Array ? { ...rest, payload: new TextDecoder().decode(payload) } : (value ?? null);
}
