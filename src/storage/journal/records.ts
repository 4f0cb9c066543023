/**
 * How entries lie on disk: packed batches of JSON text in bytes, each with the hash of the one before it, so that a
 * changed, missing, repeated or swapped batch is noticed. Pure functions; they keep the sound prefix of a damaged chain
 * and never repair or guess.
 */
import { digest, type Json } from '../../base/index.ts';
import { StorageError } from '../errors.ts';
import type { Damage, RunHeader } from './journal.ts';
import type { Row } from '../tables/tables.ts';

const FORMAT = 1;
/** Longest text of a batch of several entries, in UTF-16 units. */
const BATCH_LENGTH = 256 * 1024;
/** Largest single entry, in UTF-16 units. */
const ENTRY_LENGTH_MAX = 2 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** One batch of entries under the key [run, firstSeq]. */
export interface PackedRecord {
  readonly v: number;
  readonly firstSeq: number;
  readonly count: number;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly prevHash: string;
  readonly hash: string;
}

/** The constant part of a run as stored: the header's text, and the hash that starts the chain. */
export interface StoredHeader {
  readonly v: number;
  readonly text: string;
  readonly hash: string;
}

/** A verified chain: the sound prefix, and what stands behind the first damage. */
export interface VerifiedChain {
  readonly entries: readonly Json[];
  readonly records: readonly PackedRecord[];
  readonly hash: string;
  readonly rest: readonly Row[];
  readonly damage: Omit<Damage, 'quarantined'> | null;
}

function recordHash(runId: string, record: Omit<PackedRecord, 'hash'>): string {
  const { v, firstSeq, count, payload, prevHash } = record;
  return digest(JSON.stringify([v, runId, firstSeq, count, prevHash, digest(payload)]));
}

/** The value of bytes written from JSON text; the caller has checked their hash. */
function unpackJson(bytes: Uint8Array): Json {
  return JSON.parse(decoder.decode(bytes)) as Json;
}

function textOf(value: Json): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new StorageError('storage/unstorable', { cause });
  }
  // A function or `undefined` has no text, whatever the type of `stringify` promises.
  if (typeof text !== 'string') throw new StorageError('storage/unstorable');
  return text;
}

/** Packs entries into batches that continue the chain at `seq` and `hash`. */
export function pack(runId: string, from: { seq: number; hash: string }, entries: readonly Json[]): PackedRecord[] {
  const records: PackedRecord[] = [];
  let { hash: prevHash } = from;
  let size = entries.length;
  for (let at = 0; at < entries.length;) {
    const batch = size === entries.length ? entries : entries.slice(at, at + size);
    const text = batchText(batch);
    if (text.length > BATCH_LENGTH && batch.length > 1) {
      size = Math.max(1, Math.floor((batch.length * BATCH_LENGTH * 0.9) / text.length));
      continue;
    }
    if (text.length > ENTRY_LENGTH_MAX) throw new StorageError('storage/too-large');
    const record = { v: FORMAT, firstSeq: from.seq + at, count: batch.length, payload: encoder.encode(text), prevHash };
    prevHash = recordHash(runId, record);
    records.push({ ...record, hash: prevHash });
    at += batch.length;
  }
  return records;
}

/** Written in one go, which is twice as fast as entry by entry. */
function batchText(entries: readonly Json[]): string {
  // Inside an array these would turn into null without a word.
  for (const entry of entries as readonly unknown[]) {
    if (entry === undefined || typeof entry === 'function' || typeof entry === 'symbol')
      throw new StorageError('storage/unstorable');
  }
  return textOf(entries);
}

/** The header as stored. */
export function packHeader(header: RunHeader): StoredHeader {
  const text = JSON.stringify(header);
  return { v: FORMAT, text, hash: digest(`${String(FORMAT)}\n${text}`) };
}

/** The header back; null when it is not what was written. */
export function unpackHeader(stored: unknown, runId: string): RunHeader | null {
  const { v, text, hash } = (stored ?? {}) as Partial<StoredHeader>;
  if (v !== FORMAT || typeof text !== 'string' || digest(`${String(v)}\n${text}`) !== hash) return null;
  const header = JSON.parse(text) as RunHeader;
  return header.runId === runId ? header : null;
}

function isRecord(value: unknown): value is PackedRecord {
  const { v, firstSeq, count, payload, prevHash, hash } = (value ?? {}) as Partial<PackedRecord>;
  const numbers = [v, firstSeq, count].every((number) => Number.isSafeInteger(number));
  return numbers && payload instanceof Uint8Array && typeof prevHash === 'string' && typeof hash === 'string';
}

/** What is wrong with the row that should continue the chain at `seq` and `hash`; null when nothing is. */
function fault(runId: string, row: Row, seq: number, hash: string): Damage['reason'] | null {
  const record = row.value;
  if (record === undefined) return 'unreadable';
  if (!isRecord(record) || record.v !== FORMAT || recordHash(runId, record) !== record.hash) return 'altered';
  if (record.firstSeq !== row.key[1]) return 'misplaced';
  if (record.firstSeq !== seq || record.prevHash !== hash) return record.firstSeq > seq ? 'missing' : 'misplaced';
  return null;
}

/** Walks a chain from its start and keeps the prefix that is as it was written. `head` is what the writer last noted. */
export function verify(
  runId: string,
  start: string,
  rows: readonly Row[],
  head: { seq: number; hash: string } | null,
): VerifiedChain {
  const entries: Json[] = [];
  const records: PackedRecord[] = [];
  let hash = start;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Row;
    const reason = fault(runId, row, entries.length, hash);
    if (reason !== null)
      return { entries, records, hash, rest: rows.slice(at), damage: { afterSeq: entries.length, reason } };
    const record = row.value as PackedRecord;
    for (const entry of unpackJson(record.payload) as readonly Json[]) entries.push(entry);
    records.push(record);
    hash = record.hash;
  }
  const noted = head !== null && head.seq === entries.length && head.hash === hash;
  const reason = head !== null && head.seq > entries.length ? 'missing' : 'head';
  return { entries, records, hash, rest: [], damage: noted ? null : { afterSeq: entries.length, reason } };
}
