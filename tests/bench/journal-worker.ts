/// <reference lib="webworker" />
/**
 * What tests/bench/journal.bench.ts measures in a browser's worker: the journal's packed appends against Dexie's
 * bulkAdd of the same entries, one row an entry, in interleaved rounds over fresh databases.
 */
import { Dexie } from 'dexie';
import type { Json } from '../../src/base/index.ts';
import { openJournal, type RunHeader } from '../../src/storage/index.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The first warms everything up and is not counted. */
const ROUNDS = 6;
const BATCHES = 20;
const BATCH_ENTRIES = 1_000;
const REOPEN_ENTRIES = 100_000;

/** Milliseconds of each round: the journal, strict, and the faster of Dexie's strict and relaxed. */
export interface Rounds {
  readonly packed: readonly number[];
  readonly dexie: readonly number[];
}
export interface Measured {
  readonly entries: number;
  /** All batches handed over at once. */
  readonly burst: Rounds;
  /** Each batch after the one before was acknowledged. */
  readonly awaited: Rounds;
  /** One entry an append, each awaited. */
  readonly singleMs: readonly number[];
  readonly reopenEntries: number;
  readonly reopenMs: number;
}

/** An entry of about 200 bytes. */
const entry = (at: number): Json => ({
  kind: 'input',
  step: at,
  timeMs: at * 7,
  task: `task-${String(at % 997)}`,
  agent: `agent-${String(at % 31)}`,
  value: 'x'.repeat(110),
});
const batches = Array.from({ length: BATCHES }, (_batch, batch) =>
  Array.from({ length: BATCH_ENTRIES }, (_entry, at) => entry(batch * BATCH_ENTRIES + at)),
);
const header = (runId: string): RunHeader => ({
  runId,
  documentId: 'd',
  documentName: 'bench',
  document: {},
  seed: 1,
  engine: '1',
  createdAtMs: 0,
});

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** Batch after batch, each waiting for the one before, or all handed over at once as a running engine does. */
async function packed(round: number, at: 'one-by-one' | 'at-once'): Promise<number> {
  const { journal, mode } = await openJournal({ name: `journal-${at}-${String(round)}` });
  if (mode !== 'durable') throw new Error('the journal is not durable here');
  await journal.create(header('r'));
  const ms = await timed(async () => {
    if (at === 'at-once') await Promise.all(batches.map((batch) => journal.append('r', batch)));
    else for (const batch of batches) await journal.append('r', batch);
  });
  journal.close();
  return ms;
}

/** One append an entry, each awaited: what a chain of single steps costs. */
async function single(round: number): Promise<number> {
  const { journal } = await openJournal({ name: `single-${String(round)}` });
  await journal.create(header('r'));
  const ms = await timed(async () => {
    for (let at = 0; at < 500; at += 1) await journal.append('r', [entry(at)]);
  });
  journal.close();
  return ms / 500;
}

async function bulkAdd(round: number, durability: 'strict' | 'relaxed', at: 'one-by-one' | 'at-once'): Promise<number> {
  const database = new Dexie(`dexie-${durability}-${at}-${String(round)}`, { chromeTransactionDurability: durability });
  database.version(1).stores({ entries: '[run+seq]' });
  await database.open();
  let seq = 0;
  const rows = batches.map((batch) => batch.map((value) => ({ run: 'r', seq: (seq += 1), value })));
  const ms = await timed(async () => {
    if (at === 'at-once') await Promise.all(rows.map((batch) => database.table('entries').bulkAdd(batch)));
    else for (const batch of rows) await database.table('entries').bulkAdd(batch);
  });
  database.close();
  return ms;
}

async function reopen(): Promise<number> {
  const writer = (await openJournal({ name: 'reopen' })).journal;
  await writer.create(header('r'));
  for (let at = 0; at < REOPEN_ENTRIES; at += BATCH_ENTRIES)
    await writer.append('r', batches[(at / BATCH_ENTRIES) % BATCHES] ?? []);
  writer.close();
  return timed(async () => {
    const { journal } = await openJournal({ name: 'reopen' });
    const { entries, damage } = await journal.open('r');
    if (entries.length !== REOPEN_ENTRIES || damage !== null) throw new Error('the run did not come back');
    journal.close();
  });
}

async function measure(): Promise<Measured> {
  const burst = { packed: [] as number[], dexie: [] as number[] };
  const awaited = { packed: [] as number[], dexie: [] as number[] };
  const singleMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, into] of [
      ['at-once', burst],
      ['one-by-one', awaited],
    ] as const) {
      into.packed.push(await packed(round, at));
      into.dexie.push(Math.min(await bulkAdd(round, 'strict', at), await bulkAdd(round, 'relaxed', at)));
    }
    singleMs.push(await single(round));
  }
  for (const list of [burst.packed, burst.dexie, awaited.packed, awaited.dexie, singleMs]) list.shift();
  return {
    entries: BATCHES * BATCH_ENTRIES,
    burst,
    awaited,
    singleMs,
    reopenEntries: REOPEN_ENTRIES,
    reopenMs: await reopen(),
  };
}

measure().then(
  (measured) => self.postMessage({ measured }),
  (error: unknown) => self.postMessage({ error: String(error) }),
);
