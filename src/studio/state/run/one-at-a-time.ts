/**
 * Two ways of not asking too often. A pointer moves more often than a frame is drawn, and an engine answers later than it is asked:
 * both keep only the latest wish. Neither may lose the last one, because that is the one the person sees.
 */

/** Draws at the next animation frame; tests pass their own. */
export type NextFrame = (draw: () => void) => void;

/** Passes on the latest value once an animation frame. */
export class EachFrame<Value> {
  readonly #act: (value: Value) => void;
  readonly #next: NextFrame;
  #wish: { readonly value: Value } | null = null;
  #waiting = false;

  constructor(act: (value: Value) => void, next: NextFrame = (draw) => requestAnimationFrame(draw)) {
    this.#act = act;
    this.#next = next;
  }

  push(value: Value): void {
    this.#wish = { value };
    if (this.#waiting) return;
    this.#waiting = true;
    this.#next(() => {
      this.#waiting = false;
      this.flush();
    });
  }

  /** Passes on what waits, now: at the end of a drag. */
  flush(): void {
    const wish = this.#wish;
    this.#wish = null;
    if (wish !== null) this.#act(wish.value);
  }
}

/** Runs one request at a time; of the wishes that come meanwhile only the latest is carried out. */
export class OneAtATime<Wish> {
  readonly #carryOut: (wish: Wish) => Promise<unknown>;
  #next: { readonly wish: Wish } | null = null;
  #busy = false;

  constructor(carryOut: (wish: Wish) => Promise<unknown>) {
    this.#carryOut = carryOut;
  }

  get busy(): boolean {
    return this.#busy;
  }

  want(wish: Wish): void {
    this.#next = { wish };
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next !== null) {
        const { wish } = this.#next;
        this.#next = null;
        await this.#carryOut(wish);
      }
    } finally {
      this.#busy = false;
    }
  }
}
