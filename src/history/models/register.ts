/**
 * A register: it holds one value, null at first, and knows reads, writes and compare-and-set. A compare-and-set that
 * answered false saw another value and changed nothing.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Operation } from '../operation.ts';
import { Names } from './intern.ts';
import type { Machine, Model } from './model.ts';

const nothing = canonical(null);

/** What a compare-and-set looks for and what it puts there; both are the value of any other operation. */
export function change({ action, value }: Operation): readonly [from: string, to: string] {
  const [from, to] = action === 'cas' ? (value as readonly Json[]) : [value, value];
  return [canonical(from), canonical(to)];
}

export function foundAnother({ action, result, returned }: Operation): boolean {
  return action === 'cas' && returned !== null && result === false;
}

/** What it answers that it saw, or null where it tells nothing. */
export function saw(operation: Operation): string | null {
  const { action, result, returned } = operation;
  if (action === 'read') return canonical(result);
  return action === 'cas' && returned !== null && result === true ? change(operation)[0] : null;
}

export function refusesChange({ action, value, result, returned }: Operation): string | null {
  if (action !== 'cas') return null;
  if (!Array.isArray(value) || value.length !== 2) return 'a compare-and-set wants two values, from and to';
  return returned === null || typeof result === 'boolean' ? null : 'a compare-and-set answers true or false';
}

/** Values that somebody saw, or looks for: of those that never answered, whoever puts there what is sought. */
function soughtIn(operations: readonly Operation[]): Set<string> {
  const sought = new Set<string>();
  for (let before = -1; before < sought.size;) {
    before = sought.size;
    for (const each of operations) {
      const open = each.action === 'cas' && each.returned === null;
      const value = open ? change(each)[0] : saw(each);
      if (value !== null && (!open || sought.has(change(each)[1]))) sought.add(value);
    }
  }
  return sought;
}

function machine(operations: readonly Operation[]): Machine {
  const names = new Names();
  const initial = names.id(nothing);
  const from: number[] = [];
  const to: number[] = [];
  for (const operation of operations) {
    const [before, after] = change(operation);
    from.push(operation.action === 'read' ? names.id(canonical(operation.result)) : names.id(before));
    to.push(names.id(after));
  }
  const another = operations.map(foundAnother);
  const reads = operations.map(({ action }, at) => action === 'read' || another[at] === true);
  const writes = operations.map(({ action }) => action === 'write');
  const sought = soughtIn(operations);
  const anyAnother = another.includes(true);
  return {
    initial,
    reads,
    effects: operations.map((each) => `${each.action} ${change(each).join(' ')}`),
    step(operation, state) {
      if (writes[operation] === true) return to[operation]!;
      if (another[operation] === true) return state === from[operation] ? -1 : state;
      if (state !== from[operation]) return -1;
      return reads[operation] === true ? state : to[operation]!;
    },
    unseen: (operation) => !anyAnother && !sought.has(names.texts[to[operation]!]!),
    show: (state) => JSON.parse(names.texts[state]!) as Json,
    weight: () => names.length,
  };
}

/**
 * Values that a compare-and-set binds together stand and fall as one. The value at first is there without a write, so nothing about
 * it can be left out, and where somebody saw another value than his every value matters.
 */
export function aboutValues(operations: readonly Operation[], first = nothing): (string | null)[] {
  if (operations.some(foundAnother)) return operations.map(() => null);
  const leaders = new Map<string, string>();
  const find = (value: string): string => {
    let at = value;
    for (let up = leaders.get(at); up !== undefined && up !== at; up = leaders.get(at)) at = up;
    leaders.set(value, at);
    return at;
  };
  const values = operations.map((each) => (each.action === 'read' ? canonical(each.result) : change(each)[0]));
  for (const [at, each] of operations.entries())
    if (each.action === 'cas') leaders.set(find(values[at]!), find(change(each)[1]));
  return values.map((value) => (find(value) === find(first) ? null : find(value)));
}

export const register: Model = {
  name: 'register',
  says: 'one value, null at first: read, write, cas',
  actions: ['read', 'write', 'cas'],
  refuses: refusesChange,
  machine,
  about: (operations) => aboutValues(operations),
};
