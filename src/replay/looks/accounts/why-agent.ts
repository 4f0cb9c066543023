/** Look: what came an agent's way until a step. */
import { whyOfAgent } from '../../why/why-views.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';
import { whyBook } from './why.ts';

export const whyAgentLook = look({
  kind: 'run.whyAgent',
  question: { agent: name, step: count },
  answer: whyOfAgent,
  book: whyBook,
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, { agent, step }) => book.ofAgent(agent, step),
});
