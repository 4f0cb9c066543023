/** Lining several nodes up, and spreading them evenly: boxes go in, the places that change come out. Pure. */
import type { Place } from '../../../document/index.ts';
import type { Box } from '../graph/sizes.ts';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

export interface Standing extends Box {
  readonly id: string;
}

/** Places that line the boxes up at an edge or at the middle of all of them; none for fewer than two. */
export function align(boxes: readonly Standing[], to: Alignment): ReadonlyMap<string, Place> {
  if (boxes.length < 2) return new Map();
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Standing): Place => {
    switch (to) {
      case 'left':
        return { x: left, y };
      case 'centre':
        return { x: (left + right - width) / 2, y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: (top + bottom - height) / 2 };
      case 'bottom':
        return { x, y: bottom - height };
    }
  };
  return changed(boxes, place);
}

/** Places that leave the same gap between all boxes along an axis, while the outermost stay; none for fewer than three. */
export function distribute(boxes: readonly Standing[], axis: 'x' | 'y'): ReadonlyMap<string, Place> {
  if (boxes.length < 3) return new Map();
  const side = axis === 'x' ? 'width' : 'height';
  const sorted = [...boxes].sort(
    (one, other) => one[axis] + one[side] / 2 - other[axis] - other[side] / 2 || (one.id < other.id ? -1 : 1),
  );
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined) return new Map();
  const sum = sorted.reduce((total, box) => total + box[side], 0);
  const gap = (last[axis] + last[side] - first[axis] - sum) / (sorted.length - 1);
  const at = new Map<string, number>();
  let next = first[axis];
  for (const box of sorted) {
    at.set(box.id, next);
    next += box[side] + gap;
  }
  return changed(boxes, ({ id, x, y }) => (axis === 'x' ? { x: at.get(id) ?? x, y } : { x, y: at.get(id) ?? y }));
}

function changed(boxes: readonly Standing[], place: (box: Standing) => Place): ReadonlyMap<string, Place> {
  const moved = new Map<string, Place>();
  for (const box of boxes) {
    const { x, y } = place(box);
    if (Math.round(x) !== Math.round(box.x) || Math.round(y) !== Math.round(box.y)) moved.set(box.id, { x, y });
  }
  return moved;
}
