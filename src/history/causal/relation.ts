/**
 * What comes before what, from single steps: every pair that they imply, as bits. It tells of a ring and counts its work.
 */

export class Relation {
  private readonly width: number;
  private readonly rows: Int32Array;
  /** Places of a ring and of what comes after one; empty where there is none. */
  readonly ring: readonly number[];
  /** Words that were read. */
  readonly work: number;

  constructor(count: number, pairs: readonly (readonly [before: number, after: number])[]) {
    this.width = (count + 31) >> 5;
    this.rows = new Int32Array(count * this.width);
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
        this.join(place, behind);
        waits[behind]! -= 1;
        if (waits[behind] === 0) ready.push(behind);
      }
    }
    this.ring = ready.length === count ? [] : [...waits.keys()].filter((place) => waits[place]! > 0);
    this.work = (count + pairs.length) * (this.width + 1);
  }

  before(place: number, other: number): boolean {
    return (this.rows[other * this.width + (place >> 5)]! & (1 << (place & 31))) !== 0;
  }

  private join(place: number, behind: number): void {
    const { rows, width } = this;
    const from = place * width;
    const to = behind * width;
    for (let word = 0; word < width; word += 1) rows[to + word]! |= rows[from + word]!;
    rows[to + (place >> 5)]! |= 1 << (place & 31);
  }
}
