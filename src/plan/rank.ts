/**
 * Orders and bounds of a task graph: a topological order, upward ranks, critical path and work. They are about
 * expected durations; what a run really took is told by its facts.
 */
import { atOnceOf } from './entries.ts';
import { compareIds } from '../base/index.ts';
import { dueAt } from './flow.ts';
import { topologicalOrder, type Successors } from './graph.ts';
import { isInFlow, type Edges, type Plan, type TaskOrder, type TaskPlan } from './plan.ts';

/**
 * Upward rank (Topcuoglu et al. 2002, eq. 3): the task's own duration and the longest way from there to an end.
 * `transferShare` weighs the transfers on the way: 0 leaves them out, HEFT counts them by the chance that the two
 * ends stand on different agents. Only over edges that bind, where not all do, does a way lead on.
 */
export function upwardRanks(
  tasks: readonly { readonly expectedMs: number }[],
  edges: Edges,
  successors: Successors,
  transferShare: number,
  binding: readonly boolean[] | null = null,
  order: readonly number[] = topologicalOrder(tasks.length, edges, successors),
): number[] {
  const rank = new Array<number>(tasks.length).fill(0);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const task = order[at]!;
    let best = 0;
    for (let i = successors.start[task]!; i < successors.start[task + 1]!; i += 1) {
      if (binding !== null && binding[successors.edge[i]!] !== true) continue;
      const way = rank[successors.task[i]!]! + transferShare * edges.transferMs[successors.edge[i]!]!;
      if (way > best) best = way;
    }
    rank[task] = tasks[task]!.expectedMs + best;
  }
  return rank;
}

/**
 * Which edges bind, by expected times: a node that waits for k of those before it does not wait for the slower ones. Null
 * where all do. `waysMs`, by node, becomes when each could begin, where that is asked for.
 */
export function bindingEdges(
  plan: Plan,
  durationMs: (node: number) => number,
  transferShare: number,
  waysMs?: number[],
): readonly boolean[] | null {
  const { flow } = plan;
  const { predecessors } = flow;
  const partial = flow.wanted.some((wanted) => wanted !== -1);
  if (!partial && waysMs === undefined) return null;
  const begunMs = waysMs ?? [];
  const binding = partial ? new Array<boolean>(predecessors.task.length).fill(true) : null;
  const arrival = (edge: number): number => {
    const from = predecessors.task[edge]!;
    return begunMs[from]! + durationMs(from) + transferShare * predecessors.transferMs[edge]!;
  };
  for (const node of flow.order) {
    const due = dueAt(flow, node, arrival);
    begunMs[node] = due;
    if (binding === null || flow.wanted[node] === -1) continue;
    const own = predecessors.start[node + 1]! - (flow.gated[node] === true ? 1 : 0);
    for (let at = predecessors.start[node]!; at < own; at += 1) binding[at] = arrival(at) <= due;
  }
  return binding;
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

/**
 * Critical path and work of the ordinary tasks under given durations; null for what was not done and stands on no path. A
 * composite takes no time of its own. `counts` says which of what was done was waited for: what came before by what came
 * after, a composite where that is its gate.
 */
export function boundsOf(
  plan: Plan,
  durationMs: (task: number) => number | null,
  counts: ((before: number, after: number) => boolean) | null = null,
): Bounds {
  const { flow } = plan;
  const { count, predecessors, order, gate } = flow;
  const finish = new Array<number | null>(count).fill(null);
  const composites: number[] = [];
  gate.forEach((node, task) => {
    if (node !== -1) composites.push(task);
  });
  let criticalPathMs = 0;
  let workMs = 0;
  let after = 0;
  const timeOf = (edge: number): number | null => {
    const before = predecessors.task[edge]!;
    return counts === null || counts(before, after) ? finish[before]! : null;
  };
  for (const task of order) {
    if (!isInFlow(plan, task)) continue;
    const done = task < plan.ordinary ? durationMs(task) : 0;
    if (done === null) continue;
    const duration = gate[task] === undefined || gate[task] === -1 ? done : 0;
    after = task < plan.tasks.length ? task : composites[task - plan.tasks.length]!;
    const start = dueAt(flow, task, timeOf);
    finish[task] = start + duration;
    criticalPathMs = Math.max(criticalPathMs, start + duration);
    workMs += duration;
  }
  return { criticalPathMs, workMs, slots: plan.agents.reduce((sum, agent) => sum + atOnceOf(agent), 0) };
}
