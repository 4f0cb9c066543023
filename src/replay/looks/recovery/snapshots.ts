/** Look: the snapshots of the run that were begun until a step, and the cut of one of them. */
import * as v from 'valibot';
import { SnapshotBook } from '../../snapshots/snapshot-book.ts';
import { snapshotsView } from '../../snapshots/snapshot-views.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';

export const snapshotsLook = look({
  kind: 'run.snapshots',
  question: { step: count, of: v.nullable(v.object({ by: v.nullable(name), number: count })) },
  answer: snapshotsView,
  book: ({ compiled, log }) => new SnapshotBook(compiled.plan, log),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.at(question),
});
