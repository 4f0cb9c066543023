/**
 * What each task of a run has given, and where in the run: folded from facts as they come, so that the data at any
 * playhead is a look-up. It reads facts only and changes nothing.
 */
import type { Json } from '../../base/index.ts';
import type { FactLog } from '../log/fact-log.ts';

interface Given {
  /** How many facts stand before it. */
  readonly place: number;
  readonly value: Json;
}

export class Outputs {
  readonly #log: FactLog;
  readonly #given = new Map<number, Given[]>();
  readonly #pinned = new Set<number>();
  #count = 0;

  constructor(log: FactLog) {
    this.#log = log;
  }

  /** What a task had given when so many facts had happened; null when that was nothing, or null. */
  at(task: number, count: number): Json {
    this.advance();
    return this.#given.get(task)?.findLast(({ place }) => place < count)?.value ?? null;
  }

  /** Whether a person fixed what the task gives. */
  pinned(task: number): boolean {
    this.advance();
    return this.#pinned.has(task);
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      if (fact?.type === 'task.kept' && fact.pinned) this.#pinned.add(fact.task);
      if (fact?.type !== 'task.result') continue;
      const given = { place: this.#count, value: fact.value };
      const before = this.#given.get(fact.task);
      if (before === undefined) this.#given.set(fact.task, [given]);
      else before.push(given);
    }
    return this.#count === this.#log.length;
  }
}
