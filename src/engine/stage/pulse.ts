/** Beats while there is something to do: one turn after another, each as late as the one before asked for. */
export class Pulse {
  readonly #later: (ms: number, call: () => void) => void;
  /** Takes a turn: ms until the next, or null for none. */
  readonly #turn: () => number | null;
  #due = false;

  constructor(later: (ms: number, call: () => void) => void, turn: () => number | null) {
    this.#later = later;
    this.#turn = turn;
  }

  /** There is something to do, at once. */
  wake(): void {
    if (!this.#due) this.#again(0);
  }

  #again(ms: number): void {
    this.#due = true;
    this.#later(ms, () => {
      this.#due = false;
      const next = this.#turn();
      if (next !== null) this.#again(next);
    });
  }
}
