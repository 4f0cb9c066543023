/**
 * What an agent remembers, searched as a person types: all of it as one text in small letters, gone through from hit to hit, so that a
 * hundred thousand things take a few milliseconds. What is found stands in the order of its keys.
 */
import type { KeptItem } from '../../../storage/index.ts';

const between = '\n';

export class MemorySearch {
  readonly items: readonly KeptItem[];
  readonly #text: string;
  /** Where each thing begins in the text, and behind the last where the text ends. */
  readonly #starts: Uint32Array;

  constructor(items: readonly KeptItem[]) {
    this.items = items;
    this.#starts = new Uint32Array(items.length + 1);
    const parts: string[] = [];
    let length = 0;
    items.forEach(({ key, value }, at) => {
      // Within a text JSON has no line break, and no key has one.
      const part = `${key} ${JSON.stringify(value ?? null)}`.toLowerCase() + between;
      parts.push(part);
      this.#starts[at] = length;
      length += part.length;
    });
    this.#starts[items.length] = length;
    this.#text = parts.join('');
  }

  /** The places of all that hold every word of a wish, in key or value. */
  find(wish: string): readonly number[] {
    const words = wish
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== '')
      // The longest is likely the rarest.
      .sort((one, other) => other.length - one.length);
    const found: number[] = [];
    // From word to word to the next thing that holds it: where all stay, all are held. No word goes over the text twice.
    for (let place = 0; place < this.items.length;) {
      let next = place;
      for (const word of words) {
        next = this.#nextWith(word, place);
        if (next !== place) break;
      }
      if (next === place) found.push(place);
      place = Math.max(next, place + 1);
    }
    return found;
  }

  /** The first thing from a place on that holds a word; behind the last where none does. */
  #nextWith(word: string, from: number): number {
    const hit = this.#text.indexOf(word, this.#starts[from]);
    if (hit === -1) return this.items.length;
    let place = from;
    while ((this.#starts[place + 1] ?? Infinity) <= hit) place += 1;
    return place;
  }
}
