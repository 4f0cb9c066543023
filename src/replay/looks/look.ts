/**
 * What makes a look: the schema of its question and of its answer, the book that is read for it, and how the book answers. A
 * book is a fold over the facts of a run that is read on in pieces; looks that read the same share one. Looking changes nothing.
 */
import * as v from 'valibot';
import type { Run } from '../run.ts';
import type { Seen } from './seen.ts';

/** Where the run that is looked at stands. */
export interface Place {
  /** How many facts lie at or before the playhead. */
  readonly passed: number;
  /** Tasks of the critical path; empty until the run is over. */
  readonly critical: ReadonlySet<number>;
}

export type Asked<Entries extends v.ObjectEntries> = Seen<v.ObjectSchema<Entries, undefined>>;

export interface Look<Kind extends string, Entries extends v.ObjectEntries, Answer, Book> {
  readonly kind: Kind;
  /** Fields of the question, besides its kind: what arrives is parsed by them. */
  readonly question: Entries;
  /** The answer, all of it: in the page it is believed, in tests it is parsed. */
  readonly answer: v.GenericSchema<unknown, Answer>;
  /** Opens the book of a run; looks that name the same function read the same book. */
  readonly book: (run: Run) => Book;
  /** Reads at most so many facts more; true when nothing is left that the question needs. */
  advance(book: Book, question: Asked<Entries>, factsMax: number): boolean;
  /** The answer once all is read; null where there is nothing of that name. */
  tell(book: Book, question: Asked<Entries>, place: Place): Answer | null;
  /** What the book is read for, where another wish begins the reading anew: then only the newest is answered. */
  sought?(question: Asked<Entries>): string;
}

export type AnyLook = Look<string, v.ObjectEntries, unknown, unknown>;

/** A look as it was written down, its types taken from its schemas and its book. */
export function look<const Kind extends string, Entries extends v.ObjectEntries, Answer, Book>(
  written: Look<Kind, Entries, Answer, Book>,
): Look<Kind, Entries, Answer, Book> {
  return written;
}
