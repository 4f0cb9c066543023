/*
 * What stands before what in the task graph, composites counted in: a part stands behind what its composite waits for, and
 * what waits for a composite stands behind its parts. Asked for many pairs at once, since a document may be large.
 */
import { sortGraph, type Before } from './cycles.ts';
import type { Document } from '../../schema.ts';
import { indexNodes } from '../validate-ids.ts';
import { dependencies } from '../validate-graph.ts';
import { gated, partsIn } from '../validate-parts.ts';

/** A question: whether one node of the graph stands before another. */
export interface Pair {
  readonly earlier: number;
  readonly later: number;
}

/** Nodes that are looked at for one pair before many are answered together. */
const nearMax = 200;
/** Earlier nodes that are answered together: bits of a number, without its sign. */
const togetherMax = 31;

export class Standing {
  readonly #before: Before;
  readonly #order: readonly number[];
  readonly #stuck: ReadonlySet<number>;
  readonly #gates = new Map<number, number>();

  constructor(document: Document) {
    const { tasks = [] } = document;
    const index = indexNodes(document);
    const { before, taskOf } = gated(dependencies(tasks, index), partsIn(tasks, index));
    const { order, stuck } = sortGraph(before);
    this.#before = before;
    this.#order = order;
    this.#stuck = new Set(stuck);
    for (let node = tasks.length; node < before.length; node += 1) this.#gates.set(taskOf(node), node);
  }

  /** The node at which a task begins: of a composite that is before its parts. Where it ends it has its own number. */
  begin(task: number): number {
    return this.#gates.get(task) ?? task;
  }

  /** Whether a node stands in a circle or behind one, so that nothing can be said of it. */
  isStuck(node: number): boolean {
    return this.#stuck.has(node);
  }

  /** For each pair whether the one stands before the other; a node does not stand before itself. */
  answers(pairs: readonly Pair[]): boolean[] {
    const told = pairs.map((pair) => this.#near(pair));
    const open = new Map<number, number[]>();
    told.forEach((each, at) => {
      if (each !== null) return;
      const earlier = pairs[at]?.earlier ?? 0;
      const asked = open.get(earlier);
      if (asked === undefined) open.set(earlier, [at]);
      else asked.push(at);
    });
    const earlier = [...open.keys()];
    for (let from = 0; from < earlier.length; from += togetherMax) {
      const some = earlier.slice(from, from + togetherMax);
      const behind = this.#behind(some);
      some.forEach((node, bit) => {
        for (const at of open.get(node) ?? []) told[at] = ((behind[pairs[at]?.later ?? 0] ?? 0) & (1 << bit)) !== 0;
      });
    }
    return told.map((each) => each === true);
  }

  /** Looks at the nearest nodes first; null when that does not tell. */
  #near({ earlier, later }: Pair): boolean | null {
    const seen = new Set<number>();
    const queue = [later];
    for (let head = 0; head < queue.length; head += 1) {
      for (const node of this.#before[queue[head] ?? 0] ?? []) {
        if (node === earlier) return true;
        if (seen.has(node)) continue;
        if (seen.size === nearMax) return null;
        seen.add(node);
        queue.push(node);
      }
    }
    return false;
  }

  /** For each node, which of these stand before it, as bits. */
  #behind(nodes: readonly number[]): Int32Array {
    const bits = new Int32Array(this.#before.length);
    const own = new Map(nodes.map((node, bit) => [node, 1 << bit]));
    for (const node of this.#order) {
      let all = 0;
      for (const earlier of this.#before[node] ?? []) all |= (bits[earlier] ?? 0) | (own.get(earlier) ?? 0);
      bits[node] = all;
    }
    return bits;
  }
}
