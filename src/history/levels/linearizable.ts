/**
 * Whether the operations of one key are linearizable: whether each may be given a moment between its call and its return so that
 * all answers are right. A history is, where each of its keys is, so keys are looked at one by one.
 */
import type { Item, Model } from '../models/model.ts';
import type { Limits } from '../operation.ts';
import { Intervals } from '../search/orders.ts';
import { search } from '../search/search.ts';
import { guided } from './guided.ts';
import { judgedBy, type Judged } from './judged.ts';
import { lineUp } from './line-up.ts';

/** So many operations are looked at closely at once; of more an order is searched for first, which mostly is soon found. */
const few = 256;
const firstSteps = 200_000;
const stepsEach = 100;

export function linearizable(model: Model, items: readonly Item[], limits: Limits): Judged {
  if (items.length <= few) return guided(model, items, inTime, limits);
  const { problem, items: numbered } = lineUp(
    model,
    items,
    (all, due) =>
      new Intervals(
        all.map(({ operation }) => operation.call),
        all.slice(0, due).map(({ operation }) => operation.returned!),
      ),
  );
  const once = Math.min(firstSteps + stepsEach * items.length, limits.steps);
  const judged = judgedBy(search(problem, { ...limits, steps: once }), numbered);
  if (judged.is !== 'undecided' || judged.limit !== 'steps' || judged.steps >= limits.steps) return judged;
  const again = guided(model, items, inTime, { ...limits, steps: limits.steps - judged.steps });
  return { ...again, steps: judged.steps + again.steps };
}

/** Of each operation those that returned before it was called; what these imply among each other is left out. */
function inTime(items: readonly Item[]): [before: number, after: number][] {
  const due = items.filter(({ operation }) => operation.returned !== null).map(({ operation }) => operation);
  /** The latest call of the first so many. */
  const latest: number[] = [-Infinity];
  for (const { call } of due) latest.push(Math.max(latest.at(-1)!, call));
  return items.flatMap(({ operation: { call } }, at) => {
    const end = returnedBefore(due, call);
    const start = returnedBefore(due, latest[end]!);
    return Array.from({ length: end - start }, (_, index): [number, number] => [start + index, at]);
  });
}

/** How many of operations in the order of their returns had returned before a time. */
function returnedBefore(due: readonly { readonly returned: number | null }[], time: number): number {
  let [low, high] = [0, due.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (due[middle]!.returned! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
