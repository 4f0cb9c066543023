/** Where words stand in the midst of cards: only where none of the drawing is below them. Pure. */
import type { Box } from '../graph/sizes.ts';

/** The middle of the middles of `around`, where a box of this size meets none of `boxes`; else null. */
export function freeMiddle(
  around: readonly Box[],
  boxes: readonly Box[],
  { width, height }: Pick<Box, 'width' | 'height'>,
): { readonly x: number; readonly y: number } | null {
  const sum = (of: (box: Box) => number): number => around.reduce((total, box) => total + of(box), 0);
  const x = sum((box) => box.x + box.width / 2) / around.length;
  const y = sum((box) => box.y + box.height / 2) / around.length;
  const isMet = boxes.some(
    (box) =>
      box.x < x + width / 2 &&
      box.x + box.width > x - width / 2 &&
      box.y < y + height / 2 &&
      box.y + box.height > y - height / 2,
  );
  return around.length === 0 || isMet ? null : { x, y };
}
