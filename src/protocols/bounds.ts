/** What rooms count with before a run: how long a word may take on the way, and how many messages a run can hold. */
import type { ResolvedDocument } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';

/** Messages of all rounds or decisions of a document together: what a run of them takes, some 350 bytes each, fits a browser. */
export const messagesMax = 4_000_000;

/** Longest delay of any link, ms. */
export function longestDelay({ network }: ResolvedDocument): number {
  return toMs(network.links.reduce((most, { delay }) => Math.max(most, delay?.maxMs ?? 0), network.delay.maxMs));
}
