/**
 * Where a dragged box comes to rest: in line with a neighbour's edge or middle when one is near, else on the grid. What it lines up
 * with is told as guides, so that the person sees why. Pure.
 */
import type { Place } from '../../../document/index.ts';
import type { Box } from '../graph/sizes.ts';

/** Half a step of the keys that nudge: what is dragged and what is nudged meet on the same places. */
const grid = 8;

/** A line that a box lines up with: at `at` across, from `from` to `to` along. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  /** How far the box has to move. */
  readonly by: Place;
  readonly guides: readonly Guide[];
}

/** Snaps a box to its neighbours within `reach`, and to the grid along an axis on which there is none. */
export function snap(box: Box, neighbours: readonly Box[], reach: number): Snap {
  const across = nearest(box, neighbours, { axis: 'x', reach });
  const down = nearest(box, neighbours, { axis: 'y', reach });
  const by = {
    x: across ?? Math.round(box.x / grid) * grid - box.x,
    y: down ?? Math.round(box.y / grid) * grid - box.y,
  };
  const placed = { ...box, x: box.x + by.x, y: box.y + by.y };
  return {
    by,
    guides: [
      ...(across === null ? [] : guidesOf(placed, neighbours, 'x')),
      ...(down === null ? [] : guidesOf(placed, neighbours, 'y')),
    ],
  };
}

/** The shortest way that puts an edge or the middle of the box in line with a neighbour's; null when none is near. */
function nearest(
  box: Box,
  neighbours: readonly Box[],
  { axis, reach }: { axis: 'x' | 'y'; reach: number },
): number | null {
  let best: number | null = null;
  for (const neighbour of neighbours)
    for (const [index, line] of linesOf(neighbour, axis).entries()) {
      const by = line - (linesOf(box, axis)[index] ?? line);
      if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by;
    }
  return best;
}

function guidesOf(box: Box, neighbours: readonly Box[], axis: 'x' | 'y'): Guide[] {
  const guides = new Map<number, Guide>();
  for (const neighbour of neighbours)
    for (const [index, at] of linesOf(neighbour, axis).entries()) {
      if (Math.abs(at - (linesOf(box, axis)[index] ?? Infinity)) > 0.01) continue;
      const [one, other] = [spanOf(box, axis), spanOf(neighbour, axis)];
      const known = guides.get(at);
      guides.set(at, {
        axis,
        at,
        from: Math.min(one.from, other.from, known?.from ?? Infinity),
        to: Math.max(one.to, other.to, known?.to ?? -Infinity),
      });
    }
  return [...guides.values()];
}

/** The lines of a box that others may line up with: its first edge, its middle, its last edge. */
function linesOf({ x, y, width, height }: Box, axis: 'x' | 'y'): readonly [number, number, number] {
  return axis === 'x' ? [x, x + width / 2, x + width] : [y, y + height / 2, y + height];
}

function spanOf({ x, y, width, height }: Box, axis: 'x' | 'y'): { readonly from: number; readonly to: number } {
  return axis === 'x' ? { from: y, to: y + height } : { from: x, to: x + width };
}
