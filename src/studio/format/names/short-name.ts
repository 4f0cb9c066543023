/**
 * A name where it has less room than it needs: on as many lines as there are, cut in the middle, because names of one kind often differ
 * only at their end, and between words where it can be. Widths are estimated, never measured. Pure.
 */
import { wholeName, type NameParts } from './telling.ts';

/** A line of a name, and how many letters at its beginning it has in common with others like it. */
export interface NameLine {
  readonly text: string;
  readonly alike: number;
}

/** In fewer pixels a name says nothing. */
const roomMin = 24;

/** The lines of a name in so many pixels, at 12 px and semibold. */
export function shortName(name: string, room: number, lines: 0 | 1 | 2): readonly string[] {
  return shortLines(name, room, lines).map(({ text }) => text);
}

/** The same where it is known what tells the name from others: that is kept, and the rest of a name that is cut is alike. */
export function shortLines(
  name: string,
  room: number,
  lines: 0 | 1 | 2,
  { own, tell }: NameParts = wholeName,
): readonly NameLine[] {
  if (lines === 0 || room < roomMin) return [];
  if (widthOf(name) <= room) return [{ text: name, alike: 0 }];
  const telling = tell > 0 ? name.slice(tell) : '';
  const kept = name.slice(own);
  const cut = lines === 1 ? [onOneLine(kept, own > 0, { telling, room })] : onTwoLines(wordsOf(kept), room);
  if (telling === '') return cut.map((text) => ({ text, alike: 0 }));
  return cut.map((text, at) => ({
    text,
    alike: text.endsWith(telling) ? text.length - telling.length : at < cut.length - 1 ? text.length : 0,
  }));
}

function wordsOf(name: string): readonly string[] {
  return name.match(/[^\s_/:-]*[\s_/:-]+|[^\s_/:-]+/gu) ?? [];
}

function onOneLine(
  name: string,
  isPart: boolean,
  { telling, room }: { readonly telling: string; readonly room: number },
): string {
  if (isPart && widthOf(`…${name}`) <= room) return `…${name}`;
  if (telling === '') return withoutMiddle(name, wordsOf(name), room);
  const before = Array.from(name.slice(0, Math.max(0, name.length - telling.length)));
  const left = room - dots - widthOf(telling);
  if (left >= letterWidth(before[0] ?? 'm')) return `${head(before, left)}…${telling}`;
  return widthOf(`…${telling}`) <= room ? `…${telling}` : `…${tail(Array.from(telling), room - dots)}`;
}

/** Its first and last words as far as both are whole, else one of them and letters of the other end, else letters of both. */
function withoutMiddle(name: string, words: readonly string[], room: number): string {
  const [found] = best(words, (first, last) => {
    const line = `${first}…${last}`;
    return widthOf(line) <= room ? [line] : undefined;
  });
  if (found !== undefined) return found;
  const letters = Array.from(name);
  const beside = (word: string): number => room - dots - widthOf(word);
  const [first = '', last = ''] = [words[0]?.trimEnd(), words.at(-1)];
  if (words.length > 1 && beside(last) >= widthOf(letters[0] ?? '')) return `${head(letters, beside(last))}…${last}`;
  if (words.length > 1 && beside(first) >= widthOf(letters.at(-1) ?? ''))
    return `${first}…${tail(letters, beside(first))}`;
  const half = (room - dots) / 2;
  return `${head(letters, half)}…${tail(letters, half)}`;
}

/** Parted between words, whose middle ones are left out where they do not fit; within a word only where one is too long. */
function onTwoLines(words: readonly string[], room: number): readonly string[] {
  const fits = (line: string): boolean => widthOf(line) <= room;
  for (let count = words.length - 1; count > 0; count -= 1) {
    const lines = [words.slice(0, count).join('').trimEnd(), words.slice(count).join('')];
    if (lines.every(fits)) return lines;
  }
  // What is left out is said on whichever line has the room.
  const found = best(words, (first, last) =>
    [
      [first, `…${last}`],
      [`${first}…`, last],
    ].find((lines) => lines.every(fits)),
  );
  if (found.length > 0) return found;
  const [first = '', ...others] = words;
  if (fits(first.trimEnd())) return [first.trimEnd(), `…${tail(Array.from(others.join('')), room - dots)}`];
  return broken(first, others, room);
}

/** Of all ways to leave words out of the middle the one that leaves the most letters, of those that fit. */
function best(
  words: readonly string[],
  fitted: (first: string, last: string) => readonly string[] | undefined,
): readonly string[] {
  let found: readonly string[] = [];
  let letters = 0;
  for (let from = 1; from < words.length; from += 1) {
    const first = words.slice(0, from).join('').trimEnd();
    // More of the end never fits where less of it does not.
    for (let to = words.length - 1; to > from; to -= 1) {
      const last = words.slice(to).join('').trimStart();
      const lines = fitted(first, last);
      if (lines === undefined) break;
      if (first.length + last.length > letters) [found, letters] = [lines, first.length + last.length];
    }
  }
  return found;
}

/** Parted within its first word, which a hyphen says, and without its middle where that does not do. */
function broken(word: string, others: readonly string[], room: number): readonly string[] {
  const letters = Array.from(word);
  const count = headCount(letters, room - widthOf('-'));
  const first = `${letters.slice(0, count).join('').trimEnd()}-`;
  const rest = letters.slice(count).join('');
  const second = rest + others.join('');
  if (widthOf(second) <= room) return [first, second];
  let from = 0;
  const whole = (): string => `…${others.slice(from).join('')}`;
  while (from < others.length && widthOf(whole()) > room) from += 1;
  return [first, from < others.length ? whole() : `…${tail(Array.from(second), room - dots)}`];
}

/** Letters by how wide they are, px, in the page's own font, rounded up. */
const widths = new Map(
  (
    [
      [3.4, ' ijlI'],
      [4, ".,:;'’!|"],
      [4.6, 'tf()[]/'],
      [5.1, 'r1'],
      [5.7, '-_'],
      [7, 'szxkacLJ'],
      [7.4, 'vyeonhuFE57'],
      [7.7, 'bdpqg23689'],
      [8.1, 'PSRZBT04+=&'],
      [9.2, 'CAVUKYXDHGN'],
      [10.1, 'wOQ'],
      [11.5, 'mM…'],
      [12.5, 'W@%—'],
    ] as const
  ).flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);
const dots = 11.5;
/** A letter of another alphabet, and one that is as wide as it is high. */
const [other, square] = [9.5, 13];

/** How wide a text is at 12 px and semibold, px. */
export function widthOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum += letterWidth(letter);
  return sum;
}

function letterWidth(letter: string): number {
  const width = widths.get(letter) ?? widths.get(letter.normalize('NFD').charAt(0));
  return width ?? ((letter.codePointAt(0) ?? 0) > 0x2e80 ? square : other);
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
