/** Geometry over the nodes as drawn: what stands under a point, and the box around everything. Pure. */
import type { CanvasNode } from './drawing.ts';
import type { Box } from './sizes.ts';

/** The node under a point; of several, the one drawn last. */
export function hit(nodes: readonly CanvasNode[], { x, y }: { readonly x: number; readonly y: number }): string | null {
  for (const { id, position, width = 0, height = 0 } of [...nodes].reverse()) {
    if (x >= position.x && x <= position.x + width && y >= position.y && y <= position.y + height) return id;
  }
  return null;
}

/** Whether what was pressed is the drawing itself, where nothing stands. */
export function isPane(target: EventTarget | null): boolean {
  return target instanceof Element && target.classList.contains('svelte-flow__pane');
}

/** The box around all nodes; null when there are none. */
export function boxOf(nodes: readonly CanvasNode[]): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
