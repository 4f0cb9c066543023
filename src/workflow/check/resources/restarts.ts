/**
 * Tasks that may begin anew again and again, each because of the other: under a ceiling one of lower priority is raised as long as it holds
 * a lock, and takes what it lacks from the other; once it has given the lock back it has to give that up, and what either did is undone.
 */
import { serviceAt, taskAt } from '../../../plan/index.ts';
import type { Claim, Claims } from './claims.ts';
import { claimsMax } from './inversions.ts';

export interface Restarts {
  readonly task: number;
  readonly other: number;
  /** What they take from each other, and the lock that raises the first. */
  readonly service: number;
  readonly lock: number;
}

export function restartsOf(claims: Claims): readonly Restarts[] {
  return [...claims.byService()].flatMap(([service, all]) => {
    if (all.length > claimsMax) return [];
    const anew = all.filter(({ takeable }) => takeable === 'restart');
    return anew.flatMap((claim) => restartOf(claims, service, claim, anew) ?? []);
  });
}

function restartOf(claims: Claims, service: number, claim: Claim, anew: readonly Claim[]): Restarts | null {
  const { plan } = claims;
  const rank = (task: number): number => taskAt(plan, task).priority;
  const { task } = claim;
  const own = claims.byTask.get(task)!;
  // It has to hold the lock when it asks for what it takes.
  const locks = own.slice(0, own.indexOf(claim)).filter((each) => each.takeable === undefined && !each.renews);
  for (const lock of locks)
    for (const other of anew) {
      const isBetween =
        rank(other.task) > rank(task) && rank(other.task) < serviceAt(plan, lock.service).resource!.ceiling;
      if (isBetween && claims.exclude(claim, other) && claims.mayMeet(task, other.task))
        return { task, other: other.task, service, lock: lock.service };
    }
  return null;
}
