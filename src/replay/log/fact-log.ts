/**
 * The facts of a run in order, each with the step and the time at which it was recorded. It only grows at its end or
 * is cut off there; nothing in it is ever changed. The commonest facts are kept as numbers and become objects again
 * when somebody reads them.
 */
import {
  messageFact,
  type Envelope,
  type Fact,
  type Message,
  type MessageTold,
  type Recorder,
} from '../../kernel/index.ts';
import { known, type KnownFact } from '../../plan/index.ts';
import { code, emptyFields, firstMessage, Names, pack, unpack } from './packed-facts.ts';

/** What is told of messages, in the order of their codes from `firstMessage` on. */
const told = [
  'message.sent',
  'message.delivered',
  'message.lost loss',
  'message.lost partition',
  'message.lost crashed',
] as const satisfies readonly MessageTold[];

/** Integers kept of each fact. */
const width = 5;
const leastCapacity = 1024;

export class FactLog implements Recorder {
  /** Facts kept as objects, and the messages that facts are about, in order. */
  readonly #objects: (Fact | Message)[] = [];
  readonly #names = new Names();
  readonly #fields = emptyFields();
  #length = 0;
  #codes: Uint8Array<ArrayBuffer>;
  #steps: Int32Array<ArrayBuffer>;
  #times: Float64Array<ArrayBuffer>;
  #numbers: Int32Array<ArrayBuffer>;

  /** `expected` is about how many facts will come; more are no harm. */
  constructor(expected = 0) {
    const capacity = Math.max(leastCapacity, expected);
    this.#codes = new Uint8Array(capacity);
    this.#steps = new Int32Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#numbers = new Int32Array(capacity * width);
  }

  get length(): number {
    return this.#length;
  }

  fact(fact: Fact, step: number, time: number): void {
    const fields = this.#fields;
    pack(fact, time, this.#names, fields);
    const place = this.#append(fields.code, step, time);
    const numbers = this.#numbers;
    if (fields.code === code.object) {
      numbers[place] = this.#objects.push(fact) - 1;
      return;
    }
    numbers[place] = fields.a;
    numbers[place + 1] = fields.b;
    numbers[place + 2] = fields.c;
    numbers[place + 3] = fields.d;
    numbers[place + 4] = fields.e;
  }

  message(what: MessageTold, envelope: Envelope, step: number, time: number): void {
    const delay = envelope.time - time;
    if (delay > 0x7fffffff) {
      this.#numbers[this.#append(code.object, step, time)] = this.#objects.push(messageFact(what, envelope)) - 1;
      return;
    }
    const place = this.#append(firstMessage + told.indexOf(what), step, time);
    const numbers = this.#numbers;
    numbers[place] = envelope.sequence;
    numbers[place + 1] = envelope.from;
    numbers[place + 2] = envelope.to;
    numbers[place + 3] = delay;
    numbers[place + 4] = this.#objects.push(envelope.message) - 1;
  }

  at(place: number): KnownFact {
    const kind = this.#codes[place]!;
    const numbers = this.#numbers;
    const first = place * width;
    const a = numbers[first]!;
    if (kind === code.object) return known(this.#objects[a] as Fact);
    const b = numbers[first + 1]!;
    const c = numbers[first + 2]!;
    const d = numbers[first + 3]!;
    const e = numbers[first + 4]!;
    const time = this.#times[place]!;
    if (kind < firstMessage) return unpack({ code: kind, a, b, c, d, e }, time, this.#names);
    const message = this.#objects[e]!;
    return messageFact(told[kind - firstMessage]!, { sequence: a, from: b, to: c, time: time + d, message });
  }
  /** The fact at a place if it is one of the rarer ones, which are kept as they are; null for all others. Costs nothing. */
  unpackedAt(place: number): KnownFact | null {
    return this.#codes[place] === code.object ? known(this.#objects[this.#numbers[place * width]!] as Fact) : null;
  }
  stepOf(place: number): number {
    return this.#steps[place]!;
  }
  timeOf(place: number): number {
    return this.#times[place]!;
  }

  /** How many facts were recorded up to and including this step. */
  countAt(step: number): number {
    return upperBound(this.#steps, this.length, step);
  }

  /** How many facts were recorded up to and including this time. */
  countAtTime(time: number): number {
    return upperBound(this.#times, this.length, time);
  }

  /** Forgets everything after this step. */
  cut(step: number): void {
    const length = this.countAt(step);
    for (let place = length; place < this.#length; place += 1) {
      const kind = this.#codes[place]!;
      if (kind !== code.object && kind < firstMessage) continue;
      this.#objects.length = this.#numbers[place * width + (kind === code.object ? 0 : 4)]!;
      break;
    }
    this.#length = length;
  }

  /** Adds an entry and returns where its numbers stand. */
  #append(kind: number, step: number, time: number): number {
    const place = this.#length;
    if (place === this.#codes.length) this.#grow();
    this.#length = place + 1;
    this.#codes[place] = kind;
    this.#steps[place] = step;
    this.#times[place] = time;
    return place * width;
  }

  #grow(): void {
    const capacity = this.#codes.length * 2;
    this.#codes = grown(this.#codes, new Uint8Array(capacity));
    this.#steps = grown(this.#steps, new Int32Array(capacity));
    this.#times = grown(this.#times, new Float64Array(capacity));
    this.#numbers = grown(this.#numbers, new Int32Array(capacity * width));
  }
}

function grown<Column extends Uint8Array | Int32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}

/** Place behind the last of the first `length` elements that is at most `value`, in an ascending list. */
function upperBound(list: Int32Array | Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
