/**
 * What comes before what, from single steps: every pair that they imply, as bits. It tells of a ring and counts its work.
 */

/** Words for a bit of each pair. */
export function pairWords(count: number): number {
  return count * ((count + 31) >> 5);
}

const wordsOfStep = 64;

export class Relation {
  readonly #width: number;
  readonly #rows: Int32Array;
  /** Places of rings and between them; empty where there is none. */
  readonly ring: readonly number[];
  /** Steps that it took: many words are joined in the time of one. */
  readonly work: number;

  constructor(count: number, pairs: readonly (readonly [before: number, after: number])[]) {
    this.#width = (count + 31) >> 5;
    this.#rows = new Int32Array(count * this.#width);
    const waits = new Int32Array(count);
    const after: number[][] = Array.from({ length: count }, () => []);
    for (const [before, behind] of pairs) {
      after[before]!.push(behind);
      waits[behind]! += 1;
    }
    const ready = [...waits.keys()].filter((place) => waits[place] === 0);
    for (let at = 0; at < ready.length; at += 1) {
      const place = ready[at]!;
      for (const behind of after[place]!) {
        this.#join(place, behind);
        waits[behind]! -= 1;
        if (waits[behind] === 0) ready.push(behind);
      }
    }
    this.ring = ready.length === count ? [] : ringOf(waits, after);
    this.work = Math.ceil(((count + pairs.length) * (this.#width + 8)) / wordsOfStep);
  }

  before(place: number, other: number): boolean {
    return (this.#rows[other * this.#width + (place >> 5)]! & (1 << (place & 31))) !== 0;
  }

  #join(place: number, behind: number): void {
    const [rows, width] = [this.#rows, this.#width];
    const from = place * width;
    const to = behind * width;
    for (let word = 0; word < width; word += 1) rows[to + word]! |= rows[from + word]!;
    rows[to + (place >> 5)]! |= 1 << (place & 31);
  }
}

/** What still waits is in a ring, or behind one: whatever nothing in a ring waits for is left out again. */
function ringOf(waits: Int32Array, after: readonly (readonly number[])[]): number[] {
  const inside = new Set([...waits.keys()].filter((place) => waits[place]! > 0));
  const left = new Map([...inside].map((place) => [place, after[place]!.filter((each) => inside.has(each)).length]));
  const before = new Map<number, number[]>([...inside].map((place) => [place, []]));
  for (const place of inside) for (const behind of after[place]!) before.get(behind)?.push(place);
  const ends = [...inside].filter((place) => left.get(place) === 0);
  for (const end of ends) {
    inside.delete(end);
    for (const place of before.get(end)!) {
      left.set(place, left.get(place)! - 1);
      if (left.get(place) === 0) ends.push(place);
    }
  }
  return [...inside];
}
