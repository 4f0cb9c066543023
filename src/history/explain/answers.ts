/**
 * What an operation could have answered where its own answer is explained by nothing: answers that make the history right. Of all
 * that might be, values are tried that the history knows.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Item, Model } from '../models/model.ts';

/** Answers that are told, and that are tried, of a long history fewer. */
const toldMax = 8;
const triedMax = 200;
const triedOfLong = 10;
const long = 256;

export function answers(
  model: Model,
  items: readonly Item[],
  blamed: Item,
  isViolated: (items: readonly Item[]) => boolean | null,
): Json[] {
  if (blamed.operation.action !== 'read') return [];
  const found: Json[] = [];
  const tried = items.length > long ? triedOfLong : triedMax;
  for (const result of candidates(model, items, blamed).slice(0, tried)) {
    if (found.length === toldMax) break;
    const other = items.map((item) =>
      item.at === blamed.at ? { at: item.at, operation: { ...item.operation, result } } : item,
    );
    if (isViolated(other) === false) found.push(result);
  }
  return found;
}

/** States that the key comes to where its changes take effect in the order of their calls or returns, or alone; the last first. */
function candidates(model: Model, items: readonly Item[], { operation: { key } }: Item): Json[] {
  const changes = items.filter(({ operation }) => operation.key === key && operation.action !== 'read');
  const machine = model.machine(changes.map(({ operation }) => operation));
  const states = new Set<number>([machine.initial]);
  const orders = [
    (at: number): number => changes[at]!.operation.call,
    (at: number): number => changes[at]!.operation.returned ?? Infinity,
  ];
  for (const time of orders) {
    let state = machine.initial;
    for (const at of [...changes.keys()].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : a - b))) {
      const next = machine.step(at, state);
      if (next >= 0) state = next;
      states.add(state);
      const alone = machine.step(at, machine.initial);
      if (alone >= 0) states.add(alone);
    }
  }
  const known = [...states].map((state) => machine.show(state));
  return [...new Map(known.map((value) => [canonical(value), value])).values()].reverse();
}
