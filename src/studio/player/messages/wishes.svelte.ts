/**
 * What a person asked of the sequence diagram: words, types, one node, one conversation, what is folded. It says which
 * messages are wanted as the engine understands it, and draws nothing.
 */
import type { MessageFilter, MessageRow } from '../../../bridge/index.ts';

export class MessageWishes {
  text = $state('');
  types = $state.raw<ReadonlySet<string>>(new Set());
  /** The agent or task to which the diagram is narrowed. */
  node = $state<string | null>(null);
  conversation = $state.raw<{ readonly id: string; readonly title: string } | null>(null);
  allFolded = $state(false);
  /** Conversations that are not as all others: open where all are folded, folded where all are open. */
  except = $state.raw<ReadonlySet<string>>(new Set());

  readonly filter: MessageFilter = $derived.by(() => ({
    ...(this.text === '' ? {} : { text: this.text }),
    ...(this.types.size === 0 ? {} : { types: [...this.types] }),
    ...(this.node === null ? {} : { node: this.node }),
    ...(this.conversation === null ? {} : { conversation: this.conversation.id }),
    ...(this.allFolded || this.except.size > 0 ? { folded: { all: this.allFolded, except: [...this.except] } } : {}),
  }));

  /** Whether messages are left out, folded ones not counted. */
  get narrowed(): boolean {
    return this.text !== '' || this.types.size > 0 || this.node !== null || this.conversation !== null;
  }

  toggleType(type: string): void {
    const next = new Set(this.types);
    if (!next.delete(type)) next.add(type);
    this.types = next;
  }

  /** Folds a conversation to one row, or opens it. */
  fold(conversation: string, folded: boolean): void {
    const next = new Set(this.except);
    if (folded === this.allFolded) next.delete(conversation);
    else next.add(conversation);
    this.except = next;
  }

  foldAll(all: boolean): void {
    this.allFolded = all;
    this.except = new Set();
  }

  /** Narrows to the conversation of a row, which is then open; null for all of them. */
  only(row: MessageRow | null): void {
    this.conversation =
      row === null ? null : { id: row.conversation, title: row.title === '' ? row.conversation : row.title };
    if (row !== null) this.fold(row.conversation, false);
  }
}
