/**
 * An invariant is a fold over facts that says, in one sentence, when a rule was broken. Tests, command line and page
 * run the same ones. It sees facts and the plan, never an actor's state, and never changes anything but its own.
 */
import type { Fact } from '../../kernel/index.ts';
import { assignedType, isAssigned, type Assigned, type Holdings } from './holdings.ts';
import type { Plan, SeededPlan } from '../plan.ts';
import type { KnownFact } from '../words.ts';

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
  /** Types of the facts that can change its mind or its state, where it names them: it is told of no others. */
  readonly hears?: readonly string[];
  /** `held` is the book of who holds what: whoever keeps it enters a fact when all rules have seen it. */
  init(plan: Plan, held: Holdings): State;
  /** Called for every fact that it hears, in order; a sentence when the rule is broken by it, null otherwise. */
  fact(state: State, fact: KnownFact, moment: Moment, plan: SeededPlan): string | null;
  /** Called once when the run is over. */
  end?(state: State, moment: Moment, plan: SeededPlan): string | null;
}

/**
 * A rule that says apart what it asks of a task that is given away; `fact` hears of all others. It may also read facts of a room's
 * own: they are told apart by their types like those that all rooms share.
 */
export type RuleOver<State, Own extends Fact> = Omit<Invariant<State>, 'fact' | 'hears'> & {
  /** Beside what is given away; all facts if absent, and none where there is no `fact`. */
  readonly hears?: readonly (KnownFact | Own)['type'][];
  readonly given?: (state: State, given: Assigned, moment: Moment, plan: SeededPlan) => string | null;
  readonly fact?: (state: State, fact: KnownFact | Own, moment: Moment, plan: SeededPlan) => string | null;
};

/** One of many, its state and the facts of its room hidden. */
export function invariantRule<State, Own extends Fact = never>({
  given,
  fact,
  hears = fact === undefined ? [] : undefined,
  ...rule
}: RuleOver<State, Own>): Invariant {
  const others = fact ?? (() => null);
  const asked: Invariant<State>['fact'] = (state, each, moment, plan) =>
    isAssigned(each) ? given!(state, each, moment, plan) : others(state, each, moment, plan);
  const told = given === undefined ? hears : hears && [...hears, assignedType];
  return { ...rule, ...(told && { hears: told }), fact: given === undefined ? others : asked };
}
