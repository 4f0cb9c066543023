/** The tasks of a document that several agents decide and that are run: what is switched off is not refused. */
import { disabledTasks, type Action, type Document, type Task } from '../../document/index.ts';

export type Consensus = Extract<Action, { kind: 'consensus' }>;

/** One of them, with its place in the list. */
export interface Decided {
  readonly at: number;
  readonly task: Task;
  readonly action: Consensus;
}

export function decidedTasks({ tasks = [] }: Document): readonly Decided[] {
  const decided: Decided[] = [];
  tasks.forEach((task, at) => {
    if (task.action?.kind === 'consensus') decided.push({ at, task, action: task.action });
  });
  if (decided.length === 0) return decided;
  const off = disabledTasks(tasks);
  return decided.filter(({ task }) => !off.has(task.id));
}
