/** Look: why an agent has in mind what it has, until a step; of one key where it is named. */
import * as v from 'valibot';
import type { Run } from '../../run.ts';
import { MemoryAccount } from '../../why/memory-account.ts';
import { whyMemory } from '../../why/memory-account-views.ts';
import { look } from '../look.ts';
import { count, name } from '../parts.ts';

export const whyMemoryLook = look({
  kind: 'run.whyMemory',
  question: { agent: name, step: count, key: v.pipe(v.string(), v.maxLength(300)) },
  answer: whyMemory,
  book: ({ compiled, log }: Run) => new MemoryAccount(compiled.plan, log),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question) => book.of(question),
});
