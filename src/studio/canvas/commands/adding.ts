/**
 * How things come onto the drawing: the quick add, a node from the palette, a note. Each is one edit, and what was added is selected.
 * What a new node looks like and how it is wired is told in graph/edits.
 */
import type { Place } from '../../../document/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { addEdit, addIntoEdit, takenIds, type Wire } from '../graph/edits.ts';
import { nodeKinds, type NodeKindId } from '../graph/node-kinds.ts';
import { freePlace, nextInRows, type Places } from '../graph/places.ts';
import { agentSize, compositeSize, shareSize, taskSize } from '../graph/sizes.ts';
import { addNoteEdit } from '../notes/notes.ts';
import { typeOf } from '../shares/sharing-rules.ts';

const sizes = {
  task: taskSize,
  decision: taskSize,
  composite: compositeSize,
  worker: agentSize,
  manager: agentSize,
  resource: shareSize,
  memory: shareSize,
} as const;

/** What the empty canvas offers, the most wanted first. */
const offered: readonly NodeKindId[] = ['task', 'worker', 'manager', 'decision', 'composite', 'resource', 'memory'];

/** Opens the quick add at a place of the page. */
export function offerAt(desk: CanvasDesk, client: Place, wire: Wire | null = null): void {
  if (desk.view === null) return;
  if (!desk.editable) {
    desk.say();
    return;
  }
  const kinds = wire === null ? offered : kindsFor(desk, wire);
  desk.quickAdd = { client, place: desk.view.toDrawing(client), wire, kinds };
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

/**
 * Where a node goes that was given no place: agents in rows from the top of what is seen, tasks from its middle, what is
 * shared from its foot, each after those that stand there.
 */
function placeFor(desk: CanvasDesk, kind: NodeKindId, standing: Places): Place {
  const box = desk.element?.getBoundingClientRect();
  if (desk.view === null || box === undefined) return nextInRows(standing, { x: 0, y: 0 }, 1200);
  const { group } = nodeKinds.find(({ id }) => id === kind) ?? { group: 'Tasks' };
  const share = { Agents: 0, Tasks: 0.42, Shared: 0.8 }[group];
  const start = desk.view.toDrawing({ x: box.left + 40, y: box.top + 40 + share * (box.height - 80) });
  const end = desk.view.toDrawing({ x: box.right - 40, y: box.bottom });
  return nextInRows(standing, start, end.x - start.x);
}

/** Adds a node; without a place, where the next of its kind goes. One that was wired stands clear of others. */
export function addNode(
  desk: CanvasDesk,
  kind: NodeKindId,
  { place, wire }: { place?: Place | undefined; wire?: Wire | null } = {},
): void {
  const { document } = desk.workspace;
  if (document === null) return;
  const size = sizes[kind];
  const here = new Map(desk.nodes.map((node) => [node.id, node.position]));
  const corner =
    place === undefined
      ? placeFor(desk, kind, here)
      : { x: place.x - (wire ? 0 : size.width / 2), y: place.y - size.height / 2 };
  const free = wire ? freePlace(here, corner) : corner;
  const { inside } = desk;
  const into = desk.dropWire;
  desk.dropWire = null;
  const addition =
    into === null
      ? addEdit(document, kind, { place: free, places: desk.places, inside, ...(wire ? { wire } : {}) })
      : addIntoEdit(document, kind, { place: free, places: desk.places, inside, wire: into });
  const word = nodeKinds.find(({ id }) => id === kind)?.label ?? 'Node';
  if (!desk.edit(addition.edit, `Add a ${word.toLowerCase()}`, { said: `${word} added` })) return;
  desk.workspace.select([addition.id]);
  desk.focus();
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
