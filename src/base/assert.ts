/*
 * Programmer errors stop the program here, and nowhere else: an invariant states what our own code promises.
 * It stays on in production. Never use it for what a person, a file or the network may do: that is a `Result`.
 */

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
