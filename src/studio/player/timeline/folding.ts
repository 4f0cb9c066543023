/**
 * Time with its idle stretches folded: each takes a short length whatever it lasts, everything else keeps its own. The
 * timeline's window counts in shown time; this turns real time into it and back, and is nothing where nothing is folded.
 */
import type { Idle } from '../../../bridge/index.ts';

/** What a fold takes, as a share of all that is not folded. */
const foldShare = 0.025;

export class Folds {
  /** The folded stretches, in order. */
  readonly idle: readonly Idle[];
  /** Shown length of each fold. */
  readonly #length: number;
  /** Shown time at which each fold begins. */
  readonly #starts: readonly number[];

  constructor(idle: readonly Idle[], endMs: number) {
    const busy = Math.max(1, endMs - idle.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
    const length = busy * foldShare;
    // A stretch that is no longer than its fold is left as it is.
    this.idle = idle.filter(({ fromMs, toMs }) => toMs - fromMs > length);
    this.#length = length;
    let saved = 0;
    this.#starts = this.idle.map(({ fromMs, toMs }) => {
      const start = fromMs - saved;
      saved += toMs - fromMs - length;
      return start;
    });
  }

  /** Where a time is shown. */
  shown(timeMs: number): number {
    const at = lastAtMost(this.idle.length, (place) => this.idle[place]?.fromMs ?? Infinity, timeMs);
    const fold = this.idle[at];
    if (fold === undefined) return timeMs;
    const start = this.#starts[at] ?? 0;
    return timeMs >= fold.toMs
      ? start + this.#length + timeMs - fold.toMs
      : start + ((timeMs - fold.fromMs) / (fold.toMs - fold.fromMs)) * this.#length;
  }

  /** The time that is shown there. */
  real(shownMs: number): number {
    const at = lastAtMost(this.idle.length, (place) => this.#starts[place] ?? Infinity, shownMs);
    const fold = this.idle[at];
    if (fold === undefined) return shownMs;
    const within = shownMs - (this.#starts[at] ?? 0);
    return within >= this.#length
      ? fold.toMs + within - this.#length
      : fold.fromMs + (within / this.#length) * (fold.toMs - fold.fromMs);
  }
}

export const noFolds = new Folds([], 0);

/** Place of the last of so many ascending values that is at most `value`; -1 for none. */
function lastAtMost(count: number, valueOf: (place: number) => number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
