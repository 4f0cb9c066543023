/**
 * A world as plain data at a cut between two steps, and its digest. A snapshot is a cache: document, seed and inputs
 * always give it again. Envelopes in it are shared with the world that it was taken from, since nobody changes them.
 */
import { clonePlain, digestJson, weighedCopy } from '../base/index.ts';
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

/**
 * The states of a world's actors. A snapshot shares with the one before what nobody touched between them, and a state that came
 * out of a snapshot is copied when it is first touched: a world of large states costs what happens in it, not what it holds.
 */
export class States {
  #live: unknown[];
  /** Of each actor, the copy in a snapshot that its state is still equal to, or is; undefined once it was touched. */
  #copies: unknown[];

  constructor(states: unknown[]) {
    this.#live = states;
    this.#copies = states.map(() => undefined);
  }

  /** As they are now, for whoever only reads them at once. */
  get live(): readonly unknown[] {
    return this.#live;
  }

  /** The state of one actor, which may be changed from now on. */
  touch(actor: number): unknown {
    if (this.#copies[actor] !== undefined) this.#own(actor);
    return this.#live[actor];
  }

  /** Copies that stay as they are. */
  save(): unknown[] {
    for (let actor = 0; actor < this.#live.length; actor += 1) this.#copies[actor] ??= copyOf(this.#live[actor]);
    return [...this.#copies];
  }

  /** Becomes what was saved, and leaves that as it is. */
  load(saved: readonly unknown[]): void {
    this.#live = [...saved];
    this.#copies = [...saved];
  }

  #own(actor: number): void {
    if (this.#live[actor] === this.#copies[actor]) this.#live[actor] = clonePlain(this.#copies[actor]);
    this.#copies[actor] = undefined;
  }
}

/** 128 bits, hexadecimal, over the canonical form of all of it. */
export function digestOf(snapshot: Snapshot): string {
  return digestJson(snapshot);
}

/** Bytes of each copy and each snapshot that was weighed. */
const weighed = new WeakMap<object, number>();

/** A copy of a state that is weighed on the way. */
function copyOf(state: unknown): unknown {
  const { copy, bytes } = weighedCopy(state);
  if (typeof copy === 'object' && copy !== null) weighed.set(copy, bytes);
  return copy;
}

/** Bytes that a snapshot takes, about. */
export function bytesOf(snapshot: Snapshot): number {
  return weightOf(snapshot, () => bytesShared([snapshot]));
}

/** Bytes that some snapshots of one world take together: a copy that several of them hold counts once. */
export function bytesShared(snapshots: readonly Snapshot[]): number {
  const counted = new Set<unknown>();
  let bytes = 0;
  for (const { states, queue, cancelled } of snapshots) {
    bytes += (states.length + queue.length + cancelled.length) * 8;
    for (const state of states) {
      if (typeof state !== 'object' || state === null || counted.has(state)) continue;
      counted.add(state);
      bytes += weightOf(state, () => weighedCopy(state).bytes);
    }
  }
  return bytes;
}

function weightOf(thing: object, weigh: () => number): number {
  const known = weighed.get(thing);
  if (known !== undefined) return known;
  const bytes = weigh();
  weighed.set(thing, bytes);
  return bytes;
}
