/** Look: the document that the run runs on, whatever was edited since. */
import { documentSchema } from '../../document/index.ts';
import { look } from './look.ts';

export const documentLook = look({
  kind: 'run.document',
  question: {},
  answer: documentSchema,
  book: ({ compiled }) => compiled.document,
  advance: () => true,
  tell: (document) => document,
});
