/**
 * What a fact lists of those that were compared: all of them while they are few, else the best, whoever was chosen among
 * them, and how many there were. Nobody who reads a fact can take a part for the whole.
 */
import type { Compared } from './words.ts';

/** At most so many are listed in a fact. */
export const comparedMax = 32;

/** As it stands in a fact. */
export interface Comparison {
  readonly compared: readonly Compared[];
  /** How many were compared in all, where not all of them are listed. */
  readonly comparedOf?: number;
}

/** What is listed of all that were compared, for whoever was chosen; `count` is told where not all are at hand. */
export function listedOf(compared: readonly Compared[], chosen: number, count = compared.length): Comparison {
  if (compared.length <= comparedMax) return count > compared.length ? { compared, comparedOf: count } : { compared };
  const best = [...compared].sort((a, b) => a.value - b.value || a.agent - b.agent);
  const listed = best.slice(0, comparedMax);
  const own = best.find(({ agent }) => agent === chosen);
  if (own !== undefined && !listed.includes(own)) listed[comparedMax - 1] = own;
  return { compared: listed, comparedOf: count };
}

/** How many of those that were compared a fact does not list. */
export function unlistedIn({ compared, comparedOf }: Comparison): number {
  return Math.max(0, (comparedOf ?? 0) - compared.length);
}
