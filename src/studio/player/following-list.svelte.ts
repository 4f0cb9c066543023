/**
 * A long list of the player that keeps to the playhead: which rows are in sight, where the arrow keys are, and scrolling along until a
 * person scrolls away. Made while its component is made. It draws nothing, and what it holds of the run it asks of its pages.
 */
import { untrack } from 'svelte';
import type { RunSession } from '../state/index.ts';
import type { LogPages } from './log/pages.ts';
import { reveal, rowForKey, scrollHeight, sliceAt, type ListShape } from './log/virtual.ts';

interface Source<Row extends { readonly step: number }> {
  readonly run: RunSession;
  readonly rowHeight: number;
  /** What stays above the rows inside of the view, pixels. */
  readonly headHeight?: number;
  /** Another filter means other pages. */
  readonly pages: () => LogPages<Row>;
  /** How many rows there are; what was known of other pages until these are answered. */
  readonly total: () => number;
  /** Begins the ids of its rows. */
  readonly name: string;
}

export class FollowingList<Row extends { readonly step: number }> {
  readonly rowHeight: number;
  /** Whether it keeps the playhead in sight. */
  following = $state(true);
  scroller = $state<HTMLElement>();
  /** Height of the view, as the component measures it. */
  height = $state(0);
  /** Where the arrow keys are; null when they follow the playhead. */
  cursor = $state<number | null>(null);
  /** Last row at or before the playhead; -1 for none. */
  playhead = $state(-1);

  readonly #of: Source<Row>;
  #scrollTop = $state(0);
  /** Raised when pages arrive: what they hold is plain data. */
  #turn = $state(0);
  /** How often what lay ahead was cut off. */
  #cuts = $state(0);
  #longest = 0;
  /** The place that it scrolled to by itself, so that only a person's scrolling ends following. */
  #placed = -1;

  readonly total = $derived.by(() => this.read(this.#of.total));
  readonly shape: ListShape = $derived.by(() => ({
    rowHeight: this.rowHeight,
    total: this.total,
    height: Math.max(0, this.height - (this.#of.headHeight ?? 0)),
  }));
  readonly slice = $derived.by(() => sliceAt(this.shape, this.#scrollTop));
  /** The rows in sight; undefined for those on their way. */
  readonly rows = $derived.by(() =>
    this.read(() => Array.from({ length: this.#count }, (_each, offset) => this.row(this.slice.first + offset))),
  );
  readonly active = $derived.by(() => this.cursor ?? this.playhead);
  readonly activeRow = $derived.by(() => this.read(() => this.row(this.active)));
  /** Id of the row that the keys are on; undefined when it is out of sight. */
  readonly activeId = $derived.by(() =>
    this.active >= this.slice.first && this.active < this.slice.last ? this.idOf(this.active) : undefined,
  );
  readonly tall = $derived.by(() => scrollHeight(this.shape));

  constructor(source: Source<Row>) {
    this.#of = source;
    this.rowHeight = source.rowHeight;
    this.#fetch();
    this.#followPlayhead();
  }

  get #count(): number {
    return Math.max(0, this.slice.last - this.slice.first);
  }

  /** Reads what is held as plain data, again whenever more of it has arrived. */
  read<Value>(value: () => Value): Value {
    const _turn = this.#turn;
    return value();
  }

  /** More has arrived. */
  readonly arrived = (): void => {
    this.#turn += 1;
  };

  row(index: number): Row | undefined {
    return this.#of.pages().row(index);
  }

  idOf(index: number): string {
    return `${this.#of.name}-${String(index)}`;
  }

  /** Changes when the rows at hand may be of what is no more: for another run, and when what lay ahead was cut off. */
  get era(): string {
    return `${String(this.#of.run.runId)} ${String(this.#cuts)}`;
  }

  /** Where a row stands in the element that scrolls. */
  topOf(index: number): number {
    return this.slice.top + (index - this.slice.first) * this.rowHeight;
  }

  follow(following: boolean): void {
    this.following = following;
    this.cursor = null;
  }

  readonly scrolled = (event: Event & { currentTarget: HTMLElement }): void => {
    this.#scrollTop = event.currentTarget.scrollTop;
    if (this.#of.run.playing && Math.abs(this.#scrollTop - this.#placed) > 2) this.following = false;
  };

  /** Moves by key; what else a key does is said by the keys' names. */
  key(event: KeyboardEvent, others: ReadonlyMap<string, (index: number) => void>): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || this.total === 0) return;
    const next = rowForKey(event.key, this.active, this.shape);
    const other = others.get(event.key);
    if (next !== null) {
      this.cursor = next;
      this.following = false;
      this.#show(next, this.shape);
    } else if (other !== undefined) other(this.active);
    else return;
    event.preventDefault();
  }

  #show(index: number, shape: ListShape): void {
    const { scroller } = this;
    if (scroller === undefined) return;
    const top = Math.round(reveal(shape, scroller.scrollTop, index));
    if (Math.abs(top - scroller.scrollTop) < 1) return;
    this.#placed = top;
    scroller.scrollTop = top;
  }

  /** Has at hand what is in sight, and what was computed since. */
  #fetch(): void {
    $effect(() => {
      const { first, last } = this.slice;
      this.read(() => {
        this.#of.pages().need(first, Math.max(last, first + 1));
      });
    });
    $effect(() => {
      // What was computed since has rows at the end; a run that was cut off has fewer.
      const [size, pages] = [this.#of.run.steps, this.#of.pages()];
      untrack(() => {
        if (size < this.#longest) this.#cuts += 1;
        this.#longest = size;
        if (size > 0) pages.grow();
      });
    });
  }

  #followPlayhead(): void {
    $effect(() => {
      const pages = this.#of.pages();
      this.playhead = this.read(() => pages.playheadAt(this.#of.run.step)) ?? pages.lastPlayhead;
    });
    $effect(() => {
      const { playhead, shape } = this;
      if (!this.following || this.scroller === undefined) return;
      untrack(() => {
        this.#show(playhead, shape);
      });
    });
  }
}
