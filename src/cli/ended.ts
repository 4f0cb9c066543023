/**
 * What a command prints and leaves behind.
 */
import type { Output } from './streams/terminal.ts';

/** 0 it is as it should be, 1 it is not or could not be decided, 2 bad usage or a refused file. */
export type Status = 0 | 1 | 2;

export interface Ended {
  readonly output: Output | null;
  readonly status: Status;
  /** One line for standard error, where what was asked for says that something is wrong. */
  readonly complaint?: string;
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}
