/*
 * Expected outcomes are values: a function that may be refused returns a `Result` and throws nothing.
 * A `Result` is plain data, so it crosses threads and stands in journals. Bugs are not results: see `assert.ts`.
 */

/** Success with a value. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** Refusal with its reason. */
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** The outcome of something that can be refused. */
export type Result<T, E> = Ok<T> | Err<E>;

/** Wraps a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a refusal. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
