/**
 * The pages of a long list at hand: of the log, or of the messages. Rows are asked for a page at a time, kept, and forgotten from the page used longest ago; a page that was
 * not full is asked again once the log has grown. It holds one filter's rows: another filter means another one of these.
 */
import type { LogRow } from '../../../bridge/index.ts';

/** Rows from an index on, with how many there are, and the last one at or before the playhead. */
export interface RowWindow<Row> {
  readonly from: number;
  readonly total: number;
  readonly playhead: number;
  readonly rows: readonly Row[];
}

export type AskRows<Row> = (from: number, count: number) => Promise<RowWindow<Row> | null>;

export const pageRows = 100;
const pagesMax = 60;

export class LogPages<Row extends { readonly step: number } = LogRow> {
  /** Rows in the whole log so far, as the engine said last. */
  total = 0;
  readonly #ask: AskRows<Row>;
  readonly #changed: () => void;
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();
  /** Pages wished for anew while they were under way. */
  readonly #again = new Set<number>();
  #known = false;
  #playhead = -1;
  /** What the engine answered when it was last asked for a step's row. */
  #located: { readonly step: number; readonly index: number } | null = null;

  constructor(ask: AskRows<Row>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Whether the engine has said how many there are. */
  get known(): boolean {
    return this.#known;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows];
  }

  /** Asks for the pages that hold these rows, unless they are at hand or under way. */
  need(first: number, last: number): void {
    const end = Math.floor(Math.max(first, last - 1) / pageRows);
    for (let page = Math.floor(Math.max(0, first) / pageRows); page <= end; page += 1)
      if (!this.#has(page)) void this.#fetch(page);
  }

  /** The log may have grown: its last page is asked again. */
  grow(): void {
    const page = Math.floor(Math.max(0, this.total - 1) / pageRows);
    if (this.#asked.has(page)) this.#again.add(page);
    else void this.#fetch(page, true);
  }

  /**
   * Index of the last row at or before a step; -1 for none. Rows at hand tell it at once; where they do not, the engine is asked, once a
   * step, and null is returned meanwhile.
   */
  playheadAt(step: number): number | null {
    if (this.#known && this.total === 0) return -1;
    const near = this.#nearest(step);
    if (near !== null) this.#playhead = near;
    else if (this.#located?.step === step) return this.#located.index;
    else void this.#locate(step);
    return near;
  }

  /** What the engine said last. */
  get lastPlayhead(): number {
    return this.#playhead;
  }

  /** Searches the page of the last known playhead and its neighbours. */
  #nearest(step: number): number | null {
    const middle = Math.floor(Math.max(0, this.#playhead) / pageRows);
    for (const page of [middle, middle + 1, middle - 1]) {
      const rows = this.#pages.get(page);
      if (rows === undefined || rows.length === 0) continue;
      const found = lastAtOrBefore(rows, step);
      const index = page * pageRows + found;
      // The first row of the log, a next row that is later, or the end of the log must bear it out.
      if (found === -1) {
        if (page === 0) return -1;
        continue;
      }
      if (found < rows.length - 1 || index === this.total - 1) return index;
      const next = this.#pages.get(page + 1)?.[0];
      if (next !== undefined && next.step > step) return index;
    }
    return null;
  }

  #has(page: number): boolean {
    const rows = this.#pages.get(page);
    if (rows === undefined) return this.#known && page * pageRows >= this.total;
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    return rows.length === pageRows || page * pageRows + rows.length >= this.total;
  }

  async #locate(step: number): Promise<void> {
    const index = await this.#fetch(Math.floor(Math.max(0, this.#playhead) / pageRows), true);
    if (index === null) return;
    this.#located = { step, index };
    this.#changed();
  }

  /** Fetches a page; the engine's playhead row, or null when there was no answer of its own. */
  async #fetch(page: number, again = false): Promise<number | null> {
    if (page < 0 || this.#asked.has(page) || (!again && this.#has(page))) return null;
    this.#asked.add(page);
    const answer = await this.#ask(page * pageRows, pageRows);
    this.#asked.delete(page);
    if (answer === null) return null;
    this.#keep(page, answer);
    this.#changed();
    if (this.#again.delete(page)) void this.#fetch(page, true);
    return answer.playhead;
  }

  #keep(page: number, { from, rows, total, playhead }: RowWindow<Row>): void {
    this.#known = true;
    this.total = total;
    this.#playhead = playhead;
    this.#pages.delete(page);
    if (from === page * pageRows && rows.length > 0) this.#pages.set(page, rows);
    for (const [oldest] of this.#pages) {
      if (this.#pages.size <= pagesMax) break;
      this.#pages.delete(oldest);
    }
  }
}

/** Place of the last row at or before a step, -1 for none. */
function lastAtOrBefore(rows: readonly { readonly step: number }[], step: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.step ?? Infinity) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
