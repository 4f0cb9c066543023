/**
 * A bounded number of copies of something that a fold passes through, spread over all of its way. When they become
 * too many every other one is dropped and the distance doubles, so that any place is reached from a copy nearby.
 */

interface Kept<T> {
  readonly at: number;
  readonly value: T;
}

export class SpreadCache<T> {
  readonly #countMax: number;
  readonly #first: number;
  #distance: number;
  #next = 0;
  #kept: Kept<T>[] = [];
  readonly #fits: (values: readonly T[]) => boolean;

  /** At most `countMax` copies (2 or more), at first `distance` apart, and fewer where they do not fit: one may always stay. */
  constructor(countMax: number, distance: number, fits: (values: readonly T[]) => boolean = () => true) {
    this.#countMax = countMax;
    this.#fits = fits;
    this.#first = distance;
    this.#distance = distance;
  }

  /** The first place at which a copy is wanted again. */
  get next(): number {
    return this.#next;
  }

  /** Whether a copy should be kept at this place. */
  wants(at: number): boolean {
    return at >= this.#next;
  }

  keep(at: number, value: T): void {
    this.#kept.push({ at, value });
    while (this.#tooMany()) {
      this.#distance *= 2;
      this.#kept = this.#kept.filter((_, place) => place % 2 === 0);
    }
    this.#next = at + this.#distance;
  }

  #tooMany(): boolean {
    const kept = this.#kept;
    return kept.length > this.#countMax || (kept.length > 1 && !this.#fits(kept.map(({ value }) => value)));
  }

  /** The last copy at or before a place. */
  before(at: number): Kept<T> | null {
    for (let place = this.#kept.length - 1; place >= 0; place -= 1)
      if (this.#kept[place]!.at <= at) return this.#kept[place]!;
    return null;
  }

  /** Forgets all copies after a place. */
  cut(at: number): void {
    this.#kept = this.#kept.filter((kept) => kept.at <= at);
    if (this.#kept.length <= 1) this.#distance = this.#first;
    this.#next = (this.#kept.at(-1)?.at ?? -this.#distance) + this.#distance;
  }

  /** Every copy in order. */
  all(): readonly Kept<T>[] {
    return this.#kept;
  }
}
