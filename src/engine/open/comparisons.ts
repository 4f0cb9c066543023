/**
 * A run held against what was recorded of it, once there is nothing more to compute: each comparison is made once, and the first
 * that does not agree is told.
 */
import type { Run } from '../../replay/index.ts';

/** Compares a run with something recorded: a sentence where they differ, or null. */
export type Comparison = (run: Run) => string | null;

export class Comparisons {
  #ahead: Comparison[] = [];
  #agreed = false;
  #notice: string | null = null;

  /** What the person must know of this run; null for nothing. */
  get notice(): string | null {
    return this.#notice;
  }

  /** Whether something was compared, and nothing differed. */
  get verified(): boolean {
    return this.#agreed && this.#notice === null;
  }

  /** Whether everything is compared. */
  get done(): boolean {
    return this.#ahead.length === 0;
  }

  /** Tells a sentence, unless another was told before. */
  tell(sentence: string | null): void {
    this.#notice ??= sentence;
  }

  later(comparison: Comparison): void {
    this.#ahead.push(comparison);
  }

  /** Makes the next comparison. */
  next(run: Run): void {
    const said = this.#ahead.shift()?.(run);
    if (said === undefined) return;
    this.tell(said);
    this.#agreed ||= said === null;
  }

  /** The run goes another way: what was recorded says nothing about it. What was told stays. */
  reset(): void {
    this.#ahead = [];
    this.#agreed = false;
  }
}
