/*
 * Edits: every change of a document as data, each with its inverse. Undo, the log of edits that is autosaved, and the
 * fixes of problems are all edits. An edit that does not apply is refused with a sentence, and nothing has changed.
 * A document is never mutated: `apply` shares what it did not touch.
 */
import { err, isForbiddenKey, isSafeId, ok, type Json, type JsonObject, type Result } from '../../base/index.ts';
import { Draft, problem, type Change, type EditProblem } from './draft.ts';
import { shapeProblem } from './edit-check.ts';
import { changesToRemove, changesToRename, PLACES_AT_ONCE } from './edit-references.ts';
import { COLLECTIONS, NODE_KINDS, nodesOf, type Collection, type FieldPath } from '../validate/references.ts';
import type { Document } from '../schema.ts';

/** Where a node stands on the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Every change of a document. */
export type Edit =
  | Change
  | {
      readonly kind: 'add-node';
      readonly collection: Collection;
      readonly node: { readonly id: string; readonly [key: string]: Json };
      readonly index?: number;
      readonly place?: Place;
    }
  | { readonly kind: 'remove-node'; readonly collection: Collection; readonly id: string }
  | {
      readonly kind: 'update-node';
      readonly collection: Collection;
      readonly id: string;
      readonly field: FieldPath;
      /** Absent: the field is removed. */
      readonly value?: Json;
    }
  | {
      readonly kind: 'rename-node';
      readonly collection: Collection;
      readonly id: string;
      readonly to: string;
      /** Which one, where an id stands twice. */
      readonly index?: number;
    }
  | {
      readonly kind: 'connect';
      readonly from: string;
      readonly to: string;
      readonly transferMs?: number;
      readonly when?: string;
    }
  | { readonly kind: 'disconnect'; readonly from: string; readonly to: string }
  | { readonly kind: 'set-manager'; readonly agent: string; readonly manager: string | null }
  | { readonly kind: 'move-nodes'; readonly places: { readonly [id: string]: Place } }
  | { readonly kind: 'batch'; readonly label?: string; readonly edits: readonly Edit[] };

/** A changed document, and the edit that takes the change back. */
export interface Applied {
  readonly document: Document;
  readonly inverse: Edit;
}

/**
 * Applies an edit. On refusal nothing has changed. `again`: it was applied before, or takes back what was; it may then
 * bring back what is beyond a bound, as it stood.
 */
export function apply(
  document: Document,
  edit: Edit,
  { again = false }: { readonly again?: boolean } = {},
): Result<Applied, EditProblem> {
  const draft = new Draft(document as unknown as { readonly [key: string]: Json });
  const outcome = run(draft, edit);
  if (!outcome.ok) return outcome;
  const at = shapeProblem(draft, document, again) ?? null;
  if (at !== null) return err({ code: 'edit/shape', message: `${at.path}: ${at.sentence}`, at });
  const { inverse } = draft;
  const [only] = inverse;
  return ok({
    document: draft.root,
    inverse: only !== undefined && inverse.length === 1 ? only : { kind: 'batch', edits: inverse },
  });
}

type Outcome = Result<null, EditProblem>;

function run(draft: Draft, edit: Edit): Outcome {
  switch (edit.kind) {
    case 'set-field':
    case 'insert-item':
    case 'remove-item':
      return draft.change(edit);
    case 'batch':
      return each(gathered(edit.edits), (inner) =>
        Array.isArray(inner) ? removeNodes(draft, inner) : run(draft, inner),
      );
    case 'add-node':
      return addNode(draft, edit);
    case 'remove-node':
      return removeNodes(draft, [edit]);
    case 'update-node': {
      const index = indexOf(draft, edit.collection, edit.id);
      if (index === -1) return missing(edit.collection, edit.id);
      if (edit.field.length === 0 || edit.field[0] === 'id') {
        return problem('edit/not-allowed', 'An id is changed by renaming the node.');
      }
      const path = [edit.collection, index, ...edit.field];
      return draft.change(
        edit.value === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value: edit.value },
      );
    }
    case 'rename-node':
      return renameNode(draft, edit);
    case 'connect':
      return connect(draft, edit);
    case 'disconnect':
      return disconnect(draft, edit);
    case 'set-manager':
      return setManager(draft, edit);
    case 'move-nodes':
      return moveNodes(draft, Object.entries(edit.places));
  }
}

type Removal = Edit & { readonly kind: 'remove-node' };

/** The edits of a batch, removals in a row as one: what names their nodes is looked for once for all of them. */
function gathered(edits: readonly Edit[]): readonly (Edit | Removal[])[] {
  const items: (Edit | Removal[])[] = [];
  const seen = new Set<string>();
  for (const edit of edits) {
    const last = items.at(-1);
    if (edit.kind !== 'remove-node') {
      items.push(edit);
      continue;
    }
    // An id that stands twice means one node and then the other.
    if (Array.isArray(last) && !seen.has(edit.id)) last.push(edit);
    else items.push([edit]);
    seen.add(edit.id);
  }
  return items;
}

function removeNodes(draft: Draft, edits: readonly Removal[]): Outcome {
  const targets = [];
  for (const { collection, id } of edits) {
    const index = indexOf(draft, collection, id);
    if (index === -1) return missing(collection, id);
    targets.push({ collection, index });
  }
  return all(draft, changesToRemove(written(draft), targets));
}

