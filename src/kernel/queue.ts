/**
 * The envelopes that wait, in (time, priority, sequence) order. Envelopes of one time and priority stand in a bucket,
 * first come first served, and a binary heap orders the buckets: what happens at one instant costs no comparison.
 * It never looks into an envelope beyond those three numbers.
 */
import { invariant } from '../base/index.ts';
import type { Envelope } from './event.ts';
import type { Snapshot } from './snapshot.ts';

/** Priorities are below this, so that time and priority make one exact number (time stays under 2^48). */
const priorities = 16;

/** Buckets of times near each other are found in a small table by their lowest bits; the map holds the few that collide. */
const tableSize = 2048;

/** So many delivered envelopes of one instant are held on to. */
const deliveredMax = 65_536;

interface Bucket {
  key: number;
  items: Envelope[];
  head: number;
}

export class EnvelopeQueue {
  readonly #table: (Bucket | null)[] = new Array<Bucket | null>(tableSize).fill(null);
  readonly #collided = new Map<number, Bucket>();
  /** Binary heap of buckets by key. */
  readonly #heap: Bucket[] = [];
  readonly #spare: Bucket[] = [];
  /** Timers that were cancelled and still stand here. */
  readonly #cancelled = new SequenceSet();
  #last: Bucket | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an envelope; its sequence must be higher than any added before with the same time and priority. */
  push(envelope: Envelope): void {
    const key = envelope.time * priorities + envelope.priority;
    let bucket = this.#last;
    if (bucket === null || bucket.key !== key) {
      bucket = this.#find(key) ?? this.#open(key);
      this.#last = bucket;
    }
    bucket.items.push(envelope);
    this.#size += 1;
  }

  /** The next envelope without taking it, or null. */
  peek(): Envelope | null {
    const bucket = this.#heap[0];
    return bucket === undefined ? null : bucket.items[bucket.head]!;
  }

  /** Takes the next envelope, or null when none waits. */
  pop(): Envelope | null {
    const bucket = this.#heap[0];
    if (bucket === undefined) return null;
    const envelope = bucket.items[bucket.head]!;
    bucket.head += 1;
    this.#size -= 1;
    // A busy instant may hold millions: what was delivered is let go of.
    if (bucket.head === deliveredMax && bucket.items.length > deliveredMax) {
      bucket.items.splice(0, deliveredMax);
      bucket.head = 0;
    }
    if (bucket.head === bucket.items.length) this.#close(bucket);
    return envelope;
  }

  /** A timer is not to be delivered. */
  cancel(sequence: number): void {
    this.#cancelled.add(sequence);
  }

  /** Takes cancelled timers off the front, so that what stands there is always what comes next. */
  dropCancelled(): void {
    while (this.#cancelled.size > 0) {
      const next = this.peek();
      if (next?.kind !== 'timer' || !this.#cancelled.delete(next.sequence)) return;
      this.pop();
    }
  }

  /** All that waits, in order of delivery, and which of it was cancelled. */
  save(): Pick<Snapshot, 'queue' | 'cancelled'> {
    const queue: Envelope[] = [];
    const sorted = [...this.#heap].sort((a, b) => a.key - b.key);
    for (const { head, items } of sorted) for (let i = head; i < items.length; i += 1) queue.push(items[i]!);
    return { queue, cancelled: this.#cancelled.toArray() };
  }

  load({ queue, cancelled }: Pick<Snapshot, 'queue' | 'cancelled'>): void {
    this.#table.fill(null);
    this.#collided.clear();
    this.#heap.length = 0;
    this.#last = null;
    this.#size = 0;
    for (const envelope of queue) this.push(envelope);
    this.#cancelled.load(cancelled);
  }

  #find(key: number): Bucket | undefined {
    const bucket = this.#table[slotOf(key)]!;
    if (bucket !== null && bucket.key === key) return bucket;
    return this.#collided.size === 0 ? undefined : this.#collided.get(key);
  }

  #open(key: number): Bucket {
    const bucket = this.#spare.pop() ?? { key, items: [], head: 0 };
    bucket.key = key;
    const slot = slotOf(key);
    if (this.#table[slot] === null) this.#table[slot] = bucket;
    else this.#collided.set(key, bucket);
    const heap = this.#heap;
    let at = heap.length;
    heap.push(bucket);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.key <= key) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = bucket;
    return bucket;
  }

  #close(bucket: Bucket): void {
    invariant(this.#heap[0] === bucket, 'only the first bucket runs empty');
    const slot = slotOf(bucket.key);
    if (this.#table[slot] === bucket) this.#table[slot] = null;
    else this.#collided.delete(bucket.key);
    if (this.#last === bucket) this.#last = null;
    if (bucket.items.length > 4096) bucket.items = [];
    else bucket.items.length = 0;
    bucket.head = 0;
    this.#spare.push(bucket);
    const heap = this.#heap;
    const moved = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.key < heap[child]!.key) child += 1;
      if (heap[child]!.key >= moved.key) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moved;
  }
}

/** Numbers of envelopes, one bit each: timers come and are cancelled by the hundred thousand. */
export class SequenceSet {
  #words = new Uint32Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(sequence: number): void {
    const at = sequence >>> 5;
    const bit = 1 << (sequence & 31);
    if (at >= this.#words.length) this.#grow(at);
    const word = this.#words[at]!;
    if ((word & bit) !== 0) return;
    this.#words[at] = word | bit;
    this.#size += 1;
  }

  /** Takes a number out; false when it was not there. */
  delete(sequence: number): boolean {
    const at = sequence >>> 5;
    const bit = 1 << (sequence & 31);
    if (at >= this.#words.length || (this.#words[at]! & bit) === 0) return false;
    this.#words[at]! &= ~bit;
    this.#size -= 1;
    return true;
  }

  /** All of them, rising. */
  toArray(): number[] {
    const all: number[] = [];
    for (let at = 0; at < this.#words.length && all.length < this.#size; at += 1) {
      const word = this.#words[at]!;
      for (let bit = 0; word !== 0 && bit < 32; bit += 1) if ((word & (1 << bit)) !== 0) all.push(at * 32 + bit);
    }
    return all;
  }

  load(sequences: readonly number[]): void {
    this.#words.fill(0);
    this.#size = 0;
    for (const sequence of sequences) this.add(sequence);
  }

  #grow(at: number): void {
    const words = new Uint32Array(Math.max(at + 1, this.#words.length * 2));
    words.set(this.#words);
    this.#words = words;
  }
}

/** Even for arrivals of an instant, odd for what comes later in it, so that both have their place. */
function slotOf(key: number): number {
  const priority = key % priorities;
  return ((((key - priority) / priorities) * 2) % tableSize) + (priority === 0 ? 0 : 1);
}
