/**
 * Reads what is stored of a document, whatever lies there: its row, its snapshot, its chain of edits. Each is parsed and
 * checked against its seal; what came before a damage is kept, and what cannot be trusted is named and handed back to be
 * put aside. Pure; it throws only for a document of which nothing is there.
 */
import { parseJson } from '../../base/index.ts';
import { apply, type Document, type Edit } from '../../document/index.ts';
import { StorageError } from '../errors.ts';
import type { Row } from '../tables/tables.ts';
import { documentIn, type Sealed } from './seal.ts';
import { editsSeal, nameOf, rowSeal, snapshotSeal } from './stored.ts';
import type { DocumentRow, EditsRow, SnapshotRow } from './stored.ts';

/** What lies in the tables under a document's id; `undefined` where nothing does, or where it cannot be read. */
export interface StoredParts {
  readonly row: unknown;
  readonly snapshot: unknown;
  readonly log: readonly Row[];
}

/** A document folded from its snapshot and chain. */
export interface FoldedDocument {
  readonly row: DocumentRow;
  /** Null where nothing of it can be shown. */
  readonly document: Document | null;
  /** What is wrong, in one or more sentences; null when nothing is. */
  readonly damage: string | null;
  /** What cannot be trusted, to be kept for whoever wants to look. */
  readonly aside: readonly { readonly name: string; readonly value: unknown }[];
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A row out of whatever lies where one should; `sound` is false when it is not what was written. */
export function rowIn(id: string, stored: unknown): { readonly row: DocumentRow; readonly sound: boolean } {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<
    Record<keyof DocumentRow, unknown>
  >;
  const { name, createdAtMs, updatedAtMs, trashedAtMs, epoch, seq, baseSeq, head, seal } = given;
  const row: DocumentRow = {
    id,
    name: typeof name === 'string' ? name : 'Untitled',
    createdAtMs: isTime(createdAtMs) ? createdAtMs : 0,
    updatedAtMs: isTime(updatedAtMs) ? updatedAtMs : 0,
    trashedAtMs: isTime(trashedAtMs) ? trashedAtMs : null,
    epoch: isCount(epoch) ? epoch : 0,
    seq: isCount(seq) ? seq : 0,
    baseSeq: isCount(baseSeq) ? baseSeq : 0,
    ...(typeof head === 'string' ? { head } : {}),
    ...(typeof seal === 'string' ? { seal } : {}),
  };
  const shaped =
    given.id === id &&
    typeof name === 'string' &&
    isTime(createdAtMs) &&
    isTime(updatedAtMs) &&
    (trashedAtMs === null || isTime(trashedAtMs)) &&
    isCount(epoch) &&
    isCount(seq) &&
    isCount(baseSeq);
  // A chain and a seal come and go together.
  const sealed = head === undefined && seal === undefined ? true : seal === rowSeal(row) && typeof head === 'string';
  return { row, sound: shaped && sealed };
}

interface Snapshot {
  readonly document: Document | null;
  readonly leftOut: boolean;
  readonly sealed: Sealed;
  readonly baseSeq: number | null;
  /** Where its chain begins; null when it has none. */
  readonly start: string | null;
  /** What is wrong with one of its two copies though the document is whole; null when nothing is. */
  readonly mended: string | null;
}

const snapshotFields: ReadonlySet<string> = new Set([
  'document',
  'baseSeq',
  'seal',
  'copy',
] satisfies (keyof SnapshotRow)[]);

/**
 * `chained` where the document's row tells of a chain, so that a snapshot without a seal has lost it. Of the two copies of the document
 * the one that the seal vouches for is taken.
 */
function snapshotIn(id: string, stored: unknown, chained: boolean): Snapshot {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<SnapshotRow>;
  const { baseSeq, seal, copy } = given;
  const vouchedFor = (document: unknown): boolean =>
    isCount(baseSeq) && seal !== undefined && seal === snapshotSeal(id, baseSeq, document);
  const second = vouchedFor(given.document) ? undefined : documentOfText(copy);
  const fromCopy = second !== undefined && vouchedFor(second);
  const sound = fromCopy || vouchedFor(given.document);
  const sealed = sound ? 'sound' : seal === undefined && !chained ? 'unsealed' : 'altered';
  const whole = Object.keys(given).every((key) => snapshotFields.has(key));
  const copyLost = sound && !fromCopy && !(whole && (copy === undefined || copy === JSON.stringify(given.document)));
  return {
    ...documentIn(fromCopy ? second : given.document, sealed),
    sealed,
    baseSeq: isCount(baseSeq) ? baseSeq : null,
    start: typeof seal === 'string' ? seal : null,
    mended: fromCopy
      ? 'What is stored was damaged; the document is taken from its second copy, and nothing of it is lost.'
      : copyLost
        ? 'Its second copy was damaged and is made anew; the document itself is whole.'
        : null,
  };
}

function documentOfText(copy: unknown): unknown {
  if (typeof copy !== 'string') return undefined;
  const read = parseJson(copy);
  return read.ok ? read.value : undefined;
}

/** The edits of a batch that continues the chain at `before`; null when it does not. */
function editsIn(
  at: { id: string; seq: number; before: string | null },
  logged: Row,
): { edits: readonly Edit[]; seal: string | null } | null {
  const { id, seq, before } = at;
  const { edits, seal } = (
    typeof logged.value === 'object' && logged.value !== null ? logged.value : {}
  ) as Partial<EditsRow>;
  if (logged.key[1] !== seq || !Array.isArray(edits)) return null;
  if (before === null) return seal === undefined ? { edits: edits as readonly Edit[], seal: null } : null;
  return seal !== undefined && seal === editsSeal({ id, seq, before }, edits)
    ? { edits: edits as readonly Edit[], seal }
    : null;
}

/** Applies edits that nobody has vouched for: what is no edit is refused, whatever it does to the code that reads it. */
function applied(document: Document, edits: readonly Edit[]): Document | null {
  try {
    const result = apply(document, { kind: 'batch', edits }, { again: true });
    return result.ok ? result.value.document : null;
  } catch {
    return null;
  }
}

/** Folds what is stored; throws 'storage/missing' when nothing is. */
export function foldStored(id: string, parts: StoredParts): FoldedDocument {
  if (parts.row === undefined && parts.snapshot === undefined && parts.log.length === 0)
    throw new StorageError('storage/missing');
  const { row, sound } = rowIn(id, parts.row);
  const snapshot = snapshotIn(id, parts.snapshot, row.head !== undefined);
  const aside: { name: string; value: unknown }[] = [];
  const damage: string[] = [];
  if (!sound) {
    damage.push('Its entry in the list was damaged and is made anew from what it holds.');
    aside.push({ name: 'entry', value: parts.row });
  }
  if (snapshot.document === null) {
    for (const { key, value } of parts.log) aside.push({ name: String(key[1]), value });
    aside.push({ name: 'document', value: parts.snapshot });
    damage.push('Nothing of it can be shown; what is stored of it can be exported.');
    return {
      row: sound ? row : { ...row, name: nameIn(parts.snapshot) ?? row.name },
      document: null,
      damage: damage.join(' '),
      aside,
    };
  }
  if (snapshot.sealed === 'altered' || snapshot.leftOut) {
    damage.push(
      snapshot.leftOut
        ? 'Parts of what is stored could not be read and were put aside; all else is shown.'
        : 'What is stored is not what was written: all of it is shown, so look it over, or go back to a version.',
    );
    aside.push({ name: 'document', value: parts.snapshot });
  }
  if (snapshot.mended !== null) {
    damage.push(snapshot.mended);
    aside.push({ name: 'document', value: parts.snapshot });
  }
  const chain = follow(
    id,
    { document: snapshot.document, seq: snapshot.baseSeq ?? row.baseSeq, start: snapshot.start },
    parts.log,
  );
  const headless = (row.head ?? null) !== chain.head && snapshot.sealed !== 'altered';
  const ended = sound && (row.seq !== chain.seq || headless);
  if (chain.rest.length > 0 || ended) {
    const lost = Math.max(sound ? row.seq - chain.seq : 0, chain.rest.length, 1);
    damage.push(
      `The last ${String(lost)} of the autosaved changes could not be read; the document is as it was before them.`,
    );
    for (const { key, value } of chain.rest) aside.push({ name: String(key[1]), value });
  }
  const { document, seq } = chain;
  const kept = { ...row, seq: Math.max(seq, sound ? row.seq : 0), ...(sound ? {} : { name: nameOf(document) }) };
  return { row: kept, document, damage: damage.length === 0 ? null : damage.join(' '), aside };
}

interface Chain {
  readonly document: Document;
  readonly seq: number;
  readonly head: string | null;
  readonly rest: readonly Row[];
}

/** Follows the chain from a snapshot as far as each batch continues the one before it. */
function follow(
  id: string,
  from: { document: Document; seq: number; start: string | null },
  log: readonly Row[],
): Chain {
  let { document, seq, start: head } = from;
  for (const [at, logged] of log.entries()) {
    const batch = editsIn({ id, seq: seq + 1, before: head }, logged);
    const next = batch === null ? null : applied(document, batch.edits);
    if (batch === null || next === null) return { document, seq, head, rest: log.slice(at) };
    document = next;
    head = batch.seal;
    seq += 1;
  }
  return { document, seq, head, rest: [] };
}

function nameIn(snapshot: unknown): string | null {
  const { document } = (typeof snapshot === 'object' && snapshot !== null ? snapshot : {}) as { document?: unknown };
  const { name } = (typeof document === 'object' && document !== null ? document : {}) as { name?: unknown };
  return typeof name === 'string' ? name : null;
}
