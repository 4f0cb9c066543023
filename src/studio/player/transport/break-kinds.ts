/** The kinds of events that playing can pause at, in words. The engine tells them by the same facts as the scrubber's marks. */
import type { BreakKind } from '../../../bridge/index.ts';

export const breakKinds: readonly { readonly kind: BreakKind; readonly words: string }[] = [
  { kind: 'failure', words: 'A task fails for good' },
  { kind: 'retry', words: 'A task is to be tried again' },
  { kind: 'fault', words: 'Something goes wrong, or is well again' },
  { kind: 'lie', words: 'An agent lies' },
  { kind: 'vote', words: 'An agent votes, or comes to a phase of a decision' },
  { kind: 'view-change', words: 'A leader is given up or comes in' },
  { kind: 'decision', words: 'Something is decided' },
  { kind: 'conflict', words: 'What contradicts something is refused' },
  { kind: 'invariant', words: 'A rule of the protocols breaks' },
];
