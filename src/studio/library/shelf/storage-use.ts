/** How much of this browser's storage is used and whether it is kept, in honest words. It asks the browser and guesses nothing. */
import { formatBytes } from '../../design/index.ts';

export interface StorageUse {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

/** What the browser says; nulls when it does not say. */
export async function readStorageUse(manager: Pick<StorageManager, 'estimate'> | undefined): Promise<StorageUse> {
  try {
    const { usage, quota } = (await manager?.estimate()) ?? {};
    return { usedBytes: usage ?? null, quotaBytes: quota ?? null };
  } catch {
    return { usedBytes: null, quotaBytes: null };
  }
}

/** One clause: `14 MB of 2.1 GB used`. */
export function storageSentence({ usedBytes, quotaBytes }: StorageUse, durable: boolean): string {
  if (!durable) return 'Nothing can be stored in this browser: export what you want to keep';
  if (usedBytes === null) return 'This browser does not say how much storage is used';
  if (quotaBytes === null || quotaBytes === 0) return `${formatBytes(usedBytes)} used`;
  return `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)} used`;
}

/** Whether the browser promises to keep what is stored; null when it does not say. */
export type Promised = boolean | null;

type Keeper = Pick<StorageManager, 'persisted' | 'persist'>;

/** What the browser says without being asked for more. */
export async function readPromise(manager: Keeper | undefined): Promise<Promised> {
  try {
    return (await manager?.persisted()) ?? null;
  } catch {
    return null;
  }
}

/** Asks the browser to keep what is stored, and gives its answer. */
export async function askToKeep(manager: Keeper | undefined): Promise<Promised> {
  try {
    return (await manager?.persist()) ?? null;
  } catch {
    return null;
  }
}

/** One sentence on the promise; empty when nothing is stored anyway. */
export function promiseSentence(promised: Promised, durable: boolean): string {
  if (!durable) return '';
  if (promised === true) return 'This browser has promised to keep it.';
  return 'This browser may clear it when space runs short, so keep a backup.';
}

/** Where the time of the last backup is remembered. */
export const lastBackupKey = 'last-backup';
const reminderDays = 14;
const dayMs = 86_400_000;

/** A reminder of work that is older than two weeks and in no backup; empty when none is due. */
export function backupReminder(editedMs: readonly number[], backedUpMs: number, nowMs: number): string {
  const since = editedMs.filter((edited) => edited > backedUpMs);
  const waitingMs = nowMs - Math.max(backedUpMs, Math.min(...since));
  if (since.length === 0 || waitingMs < reminderDays * dayMs) return '';
  const [what, are] = since.length === 1 ? ['1 workflow', 'is'] : [`${String(since.length)} workflows`, 'are'];
  if (backedUpMs === 0) return `${what} ${are} in no backup yet.`;
  const days = Math.floor((nowMs - backedUpMs) / dayMs);
  return `The last backup is ${String(days)} days old, and ${what} ${are} newer.`;
}
