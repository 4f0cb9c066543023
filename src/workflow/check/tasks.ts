/** The tasks of a document that are run, each with its place in the list: what is switched off is not refused. */
import { disabledTasks, type Document, type Task } from '../../document/index.ts';

export function runTasks({ tasks = [] }: Document): readonly (readonly [number, Task])[] {
  const off = disabledTasks(tasks);
  return tasks.flatMap((task, at) => (off.has(task.id) ? [] : [[at, task] as const]));
}
