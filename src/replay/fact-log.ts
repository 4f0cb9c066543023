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
} from '../kernel/index.ts';
import { known, type KnownFact } from '../plan/index.ts';
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
const firstCapacity = 1024;

export class FactLog implements Recorder {
  /** The fact itself where it is kept as an object, the message where it is about one. */
  readonly #objects: (Fact | Message | null)[] = [];
  readonly #names = new Names();
  readonly #fields = emptyFields();
  #codes = new Uint8Array(firstCapacity);
  #steps = new Int32Array(firstCapacity);
  #times = new Float64Array(firstCapacity);
  #numbers = new Int32Array(firstCapacity * width);

  get length(): number {
    return this.#objects.length;
  }

  fact(fact: Fact, step: number, time: number): void {
    const fields = this.#fields;
    pack(fact, time, this.#names, fields);
    const place = this.#append(fields.code, fields.code === code.object ? fact : null, step, time);
    const numbers = this.#numbers;
    numbers[place] = fields.a;
    numbers[place + 1] = fields.b;
    numbers[place + 2] = fields.c;
    numbers[place + 3] = fields.d;
    numbers[place + 4] = fields.e;
  }

  message(what: MessageTold, envelope: Envelope, step: number, time: number): void {
    const delay = envelope.time - time;
    if (delay > 0x7fffffff) {
      this.#append(code.object, messageFact(what, envelope), step, time);
      return;
    }
    const place = this.#append(firstMessage + told.indexOf(what), envelope.message, step, time);
    const numbers = this.#numbers;
    numbers[place] = envelope.sequence;
    numbers[place + 1] = envelope.from;
    numbers[place + 2] = envelope.to;
    numbers[place + 3] = delay;
  }

  at(place: number): KnownFact {
    const kind = this.#codes[place]!;
    const object = this.#objects[place]!;
    if (kind === code.object) return known(object as Fact);
    const numbers = this.#numbers;
    const [a, b, c, d, e] = [
      numbers[place * width]!,
      numbers[place * width + 1]!,
      numbers[place * width + 2]!,
      numbers[place * width + 3]!,
      numbers[place * width + 4]!,
    ];
    const time = this.#times[place]!;
    if (kind < firstMessage) return unpack({ code: kind, a, b, c, d, e }, time, this.#names);
    return messageFact(told[kind - firstMessage]!, {
      sequence: a,
      from: b,
      to: c,
      time: time + d,
      message: object as Message,
    });
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
    this.#objects.length = this.countAt(step);
  }

  /** Adds an entry and returns where its numbers stand. */
  #append(kind: number, object: Fact | Message | null, step: number, time: number): number {
    const place = this.#objects.length;
    if (place === this.#codes.length) this.#grow();
    this.#objects.push(object);
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
