/**
 * What the nodes of an expression do: each reads the values of those under it and gives its own. Every step costs, so
 * that no expression runs for ever. The order is CEL's: `&&`, `||`, `all` and `exists` overlook what cannot be told
 * where the rest decides; nothing overlooks that the steps are used up.
 */
import { isForbiddenKey } from '../../base/index.ts';
import type { Budget } from './budget.ts';
import { joined } from './library.ts';
import {
  equals,
  hasKey,
  inOrder,
  isMap,
  isNumeric,
  keyOf,
  keysOf,
  kindOf,
  reckon,
  Untellable,
  valueAt,
  type Arithmetic,
  type Order,
} from './values.ts';

/** One evaluation: what it may still cost, and the values of variables by their slots. */
export interface Frame {
  readonly budget: Budget;
  readonly slots: unknown[];
}

export type Step = (frame: Frame) => unknown;

export function constant(value: unknown): Step {
  return ({ budget }) => {
    budget.spend(1);
    return value;
  };
}

export function variable(slot: number): Step {
  return ({ budget, slots }) => {
    budget.spend(1);
    return slots[slot];
  };
}

/** What cannot be told whatever the results are. */
export function untellable(why: string): Step {
  return () => {
    throw new Untellable(why);
  };
}

export function field(of: Step, key: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    return read(of(frame), key(frame));
  };
}

function read(holder: unknown, key: unknown): unknown {
  if (Array.isArray(holder)) {
    if (!isNumeric(key)) throw new Untellable(`an element of a list is named by ${kindOf(key)}`);
    const at = Number(key.valueOf());
    if (Number.isInteger(at) && at >= 0 && at < holder.length) return holder[at];
    throw new Untellable(`there is no element ${at} in a list of ${holder.length}`);
  }
  if (isMap(holder) && hasKey(holder, key)) return valueAt(holder, key);
  throw new Untellable(isMap(holder) ? `No such key: ${String(key)}` : `${kindOf(holder)} has no ${String(key)}`);
}

/** `has(a.b)`. */
export function presence(of: Step, key: string): Step {
  return (frame) => {
    frame.budget.spend(1);
    const holder = of(frame);
    return isMap(holder) && hasKey(holder, key);
  };
}

export function list(items: readonly Step[]): Step {
  return (frame) => {
    frame.budget.spend(1 + items.length);
    return items.map((item) => item(frame));
  };
}

export function map(entries: readonly (readonly [Step, Step])[]): Step {
  return (frame) => {
    frame.budget.spend(1 + entries.length);
    const made = new Map<unknown, unknown>();
    for (const [key, value] of entries) {
      const name = keyOf(key(frame));
      if (typeof name === 'object' || (typeof name === 'string' && isForbiddenKey(name)))
        throw new Untellable(`${typeof name === 'string' ? `"${name}"` : kindOf(name)} cannot be a key`);
      made.set(name, value(frame));
    }
    return made;
  };
}

export function arithmetic(op: Arithmetic, left: Step, right: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    const [a, b] = [left(frame), right(frame)];
    if (isNumeric(a) && isNumeric(b)) return reckon(op, a, b);
    frame.budget.spendOn(a);
    frame.budget.spendOn(b);
    return joined(op, a, b);
  };
}

export function order(op: Order, left: Step, right: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    return inOrder(op, left(frame), right(frame));
  };
}

export function equality(same: boolean, left: Step, right: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    return equals(left(frame), right(frame), frame.budget) === same;
  };
}

export function membership(one: Step, of: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    const [value, holder] = [one(frame), of(frame)];
    if (Array.isArray(holder)) return holder.some((each) => equals(value, each, frame.budget));
    if (isMap(holder)) return hasKey(holder, value);
    throw new Untellable(`nothing is in ${kindOf(holder)}`);
  };
}

export function not(of: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    return !truth(of(frame), '!');
  };
}

export function choice(condition: Step, yes: Step, no: Step): Step {
  return (frame) => {
    frame.budget.spend(1);
    return truth(condition(frame), '?') ? yes(frame) : no(frame);
  };
}

function truth(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Untellable(`${what} wants true or false, and there is ${kindOf(value)}`);
}

/** `||` where `decisive` is true, `&&` where it is false. */
export function logic(decisive: boolean, left: Step, right: Step): Step {
  const what = decisive ? '||' : '&&';
  return (frame) => {
    frame.budget.spend(1);
    const first = attempt(() => truth(left(frame), what));
    if (first === decisive) return decisive;
    const second = truth(right(frame), what);
    if (first instanceof Untellable && second !== decisive) throw first;
    return second;
  };
}

/** A truth value, or why it cannot be told. */
function attempt(tell: () => boolean): boolean | Untellable {
  try {
    return tell();
  } catch (error) {
    if (error instanceof Untellable) return error;
    throw error;
  }
}

/** What goes through the elements of a list, or the keys of a map, one after the other under one name. */
export interface Loop {
  readonly of: Step;
  readonly slot: number;
  readonly body: Step;
}

function* turns({ of, slot }: Loop, frame: Frame): Generator {
  frame.budget.spend(1);
  const range = of(frame);
  if (!Array.isArray(range) && !isMap(range)) throw new Untellable(`nothing can go through ${kindOf(range)}`);
  for (const each of Array.isArray(range) ? (range as readonly unknown[]) : keysOf(range)) {
    frame.budget.spend(1);
    frame.slots[slot] = each;
    yield each;
  }
}

/** `all` where `decisive` is false, `exists` where it is true. */
export function quantifier(decisive: boolean, loop: Loop): Step {
  const what = decisive ? 'exists' : 'all';
  return (frame) => {
    let doubt: Untellable | null = null;
    for (const _ of turns(loop, frame)) {
      const told = attempt(() => truth(loop.body(frame), what));
      if (told === decisive) return decisive;
      if (typeof told !== 'boolean') doubt ??= told;
    }
    if (doubt !== null) throw doubt;
    return !decisive;
  };
}

/** `exists_one`. */
export function exactlyOne(loop: Loop): Step {
  return (frame) => {
    let found = 0;
    for (const _ of turns(loop, frame)) if (truth(loop.body(frame), 'exists_one')) found += 1;
    return found === 1;
  };
}

/** `map` and `filter`: what is kept of each element that passes. */
export function collection(loop: Loop, passes: Step | null): Step {
  return (frame) => {
    const made: unknown[] = [];
    for (const _ of turns(loop, frame))
      if (passes === null || truth(passes(frame), 'a filter')) made.push(loop.body(frame));
    return made;
  };
}

/** `cel.bind`: a value under a name. */
export function binding({ of, slot, body }: Loop): Step {
  return (frame) => {
    frame.budget.spend(1);
    frame.slots[slot] = of(frame);
    return body(frame);
  };
}

/** A function of the language on values that are made first. */
export function call(
  receiver: Step | null,
  args: readonly Step[],
  make: (on: unknown, args: readonly unknown[]) => unknown,
): Step {
  return (frame) => {
    frame.budget.spend(1);
    const on = receiver?.(frame);
    const given = args.map((each) => each(frame));
    frame.budget.spendOn(on);
    for (const each of given) frame.budget.spendOn(each);
    const made = make(on, given);
    frame.budget.spendOn(made);
    return made;
  };
}
