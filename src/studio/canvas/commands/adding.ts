/**
 * How things come onto the drawing: the quick add, a node from the palette, a note. Each is one edit, and what was added is selected.
 * What a new node looks like and how it is wired is told in graph/edits.
 */
import type { Json } from '../../../base/index.ts';
import type { Place } from '../../../document/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { addEdit, addIntoEdit, takenIds, type Addition, type Wire } from '../graph/edits.ts';
import { watchableEdit, watchableWords } from './first-decision.ts';
import { isRemarkKind, nodeKinds, type CardKindId, type NodeKindId } from '../graph/node-kinds.ts';
import { freePlace, nextInRows, type Places } from '../graph/places.ts';
import { agentSize, compositeSize, shareSize, taskSize } from '../graph/sizes.ts';
import { addFrameEdit, addNoteEdit, frameDefault, noteSize } from '../notes/notes.ts';
import { bringIntoView, toClient } from '../stage/bringing.ts';
import { typeOf } from '../shares/sharing-rules.ts';
import { wireFor, wireWords } from '../wires/autoconnect.ts';

const sizes = {
  task: taskSize,
  decision: taskSize,
  composite: compositeSize,
  worker: agentSize,
  manager: agentSize,
  resource: shareSize,
  memory: shareSize,
  note: noteSize(''),
  frame: frameDefault,
} as const;
/** How far from a card what continues it stands. */
const gap = 64;

/** The size of the card of a kind. */
export function sizeOf(kind: NodeKindId): { readonly width: number; readonly height: number } {
  return sizes[kind];
}

/** What the empty canvas offers, the most wanted first. */
const offered: readonly NodeKindId[] = [
  ...(['task', 'worker', 'manager', 'decision', 'composite', 'resource', 'memory'] as const),
  ...(['note', 'frame'] as const),
];

/** Opens the quick add at a place of the page. */
export function offerAt(desk: CanvasDesk, client: Place, wire: Wire | null = null): void {
  if (desk.view === null) return;
  if (!desk.editable) desk.say();
  else desk.quickAdd = { client, place: desk.view.toDrawing(client), wire, kinds: kindsOffered(desk, wire) };
}

/** Opens the quick add for what continues a node, beside it. */
export function offerAfter(desk: CanvasDesk, wire: Wire): void {
  if (!desk.editable) {
    desk.say();
    return;
  }
  const place = placeAfter(desk, wire);
  desk.quickAdd = { client: toClient(desk, place), place: null, wire, kinds: kindsOffered(desk, wire) };
}

/** Opens the quick add by its key: for what continues the node that is selected, else at a place of the page. */
export function offerHere(desk: CanvasDesk, client: Place): void {
  const { document, selection } = desk.workspace;
  const { single } = selection;
  const type = document === null || single === null ? null : typeOf(document, single);
  const wire = document === null ? null : wireFor(document, single, type === 'agent' ? 'worker' : 'task');
  if (wire !== null) offerAfter(desk, wire);
  else if (type === 'agent') offerAgain(desk, client, 'worker');
  else offerAt(desk, client);
}

/** The quick add at a place, with one kind first. */
export function offerAgain(desk: CanvasDesk, client: Place, first: NodeKindId): void {
  offerAt(desk, client);
  const { quickAdd } = desk;
  if (quickAdd === null) return;
  const kinds = [first, ...quickAdd.kinds.filter((kind) => kind !== first)];
  desk.quickAdd = { ...quickAdd, place: null, kinds };
}

/** What can be added: anything, or what the end of a wire can be wired to. */
export function kindsOffered(desk: CanvasDesk, wire: Wire | null): readonly NodeKindId[] {
  return wire === null ? offered : kindsFor(desk, wire);
}

/** What a wire that is let go on the empty canvas can be wired to. */
function kindsFor({ workspace, inside }: CanvasDesk, { node, side }: Wire): readonly NodeKindId[] {
  const type = workspace.document === null ? null : typeOf(workspace.document, node);
  if (type === 'task') {
    const shares: readonly NodeKindId[] = inside !== null ? [] : side === 'after' ? ['memory'] : ['resource', 'memory'];
    return ['task', 'decision', 'composite', ...shares];
  }
  if (type === 'agent') return side === 'after' ? ['worker', 'manager', 'memory'] : ['manager'];
  return type === 'resource' ? ['task'] : ['task', 'worker'];
}

/** Where what continues a node stands: to the right of a task, in a row below a manager; the middle of its left edge. */
export function placeAfter(desk: CanvasDesk, { node: id, side }: Wire): Place {
  const node = desk.stage.at.get(id);
  if (node === undefined) return desk.view?.centre() ?? { x: 0, y: 0 };
  const { width = 0, height = 0, position } = node;
  if (node.type === 'agent') {
    const y = side === 'after' ? position.y + height + gap : position.y - gap - agentSize.height;
    return { x: position.x, y: y + agentSize.height / 2 };
  }
  const x = side === 'after' ? position.x + width + gap : position.x - gap - taskSize.width;
  return { x, y: position.y + height / 2 };
}

/**
 * Where a node goes that was given no place: agents in rows from the top of what is seen, tasks from its middle, what is
 * shared from its foot, each after those that stand there.
 */
