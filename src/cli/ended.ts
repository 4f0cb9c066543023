/**
 * What a command prints and leaves behind.
 */
import type { Output } from './streams/terminal.ts';

export interface Ended {
  readonly output: Output | null;
  readonly status: 0 | 1 | 2;
  /** One line for standard error, where what was asked for says that something is wrong. */
  readonly complaint?: string;
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}
