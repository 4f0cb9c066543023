/**
 * What the browser says about keeping this origin's data: whether it promises to, and how much room there is.
 * Asking never fails and never blocks work; a browser that does not answer counts as one that does not promise.
 */

/** Bytes used and allowed, as the browser estimates them. */
export interface StorageEstimateBytes {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

const manager = (): StorageManager | undefined => (typeof navigator === 'undefined' ? undefined : navigator.storage);

/** Asks the browser not to evict this origin's data; false when it makes no promise. */
export async function requestPersistence(): Promise<boolean> {
  try {
    const storage = manager();
    if (storage === undefined) return false;
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    return false;
  }
}

/** How much room there is; null when the browser does not say. */
export async function estimate(): Promise<StorageEstimateBytes | null> {
  try {
    const { usage, quota } = (await manager()?.estimate()) ?? {};
    return usage === undefined || quota === undefined ? null : { usedBytes: usage, quotaBytes: quota };
  } catch {
    return null;
  }
}
