/**
 * HEFT (Topcuoglu, Hariri and Wu 2002): heterogeneous earliest finish time. Tasks by upward rank, each to the slot
 * where it would finish first, into a gap between two others where one is wide enough. The whole schedule is made
 * before the run from expected durations; the coordinator then follows it.
 */
import { compareIds } from '../../../base/index.ts';
import {
  bindingEdges,
  dueAt,
  durationOn,
  isInFlow,
  isPassed,
  rowAt,
  topologicalOrder,
  upwardRanks,
  type Compared,
  type Plan,
  atOnceOf,
} from '../../../plan/index.ts';

export interface Slot {
  readonly task: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Schedule {
  /** Agent of each task; -1 where none can do it. */
  readonly agentOf: readonly number[];
  readonly startMs: readonly number[];
  /** Tasks of each agent in order of start. */
  readonly sequence: readonly (readonly number[])[];
  readonly makespanMs: number;
  /** When each task would have been done at the agents that were weighed for it, in the schedule, ms. */
  readonly compared: readonly (readonly Compared[])[];
  /** How many that were, each time. */
  readonly comparedOf: readonly number[];
}

/** So many agents are kept for each task, those that would have been done first. */
export const comparedMax = 8;

/** The schedule for all ordinary tasks that have a capable agent. */
export function heft(plan: Plan): Schedule {
  const ranks = heftRanks(plan);
  const { count } = plan.flow;
  // Composites and their gates are nobody's work, and yet they stand between what comes before and after them.
  const order = Array.from({ length: count }, (_, node) => node).filter((node) => isInFlow(plan, node));
  const idOf = (node: number): string => plan.tasks[node]?.id ?? '';
  const depth = depthsOf(plan);
  // A task that takes no time has the rank of what follows it: the depth keeps it in front all the same.
  order.sort((a, b) => ranks[b]! - ranks[a]! || depth[a]! - depth[b]! || compareIds(idOf(a), idOf(b)) || a - b);
  return placed(plan, order, (task) => capableOf(plan, task));
}

/** Tasks in this order, each where it finishes first among these agents, into a gap where one is wide enough. */
export function placed(plan: Plan, order: readonly number[], agentsFor: (task: number) => readonly number[]): Schedule {
  const { count } = plan.flow;
  const placeOf = new Array<number>(count).fill(0);
  order.forEach((task, place) => {
    placeOf[task] = place;
  });
  const agentOf = new Array<number>(count).fill(-1);
  const startMs = new Array<number>(count).fill(0);
  // What has no place yet is waited for by nobody that is placed: of the k that are wanted it is none.
  const endMs = new Array<number>(count).fill(Infinity);
  const rows: Slot[][][] = plan.agents.map((agent) => Array.from({ length: atOnceOf(agent) }, () => []));
  const compared = new Array<readonly Compared[]>(count).fill(nothing);
  const comparedOf = new Array<number>(count).fill(0);
  for (const task of order) {
    let best: { agent: number; row: number; start: number; end: number } | null = null;
    const weighed: Compared[] = [];
    for (const agent of agentsFor(task)) {
      const ready = dataReady(plan, task, agent, agentOf, endMs);
      const duration = durationOn(plan, task, agent);
      let earliest = Infinity;
      rows[agent]!.forEach((row, at) => {
        const start = gapFor(row, ready, duration);
        earliest = Math.min(earliest, start + duration);
        if (best === null || start + duration < best.end) best = { agent, row: at, start, end: start + duration };
      });
      weighed.push({ agent, value: earliest });
    }
    if (best === null) {
      // Nobody can do it, and yet it comes after what it waits for: so must what waits for it.
      startMs[task] = endMs[task] = dataReady(plan, task, -1, agentOf, endMs);
      continue;
    }
    const { agent, row, start, end } = best as { agent: number; row: number; start: number; end: number };
    agentOf[task] = agent;
    startMs[task] = start;
    endMs[task] = end;
    comparedOf[task] = weighed.length;
    compared[task] = firstOf(weighed);
    insert(rows[agent]![row]!, { task, startMs: start, endMs: end });
  }
  const sequence = rows.map((agent) =>
    agent
      .flat()
      .sort((a, b) => a.startMs - b.startMs || placeOf[a.task]! - placeOf[b.task]!)
      .map((slot) => slot.task),
  );
  const makespanMs = endMs.reduce((latest, end) => (end === Infinity ? latest : Math.max(latest, end)), 0);
  return { agentOf, startMs, sequence, makespanMs, compared, comparedOf };
}

const nothing: readonly Compared[] = [];

function firstOf(weighed: Compared[]): readonly Compared[] {
  if (weighed.length <= comparedMax) return weighed;
  return weighed.sort((a, b) => a.value - b.value || a.agent - b.agent).slice(0, comparedMax);
}

/** Most dependencies in a row that stand before each task. */
function depthsOf(plan: Plan): number[] {
  const { count, predecessors, successors } = plan.flow;
  const depth = new Array<number>(count).fill(0);
  for (const task of topologicalOrder(count, predecessors, successors))
    for (const next of rowAt(successors, task)) depth[next] = Math.max(depth[next]!, depth[task]! + 1);
  return depth;
}

/** Upward rank with mean durations and mean transfers (eq. 3): a transfer counts in full, as the paper has it. */
export function heftRanks(plan: Plan): number[] {
  const { count, predecessors, successors } = plan.flow;
  const mean = Array.from({ length: count }, (_, at) => ({ expectedMs: meanOf(plan, at) }));
  const binding = bindingEdges(plan, (node) => mean[node]!.expectedMs, 1);
  return upwardRanks(mean, predecessors, successors, 1, binding);
}

/** Mean duration over who can do it; 0 where nobody works at it. */
export function meanOf(plan: Plan, node: number): number {
  const capable = capableOf(plan, node);
  let sum = 0;
  for (const agent of capable) sum += durationOn(plan, node, agent);
  return capable.length === 0 ? 0 : sum / capable.length;
}

const nobody: readonly number[] = [];

/** Who can do what a node of the flow asks for: nobody, where it is a composite, its gate or switched off. */
export function capableOf(plan: Plan, node: number): readonly number[] {
  const { flow, tasks, needs } = plan;
  const task = tasks[node];
  return task === undefined || isPassed(plan, node) || flow.gate[node] !== -1 ? nobody : needs[task.need]!.capable;
}

function dataReady(
  plan: Plan,
  task: number,
  agent: number,
  agentOf: readonly number[],
  endMs: readonly number[],
): number {
  const { task: from, transferMs } = plan.flow.predecessors;
  return dueAt(plan.flow, task, (at) => endMs[from[at]!]! + (agentOf[from[at]!] === agent ? 0 : transferMs[at]!));
}

/** Earliest start at or after `ready` where `duration` fits between what stands in the row. */
function gapFor(row: readonly Slot[], ready: number, duration: number): number {
  let start = ready;
  for (const slot of row) {
    if (start + duration <= slot.startMs) return start;
    start = Math.max(start, slot.endMs);
  }
  return start;
}

function insert(row: Slot[], slot: Slot): void {
  let at = row.length;
  while (at > 0 && row[at - 1]!.startMs > slot.startMs) at -= 1;
  row.splice(at, 0, slot);
}
