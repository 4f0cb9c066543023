/** Which tasks wait for which, and what stands in which composite, by place instead of by id. */
import type { ResolvedTask } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import type { Edges } from '../../plan/index.ts';

/** Tasks by place, holes where compensations stand, and the place of each by its id. */
interface Places {
  readonly tasks: readonly (ResolvedTask | undefined)[];
  readonly at: ReadonlyMap<string, number>;
}

export function placesOfTasks(
  tasks: readonly ResolvedTask[],
  passed: readonly ResolvedTask[],
  firstPassed: number,
): Places {
  const at = new Map<string, number>();
  tasks.forEach(({ id }, place) => at.set(id, place));
  passed.forEach(({ id }, place) => at.set(id, firstPassed + place));
  if (passed.length === 0) return { tasks, at };
  const holes = new Array<undefined>(firstPassed - tasks.length).fill(undefined);
  return { tasks: [...tasks, ...holes, ...passed], at };
}

/** A dependency that is named twice counts once, as it is named first. */
export function edgesOf({ tasks, at }: Places, count: number): Edges {
  const start = [0];
  const from: number[] = [];
  const transferMs: number[] = [];
  const when: (string | null)[] = [];
  // The place behind that of the last task that waits for each: whoever names one twice waits for it once.
  const lastBehind = new Int32Array(count);
  for (const task of tasks) {
    for (const dependency of task?.dependsOn ?? []) {
      const before = at.get(dependency.task)!;
      if (lastBehind[before] === start.length) continue;
      lastBehind[before] = start.length;
      from.push(before);
      transferMs.push(toMs(dependency.transferMs));
      when.push(dependency.when);
    }
    start.push(from.length);
  }
  while (start.length <= count) start.push(from.length);
  return { start, task: from, transferMs, when };
}

/** The composite of each task, by index; -1 for none. */
export function parentsOf({ tasks, at }: Places, count: number): number[] {
  const parent = new Array<number>(count).fill(-1);
  tasks.forEach((task, place) => {
    if (task !== undefined && task.parent !== null) parent[place] = at.get(task.parent)!;
  });
  return parent;
}
