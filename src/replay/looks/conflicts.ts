/** Looks: the conflicts of a run, a window at a time, and who waits for whom at the playhead. */
import * as v from 'valibot';
import { ConflictBook } from '../conflicts/conflict-book.ts';
import { conflictKinds, conflictsView, waitsView } from '../conflicts/conflict-views.ts';
import { conflictsAt } from '../conflicts/conflicts.ts';
import { waitsAt } from '../conflicts/waits.ts';
import type { Run } from '../run.ts';
import { look } from './look.ts';
import { windowOf } from './parts.ts';

function conflictBook({ compiled, log }: Run): ConflictBook {
  return new ConflictBook(compiled.plan, log);
}

export const conflictsLook = look({
  kind: 'run.conflicts',
  question: {
    of: v.picklist(['all', 'now', ...conflictKinds]),
    about: v.pipe(v.string(), v.maxLength(300)),
    ...windowOf(200),
  },
  answer: conflictsView,
  book: conflictBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question, { passed }) => conflictsAt(book, question, passed),
});

export const waitsLook = look({
  kind: 'run.waits',
  question: {},
  answer: waitsView,
  book: conflictBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, _question, { passed }) => waitsAt(book, passed),
});
