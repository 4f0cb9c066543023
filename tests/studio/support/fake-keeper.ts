/** A keeper of documents in the tests' hand: it holds what was appended and says what it is told to say. */
import type { Document, Edit } from '../../../src/document/index.ts';
import type { DocumentKeeper, KeptDocument, KeptState } from '../../../src/studio/state/index.ts';

export class FakeKept implements KeptDocument {
  readonly notice: string | null = null;
  state: KeptState = { saveState: 'saved', problem: null, readOnly: false };
  readonly appended: Edit[] = [];
  closed = false;
  readonly document: Document;
  #listener: ((state: KeptState, document: Document | null) => void) | null = null;

  constructor(document: Document, state: Partial<KeptState> = {}) {
    this.document = document;
    this.state = { ...this.state, ...state };
  }

  append(edit: Edit): void {
    this.appended.push(edit);
  }

  watch(listener: (state: KeptState, document: Document | null) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  say(state: Partial<KeptState>, document: Document | null = null): void {
    this.state = { ...this.state, ...state };
    this.#listener?.(this.state, document);
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

export class FakeKeeper implements DocumentKeeper {
  readonly kept = new Map<string, FakeKept>();

  open(documentId: string, { takeOver = false }: { readonly takeOver?: boolean } = {}): Promise<KeptDocument> {
    const kept = this.kept.get(documentId);
    if (kept === undefined) return Promise.reject(new Error('This is not in the storage of this browser.'));
    if (takeOver) kept.state = { ...kept.state, readOnly: false };
    return Promise.resolve(kept);
  }
}

/** Two tasks in a row and two agents, all with places. */
export const twoTasks: Document = {
  format: 'conclave',
  version: 1,
  name: 'Two tasks',
  agents: [
    { id: 'lead', role: 'manager' },
    { id: 'ana', reportsTo: 'lead' },
  ],
  tasks: [{ id: 'collect' }, { id: 'write', dependsOn: ['collect'] }],
  view: {
    nodes: { lead: { x: 0, y: 0 }, ana: { x: 0, y: 100 }, collect: { x: 0, y: 250 }, write: { x: 220, y: 250 } },
  },
};
