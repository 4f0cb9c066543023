/**
 * Which documents a search finds: by name, by what is drawn in them, by their pattern, and by how their runs ended. Every word that
 * was typed has to be found somewhere. Pure.
 */
import { formatClock, formatDay } from '../../design/index.ts';
import type { ShelfRow, ToldRun } from '../shelf/shelf-port.ts';
import { endOf, patternWords } from './run-words.ts';

export interface FoundRow {
  readonly row: ShelfRow;
  /** What was found besides the name, as a few words; empty where the name says it. */
  readonly why: string;
}

interface Place {
  readonly text: string;
  readonly why: string;
}

/** The rows that a search finds, in their order; all of them where nothing was typed. */
export function foundRows(rows: readonly ShelfRow[], wanted: string, nowMs: number): readonly FoundRow[] {
  const words = wordsOf(wanted);
  return rows.flatMap((row) => {
    const why = whyFound(row, words, nowMs);
    return why === null ? [] : [{ row, why }];
  });
}

/** Whether all that was typed occurs in a text. */
export function occursIn(wanted: string, text: string): boolean {
  const low = text.toLowerCase();
  return wordsOf(wanted).every((word) => low.includes(word));
}

const wordsOf = (typed: string): readonly string[] =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** Null where a word is nowhere. */
function whyFound(row: ShelfRow, words: readonly string[], nowMs: number): string | null {
  const name = row.name.toLowerCase();
  const rest = words.filter((word) => !name.includes(word));
  if (rest.length === 0) return '';
  const places = placesIn(row, nowMs);
  const found: string[] = [];
  for (const word of rest) {
    const place = places.find(({ text }) => text.toLowerCase().includes(word));
    if (place === undefined) return null;
    if (!found.includes(place.why)) found.push(place.why);
  }
  return found.join(', ');
}

function placesIn({ names, pattern, runs }: ShelfRow, nowMs: number): readonly Place[] {
  return [
    ...names.map((text) => ({ text, why: text })),
    { text: patternWords(pattern), why: patternWords(pattern) },
    ...runs.map((run) => ({ text: `${endWord(run)} seed ${String(run.seed)}`, why: runWords(run, nowMs) })),
  ];
}

const endWord = (run: ToldRun): string => {
  const { state, word } = endOf(run);
  return word ?? state;
};

/** `run of yesterday, 14:03, failed: no time left`. */
function runWords(run: ToldRun, nowMs: number): string {
  return `run of ${formatDay(run.atMs, nowMs).toLowerCase()}, ${formatClock(run.atMs)}, ${endWord(run)}`;
}
