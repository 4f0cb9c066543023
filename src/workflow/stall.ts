/**
 * Why a run that is not over cannot go on, in one sentence. It is asked only when no message, timer or input is due.
 */
import type { Plan } from '../plan/index.ts';
import { isOver, status } from './states.ts';

/** Names the first tasks that wait and what they wait for. */
export function stallReason(plan: Plan, states: readonly number[]): string {
  const waiting: string[] = [];
  let handedOut = 0;
  let more = 0;
  for (let task = 0; task < plan.tasks.length; task += 1) {
    const state = states[task]!;
    if (isOver(state) || (state === status.pending && (task >= plan.ordinary || handedOut > 0))) continue;
    if (state === status.ready) handedOut += 1;
    if (waiting.length < 3) waiting.push(plan.tasks[task]!.id);
    else more += 1;
  }
  const names = waiting.join(', ') + (more > 0 ? ` and ${more} more` : '');
  if (handedOut === 0) return `${names} cannot start, and nothing is under way that could change that`;
  return `${names} ${waiting.length + more > 1 ? 'wait' : 'waits'} for an answer that will never come: an agent crashed or fell silent, or a message was lost, and nothing more is due`;
}
