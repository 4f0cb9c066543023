/**
 * An invariant is a fold over facts that says, in one sentence, when a rule was broken. Tests, command line and page
 * run the same ones. It sees facts and the plan, never an actor's state, and never changes anything but its own.
 */
import type { Plan, SeededPlan } from './plan.ts';
import type { KnownFact } from './words.ts';

/** Where in the run a fact stands. */
export interface Moment {
  readonly step: number;
  readonly time: number;
}

export interface Invariant<State = unknown> {
  /** The rule's number in its room's SPEC.md. */
  readonly rule: string;
  readonly title: string;
  readonly room: string;
  init(plan: Plan): State;
  /** Called for every fact in order; a sentence when the rule is broken by it, null otherwise. */
  fact(state: State, fact: KnownFact, moment: Moment, plan: SeededPlan): string | null;
  /** Called once when the run is over. */
  end?(state: State, moment: Moment, plan: SeededPlan): string | null;
}

/** One of many, its state hidden. */
export function invariantRule<State>(rule: Invariant<State>): Invariant {
  return rule;
}
