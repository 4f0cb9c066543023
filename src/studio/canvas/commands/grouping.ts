/**
 * What groups: frames, which group for the reader alone, and composites, which are tasks made of tasks. Each can be made of what is
 * selected and taken away again in one step of undo.
 */
import { compositesOf } from '../../../document/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { holds } from '../drag/dragging.svelte.ts';
import type { CanvasNode } from '../graph/drawing.ts';
import { removeEdit, takenIds } from '../graph/edits.ts';
import { boxOf } from '../graph/hit.ts';
import { addFrameEdit } from '../notes/notes.ts';
import { composable, composeEdit, dissolveEdit } from '../sheets/composing.ts';

/** Puts a frame around what is selected. */
export function groupSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const around = boxOf(desk.nodes.filter(({ id }) => selection.has(id)));
  if (document === null || around === null) return;
  const { edit, id } = addFrameEdit(document, around, { taken: takenIds(document), inside: desk.inside });
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

/** Whether what is selected can become a composite. */
export function mayCompose({ editable, workspace: { document, selection } }: CanvasDesk): boolean {
  return editable && document !== null && composable(document, selection.ids).length > 0;
}

/** Makes a composite of the selected tasks. */
export function composeSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const made = document === null ? null : composeEdit(document, desk.places, selection.ids);
  if (made !== null && desk.edit(made.edit, 'Make a composite')) desk.workspace.select([made.id]);
}

/** The composites among what is selected. */
export function composites({ workspace: { shown, selection } }: CanvasDesk): readonly string[] {
  if (shown === null || selection.ids.size === 0) return [];
  const { parts } = compositesOf(shown);
  return [...selection.ids].filter((id) => parts.has(id));
}

/** Takes the selected composites apart and selects what was in them. */
export function dissolveSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const made = document === null ? null : dissolveEdit(document, desk.places, selection.ids);
  if (made !== null && desk.edit(made.edit, 'Dissolve')) desk.workspace.select(made.parts);
}
