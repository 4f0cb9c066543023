/**
 * What travels and what is said: envelopes carry messages between actors, facts say what happened. Both are plain
 * data that nobody changes after it was made. The kernel's own facts and messages are here; every other room adds its
 * own under its own name.
 */
import type { NetworkRule } from './network.ts';

/** Plain data whose `type` starts with the name of the room that it belongs to. */
export interface Message {
  readonly type: string;
}

/**
 * A message's type that was put together, as the one string that the engine keeps of that text: a key of an object. Types
 * are compared at every step, and two such strings are the same or not without a look at their letters.
 */
export function messageType(text: string): string {
  return Object.keys({ [text]: null })[0]!;
}

/** How an envelope came to be: over the network, within one place, by a timer, from outside. */
export type EnvelopeKind = 'message' | 'signal' | 'timer' | 'input';

export interface Envelope {
  /** Unique in the run, in order of making; ties of (time, priority) are broken by it. It is the envelope's id too. */
  readonly sequence: number;
  readonly time: number;
  readonly priority: number;
  readonly kind: EnvelopeKind;
  /** -1 for the kernel and for inputs. */
  readonly from: number;
  /** -1 for the kernel itself. */
  readonly to: number;
  /** Step during which it was made; 0 before the first. */
  readonly cause: number;
  readonly message: Message;
}

/** What a machine says happened. Facts are the only thing that folds, metrics and the interface read. */
export interface Fact {
  readonly type: string;
}

export interface MessageSent extends Fact {
  readonly type: 'message.sent';
  /** The envelope's sequence. */
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly message: Message;
  /** When it is due; later than now by the link's delay. */
  readonly dueMs: number;
}
export interface MessageDelivered extends Fact {
  readonly type: 'message.delivered';
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly message: Message;
}
export interface MessageLost extends Fact {
  readonly type: 'message.lost';
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly message: Message;
  readonly reason: 'loss' | 'partition' | 'crashed';
}
export interface ActorCrashed extends Fact {
  readonly type: 'actor.crashed' | 'actor.recovered';
  readonly actor: number;
}
/** A bound was reached: the run halts here, and says which. */
export interface LimitReached extends Fact {
  readonly type: 'limit.reached';
  readonly limit: string;
  readonly value: number;
}
/** What is told of a message: the fact's type, and why when it was lost. */
export type MessageTold = 'message.sent' | 'message.delivered' | `message.lost ${MessageLost['reason']}`;

/** The fact that is told of a message. */
export function messageFact(
  told: MessageTold,
  envelope: Pick<Envelope, 'sequence' | 'from' | 'to' | 'time' | 'message'>,
): MessageSent | MessageDelivered | MessageLost {
  const { sequence: id, from, to, message } = envelope;
  switch (told) {
    case 'message.sent':
      return { type: 'message.sent', id, from, to, message, dueMs: envelope.time };
    case 'message.delivered':
      return { type: 'message.delivered', id, from, to, message };
    case 'message.lost loss':
      return { type: 'message.lost', id, from, to, message, reason: 'loss' };
    case 'message.lost partition':
      return { type: 'message.lost', id, from, to, message, reason: 'partition' };
    case 'message.lost crashed':
      return { type: 'message.lost', id, from, to, message, reason: 'crashed' };
  }
}

/** A rule of the network came into force, or went out of it. */
export interface NetworkChanged extends Fact {
  readonly type: 'network.changed';
  readonly rule: NetworkRule;
  readonly on: boolean;
}
/** Whatever kept actors apart is over, that of the model too; the rules that this ended are told before. */
export interface NetworkHealed extends Fact {
  readonly type: 'network.healed';
}

export type KernelFact =
  MessageSent | MessageDelivered | MessageLost | ActorCrashed | LimitReached | NetworkChanged | NetworkHealed;

/** What the kernel itself understands, from the plan of faults or by hand. */
export type KernelMessage = Control & {
  /** Where something may be lost from here on that nobody foresaw, with this chance where it is drawn: every actor is told first. */
  readonly alert?: number;
};

type Control =
  | { readonly type: 'kernel.crash'; readonly actor: number }
  | { readonly type: 'kernel.recover'; readonly actor: number }
  /** A rule comes into force; one of the same name is replaced. */
  | { readonly type: 'kernel.rule'; readonly rule: NetworkRule }
  /** A rule goes out of force; null for all of them, and for the partitions of the model that have begun. */
  | { readonly type: 'kernel.heal'; readonly rule: string | null }
  /** Told to an actor even while it is down: what somebody does to it, not what it hears. */
  | { readonly type: 'kernel.tell'; readonly actor: number; readonly message: Message };

/** Told to a machine when it comes back after a crash: what it held in timers and arriving messages is gone. */
export const recovered: Message = { type: 'kernel.recovered' };
/** Told to every machine, also to those that are down, when something may be lost from here on. */
export interface Alerted extends Message {
  readonly type: 'kernel.alerted';
  readonly loss: number;
}
/** Told to the world's watcher when nothing is left to deliver: who is down then. */
export interface Idle extends Message {
  readonly type: 'kernel.idle';
  readonly down: readonly number[];
}

/** Hears every fact as it is recorded. Messages are told by their envelope, so that nothing is made for them. */
export interface Recorder {
  /** Present where nothing of it is kept: what waits is then all that takes memory. */
  readonly keepsNothing?: true;
  fact(fact: Fact, step: number, time: number): void;
  message(told: MessageTold, envelope: Envelope, step: number, time: number): void;
}
