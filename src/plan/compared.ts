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
  /** How many were equally good, where a lot fell on one of these. */
  readonly tied?: number;
}

/** Takes in one after the other, and keeps no more of them than a fact lists. */
export class Shortlist {
  /** As they came in while they are few, then in order. */
  readonly #best: Compared[] = [];
  count = 0;

  add(agent: number, value: number): void {
    const best = this.#best;
    this.count += 1;
    if (this.count <= comparedMax) {
      best.push({ agent, value });
      return;
    }
    if (this.count === comparedMax + 1) best.sort(inOrder);
    const last = best[comparedMax - 1]!;
    if (value > last.value || (value === last.value && agent > last.agent)) return;
    best.pop();
    let at = best.length;
    while (at > 0 && (best[at - 1]!.value > value || (best[at - 1]!.value === value && best[at - 1]!.agent > agent)))
      at -= 1;
    best.splice(at, 0, { agent, value });
  }

  /** What is listed; where whoever was chosen is not among the best, it stands behind them. */
  of(chosen: Compared | undefined): Comparison {
    if (this.count <= comparedMax) return { compared: this.#best };
    const known = chosen === undefined || this.#best.some(({ agent }) => agent === chosen.agent);
    const listed = known ? this.#best : [...this.#best.slice(0, comparedMax - 1), chosen];
    return { compared: listed, comparedOf: this.count };
  }
}

const inOrder = (a: Compared, b: Compared): number => a.value - b.value || a.agent - b.agent;

/**
 * A new fact with what it says of a comparison, for whoever was chosen; `comparedOf` is told where not all are at hand. It is
 * written into the fact, since to spread one object into another takes longer than all else that a hop does.
 */
export function withListed<Told extends object>(fact: Told, all: Weighed, chosen: number): Told & Comparison {
  const told: Told & { -readonly [Key in keyof Comparison]?: Comparison[Key] } = fact;
  const { compared, comparedOf } = fewOf(all, chosen);
  told.compared = compared;
  if (comparedOf !== undefined) told.comparedOf = comparedOf;
  if (all.tied !== undefined && all.tied > 1) told.tied = all.tied;
  return told as Told & Comparison;
}

/** Those that were compared before a fact lists them: all, or some of so many. */
export interface Weighed {
  readonly compared: readonly Compared[];
  readonly comparedOf?: number | undefined;
  readonly tied?: number | undefined;
}

function fewOf({ compared, comparedOf: count = compared.length }: Weighed, chosen: number): Comparison {
  if (compared.length <= comparedMax) return count > compared.length ? { compared, comparedOf: count } : { compared };
  const list = new Shortlist();
  let own: Compared | undefined;
  for (const each of compared) {
    list.add(each.agent, each.value);
    if (each.agent === chosen) own = each;
  }
  return { compared: list.of(own).compared, comparedOf: count };
}

/** How many of those that were compared a fact does not list. */
export function unlistedIn({ compared, comparedOf }: Comparison): number {
  return Math.max(0, (comparedOf ?? 0) - compared.length);
}
