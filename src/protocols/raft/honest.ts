/**
 * Rules that look at honest steps: what a member tells while it lies is passed over. One that is silent, speaks to some only,
 * says old things again, or lied once and does no more, is watched like any other: Raft holds for it.
 */
import { followLiars, invariantRule, type Invariant, type KnownFact, type Liars, type Plan } from '../../plan/index.ts';
import { room, type RaftFact } from './messages.ts';

interface Rule<State> {
  readonly rule: string;
  readonly title: string;
  readonly init: () => State;
  /** Judges a fact; `honest` unless it is told by a member that lies. */
  readonly judge: (state: State, fact: KnownFact | RaftFact, plan: Plan, honest: boolean) => string | null;
}

export function ofHonest<State>({ rule, title, init, judge }: Rule<State>): Invariant {
  return invariantRule<{ readonly liars: Liars; readonly own: State }>({
    rule,
    title,
    room,
    init: () => ({ liars: new Map(), own: init() }),
    fact({ liars, own }, fact, _moment, plan) {
      followLiars(liars, fact);
      return judge(own, fact, plan, !('agent' in fact && liars.has(fact.agent)));
    },
  });
}
