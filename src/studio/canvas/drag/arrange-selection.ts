/** What the arranging commands do with the selection: align, distribute, select along the wires. Each move is one step of undo. */
import { flattened, type Place } from '../../../document/index.ts';
import type { Workspace } from '../../state/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { moveAllEdit } from '../graph/edits.ts';
import { streamOf, type Stream } from '../graph/streams.ts';
import { align, distribute, type Alignment, type Standing } from './arranging.ts';

/** Lines the selected nodes up. */
export function alignSelection(desk: CanvasDesk, workspace: Workspace, to: Alignment): void {
  move(desk, workspace, align(selected(desk, workspace), to), 'Align');
}

/** Leaves the same gap between the selected nodes. */
export function distributeSelection(desk: CanvasDesk, workspace: Workspace, axis: 'x' | 'y'): void {
  move(desk, workspace, distribute(selected(desk, workspace), axis), 'Distribute');
}

/** Selects all that lies up- or downstream of the selection too, on the sheet that is drawn. */
export function selectStream({ sheet }: CanvasDesk, { selection }: Workspace, stream: Stream): void {
  selection.select(streamOf(flattened(sheet), selection.ids, stream), 'add');
}

function selected(desk: CanvasDesk, { selection }: Workspace): Standing[] {
  return desk.nodes
    .filter(({ id }) => selection.has(id))
    .map(({ id, position, width = 0, height = 0 }) => ({ id, ...position, width, height }));
}

function move(desk: CanvasDesk, { document }: Workspace, moved: ReadonlyMap<string, Place>, label: string): void {
  if (document !== null && moved.size > 0) desk.edit(moveAllEdit(document, desk.places, moved), label);
}
