/**
 * The edits that gestures on the canvas make: adding, moving, removing. Pure: a document goes in, an edit comes out,
 * and the workspace applies it as one step of undo.
 */
import { freshId, type Json } from '../../../base/index.ts';
import { compositesOf, withParts, type Document, type Edit, type Place } from '../../../document/index.ts';
import { edgeEnds } from '../../state/index.ts';
import { insertionEdits, roomFor } from '../wires/insertion.ts';
import { moveRemarkEdits, remarksInside, removeRemarkEdits } from '../notes/notes.ts';
import { joinEdits } from '../wires/joining.ts';
import { shareBetween, shareEdit, typeOf, unshareEdits, type NodeType } from '../shares/sharing-rules.ts';
import type { CardKindId } from './node-kinds.ts';
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

interface Base {
  readonly id: string;
  readonly name: string;
  readonly type: NodeType;
}
const bases: Readonly<Record<CardKindId, Base>> = {
  task: { id: 'task-1', name: 'Task', type: 'task' },
  decision: { id: 'decision-1', name: 'Decision', type: 'task' },
  composite: { id: 'composite-1', name: 'Composite', type: 'task' },
  worker: { id: 'agent-1', name: 'Agent', type: 'agent' },
  manager: { id: 'manager-1', name: 'Manager', type: 'agent' },
  resource: { id: 'resource-1', name: 'Resource', type: 'resource' },
  memory: { id: 'memory-1', name: 'Memory', type: 'memory' },
};
/** What a new node of a kind says of itself: all that can take part in a decision do, and agree in spite of liars. */
const sayings: Readonly<Partial<Record<CardKindId, Readonly<Record<string, Json>>>>> = {
  manager: { role: 'manager' },
  decision: { action: { kind: 'consensus', value: 'go' } },
};
const collections = { task: 'tasks', agent: 'agents', resource: 'resources', memory: 'memories' } as const;

export interface AddOptions {
  readonly place: Place;
  readonly places: Places;
  readonly wire?: Wire | undefined;
  /** The composite whose inside is drawn; a new task becomes its part. */
  readonly inside?: string | null;
  /** What was said of it before it was there: its name, its duration, what it can or needs. */
  readonly said?: Readonly<Record<string, Json>>;
  /** What it comes after besides: tasks that it waits for. */
  readonly after?: readonly string[];
}

/** Adds a node of a kind at a place, wired if a wire was dropped. A new composite has one part, or it would be none. */
export function addEdit(document: Document, kind: CardKindId, options: AddOptions): Addition {
  const { place, places, wire, inside = null, said = {}, after = [] } = options;
  const { type } = bases[kind];
  const taken = takenIds(document);
  const { id, name } = freshName(kind, taken);
  const parent = inside === null || type !== 'task' ? {} : { parent: inside };
  // What stands in no composite belongs to another sheet, on which this place means nothing.
  const here = inside !== null && type !== 'task' ? {} : { place: rounded(place) };
  const node = { id, name, ...sayings[kind], ...said, ...parent };
  const edits: Edit[] = [
    ...settlingEdits(document, places),
    { kind: 'add-node', collection: collections[type], node, ...here },
  ];
  if (kind === 'composite') {
    const part = freshName('task', taken);
    const first = { ...part, parent: id };
    edits.push({ kind: 'add-node', collection: 'tasks', node: first, place: { x: 0, y: 0 } });
  }
  const [only] = edits;
  const waits = after.filter((one) => one !== wire?.node);
  const wires: Edit[] = [
    ...wiring(document, [type, id], wire),
    ...waits.map((from): Edit => ({ kind: 'connect', from, to: id })),
  ];
  const batch: Edit = { kind: 'batch', label: `Add ${name}`, edits: [...edits, ...wires] };
  return { id, edit: only !== undefined && batch.edits.length === 1 ? only : batch };
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
    label: 'Insert into the connection',
    edits: [...insertionEdits(document, wire, id), moveEdit(document, places, moved)],
  };
}

/** Adds a node of a kind right into a wire. */
export function addIntoEdit(
  document: Document,
  kind: CardKindId,
  { wire, place, places, inside = null }: Omit<AddOptions, 'wire'> & { readonly wire: string },
): Addition {
  const { edit, id } = addEdit(document, kind, { place, places, inside });
  const all = new Map([...places, [id, rounded(place)]]);
  const { places: room } = moveEdit(document, new Map(), roomFor(document, all, { wire, id, place }));
  return {
    id,
    edit: {
      kind: 'batch',
      label: 'Add into the connection',
      edits: [edit, ...insertionEdits(document, wire, id), { kind: 'move-nodes', places: room }],
    },
  };
}

/**
 * Removes nodes and edges; null when none of them is in the document. Parts go with their composite. With `join`, neighbours are
 * joined where that is plain.
 */
export function removeEdit(
  document: Document,
  chosen: ReadonlySet<string>,
  { join = false }: { readonly join?: boolean } = {},
): Edit | null {
  const nodes = withParts(compositesOf(document), chosen);
  const ids = new Set([...nodes, ...remarksInside(document, nodes)]);
  const edits: Edit[] = join ? [...joinEdits(document, ids)] : [];
  for (const id of ids) {
    const ends = edgeEnds(id);
    // An edge goes with its node.
    if (ends === null || ids.has(ends.from) || ids.has(ends.to)) continue;
    if (ends.kind === 'depends') edits.push({ kind: 'disconnect', from: ends.from, to: ends.to });
    else if (ends.kind === 'reports') edits.push({ kind: 'set-manager', agent: ends.to, manager: null });
    else edits.push(...unshareEdits(document, ends));
  }
  for (const collection of Object.values(collections)) {
    for (const { id } of document[collection] ?? [])
      if (ids.has(id)) edits.push({ kind: 'remove-node', collection, id });
  }
  edits.unshift(...removeRemarkEdits(document, ids));
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

/** A fresh id of a kind, now taken, and the name that goes with it. */
export function freshName(kind: CardKindId, taken: Set<string>): { readonly id: string; readonly name: string } {
  const base = bases[kind];
  const id = freshId(base.id, taken);
  taken.add(id);
  return { id, name: `${base.name} ${/\d+$/.exec(id)?.[0] ?? ''}`.trim() };
}

/** What wires a new node to the node whose wire was dropped. */
function wiring(document: Document, [type, id]: readonly [NodeType, string], wire: Wire | undefined): Edit[] {
  const other = wire === undefined ? null : typeOf(document, wire.node);
  if (wire === undefined || other === null) return [];
  const [earlier, later] = wire.side === 'after' ? [wire.node, id] : [id, wire.node];
  if (type === 'task' && other === 'task') return [{ kind: 'connect', from: earlier, to: later }];
  if (type === 'agent' && other === 'agent') return [{ kind: 'set-manager', agent: later, manager: earlier }];
  const ends = [[other, wire.node] as const, [type, id] as const];
  const [from = ends[0], to = ends[1]] = wire.side === 'after' ? ends : [...ends].reverse();
  const share = from === undefined || to === undefined ? null : shareBetween(from, to);
  // The new node stands last in its list.
  const grown: Document = { ...document, [collections[type]]: [...(document[collections[type]] ?? []), { id }] };
  const edit = share === null ? null : shareEdit(grown, share);
  return edit === null ? [] : [edit];
}

function rounded({ x, y }: Place): Place {
  return { x: Math.round(x), y: Math.round(y) };
}
