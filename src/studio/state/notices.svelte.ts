/**
 * What the person must be told: banners stay until the matter is settled, toasts go by themselves. Each is one sentence
 * (where, what, what to do) with its actions. A notice with a key replaces the earlier one of that key, so nothing piles up.
 */
import { untrack } from 'svelte';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  readonly id: number;
  readonly key: string | null;
  readonly kind: 'banner' | 'toast';
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

export interface NoticeOptions {
  readonly key?: string;
  readonly tone?: Notice['tone'];
  readonly actions?: readonly NoticeAction[];
  /** How long a toast stays; errors stay until dismissed. */
  readonly stayMs?: number;
}

const toastMs = 6000;
const toastsMax = 4;

export class Notices {
  #all = $state.raw<readonly Notice[]>([]);
  #next = 1;
  /** Loads the page anew with the work kept; null where nobody has told how. */
  reload: (() => void) | null = null;

  get banners(): readonly Notice[] {
    return this.#all.filter((notice) => notice.kind === 'banner');
  }

  get toasts(): readonly Notice[] {
    return this.#all.filter((notice) => notice.kind === 'toast').slice(-toastsMax);
  }

  /** Stays until dismissed or settled with `settle(key)`. */
  banner(text: string, options: NoticeOptions = {}): void {
    this.#add('banner', text, options);
  }

  /** Goes by itself, unless it is an error. */
  toast(text: string, options: NoticeOptions = {}): void {
    const id = this.#add('toast', text, options);
    if (options.tone === 'error') return;
    setTimeout(() => {
      this.dismiss(id);
    }, options.stayMs ?? toastMs);
  }

  /** Says that a part of the page was not to be had, once, with the reload that brings it. */
  unfetched(text: string): void {
    const { reload } = this;
    const actions = reload === null ? [] : [{ label: 'Reload', run: reload }];
    this.banner(text, { key: 'unfetched', tone: 'warning', actions });
  }

  /** Says what failed. Any value that was thrown will do. */
  failure(what: string, error: unknown, options: NoticeOptions = {}): void {
    if (codeOf(error) === 'bridge/unfetched') {
      this.unfetched(messageOf(error));
      return;
    }
    this.toast(`${what} ${messageOf(error)}`, { tone: 'error', ...options });
  }

  dismiss(id: number): void {
    this.#all = this.#now().filter((notice) => notice.id !== id);
  }

  /** Takes back the notice with this key, because the matter is settled. */
  settle(key: string): void {
    if (this.#now().some((notice) => notice.key === key))
      this.#all = this.#now().filter((notice) => notice.key !== key);
  }

  /** The list, without making an effect that says something depend on all that is said. */
  #now(): readonly Notice[] {
    return untrack(() => this.#all);
  }

  #add(kind: Notice['kind'], text: string, { key, tone = 'info', actions = [] }: NoticeOptions): number {
    const id = this.#next;
    this.#next += 1;
    // Page and worker may find the same trouble: one sentence stands once, under the key that it was said with last.
    const again = (notice: Notice): boolean => notice.kind === 'banner' && kind === 'banner' && notice.text === text;
    const kept = this.#now().filter((notice) => (key === undefined || notice.key !== key) && !again(notice));
    this.#all = [...kept, { id, key: key ?? null, kind, tone, text, actions }];
    return id;
  }
}

/** The sentence in anything that may be thrown or sent across a thread. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string')
    return error.message;
  return String(error);
}

/** The code of what was thrown or sent across a thread; null when it has none. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
