/*
 * What renaming and removing a node does to everything that names it. Both are worked out as plain changes, so their
 * inverse is exact. Expressions that speak of a task, an agent or a memory are rewritten too.
 */
import { clonePlain, type Json, type JsonObject } from '../../base/index.ts';
import type { Change } from './draft.ts';
import {
  COLLECTIONS,
  forEachReference,
  nodesOf,
  type Collection,
  type FieldPath,
  type Reference,
} from '../validate/references.ts';
import type { Document } from '../schema.ts';
import { renamedExpressions, type Names } from './expressions.ts';

interface Target {
  readonly collection: Collection;
  readonly index: number;
}

/** So many places on the drawing are written as one change, because each of them alone would look for its place among all. */
export const PLACES_AT_ONCE = 16;

/** The changes that remove nodes and everything that names them: each node once, all in one walk. */
export function changesToRemove(document: Document, targets: readonly Target[]): Change[] {
  const going = new Map(COLLECTIONS.map((collection) => [collection, new Set<number>()]));
  for (const { collection, index } of targets) going.get(collection)?.add(index);
  const stays = (collection: Collection) => idsWithout(document, collection, going.get(collection));
  const staying = new Map(COLLECTIONS.map((collection) => [collection, stays(collection)]));
  const idOf = ({ collection, index }: Target) => nodesOf(document, collection)[index]?.id ?? '';
  const lost = new Map(COLLECTIONS.map((collection) => [collection, new Set<string>()]));
  for (const target of targets)
    if (staying.get(target.collection)?.has(idOf(target)) !== true) lost.get(target.collection)?.add(idOf(target));
  const removals = new Map<string, FieldPath>();
  forEachReference(document, ({ target, id, path: [first, at], removal }) => {
    if (lost.get(target)?.has(id) !== true) return;
    const goesToo = typeof at === 'number' && going.get(first as Collection)?.has(at) === true;
    if (!goesToo) removals.set(JSON.stringify(removal), removal);
  });
  // From the last to the first, so that no removal moves the place of another.
  const changes: Change[] = [...removals.values()].reverse().map(removalOf);
  for (const [collection, indices] of going)
    for (const index of [...indices].sort((one, other) => other - one))
      changes.push({ kind: 'remove-item', path: [collection], index });
  const isShared = (id: string) => COLLECTIONS.some((collection) => staying.get(collection)?.has(id) === true);
  return [
    ...changes,
    ...withoutPlaces(
      document,
      [...new Set(targets.map(idOf))].filter((id) => !isShared(id)),
    ),
  ];
}

function idsWithout(document: Document, collection: Collection, going?: ReadonlySet<number>): ReadonlySet<string> {
  return new Set(nodesOf(document, collection).flatMap(({ id }, index) => (going?.has(index) === true ? [] : [id])));
}

/** Takes places off the drawing: one by one, or, when they are many, all at once. */
function withoutPlaces(document: Document, ids: readonly string[]): Change[] {
  const path = ['view', 'nodes'];
  if (ids.length < PLACES_AT_ONCE || document.view?.nodes === undefined)
    return ids.map((id) => ({ kind: 'set-field', path: [...path, id] }));
  const gone = new Set(ids);
  const left = Object.entries(document.view.nodes).filter(([id]) => !gone.has(id));
  return [{ kind: 'set-field', path, value: Object.fromEntries(left) as Json }];
}

/** A document in which many nodes go by other names, with all that names them: what one renaming after the other would make of it. */
export function renamedAll(document: Document, names: Names): Document {
  const copy = clonePlain(document as unknown as JsonObject) as unknown as Record<string, never>;
  const holderOf = (path: FieldPath) => valueAt(copy, path.slice(0, -1)) as Record<string | number, Json>;
  const maps = new Map<string, FieldPath>();
  forEachReference(document, ({ target, id, path, at }) => {
    const to = names[target]?.get(id);
    if (to === undefined) return;
    if (target === 'memories') {
      const [place, value] = renamedUse(document, { path, id }, to);
      holderOf(place)[place.at(-1) ?? ''] = value;
    } else if (at === 'value') holderOf(path)[path.at(-1) ?? ''] = to;
    else maps.set(JSON.stringify(path.slice(0, -1)), path.slice(0, -1));
  });
  for (const path of maps.values())
    holderOf(path)[path.at(-1) ?? ''] = withKeys(valueAt(document, path) as JsonObject, names.agents);
  for (const change of renamedExpressions(document, names))
    if (change.kind === 'set-field') holderOf(change.path)[change.path.at(-1) ?? ''] = change.value ?? null;
  const all = new Map<string, string>();
  for (const collection of COLLECTIONS)
    nodesOf(document, collection).forEach(({ id }, index) => {
      const to = names[collection]?.get(id);
      if (to === undefined) return;
      holderOf([collection, index, 'id'])['id'] = to;
      all.set(id, to);
    });
  const places = document.view?.nodes as JsonObject | undefined;
  if (places !== undefined) holderOf(['view', 'nodes'])['nodes'] = withKeys(places, all);
  return copy;
}

