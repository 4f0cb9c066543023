/**
 * Documents kept in the library: one writer among the tabs by lock and epoch, edits autosaved, and a reading tab that follows
 * what the writer stores. It says saved only what the saver says.
 */
import { claim, documentLock, Saver, takeOver, type Library, type Lock } from '../../../storage/index.ts';
import type { Document, Edit } from '../../../document/index.ts';
import type { DocumentKeeper, KeptDocument, KeptState } from './document-keeper.ts';

type Listener = (state: KeptState, document: Document | null) => void;

export class LibraryKeeper implements DocumentKeeper {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  async open(
    documentId: string,
    { takeOver: steal = false }: { readonly takeOver?: boolean } = {},
  ): Promise<KeptDocument> {
    const held: { document: WrittenDocument | null } = { document: null };
    const stolen = () => {
      held.document?.lose();
    };
    const name = documentLock(documentId);
    const lock = steal ? await takeOver(name, stolen) : await claim(name, stolen);
    if (lock === null) return openForReading(this.#library, documentId);
    try {
      const { document, damage, durable } = await this.#library.claimDocument(documentId);
      const saver = new Saver({ library: this.#library, documentId, durable });
      held.document = new WrittenDocument({
        library: this.#library,
        documentId,
        document,
        notice: damage,
        saver,
        lock,
      });
      return held.document;
    } catch (error) {
      lock.release();
      throw error;
    }
  }
}

interface Written {
  readonly library: Library;
  readonly documentId: string;
  readonly document: Document;
  readonly notice: string | null;
  readonly saver: Saver;
  readonly lock: Lock;
}

class WrittenDocument implements KeptDocument {
  readonly document: Document;
  readonly notice: string | null;
  readonly aside?: () => Promise<string>;
  readonly #written: Written;
  readonly #listeners = new Set<Listener>();
  readonly #detach: readonly (() => void)[];
  #lost = false;

  constructor(written: Written) {
    this.#written = written;
    this.document = written.document;
    this.notice = written.notice;
    if (written.notice !== null) this.aside = () => written.library.exportQuarantine(written.documentId);
    this.#detach = [
      written.saver.subscribe(() => {
        this.#tell();
      }),
      written.saver.attach(globalThis.document, window),
    ];
  }

  get state(): KeptState {
    const { status, message, code } = this.#written.saver.state;
    return { saveState: status, problem: message, readOnly: this.#lost || code === 'storage/fenced' };
  }

  append(edit: Edit, document: Document): void {
    if (!this.#lost) this.#written.saver.record([edit], document);
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  flush(): Promise<void> {
    return this.#written.saver.flush();
  }

  async close(): Promise<void> {
    const { library, documentId, saver, lock } = this.#written;
    for (const detach of this.#detach) detach();
    await saver.stop();
    library.leaveDocument(documentId);
    lock.release();
  }

  /** Another tab has taken over: what is pending is refused by the epoch, so nothing is overwritten. */
  lose(): void {
    this.#lost = true;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.state, null);
  }
}

async function openForReading(library: Library, documentId: string): Promise<KeptDocument> {
  const { document, damage } = await library.loadDocument(documentId);
  const state: KeptState = { saveState: 'saved', problem: null, readOnly: true };
  return {
    document,
    notice: damage,
    state,
    append: () => undefined,
    watch: (listener) =>
      library.observe(
        () => library.loadDocument(documentId),
        (loaded) => {
          listener(state, loaded.document);
        },
      ),
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
