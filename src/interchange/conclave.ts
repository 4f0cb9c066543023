/*
 * Conclave's own JSON, in and out. The reading itself belongs to `document`; this file adds what an import has to say
 * about it. What a file asks to have done by itself is kept as data, spoken of, and never done.
 */
import type { Json, JsonObject } from '../base/index.ts';
import { documentSchema, fieldsOf, readDocument, stringifyDocument, type Document } from '../document/index.ts';
import type { Reading } from './imported.ts';

const LISTS = ['agents', 'tasks', 'resources', 'memories', 'faults'] as const;
const WISHES = new Set(['autorun', 'autostart', 'runonload', 'runonopen', 'schedule', 'scheduled', 'trusted']);

/** Whether an object without a format is a document all the same: it has one of the lists, or nothing foreign. */
export function looksLikeDocument(json: JsonObject): boolean {
  if (LISTS.some((list) => Array.isArray(json[list]))) return true;
  const known = new Set(fieldsOf(documentSchema).map((field) => field.key));
  return Object.keys(json).every((key) => known.has(key));
}

/** Reads a document. */
export function readConclave(json: Json): Reading {
  const { document, problems, readOnly } = readDocument(json);
  return { document, problems, readOnly, notes: wishNotes(json) };
}

/** Writes a document. */
export function writeConclave(document: Document): string {
  return stringifyDocument(document);
}

function wishNotes(json: Json): string[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  const wishes = Object.keys(json).filter((key) => WISHES.has(key.toLowerCase().replaceAll(/[-_]/g, '')));
  return wishes.map((key) => `"${key}" is kept but ignored: a document runs only when a person starts it.`);
}
