/** Looks: what agents believe and are after at a step, a window of them shortened, or one as a whole. */
import * as v from 'valibot';
import { MindReader } from '../minds/mind-reader.ts';
import { mindsWindow, wholeMind } from '../minds/mind-views.ts';
import type { Run } from '../run.ts';
import { look } from './look.ts';
import { count, name, windowOf } from './parts.ts';

const mindReader = (run: Run): MindReader => new MindReader(run);

export const mindsLook = look({
  kind: 'run.minds',
  question: { step: count, agent: v.optional(name), ...windowOf(200) },
  answer: mindsWindow,
  book: mindReader,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell(book, { agent, ...window }) {
    if (agent === undefined) return book.window(window);
    const mind = book.view(agent, window.step);
    return mind === null ? null : { from: 0, total: 1, minds: [mind] };
  },
});

export const mindLook = look({
  kind: 'run.mind',
  question: { agent: name, step: count },
  answer: wholeMind,
  book: mindReader,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, { agent, step }) => book.whole(agent, step),
});
