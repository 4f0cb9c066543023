/** How a command ends: what it prints, its status, and files to be written. Commands give it and do none of it themselves. */
export interface Ended {
  readonly output: string;
  readonly status: 0 | 1;
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}
