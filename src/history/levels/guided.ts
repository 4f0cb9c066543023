/**
 * One order of all operations, searched for within what has to come before what: a given order, and what follows from where
 * answers came from. Where values are written once that is nearly all there is to find.
 */
import { derived } from '../causal/derived.ts';
import { pairWords } from '../causal/relation.ts';
import { kindOf, sourcesOf } from '../causal/sources.ts';
import type { Item, Model } from '../models/model.ts';
import type { Limits } from '../operation.ts';
import { Precedence } from '../search/orders.ts';
import { search } from '../search/search.ts';
import { judgedBy, type Judged } from './judged.ts';
import { lineUp } from './line-up.ts';
import { withSteps } from './purse.ts';

/** `orderOf` gives pairs of places, the one before the other. */
export function guided(
  model: Model,
  items: readonly Item[],
  orderOf: (items: readonly Item[]) => readonly (readonly [before: number, after: number])[],
  limits: Limits,
): Judged {
  return withSteps(limits.steps, (spend) => {
    let culprit: number | null = null;
    const { problem, items: numbered } = lineUp(model, items, (all, due) => {
      const order = orderOf(all);
      const kind = kindOf(model, all);
      if (kind === null || pairWords(all.length) > limits.words) return new Precedence(all.length, order);
      const found = derived(all, order, sourcesOf(all, kind, model.name === 'kv' ? '' : null), kind, spend);
      culprit = found.culprit;
      // Whoever may never take effect keeps nobody waiting.
      const pairs = found.culprit === null ? found.pairs.filter(([before]) => before < due) : [];
      return new Precedence(all.length, pairs);
    });
    if (culprit !== null) return { is: 'violated', steps: 0, culprit: numbered[culprit]!.at };
    return judgedBy(search(problem, { ...limits, steps: spend(0) }), numbered);
  });
}
