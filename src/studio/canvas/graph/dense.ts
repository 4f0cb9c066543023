/** Whether the wires of a drawing cross so often that they step back, so that names can be read and one wire can be followed. Pure. */
import type { CanvasEdge, CanvasNode } from './drawing.ts';

/** More crossings than this make a tangle. */
const crossingsMax = 200;
/** So many wires are a tangle without being counted. */
const wiresMax = 450;

interface Line {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
}

/** Wires as straight lines between the middles of what they join. */
export function isDense(edges: readonly CanvasEdge[], at: ReadonlyMap<string, CanvasNode>): boolean {
  if (edges.length > wiresMax) return true;
  const lines = edges.flatMap(({ source, target }): Line[] => {
    const [from, to] = [at.get(source), at.get(target)];
    if (from === undefined || to === undefined) return [];
    const [start, end] = [middleOf(from), middleOf(to)];
    return [{ x: start.x, y: start.y, toX: end.x, toY: end.y }];
  });
  let crossings = 0;
  for (const [index, one] of lines.entries())
    for (let other = index + 1; other < lines.length; other += 1) {
      const line = lines[other];
      if (line !== undefined && crosses(one, line)) crossings += 1;
      if (crossings > crossingsMax) return true;
    }
  return false;
}

function middleOf({ position: { x, y }, width = 0, height = 0 }: CanvasNode): {
  readonly x: number;
  readonly y: number;
} {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Lines that only meet at an end do not cross. */
function crosses(one: Line, other: Line): boolean {
  return parts(one, other) && parts(other, one);
}

/** Whether the ends of `other` lie on different sides of the line through `one`. */
function parts(one: Line, other: Line): boolean {
  const [dx, dy] = [one.toX - one.x, one.toY - one.y];
  const start = dx * (other.y - one.y) - dy * (other.x - one.x);
  const end = dx * (other.toY - one.y) - dy * (other.toX - one.x);
  return (start > 0 && end < 0) || (start < 0 && end > 0);
}
