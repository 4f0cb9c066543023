/**
 * The search of Wing and Gong for an order of all operations in which each answer is right, with Lowe's memo of where it has
 * been. What only reads takes effect as soon as its answer fits, which takes nothing away from any order; of optional
 * operations that do the same the first stands for all. It never guesses: it gives up where a limit is reached.
 */
import type { Limit, Limits } from '../operation.ts';
import { Frontier } from './frontier.ts';
import type { Problem } from './problem.ts';
import { Visited } from './visited.ts';

export type Found = { readonly steps: number } & (
  | { readonly is: 'possible'; readonly order: readonly number[] }
  /** `furthest` is the first due operation that no order reaches after all before it. */
  | { readonly is: 'impossible'; readonly furthest: number }
  | { readonly is: 'undecided'; readonly limit: Limit }
);

/** Takes what only reads and fits, until nothing of the kind is open; gives the number of tries. */
function settle(problem: Problem, frontier: Frontier, state: number): number {
  const { reads, due } = problem;
  const { next, end } = frontier;
  let steps = 0;
  for (let again = true; again;) {
    again = false;
    for (let at = next[end]!; at !== end;) {
      const following = next[at]!;
      if (at < due && reads[at] === true) {
        steps += 1;
        if (problem.step(at, state) === state) {
          frontier.take(at);
          again = true;
        }
      }
      at = following;
    }
  }
  return steps;
}

export function search(problem: Problem, limits: Limits): Found {
  const frontier = new Frontier(problem);
  const visited = new Visited();
  const { twins, due } = problem;
  const { next, end, open } = frontier;
  const states: number[] = [];
  const marks: number[] = [];
  let state = problem.initial;
  let steps = settle(problem, frontier, state);
  let furthest = frontier.base;
  let at = next[end]!;
  while (frontier.left > 0) {
    if (at === end) {
      if (marks.length === 0) return { is: 'impossible', furthest, steps };
      const mark = marks.pop()!;
      while (frontier.trail.length > mark + 1) frontier.takeBack();
      const tried = frontier.trail[mark]!;
      frontier.takeBack();
      state = states.pop()!;
      at = next[tried]!;
      continue;
    }
    const twin = at >= due ? twins[at]! : -1;
    if (twin >= 0 && open[twin] === 1) {
      at = next[at]!;
      continue;
    }
    steps += 1;
    if (steps > limits.steps) return { is: 'undecided', limit: 'steps', steps };
    const to = problem.step(at, state);
    if (to < 0 || (at >= due && to === state)) {
      at = next[at]!;
      continue;
    }
    marks.push(frontier.trail.length);
    states.push(state);
    state = to;
    frontier.take(at);
    steps += settle(problem, frontier, state);
    if (frontier.base > furthest) furthest = frontier.base;
    if (visited.words() + problem.weight() > limits.words) return { is: 'undecided', limit: 'words', steps };
    at = visited.add(frontier, state) ? next[end]! : end;
  }
  return { is: 'possible', order: frontier.trail, steps };
}
