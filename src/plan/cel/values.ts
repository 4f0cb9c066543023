/**
 * What values do in an expression: numbers of every kind reckon, compare and equal one another by what they amount to,
 * whether they are written whole or with a point or come out of a result. A whole number that is written, or counted by
 * `size`, is an int of 64 bits; numbers of results are doubles. Where a double takes part, the result is one.
 */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { isForbiddenKey, type Json } from '../../base/index.ts';
import type { Budget } from './budget.ts';

/** What goes wrong while an expression is evaluated; `&&`, `||`, `all` and `exists` may overlook it, as CEL has it. */
export class Untellable extends Error {}

export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Order = '<' | '<=' | '>' | '>=';
type Numeric = number | bigint | UnsignedInt;

const intMax = 0x7fff_ffff_ffff_ffffn;
const intMin = -0x8000_0000_0000_0000n;
const uintMax = 0xffff_ffff_ffff_ffffn;

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof UnsignedInt;
}

/** A number as what it amounts to. */
function amount(value: Numeric): number | bigint {
  return value instanceof UnsignedInt ? value.value : value;
}

export function reckon(op: Arithmetic, left: Numeric, right: Numeric): Numeric {
  const [a, b] = [amount(left), amount(right)];
  if (typeof a === 'number' || typeof b === 'number') return reckonDoubles(op, Number(a), Number(b));
  if ((op === '/' || op === '%') && b === 0n) throw new Untellable(op === '/' ? 'division by zero' : 'modulo by zero');
  const whole = reckonWhole(op, a, b);
  if (left instanceof UnsignedInt && right instanceof UnsignedInt) {
    if (whole < 0n || whole > uintMax) throw new Untellable(`${whole} is no unsigned integer`);
    return new UnsignedInt(whole);
  }
  return int(whole);
}

function int(value: bigint): bigint {
  if (value > intMax || value < intMin) throw new Untellable(`integer overflow: ${value}`);
  return value;
}

function reckonDoubles(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

function reckonWhole(op: Arithmetic, a: bigint, b: bigint): bigint {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

export function negative(value: unknown): Numeric {
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') return int(-value);
  throw new Untellable(`- does not go with ${kindOf(value)}`);
}

/** Two numbers, texts, truth values, points or spans of time; nothing else has an order. */
export function inOrder(op: Order, left: unknown, right: unknown): boolean {
  const [a, b] = [orderable(left), orderable(right)];
  if (a === null || b === null || a.kind !== b.kind)
    throw new Untellable(`${kindOf(left)} and ${kindOf(right)} cannot be compared with ${op}`);
  switch (op) {
    case '<':
      return a.value < b.value;
    case '<=':
      return a.value <= b.value;
    case '>':
      return a.value > b.value;
    case '>=':
      return a.value >= b.value;
  }
}

/** A point in time, as the library makes it; what results hold is plain and never one. */
function isTime(value: unknown): value is { getTime(): number } {
  return typeof value === 'object' && value !== null && !isMap(value) && 'getTime' in value;
}

function orderable(
  value: unknown,
): { readonly kind: string; readonly value: number | bigint | string | boolean } | null {
  if (isNumeric(value)) return { kind: 'number', value: amount(value) };
  if (typeof value === 'string' || typeof value === 'boolean') return { kind: typeof value, value };
  if (isTime(value)) return { kind: 'time', value: value.getTime() };
  if (value instanceof Duration) return { kind: 'span', value: value.seconds * 1_000_000_000n + BigInt(value.nanos) };
  return null;
}

/** Whether two values are the same, lists and maps with all that is in them; of different kinds they never are. */
export function equals(left: unknown, right: unknown, budget: Budget): boolean {
  budget.spend(1);
  if (typeof left === 'string' && typeof right === 'string') {
    budget.spendOn(left.length < right.length ? left : right);
    return left === right;
  }
  if (isNumeric(left) && isNumeric(right)) {
    const [a, b] = [amount(left), amount(right)];
    return a <= b && a >= b;
  }
  const [a, b] = [orderable(left), orderable(right)];
  if (a !== null || b !== null) return a !== null && b !== null && a.kind === b.kind && a.value === b.value;
  if (left instanceof Uint8Array && right instanceof Uint8Array)
    return left.length === right.length && left.every((byte, at) => byte === right[at]);
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, at) => equals(each, right[at], budget));
  if (isMap(left) && isMap(right)) {
    const entries = entriesOf(left);
    return (
      entries.length === entriesOf(right).length &&
      entries.every(([key, value]) => hasKey(right, key) && equals(value, valueAt(right, key), budget))
    );
  }
  return left === right;
}

/** A map of an expression, or an object of a result. */
type Mapping = ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Mapping {
  if (value instanceof Map) return true;
  if (typeof value !== 'object' || value === null) return false;
  const made: unknown = Object.getPrototypeOf(value);
  return made === Object.prototype || made === null;
}

/** What a key is kept as: whole numbers of every kind are one. */
export function keyOf(key: unknown): unknown {
  if (!isNumeric(key)) return key;
  const value = amount(key);
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

export function hasKey(map: Mapping, key: unknown): boolean {
  if (map instanceof Map) return map.has(keyOf(key));
  return typeof key === 'string' && Object.hasOwn(map, key);
}

export function valueAt(map: Mapping, key: unknown): unknown {
  return map instanceof Map ? map.get(keyOf(key)) : (map as Readonly<Record<string, unknown>>)[key as string];
}

function entriesOf(map: Mapping): readonly (readonly [unknown, unknown])[] {
  return map instanceof Map ? [...(map as ReadonlyMap<unknown, unknown>)] : Object.entries(map);
}

export function keysOf(map: Mapping): unknown[] {
  return map instanceof Map ? [...(map as ReadonlyMap<unknown, unknown>).keys()] : Object.keys(map);
}

/** A value as plain data, in which every number is one of JSON; undefined for what cannot be handed on. */
export function plainOf(value: unknown, budget: Budget): Json | undefined {
  budget.spend(1);
  if (isNumeric(value)) {
    const number = Number(amount(value));
    return Number.isFinite(number) ? number : undefined;
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const each of value) {
      const plain = plainOf(each, budget);
      if (plain === undefined) return undefined;
      list.push(plain);
    }
    return list;
  }
  if (!isMap(value)) return undefined;
  const object: Record<string, Json> = {};
  for (const [key, each] of entriesOf(value)) {
    const plain = plainOf(each, budget);
    if (plain === undefined || isForbiddenKey(String(key))) return undefined;
    object[String(key)] = plain;
  }
  return object;
}

/** What a value is, in a sentence. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (isNumeric(value)) return 'a number';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'a truth value';
  if (Array.isArray(value)) return 'a list';
  if (isTime(value)) return 'a point in time';
  if (value instanceof Duration) return 'a span of time';
  return 'a structure';
}
