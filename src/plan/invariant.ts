/**
 * An invariant is a fold over facts that says, in one sentence, when a rule was broken. Tests, command line and page
 * run the same ones. It sees facts and the plan, never an actor's state, and never changes anything but its own.
 */
import type { Fact } from '../kernel/index.ts';
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

/** A rule that also reads facts of a room's own: they are told apart by their types like those that all rooms share. */
export interface RuleOver<State, Own extends Fact> extends Omit<Invariant<State>, 'fact'> {
  fact(state: State, fact: KnownFact | Own, moment: Moment, plan: SeededPlan): string | null;
}

/** One of many, its state and the facts of its room hidden. */
export function invariantRule<State, Own extends Fact = never>(rule: RuleOver<State, Own>): Invariant {
  return rule;
}
