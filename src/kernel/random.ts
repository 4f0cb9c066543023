/**
 * Seeded chance in named streams. A stream's start is the digest of seed and name, so that a new consumer never
 * disturbs an old one, and its state is four numbers that a snapshot carries. Beside them a lot: what it draws follows
 * from the seed and from what it is drawn for, and from nothing that was drawn before. Only integer steps and one exact
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

/** Two odd multipliers whose multiples are spread evenly over 32 bits. */
const stride = 0x9e3779b1;
const other = 0x85ebca77;

/** Spreads each bit over all (MurmurHash3's last step). */
function mixed(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** A text as one word (FNV-1a), behind another where one is given: for keys of a lot. */
export function keyOfText(text: string, behind = 0x811c9dc5): number {
  let key = behind | 0;
  for (let at = 0; at < text.length; at += 1) key = Math.imul(key ^ text.charCodeAt(at), 0x01000193);
  return key;
}

/** A place among the draws of a lot is so many draws wide: what one takes never moves another. */
const place = 16;

/**
 * Draws by what they are for: a purpose, then any number of keys, then a place. One object serves all, valid until it is
 * begun anew; nothing is made for a draw.
 */
export class Lot implements Random {
  readonly #seed: number;
  readonly #starts = new Map<string, readonly [number, number]>();
  #a = 0;
  #b = 0;
  #at = 0;
  /** Whether anything was ever drawn. */
  used = false;

  constructor(seed: number) {
    this.#seed = seed;
  }

  begin(purpose: string): this {
    let start = this.#starts.get(purpose);
    if (start === undefined) {
      const [a, b] = digestWords(`${this.#seed}/${purpose}`);
      this.#starts.set(purpose, (start = [a | 0, b | 0]));
    }
    this.#a = start[0];
    this.#b = start[1];
    this.#at = 0;
    return this;
  }

  with(key: number): this {
    this.#a = mixed(Math.imul(this.#a ^ key, stride) + this.#b);
    this.#b = mixed(Math.imul(this.#b, other) + key) ^ this.#a;
    return this;
  }

  /** Goes on with the draws of this place. */
  at(which: number): this {
    this.#at = which * place;
    return this;
  }

  /** The keys so far as one word. */
  get word(): number {
    return this.#a;
  }

  integer(from: number, to: number): number {
    const high = this.#next() >>> 5;
    const part = (high * 67108864 + (this.#next() >>> 6)) / 9007199254740992;
    return Math.min(to, from + Math.floor(part * (to - from + 1)));
  }

  fraction(): number {
    return (this.#next() >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  #next(): number {
    this.used = true;
    this.#at += 1;
    return mixed(Math.imul(this.#at, stride) + this.#a) ^ mixed(Math.imul(this.#at, other) ^ this.#b);
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
