/**
 * When partitions kept the replicas of shared memories apart, and when each healed: those of the drawing, and those that were put in while
 * the run went. Folded from facts; it changes nothing.
 */
import { actorOfAgent, type KnownFact, type Plan } from '../../plan/index.ts';
import type { NetworkModel } from '../../kernel/index.ts';
import { groupsOf } from '../faults/sentences.ts';

export interface Cut {
  readonly startMs: number;
  /** -1 while it is not healed. */
  readonly endMs: number;
  /** Place of the fact by which it began; null for one of the drawing. */
  readonly place: number | null;
}

/** One that was put in, with the side of each actor. */
interface PutIn {
  readonly group: readonly number[];
  readonly startMs: number;
  readonly place: number;
  endMs: number;
}

export class Cuts {
  readonly #plan: Plan;
  readonly #planned: NetworkModel['partitions'];
  readonly #putIn: PutIn[] = [];
  readonly #open = new Map<string, PutIn>();
  /** When everything was healed by hand the last time; -1 for never. */
  #healedMs = -1;

  /** `planned` are the partitions of the drawing. */
  constructor(plan: Plan, planned: NetworkModel['partitions'] = []) {
    this.#plan = plan;
    this.#planned = planned;
  }

  fact(fact: KnownFact, timeMs: number, place: number): void {
    if (fact.type === 'network.healed') this.#healedMs = timeMs;
    if (fact.type !== 'network.changed' || !('group' in fact.rule)) return;
    const { rule, group } = fact.rule;
    const before = this.#open.get(rule);
    if (before !== undefined) before.endMs = timeMs;
    this.#open.delete(rule);
    if (!fact.on) return;
    const cut = { group, startMs: timeMs, endMs: -1, place };
    this.#putIn.push(cut);
    this.#open.set(rule, cut);
  }

  /** Those that kept copies of a memory apart, as a run has it that has come so far. */
  of(service: number, nowMs: number): Cut[] {
    const planned = this.#planned.flatMap(({ atMs, healMs, group }): Cut[] => {
      if (!this.#divides(group, service)) return [];
      const byHand = this.#healedMs >= atMs ? this.#healedMs : Infinity;
      return [{ startMs: atMs, endMs: Math.min(healMs ?? Infinity, byHand), place: null }];
    });
    const putIn = this.#putIn.filter(({ group }) => this.#divides(group, service));
    return [...planned, ...putIn]
      .filter(({ startMs }) => startMs <= nowMs)
      .map(({ startMs, endMs, place }) => ({ startMs, endMs: endMs <= nowMs ? endMs : -1, place }));
  }

  /** Whether it keeps replicas of a memory from each other. */
  #divides(group: readonly number[], service: number): boolean {
    const { replicas } = this.#plan.services[service]!;
    const sides = groupsOf(group).filter((side) => replicas.some((agent) => side.includes(actorOfAgent(agent))));
    return sides.length > 1;
  }
}
