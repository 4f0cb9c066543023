/*
 * Cycles of a graph given as lists of numbers, in linear time and without recursion, so that a hundred thousand
 * nodes in one ring neither freeze nor overflow. It knows nothing of tasks or agents.
 */

/** For each node, the nodes before it. */
export type Before = readonly (readonly number[])[];

/** What Kahn's algorithm finds: an order, and the nodes that no order can reach. */
export interface Sorted {
  readonly order: readonly number[];
  /** Nodes in a cycle or behind one, ascending. */
  readonly stuck: readonly number[];
}

/** Orders nodes so that each comes after all before it; ties by index. */
export function sortGraph(before: Before): Sorted {
  const size = before.length;
  const waiting = new Int32Array(size);
  const start = new Int32Array(size + 1);
  for (const list of before) for (const node of list) start[node + 1] = (start[node + 1] ?? 0) + 1;
  for (let i = 0; i < size; i += 1) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0);
  const after = new Int32Array(start[size] ?? 0);
  const fill = start.slice();
  before.forEach((list, node) => {
    waiting[node] = list.length;
    for (const earlier of list) {
      const at = fill[earlier] ?? 0;
      after[at] = node;
      fill[earlier] = at + 1;
    }
  });
  const order: number[] = [];
  for (let node = 0; node < size; node += 1) if (waiting[node] === 0) order.push(node);
  for (let head = 0; head < order.length; head += 1) {
    const node = order[head] ?? 0;
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at += 1) {
      const later = after[at] ?? 0;
      const left = (waiting[later] ?? 0) - 1;
      waiting[later] = left;
      if (left === 0) order.push(later);
    }
  }
  const stuck: number[] = [];
  for (let node = 0; node < size; node += 1) if ((waiting[node] ?? 0) > 0) stuck.push(node);
  return { order, stuck };
}

/** One shortest cycle through the first node of every knot (strong component) among `nodes`, in order of `before`. */
export function findCycles(before: Before, nodes: readonly number[]): number[][] {
  const component = components(before, nodes);
  const sizes = new Map<number, number>();
  for (const node of nodes) sizes.set(component.get(node) ?? -1, (sizes.get(component.get(node) ?? -1) ?? 0) + 1);
  const cycles: number[][] = [];
  const done = new Set<number>();
  for (const node of nodes) {
    const knot = component.get(node) ?? -1;
    if (done.has(knot) || (sizes.get(knot) ?? 0) < 2) continue;
    done.add(knot);
    cycles.push(shortestCycle(before, node, (other) => component.get(other) === knot));
  }
  return cycles;
}

/** Breadth first from `start` back to itself, against the arrows; given out with the arrows. */
function shortestCycle(before: Before, start: number, inside: (node: number) => boolean): number[] {
  const next = new Map<number, number>();
  const queue = [start];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? start;
    for (const earlier of before[node] ?? []) {
      if (earlier === start) {
        const cycle = [start];
        for (let at = node; at !== start; at = next.get(at) ?? start) cycle.push(at);
        return cycle;
      }
      if (!inside(earlier) || next.has(earlier)) continue;
      next.set(earlier, node);
      queue.push(earlier);
    }
  }
  return [start];
}

/** Tarjan's strong components (1972), with an explicit stack. */
function components(before: Before, nodes: readonly number[]): ReadonlyMap<number, number> {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const component = new Map<number, number>();
  const stack: number[] = [];
  const lower = (node: number, value: number): void => {
    if (value < (low.get(node) ?? value + 1)) low.set(node, value);
  };
  for (const root of nodes) {
    if (index.has(root)) continue;
    const frames = [{ node: root, at: 0 }];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { node } = frame;
      if (frame.at === 0) {
        low.set(node, index.size);
        index.set(node, index.size);
        stack.push(node);
      }
      const earlier = before[node]?.[frame.at];
      frame.at += 1;
      if (earlier !== undefined) {
        const known = index.get(earlier);
        if (known === undefined) frames.push({ node: earlier, at: 0 });
        else if (!component.has(earlier)) lower(node, known);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(node) ?? 0);
      if (low.get(node) !== index.get(node)) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component.set(member, node);
        if (member === node) break;
      }
    }
  }
  return component;
}
