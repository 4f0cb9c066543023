/**
 * Greedy by regret for tasks of unequal demand: the generalized assignment problem, which is NP-hard (Martello and Toth
 * 1990). This is a heuristic: every answer can be carried out, and none is proven to be the best.
 */

export interface Demands {
  /** By task and agent; Infinity where the pair is forbidden. */
  readonly cost: readonly (readonly number[])[];
  /** How much each task takes, and how much each agent has. */
  readonly demand: readonly number[];
  readonly capacity: readonly number[];
}

/** One placing, with all that still had room for the task and what each would have cost. */
export interface Placing {
  readonly row: number;
  readonly column: number;
  readonly weighed: readonly { readonly column: number; readonly cost: number }[];
}

/**
 * Always the task that would lose most if its best agent were taken (the second-best cost less the best; everything,
 * where no second has room), at its best agent, until nothing fits. Of equals the first.
 */
export function byRegret({ cost, demand, capacity }: Demands): Placing[] {
  const left = [...capacity];
  const open = new Set(cost.keys());
  const placed: Placing[] = [];
  for (;;) {
    let chosen = -1;
    let most = -1;
    let at = -1;
    for (const row of open) {
      const { best, regret } = regretOf(cost[row]!, demand[row]!, left);
      if (best === -1 || regret <= most) continue;
      chosen = row;
      most = regret;
      at = best;
    }
    if (chosen === -1) return placed;
    const weighed = cost[chosen]!.flatMap((each, column) =>
      each !== Infinity && left[column]! >= demand[chosen]! ? [{ column, cost: each }] : [],
    );
    placed.push({ row: chosen, column: at, weighed });
    left[at]! -= demand[chosen]!;
    open.delete(chosen);
  }
}

function regretOf(
  costs: readonly number[],
  demand: number,
  left: readonly number[],
): { readonly best: number; readonly regret: number } {
  let best = -1;
  let least = Infinity;
  let second = Infinity;
  for (let column = 0; column < costs.length; column += 1) {
    const cost = costs[column]!;
    if (cost === Infinity || left[column]! < demand) continue;
    if (cost < least) {
      second = least;
      least = cost;
      best = column;
    } else second = Math.min(second, cost);
  }
  return { best, regret: second - least };
}
