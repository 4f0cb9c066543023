/*
 * Cuts a text to the room that it has, by the usual widths of a humanist sans. A picture is written without a screen, so
 * nothing can be measured; the widths are on the generous side, so that a text rather ends early than runs over its card.
 */

const NARROW = /[ijltfrI.,:;'|!()[\]{} -]/;
const WIDE = /[mwMW@%&]/;

/** The text, cut with an ellipsis where it is wider than `room`. */
export function fit(text: string, room: number, size: number): string {
  const signs = Array.from(text);
  const end = widthOf('…') * size;
  let width = 0;
  let kept = 0;
  for (const [index, sign] of signs.entries()) {
    width += widthOf(sign) * size;
    if (width + end <= room) kept = index + 1;
    if (width > room) return `${signs.slice(0, kept).join('').trimEnd()}…`;
  }
  return text;
}

/** The width of a text at a size. */
export function textWidth(text: string, size: number): number {
  return Array.from(text).reduce((sum, sign) => sum + widthOf(sign) * size, 0);
}

function widthOf(sign: string): number {
  if (NARROW.test(sign)) return 0.35;
  if (WIDE.test(sign) || sign === '…') return 0.9;
  if (sign > '\u02ff') return 1;
  return sign >= 'A' && sign <= 'Z' ? 0.7 : 0.6;
}
