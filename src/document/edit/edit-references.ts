/*
 * What renaming and removing a node does to everything that names it. Both are worked out as plain changes, so their
 * inverse is exact. A condition that speaks of a task's result is rewritten too, where it names the task plainly.
 */
import type { Json } from '../../base/index.ts';
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

interface Target {
  readonly collection: Collection;
  readonly index: number;
}

/** The changes that remove a node and everything that names it. */
export function changesToRemove(document: Document, target: Target): Change[] {
  const { collection, index } = target;
  const id = nodesOf(document, collection)[index]?.id ?? '';
  const changes: Change[] = [];
  if (isOnly(document, target)) {
    const removals = new Map<string, FieldPath>();
    for (const { removal } of referencesTo(document, collection, id)) removals.set(JSON.stringify(removal), removal);
    // From the last to the first, so that no removal moves the place of another.
    for (const removal of [...removals.values()].reverse()) changes.push(removalOf(removal));
  }
  changes.push({ kind: 'remove-item', path: [collection], index });
  if (!isShared(document, target)) changes.push({ kind: 'set-field', path: ['view', 'nodes', id] });
  return changes;
}

/** The changes that rename a node and everything that names it. */
export function changesToRename(document: Document, target: Target & { readonly to: string }): Change[] {
  const { collection, index, to } = target;
  const id = nodesOf(document, collection)[index]?.id ?? '';
  const changes: Change[] = [];
  if (isOnly(document, target)) {
    for (const reference of referencesTo(document, collection, id)) changes.push(...renamed(document, reference, to));
    if (collection === 'tasks') changes.push(...renamedConditions(document, id, to));
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
  const { path, at, id } = reference;
  if (at === 'value') return [{ kind: 'set-field', path, value: to }];
  const mapPath = path.slice(0, -1);
  const map = valueAt(document, mapPath) as { readonly [key: string]: Json };
  return [
    { kind: 'set-field', path },
    { kind: 'set-field', path: [...mapPath, to], value: map[id] ?? null, position: Object.keys(map).indexOf(id) },
  ];
}

function renamedConditions(document: Document, id: string, to: string): Change[] {
  const quoted = `results[${JSON.stringify(to)}]`;
  const replacement = /^[A-Za-z_]\w*$/.test(to) ? `results.${to}` : quoted;
  const changes: Change[] = [];
  document.tasks?.forEach((task, index) => {
    task.dependsOn?.forEach((dependency, at) => {
      if (typeof dependency === 'string' || dependency.when === undefined) return;
      const value = dependency.when
        .replace(/\bresults\.([A-Za-z_]\w*)/g, (text, name: string) => (name === id ? replacement : text))
        .replaceAll(`results[${JSON.stringify(id)}]`, quoted);
      if (value === dependency.when) return;
      changes.push({ kind: 'set-field', path: ['tasks', index, 'dependsOn', at, 'when'], value });
    });
  });
  return changes;
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
