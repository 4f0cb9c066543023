/** How many claim a resource at once, and how long they wait then: one order of them, the first by priority, each as long as it lasts on average. */
import { serviceAt, taskAt } from '../../../plan/index.ts';
import type { Claim, Claims } from './claims.ts';
import { claimsMax } from './inversions.ts';

export interface Contention {
  readonly service: number;
  readonly tasks: readonly number[];
  /** Units that they claim together. */
  readonly units: number;
  readonly meanMs: number;
  readonly lastMs: number;
}

export function contentionsOf(claims: Claims): readonly Contention[] {
  return [...claims.byService()].flatMap(([service, all]) => contentionAt(claims, service, all) ?? []);
}

function contentionAt(claims: Claims, service: number, all: readonly Claim[]): Contention | null {
  const { units, way, resource } = serviceAt(claims.plan, service);
  const atOnce: Claim[] = [];
  for (const claim of all.slice(0, claimsMax))
    if (
      claims.mayAllMeet(
        atOnce.map(({ task }) => task),
        claim.task,
      )
    )
      atOnce.push(claim);
  const wanted = atOnce.reduce((sum, claim) => sum + claim.units, 0);
  const { everyMs, burst } = resource!;
  const there = everyMs > 0 ? burst : units;
  if (atOnce.length < 2 || (wanted <= there && (way !== 'exclusive' || everyMs > 0))) return null;
  const rank = ({ task }: Claim): number => taskAt(claims.plan, task).priority;
  const inTurn = [...atOnce].sort((a, b) => rank(b) - rank(a));
  const waits =
    everyMs > 0
      ? byBucket(inTurn, { units, everyMs, burst })
      : byHolding(claims, inTurn, way === 'exclusive' ? 1 : units);
  return {
    service,
    tasks: inTurn.map(({ task }) => task),
    units: wanted,
    meanMs: Math.round(waits.reduce((sum, wait) => sum + wait, 0) / waits.length),
    lastMs: Math.max(...waits),
  };
}

/** When each begins: as soon as so much has come back. */
function byBucket(
  claims: readonly Claim[],
  { units, everyMs, burst }: { readonly units: number; readonly everyMs: number; readonly burst: number },
): number[] {
  let used = 0;
  return claims.map((claim) => {
    used += claim.units;
    return Math.ceil((Math.max(0, used - burst) * everyMs) / units);
  });
}

/** When each begins: as soon as those before it have given back enough. */
function byHolding(claims: Claims, inTurn: readonly Claim[], units: number): number[] {
  const freeAt = Array.from({ length: units }, () => 0);
  return inTurn.map((claim) => {
    freeAt.sort((a, b) => a - b);
    const takes = Math.min(units, units === 1 ? 1 : claim.units);
    const beginsMs = freeAt[takes - 1]!;
    freeAt.fill(beginsMs + claims.holdMs(claim), 0, takes);
    return beginsMs;
  });
}
