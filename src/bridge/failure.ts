/**
 * A request that failed, as the page catches it. It carries nothing but what crossed the thread.
 */
import type { BridgeError } from './commands.ts';

/** A failed request: compare `code`, never the class. */
export class BridgeFailure extends Error {
  readonly code: string;
  readonly definite: boolean;
  readonly data: unknown;

  constructor(error: BridgeError) {
    super(error.message);
    this.name = 'BridgeFailure';
    this.code = error.code;
    this.definite = error.definite;
    this.data = error.data;
  }
}

/** Said of whatever is fetched late and is not there any more. */
export const unfetched =
  'A part of this page could not be fetched: the network is away, or a newer version has taken its place. What is saved stays; reload the page to go on.';

/** Whether a worker's error says that its script was not to be had: what a script throws comes with a message. */
export function isUnfetched(event: Event): boolean {
  return event instanceof Event && !('message' in event);
}
