/*
 * Fields that no schema knows, however deep they lie: kept as they are, and without effect. Each name is met once, with the places
 * where it stands, so that a slip in a hundred thousand tasks is one sentence.
 */
import type * as v from 'valibot';
import { invariant, type Json } from '../../../base/index.ts';
import { documentSchema, type Document } from '../../schema.ts';
import type { Edit } from '../../edit/edit.ts';
import { nearestName } from './nearest.ts';
import { renaming } from '../minds/validate-minds.ts';
import { problemAt, type Fix, type Problem } from '../problem.ts';
import { COLLECTIONS, NODE_KINDS, type FieldPath, type NodeKind } from '../references.ts';

/** One name where nobody knows it, and where it stands. */
export interface UnknownField {
  /** As one would say it: `timeotMs`, or `action.durtionMs` of a node. */
  readonly name: string;
  /** Fields that there are in its place. */
  readonly known: readonly string[];
  /** Where a field of exactly this name stands nearby, from the node or part that it was written in. */
  readonly home: Home | null;
  readonly places: { readonly path: FieldPath; readonly among: Readonly<Record<string, Json>> }[];
}

/** A place one level further in, or one further out. */
interface Home {
  /** As one would say it: `action.durationMs`. */
  readonly name: string;
  readonly path: FieldPath;
}

/** Read elsewhere, or only kept for an export: by the place of its parent, indices left out. */
const aside: Readonly<Record<string, ReadonlySet<string>>> = {
  '': new Set(['view', 'wfformat', 'coordination']),
  tasks: new Set(['wfformat']),
  agents: new Set(['memory', 'wfformat']),
};

export function unknownFields(document: Document): UnknownField[] {
  const found = new Map<string, UnknownField>();
  walk(found, document, documentSchema, [], '');
  return [...found.values()];
}

/** Each unknown field as a problem: a warning where it looks like a known one, else a remark. */
export function unknownFieldProblems(document: Document): Problem[] {
  return unknownFields(document).map(({ name, known, home, places }) => {
    const [first] = places;
    const path = first?.path ?? [];
    const key = String(path.at(-1));
    const meant = nearestName(key, known);
    const more = places.length === 1 ? '' : ` (and of ${String(places.length - 1)} more)`;
    const node = nodeAt(document, path);
    const owner = node === null ? '' : ` of the ${node.kind} "${node.id}"`;
    const what = `The field "${name}"${owner}${more} is not known`;
    if (meant === null && home !== null) return misplaced(document, what, home, places);
    if (meant === null) {
      const message = `${what}: it is kept as it is and does nothing.`;
      return problemAt(document, path, { code: 'unknown-field', severity: 'info', message });
    }
    const message = `${what} and does nothing; perhaps "${meant}" is meant.`;
    const edits = places.flatMap(({ path: place, among }) =>
      Object.hasOwn(among, meant) ? [] : renaming(place, meant, among[key] ?? null).edits,
    );
    const fix: { fix?: Fix } = edits.length === 0 ? {} : { fix: { label: `Rename to "${meant}"`, edits } };
    return problemAt(document, path, { code: 'unknown-field', severity: 'warning', message, ...fix });
  });
}

/** A field that is known, though not where it was written; it moves there if that is one place and nothing stands in it. */
function misplaced(document: Document, what: string, home: Home, places: UnknownField['places']): Problem {
  const [first] = places;
  invariant(first !== undefined, 'A field stands somewhere.');
  const { path, among } = first;
  const message = `${what} and does nothing; perhaps "${home.name}" is meant.`;
  const edits: Edit[] = [
    { kind: 'set-field', path },
    { kind: 'set-field', path: home.path, value: among[String(path.at(-1))] ?? null },
  ];
  const movable = places.length === 1 && isFree(document, home.path);
  const fix = movable ? { fix: { label: `Move to "${home.name}"`, edits } } : {};
  return problemAt(document, path, { code: 'unknown-field', severity: 'warning', message, ...fix });
}

/** Whether a path leads into an object that is there and has no field of that name yet. */
function isFree(document: Document, path: FieldPath): boolean {
  let at: unknown = document;
  for (const key of path.slice(0, -1))
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined;
  return typeof at === 'object' && at !== null && !Object.hasOwn(at, String(path.at(-1)));
}

/** The node that a path leads into; null where it leads into none. */
function nodeAt(document: Document, [first, at]: FieldPath): { readonly kind: NodeKind; readonly id: string } | null {
  const collection = COLLECTIONS.find((each) => each === first);
  if (collection === undefined || typeof at !== 'number') return null;
  return { kind: NODE_KINDS[collection], id: document[collection]?.[at]?.id ?? '' };
}

type Schema = v.GenericSchema;
type Entries = Readonly<Record<string, Schema>>;

