/**
 * The edits that gestures on the canvas make: adding, moving, removing. Pure: a document goes in, an edit comes out,
 * and the workspace applies it as one step of undo.
 */
import { freshId } from '../../../base/index.ts';
import type { Document, Edit, Place } from '../../../document/index.ts';
import { edgeEnds } from '../../state/index.ts';
import { insertionEdits, roomFor } from '../wires/insertion.ts';
import { moveRemarkEdits, removeRemarkEdits } from '../notes/notes.ts';
import { joinEdits } from '../wires/joining.ts';
import type { NodeKindId } from './node-kinds.ts';
import { settlingEdits, type Places } from './places.ts';

/** An edit and the node that it makes. */
export interface Addition {
  readonly edit: Edit;
  readonly id: string;
}

/** What a new node is wired to at once: the wire that was dropped on empty canvas. */
export interface Wire {
  readonly node: string;
  /** `after`: the new task waits for `node`, or the new agent reports to it. */
  readonly side: 'after' | 'before';
}

const bases: Readonly<Record<NodeKindId, { readonly id: string; readonly name: string }>> = {
  task: { id: 'task-1', name: 'Task' },
  worker: { id: 'agent-1', name: 'Agent' },
  manager: { id: 'manager-1', name: 'Manager' },
};

/** Adds a node of a kind at a place, wired if a wire was dropped. */
export function addEdit(
  document: Document,
  kind: NodeKindId,
  { place, places, wire }: { place: Place; places: Places; wire?: Wire },
): Addition {
  const base = bases[kind];
  const id = freshId(base.id, takenIds(document));
  const name = `${base.name} ${/\d+$/.exec(id)?.[0] ?? ''}`.trim();
  const collection = kind === 'task' ? 'tasks' : 'agents';
  const node = { id, name, ...(kind === 'manager' ? { role: 'manager' } : {}) };
  const added: Edit = { kind: 'add-node', collection, node, place: rounded(place) };
  const edits = [...settlingEdits(document, places), added, ...wiring(kind, id, wire)];
  const [only] = edits;
  return { id, edit: only !== undefined && edits.length === 1 ? only : { kind: 'batch', label: `Add ${name}`, edits } };
}

/** Moves nodes to places. Places of others that were only worked out so far are written down too. */
export function moveEdit(document: Document, places: Places, moved: Places): Edit & { readonly kind: 'move-nodes' } {
  const all: Record<string, Place> = {};
  for (const edit of settlingEdits(document, places)) if (edit.kind === 'move-nodes') Object.assign(all, edit.places);
  for (const [id, place] of moved) all[id] = rounded(place);
  return { kind: 'move-nodes', places: all };
}

/** Moves whatever stands on the drawing: nodes, notes and frames. */
export function moveAllEdit(document: Document, places: Places, moved: Places): Edit {
  const remarks = moveRemarkEdits(document, moved);
  const cards = new Map([...moved].filter(([id]) => places.has(id)));
  if (remarks.length === 0) return moveEdit(document, places, cards);
  return {
    kind: 'batch',
    label: 'Move',
    edits: cards.size === 0 ? remarks : [...remarks, moveEdit(document, places, cards)],
  };
}

/** The places of the nodes among `ids`, shifted. */
export function shifted(places: Places, ids: Iterable<string>, by: Place): Places {
  const moved = new Map<string, Place>();
  for (const id of ids) {
    const place = places.get(id);
    if (place !== undefined) moved.set(id, { x: place.x + by.x, y: place.y + by.y });
  }
  return moved;
}

/** Puts a node of the document, dropped at a place, into a wire. */
export function insertEdit(
  document: Document,
  places: Places,
  { wire, id, place }: { readonly wire: string; readonly id: string; readonly place: Place },
): Edit {
  const moved = roomFor(document, places, { wire, id, place });
  return {
    kind: 'batch',
    label: 'Insert into the wire',
    edits: [...insertionEdits(document, wire, id), moveEdit(document, places, moved)],
  };
}

/** Adds a node of a kind right into a wire. */
export function addIntoEdit(
  document: Document,
  kind: NodeKindId,
  { wire, place, places }: { readonly wire: string; readonly place: Place; readonly places: Places },
): Addition {
  const { edit, id } = addEdit(document, kind, { place, places });
  const all = new Map([...places, [id, rounded(place)]]);
  const { places: room } = moveEdit(document, new Map(), roomFor(document, all, { wire, id, place }));
  return {
    id,
    edit: {
      kind: 'batch',
      label: 'Add into the wire',
      edits: [edit, ...insertionEdits(document, wire, id), { kind: 'move-nodes', places: room }],
    },
  };
}

/** Removes nodes and edges; null when none of them is in the document. With `join`, neighbours are joined where that is plain. */
export function removeEdit(
  document: Document,
  ids: ReadonlySet<string>,
  { join = false }: { readonly join?: boolean } = {},
): Edit | null {
  const edits: Edit[] = join ? [...joinEdits(document, ids)] : [];
  for (const id of ids) {
    const ends = edgeEnds(id);
    // An edge goes with its node.
    if (ends === null || ids.has(ends.from) || ids.has(ends.to)) continue;
    if (ends.kind === 'depends') edits.push({ kind: 'disconnect', from: ends.from, to: ends.to });
    else edits.push({ kind: 'set-manager', agent: ends.to, manager: null });
  }
  for (const collection of ['agents', 'tasks'] as const) {
    for (const { id } of document[collection] ?? [])
      if (ids.has(id)) edits.push({ kind: 'remove-node', collection, id });
  }
  edits.push(...removeRemarkEdits(document, ids));
  const [only] = edits;
  if (only === undefined) return null;
  return edits.length === 1 ? only : { kind: 'batch', label: 'Delete', edits };
}

/** Every id that a new node may not take. */
export function takenIds(document: Document): Set<string> {
  const { agents = [], tasks = [], resources = [], memories = [], view = {} } = document;
  const { notes = [], frames = [] } = view;
  return new Set([...agents, ...tasks, ...resources, ...memories, ...notes, ...frames].map(({ id }) => id));
}

function wiring(kind: NodeKindId, id: string, wire: Wire | undefined): Edit[] {
  if (wire === undefined) return [];
  const [earlier, later] = wire.side === 'after' ? [wire.node, id] : [id, wire.node];
  return kind === 'task'
    ? [{ kind: 'connect', from: earlier, to: later }]
    : [{ kind: 'set-manager', agent: later, manager: earlier }];
}

function rounded({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}
