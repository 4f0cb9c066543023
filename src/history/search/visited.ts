/**
 * Where a search has been, kept exactly: which due operations were taken, the state, and which optional ones were used. A hash
 * only finds the shelf; what stands there is compared word by word, so no collision can change a verdict. A place that was left
 * without success with some optional operations used need not be tried again with those used and more.
 */
import type { Frontier } from './frontier.ts';

/** Words before the bits of a place: the next on its shelf, how many bits there are, the first word of them, the state, its list of `used`. */
const header = 5;

export class Visited {
  #store = new Int32Array(1 << 12);
  /** The first word of `store` means nothing, so that 0 may stand for none. */
  #size = 1;
  #shelves = new Int32Array(1 << 10);
  #places = 0;

  words(): number {
    return this.#size + this.#shelves.length;
  }

  /** Notes a place; false where it needs no trying. */
  add(frontier: Frontier, state: number): boolean {
    const { done, base } = frontier;
    const first = base >> 5;
    let last = done.length;
    while (last > first && done[last - 1] === 0) last -= 1;
    const found = this.#find(done, first, last, state);
    if (found === 0) this.#put(done, first, last, state, frontier.used);
    else if (this.#covers(found, frontier.used)) return false;
    else this.#store[found + 4] = this.#list(frontier.used, this.#store[found + 4]!);
    return true;
  }

  #find(done: Int32Array, first: number, last: number, state: number): number {
    const store = this.#store;
    for (let at = this.#shelves[this.#shelf(done, first, last, state)]!; at !== 0; at = store[at]!) {
      if (store[at + 1] !== last - first || store[at + 2] !== first || store[at + 3] !== state) continue;
      let word = first;
      while (word < last && store[at + header + word - first] === done[word]) word += 1;
      if (word === last) return at;
    }
    return 0;
  }

  #covers(place: number, used: Int32Array): boolean {
    const store = this.#store;
    for (let at = store[place + 4]!; at !== 0; at = store[at]!) {
      let word = 0;
      while (word < used.length && (store[at + 1 + word]! & ~used[word]!) === 0) word += 1;
      if (word === used.length) return true;
    }
    return false;
  }

  #put(done: Int32Array, first: number, last: number, state: number, used: Int32Array): void {
    if (this.#places * 2 > this.#shelves.length) this.#widen();
    const list = this.#list(used, 0);
    const at = this.#room(header + last - first);
    const shelf = this.#shelf(done, first, last, state);
    this.#store.set([this.#shelves[shelf]!, last - first, first, state, list], at);
    this.#store.set(done.subarray(first, last), at + header);
    this.#shelves[shelf] = at;
    this.#places += 1;
  }

  #list(used: Int32Array, next: number): number {
    const at = this.#room(1 + used.length);
    this.#store[at] = next;
    this.#store.set(used, at + 1);
    return at;
  }

  #room(words: number): number {
    const at = this.#size;
    this.#size += words;
    if (this.#size > this.#store.length) {
      const wider = new Int32Array(Math.max(this.#size, this.#store.length * 2));
      wider.set(this.#store);
      this.#store = wider;
    }
    return at;
  }

  #shelf(done: Int32Array, first: number, last: number, state: number, at = first): number {
    let hash = Math.imul(state, 0x9e3779b1) ^ Math.imul(at, 0x85ebca6b);
    for (let word = first; word < last; word += 1) {
      hash = Math.imul(hash ^ done[word]!, 0xc2b2ae35);
      hash ^= hash >>> 15;
    }
    return (hash ^ (hash >>> 13)) & (this.#shelves.length - 1);
  }

  #widen(): void {
    const store = this.#store;
    const narrow = this.#shelves;
    this.#shelves = new Int32Array(narrow.length * 4);
    for (const start of narrow) {
      for (let at = start; at !== 0;) {
        const next = store[at]!;
        const first = store[at + 2]!;
        const bits = store.subarray(at + header, at + header + store[at + 1]!);
        const shelf = this.#shelf(bits, 0, bits.length, store[at + 3]!, first);
        store[at] = this.#shelves[shelf]!;
        this.#shelves[shelf] = at;
        at = next;
      }
    }
  }
}
