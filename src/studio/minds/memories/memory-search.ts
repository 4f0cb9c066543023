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
    const [first, ...rest] = words;
    if (first === undefined) return this.items.map((_, at) => at);
    const found: number[] = [];
    let place = 0;
    for (let hit = this.#text.indexOf(first); hit !== -1; hit = this.#text.indexOf(first, this.#starts[place])) {
      while ((this.#starts[place + 1] ?? Infinity) <= hit) place += 1;
      const own = rest.length === 0 ? '' : this.#text.slice(this.#starts[place], this.#starts[place + 1]);
      if (rest.every((word) => own.includes(word))) found.push(place);
      place += 1;
    }
    return found;
  }
}
