/**
 * What must come before what, composites included, as one graph without borders: for each composite a gate, which
 * opens when what the composite depends on allows it, stands before its parts, and the composite itself after them.
 * Without composites it is the graph of the tasks. How many of those before a node it waits for is part of it. Ranks,
 * bounds and schedules read it; the run does not.
 */
import { partsAt } from './entries.ts';
import type { Edges, Flow, Plan } from './plan.ts';
import { successorsOf, topologicalOrder } from './graph.ts';

/** The part of a plan that the flow is made of. */
type Parted = Pick<Plan, 'tasks' | 'predecessors' | 'successors' | 'parent' | 'parts'>;

/** Whether others are parts of the task: then nobody works at it. */
export function isComposite({ parts }: Pick<Plan, 'parts'>, task: number): boolean {
  return parts.size > 0 && parts.has(task);
}

/** Parts of each task by the composite of each, in order of index. */
export function partsOf(parent: readonly number[]): Plan['parts'] {
  const parts = new Map<number, number[]>();
  parent.forEach((above, part) => {
    const known = parts.get(above);
    if (known !== undefined) known.push(part);
    else if (above !== -1) parts.set(above, [part]);
  });
  return parts;
}

export function flowOf(plan: Parted): Flow {
  const { tasks, predecessors, parent, parts } = plan;
  const gate = tasks.map(() => -1);
  const wanted = tasks.map((_, task) => wantedBy(plan, task));
  const gated = tasks.map((_, task) => parent[task] !== -1);
  let count = tasks.length;
  if (!parent.some((above) => above !== -1)) {
    const { successors } = plan;
    const order = topologicalOrder(count, predecessors, successors);
    return { count, predecessors, successors, order, gate, wanted, gated };
  }
  const composites: number[] = [];
  tasks.forEach((_, task) => {
    if (!isComposite(plan, task)) return;
    gate[task] = count;
    composites.push(task);
    count += 1;
  });
  const rows = new Rows();
  const addOwn = (of: number): void => {
    for (let at = predecessors.start[of]!; at < predecessors.start[of + 1]!; at += 1)
      rows.add(predecessors.task[at]!, predecessors.transferMs[at]!);
    const above = parent[of]!;
    // What is switched off has no gate: its parts wait for it itself.
    if (above !== -1) rows.add(gate[above] === -1 ? above : gate[above]!, 0);
  };
  for (let node = 0; node < tasks.length; node += 1) {
    if (gate[node] === -1) addOwn(node);
    else for (const part of partsAt(parts, node)) rows.add(part, 0);
    rows.end();
  }
  for (const composite of composites) {
    addOwn(composite);
    rows.end();
    wanted.push(wanted[composite]!);
    gated.push(gated[composite]!);
    wanted[composite] = tasks[composite]!.partsWanted;
    gated[composite] = false;
  }
  const edges: Edges = rows;
  const successors = successorsOf(count, edges);
  const order = topologicalOrder(count, edges, successors);
  return { count, predecessors: edges, successors, order, gate, wanted, gated };
}

/** Rows of edges as they grow. */
class Rows implements Edges {
  readonly start = [0];
  readonly task: number[] = [];
  readonly transferMs: number[] = [];
  readonly when: (string | null)[] = [];

  add(from: number, transferMs: number): void {
    this.task.push(from);
    this.transferMs.push(transferMs);
    this.when.push(null);
  }

  end(): void {
    this.start.push(this.task.length);
  }
}

/** Successes before a task that let it start; -1 where it waits for all before it. */
function wantedBy({ tasks, predecessors }: Parted, task: number): number {
  const { trigger, triggerCount } = tasks[task]!;
  const before = predecessors.start[task + 1]! - predecessors.start[task]!;
  return trigger === 'at-least' && triggerCount < before ? triggerCount : -1;
}

/**
 * When a node of the flow may begin, by when what comes before it is there: at the last of all, or at the k-th of those of
 * which k are wanted, and not before the gate around it. A time of `null` is that of something that does not count.
 */
export function dueAt(
  { predecessors, wanted, gated }: Flow,
  node: number,
  timeOf: (edge: number) => number | null,
): number {
  const first = predecessors.start[node]!;
  const end = predecessors.start[node + 1]!;
  const own = gated[node] === true ? end - 1 : end;
  let due = 0;
  if (wanted[node] === -1)
    for (let at = first; at < own; at += 1) {
      const time = timeOf(at) ?? 0;
      if (time > due) due = time;
    }
  else {
    const times: number[] = [];
    for (let at = first; at < own; at += 1) {
      const time = timeOf(at);
      if (time !== null) times.push(time);
    }
    times.sort((a, b) => a - b);
    due = times[Math.min(wanted[node]!, times.length) - 1] ?? 0;
  }
  return own === end ? due : Math.max(due, timeOf(own) ?? 0);
}
