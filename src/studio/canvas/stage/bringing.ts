/** From the drawing to the screen: where a place of it is seen, and moving the view so that a node is. */
import type { Place } from '../../../document/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import type { Box } from '../graph/sizes.ts';

/** Where a place of the drawing is seen, in pixels of the page. */
export function toClient({ stage, element }: CanvasDesk, { x, y }: Place): Place {
  const origin = element?.querySelector('.svelte-flow')?.getBoundingClientRect();
  const { x: left, y: top, zoom } = stage.viewport;
  return { x: (origin?.left ?? 0) + left + x * zoom, y: (origin?.top ?? 0) + top + y * zoom };
}

/** The box of a node on the sheet, in pixels of the canvas; null when it is not drawn. */
export function boxOnStage({ stage }: CanvasDesk, id: string): Box | null {
  const node = stage.at.get(id);
  if (node === undefined) return null;
  const { x, y, zoom } = stage.viewport;
  const { width = 0, height = 0, position } = node;
  return { x: x + position.x * zoom, y: y + position.y * zoom, width: width * zoom, height: height * zoom };
}

/** Moves the view to a node that is not wholly seen; one that is leaves it alone. */
export function bringIntoView(desk: CanvasDesk, id: string): void {
  const node = desk.places.get(id) ?? desk.standing.get(id);
  const { x, y, width, height } = desk.stage.seen;
  if (node === undefined || desk.view === null || width === 0) return;
  const card = { width: 190, height: 80 };
  const seen = node.x >= x && node.y >= y && node.x + card.width <= x + width && node.y + card.height <= y + height;
  if (!seen) desk.view.centreOn({ x: node.x + card.width / 2, y: node.y + card.height / 2 });
}
