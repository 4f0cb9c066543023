/** Look: the attempts of all tasks as rows, a window at a time: who, when, and for whom each waited. */
import { ConflictBook } from '../../conflicts/conflict-book.ts';
import { attemptWindow } from '../../attempts/attempt-views.ts';
import { Attempts } from '../../attempts/attempts.ts';
import { look } from '../look.ts';
import { windowOf } from '../parts.ts';

export const attemptsLook = look({
  kind: 'window.attempts',
  question: windowOf(500),
  answer: attemptWindow,
  book: ({ compiled: { plan }, log }) => ({
    attempts: new Attempts(plan, log),
    conflicts: plan.services.some(({ of }) => of === 'resource') ? new ConflictBook(plan, log) : null,
  }),
  advance: ({ attempts, conflicts }, _question, factsMax) =>
    [attempts.advance(factsMax), conflicts?.advance(factsMax) ?? true].every(Boolean),
  tell: ({ attempts, conflicts }, { from, count }) => attempts.window(from, count, conflicts),
});
