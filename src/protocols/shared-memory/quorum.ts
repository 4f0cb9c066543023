/** How many replicas make a quorum, what is the latest of what they answer, and how often somebody asks. Clients, replicas and rules ask here. */
import { majorityOf, type ServicePlan } from '../../plan/index.ts';
import type { Kept } from './messages.ts';
import { isLater } from './tag.ts';

/** Replicas are asked so many times in each phase, the first one counted in. */
export const asksMax = 4;

/** Values of this consistency go by majorities; those of the naive exhibit by nothing. */
export function isStrong({ way }: ServicePlan): boolean {
  return way === 'strong';
}

/** How many replicas have to answer before a client goes on. */
export function neededOf(service: ServicePlan): number {
  return isStrong(service) ? majorityOf(service.replicas.length) : 1;
}

/** The latest of some. */
export function latest(some: readonly Kept[]): Kept {
  const { ts, writer, value } = some.reduce((best, each) => (isLater(each, best) ? each : best));
  return { ts, writer, value };
}
