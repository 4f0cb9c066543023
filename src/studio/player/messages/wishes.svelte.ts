/**
 * What a person asked of the sequence diagram: words, types, one node, one conversation, what is folded. It says which
 * messages are wanted as the engine understands it, and draws nothing.
 */
import type { MessageFilter } from '../../../bridge/index.ts';

type Folding = NonNullable<MessageFilter['phases']>;

/** Has one of them be so or not, where all others are as they are. */
function turned({ all, except }: Folding, id: string, on: boolean): Folding {
  const next = new Set(except);
  if (on === all) next.delete(id);
  else next.add(id);
  return { all, except: [...next] };
}

export class MessageWishes {
  text = $state('');
  types = $state.raw<ReadonlySet<string>>(new Set());
  /** The agent or task to which the diagram is narrowed. */
  node = $state<string | null>(null);
  conversation = $state.raw<{ readonly id: string; readonly title: string } | null>(null);
  allFolded = $state(false);
  /** Conversations that are not as all others: open where all are folded, folded where all are open. */
  except = $state.raw<ReadonlySet<string>>(new Set());

  /** Which phases are folded to their row. */
  phases = $state.raw<Folding>({ all: false, except: [] });
  /** Whether what one says to several at once is one row; all but some. */
  joined = $state.raw<Folding>({ all: true, except: [] });

  /** Which messages are wanted, of whatever conversation. */
  readonly passing: MessageFilter = $derived.by(() => ({
    ...(this.text === '' ? {} : { text: this.text }),
    ...(this.types.size === 0 ? {} : { types: [...this.types] }),
    ...(this.node === null ? {} : { node: this.node }),
  }));
  readonly filter: MessageFilter = $derived.by(() => ({
    ...this.passing,
    ...(this.conversation === null ? {} : { conversation: this.conversation.id }),
    phases: this.phases,
    joined: this.joined,
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

  isFolded(conversation: string): boolean {
    return this.allFolded !== this.except.has(conversation);
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

  isFoldedPhase(id: string): boolean {
    return this.phases.all !== this.phases.except.includes(id);
  }
  foldPhase(id: string, folded: boolean): void {
    this.phases = turned(this.phases, id, folded);
  }
  foldPhases(all: boolean): void {
    this.phases = { all, except: [] };
  }

  /** Has what was said to several at once in one row, or in a row a message. */
  join(broadcast: string, joined: boolean): void {
    this.joined = turned(this.joined, broadcast, joined);
  }
  joinAll(all: boolean): void {
    this.joined = { all, except: [] };
  }

  /** Narrows to a conversation, which is then open; null for all of them. */
  only(conversation: { readonly id: string; readonly title: string } | null): void {
    this.conversation = conversation;
    if (conversation !== null) this.fold(conversation.id, false);
  }

  /** Narrows to a conversation, or to none if it was that one. */
  toggle(conversation: { readonly id: string; readonly title: string }): void {
    this.only(this.conversation?.id === conversation.id ? null : conversation);
  }
}
