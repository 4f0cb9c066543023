/*
 * Fields that no schema knows, however deep they lie: kept as they are, and without effect. Each name is met once, with the places
 * where it stands, so that a slip in a hundred thousand tasks is one sentence.
 */
import type * as v from 'valibot';
import type { Json } from '../../../base/index.ts';
import { documentSchema, type Document } from '../../schema.ts';
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
  readonly places: { readonly path: FieldPath; readonly among: Readonly<Record<string, Json>> }[];
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
  return unknownFields(document).map(({ name, known, places }) => {
    const [first] = places;
    const path = first?.path ?? [];
    const key = String(path.at(-1));
    const meant = nearestName(key, known);
    const more = places.length === 1 ? '' : ` (and of ${String(places.length - 1)} more)`;
    const node = nodeAt(document, path);
    const owner = node === null ? '' : ` of the ${node.kind} "${node.id}"`;
    const what = `The field "${name}"${owner}${more} is not known`;
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

/** The node that a path leads into; null where it leads into none. */
function nodeAt(document: Document, [first, at]: FieldPath): { readonly kind: NodeKind; readonly id: string } | null {
  const collection = COLLECTIONS.find((each) => each === first);
  if (collection === undefined || typeof at !== 'number') return null;
  return { kind: NODE_KINDS[collection], id: document[collection]?.[at]?.id ?? '' };
}

type Schema = v.GenericSchema;

/** What of valibot's schemas is read here. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Schema;
  readonly getter?: (input: unknown) => Schema;
  readonly key?: string;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly literal?: unknown;
}

const foreign: Shape = { type: 'any' };

/** `place` is the path without indices. */
function walk(found: Map<string, UnknownField>, value: unknown, schema: Schema, path: FieldPath, place: string): void {
  if (typeof value !== 'object' || value === null) return;
  const shape = shapeFor(schema, value);
  if (Array.isArray(value)) {
    const { item } = shape;
    if (item !== undefined)
      value.forEach((each, at) => {
        walk(found, each, item, [...path, at], place);
      });
    return;
  }
  const { entries, value: member } = shape;
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, Json>>)) {
    const entry = entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (aside[place]?.has(key) === true) continue;
    if (entry !== undefined) walk(found, inner, entry, [...path, key], place === '' ? key : `${place}.${key}`);
    else if (entries === undefined) {
      if (shape.type === 'record' && member !== undefined) walk(found, inner, member, [...path, key], `${place}.*`);
    } else
      note(
        found,
        { path: [...path, key], among: value as Readonly<Record<string, Json>> },
        Object.keys(entries),
        place,
      );
  }
}

function note(
  found: Map<string, UnknownField>,
  at: UnknownField['places'][number],
  known: readonly string[],
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
  found.set(whole, { name, known, places: [at] });
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
