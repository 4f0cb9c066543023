/**
 * What the balancer knows, as plain data, and what its policies may look at and say. Nothing here decides.
 */
import {
  accountOf,
  availableAt,
  capableMasks,
  lastLease,
  lotAmong,
  type Assigner,
  type FrontDeskState,
  type Ledger,
} from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import { durationOn, firstKey, needAt, type Compared, type Plan } from '../../plan/index.ts';
import { Sight } from './placing/sight.ts';
import type { BalancingSettings } from './settings.ts';

/** One task on whose behalf agents were asked for their load. */
export interface Inquiry {
  readonly probe: number;
  readonly asked: readonly number[];
  /** How many tasks each had been given when it was asked; what came later is not in its answer. */
  readonly given: readonly number[];
  /** Answers; -1 while there is none. */
  readonly lengths: number[];
  missing: number;
}

export interface BalancerState extends FrontDeskState {
  /** Weighted round robin: current weights, by need and place among its agents. */
  credit: Record<number, number[]>;
  /** Agents with free slots that said so, in order, each once; and whether one stands there. */
  idle: number[];
  standsIdle: boolean[];
  /** Loads as they were last seen, and when that was; -1 for never. */
  seenMs: number;
  seenLoad: number[];
  seenFree: number[];
  inquiries: Record<number, Inquiry>;
  /** How many inquiries were ever made, and how many are open. */
  probes: number;
  probing: number;
  /** Tasks whose inquiry is complete. */
  answered: number[];
  /** How many tasks each agent was ever given. */
  given: number[];
}

export interface Choice {
  readonly task: number;
  readonly agent: number;
  readonly compared: readonly Compared[];
  /** How many that were, where only the first of them are named. */
  readonly comparedOf?: number;
  /** How many were equally good, where a lot fell on one of these. */
  readonly tied?: number | undefined;
}

/** How many tasks may wait at one agent. */
export function waitingMax(plan: Plan, settings: BalancingSettings): number {
  if (plan.balancing === 'central-queue') return 0;
  return settings.queueLimit === 0 ? Infinity : settings.queueLimit;
}

/** What the policies share: the plan, the books, and who has room. */
export class Desk {
  readonly plan: Plan;
  readonly settings: BalancingSettings;
  readonly assigner: Assigner;
  /** Tasks that each agent may hold: its slots and what may wait. */
  readonly #holds: readonly number[];
  readonly sight: Sight;
  readonly canDo: (need: number, agent: number) => boolean;

  constructor(plan: Plan, settings: BalancingSettings, assigner: Assigner) {
    this.plan = plan;
    this.settings = settings;
    this.assigner = assigner;
    this.canDo = capableMasks(plan);
    const waiting = waitingMax(plan, settings);
    this.#holds = plan.agents.map((agent) => agent.slots + waiting);
    this.sight = new Sight(plan, assigner, (ledger, agent) => this.room(ledger, agent));
  }

  /** How many more tasks an agent may be given; none while it is under suspicion. */
  room(ledger: Ledger, agent: number): number {
    const { suspectUntilMs, count } = accountOf(ledger, agent);
    return suspectUntilMs !== 0 ? 0 : this.#holds[agent]! - count;
  }

  /** The need whose first task comes first of all that some agent has room for; -1 for none. */
  firstNeed(state: BalancerState): number {
    let best = -1;
    let bestKey = Infinity;
    for (let need = 0; need < this.plan.needs.length; need += 1) {
      const key = firstKey(state.pool, need);
      if (key >= bestKey || !this.hasRoom(state.ledger, need)) continue;
      best = need;
      bestKey = key;
    }
    return best;
  }

  hasRoom(ledger: Ledger, need: number): boolean {
    for (const agent of needAt(this.plan, need).capable) if (this.room(ledger, agent) > 0) return true;
    return false;
  }

  /** Whether equally good agents draw lots; else it is the one named first. */
  get draws(): boolean {
    return this.plan.ties === 'seeded';
  }

  /** Which of so many equals gets a task; they are named in order. */
  drawn(count: number, { ledger }: BalancerState, task: number, context: Context): number {
    return this.draws ? lotAmong(this.plan, { task, lease: lastLease(ledger, task) }, count, context) : 0;
  }

  availableMs(state: BalancerState, task: number, agent: number, now: number): number {
    return availableAt(state.arrivals[task], agent, now);
  }

  durationMs(task: number, agent: number): number {
    return durationOn(this.plan, task, agent);
  }
}
