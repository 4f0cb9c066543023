/**
 * How documents lie in the library: a snapshot and, above it, a chain of edits, folded when a document is loaded and
 * compacted into a new snapshot now and then. All functions run inside one transaction and keep it whole: a document's
 * row, its snapshot and its chain are always of one state. What is written is sealed; what is read is judged by `fold.ts`.
 */
import type { Document, Edit } from '../../document/index.ts';
import { StorageError } from '../errors.ts';
import type { Transaction } from '../tables/tables.ts';
import { foldStored, rowIn, type FoldedDocument, type StoredParts } from './fold.ts';
import {
  editsSeal,
  nameOf,
  rowSeal,
  snapshotSeal,
  type DocumentRow,
  type EditsRow,
  type SnapshotRow,
} from './stored.ts';

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
  'figures',
  'memories',
] as const;
/** The tables of one document's present state. */
export const DOCUMENT_TABLES = ['documents', 'snapshots', 'edits', 'quarantine'] as const;
/** Batches of edits above a snapshot before they are compacted. */
const COMPACT_AFTER = 64;

function sealed(seal: string | null): string {
  if (seal === null) throw new StorageError('storage/unstorable');
  return seal;
}

/** Stores a row under its seal; one without a chain is left without. */
export async function putRow(transaction: Transaction, row: DocumentRow): Promise<DocumentRow> {
  const stored = row.head === undefined ? row : { ...row, seal: sealed(rowSeal(row)) };
  await transaction.put('documents', row.id, stored);
  return stored;
}

/** A document's row, as far as it can be read; undefined when there is none. `sound` is false for a damaged one. */
export async function rowOf(
  transaction: Transaction,
  id: string,
): Promise<{ readonly row: DocumentRow; readonly sound: boolean } | undefined> {
  const stored = await transaction.get('documents', id);
  return stored === undefined ? undefined : rowIn(id, stored);
}

/** Everything of a document's present state, as it lies there. */
export async function partsOf(transaction: Transaction, id: string): Promise<StoredParts> {
  const [row, snapshot] = [await transaction.get('documents', id), await transaction.get('snapshots', id)];
  return { row, snapshot, log: await transaction.under('edits', id) };
}

/** Loads a document: its snapshot with the chain of edits folded onto it, as far as that goes. */
export async function fold(transaction: Transaction, id: string): Promise<FoldedDocument> {
  return foldStored(id, await partsOf(transaction, id));
}

/** Stores a document whole: its row, and a snapshot with nothing above it. */
export async function putWhole(
  transaction: Transaction,
  row: Omit<DocumentRow, 'baseSeq'>,
  document: Document,
): Promise<DocumentRow> {
  const seal = sealed(snapshotSeal(row.id, row.seq, document));
  const snapshot: SnapshotRow = { document, baseSeq: row.seq, seal, copy: JSON.stringify(document) };
  await transaction.put('snapshots', row.id, snapshot);
  await transaction.deleteUnder('edits', row.id);
  return putRow(transaction, { ...row, name: nameOf(document), baseSeq: row.seq, head: seal });
}

/** Logs a batch of edits above a row, or compacts the log; `document` is the state after them. */
export async function putEdits(
  transaction: Transaction,
  row: DocumentRow,
  change: { readonly edits: readonly Edit[]; readonly document: Document; readonly nowMs: number },
): Promise<DocumentRow> {
  const next = { ...row, name: nameOf(change.document), updatedAtMs: change.nowMs, seq: row.seq + 1 };
  // What an older version wrote has no chain to continue: it begins with a new snapshot.
  if (row.head === undefined || next.seq - row.baseSeq >= COMPACT_AFTER)
    return putWhole(transaction, next, change.document);
  const seal = sealed(editsSeal({ id: row.id, seq: next.seq, before: row.head }, change.edits));
  const logged: EditsRow = { edits: change.edits, seal };
  await transaction.put('edits', [row.id, next.seq], logged);
  return putRow(transaction, { ...next, head: seal });
}

/** Puts aside what could not be trusted and begins a new snapshot with what could be read. */
export async function putAside(
  transaction: Transaction,
  folded: FoldedDocument & { readonly document: Document },
): Promise<DocumentRow> {
  const { row, document, aside } = folded;
  for (const { name, value } of aside)
    await transaction.put('quarantine', [row.id, `${String(row.epoch)}/${name}`], value ?? null);
  return putWhole(transaction, row, document);
}