function moveNodes(draft: Draft, places: readonly (readonly [string, Place])[]): Outcome {
  const path = ['view', 'nodes'];
  const valueFor = (id: string, { x, y }: Place) => ({ ...(draft.get([...path, id]) as object | undefined), x, y });
  if (places.length < PLACES_AT_ONCE || places.some(([id]) => isForbiddenKey(id)))
    return each(places, ([id, place]) =>
      draft.change({ kind: 'set-field', path: [...path, id], value: valueFor(id, place) }),
    );
  const moved = Object.fromEntries(places.map(([id, place]) => [id, valueFor(id, place)]));
  return draft.change({ kind: 'set-field', path, value: { ...(draft.get(path) as JsonObject | undefined), ...moved } });
}

function addNode(draft: Draft, edit: Edit & { readonly kind: 'add-node' }): Outcome {
  const { collection, node, place } = edit;
  const refused = refuseId(draft, node.id);
  if (refused !== null) return refused;
  const index = edit.index ?? nodesOf(written(draft), collection).length;
  const added = draft.change({ kind: 'insert-item', path: [collection], index, value: node });
  if (!added.ok || place === undefined) return added;
  return draft.change({ kind: 'set-field', path: ['view', 'nodes', node.id], value: { x: place.x, y: place.y } });
}

function renameNode(draft: Draft, edit: Edit & { readonly kind: 'rename-node' }): Outcome {
  const { collection, id, to } = edit;
  const index = edit.index ?? indexOf(draft, collection, id);
  if (nodesOf(written(draft), collection)[index]?.id !== id) return missing(collection, id);
  if (to === id) return ok(null);
  return refuseId(draft, to) ?? all(draft, changesToRename(written(draft), { collection, index, to }));
}

function connect(draft: Draft, edit: Edit & { readonly kind: 'connect' }): Outcome {
  const { from, to, transferMs, when } = edit;
  const index = indexOf(draft, 'tasks', to);
  if (index === -1) return missing('tasks', to);
  if (indexOf(draft, 'tasks', from) === -1) return missing('tasks', from);
  const { tasks = [] } = written(draft);
  const names = new Map(tasks.map((task) => [task.id, task.dependsOn ?? []]));
  const above = (id: string): string[] =>
    (names.get(id) ?? []).map((one) => (typeof one === 'string' ? one : one.task));
  if (above(to).includes(from)) return problem('edit/not-allowed', `"${to}" depends on "${from}" already.`);
  if (reaches(from, to, above)) {
    return problem('edit/not-allowed', `"${from}" comes after "${to}", so this dependency would close a cycle.`);
  }
  const rest = { ...(transferMs === undefined ? {} : { transferMs }), ...(when === undefined ? {} : { when }) };
  const value = Object.keys(rest).length === 0 ? from : { task: from, ...rest };
  return draft.change({ kind: 'insert-item', path: ['tasks', index, 'dependsOn'], index: above(to).length, value });
}

function disconnect(draft: Draft, edit: Edit & { readonly kind: 'disconnect' }): Outcome {
  const index = indexOf(draft, 'tasks', edit.to);
  if (index === -1) return missing('tasks', edit.to);
  const dependsOn = written(draft).tasks?.[index]?.dependsOn ?? [];
  const found = dependsOn.flatMap((one, at) => ((typeof one === 'string' ? one : one.task) === edit.from ? [at] : []));
  if (found.length === 0) return problem('edit/not-allowed', `"${edit.to}" does not depend on "${edit.from}".`);
  return each(found.reverse(), (at) =>
    draft.change({ kind: 'remove-item', path: ['tasks', index, 'dependsOn'], index: at }),
  );
}

function setManager(draft: Draft, edit: Edit & { readonly kind: 'set-manager' }): Outcome {
  const { agent, manager } = edit;
  const index = indexOf(draft, 'agents', agent);
  if (index === -1) return missing('agents', agent);
  const path = ['agents', index, 'reportsTo'];
  if (manager === null) return draft.change({ kind: 'set-field', path });
  if (indexOf(draft, 'agents', manager) === -1) return missing('agents', manager);
  const { agents = [] } = written(draft);
  const managers = new Map(agents.map((one) => [one.id, one.reportsTo]));
  const above = (id: string): string[] => {
    const next = managers.get(id);
    return next === undefined ? [] : [next];
  };
  if (reaches(manager, agent, above)) {
    return problem('edit/not-allowed', `"${manager}" reports to "${agent}", so it cannot manage it.`);
  }
  return draft.change({ kind: 'set-field', path, value: manager });
}

/** Whether `goal` is `start` or stands somewhere above it. */
function reaches(start: string, goal: string, above: (id: string) => string[]): boolean {
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === goal) return true;
    for (const next of above(id)) seen.add(next);
  }
  return false;
}

function refuseId(draft: Draft, id: unknown): Outcome | null {
  if (!isSafeId(id)) return problem('edit/unsafe-name', `"${String(id)}" cannot be an id; choose another.`);
  const document = written(draft);
  const holder = COLLECTIONS.find((collection) => nodesOf(document, collection).some((node) => node.id === id));
  if (holder === undefined) return null;
  return problem('edit/id-taken', `There is a ${NODE_KINDS[holder]} "${id}" already; choose another id.`);
}

function indexOf(draft: Draft, collection: Collection, id: string): number {
  return nodesOf(written(draft), collection).findIndex((node) => node.id === id);
}

function missing(collection: Collection, id: string): Outcome {
  return problem('edit/no-such-node', `There is no ${NODE_KINDS[collection]} "${id}"; it may have been removed.`);
}

function written(draft: Draft): Document {
  return draft.root;
}

function all(draft: Draft, changes: readonly Change[]): Outcome {
  return each(changes, (change) => draft.change(change));
}

function each<T>(items: readonly T[], action: (item: T) => Outcome): Outcome {
  for (const item of items) {
    const outcome = action(item);
    if (!outcome.ok) return outcome;
  }
  return ok(null);
}
