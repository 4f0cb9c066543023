/**
 * The facts of a run in order, each with the step and the time at which it was recorded. It only grows at its end or
 * is cut off there; nothing in it is ever changed.
 */
import { known, type KnownFact } from '../plan/index.ts';
import type { Fact } from '../kernel/index.ts';

export class FactLog {
  readonly #facts: KnownFact[] = [];
  readonly #steps: number[] = [];
  readonly #times: number[] = [];

  get length(): number {
    return this.#facts.length;
  }

  readonly append = (fact: Fact, step: number, time: number): void => {
    this.#facts.push(known(fact));
    this.#steps.push(step);
    this.#times.push(time);
  };

  fact(at: number): KnownFact {
    return this.#facts[at]!;
  }
  step(at: number): number {
    return this.#steps[at]!;
  }
  time(at: number): number {
    return this.#times[at]!;
  }

  /** How many facts were recorded up to and including this step. */
  countAt(step: number): number {
    return upperBound(this.#steps, step);
  }

  /** How many facts were recorded up to and including this time. */
  countAtTime(time: number): number {
    return upperBound(this.#times, time);
  }

  /** Forgets everything after this step. */
  cut(step: number): void {
    const length = this.countAt(step);
    this.#facts.length = length;
    this.#steps.length = length;
    this.#times.length = length;
  }
}

/** Place behind the last element that is at most `value`, in an ascending list. */
function upperBound(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