function placeFor(desk: CanvasDesk, kind: NodeKindId, standing: Places): Place {
  const box = desk.element?.getBoundingClientRect();
  if (desk.view === null || box === undefined) return nextInRows(standing, { x: 0, y: 0 }, 1200);
  const { group } = nodeKinds.find(({ id }) => id === kind) ?? { group: 'Tasks' };
  const share = { Agents: 0, Tasks: 0.42, Shared: 0.8, 'On the drawing': 0.6 }[group];
  const start = desk.view.toDrawing({ x: box.left + 40, y: box.top + 40 + share * (box.height - 80) });
  const end = desk.view.toDrawing({ x: box.right - 40, y: box.bottom });
  return nextInRows(standing, start, end.x - start.x);
}

export interface NewNode {
  /** Where its middle goes, or the middle of its left edge where it is wired; without one, where the next of its kind goes. */
  readonly place?: Place | null | undefined;
  /** What it is wired to; not given, it follows what is selected. */
  readonly wire?: Wire | null;
  /** What is said of it already. */
  readonly said?: Readonly<Record<string, Json>>;
  /** Tasks that it waits for besides. */
  readonly after?: readonly string[];
}

/** Adds a node; what was wired stands clear of others. Null when it was not taken, else its id. */
export function addNode(desk: CanvasDesk, kind: NodeKindId, given: NewNode = {}): string | null {
  const { document } = desk.workspace;
  if (document === null) return null;
  if (isRemarkKind(kind)) return addRemark(desk, kind, given);
  const { said = {}, after = [] } = given;
  const wire = desk.dropWire !== null ? null : (given.wire ?? wireUnasked(desk, kind, given));
  const addition = additionOf(desk, kind, { ...given, wire });
  const word = nodeKinds.find(({ id }) => id === kind)?.label ?? 'Node';
  const name = typeof said['name'] === 'string' ? ` ${said['name']}` : '';
  const follows = wireWords(document, wire ?? (after[0] === undefined ? null : { node: after[0], side: 'after' }));
  const told = `${word}${name} added${follows === '' ? '' : ` ${follows}`}`;
  const watchable = kind === 'decision' ? watchableEdit(addition.edit, document) : null;
  const label = `Add a ${word.toLowerCase()}`;
  if (!desk.edit(watchable ?? addition.edit, label, { said: told })) return null;
  if (watchable !== null) desk.notices.toast(watchableWords, { key: 'first-decision' });
  desk.workspace.select([addition.id]);
  bringIntoView(desk, addition.id);
  desk.focus();
  return addition.id;
}

/** The wire that nobody drew: to what is selected, for what was given neither a place nor a wire. */
function wireUnasked(
  { workspace: { document, selection } }: CanvasDesk,
  kind: CardKindId,
  given: NewNode,
): Wire | null {
  if (document === null || given.wire !== undefined || given.place !== undefined) return null;
  return wireFor(document, selection.single, kind);
}

function additionOf(desk: CanvasDesk, kind: CardKindId, { place, wire = null, said, after }: NewNode): Addition {
  const document = desk.workspace.document ?? {};
  const size = sizes[kind];
  const here = new Map(desk.nodes.map((node) => [node.id, node.position]));
  const [first] = after ?? [];
  // What waits for something stands right of it.
  const beside = wire ?? (first === undefined ? null : ({ node: first, side: 'after' } as const));
  const at = place ?? (beside === null ? null : placeAfter(desk, beside));
  const wired = beside !== null;
  const corner =
    at === null ? placeFor(desk, kind, here) : { x: at.x - (wired ? 0 : size.width / 2), y: at.y - size.height / 2 };
  const free = wired ? freePlace(here, corner) : corner;
  const { inside, dropWire: into } = desk;
  desk.dropWire = null;
  const options = {
    ...{ place: free, places: desk.places, inside },
    ...(said === undefined ? {} : { said }),
    ...(after === undefined ? {} : { after }),
  };
  return into === null
    ? addEdit(document, kind, { ...options, ...(wire ? { wire } : {}) })
    : addIntoEdit(document, kind, { ...options, wire: into });
}

/** Adds a note or a frame, and lets the person write in it. What is selected gets the frame around it. */
function addRemark(desk: CanvasDesk, kind: 'note' | 'frame', { place, said = {} }: NewNode): string | null {
  const { document } = desk.workspace;
  if (document === null) return null;
  const here = new Map(desk.nodes.map((node) => [node.id, node.position]));
  const size = sizes[kind];
  const at =
    place === null || place === undefined
      ? placeFor(desk, kind, here)
      : { x: place.x - size.width / 2, y: place.y - size.height / 2 };
  const surroundings = { taken: takenIds(document), inside: desk.inside };
  const words = typeof said['name'] === 'string' ? said['name'] : '';
  const { edit, id } =
    kind === 'note'
      ? addNoteEdit(document, at, { ...surroundings, text: words })
      : addFrameEdit(document, { ...at, ...size }, { ...surroundings, title: words });
  if (!desk.edit(edit, `Add a ${kind}`)) return null;
  if (words === '') desk.openForWriting(id);
  else {
    desk.workspace.select([id]);
    desk.focus();
  }
  bringIntoView(desk, id);
  return id;
}

/** Adds a note at a place of the page, and lets the person write in it. */
export function addNote(desk: CanvasDesk, client: Place): void {
  const { document } = desk.workspace;
  if (document === null || desk.view === null) return;
  const { edit, id } = addNoteEdit(document, desk.view.toDrawing(client), {
    taken: takenIds(document),
    inside: desk.inside,
  });
  if (desk.edit(edit, 'Add a note')) desk.openForWriting(id);
}
