/**
 * What must come before what, composites included, as one graph without borders: for each composite a gate, which
 * opens when what the composite depends on allows it, stands before its parts, and the composite itself after them.
 * Without composites it is the graph of the tasks. Ranks, bounds and schedules read it; the run does not.
 */
import type { Edges, Flow, Plan } from './plan.ts';
import { successorsOf } from './rank.ts';

/** The part of a plan that the flow is made of. */
type Parted = Pick<Plan, 'tasks' | 'predecessors' | 'successors' | 'parent' | 'parts'>;

/** Whether others are parts of the task: then nobody works at it. */
export function isComposite({ parts }: Pick<Plan, 'parts'>, task: number): boolean {
  return parts.start[task] !== parts.start[task + 1];
}

/** Parts of each task in compressed rows, in order of index. */
export function partsOf(parent: readonly number[]): Plan['parts'] {
  const start = new Array<number>(parent.length + 1).fill(0);
  for (const above of parent) if (above !== -1) start[above + 1]! += 1;
  for (let task = 0; task < parent.length; task += 1) start[task + 1]! += start[task]!;
  const fill = start.slice();
  const task = new Array<number>(start[parent.length]!).fill(0);
  parent.forEach((above, part) => {
    if (above === -1) return;
    task[fill[above]!] = part;
    fill[above]! += 1;
  });
  return { start, task };
}

export function flowOf(plan: Parted): Flow {
  const { tasks, predecessors, parent, parts } = plan;
  const gate = tasks.map(() => -1);
  let count = tasks.length;
  if (parts.task.length === 0) return { count, predecessors, successors: plan.successors, gate };
  const gated: number[] = [];
  tasks.forEach((_, task) => {
    if (!isComposite(plan, task)) return;
    gate[task] = count;
    gated.push(task);
    count += 1;
  });
  const start = [0];
  const task: number[] = [];
  const transferMs: number[] = [];
  const when: (string | null)[] = [];
  const add = (from: number, transfer: number): void => {
    task.push(from);
    transferMs.push(transfer);
    when.push(null);
  };
  const addOwn = (of: number): void => {
    for (let at = predecessors.start[of]!; at < predecessors.start[of + 1]!; at += 1)
      add(predecessors.task[at]!, predecessors.transferMs[at]!);
    if (parent[of] !== -1) add(gate[parent[of]!]!, 0);
  };
  for (let node = 0; node < tasks.length; node += 1) {
    if (gate[node] === -1) addOwn(node);
    else for (let at = parts.start[node]!; at < parts.start[node + 1]!; at += 1) add(parts.task[at]!, 0);
    start.push(task.length);
  }
  for (const composite of gated) {
    addOwn(composite);
    start.push(task.length);
  }
  const edges: Edges = { start, task, transferMs, when };
  return { count, predecessors: edges, successors: successorsOf(count, edges), gate };
}
