/**
 * What went into a task and what came out of it at a place in a run, as text that a person reads and edits. Long values
 * are cut, and say so; it never makes up a value that no fact has told.
 */
import type { Json } from '../../base/index.ts';
import { taskAt, type Plan } from '../../plan/index.ts';
import type { DataValue, TaskData } from './window-views.ts';
import type { Outputs } from './outputs.ts';

/** More than this of one value is not sent to be looked at. */
const textMax = 50_000;

/** The data of a task when so many facts had happened; null for an id that is no task's. */
export function dataOf(plan: Plan, outputs: Outputs, id: string, count: number): TaskData | null {
  const task = plan.tasks.findIndex((each, at) => at < plan.ordinary && each.id === id);
  if (task === -1) return null;
  const { start, task: from, when } = plan.predecessors;
  const came: TaskData['came'][number][] = [];
  for (let at = start[task]!; at < start[task + 1]!; at += 1)
    came.push({
      task: taskAt(plan, from[at]!).id,
      when: when[at] ?? null,
      ...valueOf(outputs.at(from[at]!, count)),
      pinned: outputs.pinned(from[at]!),
    });
  const followed = plan.successors.start[task] !== plan.successors.start[task + 1] || plan.parent[task] !== -1;
  return { task: id, came, went: { ...valueOf(outputs.at(task, count)), pinned: outputs.pinned(task) }, followed };
}

function valueOf(value: Json): Pick<DataValue, 'text' | 'whole'> {
  const text = JSON.stringify(value, null, 2);
  return text.length > textMax ? { text: text.slice(0, textMax), whole: false } : { text, whole: true };
}
