/**
 * What every policy of a centralized coordinator looks at and hands back: the waiting tasks, the slots that are free
 * during one decision, and a choice. It says which tasks come first, never who gets them.
 */
import { Candidates, tasksOf, type Assigner, type Ledger } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import {
  firstKey,
  needAt,
  needOf,
  takeReady,
  type Arrival,
  type Compared,
  type Plan,
  type ReadyPool,
} from '../../plan/index.ts';
import type { MatchedFact } from './messages.ts';

/** What a policy may look at. */
export interface Desk {
  readonly pool: ReadyPool;
  readonly ledger: Ledger;
  readonly arrivals: Record<number, readonly Arrival[]>;
  readonly followed: number[];
  readonly gone: Record<number, true>;
}

export interface Choice {
  readonly task: number;
  readonly agent: number;
  /** When all that the task needs is at that agent, ms. */
  readonly availableMs: number;
  readonly rule: string;
  readonly compared: readonly Compared[];
  /** How many that were, where not all of them are at hand. */
  readonly comparedOf?: number;
  /** How many were equally good, where a lot fell on one of these. */
  readonly tied?: number | undefined;
  /** What proves the decision that this is the first choice of. */
  readonly proof?: Omit<MatchedFact, 'type'>;
}

export interface Chooser {
  /** Called once before the choices of an instant. */
  begin(desk: Desk, now: number): void;
  /** The next task to give out, already out of the pool; null when no more can be. */
  next(desk: Desk, context: Context): Choice | null;
}

/** Free slots during one decision: counted once at its beginning, then used up. */
export class FreeSlots {
  readonly #plan: Plan;
  readonly #assigner: Assigner;
  /** Whether any task takes more than one. */
  readonly #several: boolean;
  readonly free: number[];
  readonly #candidates: Candidates;
  total = 0;

  constructor(plan: Plan, assigner: Assigner) {
    this.#plan = plan;
    this.#assigner = assigner;
    this.#several = plan.needs.some(({ slots }) => slots > 1);
    this.free = plan.agents.map(() => 0);
    this.#candidates = new Candidates(plan, (agent, need) => this.free[agent]! >= needAt(plan, need).slots);
  }

  count(ledger: Ledger): void {
    this.total = 0;
    this.#candidates.begin();
    for (let agent = 0; agent < this.free.length; agent += 1) {
      let free = this.#assigner.freeSlots(ledger, agent);
      if (this.#several && free > 0) for (const task of tasksOf(ledger, agent)) free -= this.#takes(task) - 1;
      this.free[agent] = free;
      this.total += Math.max(0, free);
    }
  }

  /** Takes as many as the task needs. */
  use(agent: number, task: number): void {
    const takes = this.#takes(task);
    this.free[agent]! -= takes;
    this.total -= takes;
  }

  #takes(task: number): number {
    return needAt(this.#plan, needOf(this.#plan, task)).slots;
  }

  anyFree(need: number): boolean {
    return this.#candidates.of(need).length > 0;
  }

  /** Agents with free slots that can do what the need asks, in order; good until slots are used. */
  candidates(need: number): readonly number[] {
    return this.#candidates.of(need);
  }
}

/** The need whose first task comes first of all that have a free agent; -1 for none. */
export function firstNeed(plan: Plan, desk: Desk, slots: FreeSlots): number {
  let best = -1;
  let bestKey = Infinity;
  for (let need = 0; need < plan.needs.length; need += 1) {
    const key = firstKey(desk.pool, need);
    if (key >= bestKey || !slots.anyFree(need)) continue;
    best = need;
    bestKey = key;
  }
  return best;
}

/** The first tasks in order, as many as there are slots for, of needs that have a free agent; left in the pool. */
export function firstTasks(plan: Plan, desk: Desk, slots: FreeSlots): number[] {
  const tasks: number[] = [];
  const kept = desk.pool.heaps.map((heap) => heap.slice());
  const size = desk.pool.size;
  for (let left = slots.total; left > 0;) {
    const need = firstNeed(plan, desk, slots);
    if (need === -1) break;
    left -= needAt(plan, need).slots;
    tasks.push(takeReady(desk.pool, need));
  }
  desk.pool.heaps = kept;
  desk.pool.size = size;
  return tasks;
}
