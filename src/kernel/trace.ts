/**
 * A rolling 128-bit digest of the steps taken: two runs with one trace took the same steps. It is for equality, not
 * for secrecy, and costs a few integer operations a step.
 */
import { mixInto, newTrace, traceHex } from '../base/index.ts';

export class Trace {
  readonly #state = newTrace();

  /** Mixes one step in: when, from whom, to whom, what kind of message. */
  step(time: number, from: number, to: number, type: string): void {
    mixInto(
      this.#state,
      Math.imul(time | 0, 0x9e3779b1) ^ Math.imul(from, 0x85ebca6b) ^ Math.imul(to, 0xc2b2ae35) ^ wordOf(type),
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
}

/** A word for a message's name: its length and its last two letters, which tell the words of a protocol apart. */
function wordOf(type: string): number {
  const { length } = type;
  return Math.imul((length << 16) | (type.charCodeAt(length - 2) << 8) | type.charCodeAt(length - 1), 0x27d4eb2f);
}
