/**
 * What has been read of a run so far, for everything that may be looked at: each book is opened when it is first wanted. None
 * ever changes the run.
 */
import type { Run } from '../../replay/index.ts';

export class Books {
  readonly #run: Run;
  readonly #open = new Map<(run: Run) => unknown, unknown>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The book that this function opens, the same each time. */
  of<Book>(opens: (run: Run) => Book): Book {
    if (!this.#open.has(opens)) this.#open.set(opens, opens(this.#run));
    return this.#open.get(opens) as Book;
  }

  /** Begins again: the log was cut off. */
  reset(): void {
    this.#open.clear();
  }
}
