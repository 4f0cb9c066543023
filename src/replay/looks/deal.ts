/** Look: a negotiation from above, by what its outcomes are worth to two of the parties, and all that was said in it. */
import * as v from 'valibot';
import { DealBook } from '../deals/deals.ts';
import { dealView } from '../deals/deal-views.ts';
import { look } from './look.ts';
import { count } from './parts.ts';

export const dealLook = look({
  kind: 'run.deal',
  question: {
    task: v.pipe(v.string(), v.maxLength(300)),
    attempt: count,
    axes: v.strictTuple([count, count]),
    claimed: v.boolean(),
  },
  answer: dealView,
  book: ({ compiled, log }) => new DealBook(compiled.plan, log),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.of(question),
});
