/**
 * Inversions of priorities that a document allows: a task of low priority holds what one of high priority wants, and one between them may
 * keep it from going on. And tasks that others of higher priority may keep waiting round after round.
 */
import { serviceAt, taskAt } from '../../../plan/index.ts';
import type { Claim, Claims } from './claims.ts';

export interface Inversion {
  readonly high: number;
  readonly middle: number;
  readonly low: number;
  /** What the low one holds and the high one wants. */
  readonly lock: number;
  /** What the one between takes or has. */
  readonly over: number;
}

/** So many of them are told, and so many combinations are looked at. */
const [foundMax, placesMax] = [3, 50_000];

/** One for each resource that is held, at most. */
export function inversionsOf(claims: Claims): readonly Inversion[] {
  const found: Inversion[] = [];
  const places = { left: placesMax };
  for (const all of claims.byService().values()) {
    const inversion = all.some(({ renews }) => renews) ? null : inversionOver(claims, all, places);
    if (inversion !== null) found.push(inversion);
    if (found.length === foundMax) break;
  }
  return found;
}

function inversionOver(claims: Claims, all: readonly Claim[], places: { left: number }): Inversion | null {
  const rank = ({ task }: Claim): number => taskAt(claims.plan, task).priority;
  const kept = all.filter(({ takeable }) => takeable === undefined);
  for (const low of kept)
    for (const high of all) {
      if ((places.left -= 1) < 0) return null;
      if (rank(high) <= rank(low) || !claims.exclude(low, high) || !claims.mayMeet(low.task, high.task)) continue;
      const between = betweenOf(claims, { low, high, places });
      if (between === null) continue;
      return { high: high.task, middle: between.task, low: low.task, lock: low.service, over: between.service };
    }
  return null;
}

interface Pair {
  readonly low: Claim;
  readonly high: Claim;
  readonly places: { left: number };
}

/** What of the low one another may take or have, whose priority is between them and who does not want the same. */
function betweenOf(claims: Claims, { low, high, places }: Pair): Claim | null {
  const rank = (task: number): number => taskAt(claims.plan, task).priority;
  const needed = claims.byTask
    .get(low.task)!
    .filter(
      (claim) =>
        claim.service !== low.service &&
        !claim.renews &&
        claim.fromMs < low.toMs &&
        (claim.takeable === 'resume' ? claim.toMs > low.fromMs : claim.fromMs >= low.fromMs),
    );
  for (const need of needed)
    for (const middle of claims.byService().get(need.service) ?? []) {
      if ((places.left -= 1) < 0) return null;
      const { task } = middle;
      const isBetween = rank(task) > rank(low.task) && rank(task) < rank(high.task);
      if (!isBetween || !claims.exclude(need, middle)) continue;
      if (claims.byTask.get(task)!.some(({ service }) => service === low.service)) continue;
      if (claims.mayAllMeet([low.task, high.task], task)) return middle;
    }
  return null;
}

export interface Starving {
  readonly task: number;
  readonly service: number;
  readonly others: readonly number[];
  /** How long those hold it, one after the other as far as they must. */
  readonly waitMs: number;
}

/** So many rounds of higher priority before one that is not told are nothing to speak of. */
const roundsMin = 3;

/** Of each resource whoever has the lowest priority, where it may have to wait for several rounds of others. */
export function starvingOf(claims: Claims): readonly Starving[] {
  const { plan } = claims;
  const rank = (task: number): number => taskAt(plan, task).priority;
  return [...claims.byService()].flatMap(([service, all]): Starving[] => {
    const { units, way } = serviceAt(plan, service);
    const low = [...all].sort((a, b) => rank(a.task) - rank(b.task))[0]!;
    if (all.length > claimsMax || low.renews) return [];
    const higher = all.filter(({ task }) => rank(task) > rank(low.task) && claims.mayMeet(low.task, task));
    const taken = higher.reduce((sum, claim) => sum + (way === 'exclusive' ? units : claim.units), 0);
    if (taken < roundsMin * units) return [];
    const heldMs = higher.reduce(
      (sum, claim) => sum + claims.holdMs(claim) * (way === 'exclusive' ? units : claim.units),
      0,
    );
    return [{ task: low.task, service, others: higher.map(({ task }) => task), waitMs: Math.round(heldMs / units) }];
  });
}

/** Resources of more claims than that are not looked at one by one. */
export const claimsMax = 200;
