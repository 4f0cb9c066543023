/**
 * What a fact says of its task in the workflow's own states. The rules recount states from facts by this alone; none of
 * them may ever look at an actor's state.
 */
import type { KnownFact } from '../../plan/index.ts';
import { isOver, status } from '../states.ts';

/** The state of a task by the type of the fact that puts it there; what was taken over says it itself. */
const states: Readonly<Partial<Record<KnownFact['type'], number>>> = {
  'task.ready': status.ready,
  'task.opened': status.open,
  'task.retrying': status.retrying,
  'task.succeeded': status.succeeded,
  'task.failed': status.failed,
  'task.skipped': status.skipped,
  'task.cancelled': status.cancelled,
  'task.unassignable': status.unassignable,
  'task.compensated': status.compensated,
};

/** The types of those after which a task is over, and of that by which it was undone. */
export const endFacts = [
  'task.kept',
  ...Object.keys(states).filter((type) => isOver(states[type as never])),
] as readonly KnownFact['type'][];

/** The types of all that say so. */
export const stateFacts = ['task.kept', ...Object.keys(states)] as readonly KnownFact['type'][];

/** The state that a fact puts its task into, as far as the workflow's states go; -1 when it says nothing of that. */
export function stateAfter(fact: KnownFact): number {
  return fact.type === 'task.kept' ? status[fact.end] : (states[fact.type] ?? -1);
}
