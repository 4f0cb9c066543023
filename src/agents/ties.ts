/**
 * Which of several agents that are equally good for a task gets it: a lot that is drawn for this task and this handing-over
 * alone, so that no other decision moves it. Nothing is drawn where there is one.
 */
import type { Context } from '../kernel/index.ts';
import { taskAt, type Plan } from '../plan/index.ts';

/** What is given away: the task, and under which lease it was last. */
export interface Drawn {
  readonly task: number;
  readonly lease: number;
}

/** The place that the lot falls on, of so many. */
export function lotAmong(plan: Plan, { task, lease }: Drawn, count: number, context: Context): number {
  return count < 2 ? 0 : context.lot('ties', taskAt(plan, task).id, lease).integer(0, count - 1);
}

/** Puts the members of a list in an order by lot. */
export function shuffle<Item>(plan: Plan, { task, lease }: Drawn, list: Item[], context: Context): void {
  const lot = context.lot('ties', taskAt(plan, task).id, lease);
  for (let at = 0; at + 1 < list.length; at += 1) {
    const other = lot.integer(at, list.length - 1);
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
}
