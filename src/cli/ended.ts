/**
 * What a command prints and leaves behind.
 */
export interface Ended {
  readonly output: string;
  readonly status: 0 | 1;
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}
