/**
 * The smallest set of goals that nothing meets together. Each outcome leaves some goals unmet; a set is in its own way when every
 * outcome leaves one of it unmet. Sets are tried by their size; where that takes too long, goals are left out one by one.
 */

/** So many sets are tried by size. */
const setsMax = 200_000;

/** Goals by place, or null where some outcome meets all. `holds` says whether an outcome meets a goal. */
export function smallestConflict(
  goals: number,
  outcomes: number,
  holds: (goal: number, outcome: number) => boolean,
): readonly number[] | null {
  const left = unmetBy(goals, outcomes, holds);
  if (left.some((unmet) => unmet.size === 0)) return null;
  let tried = 0;
  const grown = (chosen: readonly number[], size: number): readonly number[] | null => {
    const open = left.find((unmet) => !chosen.some((goal) => unmet.has(goal)));
    if (open === undefined) return chosen;
    if (chosen.length === size) return null;
    // Whatever is in its own way has one of those that this outcome leaves unmet.
    for (const goal of open) {
      tried += 1;
      if (tried > setsMax) return null;
      const found = grown([...chosen, goal], size);
      if (found !== null) return found;
    }
    return null;
  };
  for (let size = 1; size <= goals && tried <= setsMax; size += 1) {
    const found = grown([], size);
    if (found !== null) return [...found].sort((one, other) => one - other);
  }
  return leftOut(goals, left);
}

/** What each outcome leaves unmet, each such set once, and none that has another one in it. */
function unmetBy(
  goals: number,
  outcomes: number,
  holds: (goal: number, outcome: number) => boolean,
): readonly ReadonlySet<number>[] {
  const sets = new Map<string, ReadonlySet<number>>();
  for (let outcome = 0; outcome < outcomes; outcome += 1) {
    const unmet = Array.from({ length: goals }, (_, goal) => goal).filter((goal) => !holds(goal, outcome));
    sets.set(unmet.join(), new Set(unmet));
    if (unmet.length === 0) break;
  }
  const sorted = [...sets.values()].sort((one, other) => one.size - other.size);
  const least: ReadonlySet<number>[] = [];
  for (const set of sorted) if (!least.some((known) => [...known].every((goal) => set.has(goal)))) least.push(set);
  return least;
}

/** Whoever can go goes: what is left has no smaller set in it, though another may be smaller. */
function leftOut(goals: number, left: readonly ReadonlySet<number>[]): readonly number[] {
  let those = Array.from({ length: goals }, (_, goal) => goal);
  for (const goal of [...those]) {
    const others = those.filter((each) => each !== goal);
    if (left.every((unmet) => others.some((each) => unmet.has(each)))) those = others;
  }
  return those;
}
