/** Graphs that benches run: layered DAGs as PERFORMANCE measures them (in-degree 1 to 5, average 3), made from a seed. */
import type { Document } from '../../src/document/index.ts';

/** A small generator of its own, so that baselines and engine see the same graph. */
export function dice(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 4294967296) * below);
  };
}

/** Predecessors of each task: layers of about a hundred, each task behind 1 to 5 of the layer before. */
export function layered(count: number, width = Math.min(100, Math.ceil(count / 10))): number[][] {
  const roll = dice(count);
  const before: number[][] = [];
  for (let task = 0; task < count; task += 1) {
    const layer = Math.floor(task / width);
    if (layer === 0) {
      before.push([]);
      continue;
    }
    const wanted = 1 + roll(5);
    const chosen = new Set<number>();
    while (chosen.size < Math.min(wanted, width)) chosen.add((layer - 1) * width + roll(width));
    before.push([...chosen]);
  }
  return before;
}

/** The same graph as a document with so many identical agents. */
export function layeredDocument(count: number, agents: number, pattern: string): Document {
  const before = layered(count);
  return {
    format: 'conclave',
    version: 1,
    name: `layered ${String(count)}`,
    coordination: { pattern },
    agents: Array.from({ length: agents }, (_, at) => ({ id: `agent-${String(at + 1)}` })),
    tasks: before.map((predecessors, at) => ({
      id: `t${String(at)}`,
      dependsOn: predecessors.map((each) => `t${String(each)}`),
      action: { kind: 'simulate', durationMs: 1 + (at % 7) },
    })),
  };
}
