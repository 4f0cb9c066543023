/**
 * Which wire runs under a point of the drawing. It follows the same curves as the edges that are drawn, so that what lights up
 * is what a person sees there. Pure: nothing is read from the page.
 */
import type { Place } from '../../../document/index.ts';
import type { CanvasEdge, CanvasNode } from '../graph/drawing.ts';

const curvature = 0.32;
const pieces = 24;

/** The wire of a type that is nearest to a point, within `reach`; null when none is. */
export function wireAt(
  { nodes, edges }: { readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] },
  point: Place,
  { type, reach }: { readonly type: CanvasEdge['type']; readonly reach: number },
): CanvasEdge | null {
  const at = new Map(nodes.map((node) => [node.id, node]));
  let best: CanvasEdge | null = null;
  let bestDistance = reach;
  for (const edge of edges) {
    const [from, to] = [at.get(edge.source), at.get(edge.target)];
    if (edge.type !== type || edge.selectable === false || from === undefined || to === undefined) continue;
    const corners = type === 'depends' ? curveOf(from, to, point, reach) : stairOf(from, to);
    for (let index = 1; index < corners.length; index += 1) {
      const distance = distanceTo(point, corners[index - 1], corners[index]);
      if (distance > bestDistance) continue;
      best = edge;
      bestDistance = distance;
    }
  }
  return best;
}

/** Points along a dependency; none when the point is too far away to matter. */
function curveOf(from: CanvasNode, to: CanvasNode, point: Place, reach: number): Place[] {
  const start = { x: from.position.x + (from.width ?? 0), y: from.position.y + (from.height ?? 0) / 2 };
  const end = { x: to.position.x, y: to.position.y + (to.height ?? 0) / 2 };
  if (point.y < Math.min(start.y, end.y) - reach || point.y > Math.max(start.y, end.y) + reach) return [];
  const across = end.x - start.x;
  const bend = across >= 0 ? across / 2 : curvature * 25 * Math.sqrt(-across);
  return Array.from({ length: pieces + 1 }, (_, index) => {
    const t = index / pieces;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return {
      x: a * start.x + b * (start.x + bend) + c * (end.x - bend) + d * end.x,
      y: (a + b) * start.y + (c + d) * end.y,
    };
  });
}

/** The corners of a reporting line: down, across, down. */
function stairOf(from: CanvasNode, to: CanvasNode): Place[] {
  const start = { x: from.position.x + (from.width ?? 0) / 2, y: from.position.y + (from.height ?? 0) };
  const end = { x: to.position.x + (to.width ?? 0) / 2, y: to.position.y };
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
}

function distanceTo(point: Place, start: Place | undefined, end: Place | undefined): number {
  if (start === undefined || end === undefined) return Infinity;
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - start.x) * dx + (point.y - start.y) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - start.x - t * dx, point.y - start.y - t * dy);
}
