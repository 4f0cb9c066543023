/** What has to be over before a task begins, by its dependencies and those of the composites around it, and on which branches it stands. */
import { parentOf, type Plan } from '../../../plan/index.ts';

interface Way {
  /** Tasks that are over by then; of a composite all of its parts are. */
  readonly over: ReadonlySet<number>;
  /** Of tasks behind which conditions stand: by which of their dependencies the way leads. */
  readonly branches: ReadonlyMap<number, ReadonlySet<string>>;
}

/** A task and the composites around it. */
export function chainOf(plan: Plan, task: number): number[] {
  const chain: number[] = [];
  for (let around = task; around !== -1; around = parentOf(plan, around)) chain.push(around);
  return chain;
}

export class Ways {
  readonly #plan: Plan;
  readonly #known = new Map<number, Way>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Whether neither has to be over before the other, and both may happen in one run. */
  areFree(one: number, other: number): boolean {
    const [a, b] = [this.#to(one), this.#to(other)];
    const isIn = (task: number, { over }: Way): boolean => chainOf(this.#plan, task).some((each) => over.has(each));
    if (isIn(one, b) || isIn(other, a)) return false;
    for (const [from, conditions] of a.branches) {
      const others = b.branches.get(from);
      if (others !== undefined && [...conditions].some((each) => !others.has(each))) return false;
    }
    return true;
  }

  #to(task: number): Way {
    const known = this.#known.get(task);
    if (known !== undefined) return known;
    const { predecessors, wanted } = this.#plan;
    const over = new Set<number>();
    const branches = new Map<number, Set<string>>();
    const seen = new Set(chainOf(this.#plan, task));
    for (const node of seen) {
      const [from, to] = [predecessors.start[node]!, predecessors.start[node + 1]!];
      // Where some of them suffice, none has to be over.
      const isSure = wanted[node] === -1 || wanted[node] === to - from;
      for (let at = from; at < to; at += 1) {
        const before = predecessors.task[at]!;
        const when = predecessors.when[at]!;
        if (when !== null) branches.set(before, (branches.get(before) ?? new Set<string>()).add(when));
        if (!isSure) continue;
        over.add(before);
        for (const each of chainOf(this.#plan, before)) seen.add(each);
      }
    }
    const way = { over, branches };
    this.#known.set(task, way);
    return way;
  }
}
