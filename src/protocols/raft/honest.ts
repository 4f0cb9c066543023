/**
 * Rules that speak of members that never misbehaved: once turned, a member is passed over for good. What it does is still
 * told, since its own machine is honest, but nothing is promised of it.
 */
import { invariantRule, type Invariant, type KnownFact, type Plan } from '../../plan/index.ts';
import { room, type RaftFact } from './messages.ts';

interface Rule<State> {
  readonly rule: string;
  readonly title: string;
  readonly init: () => State;
  /** Judges a fact; `honest` unless it is told by a member that was turned. */
  readonly judge: (state: State, fact: KnownFact | RaftFact, plan: Plan, honest: boolean) => string | null;
}

export function ofHonest<State>({ rule, title, init, judge }: Rule<State>): Invariant {
  return invariantRule<{ readonly turned: Set<number>; readonly own: State }>({
    rule,
    title,
    room,
    init: () => ({ turned: new Set(), own: init() }),
    fact({ turned, own }, fact, _moment, plan) {
      if (fact.type === 'agent.turned') turned.add(fact.agent);
      return judge(own, fact, plan, !('agent' in fact && turned.has(fact.agent)));
    },
  });
}
