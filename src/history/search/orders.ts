/**
 * The two orders that a history knows: of intervals in time, where what had returned before another was called comes before it,
 * and of plain precedence, such as that of the operations of each process.
 */
import type { Order } from './problem.ts';

/** Due operations are numbered by their returns, so the first that is not yet taken tells how late a call may be. */
export class Intervals implements Order {
  readonly #calls: readonly number[];
  readonly #returns: readonly number[];
  readonly #byCall: readonly number[];
  #open = 0;

  /** Calls of all, and returns of the due ones. */
  constructor(calls: readonly number[], returns: readonly number[]) {
    this.#calls = calls;
    this.#returns = returns;
    this.#byCall = [...calls.keys()].sort((a, b) => calls[a]! - calls[b]! || a - b);
  }

  first(): readonly number[] {
    return this.#release(0);
  }

  taken(operation: number, base: number): readonly number[] {
    return operation < base ? this.#release(base) : [];
  }

  takenBack(_operation: number, released: readonly number[]): void {
    this.#open -= released.length;
  }

  #release(base: number): readonly number[] {
    const from = this.#open;
    const latest = this.#returns[base] ?? Infinity;
    while (this.#open < this.#byCall.length && this.#calls[this.#byCall[this.#open]!]! <= latest) this.#open += 1;
    return this.#open === from ? [] : this.#byCall.slice(from, this.#open);
  }
}

/** Pairs of numbers, the one before the other. */
export class Precedence implements Order {
  readonly #waits: Int32Array;
  readonly #after: number[][];

  constructor(count: number, pairs: readonly (readonly [before: number, after: number])[]) {
    this.#waits = new Int32Array(count);
    this.#after = Array.from({ length: count }, () => []);
    for (const [before, after] of pairs) {
      this.#after[before]!.push(after);
      this.#waits[after]! += 1;
    }
  }

  first(): readonly number[] {
    return [...this.#waits.keys()].filter((operation) => this.#waits[operation] === 0);
  }

  taken(operation: number): readonly number[] {
    const released: number[] = [];
    for (const after of this.#after[operation]!) {
      this.#waits[after]! -= 1;
      if (this.#waits[after] === 0) released.push(after);
    }
    return released;
  }

  takenBack(operation: number): void {
    for (const after of this.#after[operation]!) this.#waits[after]! += 1;
  }
}
