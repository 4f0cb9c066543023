/**
 * How things come onto the drawing: the quick add, a node from the palette, a note. Each is one edit, and what was added is selected.
 * What a new node looks like and how it is wired is told in graph/edits.
 */
import type { Place } from '../../../document/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { addEdit, addIntoEdit, takenIds, type Wire } from '../graph/edits.ts';
import type { NodeKindId } from '../graph/node-kinds.ts';
import { freePlace } from '../graph/places.ts';
import { agentSize, taskSize } from '../graph/sizes.ts';
import { addNoteEdit } from '../notes/notes.ts';

/** Opens the quick add at a place of the page. */
export function offerAt(desk: CanvasDesk, client: Place, wire: Wire | null = null): void {
  if (desk.view === null) return;
  if (!desk.editable) {
    desk.say();
    return;
  }
  const isTask = wire !== null && desk.workspace.document?.tasks?.some(({ id }) => id === wire.node) === true;
  const kinds: readonly NodeKindId[] =
    wire === null
      ? ['task', 'worker', 'manager']
      : isTask
        ? ['task']
        : wire.side === 'after'
          ? ['worker', 'manager']
          : ['manager'];
  desk.quickAdd = { client, place: desk.view.toDrawing(client), wire, kinds };
}

/** Adds a node; without a place, in the middle of what is seen, clear of what stands there. */
export function addNode(
  desk: CanvasDesk,
  kind: NodeKindId,
  { place, wire }: { place?: Place | undefined; wire?: Wire | null } = {},
): void {
  const { document } = desk.workspace;
  if (document === null) return;
  const size = kind === 'task' ? taskSize : agentSize;
  const centre = place ?? desk.view?.centre() ?? { x: 0, y: 0 };
  const corner = { x: centre.x - (wire ? 0 : size.width / 2), y: centre.y - size.height / 2 };
  const free = place === undefined ? freePlace(desk.places, corner) : corner;
  const into = desk.dropWire;
  desk.dropWire = null;
  const addition =
    into === null
      ? addEdit(document, kind, { place: free, places: desk.places, ...(wire ? { wire } : {}) })
      : addIntoEdit(document, kind, { place: free, places: desk.places, wire: into });
  if (!desk.edit(addition.edit, `Add ${kind === 'task' ? 'a task' : kind === 'worker' ? 'a worker' : 'a manager'}`))
    return;
  desk.workspace.select([addition.id]);
}

/** Adds a note at a place of the page, and lets the person write in it. */
export function addNote(desk: CanvasDesk, client: Place): void {
  const { document } = desk.workspace;
  if (document === null || desk.view === null) return;
  const { edit, id } = addNoteEdit(document, desk.view.toDrawing(client), takenIds(document));
  if (desk.edit(edit, 'Add a note')) desk.openForWriting(id);
}
