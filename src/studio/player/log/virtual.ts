/**
 * A list of rows of one height, of which only those in sight exist. Browsers cannot lay out an element of more than some thirty million
 * pixels, so a list beyond that scrolls in proportion: every row can still be reached.
 */
export interface ListShape {
  readonly rowHeight: number;
  readonly total: number;
  /** Height of the view. */
  readonly height: number;
}

/** The tallest element that is asked of a browser. */
const tallestPx = 8_000_000;

/** Height of the element that scrolls. */
export function scrollHeight({ rowHeight, total }: ListShape): number {
  return Math.min(tallestPx, rowHeight * total);
}

/** Where rows lie at a scroll position: the first row, one past the last, and the top of the first within the scrolled element. */
export interface Slice {
  readonly first: number;
  readonly last: number;
  readonly top: number;
}

const spare = 4;

/** The rows in sight at a scroll position, and a few more. */
export function sliceAt(shape: ListShape, scrollTop: number): Slice {
  const { rowHeight, total, height } = shape;
  const offset = offsetOf(shape, scrollTop);
  const first = Math.max(0, Math.floor(offset / rowHeight) - spare);
  const last = Math.min(total, Math.ceil((offset + height) / rowHeight) + spare);
  return { first, last, top: scrollTop - offset + first * rowHeight };
}

/** Distance from the top of the first row of all to the top of the view, in pixels of an unbounded list. */
function offsetOf(shape: ListShape, scrollTop: number): number {
  const whole = shape.rowHeight * shape.total;
  const tall = scrollHeight(shape);
  if (whole <= tall || tall <= shape.height) return scrollTop;
  return (scrollTop / (tall - shape.height)) * (whole - shape.height);
}

/** The scroll position at which a row is in sight with some rows around it; the given one if it is already. */
export function reveal(shape: ListShape, scrollTop: number, index: number, around = 2): number {
  const { rowHeight, height, total } = shape;
  if (index < 0 || total === 0 || height <= 0) return scrollTop;
  const room = Math.min(around * rowHeight, Math.max(0, (height - rowHeight) / 2));
  const offset = offsetOf(shape, scrollTop);
  const top = index * rowHeight;
  const wanted =
    top - room < offset
      ? top - room
      : top + rowHeight + room > offset + height
        ? top + rowHeight + room - height
        : offset;
  return scrollTopOf(shape, Math.min(Math.max(0, wanted), Math.max(0, rowHeight * total - height)));
}

function scrollTopOf(shape: ListShape, offset: number): number {
  const whole = shape.rowHeight * shape.total;
  const tall = scrollHeight(shape);
  if (whole <= tall || tall <= shape.height) return offset;
  return (offset / (whole - shape.height)) * (tall - shape.height);
}

/** The row that a key moves to; null when the key is not the list's. */
export function rowForKey(key: string, row: number, { height, rowHeight, total }: ListShape): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const moves = new Map([
    ['ArrowDown', row + 1],
    ['ArrowUp', row - 1],
    ['PageDown', row + page],
    ['PageUp', row - page],
    ['Home', 0],
    ['End', total - 1],
  ]);
  const next = moves.get(key);
  return next === undefined ? null : Math.min(total - 1, Math.max(0, next));
}
