/** New nodes carried from the panel onto the canvas: what may be let go here, where it goes, and which wire would take it in. */
import { addNode } from '../commands/adding.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { kindOf, kindTransfer, transferredKind, wireTypeOf } from '../graph/node-kinds.ts';

/** A new node is let go over the canvas. */
export function dropped(desk: CanvasDesk, event: DragEvent): void {
  const kind = kindOf(event.dataTransfer?.getData(kindTransfer) ?? '');
  if (kind === null || desk.view === null) return;
  event.preventDefault();
  event.stopPropagation();
  aim(desk, event);
  addNode(desk, kind, { place: desk.view.toDrawing({ x: event.clientX, y: event.clientY }) });
}

/** Something is held over the canvas; only a new node may be let go. */
export function draggedOver(desk: CanvasDesk, event: DragEvent): void {
  if (event.dataTransfer?.types.includes(kindTransfer) !== true) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  aim(desk, event);
}

/** A new node that is held over a wire would be put into it. */
function aim(desk: CanvasDesk, { dataTransfer, clientX, clientY }: DragEvent): void {
  const kind = transferredKind(dataTransfer?.types ?? []);
  const type = kind === null ? null : wireTypeOf(kind);
  if (type === null || desk.view === null || desk.picture) return;
  desk.aim(desk.view.toDrawing({ x: clientX, y: clientY }), type);
}
