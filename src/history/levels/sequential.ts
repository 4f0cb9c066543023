/**
 * Whether operations are sequentially consistent: whether one order of all of them, on all keys, keeps the order of each process
 * and makes all answers right. Keys cannot be looked at one by one here, but one key that is wrong by itself is enough.
 */
import type { Limits } from '../operation.ts';
import type { Item, Model } from '../models/model.ts';
import { guided } from './guided.ts';
import { byProcess } from './processes.ts';
import type { Judged } from './judged.ts';
import { byKey } from './keys.ts';
import { linearizable } from './linearizable.ts';

export function sequential(model: Model, items: readonly Item[], limits: Limits): Judged {
  const part = { ...limits, steps: Math.floor(limits.steps / 4) };
  const quick = inTime(items) ? eachKey(items, part, (mine, left) => linearizable(model, mine, left)) : null;
  if (quick?.is === 'consistent') return quick;
  const keys = new Set(items.map(({ operation }) => operation.key));
  const alone = keys.size > 1 ? eachKey(items, part, (mine, left) => guided(model, mine, byProcess, left)) : null;
  const spent = (quick?.steps ?? 0) + (alone?.steps ?? 0);
  if (alone?.is === 'violated') return { ...alone, steps: spent };
  const judged = guided(model, items, byProcess, { ...limits, steps: limits.steps - spent });
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
