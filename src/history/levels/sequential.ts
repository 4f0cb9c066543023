/**
 * Whether operations are sequentially consistent: whether one order of all of them, on all keys, keeps the order of each process
 * and makes all answers right. Keys cannot be looked at one by one here, but one key that is wrong by itself is enough.
 */
import { derived } from '../causal/derived.ts';
import { kindOf, sourcesOf } from '../causal/sources.ts';
import type { Limits } from '../operation.ts';
import type { Item, Model } from '../models/model.ts';
import { Precedence } from '../search/orders.ts';
import { search } from '../search/search.ts';
import { byProcess } from './processes.ts';
import type { Judged } from './judged.ts';
import { byKey } from './keys.ts';
import { lineUp } from './line-up.ts';
import { linearizable } from './linearizable.ts';

export function sequential(model: Model, items: readonly Item[], limits: Limits): Judged {
  const part = { ...limits, steps: Math.floor(limits.steps / 4) };
  const quick = inTime(items) ? eachKey(items, part, (mine, left) => linearizable(model, mine, left)) : null;
  if (quick?.is === 'consistent') return quick;
  const keys = new Set(items.map(({ operation }) => operation.key));
  const alone = keys.size > 1 ? eachKey(items, part, (mine, left) => together(model, mine, left)) : null;
  const spent = (quick?.steps ?? 0) + (alone?.steps ?? 0);
  if (alone?.is === 'violated') return { ...alone, steps: spent };
  const judged = together(model, items, { ...limits, steps: limits.steps - spent });
  return { ...judged, steps: judged.steps + spent };
}

/** Whether the order of each process follows from time. */
function inTime(items: readonly Item[]): boolean {
  return byProcess(items).every(([before, after]) => items[before]!.operation.returned! < items[after]!.operation.call);
}

/** An order that is right in time keeps the order of each process, and is found key by key; the first that is not consistent ends it. */
function eachKey(
  items: readonly Item[],
  limits: Limits,
  judge: (items: readonly Item[], limits: Limits) => Judged,
): Judged {
  let steps = 0;
  let undecided: Judged | null = null;
  for (const { items: mine } of byKey(items)) {
    const judged = judge(mine, { ...limits, steps: limits.steps - steps });
    steps += judged.steps;
    if (judged.is === 'violated') return { ...judged, steps };
    if (judged.is === 'undecided') undecided = judged;
  }
  return { ...(undecided ?? { is: 'consistent' }), steps };
}

/** One order of all, searched for within what has to come before what. */
function together(model: Model, items: readonly Item[], limits: Limits): Judged {
  let steps = 0;
  let culprit: number | null = null;
  const { problem, items: numbered } = lineUp(model, items, (all, due) => {
    const order = byProcess(all);
    const kind = kindOf(model, all);
    if (kind === null || all.length * all.length > limits.words * 16) return new Precedence(all.length, order);
    const sources = sourcesOf(all, kind, model.name === 'kv' ? '' : null);
    const found = derived(all, order, sources, kind === 'value', (work) => (steps += work));
    culprit = found.culprit;
    // Whoever may never take effect keeps nobody waiting.
    const pairs = found.culprit === null ? found.pairs.filter(([before]) => before < due) : [];
    return new Precedence(all.length, pairs);
  });
  if (culprit !== null) return { is: 'violated', steps, culprit: numbered[culprit]!.at };
  const found = search(problem, { ...limits, steps: limits.steps - steps });
  steps += found.steps;
  if (found.is === 'possible') return { is: 'consistent', steps };
  if (found.is === 'undecided') return { is: 'undecided', steps, limit: found.limit };
  return { is: 'violated', steps, culprit: numbered[found.furthest]!.at };
}
