/**
 * Documents kept in the library: one writer among the tabs by lock and epoch, edits autosaved. A tab that only reads follows what
 * the writer stores, and becomes the writer when that one goes; one whose pen was taken reads on. It says saved only what the
 * saver says.
 */
import { claim, documentLock, Saver, takeOver, waitFor, type Library, type Lock } from '../../../storage/index.ts';
import type { Document, Edit } from '../../../document/index.ts';
import type { DocumentKeeper, KeptDocument, KeptState } from './document-keeper.ts';

type Listener = (state: KeptState, document: Document | null) => void;

/** A page that is just being left still holds its documents for a moment, ms. */
const leavingMs = 500;
const lostEdits = 'The last changes made here were not stored.';
/** Documents that this page is letting go of: whoever opens one again waits for that. */
const leaving = new Map<string, Promise<void>>();

export class LibraryKeeper implements DocumentKeeper {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  async open(
    documentId: string,
    { takeOver: steal = false }: { readonly takeOver?: boolean } = {},
  ): Promise<KeptDocument> {
    await leaving.get(documentId);
    const kept = new LibraryDocument(this.#library, documentId);
    await kept.begin(steal);
    return kept;
  }
}

interface Writing {
  readonly saver: Saver;
  readonly lock: Lock;
  readonly detach: readonly (() => void)[];
}

class LibraryDocument implements KeptDocument {
  document: Document = {};
  notice: string | null = null;
  aside?: () => Promise<string>;
  readonly #library: Library;
  readonly #id: string;
  readonly #listeners = new Set<Listener>();
  /** Null while another tab writes. */
  #writing: Writing | null = null;
  /** Ends following and waiting; null while this tab writes. */
  #following: AbortController | null = null;
  #problem: string | null = null;
  #closed = false;

  constructor(library: Library, documentId: string) {
    this.#library = library;
    this.#id = documentId;
  }

  /** Opens it: as its writer when nobody else is, else to read. */
  async begin(steal: boolean): Promise<void> {
    const name = documentLock(this.#id);
    const lock = steal ? await takeOver(name, this.#stolen) : await claim(name, this.#stolen, leavingMs);
    if (lock === null) {
      const { document, damage } = await this.#library.loadDocument(this.#id);
      this.document = document;
      this.notice = damage;
      this.#follow();
    } else await this.#write(lock);
    window.addEventListener('pagehide', this.#hidden);
    window.addEventListener('pageshow', this.#shown);
  }

  get state(): KeptState {
    const state = this.#writing?.saver.state;
    if (state === undefined) return { saveState: 'saved', problem: this.#problem, readOnly: true };
    const fenced = state.code === 'storage/fenced';
    return { saveState: state.status, problem: fenced ? lostEdits : state.message, readOnly: fenced };
  }

  append(edit: Edit, document: Document): void {
    this.#writing?.saver.record([edit], document);
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async flush(): Promise<void> {
    await this.#writing?.saver.flush();
  }

  close(): Promise<void> {
    this.#closed = true;
    window.removeEventListener('pagehide', this.#hidden);
    window.removeEventListener('pageshow', this.#shown);
    this.#following?.abort();
    const left = this.#letGo().finally(() => leaving.delete(this.#id));
    leaving.set(this.#id, left);
    return left;
  }

  /** Becomes the writer under a lock that was had. */
  async #write(lock: Lock): Promise<void> {
    try {
      const { document, damage, durable } = await this.#library.claimDocument(this.#id);
      const saver = new Saver({ library: this.#library, documentId: this.#id, durable });
      this.document = document;
      this.notice = damage;
      if (damage !== null) this.aside = () => this.#library.exportQuarantine(this.#id);
      this.#problem = null;
      const detach = [
        saver.subscribe(() => {
          this.#tell(null);
        }),
        saver.attach(globalThis.document, window),
      ];
      this.#writing = { saver, lock, detach };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Shows what the writer stores until it goes; then this tab writes. */
  #follow(): void {
    const following = new AbortController();
    this.#following = following;
    const stop = this.#library.observe(
      () => this.#library.loadDocument(this.#id),
      ({ document }) => {
        this.#tell(document);
      },
    );
    following.signal.addEventListener('abort', stop);
    void this.#succeed(following);
  }

  async #succeed(following: AbortController): Promise<void> {
    const lock = await waitFor(documentLock(this.#id), following.signal, this.#stolen);
    if (lock === null) return;
    following.abort();
    if (this.#closed) {
      lock.release();
      return;
    }
    this.#following = null;
    try {
      await this.#write(lock);
      this.#tell(this.document);
    } catch {
      // It is gone, or cannot be read: this tab shows what it has and says that it only reads.
      this.#tell(null);
    }
  }

  /** Another tab has taken over: what it has not stored is refused by the epoch, so nothing is overwritten. */
  readonly #stolen = (): void => {
    void this.#letGo().then(() => {
      if (this.#closed) return;
      this.#follow();
      this.#tell(null);
    });
  };

  /** The page may be kept as it is while another one is shown: it must hold nothing that others wait for. */
  readonly #hidden = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) void this.#letGo('at once');
  };
  readonly #shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && this.#writing === null && this.#following === null) this.#follow();
  };

  /** Stores what is left and stops being the writer; a page that is about to be frozen gives the lock back before. */
  async #letGo(when: 'then' | 'at once' = 'then'): Promise<void> {
    const writing = this.#writing;
    if (writing === null) return;
    this.#writing = null;
    const { saver, lock, detach } = writing;
    for (const end of detach) end();
    const stopped = saver.stop();
    if (when === 'at once') lock.release();
    await stopped;
    if (saver.state.status === 'failed' && saver.state.code === 'storage/fenced') this.#problem = lostEdits;
    this.#library.leaveDocument(this.#id);
    lock.release();
  }

  #tell(document: Document | null): void {
    for (const listener of this.#listeners) listener(this.state, document);
  }
}
