/**
 * That nobody who can be reached stays in the dark, as a fold over facts: what f + 1 members have executed after the last trouble
 * every other one that is up and does not misbehave executes too, or takes over, in bounded time.
 */
import { exactTime } from '../../document/index.ts';
import { groupAt, agentTitle, invariantRule, type Invariant, type Moment, type Plan } from '../../plan/index.ts';
import { followTrouble, isFailing, noTrouble, patienceWith, troubleFacts, type Trouble } from '../decision-trouble.ts';
import { room, type ExecutedFact, type PbftFact } from './messages.ts';

interface Ahead {
  readonly trouble: Trouble;
  /** Last slot of each member, by group and agent. */
  readonly last: Map<string, number>;
  /** By group: how many have executed each slot, and since when more than f have, ms; null while they are fewer. */
  readonly slots: Map<number, Map<number, { count: number; sinceMs: number | null }>>;
}

/** So many times the patience with a leader are long enough: the first time it is asked for after a quarter of it. */
export const knowingPatiences = 16;

export function keepsUp(rule: string): Invariant {
  return invariantRule<Ahead, PbftFact>({
    rule,
    room,
    title: 'a member that can be reached does not stay in the dark about what others have executed',
    hears: [...troubleFacts, 'consensus-pbft.executed', 'consensus-pbft.installed', 'decision.made'],
    init: () => ({ trouble: noTrouble(), last: new Map(), slots: new Map() }),
    fact(state, fact, moment, plan) {
      followTrouble(state.trouble, fact, moment.time, plan);
      if (fact.type === 'consensus-pbft.executed') executed(state, fact, moment, plan);
      else if (fact.type === 'consensus-pbft.installed') {
        const { group, agent, slot } = fact;
        state.last.set(`${group}/${agent}`, slot);
      } else if (fact.type === 'decision.made' && groupAt(plan, fact.group).protocol === 'pbft')
        return inTheDark(state, fact.group, moment, plan);
      return null;
    },
    end(state, moment, plan) {
      for (const group of state.slots.keys()) {
        const said = inTheDark(state, group, moment, plan);
        if (said !== null) return said;
      }
      return null;
    },
  });
}

function executed({ last, slots }: Ahead, { group, agent, slot }: ExecutedFact, { time }: Moment, plan: Plan): void {
  last.set(`${group}/${agent}`, slot);
  const ofGroup = slots.get(group) ?? new Map<number, { count: number; sinceMs: number | null }>();
  slots.set(group, ofGroup);
  const at = ofGroup.get(slot) ?? { count: 0, sinceMs: null };
  ofGroup.set(slot, at);
  at.count += 1;
  if (at.count > groupAt(plan, group).faulty) at.sinceMs ??= time;
}

function inTheDark({ trouble, last, slots }: Ahead, group: number, { time }: Moment, plan: Plan): string | null {
  const { members } = groupAt(plan, group);
  if (trouble.broken.size > 0 || plan.neverWhole) return null;
  const longest = knowingPatiences * patienceWith(trouble, plan, group);
  const whole = Math.max(trouble.sinceMs, plan.stableAfterMs);
  for (const agent of members) {
    const slot = (last.get(`${group}/${agent}`) ?? 0) + 1;
    const sinceMs = slots.get(group)?.get(slot)?.sinceMs ?? null;
    if (sinceMs === null || sinceMs < whole || time - sinceMs < longest || isFailing(trouble, agent)) continue;
    return `${agentTitle(plan, agent)} knows nothing of slot ${slot}, which others executed ${exactTime(time - sinceMs)} ago, and can be reached`;
  }
  return null;
}
