/**
 * Seeded chance in named streams. A stream's start is the digest of seed and name, so that a new consumer never
 * disturbs an old one, and its state is four numbers that a snapshot carries. Only integer steps and one exact
 * division: every engine draws the same bits.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { digestWords } from '../base/index.ts';

export interface Random {
  /** Uniform integer from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** Uniform in [0, 1), a multiple of 2^-32. */
  fraction(): number;
  /** True with the given probability; draws once even for 0 and 1. */
  chance(probability: number): boolean;
}

class Stream implements Random {
  #generator: ReturnType<typeof xoroshiro128plusFromState>;

  constructor(state: readonly number[]) {
    this.#generator = xoroshiro128plusFromState(state);
  }

  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  fraction(): number {
    return (this.#generator.next() >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  state(): number[] {
    return [...this.#generator.getState()];
  }
}

/** All streams of a world, made when first asked for. */
export class Streams {
  readonly #seed: number;
  readonly #streams = new Map<string, Stream>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  stream(name: string): Random {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new Stream(wordsOf(`${this.#seed}/${name}`));
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Whether any stream was ever asked for. */
  get used(): boolean {
    return this.#streams.size > 0;
  }

  /** State of every stream that was ever asked for, by name in order. */
  save(): [string, number[]][] {
    return [...this.#streams]
      .map(([name, stream]): [string, number[]] => [name, stream.state()])
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  load(saved: readonly (readonly [string, readonly number[]])[]): void {
    this.#streams.clear();
    for (const [name, state] of saved) this.#streams.set(name, new Stream(state));
  }
}

/** Where a stream of this name starts: its digest; never all zero, which would be a dead stream. */
function wordsOf(name: string): number[] {
  const words = digestWords(name).map((word) => word | 0);
  return words.some((word) => word !== 0) ? words : [1, 2, 3, 4];
}
