/**
 * What each level says of operations: a verdict, or which limit kept it from one.
 */
import type { Item } from '../models/model.ts';
import type { Limit } from '../operation.ts';
import type { Found } from '../search/search.ts';

export type Judged = { readonly steps: number } &
  /** `order` is one in which all answers are right, by the indices of operations, where one was searched for. */
  (
    | { readonly is: 'consistent'; readonly order?: readonly number[] }
    /** `culprit` is the index of an operation whose answer nothing explains, after all that came before it. */
    | { readonly is: 'violated'; readonly culprit: number }
    | { readonly is: 'undecided'; readonly limit: Limit }
  );

/** What a search found, of the items of its numbers. */
export function judgedBy(found: Found, items: readonly Item[]): Judged {
  const { steps } = found;
  if (found.is === 'possible')
    return { is: 'consistent', steps, order: found.order.map((number) => items[number]!.at) };
  if (found.is === 'undecided') return { is: 'undecided', steps, limit: found.limit };
  return { is: 'violated', steps, culprit: items[found.furthest]!.at };
}