/** What of valibot's schemas is read here. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Schema;
  readonly getter?: (input: unknown) => Schema;
  readonly key?: string;
  readonly options?: readonly Schema[];
  readonly entries?: Entries;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly literal?: unknown;
}

const foreign: Shape = { type: 'any' };

/** An object on the way to a value: its fields, and where it stands. */
interface Around {
  readonly entries: Entries;
  readonly path: FieldPath;
}

/** `place` is the path without indices; `around` is the object that this one stands in, the document itself not counted. */
function walk(
  found: Map<string, UnknownField>,
  value: unknown,
  schema: Schema,
  path: FieldPath,
  place: string,
  around: Around | null = null,
): void {
  if (typeof value !== 'object' || value === null) return;
  const shape = shapeFor(schema, value);
  if (Array.isArray(value)) {
    const { item } = shape;
    if (item !== undefined)
      value.forEach((each, at) => {
        walk(found, each, item, [...path, at], place, around);
      });
    return;
  }
  const { entries, value: member } = shape;
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, Json>>)) {
    const entry = entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (aside[place]?.has(key) === true) continue;
    const own = entries === undefined || place === '' ? null : { entries, path };
    if (entry !== undefined) walk(found, inner, entry, [...path, key], place === '' ? key : `${place}.${key}`, own);
    else if (entries === undefined) {
      if (shape.type === 'record' && member !== undefined) walk(found, inner, member, [...path, key], `${place}.*`);
    } else
      note(found, { path: [...path, key], among: value as Readonly<Record<string, Json>> }, { entries, around }, place);
  }
}

function note(
  found: Map<string, UnknownField>,
  at: UnknownField['places'][number],
  { entries, around }: { readonly entries: Entries; readonly around: Around | null },
  place: string,
): void {
  const key = String(at.path.at(-1));
  const whole = place === '' ? key : `${place}.${key}`;
  const seen = found.get(whole);
  if (seen !== undefined) {
    seen.places.push(at);
    return;
  }
  const [first = ''] = place.split('.');
  const name = (COLLECTIONS as readonly string[]).includes(first) ? whole.slice(first.length + 1) : whole;
  found.set(whole, { name, known: Object.keys(entries), home: homeOf(at, entries, around), places: [at] });
}

/** Where else a field of this name stands: in a part of its object, rather one that is there, or in the object around it. */
function homeOf({ path, among }: UnknownField['places'][number], entries: Entries, around: Around | null): Home | null {
  const key = String(path.at(-1));
  const parts = Object.entries(entries).flatMap(([part, schema]) =>
    fieldsOf(schema, among[part]).has(key) ? [part] : [],
  );
  const [within] = parts.toSorted((one, other) => Number(other in among) - Number(one in among));
  if (within !== undefined) return { name: `${within}.${key}`, path: [...path.slice(0, -1), within, key] };
  if (around === null || !Object.hasOwn(around.entries, key)) return null;
  return { name: key, path: [...around.path, key] };
}

/** The names of the fields of what a schema takes: of the branch that the value takes, or of all where there is no value yet. */
function fieldsOf(schema: Schema, value: Json | undefined): ReadonlySet<string> {
  const shape = schema as unknown as Shape;
  if (shape.wrapped !== undefined) return fieldsOf(shape.wrapped, value);
  if (shape.type === 'lazy' && shape.getter !== undefined) return fieldsOf(shape.getter(value), value);
  if (shape.options !== undefined && value === undefined)
    return new Set(shape.options.flatMap((option) => [...fieldsOf(option, value)]));
  const { entries } = typeof value === 'object' && value !== null ? shapeFor(schema, value) : shape;
  return new Set(Object.keys(entries ?? {}));
}

/** The schema that counts for a value: without wrappers, and the branch that the value takes. */
function shapeFor(schema: Schema, value: object): Shape {
  const shape = schema as unknown as Shape;
  if (shape.wrapped !== undefined) return shapeFor(shape.wrapped, value);
  if (shape.type === 'lazy' && shape.getter !== undefined) return shapeFor(shape.getter(value), value);
  // Of a kind that is not known no more than that can be said.
  if (shape.entries !== undefined && Object.keys(shape.entries).join() === 'kind') return foreign;
  if (shape.options === undefined) return shape;
  const branches = shape.options.map((option) => shapeFor(option, value));
  const { key } = shape;
  const fits = (branch: Shape): boolean => {
    if (Array.isArray(value)) return branch.item !== undefined;
    if (key === undefined) return branch.entries !== undefined;
    const told = (branch.entries?.[key] as unknown as Shape | undefined)?.literal;
    return told === (value as Readonly<Record<string, unknown>>)[key];
  };
  return branches.find(fits) ?? foreign;
}
