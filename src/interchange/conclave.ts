/*
 * Conclave's own JSON, in and out. The reading itself belongs to `document`; this file adds what an import has to say
 * about it. What a file asks to have done by itself is kept as data, spoken of, and never done.
 */
import type { Json, JsonObject } from '../base/index.ts';
import {
  documentSchema,
  fieldsOf,
  isFaultKind,
  itemOf,
  readDocument,
  stringifyDocument,
  type Document,
} from '../document/index.ts';
import { checkDocument } from '../workflow/index.ts';
import type { Reading } from './imported.ts';

const LISTS = ['agents', 'tasks', 'resources', 'memories', 'faults'] as const;
const WISHES = new Set(['autorun', 'autostart', 'runonload', 'runonopen', 'schedule', 'scheduled', 'trusted']);

/** Entries of each list that are looked at. */
const LOOKED_AT = 100;
/** What an entry of anybody's list may have. */
const COMMON = new Set(['id', 'name', 'description']);
/** What entries had in version 0. */
const OLD = ['skills', 'boss', 'durationMs'];

/**
 * Whether an object without a format is a document all the same: its lists hold entries with ids, and what they say is
 * more often known here than not. That other tools have a list `tasks` too makes theirs none of ours.
 */
export function looksLikeDocument(json: JsonObject): boolean {
  const fields = fieldsOf(documentSchema);
  let [entries, ours, foreign] = [0, 0, 0];
  for (const list of LISTS) {
    const written = json[list];
    const item = fields.find(({ key }) => key === list)?.schema;
    const known = new Set([
      ...OLD,
      ...fieldsOf(itemOf(item ?? documentSchema) ?? documentSchema).map(({ key }) => key),
    ]);
    for (const entry of Array.isArray(written) ? (written as readonly Json[]).slice(0, LOOKED_AT) : []) {
      if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
      const { id, kind } = entry as JsonObject;
      if (list === 'faults' ? typeof kind === 'string' && isFaultKind(kind) : typeof id === 'string') entries += 1;
      if (list === 'faults') continue;
      for (const key of Object.keys(entry))
        if (!COMMON.has(key)) [ours, foreign] = known.has(key) ? [ours + 1, foreign] : [ours, foreign + 1];
    }
  }
  return entries > 0 && foreign <= ours;
}

/** Reads a document. */
export function readConclave(json: Json): Reading {
  const { document, problems, readOnly } = readDocument(json, checkDocument);
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
