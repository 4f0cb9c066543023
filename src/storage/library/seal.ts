/**
 * Seals: a digest beside what is stored, over its text and over where it lies, so that a flipped letter, and something
 * that lies in another's place, are noticed when they are read. Each autosaved batch carries the seal of what came
 * before it, which makes a chain. Pure; it judges, and repairs nothing.
 */
import { digest, parseJson, type Json } from '../../base/index.ts';
import { readShape, type Document } from '../../document/index.ts';
import type { Row } from '../tables/tables.ts';

/** The seal of a value under its labels; null where it is no plain data and so cannot have been written here. */
export function sealOf(labels: readonly Json[], value: unknown): string | null {
  const text = textOf(value);
  return text === null ? null : digest(JSON.stringify([...labels, digest(text)]));
}

/** Whether a seal holds: 'unsealed' is what older versions wrote, without one. */
export type Sealed = 'sound' | 'unsealed' | 'altered';

export function checkSeal(seal: unknown, labels: readonly Json[], value: unknown): Sealed {
  if (seal === undefined) return 'unsealed';
  return seal === sealOf(labels, value) ? 'sound' : 'altered';
}

/** A stored document as far as it can be read: parsed and shaped as one from a file is. */
export interface StoredDocument {
  /** Null where nothing of it can be read. */
  readonly document: Document | null;
  /** Parts of it had no valid form and were left out. */
  readonly leftOut: boolean;
}

/** Reads a document out of whatever lies where one should. */
export function documentIn(value: unknown, sealed: Sealed): StoredDocument {
  const nothing = { document: null, leftOut: true };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing;
  let json = value as Json;
  if (sealed !== 'sound') {
    const text = textOf(value);
    const parsed = text === null ? null : parseJson(text);
    if (parsed?.ok !== true) return nothing;
    json = parsed.value;
  }
  const { document, readOnly } = readShape(json);
  const empty = Object.keys(document).length === 0 && Object.keys(value).length > 0;
  return empty ? nothing : { document, leftOut: readOnly };
}

export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Where a row lies says whose it is, whatever it says itself. */
export const placeOf = ({ key }: Row): { documentId: string; id: string } => ({
  documentId: key[0] ?? '',
  id: String(key[1]),
});

/** Anything that was stored as JSON that can be written to a file: what JSON has no word for becomes a text. */
export function plainOf(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return `${value.toString()}n`;
  if (typeof value !== 'object') return null;
  if (depth > 60) return 'too deep to be written';
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map((item) => plainOf(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainOf(member, depth + 1)]));
}

function textOf(value: unknown): string | null {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text ?? null;
  } catch {
    // A cycle or a number that JSON does not know: nothing that was written here.
    return null;
  }
}
