/*
 * Expected outcomes are values: a function that may be refused returns a `Result` and throws nothing.
 * A `Result` is plain data, so it crosses threads and stands in journals. Bugs are no results: they stop the program in `invariant`, and
 * nowhere else. It stays on in production, and says what our own code promises, never what a person, a file or the network may do.
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

/** Thrown only by `invariant`; compare `name`, never the class, since errors cross threads. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws when `condition` does not hold: a bug of ours, never an expected outcome. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Marks the place that an exhaustive `switch` never reaches; the compiler checks that it is so. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${String(value)}`);
}
