/**
 * CPOP (Topcuoglu, Hariri and Wu 2002): critical path on a processor. Tasks by the longest way through each of them;
 * those on the critical path all go to the one agent that does them fastest, the others where they finish first. Like
 * HEFT it makes the whole schedule before the run. Where no agent can do the whole critical path, none is reserved.
 */
import { compareIds } from '../../../base/index.ts';
import { bindingEdges, durationOn, isInFlow, rowAt, type Compared, type Plan } from '../../../plan/index.ts';
import { capableOf, comparedMax, heftRanks, meanOf, placed, type Schedule } from './heft.ts';

/** Sums of mean durations may differ in their last bits by the order of adding. */
const noise = 1e-6;

/** A schedule, and what was kept for one agent: the work of the critical path, and how long each agent would be at it. */
export interface PathSchedule extends Schedule {
  readonly kept: ReadonlySet<number>;
  readonly fastest: readonly Compared[];
  /** How many could do all of it. */
  readonly able: number;
}

export function cpop(plan: Plan): PathSchedule {
  const priority = wayThrough(plan);
  const path = [...criticalPath(plan, priority)].filter((node) => capableOf(plan, node).length > 0);
  const times = timesOfPath(plan, path);
  const fastest = times.slice(0, comparedMax);
  const kept = new Set(fastest.length === 0 ? [] : path);
  const schedule = placed(plan, inOrder(plan, priority), (task) =>
    kept.has(task) ? [fastest[0]!.agent] : capableOf(plan, task),
  );
  return { ...schedule, kept, fastest, able: times.length };
}

/** Upward rank and downward rank together, by node of the flow: how long the way through each is that is waited for. */
function wayThrough(plan: Plan): number[] {
  const up = heftRanks(plan);
  const down: number[] = [];
  bindingEdges(plan, (node) => meanOf(plan, node), 1, down);
  return up.map((rank, node) => rank + down[node]!);
}

/** From the entry with the longest way, always to the first successor with as long a one. */
function criticalPath(plan: Plan, priority: readonly number[]): Set<number> {
  const { predecessors, successors } = plan.flow;
  let node = -1;
  priority.forEach((way, at) => {
    const entry = isInFlow(plan, at) && rowAt(predecessors, at).length === 0;
    if (entry && (node === -1 || way > priority[node]! + noise)) node = at;
  });
  const path = new Set<number>();
  if (node === -1) return path;
  const length = priority[node]!;
  while (node !== -1) {
    path.add(node);
    node = rowAt(successors, node).find((next) => priority[next]! >= length - noise) ?? -1;
  }
  return path;
}

/** Time for the whole critical path by agent, the least first; empty where none can do all of it. */
function timesOfPath(plan: Plan, work: readonly number[]): Compared[] {
  return plan.agents
    .flatMap((_, agent) => {
      if (!work.every((node) => capableOf(plan, node).includes(agent))) return [];
      let sum = 0;
      for (const node of work) sum += durationOn(plan, node, agent);
      return [{ agent, value: sum }];
    })
    .sort((a, b) => a.value - b.value || a.agent - b.agent);
}

/** Of what is ready always the one with the longest way, then by id. */
function inOrder(plan: Plan, priority: readonly number[]): number[] {
  const { count, predecessors, successors } = plan.flow;
  const waiting = Array.from({ length: count }, (_, node) => rowAt(predecessors, node).length);
  const idOf = (node: number): string => plan.tasks[node]?.id ?? '';
  const first = (a: number, b: number): number => priority[b]! - priority[a]! || compareIds(idOf(a), idOf(b)) || a - b;
  const ready = waiting.flatMap((left, node) => (left === 0 && isInFlow(plan, node) ? [node] : []));
  const order: number[] = [];
  const heap = new Heap(ready, first);
  for (let node = heap.pop(); node !== undefined; node = heap.pop()) {
    order.push(node);
    for (const next of rowAt(successors, node)) {
      waiting[next]! -= 1;
      if (waiting[next] === 0) heap.push(next);
    }
  }
  return order;
}

/** A binary heap by a total order. */
class Heap {
  readonly #items: number[] = [];
  readonly #first: (a: number, b: number) => number;

  constructor(items: readonly number[], first: (a: number, b: number) => number) {
    this.#first = first;
    for (const item of items) this.push(item);
  }

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#first(items[above]!, item) <= 0) break;
      items[at] = items[above]!;
      at = above;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && this.#first(items[below + 1]!, items[below]!) < 0) below += 1;
      if (this.#first(last, items[below]!) <= 0) break;
      items[at] = items[below]!;
      at = below;
    }
    items[at] = last;
    return top;
  }
}
