/** What a card shows at which zoom: everything, its name and the sign of its state, or its colour alone. */

/** From this zoom on a card shows everything; below it its name and the sign of its state alone. */
export const cardZoom = 0.75;
/** Below these a name has one line, and none: a card holds two lines of 13 px down to the first. */
export const twoLinesZoom = 0.42;
const oneLineZoom = 0.34;

/** How many lines of letters a card has at a zoom. */
export function linesAt(zoom: number): 0 | 1 | 2 {
  return zoom < oneLineZoom ? 0 : zoom < twoLinesZoom ? 1 : 2;
}
