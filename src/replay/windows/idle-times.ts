/**
 * The stretches of a run in which nobody works, gathered while its bars are folded. It is told when work begins and ends,
 * in order of time, and afterwards of work that was known at its end only.
 */
import type { Idle } from './window-views.ts';

/** So many are told, and only those that last longer than this share of the run. */
const countMax = 100;
const leastShare = 0.01;

export class IdleTimes {
  #stretches: Idle[] = [];
  #working = 0;
  #sinceMs = 0;

  begin(time: number): void {
    if (this.#working === 0 && time > this.#sinceMs) this.#stretches.push({ fromMs: this.#sinceMs, toMs: time });
    this.#working += 1;
  }

  end(time: number): void {
    this.#working -= 1;
    this.#sinceMs = Math.max(this.#sinceMs, time);
  }

  /** Somebody worked from one time to another, which is not before anything told so far. */
  was(fromMs: number, toMs: number): void {
    for (let last = this.#stretches.at(-1); last !== undefined && last.toMs > fromMs; last = this.#stretches.at(-1)) {
      this.#stretches.pop();
      if (last.fromMs < fromMs) this.#stretches.push({ fromMs: last.fromMs, toMs: fromMs });
      if (last.fromMs < fromMs) break;
    }
    if (this.#working === 0 && fromMs > this.#sinceMs) this.#stretches.push({ fromMs: this.#sinceMs, toMs: fromMs });
    this.#sinceMs = Math.max(this.#sinceMs, toMs);
  }

  /** The longest up to the end of the run, in order of time. */
  longest(endMs: number): readonly Idle[] {
    const all =
      this.#working === 0 && endMs > this.#sinceMs
        ? [...this.#stretches, { fromMs: this.#sinceMs, toMs: endMs }]
        : this.#stretches;
    const length = ({ fromMs, toMs }: Idle): number => toMs - fromMs;
    return all
      .filter((each) => length(each) > endMs * leastShare)
      .sort((a, b) => length(b) - length(a) || a.fromMs - b.fromMs)
      .slice(0, countMax)
      .sort((a, b) => a.fromMs - b.fromMs);
  }
}
