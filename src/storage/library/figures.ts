/**
 * How the figures of an experiment lie in the library: a head, which lists can be made of, and beside it, in a table of
 * its own, the rows of each setting as one block of numbers. A hundred thousand runs are written, sealed and read as ten
 * blocks; as text they would hold the page up. Pure; rows of before, with all figures in their head, are read as well.
 */
import * as v from 'valibot';
import { digest, type Json } from '../../base/index.ts';
import type { Row } from '../tables/tables.ts';
import { checkSeal, documentIn, objectOf, placeOf, sealOf } from './seal.ts';
import type { ExperimentListing, ExperimentRecord } from './types.ts';

type Cells = ExperimentRecord['cells'];

/** The rows of one setting, one after the other. */
interface Block {
  readonly problem: string | null;
  /** Numbers in a row; 0 where there is none. */
  readonly width: number;
  readonly numbers: Float64Array;
}

/** An experiment as it is stored. */
export interface StoredFigures {
  readonly head: ExperimentListing & { readonly blocks: readonly Json[]; readonly seal: string };
  readonly blocks: readonly Block[];
}

/** What a head says; where it lies says the rest. */
const listingShape = v.object({
  createdAtMs: v.number(),
  factors: v.array(v.object({ path: v.string(), values: v.array(v.custom<Json>((value) => value !== undefined)) })),
  seeds: v.array(v.number()),
  engine: v.optional(v.string()),
});

/** What is stored of an experiment; null where it is none, no plain data, or rows of a setting differ in length. */
export function figuresToStore({ cells, ...listing }: ExperimentRecord): StoredFigures | null {
  if (!v.is(listingShape, listing) || !Array.isArray(cells)) return null;
  const blocks = (cells as Cells).map(blockOf);
  if (!blocks.every((block) => block !== null)) return null;
  const sealed = blocks.map(blockSeal);
  const seal = headSeal(listing, listing, sealed);
  return seal === null ? null : { head: { ...listing, blocks: sealed, seal }, blocks };
}

const olderCells = v.array(v.object({ problem: v.nullable(v.string()), rows: v.array(v.array(v.number())) }));

/** What lists tell of an experiment; nothing where its head is not what was kept. */
export function listingIn(row: Row): ExperimentListing[] {
  const { document: stored, seal, blocks, cells, ...raw } = objectOf(row.value);
  const parsed = v.safeParse(listingShape, row.value);
  if (!parsed.success) return [];
  const { createdAtMs, factors, seeds, engine } = parsed.output;
  const place = placeOf(row);
  const listing = { ...place, createdAtMs, factors, seeds, ...(engine === undefined ? {} : { engine }) };
  const kept = { document: stored, factors: raw['factors'], seeds: raw['seeds'] };
  const labels = ['experiment', place.documentId, place.id, createdAtMs];
  const sealed =
    cells === undefined
      ? seal === headSeal(listing, kept, blocks)
        ? 'sound'
        : 'altered'
      : checkSeal(seal, labels, [stored, kept.factors, kept.seeds, cells]);
  const { document, leftOut } = documentIn(stored, sealed);
  return sealed === 'altered' || document === null || leftOut ? [] : [{ ...listing, document }];
}

/** The figures beside a head, or in it where it is of before; null where they are not what was kept. */
export function cellsIn(head: unknown, beside: unknown): Cells | null {
  const { blocks: sealed, cells } = objectOf(head);
  if (cells !== undefined) {
    const older = v.safeParse(olderCells, cells);
    return older.success ? older.output : null;
  }
  if (!Array.isArray(sealed) || !Array.isArray(beside) || beside.length !== sealed.length) return null;
  const whole = beside.every((block, at) => isBlock(block) && blockSeal(block) === sealed[at]);
  return whole ? (beside as Block[]).map(cellOf) : null;
}

/** When a row says that it was kept; 0 where it says nothing. */
export function keptAtMs({ value }: Row): number {
  const { createdAtMs } = objectOf(value);
  return typeof createdAtMs === 'number' && Number.isFinite(createdAtMs) ? createdAtMs : 0;
}

/** What comes of a backup may be anything: it is looked at number by number. */
function blockOf(cell: unknown): Block | null {
  const { problem, rows } = objectOf(cell);
  if (!Array.isArray(rows) || (problem !== null && typeof problem !== 'string')) return null;
  const all: readonly unknown[] = rows;
  const width = Array.isArray(all[0]) ? all[0].length : 0;
  const numbers = new Float64Array(all.length * width);
  let to = 0;
  for (const row of all) {
    if (!Array.isArray(row) || row.length !== width || width === 0) return null;
    for (const value of row as readonly unknown[]) {
      if (typeof value !== 'number') return null;
      numbers[to++] = value;
    }
  }
  return { problem, width, numbers };
}

function cellOf({ problem, width, numbers }: Block): Cells[number] {
  const rows: number[][] = [];
  let row: number[] = [];
  for (const value of numbers) {
    row.push(value);
    if (row.length < width) continue;
    rows.push(row);
    row = [];
  }
  return { problem, rows };
}

function isBlock(block: unknown): block is Block {
  const { problem, width, numbers } = objectOf(block);
  if (problem !== null && typeof problem !== 'string') return false;
  // What was cloned in another realm is of a class of its own.
  if (Object.prototype.toString.call(numbers) !== '[object Float64Array]') return false;
  return (numbers as Float64Array).length === 0 || (Number.isSafeInteger(width) && Number(width) > 0);
}

function blockSeal({ problem, width, numbers }: Block): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return digest(JSON.stringify([problem, width, digest(bytes)]));
}

type Place = Pick<ExperimentListing, 'id' | 'documentId' | 'createdAtMs' | 'engine'>;
type Kept = Readonly<Record<'document' | 'factors' | 'seeds', unknown>>;

function headSeal({ id, documentId, createdAtMs, engine }: Place, kept: Kept, blocks: unknown): string | null {
  const { document, factors, seeds } = kept;
  return sealOf(['figures', documentId, id, createdAtMs, engine ?? null], [document, factors, seeds, blocks]);
}
