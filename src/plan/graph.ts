/**
 * Edges of a graph from the other end, and an order in which each node stands behind what it depends on. It knows nothing
 * of what the nodes are.
 */
import type { Edges } from './plan.ts';

export interface Successors {
  readonly start: readonly number[];
  readonly task: readonly number[];
  readonly edge: readonly number[];
}

/** The edges from the other end, in order of successor. */
export function successorsOf(count: number, edges: Edges): Successors {
  const start = new Array<number>(count + 1).fill(0);
  for (const from of edges.task) start[from + 1]! += 1;
  for (let i = 0; i < count; i += 1) start[i + 1]! += start[i]!;
  const fill = start.slice();
  const task = new Array<number>(edges.task.length).fill(0);
  const edge = new Array<number>(edges.task.length).fill(0);
  for (let to = 0; to < count; to += 1) {
    for (let at = edges.start[to]!; at < edges.start[to + 1]!; at += 1) {
      const place = fill[edges.task[at]!]!;
      fill[edges.task[at]!] = place + 1;
      task[place] = to;
      edge[place] = at;
    }
  }
  return { start, task, edge };
}

/** Tasks such that each stands behind what it depends on (Kahn 1962); shorter than `count` when there is a cycle. */
export function topologicalOrder(count: number, edges: Edges, successors: Successors): number[] {
  const waiting = new Array<number>(count).fill(0);
  const order: number[] = [];
  for (let task = 0; task < count; task += 1) {
    waiting[task] = edges.start[task + 1]! - edges.start[task]!;
    if (waiting[task] === 0) order.push(task);
  }
  for (let at = 0; at < order.length; at += 1) {
    const task = order[at]!;
    for (let i = successors.start[task]!; i < successors.start[task + 1]!; i += 1) {
      const next = successors.task[i]!;
      waiting[next]! -= 1;
      if (waiting[next] === 0) order.push(next);
    }
  }
  return order;
}
