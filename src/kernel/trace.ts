/**
 * A rolling 128-bit digest of the steps taken: two runs with one trace took the same steps. It is for equality, not
 * for secrecy, and costs a few integer operations a step.
 */
import { mixInto, newTrace, traceHex } from '../base/index.ts';

export class Trace {
  readonly #state = newTrace();
  readonly #words = new Map<string, number>();

  /** Mixes one step in: when, from whom, to whom, what kind of message. */
  step(time: number, from: number, to: number, type: string): void {
    mixInto(
      this.#state,
      Math.imul(time | 0, 0x9e3779b1) ^ Math.imul(from, 0x85ebca6b) ^ Math.imul(to, 0xc2b2ae35) ^ this.#wordOf(type),
    );
  }

  save(): number[] {
    return [...this.#state];
  }

  load(state: readonly number[]): void {
    state.forEach((lane, at) => {
      this.#state[at] = lane;
    });
  }

  /** 32 hexadecimal digits. */
  text(): string {
    return traceHex(this.#state);
  }

  /** FNV-1a of the name, remembered. */
  #wordOf(type: string): number {
    let word = this.#words.get(type);
    if (word === undefined) {
      word = 0x811c9dc5 | 0;
      for (let i = 0; i < type.length; i += 1) word = Math.imul(word ^ type.charCodeAt(i), 0x01000193);
      this.#words.set(type, word);
    }
    return word;
  }
}
