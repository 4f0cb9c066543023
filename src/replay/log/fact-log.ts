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
import { partitionPoint } from './partition-point.ts';

/** What is told of messages, in the order of their codes from `firstMessage` on. */
const told = [
  'message.sent',
  'message.delivered',
  'message.lost loss',
  'message.lost partition',
  'message.lost crashed',
] as const satisfies readonly MessageTold[];

/** Its code. Nearly all that is told is told of messages that are sent and arrive. */
function codeOf(what: MessageTold): number {
  if (what === 'message.sent') return firstMessage;
  return what === 'message.delivered' ? firstMessage + 1 : firstMessage + told.indexOf(what);
}

/** Integers kept of each fact. */
const width = 5;
/** Facts stand in blocks of this many, so that a log that grows is never copied. */
const blockBits = 12;
const blockSize = 1 << blockBits;
const inBlock = blockSize - 1;

/** So many facts in columns of numbers. */
class Block {
  readonly codes = new Uint8Array(blockSize);
  readonly steps = new Int32Array(blockSize);
  readonly times = new Float64Array(blockSize);
  readonly numbers = new Int32Array(blockSize * width);
}

export class FactLog implements Recorder {
  /** Facts kept as objects, and the messages that facts are about, in order; one that is told of many times in a row stands once. */
  readonly #objects: (Fact | Message)[][] = [];
  #kept = 0;
  #newest: Fact | Message | null = null;
  readonly #names = new Names();
  readonly #fields = emptyFields();
  readonly #blocks: Block[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  fact(fact: Fact, step: number, time: number): void {
    const fields = this.#fields;
    pack(fact, time, this.#names, fields);
    const { numbers } = this.#append(fields.code, step, time);
    const first = (this.#length & inBlock) * width;
    this.#length += 1;
    if (fields.code === code.object) {
      numbers[first] = this.#keep(fact);
      return;
    }
    numbers[first] = fields.a;
    numbers[first + 1] = fields.b;
    numbers[first + 2] = fields.c;
    numbers[first + 3] = fields.d;
    numbers[first + 4] = fields.e;
  }

  message(what: MessageTold, envelope: Envelope, step: number, time: number): void {
    const delay = envelope.time - time;
    const long = delay > 0x7fffffff;
    const { numbers } = this.#append(long ? code.object : codeOf(what), step, time);
    const first = (this.#length & inBlock) * width;
    this.#length += 1;
    if (long) {
      numbers[first] = this.#keep(messageFact(what, envelope));
      return;
    }
    numbers[first] = envelope.sequence;
    numbers[first + 1] = envelope.from;
    numbers[first + 2] = envelope.to;
    numbers[first + 3] = delay;
    numbers[first + 4] = this.#keep(envelope.message);
  }

  at(place: number): KnownFact {
    const block = this.#blocks[place >> blockBits]!;
    const kind = block.codes[place & inBlock]!;
    const { numbers } = block;
    const first = (place & inBlock) * width;
    const a = numbers[first]!;
    if (kind === code.object) return known(this.#object(a));
    const b = numbers[first + 1]!;
    const c = numbers[first + 2]!;
    const d = numbers[first + 3]!;
    const e = numbers[first + 4]!;
    const time = block.times[place & inBlock]!;
    if (kind < firstMessage) return unpack({ code: kind, a, b, c, d, e }, time, this.#names);
    const message = this.#object(e);
    return messageFact(told[kind - firstMessage]!, { sequence: a, from: b, to: c, time: time + d, message });
  }
  /** The fact at a place if it is one of the rarer ones, which are kept as they are; null for all others. Costs nothing. */
  unpackedAt(place: number): KnownFact | null {
    const { codes, numbers } = this.#blocks[place >> blockBits]!;
    return codes[place & inBlock] === code.object ? known(this.#object(numbers[(place & inBlock) * width]!)) : null;
  }
  stepOf(place: number): number {
    return this.#blocks[place >> blockBits]!.steps[place & inBlock]!;
  }
  timeOf(place: number): number {
    return this.#blocks[place >> blockBits]!.times[place & inBlock]!;
  }

  /** How many facts were recorded up to and including this step. */
  countAt(step: number): number {
    return partitionPoint(this.#length, (place) => this.stepOf(place) <= step);
  }

  /** How many facts were recorded up to and including this time. */
  countAtTime(time: number): number {
    return partitionPoint(this.#length, (place) => this.timeOf(place) <= time);
  }

  /** Forgets everything after this step. */
  cut(step: number): void {
    const length = this.countAt(step);
    let kept = 0;
    for (let place = length - 1; place >= 0; place -= 1) {
      const { codes, numbers } = this.#blocks[place >> blockBits]!;
      const kind = codes[place & inBlock]!;
      if (kind !== code.object && kind < firstMessage) continue;
      kept = numbers[(place & inBlock) * width + (kind === code.object ? 0 : 4)]! + 1;
      break;
    }
    this.#length = length;
    this.#blocks.length = (length + inBlock) >> blockBits;
    this.#kept = kept;
    this.#objects.length = (kept + inBlock) >> blockBits;
    if ((kept & inBlock) !== 0) this.#objects.at(-1)!.length = kept & inBlock;
    this.#newest = kept === 0 ? null : this.#object(kept - 1);
  }

  /** Where an object stands. They rise along the log. */
  #keep(object: Fact | Message): number {
    if (object === this.#newest) return this.#kept - 1;
    this.#newest = object;
    const block = this.#kept >> blockBits;
    if ((this.#kept & inBlock) === 0) this.#objects[block] = [];
    this.#objects[block]!.push(object);
    return this.#kept++;
  }

  #object(place: number): Fact | Message {
    return this.#objects[place >> blockBits]![place & inBlock]!;
  }

  /** The block of the next entry, with what every entry has; its numbers are still to come. */
  #append(kind: number, step: number, time: number): Block {
    const place = this.#length & inBlock;
    if (place === 0) this.#blocks[this.#length >> blockBits] = new Block();
    const block = this.#blocks[this.#length >> blockBits]!;
    block.codes[place] = kind;
    block.steps[place] = step;
    block.times[place] = time;
    return block;
  }
}
