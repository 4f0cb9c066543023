/**
 * How far a search has come: what has been taken, in which order, and what may come next; the last one taken can be taken back.
 * Due operations are bits of `done`, optional ones bits of `used`.
 */
import type { Problem } from './problem.ts';

export class Frontier {
  readonly #problem: Problem;
  /** In the order in which they were taken. */
  readonly trail: number[] = [];
  readonly done: Int32Array;
  readonly used: Int32Array;
  /** The first due operation that is not yet taken; as many as are due where all are. */
  base = 0;
  /** Due operations that are not yet taken. */
  left: number;
  /** A ring through those that may come next, in the order of their numbers; it begins and ends at `end`. */
  readonly next: Int32Array;
  readonly #previous: Int32Array;
  readonly #released: (readonly number[])[] = [];
  readonly #bases: number[] = [];
  readonly end: number;
  /** Whether it is in the ring. */
  readonly open: Uint8Array;

  constructor(problem: Problem) {
    this.#problem = problem;
    const { count, due, order } = problem;
    this.end = count;
    this.left = due;
    this.done = new Int32Array((due >> 5) + 1);
    this.used = new Int32Array((count - due + 31) >> 5);
    this.next = new Int32Array(count + 1).fill(count);
    this.#previous = new Int32Array(count + 1).fill(count);
    this.open = new Uint8Array(count);
    for (const operation of order.first()) this.#link(operation);
  }

  take(operation: number): void {
    const { due, order } = this.#problem;
    this.#unlink(operation);
    this.#bases.push(this.base);
    this.trail.push(operation);
    if (operation < due) {
      this.done[operation >> 5]! |= 1 << (operation & 31);
      this.left -= 1;
      while (this.base < due && this.#isDone(this.base)) this.base += 1;
    } else this.used[(operation - due) >> 5]! |= 1 << ((operation - due) & 31);
    const released = order.taken(operation, this.base);
    this.#released.push(released);
    for (const each of released) this.#link(each);
  }

  takeBack(): void {
    const { due, order } = this.#problem;
    const operation = this.trail.pop()!;
    const released = this.#released.pop()!;
    for (let at = released.length - 1; at >= 0; at -= 1) this.#unlink(released[at]!);
    order.takenBack(operation, released);
    this.base = this.#bases.pop()!;
    if (operation < due) {
      this.done[operation >> 5]! &= ~(1 << (operation & 31));
      this.left += 1;
    } else this.used[(operation - due) >> 5]! &= ~(1 << ((operation - due) & 31));
    this.#link(operation);
  }

  #isDone(operation: number): boolean {
    return (this.done[operation >> 5]! & (1 << (operation & 31))) !== 0;
  }

  #link(operation: number): void {
    let before = this.#previous[this.end]!;
    while (before !== this.end && before > operation) before = this.#previous[before]!;
    const after = this.next[before]!;
    this.next[before] = operation;
    this.#previous[operation] = before;
    this.next[operation] = after;
    this.#previous[after] = operation;
    this.open[operation] = 1;
  }

  #unlink(operation: number): void {
    const before = this.#previous[operation]!;
    const after = this.next[operation]!;
    this.next[before] = after;
    this.#previous[after] = before;
    this.open[operation] = 0;
  }
}
