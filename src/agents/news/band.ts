/** Phases of what a room does, as they stand between the messages of a run: where a phase begins, a line with its word. */
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
}

/** The phase of a message of its room; null for one that begins nothing. */
export type BandOf = (sent: Sent, plan: Plan) => Band | null;

/** A phase by all that tells it from others: what names it, in order. */
export function band(says: string, ...of: readonly (string | number)[]): Band {
  return { of: of.join('/'), says };
}
