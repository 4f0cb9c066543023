/** How much of this browser's storage is used and whether it is kept, in honest words. It asks the browser and guesses nothing. */
import { formatBytes, formatClock, formatDay, plural } from '../../design/index.ts';

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

/** A few words on the promise; empty where nothing is stored anyway. */
export function promiseWords(promised: Promised, durable: boolean): string {
  if (!durable) return '';
  return promised === true ? 'the browser has promised to keep it' : 'the browser may clear it when space runs short';
}

/** Where the time of the last backup is remembered. */
export const lastBackupKey = 'last-backup';
const dueDays = 7;
const dueChanges = 10;
const dayMs = 86_400_000;

/** What is said of the last backup. */
export interface BackupState {
  readonly text: string;
  /** Whether one is due: what changed is a week old, or there is much of it. */
  readonly due: boolean;
}

/** When everything was last backed up and how many workflows were changed or run since; `changedMs` tells of each when that was. */
export function backupState(changedMs: readonly number[], backedUpMs: number, nowMs: number): BackupState {
  if (changedMs.length === 0) return { text: '', due: false };
  const since = changedMs.filter((changed) => changed > backedUpMs);
  const due = since.length >= dueChanges || (since.length > 0 && nowMs - Math.min(...since) >= dueDays * dayMs);
  if (backedUpMs === 0) return { text: 'In no backup yet', due };
  const day = formatDay(backedUpMs, nowMs);
  const when = `${day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : day} at ${formatClock(backedUpMs)}`;
  const changes = since.length === 0 ? 'nothing changed since' : `${plural(since.length, 'workflow')} changed since`;
  return { text: `Backed up ${when}, ${changes}`, due };
}
