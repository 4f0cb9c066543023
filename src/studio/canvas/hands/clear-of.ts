/** Where tools of a card stand so that nothing lies over them: what floats at a fixed place of the canvas has that place. */
import type { Box } from '../graph/sizes.ts';

/** All that floats over the drawing and stays where it is while the drawing moves. */
const fixed = 'search, nav, [aria-label=View], .badge, .unfold, .map.needed, .svelte-flow__attribution';

/** What floats over the drawing, in pixels of the sheet. */
export function floating(sheet: HTMLElement): readonly Box[] {
  const { left, top } = sheet.getBoundingClientRect();
  const all = (sheet.closest('main') ?? sheet).querySelectorAll(fixed);
  return [...all].map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return { x: x - left, y: y - top, width, height };
  });
}

const gap = 2;
const meet = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width + gap &&
  other.x < one.x + one.width + gap &&
  one.y < other.y + other.height + gap &&
  other.y < one.y + one.height + gap;

/**
 * How far down something stands: at the first of these places where nothing is in its way, else right below all that is in the way, or
 * right above it where that would be too low.
 */
export function clearOf(
  tops: readonly number[],
  box: Omit<Box, 'y'>,
  taken: readonly Box[],
  lowest = Number.POSITIVE_INFINITY,
): number {
  const [first = 0] = tops;
  const inTheWay = (y: number) => taken.find((each) => meet({ ...box, y }, each));
  const clear = tops.find((y) => inTheWay(y) === undefined);
  if (clear !== undefined) return clear;
  const beyond = (by: 1 | -1): number => {
    let y = first;
    // Each turn leaves one thing behind, so there are no more turns than things.
    for (let turn = 0; turn <= taken.length; turn += 1) {
      const over = inTheWay(y);
      if (over === undefined) break;
      y = by === 1 ? over.y + over.height + gap + 1 : over.y - box.height - gap - 1;
    }
    return y;
  };
  const below = beyond(1);
  return below <= lowest ? below : beyond(-1);
}
