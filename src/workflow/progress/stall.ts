/**
 * Why a run that is not over cannot go on, in one sentence. It is asked only when no message, timer or input is due.
 */
import { handlerOf, type Plan } from '../../plan/index.ts';
import { isOver, status } from '../states.ts';

/** Names the first tasks that wait and what they wait for; `down` are the actors that have crashed and are not back. */
export function stallReason(plan: Plan, states: readonly number[], down: readonly number[]): string {
  const waiting: number[] = [];
  const handedOut: number[] = [];
  for (let task = 0; task < plan.tasks.length; task += 1) {
    const state = states[task]!;
    if (state === status.ready) handedOut.push(task);
    if (!isOver(state) && (state !== status.pending || task < plan.ordinary)) waiting.push(task);
  }
  for (const actor of down) {
    const stuck = handedOut.filter((task) => handlerOf(plan, task) === actor);
    if (stuck.length === 0) continue;
    const { kind, title } = plan.actors[actor]!;
    const whom = kind === 'client' ? `${title} that asks the group` : title;
    return `${waits(plan, stuck)} for ${whom}, which is down`;
  }
  if (handedOut.length === 0)
    return `${named(plan, waiting)} cannot start, and nothing is under way that could change that`;
  const open = waiting.filter((task) => states[task] !== status.pending);
  return `${waits(plan, open)} for an answer that will never come: an agent crashed or fell silent, or a message was lost, and nothing more is due`;
}

function waits(plan: Plan, tasks: readonly number[]): string {
  return `${named(plan, tasks)} ${tasks.length > 1 ? 'wait' : 'waits'}`;
}

/** The first few by their ids, and how many more. */
function named({ tasks: all }: Plan, tasks: readonly number[]): string {
  const first = tasks.slice(0, 3).map((task) => all[task]!.id);
  return first.join(', ') + (tasks.length > 3 ? ` and ${tasks.length - 3} more` : '');
}
