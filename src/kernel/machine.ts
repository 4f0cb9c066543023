/**
 * The contract between the kernel and everything that runs on it. An actor is a machine with plain-data state; it is
 * handed one message at a time, runs to completion, and may change only its own state. All else goes through the
 * context. Nothing here may know what an agent or a task is.
 */
import { invariant } from '../base/index.ts';
import type { Effect } from './effect.ts';
import type { Envelope, EnvelopeKind, Fact, Message } from './event.ts';
import { keyOfText, type Lot, type Random } from './random.ts';

/** Index of an actor in the world's list of actors. */
export type ActorIndex = number;

/**
 * Priorities within one instant: lower goes first. Decisions see all arrivals and completions of their instant; limits run
 * out behind both, so that what ends or begins exactly at its limit is in time; those of one instant in the order in which they were set.
 */
export const priority = { arrival: 0, decision: 8, limit: 12, idle: 15 } as const;

/** What a machine may do besides changing its own state. Valid only during the call that it was handed to. */
export interface Context {
  /** Virtual time, integer milliseconds. */
  readonly now: number;
  /** The step being taken: 1 for the first envelope delivered. */
  readonly step: number;
  readonly self: ActorIndex;
  /** Who sent the message; the actor itself for timers, -1 for the kernel and inputs. The kernel stamps it: nobody can forge it. */
  readonly from: ActorIndex;
  /** How the message came. */
  readonly kind: EnvelopeKind;
  /** Sends through the network model: it may be delayed, lost, repeated or overtaken. */
  send<M extends Message>(to: ActorIndex, message: M): void;
  /** Passes a word within one place: no network, same instant. */
  signal<M extends Message>(to: ActorIndex, message: M): void;
  /** Delivers `message` to this actor after `delayMs` (an integer, 0 or more) and returns the timer's id. */
  after<M extends Message>(delayMs: number, message: M, at?: number): number;
  cancel(timer: number): void;
  /** Asks the engine for something that the kernel cannot do; the outcome comes back as an input. Returns the effect's id. */
  request(effect: Effect): number;
  /** Takes a request back: no outcome is awaited any more. */
  withdraw(effect: number): void;
  /** The named stream: what one consumer draws never disturbs another's. */
  random(stream: string): Random;
  /** Draws that follow from seed, purpose, name and repetition alone, whatever was drawn before. Valid until the next is asked for. */
  lot(purpose: string, name: string, repetition: number): Random;
  record<F extends Fact>(fact: F): void;
  /** Ends the run after this step: what still waits is never delivered. */
  end(): void;
}

export interface Machine<State = unknown, M extends Message = Message> {
  init(): State;
  receive(state: State, message: M, context: Context): void;
}

export interface ActorSpec {
  /** Unique in the world; streams and link settings use it. */
  readonly name: string;
  readonly machine: Machine;
  /** Whether it has stable storage: signals to it while it is down are kept, and delivered when it is back. */
  readonly stable?: true;
}

/** A machine whose types are known, as one of a world's many: the only place where the two meet. */
export function actor<State, M extends Message>(name: string, machine: Machine<State, M>): ActorSpec {
  return { name, machine };
}

/** One with stable storage. */
export function stableActor<State, M extends Message>(name: string, machine: Machine<State, M>): ActorSpec {
  return { name, machine, stable: true };
}

/** Whoever carries it out. */
interface Host {
  enqueue(kind: EnvelopeKind, from: number, to: number, message: Message, time: number, rank: number): Envelope;
  transmit(from: number, to: number, message: Message): void;
  note<F extends Fact>(fact: F): void;
  forget(timer: number): void;
  finish(): void;
  ask(actor: number, effect: Effect): number;
  withdraw(effect: number): void;
  stream(name: string): Random;
}

/** One object serves every call: it is valid only while the machine that it was handed to runs. */
export class WorldContext implements Context {
  now = 0;
  step = 0;
  self = 0;
  from = -1;
  kind: EnvelopeKind = 'signal';
  readonly #world: Host;
  readonly #lot: Lot;

  constructor(world: Host, lot: Lot) {
    this.#world = world;
    this.#lot = lot;
  }

  send(to: number, message: Message): void {
    this.#world.transmit(this.self, to, message);
  }
  signal(to: number, message: Message): void {
    this.#world.enqueue('signal', this.self, to, message, this.now, priority.arrival);
  }
  after(delayMs: number, message: Message, at: number = priority.arrival): number {
    invariant(Number.isInteger(delayMs) && delayMs >= 0, 'a timer needs a whole number of milliseconds, 0 or more');
    return this.#world.enqueue('timer', this.self, this.self, message, this.now + delayMs, at).sequence;
  }
  cancel(timer: number): void {
    this.#world.forget(timer);
  }
  request(effect: Effect): number {
    return this.#world.ask(this.self, effect);
  }
  withdraw(effect: number): void {
    this.#world.withdraw(effect);
  }
  random(stream: string): Random {
    return this.#world.stream(stream);
  }
  lot(purpose: string, name: string, repetition: number): Random {
    return this.#lot.begin(purpose).with(keyOfText(name)).with(repetition);
  }
  record(fact: Fact): void {
    this.#world.note(fact);
  }
  end(): void {
    this.#world.finish();
  }
}

/** The nearest millisecond, never below 0; half goes up. Throws on what is not a finite number: that is our bug. */
export function toMs(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`a duration must be finite, not ${value}`);
  return value <= 0 ? 0 : Math.floor(value + 0.5);
}
