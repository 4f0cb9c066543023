/** Look: what the replicas of a shared memory keep at the playhead; of the first memory where none is named. */
import * as v from 'valibot';
import { MemoryBook } from '../memories/memories.ts';
import { memoryView } from '../memories/memory-views.ts';
import { look } from './look.ts';
import { windowOf } from './parts.ts';

export const memoryLook = look({
  kind: 'run.memory',
  question: {
    memory: v.pipe(v.string(), v.maxLength(300)),
    ...windowOf(200),
    differing: v.boolean(),
    text: v.exactOptional(v.pipe(v.string(), v.maxLength(300))),
  },
  answer: memoryView,
  book: ({ compiled, log }) => new MemoryBook(compiled.plan, log, compiled.spec.network?.partitions),
  advance: (book, _question, factsMax) => book.advance(factsMax),
  tell: (book, question, { passed }) => book.at(question, passed),
});
