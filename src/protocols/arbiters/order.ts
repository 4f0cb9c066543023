/** In which order those who wait for a resource get it: by priority, which grows with waiting, and then by coming. */
import { taskAt, type Plan } from '../../plan/index.ts';
import type { ArbiterState, Wait } from './state.ts';

/** The priority of a task that has waited so long. */
export function agedPriority(plan: Plan, task: number, waitedMs: number): number {
  const { ageingMs } = plan;
  return taskAt(plan, task).priority + (ageingMs > 0 ? Math.floor(waitedMs / ageingMs) : 0);
}

/** Those who wait for a resource, the first first. */
export function inTurn(plan: Plan, state: ArbiterState, service: number, now: number): Wait[] {
  const queue = state.queues[service]!;
  if (queue.length === 1) return [state.waits[queue[0]!]!];
  const rank = ({ task, sinceMs }: Wait): number => agedPriority(plan, task, now - sinceMs);
  return queue
    .map((id) => state.waits[id]!)
    .map((wait) => ({ wait, rank: rank(wait) }))
    .sort((a, b) => b.rank - a.rank || a.wait.turn - b.wait.turn)
    .map(({ wait }) => wait);
}
