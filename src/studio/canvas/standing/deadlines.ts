/**
 * How what a card stands for keeps its deadlines: a task its own, a composite its own and those of all that is in it. One rule for
 * cards, picture and map. Pure.
 */
import type { TaskView } from '../../../bridge/index.ts';
import type { Document } from '../../../document/index.ts';
import { dueOf, plural, type Due } from '../../design/index.ts';

/** By the id of a card: the tasks with deadlines that it stands for, itself among them. */
export type Deadlines = ReadonlyMap<string, readonly { readonly id: string; readonly deadlineMs: number }[]>;

/** What is asked of a run. */
export interface Moment {
  readonly timeMs: number;
  taskView(id: string): TaskView | undefined;
}

export function deadlinesOf({ tasks = [] }: Document): Deadlines {
  const found = new Map<string, { id: string; deadlineMs: number }[]>();
  const parents = new Map(tasks.map(({ id, parent }) => [id, parent]));
  for (const { id, deadlineMs = 0 } of tasks) {
    if (deadlineMs <= 0) continue;
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      const listed = found.get(at);
      if (listed === undefined) found.set(at, [{ id, deadlineMs }]);
      else listed.push({ id, deadlineMs });
    }
  }
  return found;
}

/** Null where nothing that the card stands for has a deadline, or there is nothing to say of it. */
export function dueAt(deadlines: Deadlines, card: string, run: Moment): Due | null {
  const listed = deadlines.get(card) ?? [];
  const dues = listed.map(({ id, deadlineMs }) => ({ id, due: dueOf(deadlineMs, run.taskView(id), run.timeMs) }));
  const own = dues.find(({ id }) => id === card)?.due ?? null;
  if (own?.late === true) return own;
  const late = dues.filter(({ due }) => due?.late === true).length;
  return late === 0 ? own : { late: true, word: `${plural(late, 'part')} late` };
}
