/**
 * Effects are data: what the kernel asks of the engine. The engine does it, journals the outcome, and hands it back
 * as an input. No closure and no promise ever stands in one.
 */
import type { Message } from './event.ts';

export interface Effect extends Message {
  /** Constant over retries of the same thing, so that a doer can tell a repeat. */
  readonly key: string;
}

/** An effect as it waits for its outcome. */
export interface PendingEffect {
  readonly id: number;
  readonly actor: number;
  readonly effect: Effect;
}
