/**
 * Phases of what a room does, as they stand between the messages of a run: each message belongs to one or to none, and one that
 * takes several messages can be folded to a line that says what it holds.
 */
import type { Message } from '../../kernel/index.ts';
import type { Plan } from '../../plan/index.ts';

/** A message on its way, between actors. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  readonly timeMs: number;
  readonly message: Message;
}

/** The phase to which a message belongs. */
export interface Band {
  /** The same for all messages of one phase, and for no other of its room. */
  readonly of: string;
  /** What the phase is, in a few words. */
  readonly says: string;
  /** Whether it is one word and its echo: a line where it begins says enough, and there is nothing to fold. */
  readonly moment?: true;
  /** Whether a round of its conversation begins with it, and whether it is another one in each round: an award does not say of which call. */
  readonly round?: 'begins' | 'within';
  /** The place in a log that it is about, where its messages do not name it as `slot`. */
  readonly slot?: number;
  /** Whether somebody gets the task by it. */
  readonly awards?: true;
}

/** The phase of a message of its room; null for what belongs to none, such as a heartbeat. */
export type BandOf = (sent: Sent, plan: Plan) => Band | null;

/** A phase by all that tells it from others: what names it, in order. */
export function band(says: string, ...of: readonly (string | number)[]): Band {
  return { of: of.join('/'), says };
}

/** A phase that is over with the message that begins it. */
export function moment(says: string, ...of: readonly (string | number)[]): Band {
  return { ...band(says, ...of), moment: true };
}
