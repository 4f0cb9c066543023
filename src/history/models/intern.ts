/**
 * Numbers for structures, such that equal ones have the same number and no others do: texts, and rows of numbers that
 * differ from their neighbours in one place. Nothing here rests on a hash alone: maps compare what they hold.
 */

/** Numbers for texts, counting from 0. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly texts: string[] = [];
  /** Characters held. */
  length = 0;

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.texts.length);
    this.length += text.length;
    return this.texts.push(text) - 1;
  }
}

/** Larger than any number that is given to a pair: two of them fit a whole number exactly. */
const span = 1 << 26;

/** Numbers for pairs of numbers. */
export class Pairs {
  readonly #ids = new Map<number, number>();
  readonly left: number[] = [];
  readonly right: number[] = [];

  id(left: number, right: number): number {
    const key = left * span + right;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.left.length);
    this.left.push(left);
    return this.right.push(right) - 1;
  }
}

/** Rows of a fixed length as trees of pairs: one place is read or changed in as many steps as the tree is deep. */
export class Rows {
  readonly #pairs = new Pairs();
  readonly #length: number;
  #depth = 0;

  constructor(length: number) {
    this.#length = length;
    while (1 << this.#depth < length) this.#depth += 1;
  }

  of(places: readonly number[]): number {
    let level: number[] = [...places];
    while (level.length < 1 << this.#depth) level.push(0);
    for (let depth = this.#depth; depth > 0; depth -= 1) {
      const above: number[] = [];
      for (let at = 0; at < level.length; at += 2) above.push(this.#pairs.id(level[at]!, level[at + 1]!));
      level = above;
    }
    return level[0]!;
  }

  get(row: number, place: number): number {
    let node = row;
    for (let bit = this.#depth - 1; bit >= 0; bit -= 1)
      node = ((place >> bit) & 1) === 0 ? this.#pairs.left[node]! : this.#pairs.right[node]!;
    return node;
  }

  put(row: number, place: number, value: number): number {
    return this.#putAt(row, this.#depth - 1, place, value);
  }

  all(row: number): number[] {
    return Array.from({ length: this.#length }, (_, place) => this.get(row, place));
  }

  weight(): number {
    return this.#pairs.left.length * 8;
  }

  #putAt(node: number, bit: number, place: number, value: number): number {
    if (bit < 0) return value;
    const left = this.#pairs.left[node]!;
    const right = this.#pairs.right[node]!;
    return ((place >> bit) & 1) === 0
      ? this.#pairs.id(this.#putAt(left, bit - 1, place, value), right)
      : this.#pairs.id(left, this.#putAt(right, bit - 1, place, value));
  }
}
