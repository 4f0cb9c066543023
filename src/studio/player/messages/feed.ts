/**
 * The messages at hand, for one filter: pages of rows, the arrows that cross from one page into the next, and the lanes
 * and types that the engine told last. Another filter means another one of these.
 */
import type { MessageLane, MessageRow, MessageType, MessageWindow } from '../../../bridge/index.ts';
import { LogPages, pageRows } from '../log/pages.ts';

export type AskMessages = (from: number, count: number) => Promise<MessageWindow | null>;

const crossingsMax = 60;

/** What the engine told last of all that passes. */
export interface Held {
  readonly total: number;
  readonly lanes: readonly MessageLane[];
  /** How many actors share the last lane, beyond those that have one of their own. */
  readonly others: number;
  readonly types: readonly MessageType[];
  /** How much passes, and how much of it is in folded rows, a lie, or lost. */
  readonly said: MessageWindow['said'];
}

export class MessageFeed {
  /** Null before the first answer. */
  held: Held | null = null;
  readonly pages: LogPages<MessageRow>;
  /** Arrows into the page that begins at an index, from before it. */
  readonly #crossing = new Map<number, readonly MessageRow[]>();

  /** What is under way; whoever scrolls fast past many pages waits for the last two only. */
  #busy: Promise<unknown> = Promise.resolve();
  #latest = 0;

  constructor(ask: AskMessages, changed: () => void) {
    this.pages = new LogPages<MessageRow>(async (from, count) => {
      const turn = (this.#latest += 1);
      await this.#busy;
      if (turn < this.#latest - 1) return null;
      const answer = ask(from, count);
      this.#busy = answer;
      const given = await answer;
      if (given !== null) this.#keep(given);
      return given;
    }, changed);
  }

  /** Messages whose arrows show between two rows: those sent there, and those sent before that arrive there or later. */
  arrows(first: number, last: number): MessageRow[] {
    const page = Math.floor(first / pageRows) * pageRows;
    const found = (this.#crossing.get(page) ?? []).filter(({ endRow }) => endRow > first);
    for (let index = page; index < last; index += 1) {
      const row = this.pages.row(index);
      if (row?.folded === 0 && row.phase === null && (index >= first || row.endRow > first)) found.push(row);
    }
    return found;
  }

  #keep({ from, total, crossing, lanes, others, types, said }: MessageWindow): void {
    this.held = { total, lanes, others, types, said };
    this.#crossing.delete(from);
    this.#crossing.set(from, crossing);
    for (const [oldest] of this.#crossing) {
      if (this.#crossing.size <= crossingsMax) break;
      this.#crossing.delete(oldest);
    }
  }
}
