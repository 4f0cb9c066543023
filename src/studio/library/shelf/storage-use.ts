/** How much of this browser's storage is used, in honest words. It asks the browser once and guesses nothing. */
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
