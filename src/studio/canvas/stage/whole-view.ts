/** The view in which a drawing is opened: all of it, or at no less than a zoom its beginning. Arithmetic on boxes. */
import type { Viewport } from '@xyflow/svelte';
import type { Box } from '../graph/sizes.ts';

/** Free about the drawing, px; less where the room is low. */
const padding = 28;
const paddingOfLow = 12;
const low = 320;
const scarce = 260;

export interface Room {
  readonly width: number;
  readonly height: number;
  /** Taken at the head by what stands over the drawing; left to it where the room is scarce. */
  readonly head: number;
  /** Taken at the foot by what stands over the drawing. */
  readonly foot: number;
}

/** At no less than `least`; but a little less, down to `spare`, is taken where it brings all rows into view. */
export function wholeView(
  box: Box,
  room: Room,
  { least, spare }: { readonly least: number; readonly spare: number },
): Viewport {
  const pad = room.height < low ? paddingOfLow : padding;
  const top = room.height < scarce ? pad : Math.max(pad, room.head);
  const [width, height] = [room.width - 2 * pad, room.height - top - Math.max(pad, room.foot)];
  const tall = height / box.height;
  const floor = tall < least && tall >= spare ? tall : least;
  const zoom = Math.min(1, Math.max(0.02, floor, Math.min(width / box.width, tall)));
  const free = { x: width - box.width * zoom, y: height - box.height * zoom };
  return {
    x: pad + Math.max(0, free.x / 2) - box.x * zoom,
    y: top + Math.max(0, free.y / 2) - box.y * zoom,
    zoom,
  };
}
