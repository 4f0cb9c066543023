/** New nodes carried from the panel onto the canvas: what may be let go here, where it goes, and which wire would take it in. */
import type { Place } from '../../../document/index.ts';
import { addNode, sizeOf } from '../commands/adding.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { kindOf, kindTransfer, transferredKind, wireTypeOf, type NodeKindId } from '../graph/node-kinds.ts';
import { wireBeside } from '../wires/autoconnect.ts';

/** A new node is let go over the canvas. */
export function dropped(desk: CanvasDesk, event: DragEvent): void {
  const kind = kindOf(event.dataTransfer?.getData(kindTransfer) ?? '');
  if (kind === null || desk.view === null) return;
  event.preventDefault();
  event.stopPropagation();
  aim(desk, event);
  const beside = desk.besideOf;
  desk.besideOf = null;
  const place = desk.view.toDrawing({ x: event.clientX, y: event.clientY });
  addNode(desk, kind, beside === null ? { place, wire: null } : { place: null, wire: { node: beside, side: 'after' } });
}

/** Something is held over the canvas; only a new node may be let go. */
export function draggedOver(desk: CanvasDesk, event: DragEvent): void {
  if (event.dataTransfer?.types.includes(kindTransfer) !== true) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  aim(desk, event);
}

/** What was held over the canvas left it. */
export function draggedAway(desk: CanvasDesk): void {
  desk.dropWire = null;
  desk.besideOf = null;
}

/** A new node that is held over a wire would be put into it, and one beside a card would come after that. */
function aim(desk: CanvasDesk, { dataTransfer, clientX, clientY }: DragEvent): void {
  const kind = transferredKind(dataTransfer?.types ?? []);
  const type = kind === null ? null : wireTypeOf(kind);
  if (kind === null || type === null || desk.view === null || desk.picture) return;
  const place = desk.view.toDrawing({ x: clientX, y: clientY });
  desk.aim(place, type);
  desk.besideOf = desk.dropWire === null ? cardBeside(desk, kind, place) : null;
}

function cardBeside(desk: CanvasDesk, kind: NodeKindId, place: Place): string | null {
  const { nodes, workspace } = desk;
  return wireBeside({ nodes, document: workspace.document ?? {} }, kind, place, sizeOf(kind))?.node ?? null;
}
