/** What rooms count with before a run: how long a word may take on the way, and how many messages a run can hold. */
import type { ResolvedDocument } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';

/** Messages of all rounds or decisions of a document together: what a run of them takes, some 350 bytes each, fits a browser. */
export const messagesMax = 4_000_000;

/** Longest delay of any link, ms. */
export function longestDelay({ network }: ResolvedDocument): number {
  return toMs(network.links.reduce((most, { delay }) => Math.max(most, delay?.maxMs ?? 0), network.delay.maxMs));
}

/**
 * How many agents are asked before work is given out, over all tasks once each: of those that can do a task every one, `most` of them
 * at most.
 */
export function agentsAsked({ agents, tasks }: ResolvedDocument, most = Infinity): number {
  const known = new Map<string, number>();
  const composites = new Set(tasks.map(({ parent }) => parent));
  let asked = 0;
  for (const { id, requires, agent } of tasks) {
    if (composites.has(id)) continue;
    const key = JSON.stringify(requires);
    let able = agent === null ? known.get(key) : 1;
    if (able === undefined) {
      able = agents.filter(
        ({ role, capabilities }) => role !== 'manager' && requires.every((each) => (capabilities[each] ?? 0) > 0),
      ).length;
      known.set(key, able);
    }
    asked += Math.min(able, most);
  }
  return asked;
}
