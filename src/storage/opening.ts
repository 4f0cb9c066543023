/**
 * Opening a database that may not want to open: a few tries when the browser fails for no stated reason, a limit on
 * waiting for a tab that does not let go, and never a deletion as a repair. What cannot be opened is an error with a
 * sentence, always within five seconds; a connection that comes too late is closed again.
 */
import { StorageError, toStorageError } from './errors.ts';

/** Waits between tries at opening, in ms; one more try than there are waits. */
const RETRY_WAITS_MS = [50, 250] as const;
/** How long a tab that does not let go is waited for, over all tries. */
const BLOCKED_AFTER_MS = 4_000;

/** How one try at opening goes. */
export interface OpeningHooks {
  /** To be called when another connection holds the database back. */
  blocked(): void;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing of ours runs while a database opens, so whatever is thrown then, the browser refused it. */
function failureOf(cause: unknown): StorageError {
  const error = toStorageError(cause);
  return error.code === 'storage/fault' ? new StorageError('storage/failed', { definite: false, cause }) : error;
}

/** An error while opening: a connection that never was cannot have been lost, so the browser refused it. */
function openingError(cause: unknown): StorageError {
  const error = failureOf(cause);
  return error.code === 'storage/lost' ? new StorageError('storage/unavailable', { cause }) : error;
}

/** Opens by `attempt`, up to three times unless it tries again by itself; `discard` closes what came too late. */
export async function openPatiently<Connection>(
  attempt: (hooks: OpeningHooks) => Promise<Connection>,
  discard: (connection: Connection) => void,
  waitsMs: readonly number[] = RETRY_WAITS_MS,
): Promise<Connection> {
  if (typeof indexedDB === 'undefined') throw new StorageError('storage/unavailable');
  let blocked = false;
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new StorageError(blocked ? 'storage/blocked' : 'storage/failed'));
    }, BLOCKED_AFTER_MS);
  });
  const tries = async (): Promise<Connection> => {
    for (let tried = 0; ; tried += 1) {
      try {
        const connection = await attempt({ blocked: () => (blocked = true) });
        if (late) discard(connection);
        return connection;
      } catch (cause) {
        const { code } = failureOf(cause);
        // While the browser clears data it cuts even a connection that is only being made; that passes.
        const waits = code === 'storage/lost' ? RETRY_WAITS_MS : code === 'storage/failed' ? waitsMs : [];
        const waitMs = waits[tried];
        if (waitMs === undefined || late) throw openingError(cause);
        await wait(waitMs);
      }
    }
  };
  try {
    return await Promise.race([tries(), patience]);
  } finally {
    clearTimeout(timer);
  }
}
