/** The kinds of events that playing can pause at, in words. The engine tells them by the same facts as the scrubber's marks. */
import type { BreakKind } from '../../../bridge/index.ts';

export const breakWords: Readonly<Record<BreakKind, string>> = {
  failure: 'A task fails with no retries left',
  retry: 'A task is to be tried again',
  fault: 'A fault starts or ends',
  lie: 'An agent lies',
  vote: 'An agent votes, or enters a phase',
  'view-change': 'The leader changes',
  decision: 'Something is decided',
  snapshot: 'A snapshot is complete',
  conflict: 'A conflicting message is rejected',
  contention: 'A task begins to wait for a resource',
  deadlock: 'A deadlock is broken, or prevented',
  preemption: 'A resource is taken away',
  inheritance: 'A priority is raised',
  expiry: 'A lease of a resource runs out',
  'stale-token': 'A stale fencing token is refused',
  deal: 'A negotiation ends in a deal',
  'no-deal': 'A negotiation ends without one',
  belief: 'A belief changes',
  goal: 'A goal is reached',
  eviction: 'A memory evicts or forgets',
  read: 'A shared memory is read',
  write: 'A shared memory is written to',
  'stale-read': 'A read misses an earlier write',
  unavailable: 'A shared memory is unavailable',
  divergence: 'Copies of a memory begin to differ',
  convergence: 'All copies of a memory are equal again',
  invariant: 'An invariant breaks',
};

/** In the order in which a menu has them. */
export const breakKinds = Object.keys(breakWords) as readonly BreakKind[];
