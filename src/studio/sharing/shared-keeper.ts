/**
 * Keeps a workflow that came by a link: in memory, beside whatever else is open. It never reads or writes storage, so nothing that is
 * stored can be overwritten, and it never says that anything is saved.
 */
import type { Document } from '../../document/index.ts';
import type { DocumentKeeper, KeptDocument } from '../state/index.ts';

export class SharedKeeper implements DocumentKeeper {
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
  }

  open(): Promise<KeptDocument> {
    return Promise.resolve({
      document: this.#document,
      notice: null,
      state: { saveState: 'unsaved', problem: null, readOnly: false },
      append: () => undefined,
      watch: () => () => undefined,
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
  }
}