function withKeys(map: JsonObject, names: ReadonlyMap<string, string> = new Map()): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names.get(key) ?? key, value]));
}

/** The changes that rename a node and everything that names it. */
export function changesToRename(document: Document, target: Target & { readonly to: string }): Change[] {
  const { collection, index, to } = target;
  const id = nodesOf(document, collection)[index]?.id ?? '';
  const changes: Change[] = [];
  if (isOnly(document, target)) {
    for (const reference of referencesTo(document, collection, id)) changes.push(...renamed(document, reference, to));
    changes.push(...renamedExpressions(document, { [collection]: new Map([[id, to]]) }));
  }
  changes.push({ kind: 'set-field', path: [collection, index, 'id'], value: to });
  const nodes = document.view?.nodes ?? {};
  const place = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
  if (place !== undefined) {
    const position = Object.keys(nodes).indexOf(id);
    if (!isShared(document, target)) changes.push({ kind: 'set-field', path: ['view', 'nodes', id] });
    changes.push({ kind: 'set-field', path: ['view', 'nodes', to], value: place as Json, position });
  }
  return changes;
}

function referencesTo(document: Document, target: Collection, id: string): Reference[] {
  const found: Reference[] = [];
  forEachReference(document, (reference) => {
    if (reference.target === target && reference.id === id) found.push(reference);
  });
  return found;
}

function removalOf(path: FieldPath): Change {
  const last = path.at(-1);
  return typeof last === 'number'
    ? { kind: 'remove-item', path: path.slice(0, -1), index: last }
    : { kind: 'set-field', path };
}

function renamed(document: Document, reference: Reference, to: string): Change[] {
  const { path, at, id, target } = reference;
  if (target === 'memories') {
    const [place, value] = renamedUse(document, reference, to);
    return [{ kind: 'set-field', path: place, value }];
  }
  if (at === 'value') return [{ kind: 'set-field', path, value: to }];
  const mapPath = path.slice(0, -1);
  const map = valueAt(document, mapPath) as { readonly [key: string]: Json };
  return [
    { kind: 'set-field', path },
    { kind: 'set-field', path: [...mapPath, to], value: map[id] ?? null, position: Object.keys(map).indexOf(id) },
  ];
}

/** A bare id stands for a key of its name, and the key keeps that when the memory goes by another. Gives the place of the use, and the use. */
function renamedUse(
  document: Document,
  { path, id }: Pick<Reference, 'path' | 'id'>,
  to: string,
): readonly [FieldPath, Json] {
  const place = path.at(-1) === 'memory' ? path.slice(0, -1) : path;
  const use = valueAt(document, place) as string | { readonly key: string; readonly [part: string]: Json };
  if (typeof use === 'string') return [place, { memory: to, key: id }];
  return [place, use.key === to && Object.keys(use).length === 2 ? to : { ...use, memory: to }];
}

function valueAt(document: Document, path: FieldPath): unknown {
  let value: unknown = document;
  for (const part of path) value = (value as { readonly [key: string | number]: unknown })[part];
  return value;
}

/** Whether no other node of the collection has the same id; only then do references mean this node. */
function isOnly(document: Document, target: Target): boolean {
  const nodes = nodesOf(document, target.collection);
  const id = nodes[target.index]?.id;
  return nodes.every((node, index) => index === target.index || node.id !== id);
}

/** Whether any other node of the document has the same id, and so the same place on the drawing. */
function isShared(document: Document, target: Target): boolean {
  const id = nodesOf(document, target.collection)[target.index]?.id;
  return COLLECTIONS.some((collection) =>
    nodesOf(document, collection).some(
      (node, index) => node.id === id && !(collection === target.collection && index === target.index),
    ),
  );
}
