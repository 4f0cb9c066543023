/** Look: what clients read and wrote under a key of a shared memory, and whether an order explains it. */
import * as v from 'valibot';
import { HistoryBook } from '../memories/history.ts';
import { historyView } from '../memories/history-views.ts';
import { look } from './look.ts';
import { name } from './parts.ts';

export const historyLook = look({
  kind: 'run.history',
  question: { memory: name, key: v.pipe(v.string(), v.maxLength(300)) },
  answer: historyView,
  book: ({ compiled, log }) => new HistoryBook(compiled.plan, log),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question, { passed }) => book.of(question, passed),
});
