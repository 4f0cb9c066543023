/**
 * Orders and bounds of a task graph: a topological order, upward ranks, critical path and work. They are about
 * expected durations; what a run really took is told by its facts.
 */
import { compareIds } from '../base/index.ts';
import type { Edges, Plan, TaskOrder, TaskPlan } from './plan.ts';

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

/**
 * Upward rank (Topcuoglu et al. 2002, eq. 3): the task's own duration and the longest way from there to an end.
 * `transferShare` weighs the transfers on the way: 0 leaves them out, HEFT counts them by the chance that the two
 * ends stand on different agents.
 */
export function upwardRanks(
  tasks: readonly { readonly expectedMs: number }[],
  edges: Edges,
  successors: Successors,
  transferShare: number,
): number[] {
  const order = topologicalOrder(tasks.length, edges, successors);
  const rank = new Array<number>(tasks.length).fill(0);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const task = order[at]!;
    let best = 0;
    for (let i = successors.start[task]!; i < successors.start[task + 1]!; i += 1) {
      const way = rank[successors.task[i]!]! + transferShare * edges.transferMs[successors.edge[i]!]!;
      if (way > best) best = way;
    }
    rank[task] = tasks[task]!.expectedMs + best;
  }
  return rank;
}

/** Place of each task among all when ready ones compete; ties go by id. First in, first out has no such order. */
export function placesOf(tasks: readonly TaskPlan[], rank: readonly number[], ordering: TaskOrder): number[] {
  if (ordering === 'fifo') return new Array<number>(tasks.length).fill(-1);
  const key = keysOf(tasks, rank, ordering);
  const sorted = tasks.map((_, at) => at);
  sorted.sort((a, b) => key[b]! - key[a]! || compareIds(tasks[a]!.id, tasks[b]!.id) || a - b);
  const places = new Array<number>(tasks.length).fill(0);
  sorted.forEach((task, place) => {
    places[task] = place;
  });
  return places;
}

/** Higher goes first. */
function keysOf(tasks: readonly TaskPlan[], rank: readonly number[], ordering: TaskOrder): readonly number[] {
  switch (ordering) {
    case 'fifo':
    case 'critical-path':
      return rank;
    case 'priority':
      return tasks.map((task) => task.priority);
    case 'shortest-first':
      return tasks.map((task) => -task.expectedMs);
    case 'longest-first':
      return tasks.map((task) => task.expectedMs);
  }
}

/** What no schedule can beat, counted with the fastest duration that any capable agent could give. */
export interface Bounds {
  /** Longest chain, ms. */
  readonly criticalPathMs: number;
  /** All work, ms of one slot. */
  readonly workMs: number;
  /** Slots of all agents together. */
  readonly slots: number;
}

/** Critical path and work of the ordinary tasks under given durations; a composite takes no time of its own. */
export function boundsOf(plan: Plan, durationMs: (task: number) => number): Bounds {
  const { count, predecessors, successors, gate } = plan.flow;
  const finish = new Array<number>(count).fill(0);
  let criticalPathMs = 0;
  let workMs = 0;
  for (const task of topologicalOrder(count, predecessors, successors)) {
    if (task >= plan.ordinary && task < plan.tasks.length) continue;
    const duration = task < plan.ordinary && gate[task] === -1 ? durationMs(task) : 0;
    let start = 0;
    for (let at = predecessors.start[task]!; at < predecessors.start[task + 1]!; at += 1) {
      start = Math.max(start, finish[predecessors.task[at]!]!);
    }
    finish[task] = start + duration;
    criticalPathMs = Math.max(criticalPathMs, finish[task]);
    workMs += duration;
  }
  return { criticalPathMs, workMs, slots: plan.agents.reduce((sum, agent) => sum + agent.slots, 0) };
}
