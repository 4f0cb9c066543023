/** One thing after another: each waits for those before it, whether they went well or not. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does something when its turn has come; later turns wait for it. */
  take<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(act);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Does something after what was to be done before it; nothing waits for it. */
  after<T>(act: () => Promise<T>): Promise<T> {
    return this.#last.then(act);
  }
}
