/**
 * Where playing pauses by itself, kept by this browser for each document. The engine does the pausing: it is told what is set when a
 * document opens, at every change, and when it had to start again. Nothing here watches the playhead.
 */
import { breakKinds, type BreakKind } from '../../../bridge/index.ts';
import { recall, remember } from '../remembered.ts';

interface Kept {
  readonly nodes: readonly string[];
  readonly kinds: readonly BreakKind[];
}

const none: Kept = { nodes: [], kinds: [] };

export class Breakpoints {
  #kept = $state.raw<Kept>(none);
  #nodes = $derived<ReadonlySet<string>>(new Set(this.#kept.nodes));
  #documentId: string | null = null;
  readonly #tell: (nodes: readonly string[], kinds: readonly BreakKind[]) => void;

  constructor(tell: (nodes: readonly string[], kinds: readonly BreakKind[]) => void) {
    this.#tell = tell;
  }

  get nodes(): readonly string[] {
    return this.#kept.nodes;
  }

  /** How many are set, of both sorts. */
  get count(): number {
    return this.#kept.nodes.length + this.#kept.kinds.length;
  }

  /** True when playing pauses at what touches this node. */
  has(node: string): boolean {
    return this.#nodes.has(node);
  }

  hasKind(kind: BreakKind): boolean {
    return this.#kept.kinds.includes(kind);
  }

  /** Takes up what was set for a document; null when none is open. */
  open(documentId: string | null): void {
    this.#documentId = documentId;
    this.#kept = documentId === null ? none : recall(keyOf(documentId), none, isKept);
    this.tell();
  }

  toggle(node: string): void {
    const { nodes } = this.#kept;
    this.#set({
      ...this.#kept,
      nodes: nodes.includes(node) ? nodes.filter((each) => each !== node) : [...nodes, node],
    });
  }

  toggleKind(kind: BreakKind): void {
    const held = this.hasKind(kind);
    this.#set({ ...this.#kept, kinds: breakKinds.filter((each) => (each === kind ? !held : this.hasKind(each))) });
  }

  clear(): void {
    this.#set(none);
  }

  /** Tells the engine once more: one that was started again knows nothing. */
  tell(): void {
    this.#tell(this.#kept.nodes, this.#kept.kinds);
  }

  #set(kept: Kept): void {
    this.#kept = kept;
    if (this.#documentId !== null) remember(keyOf(this.#documentId), this.count === 0 ? null : kept);
    this.tell();
  }
}

const keyOf = (documentId: string): string => `breakpoints:${documentId}`;

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('nodes' in value) || !('kinds' in value)) return false;
  const { nodes, kinds: held } = value;
  return (
    Array.isArray(nodes) &&
    nodes.every((each) => typeof each === 'string' && each !== '') &&
    Array.isArray(held) &&
    held.every((each) => (breakKinds as readonly unknown[]).includes(each)) &&
    new Set(held).size === held.length
  );
}
