/**
 * Which source was chosen for each thing that was seen, one after the other, and back again: certain ones first, then those that
 * leave a choice. Whoever never answered is asked for its own source once somebody saw its change.
 */
import type { Item } from '../models/model.ts';
import type { Sources, Want } from './sources.ts';

/** Of each operation the sources of what it saw, null where none is chosen yet; null where it is not asked. */
export type Chosen = ((number | null)[] | null)[];

export class Choice {
  readonly chosen: Chosen;
  readonly queue: Want[] = [];
  /** How many of the queue have a source. */
  made = 0;
  /** The next source to try, of each of the queue. */
  readonly #turns: number[] = [0];
  /** How many were asked because of each choice. */
  readonly #asked: number[] = [];

  readonly #items: readonly Item[];
  readonly #sources: Sources;

  constructor(items: readonly Item[], sources: Sources) {
    this.#items = items;
    this.#sources = sources;
    this.chosen = items.map(() => null);
    for (const at of items.keys()) if (this.#answered(at)) this.#ask(at);
    this.queue.sort((a, b) => Number(a.from.length > 1) - Number(b.from.length > 1));
  }

  /** Chooses the next source of the first that has none; false where there is none to choose. */
  next(): boolean {
    const want = this.queue[this.made];
    if (want === undefined) return false;
    const mine = this.chosen[want.reader]!;
    for (;;) {
      const turn = this.#turns[this.made]!;
      const source = want.from[turn];
      if (source === undefined) return false;
      this.#turns[this.made] = turn + 1;
      // Each place of a log was appended by itself.
      if (mine.includes(source)) continue;
      mine[want.slot] = source;
      const before = this.queue.length;
      if (source >= 0 && !this.#answered(source) && this.chosen[source] === null) this.#ask(source);
      this.#asked.push(this.queue.length - before);
      this.made += 1;
      this.#turns[this.made] = 0;
      return true;
    }
  }

  /** Takes the last choice back; false where there is none. */
  undo(): boolean {
    if (this.made === 0) return false;
    this.made -= 1;
    const want = this.queue[this.made]!;
    const mine = this.chosen[want.reader]!;
    const asked = this.#asked.pop()!;
    if (asked > 0) this.chosen[mine[want.slot]!] = null;
    this.queue.length -= asked;
    mine[want.slot] = null;
    return true;
  }

  undoAll(): void {
    while (this.undo());
    this.#turns.length = 1;
    this.#turns[0] = 0;
  }

  #answered(at: number): boolean {
    return this.#items[at]!.operation.returned !== null;
  }

  #ask(at: number): void {
    const wants = this.#sources.wants[at]!;
    const { action } = this.#items[at]!.operation;
    if (wants.length === 0 && action !== 'read') return;
    this.chosen[at] = wants.map(() => null);
    this.queue.push(...wants);
  }
}
