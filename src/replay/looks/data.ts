/** Look: what went into a task and came out of it, at the playhead. */
import type { Plan } from '../../plan/index.ts';
import type { Run } from '../run.ts';
import { dataOf } from '../windows/data.ts';
import { Outputs } from '../windows/outputs.ts';
import { taskData } from '../windows/window-views.ts';
import { look } from './look.ts';
import { name } from './parts.ts';

export interface DataBook {
  readonly plan: Plan;
  readonly outputs: Outputs;
}

/** What each task has given; a fork reads it too. */
export const dataBook = ({ compiled, log }: Run): DataBook => ({ plan: compiled.plan, outputs: new Outputs(log) });

export const dataLook = look({
  kind: 'run.data',
  question: { task: name },
  answer: taskData,
  book: dataBook,
  advance: ({ outputs }, _question, factsMax) => outputs.advance(factsMax),
  tell: ({ plan, outputs }, { task }, { passed }) => dataOf(plan, outputs, task, passed),
});
