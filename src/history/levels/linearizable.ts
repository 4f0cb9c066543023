/**
 * Whether the operations of one key are linearizable: whether each may be given a moment between its call and its return so that
 * all answers are right. A history is, where each of its keys is, so keys are looked at one by one.
 */
import type { Limits } from '../operation.ts';
import type { Item, Model } from '../models/model.ts';
import { Intervals } from '../search/orders.ts';
import { search } from '../search/search.ts';
import { lineUp } from './line-up.ts';
import type { Judged } from './judged.ts';

export function linearizable(model: Model, items: readonly Item[], limits: Limits, until = Infinity): Judged {
  const { problem, items: numbered } = lineUp(
    model,
    items,
    (all, due) =>
      new Intervals(
        all.map(({ operation }) => operation.call),
        all.slice(0, due).map(({ operation }) => operation.returned!),
      ),
    until,
  );
  const found = search(problem, limits);
  if (found.is === 'possible') return { is: 'consistent', steps: found.steps };
  if (found.is === 'undecided') return { is: 'undecided', steps: found.steps, limit: found.limit };
  return { is: 'violated', steps: found.steps, culprit: numbered[found.furthest]!.at };
}
