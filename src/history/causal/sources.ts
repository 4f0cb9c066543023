/**
 * Where each answer may have come from: of a read the writes of that value, of a set or a log the additions of each of its
 * elements. Where values are written once there is one choice, and no search.
 */
import { canonical, type Json } from '../../base/index.ts';
import { addTo } from '../levels/keys.ts';
import type { Item, Model } from '../models/model.ts';
import { change, foundAnother, saw } from '../models/register.ts';
import { elementsOf } from '../models/set.ts';

/** Source of a value that nobody wrote: it was there at first. */
export const first = -1;

/** One thing that an operation saw, and by which operations it may have come there. */
export interface Want {
  readonly reader: number;
  /** Which of the things that it saw. */
  readonly slot: number;
  readonly from: readonly number[];
}

export interface Sources {
  /** What each operation wants; one that never answered wants it only where another had it from there. */
  readonly wants: readonly (readonly Want[])[];
  /** Operations that change the thing of an operation, itself left out. */
  readonly others: (operation: number) => readonly number[];
}

export type Kind = 'value' | 'set' | 'log';

/** How answers tell of their sources; null where they do not. */
export function kindOf({ name }: Model, items: readonly Item[]): Kind | null {
  const uses = (action: string): boolean => items.some(({ operation }) => operation.action === action);
  if (name === 'counter' || (name === 'set' && uses('remove')) || (name === 'kv' && uses('append'))) return null;
  return name === 'set' || name === 'log' ? name : 'value';
}

/** `initial` is the value that a register or text has at first; a set or log is empty. */
export function sourcesOf(items: readonly Item[], kind: Kind, initial: Json): Sources {
  const changes = new Map<string, number[]>();
  const byValue = new Map<string, number[]>();
  for (const [at, { operation }] of items.entries()) {
    if (operation.action === 'read' || foundAnother(operation)) continue;
    addTo(changes, operation.key, at);
    addTo(byValue, `${change(operation)[1]} ${operation.key}`, at);
  }
  const start = canonical(initial);
  const wantsOf = (at: number): Want[] => {
    const { operation } = items[at]!;
    const of = (value: string): number[] =>
      nearest(
        items,
        at,
        (byValue.get(`${value} ${operation.key}`) ?? []).filter((each) => each !== at),
      );
    if (kind === 'log')
      return operation.action !== 'read'
        ? []
        : (operation.result as readonly Json[]).map((each, slot) => ({ reader: at, slot, from: of(canonical(each)) }));
    if (kind === 'set')
      return operation.action !== 'read'
        ? []
        : elementsOf(operation).map((each, slot) => ({ reader: at, slot, from: of(each) }));
    if (foundAnother(operation)) {
      const [mistaken] = change(operation);
      const from = (changes.get(operation.key) ?? []).filter((each) => change(items[each]!.operation)[1] !== mistaken);
      return [{ reader: at, slot: 0, from: [...nearest(items, at, from), ...(start === mistaken ? [] : [first])] }];
    }
    const value = operation.action === 'cas' ? change(operation)[0] : saw(operation);
    return value === null ? [] : [{ reader: at, slot: 0, from: [...of(value), ...(value === start ? [first] : [])] }];
  };
  return {
    wants: [...items.keys()].map(wantsOf),
    others: (operation) => (changes.get(items[operation]!.operation.key) ?? []).filter((each) => each !== operation),
  };
}

/** The likely ones first: the latest that was called before the reader had returned. */
function nearest(items: readonly Item[], reader: number, from: readonly number[]): number[] {
  const end = items[reader]!.operation.returned ?? Infinity;
  const away = (at: number): number => {
    const { call } = items[at]!.operation;
    return call <= end ? -call : Infinity;
  };
  return [...from].sort((a, b) => (away(a) < away(b) ? -1 : away(a) > away(b) ? 1 : a - b));
}
