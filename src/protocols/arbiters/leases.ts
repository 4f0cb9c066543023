/** The leases under which units are held: how long they are, from when they are held, and how often they are renewed. */
import { intervalsOf } from '../../agents/index.ts';
import { serviceAt, type Plan } from '../../plan/index.ts';

export function leaseMsOf(plan: Plan, service: number): number {
  return serviceAt(plan, service).resource!.leaseMs;
}

/** From the beginning where the document asks for it or something may be lost, else once a person lets something be lost. */
export function isLeased(plan: Plan, { leased }: { readonly leased: boolean }, service: number): boolean {
  return leased || plan.lossy || serviceAt(plan, service).resource!.leased;
}

/** How often a holder says that it lives, ms: so many times in a lease that hardly ever all are lost. */
export function renewalMs(plan: Plan, intervals: number, service: number): number {
  return Math.max(1, Math.floor(leaseMsOf(plan, service) / Math.max(intervals, intervalsOf(plan.drawnLoss))));
}
