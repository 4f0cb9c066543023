/**
 * Lets cards glide from where they stood to where they stand now, so that the eye can follow. It only draws: the document has its
 * places already, and whatever changes meanwhile ends it. With reduced motion nothing glides.
 */
import type { Places } from '../graph/places.ts';
import type { CanvasNode } from '../graph/drawing.ts';

/** What is drawn, and where everything stands by the document. */
export interface Gliding {
  nodes: CanvasNode[];
  readonly standing: Places;
}

const durationMs = 260;

/** Glides from the places of `before` to where everything stands. */
export function glide(drawing: Gliding, before: readonly CanvasNode[]): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const { standing } = drawing;
  const from = new Map(before.map(({ id, position }) => [id, position]));
  let shown: CanvasNode[] | null = null;
  let began: number | null = null;
  const frame = (now: number): void => {
    // Undo, a drag or an edit draws anew: that is what counts then.
    if (drawing.standing !== standing || (shown !== null && drawing.nodes !== shown)) return;
    began ??= now;
    const share = Math.min(1, (now - began) / durationMs);
    const eased = 1 - (1 - share) ** 3;
    shown = drawing.nodes.map((node) => {
      const [start, end] = [from.get(node.id), standing.get(node.id)];
      if (start === undefined || end === undefined || (start.x === end.x && start.y === end.y)) return node;
      const x = share === 1 ? end.x : start.x + (end.x - start.x) * eased;
      const y = share === 1 ? end.y : start.y + (end.y - start.y) * eased;
      return { ...node, position: { x, y } };
    });
    drawing.nodes = shown;
    if (share < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
