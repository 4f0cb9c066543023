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

/** How small a drawing may be shown. */
export interface Zooms {
  /** No smaller than this where it is too wide. */
  readonly least: number;
  /** Down to this where it brings all rows into view. */
  readonly spare: number;
  /** This where even that shows not all rows. */
  readonly beyond: number;
}

/** All of it, however small. */
export const everything: Zooms = { least: 0, spare: 0, beyond: 0 };

/** The whole where it can be shown; else its beginning, moved on as far as it takes to see `kept`. */
export function wholeView(box: Box, room: Room, { least, spare, beyond }: Zooms, kept: Box): Viewport {
  const pad = room.height < low ? paddingOfLow : padding;
  const top = room.height < scarce ? pad : Math.max(pad, room.head);
  const [width, height] = [room.width - 2 * pad, room.height - top - Math.max(pad, room.foot)];
  const tall = height / box.height;
  const floor = tall >= least ? least : tall >= spare ? tall : beyond;
  const zoom = Math.min(1, Math.max(0.02, floor, Math.min(width / box.width, tall)));
  const along = (size: number, whole: number, from: number, to: number) =>
    whole * zoom <= size ? (size - whole * zoom) / 2 : -Math.min(Math.max(0, to * zoom - size), from * zoom);
  return {
    x: pad + along(width, box.width, kept.x - box.x, kept.x + kept.width - box.x) - box.x * zoom,
    y: top + along(height, box.height, kept.y - box.y, kept.y + kept.height - box.y) - box.y * zoom,
    zoom,
  };
}
