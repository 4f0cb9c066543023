/**
 * What a fact says of its task in the workflow's own states. The rules recount states from facts by this alone; none of
 * them may ever look at an actor's state.
 */
import type { KnownFact } from '../../plan/index.ts';
import { status } from '../states.ts';

/** The state that a fact puts its task into, as far as the workflow's states go; -1 when it says nothing of that. */
export function stateAfter(fact: KnownFact): number {
  switch (fact.type) {
    case 'task.ready':
      return status.ready;
    case 'task.opened':
      return status.open;
    case 'task.retrying':
      return status.retrying;
    case 'task.succeeded':
      return status.succeeded;
    case 'task.failed':
      return status.failed;
    case 'task.kept':
      return status[fact.end];
    case 'task.skipped':
      return status.skipped;
    case 'task.cancelled':
      return status.cancelled;
    case 'task.unassignable':
      return status.unassignable;
    case 'task.compensated':
      return status.compensated;
    default:
      return -1;
  }
}
