/** Look: why a task went where it went, as known at a step. */
import type { Run } from '../../run.ts';
import { WhyBook } from '../../why/why.ts';
import { why } from '../../why/why-views.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';

/** What accounts for tasks, and for what came the way of agents. */
export const whyBook = ({ compiled, log }: Run): WhyBook => new WhyBook(compiled, log);

export const whyLook = look({
  kind: 'run.why',
  question: { task: name, step: count },
  answer: why,
  book: whyBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, { task, step }) => book.ofTask(task, step),
});
