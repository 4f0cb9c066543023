/**
 * The autosaver of one open document: gathers edits, writes them a moment later, and knows honestly whether they are
 * stored. 'saved' is said only after the transaction is complete; on failure it keeps the edits, says why in one
 * sentence and tries again. It never gives up an edit and never shows a state that it hopes for.
 */
import type { Document, Edit } from '../../document/index.ts';
import { toStorageError, type StorageCode } from '../errors.ts';
import type { Saved } from './types.ts';

/** Whether the document is stored. `message` is one sentence when it is not and something is wrong. */
export interface SaverState {
  readonly status: 'saved' | 'saving' | 'unsaved' | 'failed';
  readonly message: string | null;
  readonly code: StorageCode | null;
  readonly savedAtMs: number | null;
}

/** What a saver needs of the library. */
export interface SaverTarget {
  appendEdits(id: string, edits: readonly Edit[], document: Document): Promise<Saved>;
  readonly warning: { readonly code: StorageCode; readonly message: string } | null;
}

/** Which document, and how soon. */
export interface SaverOptions {
  readonly library: SaverTarget;
  readonly documentId: string;
  /** What the page already knows: false when the document could not be stored at first. */
  readonly durable?: boolean;
  /** Quiet time before edits are written. */
  readonly debounceMs?: number;
  /** Longest time that edits wait while more keep coming. */
  readonly waitMaxMs?: number;
  readonly nowMs?: () => number;
}

/** Waits before trying again after a failure; the last repeats. */
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const;
/** After these there is nothing to try again for. */
const FINAL: ReadonlySet<StorageCode> = new Set<StorageCode>(['storage/fenced', 'storage/unstorable']);

/** Saves one document. */
export class Saver {
  readonly #options: Required<Omit<SaverOptions, 'durable'>>;
  readonly #listeners = new Set<(state: SaverState) => void>();
  #state: SaverState;
  #pending: Edit[] = [];
  #document: Document | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSinceMs: number | null = null;
  #writing: Promise<void> | null = null;
  #failures = 0;
  #stopped = false;

  constructor(options: SaverOptions) {
    this.#options = { debounceMs: 300, waitMaxMs: 2_000, nowMs: () => Date.now(), ...options };
    const warning = options.durable === false ? options.library.warning : null;
    this.#state = {
      status: options.durable === false ? 'failed' : 'saved',
      message: warning?.message ?? null,
      code: warning?.code ?? null,
      savedAtMs: null,
    };
  }

  get state(): SaverState {
    return this.#state;
  }

  /** Hears every change of state; returns how to stop. */
  subscribe(listener: (state: SaverState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes edits that were just made; `document` is the state after them. */
  record(edits: readonly Edit[], document: Document): void {
    this.#pending.push(...edits);
    this.#document = document;
    if (this.#stopped || (this.#state.code !== null && FINAL.has(this.#state.code))) return;
    if (this.#state.status === 'saved') this.#set({ status: 'unsaved' });
    const nowMs = this.#options.nowMs();
    this.#waitingSinceMs ??= nowMs;
    const left = this.#waitingSinceMs + this.#options.waitMaxMs - nowMs;
    if (this.#failures === 0) this.#schedule(Math.max(0, Math.min(this.#options.debounceMs, left)));
  }

  /** Writes at once what is not yet stored; resolves when the attempt is over. The state says how it went. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#writing !== null) await this.#writing;
    if (this.#pending.length === 0 || this.#stopped) return;
    this.#writing = this.#write().finally(() => (this.#writing = null));
    await this.#writing;
  }

  /** Flushes when the page is hidden or left; returns how to stop. */
  attach(
    page: Pick<globalThis.Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'>,
    view: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  ): () => void {
    const leaving = (): void => void this.flush();
    const hiding = (): void => {
      if (page.visibilityState === 'hidden') void this.flush();
    };
    page.addEventListener('visibilitychange', hiding);
    view.addEventListener('pagehide', leaving);
    return () => {
      page.removeEventListener('visibilitychange', hiding);
      view.removeEventListener('pagehide', leaving);
    };
  }

  /** Writes what is left, then does nothing more. */
  async stop(): Promise<void> {
    await this.flush();
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #write(): Promise<void> {
    const { library, documentId, nowMs } = this.#options;
    const edits = this.#pending;
    const document = this.#document;
    if (document === null) return;
    this.#pending = [];
    this.#waitingSinceMs = null;
    // A failure stays in sight until it is really over.
    if (this.#state.status !== 'failed') this.#set({ status: 'saving' });
    try {
      const { durable } = await library.appendEdits(documentId, edits, document);
      this.#failures = 0;
      const more = this.#pending.length > 0;
      if (durable) this.#set({ status: more ? 'unsaved' : 'saved', message: null, code: null, savedAtMs: nowMs() });
      else
        this.#set({ status: 'failed', message: library.warning?.message ?? null, code: library.warning?.code ?? null });
      if (more) this.#schedule(this.#options.debounceMs);
    } catch (cause) {
      const error = toStorageError(cause);
      this.#pending = [...edits, ...this.#pending];
      this.#set({ status: 'failed', message: error.message, code: error.code });
      this.#failures += 1;
      if (!FINAL.has(error.code)) this.#schedule(RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1] ?? 30_000);
    }
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.flush(), delayMs);
  }

  #set(change: Partial<SaverState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener(this.#state);
  }
}
