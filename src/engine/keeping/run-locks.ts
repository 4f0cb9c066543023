/**
 * Who plays a run among the tabs: takes the lock on it, waits for whoever has it, and hears when it is taken over. What
 * follows from that is the session's business.
 */
import { claim, runLock, takeOver, waitFor, type Lock } from '../../storage/index.ts';

/** A page that is just being left still holds its run for a moment, ms. */
const leavingMs = 500;

export class RunLocks {
  readonly #lost: (runId: string) => void;
  #waiting: AbortController | null = null;

  /** `lost` hears of a run that another tab has taken over. */
  constructor(lost: (runId: string) => void) {
    this.#lost = lost;
  }

  claim(runId: string): Promise<Lock | null> {
    return claim(runLock(runId), this.#told(runId), leavingMs);
  }

  steal(runId: string): Promise<Lock> {
    return takeOver(runLock(runId), this.#told(runId));
  }

  /** Waits until the tab that plays a run is gone; only for one run at a time. */
  async succeed(runId: string): Promise<Lock | null> {
    this.forget();
    const waiting = new AbortController();
    this.#waiting = waiting;
    return waitFor(runLock(runId), waiting.signal, this.#told(runId));
  }

  /** Waits no more. */
  forget(): void {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  #told(runId: string): () => void {
    return () => {
      this.#lost(runId);
    };
  }
}
