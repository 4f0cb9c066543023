/**
 * Where each lane and each row of it lies. A lane is an agent: a row a slot, and below the rows a thin strip that says that work
 * queues. Offsets are summed once, so that finding the visible lanes of a thousand is a binary search.
 */

/** Height of the strip in which queued work is drawn. */
export const queueStrip = 3;
/** Free above the first row and below the strip: the rows stand in the middle of the lane. */
const above = 6;
const below = 3;
/** Space between two rows of a lane. */
export const rowGap = 2;

export interface LaneBox {
  readonly top: number;
  readonly height: number;
  readonly rows: number;
  readonly rowHeight: number;
}

export interface LaneLayout {
  readonly boxes: readonly LaneBox[];
  readonly height: number;
}

/** Rows get lower as slots get more; below 12 px no label fits. */
export function rowHeightOf(rows: number): number {
  if (rows <= 1) return 20;
  if (rows <= 4) return 17;
  return rows <= 8 ? 11 : 6;
}

/** Lays lanes out below one another. */
export function layoutLanes(slots: readonly number[]): LaneLayout {
  const boxes: LaneBox[] = [];
  let top = 0;
  for (const count of slots) {
    const rows = Math.max(1, count);
    const rowHeight = rowHeightOf(rows);
    const height = above + below + rows * (rowHeight + rowGap) + queueStrip;
    boxes.push({ top, height, rows, rowHeight });
    top += height;
  }
  return { boxes, height: top };
}

/** Top of a row within the drawing; rows beyond the last fall on the last. */
export function rowTop(box: LaneBox, row: number): number {
  return box.top + above + Math.min(row, box.rows - 1) * (box.rowHeight + rowGap);
}

/** Top of the strip in which faults are drawn, above the rows. */
export function faultTop(box: LaneBox): number {
  return box.top + 1;
}

/** Top of the strip of queued work. */
export function queueTop(box: LaneBox): number {
  return box.top + above + box.rows * (box.rowHeight + rowGap);
}

/** Index of the lane at a height, -1 above the first, and the count of lanes below the last. */
export function laneAt({ boxes, height }: LaneLayout, y: number): number {
  if (y < 0) return -1;
  if (y >= height) return boxes.length;
  let low = 0;
  let high = boxes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((boxes[middle]?.top ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The lanes that show, first to one past the last. */
export function visibleLanes(
  layout: LaneLayout,
  scrollTop: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, laneAt(layout, scrollTop));
  return { first, last: Math.min(layout.boxes.length, laneAt(layout, scrollTop + height) + 1) };
}
