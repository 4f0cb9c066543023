/**
 * A name as a card shows it from afar, where its letters keep their size while the card shrinks: on as many lines as there is room
 * for, cut in the middle, because names of one kind often differ only at their end, and between words where it can be. Widths are
 * estimated, never measured. Pure.
 */

/** From this zoom on a card shows everything; below it its name and the sign of its state alone. */
export const cardZoom = 0.75;
/** Below these a name has one line, and none. */
const twoLinesZoom = 0.5;
const oneLineZoom = 0.34;

/** How many lines of letters a card has at a zoom. */
export function linesAt(zoom: number): 0 | 1 | 2 {
  return zoom < oneLineZoom ? 0 : zoom < twoLinesZoom ? 1 : 2;
}

/** The lines of a name in so many pixels, at 12 px and semibold. */
export function shortName(name: string, room: number, lines: 0 | 1 | 2): readonly string[] {
  if (lines === 0) return [];
  const letters = Array.from(name);
  if (widthOf(letters) <= room) return [name];
  if (lines === 1) {
    const half = (room - dots) / 2;
    return [`${head(letters, half)}…${tail(letters, half)}`];
  }
  return wrapped(name, room);
}

/** On two lines: parted between words, whose middle ones are left out where they do not fit; within a word only where one is too long. */
function wrapped(name: string, room: number): readonly string[] {
  const words = name.match(/[^\s_/:-]*[\s_/:-]+|[^\s_/:-]+/gu) ?? [];
  const whole = countFitting(words, room, (count) => words.slice(0, count).join('').trimEnd());
  if (whole === 0) return broken(Array.from(name), room);
  const first = words.slice(0, whole).join('').trimEnd();
  const rest = words.slice(whole);
  const second = rest.join('');
  if (widthOf(Array.from(second)) <= room) return [first, second];
  const kept = countFitting(rest, room - dots, (count) => rest.slice(rest.length - count).join(''));
  return [
    first,
    kept > 0 ? `…${rest.slice(rest.length - kept).join('')}` : `…${tail(Array.from(second), room - dots)}`,
  ];
}

/** How many of the words fit, of those that are taken so. */
function countFitting(words: readonly string[], room: number, taken: (count: number) => string): number {
  let count = 0;
  while (count < words.length && widthOf(Array.from(taken(count + 1))) <= room) count += 1;
  return count;
}

/** Parted within its first word, which a hyphen says, and without its middle where that does not do. */
function broken(letters: readonly string[], room: number): readonly string[] {
  const count = headCount(letters, room - hyphen);
  const rest = letters.slice(count);
  const first = `${letters.slice(0, count).join('').trimEnd()}-`;
  return widthOf(rest) <= room ? [first, rest.join('')] : [first, `…${tail(rest, room - dots)}`];
}

const hyphen = 4.6;
const dots = 11;

function widthOf(letters: readonly string[]): number {
  return letters.reduce((sum, letter) => sum + letterWidth(letter), 0);
}

function letterWidth(letter: string): number {
  if (/[ iljtfrI.,:;'’|!()[\]-]/u.test(letter)) return 4.6;
  if (/[mwMW@%—]/u.test(letter)) return 11;
  if (/[A-ZÀ-ÖØ-Þ0-9&+=]/u.test(letter)) return 8.4;
  return (letter.codePointAt(0) ?? 0) > 0x2e80 ? 13 : 7.3;
}

/** How many letters fit from the beginning; one always does. */
function headCount(letters: readonly string[], room: number): number {
  let [count, left] = [0, room];
  while (count < letters.length && (left -= letterWidth(letters[count] ?? '')) >= 0) count += 1;
  return Math.max(1, count);
}

function head(letters: readonly string[], room: number): string {
  return letters.slice(0, headCount(letters, room)).join('').trimEnd();
}

function tail(letters: readonly string[], room: number): string {
  return Array.from(head([...letters].reverse(), room))
    .reverse()
    .join('')
    .trimStart();
}
