/**
 * How a page knows that a worker has ended, however busy it was: each worker holds a lock under its own name for as long as it
 * lives, and the browser gives that back when it dies. Where there are no locks nothing is known, and silence has to do.
 */

const lockOf = (name: string): string => `conclave-worker-${name}`;
const locks = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);

/** Called by a worker at its beginning: holds its lock until it ends. */
export function stayAlive(name: string): void {
  void locks()
    ?.request(lockOf(name), () => new Promise(() => undefined))
    .catch(() => undefined);
}

/** Calls `ended` once when the worker of that name, which has been seen alive, is no more. Returns how to stop. */
export function watchAlive(name: string, ended: () => void, everyMs = 500): () => void {
  const manager = locks();
  if (manager === undefined) return () => undefined;
  let seen = false;
  const timer = setInterval(() => {
    manager.query().then(
      ({ held = [] }) => {
        const alive = held.some((lock) => lock.name === lockOf(name));
        if (seen && !alive) {
          clearInterval(timer);
          ended();
        }
        seen ||= alive;
      },
      () => undefined,
    );
  }, everyMs);
  return () => {
    seen = false;
    clearInterval(timer);
  };
}
