/**
 * From operations to a search: who must take effect and who may, numbered by their returns, and the machine that they move.
 */
import type { Operation } from '../operation.ts';
import type { Item, Machine, Model } from '../models/model.ts';
import { foundAnother } from '../models/register.ts';
import { rowOfMachines } from '../models/several.ts';
import type { Order, Problem } from '../search/problem.ts';

export interface LinedUp {
  readonly problem: Problem;
  /** The item of each number. */
  readonly items: readonly Item[];
}

/** What can only take an order away, so that a history in which it never answered does without it. */
export function onlyReads(operation: Operation): boolean {
  return operation.action === 'read' || foundAnother(operation);
}

export function lineUp(
  model: Model,
  given: readonly Item[],
  orderOf: (items: readonly Item[], due: number) => Order,
): LinedUp {
  const isDue = ({ operation: { returned } }: Item): boolean => returned !== null;
  const kept = given.filter((item) => isDue(item) || !onlyReads(item.operation));
  const all = machineOf(model, kept);
  const numbers = [...kept.keys()].filter((at) => isDue(kept[at]!) || !all.unseen(at));
  const time = (at: number): number => (isDue(kept[at]!) ? kept[at]!.operation.returned! : Infinity);
  numbers.sort(
    (a, b) => compare(time(a), time(b)) || compare(kept[a]!.operation.call, kept[b]!.operation.call) || a - b,
  );
  const due = numbers.filter((at) => isDue(kept[at]!)).length;
  const items = numbers.map((at) => kept[at]!);
  return {
    items,
    problem: {
      count: numbers.length,
      due,
      initial: all.initial,
      step: (number, state) => all.step(numbers[number]!, state),
      reads: numbers.map((at) => all.reads[at]!),
      twins: twinsOf(
        numbers.map((at) => `${kept[at]!.operation.key}\n${all.effects[at]!}`),
        due,
      ),
      order: orderOf(items, due),
      weight: () => all.weight(),
    },
  };
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function twinsOf(effects: readonly string[], due: number): Int32Array {
  const twins = new Int32Array(effects.length).fill(-1);
  const last = new Map<string, number>();
  for (let number = due; number < effects.length; number += 1) {
    twins[number] = last.get(effects[number]!) ?? -1;
    last.set(effects[number]!, number);
  }
  return twins;
}

/** One machine for all keys: its state is the row of theirs. */
function machineOf(model: Model, items: readonly Item[]): Machine {
  const keys = [...new Set(items.map(({ operation }) => operation.key))];
  if (keys.length <= 1) return model.machine(items.map(({ operation }) => operation));
  const places = new Map(keys.map((key, place) => [key, place]));
  const place = items.map(({ operation }) => places.get(operation.key)!);
  const mine: Operation[][] = keys.map(() => []);
  const inside = items.map(({ operation }, at) => mine[place[at]!]!.push(operation) - 1);
  return rowOfMachines(
    mine.map((operations) => model.machine(operations)),
    place,
    inside,
  );
}
