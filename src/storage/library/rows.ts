/**
 * How documents lie in the library: a snapshot and, above it, a log of edits, folded when a document is loaded and
 * compacted into a new snapshot now and then. All functions run inside one transaction and keep it whole: a document's
 * row, its snapshot and its log are always of one state. What cannot be folded is put aside, never thrown away.
 */
import { apply, type Document, type Edit } from '../../document/index.ts';
import { StorageError } from '../errors.ts';
import type { Row, Transaction } from '../tables/tables.ts';

/** Every table of the library; tables are only ever added, with a new version of the database. */
export const LIBRARY_TABLES = [
  'documents',
  'snapshots',
  'edits',
  'versions',
  'runs',
  'settings',
  'quarantine',
  'experiments',
] as const;
/** The tables of one document's present state. */
export const DOCUMENT_TABLES = ['documents', 'snapshots', 'edits', 'quarantine'] as const;
/** Batches of edits above a snapshot before they are compacted. */
const COMPACT_AFTER = 64;

/** A document as lists show it. */
export interface DocumentListing {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When it was put in the trash; null when it is not there. */
  readonly trashedAtMs: number | null;
}

/** Its row: `epoch` counts its writers, `seq` the batches of edits ever logged, `baseSeq` those in the snapshot. */
export interface DocumentRow extends DocumentListing {
  readonly epoch: number;
  readonly seq: number;
  readonly baseSeq: number;
}

interface SnapshotRow {
  readonly document: Document;
  readonly baseSeq: number;
}
interface EditsRow {
  readonly edits: readonly Edit[];
}

/** A document folded from its snapshot and log. */
export interface FoldedDocument {
  readonly row: DocumentRow;
  readonly document: Document;
  /** Why the last edits could not be folded, as a sentence; null when all could. */
  readonly damage: string | null;
  readonly rest: readonly Row[];
}

/** The name that a list shows for a document. */
export function nameOf(document: Document): string {
  const { name } = document as { readonly name?: unknown };
  return typeof name === 'string' && name.trim() !== '' ? name : 'Untitled';
}

/** What a list shows of a row. */
export function listingOf({ id, name, createdAtMs, updatedAtMs, trashedAtMs }: DocumentRow): DocumentListing {
  return { id, name, createdAtMs, updatedAtMs, trashedAtMs };
}

/** A document's row; undefined when there is none. */
export async function rowOf(transaction: Transaction, id: string): Promise<DocumentRow | undefined> {
  return (await transaction.get('documents', id)) as DocumentRow | undefined;
}

/** A document's row; throws when there is none, or when `epoch` is given and another writer has taken over. */
export async function requireRow(transaction: Transaction, id: string, epoch?: number): Promise<DocumentRow> {
  const row = await rowOf(transaction, id);
  if (row === undefined) throw new StorageError('storage/missing');
  if (epoch !== undefined && row.epoch !== epoch) throw new StorageError('storage/fenced');
  return row;
}

/** Loads a document: its snapshot with the log of edits folded onto it, as far as that goes. */
export async function fold(transaction: Transaction, id: string): Promise<FoldedDocument> {
  const row = await requireRow(transaction, id);
  const snapshot = (await transaction.get('snapshots', id)) as SnapshotRow | undefined;
  if (snapshot === undefined) throw new StorageError('storage/damaged');
  const log = await transaction.under('edits', id);
  let { document, baseSeq: seq } = snapshot;
  for (const [at, logged] of log.entries()) {
    const edits = (logged.value as Partial<EditsRow> | undefined)?.edits;
    const applied =
      logged.key[1] === seq + 1 && Array.isArray(edits)
        ? apply(document, { kind: 'batch', edits: edits as readonly Edit[] }, { again: true })
        : null;
    if (applied === null || !applied.ok) return damaged(row, document, { seq, rest: log.slice(at) });
    document = applied.value.document;
    seq += 1;
  }
  if (seq < row.seq) return damaged(row, document, { seq, rest: [] });
  return { row, document, damage: null, rest: [] };
}

function damaged(
  row: DocumentRow,
  document: Document,
  { seq, rest }: { seq: number; rest: readonly Row[] },
): FoldedDocument {
  const lost = Math.max(row.seq - seq, rest.length);
  const damage = `The last ${String(lost)} of the autosaved changes could not be read; the document is as it was before them.`;
  return { row, document, damage, rest };
}

/** Stores a document whole: its row, and a snapshot with nothing above it. */
export async function putWhole(
  transaction: Transaction,
  row: Omit<DocumentRow, 'baseSeq'>,
  document: Document,
): Promise<DocumentRow> {
  const whole: DocumentRow = { ...row, name: nameOf(document), baseSeq: row.seq };
  const snapshot: SnapshotRow = { document, baseSeq: row.seq };
  await transaction.put('documents', row.id, whole);
  await transaction.put('snapshots', row.id, snapshot);
  await transaction.deleteUnder('edits', row.id);
  return whole;
}

/** Logs a batch of edits above a row, or compacts the log; `document` is the state after them. */
export async function putEdits(
  transaction: Transaction,
  row: DocumentRow,
  change: { readonly edits: readonly Edit[]; readonly document: Document; readonly nowMs: number },
): Promise<DocumentRow> {
  const next = { ...row, name: nameOf(change.document), updatedAtMs: change.nowMs, seq: row.seq + 1 };
  if (next.seq - row.baseSeq >= COMPACT_AFTER) return putWhole(transaction, next, change.document);
  const logged: EditsRow = { edits: change.edits };
  await transaction.put('edits', [row.id, next.seq], logged);
  await transaction.put('documents', row.id, next);
  return next;
}

/** Puts aside what could not be folded and begins a new snapshot where folding stopped. */
export async function putAside(transaction: Transaction, folded: FoldedDocument): Promise<DocumentRow> {
  const { row, document, rest } = folded;
  for (const { key, value } of rest) {
    await transaction.put('quarantine', [row.id, `${String(row.epoch)}/${String(key[1])}`], value ?? null);
  }
  return putWhole(transaction, row, document);
}
