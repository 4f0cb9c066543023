/** The kinds of events that playing can pause at, in words. The engine tells them by the same facts as the scrubber's marks. */
import type { BreakKind } from '../../../bridge/index.ts';

export const breakKinds: readonly { readonly kind: BreakKind; readonly words: string }[] = [
  { kind: 'failure', words: 'A task fails with no retries left' },
  { kind: 'retry', words: 'A task is to be tried again' },
  { kind: 'fault', words: 'A fault starts or ends' },
  { kind: 'lie', words: 'An agent lies' },
  { kind: 'vote', words: 'An agent votes, or enters a phase' },
  { kind: 'view-change', words: 'The leader changes' },
  { kind: 'decision', words: 'Something is decided' },
  { kind: 'belief', words: 'A belief changes' },
  { kind: 'goal', words: 'A goal is reached' },
  { kind: 'eviction', words: 'A memory evicts or forgets' },
  { kind: 'write', words: 'A shared memory is written to' },
  { kind: 'conflict', words: 'A conflicting message is rejected' },
  { kind: 'invariant', words: 'An invariant breaks' },
];
