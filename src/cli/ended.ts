/**
 * What a command prints and leaves behind.
 */
import type { Output } from './streams/terminal.ts';

/** 0 it is as it should be, 1 it is not, 2 bad usage or a refused file, 3 it could not be decided. */
export type Status = 0 | 1 | 2 | 3;

export interface Ended {
  readonly output: Output | null;
  readonly status: Status;
  /** One line for standard error, where what was asked for says that something is wrong. */
  readonly complaint?: string;
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}
