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
