/**
 * Whether the agents of a run agreed, judged while it happens: what was asked was decided, and no rule of the rooms that
 * decide was broken on the way. Rules that speak of the settings alone are broken before anything is asked, and do not count.
 */
import type { Fact } from '../../kernel/index.ts';
import { Holdings, known, type Invariant, type Moment, type SeededPlan } from '../../plan/index.ts';
import { decisionCards } from '../../protocols/index.ts';
import type { Compiled } from '../../workflow/index.ts';
import { none } from '../metrics.ts';

interface Judged {
  readonly rule: Invariant;
  readonly state: unknown;
}

export class Agreement {
  readonly #plan: SeededPlan;
  /** Rules that were not broken yet. */
  #rules: Judged[];
  readonly #held: Holdings;
  #broken = 0;
  /** Since when each task is being decided, for good. */
  readonly #askedMs = new Map<number, number>();
  readonly #decided = new Set<number>();
  #decidingMs = 0;

  constructor({ plan, invariants }: Compiled) {
    this.#plan = plan;
    this.#held = new Holdings(plan);
    const deciding = new Set(decisionCards.map(({ name }) => name));
    this.#rules = invariants
      .filter(({ room }) => deciding.has(room))
      .map((rule) => ({ rule, state: rule.init(plan, this.#held) }));
  }

  fact(fact: Fact, moment: Moment): void {
    const told = known(fact);
    if (told.type === 'task.deciding' && !this.#askedMs.has(told.task)) this.#askedMs.set(told.task, moment.time);
    if (told.type === 'decision.made' && !this.#decided.has(told.task)) {
      this.#decided.add(told.task);
      this.#decidingMs += moment.time - (this.#askedMs.get(told.task) ?? moment.time);
    }
    const asked = this.#askedMs.size > 0;
    this.#rules = this.#rules.filter(({ rule, state }) => {
      if (rule.fact(state, told, moment, this.#plan) === null) return true;
      if (asked) this.#broken += 1;
      return false;
    });
    this.#held.enter(told, moment.time);
  }

  /** Whether they agreed on all that was asked. */
  get agreed(): boolean {
    return this.#broken === 0 && this.#askedMs.size > 0 && this.#decided.size === this.#askedMs.size;
  }

  /** How many rules were broken once something had been asked. */
  get broken(): number {
    return this.#broken;
  }

  /** How long a decision took on the average, ms. */
  get decisionMs(): number {
    return this.#decided.size === 0 ? none : this.#decidingMs / this.#decided.size;
  }
}
