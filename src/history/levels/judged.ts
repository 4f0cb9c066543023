/**
 * What each level says of operations: a verdict, or which limit kept it from one.
 */
import type { Limit } from '../operation.ts';

export type Judged = { readonly steps: number } & (
  | { readonly is: 'consistent' }
  /** `culprit` is the index of an operation whose answer nothing explains, after all that came before it. */
  | { readonly is: 'violated'; readonly culprit: number }
  | { readonly is: 'undecided'; readonly limit: Limit }
);
