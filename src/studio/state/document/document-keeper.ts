/**
 * What the workspace needs of storage: open a document, append its edits, know truly whether they are saved and who may write.
 * `LibraryKeeper` is the body over the library; tests pass another. Nothing here may claim saved before the commit.
 */
import type { Document, Edit } from '../../../document/index.ts';

/** `failed` means that the newest edits are only in memory. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'failed';

export interface KeptState {
  readonly saveState: SaveState;
  /** One sentence when something is wrong. */
  readonly problem: string | null;
  /** True when another tab writes this document and this one only reads. */
  readonly readOnly: boolean;
}

/** One open document. */
export interface KeptDocument {
  readonly document: Document;
  /** A sentence about what was found on opening, such as damage; null when all is well. */
  readonly notice: string | null;
  readonly state: KeptState;
  /** Gives what was damaged and put aside, as a text to keep; absent where nothing was. */
  readonly aside?: () => Promise<string>;
  append(edit: Edit, document: Document): void;
  /** Tells of every change of state, and of the document itself when another tab wrote it. Returns how to stop. */
  watch(listener: (state: KeptState, document: Document | null) => void): () => void;
  /** Waits until what was appended is committed or has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface DocumentKeeper {
  /** Opens a document for writing, or for reading only when another tab holds it. Rejects when it is not there. */
  open(documentId: string, options?: { readonly takeOver?: boolean }): Promise<KeptDocument>;
}
