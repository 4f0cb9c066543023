/** Looks: the checkpoints of an agent, or of the coordinator where none is named; what is in one, and what changed between two. */
import * as v from 'valibot';
import { CheckpointBook } from '../../checkpoints/checkpoint-book.ts';
import { checkpointChanges, checkpointsOf, checkpointView } from '../../checkpoints/checkpoint-views.ts';
import type { Run } from '../../run.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';

const checkpointBook = (run: Run): CheckpointBook => new CheckpointBook(run);
const whose = { agent: v.nullable(name) };

export const checkpointsLook = look({
  kind: 'run.checkpoints',
  /** `kept` are steps at which the run is kept by hand. */
  question: { ...whose, step: count, kept: v.pipe(v.array(count), v.maxLength(200)) },
  answer: checkpointsOf,
  book: checkpointBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.list(question),
});

export const checkpointLook = look({
  kind: 'run.checkpoint',
  question: { ...whose, step: count },
  answer: checkpointView,
  book: checkpointBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.view(question),
});

export const checkpointChangesLook = look({
  kind: 'run.checkpointChanges',
  question: { ...whose, from: count, to: count },
  answer: checkpointChanges,
  book: checkpointBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.changes(question),
});
