/** Frames around what is selected, and their end. A frame groups for the reader alone; what stands in it stays what it is. */
import type { CanvasDesk } from '../desk.svelte.ts';
import { holds } from '../drag/dragging.svelte.ts';
import type { CanvasNode } from '../graph/drawing.ts';
import { removeEdit, takenIds } from '../graph/edits.ts';
import { boxOf } from '../graph/hit.ts';
import { addFrameEdit } from '../notes/notes.ts';

/** Puts a frame around what is selected. */
export function groupSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const around = boxOf(desk.nodes.filter(({ id }) => selection.has(id)));
  if (document === null || around === null) return;
  const { edit, id } = addFrameEdit(document, around, takenIds(document));
  if (desk.edit(edit, 'Group')) desk.openForWriting(id);
}

/** The frames that ungrouping would take away: those selected, else the smallest around all that is selected. */
export function framesToUngroup(desk: CanvasDesk): readonly string[] {
  const { selection } = desk.workspace;
  const chosen = desk.nodes.filter(({ id }) => selection.has(id));
  const frames = chosen.filter(({ type }) => type === 'frame');
  if (frames.length > 0 || chosen.length === 0) return frames.map(({ id }) => id);
  const area = ({ width = 0, height = 0 }: CanvasNode) => width * height;
  const [smallest] = desk.nodes
    .filter((node) => node.type === 'frame' && chosen.every((one) => holds(node, one)))
    .sort((one, other) => area(one) - area(other));
  return smallest === undefined ? [] : [smallest.id];
}

/** Takes those frames away. */
export function ungroupSelection(desk: CanvasDesk): void {
  const { document } = desk.workspace;
  const edit = document === null ? null : removeEdit(document, new Set(framesToUngroup(desk)));
  if (edit !== null) desk.edit(edit, 'Ungroup');
}
