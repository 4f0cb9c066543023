/**
 * A query of the library as a value that Svelte follows: it is watched only while something on the page reads it, and
 * keeps its last value in between. It never writes.
 */
import { createSubscriber } from 'svelte/reactivity';
import type { Library } from './library.ts';

/** The newest answer to a query; `current` is reactive where it is read. */
export interface Live<T> {
  readonly current: T;
  /** Why the query fails now; null when it does not. */
  readonly error: unknown;
}

/** Follows `query`; `initial` stands until the first answer. */
export function live<T>(library: Library, query: () => Promise<T>, initial: T): Live<T> {
  let current = initial;
  let error: unknown = null;
  const subscribe = createSubscriber((update) =>
    library.observe(
      query,
      (value) => {
        current = value;
        error = null;
        update();
      },
      (reason) => {
        error = reason;
        update();
      },
    ),
  );
  return {
    get current() {
      subscribe();
      return current;
    },
    get error() {
      subscribe();
      return error;
    },
  };
}
