/**
 * What the library stores of a document, field by field, and the seals over it. Types and pure functions only; who writes
 * them is `rows.ts`, who judges what is found is `fold.ts`.
 */
import type { Document, Edit } from '../../document/index.ts';
import { sealOf } from './seal.ts';

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
  /** The seal at the end of the chain; absent in what older versions wrote, until it is written whole again. */
  readonly head?: string;
  /** The seal of this row itself. */
  readonly seal?: string;
}

export interface SnapshotRow {
  readonly document: Document;
  readonly baseSeq: number;
  /** The beginning of the chain. */
  readonly seal?: string;
  /** The document once more, as text: what one of the two has lost, the other still has. Absent in what older versions wrote. */
  readonly copy?: string;
}
export interface EditsRow {
  readonly edits: readonly Edit[];
  readonly seal?: string;
}

/** The name that a list shows for a document. */
export function nameOf(document: Document): string {
  const { name } = document as { readonly name?: unknown };
  return typeof name === 'string' && name.trim() !== '' ? name : 'Untitled';
}

/** What a list shows of a row. */
export function listingOf({ id, name, createdAtMs, updatedAtMs, trashedAtMs }: DocumentListing): DocumentListing {
  return { id, name, createdAtMs, updatedAtMs, trashedAtMs };
}

/** The seal of a snapshot, and so the beginning of its chain. */
export const snapshotSeal = (id: string, baseSeq: number, document: unknown): string | null =>
  sealOf(['snapshot', id, baseSeq], document);

/** The seal of a batch of edits that continues a chain. */
export const editsSeal = (at: { id: string; seq: number; before: string }, edits: unknown): string | null =>
  sealOf(['edits', at.id, at.seq, at.before], edits);

/** The seal of a row over all that it says. */
export function rowSeal({ seal: _seal, ...row }: DocumentRow): string | null {
  const { id, name, createdAtMs, updatedAtMs, trashedAtMs, epoch, seq, baseSeq, head } = row;
  return sealOf(['row'], [id, name, createdAtMs, updatedAtMs, trashedAtMs, epoch, seq, baseSeq, head ?? null]);
}
