/**
 * Bounds of a world. Everything that can grow has one; reaching it is a fact and a clear end, never a hang. What a run holds
 * in memory is estimated, the same on every machine: one level deep, because what lies deeper is shared as a rule.
 */
import type { Fact, Message, Recorder } from './event.ts';

export interface Limits {
  /** Envelopes delivered in one run. */
  readonly stepsMax: number;
  /** Envelopes waiting at one time. */
  readonly queueMax: number;
  /** Virtual time, ms: a hundred years. */
  readonly timeMaxMs: number;
  /** What it holds in memory, by the estimate of `Held`: envelopes, and the facts and messages that somebody keeps. */
  readonly bytesMax: number;
}

export const defaultLimits: Limits = {
  stepsMax: 20_000_000,
  queueMax: 5_000_000,
  timeMaxMs: 100 * 365 * 24 * 3600 * 1000,
  bytesMax: 576 * 1024 * 1024,
};

/** The place of one entry in the record: step, time and a few numbers. */
const entryBytes = 36;
/** An envelope that waits, with its message. */
const waitingBytes = 192;

const objectBytes = 24;
const fieldBytes = 8;
const innerBytes = 56;
/** Shorter texts are words that all share. */
const wordMax = 64;

/** What was recorded so far, in bytes, and how far a world may go. */
export class Held {
  bytes = 0;
  /** Whether there was ever more than fits whoever keeps it. */
  beyond = false;
  readonly limits: Limits;
  readonly #light: ReadonlySet<string>;
  /** The message weighed last in this step: one that is said to many is held once. */
  #weighed: Message | null = null;

  /** `light`: types of facts that are kept as their entries alone. */
  constructor(limits: Limits, light: ReadonlySet<string> = new Set()) {
    this.limits = limits;
    this.#light = light;
  }

  step(): void {
    this.#weighed = null;
  }

  fact(fact: Fact): void {
    this.bytes += this.#light.has(fact.type) ? entryBytes : entryBytes + weightOf(fact);
  }

  /** A message that is said; that it is, and what becomes of it, are entries. */
  message(message: Message): void {
    if (message !== this.#weighed) this.bytes += weightOf(message);
    this.#weighed = message;
  }

  entry(): void {
    this.bytes += entryBytes;
  }

  /** The bound that is reached before the next envelope, due at `time`, is delivered; null for none. */
  reached(step: number, time: number, waiting: number, recorder: Recorder | null): keyof Limits | null {
    const { stepsMax, timeMaxMs, queueMax } = this.limits;
    if (step >= stepsMax) return 'stepsMax';
    if (time > timeMaxMs) return 'timeMaxMs';
    if (waiting > queueMax) return 'queueMax';
    return this.#fits(waiting, recorder) ? null : 'bytesMax';
  }

  /** Whether it fits with so many envelopes that wait; where whoever records keeps nothing, these alone count. */
  #fits(waiting: number, recorder: Recorder | null): boolean {
    const { bytesMax } = this.limits;
    const bytes = waiting * waitingBytes;
    if (this.bytes + bytes <= bytesMax) return true;
    this.beyond = true;
    return recorder?.keepsNothing === true && bytes <= bytesMax;
  }
}

/** Bytes that a message or a fact takes, about. */
function weightOf(plain: object): number {
  let bytes = objectBytes;
  for (const key in plain) {
    const value = (plain as Readonly<Record<string, unknown>>)[key];
    bytes += fieldBytes;
    if (typeof value === 'object') {
      if (Array.isArray(value))
        bytes += objectBytes + value.length * (typeof value[0] === 'object' ? innerBytes : fieldBytes);
      else if (value !== null) bytes += innerBytes;
    } else if (typeof value === 'string' && value.length > wordMax) bytes += value.length;
  }
  return bytes;
}
