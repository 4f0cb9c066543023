/** Which tasks are an agent's: while nothing runs those that it may do, in a run those that it does or has done at the playhead. Pure. */
import type { TaskView } from '../../../bridge/index.ts';
import { canPerform, onlyManagers, resolvedAgent, resolvedTask, type Document } from '../../../document/index.ts';

/** What is asked of a run. */
export interface Doing {
  readonly active: boolean;
  taskView(id: string): TaskView | undefined;
}

/** Ids in the order of the document; what is disabled is nobody's, a composite has its parts for it. */
export function tasksOf({ agents = [], tasks = [] }: Document, agent: string, run: Doing): readonly string[] {
  if (run.active) return tasks.filter(({ id }) => run.taskView(id)?.agent === agent).map(({ id }) => id);
  const all = agents.map(resolvedAgent);
  const able = all.find(({ id }) => id === agent);
  if (able === undefined) return [];
  const managers = onlyManagers(all);
  const wholes = new Set(tasks.map(({ parent }) => parent));
  return tasks
    .filter((task) => !wholes.has(task.id) && task.disabled !== true)
    .filter((task) => canPerform(able, resolvedTask(task), managers))
    .map(({ id }) => id);
}
