/** Look: how a task that several agents decide stands at a step. */
import { ConsensusBook } from '../../consensus/consensus.ts';
import { consensusView } from '../../consensus/consensus-views.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';

export const consensusLook = look({
  kind: 'run.consensus',
  question: { task: name, step: count },
  answer: consensusView,
  book: ({ compiled, log }) => new ConsensusBook(compiled.plan, log),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, { task, step }) => book.ofTask(task, step),
});
