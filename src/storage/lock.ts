/**
 * One writer a document and a run among the tabs of a browser, by Web Locks. A lock ends with its tab; a tab that was
 * frozen may wake without it, so the epoch compared inside each write is what protects the data, and this is what lets
 * a second tab know beforehand. Where there are no Web Locks every claim succeeds and the epoch decides alone.
 */

/** A held lock. */
export interface Lock {
  readonly name: string;
  /** Gives it back; `onStolen` is not called then. */
  release(): void;
}

const locks = (): LockManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);

/** Holds a lock; null when it was not to be had, or when `options.signal` gave the waiting up. */
function hold(name: string, options: LockOptions, onStolen: () => void): Promise<Lock | null> {
  const manager = locks();
  let released = false;
  if (manager === undefined) return Promise.resolve({ name, release: () => undefined });
  return new Promise((resolve, reject) => {
    let held = false;
    const request = manager.request(name, options, (lock) => {
      if (lock === null) {
        resolve(null);
        return undefined;
      }
      held = true;
      return new Promise<void>((letGo) => {
        const release = (): void => {
          released = true;
          letGo();
        };
        resolve({ name, release });
      });
    });
    // The request of a lock that another tab steals is rejected, however long ago it was granted.
    request.catch((error: unknown) => {
      if (!held && options.signal?.aborted === true) resolve(null);
      else if (!held) reject(error instanceof Error ? error : new Error(String(error)));
      else if (!released) onStolen();
    });
  });
}

/**
 * Takes the lock if it is free, or becomes free within `patienceMs`: a page that is just being left still holds its own.
 * Null when another tab has it. `onStolen` is called when it is taken over later.
 */
export async function claim(
  name: string,
  onStolen: () => void = () => undefined,
  patienceMs = 0,
): Promise<Lock | null> {
  const lock = await hold(name, { ifAvailable: true }, onStolen);
  if (lock !== null || patienceMs === 0) return lock;
  return hold(name, { signal: AbortSignal.timeout(patienceMs) }, onStolen);
}

/** Waits for the lock until whoever has it is gone; null when `signal` gave the waiting up. */
export function waitFor(name: string, signal: AbortSignal, onStolen: () => void): Promise<Lock | null> {
  if (signal.aborted) return Promise.resolve(null);
  // Without locks nobody tells when the other is gone.
  if (locks() === undefined)
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(null);
      });
    });
  return hold(name, { signal }, onStolen);
}

/** Takes the lock from whoever has it. */
export async function takeOver(name: string, onStolen: () => void = () => undefined): Promise<Lock> {
  return (await hold(name, { steal: true }, onStolen)) ?? { name, release: () => undefined };
}

/** The name of the lock on editing a document. */
export const documentLock = (documentId: string): string => `conclave-document-${documentId}`;

/** The name of the lock on writing a run. */
export const runLock = (runId: string): string => `conclave-run-${runId}`;
