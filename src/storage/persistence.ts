/**
 * Whether the browser promises to keep this origin's data. Asking never fails and never blocks work; a browser that
 * does not answer counts as one that does not promise.
 */

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
