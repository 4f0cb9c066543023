/**
 * A world as plain data at a cut between two steps, and its digest. A snapshot is a cache: document, seed and inputs
 * always give it again. Envelopes in it are shared with the world that it was taken from, since nobody changes them.
 */
import { digestJson } from '../base/index.ts';
import type { PendingEffect } from './effect.ts';
import type { Envelope } from './event.ts';
import type { Limits } from './limits.ts';
import type { SavedNetwork } from './network.ts';

export interface Snapshot extends SavedNetwork {
  readonly engine: string;
  readonly step: number;
  readonly time: number;
  /** What was recorded so far, bytes by estimate. */
  readonly bytes: number;
  readonly sequence: number;
  /** Rolling digest of every step so far: four 32-bit integers. */
  readonly trace: readonly number[];
  readonly states: readonly unknown[];
  /** Indexes of the actors that are down. */
  readonly crashed: readonly number[];
  /** Actors that ever crashed, each with the last envelope made before: timers up to there are gone. */
  readonly timersLost: readonly (readonly [number, number])[];
  /** Signals that wait for actors that are down; absent while there are none. */
  readonly kept?: readonly Envelope[];
  readonly queue: readonly Envelope[];
  /** Timers that were cancelled but still stand in the queue. */
  readonly cancelled: readonly number[];
  readonly streams: readonly (readonly [string, readonly number[]])[];
  /** Whether anything was drawn by lot. */
  readonly drawn?: true;
  readonly effects: readonly PendingEffect[];
  readonly effectsMade: number;
  /** The bound that ended the run, if one did. */
  readonly halted: keyof Limits | null;
  /** Whether a machine has ended the run. */
  readonly ended: boolean;
  readonly idleSaid: boolean;
}

/** 128 bits, hexadecimal, over the canonical form of all of it. */
export function digestOf(snapshot: Snapshot): string {
  return digestJson(snapshot);
}
