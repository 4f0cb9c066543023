/**
 * What always holds of negotiations, as folds over facts. The numbers are those of SPEC.md. Deals are weighed again here over all
 * outcomes, without the rules by which they came about.
 */
import { equalJson } from '../../base/index.ts';
import { exactTime } from '../../document/index.ts';
import {
  agentTitle,
  groupAt,
  invariantRule,
  taskTitle,
  type Invariant,
  type Plan,
  type Preferences,
} from '../../plan/index.ts';
import { bargainAt, protocolAt } from './table.ts';
import { dealRules } from './invariants-deals.ts';
import { callsMax, room, type AcceptedFact, type NegotiationFact, type OfferedFact } from './messages.ts';

/** All that hold. */
export function invariants(): Invariant[] {
  return [...dealRules, neverBetter, lessRisk, oneWordATurn, declaredAsIs, byTheDeadline, repeatedInBounds];
}

type Spoken = OfferedFact | AcceptedFact;

const neverBetter = invariantRule<Map<string, readonly [own: number, other: number]>, NegotiationFact>({
  rule: 'NG4',
  room,
  title: 'whoever concedes offers itself no more than before, and the other no less',
  hears: ['negotiation.opened', 'negotiation.offered'],
  init: () => new Map(),
  fact(last, fact, _moment, plan) {
    if (fact.type === 'negotiation.opened')
      for (const agent of membersOf(plan, fact.group)) last.delete(`${fact.task}/${agent}`);
    if (fact.type !== 'negotiation.offered' || isPatient(plan, fact)) return null;
    const key = `${fact.task}/${fact.agent}`;
    const [own, other] = [gainOf(plan, fact), fact.gains[1 - placeOf(plan, fact)]!];
    const [most, least] = last.get(key) ?? [Infinity, -Infinity];
    last.set(key, [own, other]);
    if (own <= most && other >= least) return null;
    const what = own > most ? 'itself more' : 'the other less';
    return `${agentTitle(plan, fact.agent)} offered ${what} on ${taskTitle(plan, fact.task)} than it had before`;
  },
});

const lessRisk = invariantRule<null, NegotiationFact>({
  rule: 'NG5',
  room,
  title: 'who concedes is who risks less',
  hears: ['negotiation.offered', 'negotiation.accepted'],
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if ((fact.type !== 'negotiation.offered' && fact.type !== 'negotiation.accepted') || fact.risks === null)
      return null;
    const place = placeOf(plan, fact);
    const [own, other] = [fact.risks[place]!, fact.risks[1 - place]!];
    const same = Math.abs(own - other) <= 1e-6;
    if (fact.tied ? same : own <= other + 1e-6) return null;
    return `${agentTitle(plan, fact.agent)} conceded on ${taskTitle(plan, fact.task)} and risked ${own}, the other ${other}`;
  },
});

const oneWordATurn = invariantRule<Map<number, number>, NegotiationFact>({
  rule: 'NG14',
  room,
  title: 'one word is said a turn, and each turn once',
  hears: ['negotiation.opened', 'negotiation.offered', 'negotiation.accepted'],
  init: () => new Map(),
  fact(turns, fact, _moment, plan) {
    if (fact.type === 'negotiation.opened') turns.set(fact.task, 0);
    if (fact.type !== 'negotiation.offered' && fact.type !== 'negotiation.accepted') return null;
    const due = turns.get(fact.task) ?? 0;
    turns.set(fact.task, fact.turn + 1);
    return fact.turn === due
      ? null
      : `${agentTitle(plan, fact.agent)} spoke at turn ${fact.turn} on ${taskTitle(plan, fact.task)}, which was at ${due}`;
  },
});

interface Claims {
  /** Agents that ever misbehaved. */
  readonly turned: Set<number>;
}

const declaredAsIs = invariantRule<Claims, NegotiationFact>({
  rule: 'NG15',
  room,
  title: 'what is known of an honest party is what it wants',
  hears: ['agent.turned', 'negotiation.declared', 'negotiation.opened'],
  init: () => ({ turned: new Set() }),
  fact({ turned }, fact, _moment, plan) {
    if (fact.type === 'agent.turned') turned.add(fact.agent);
    const wanted = (task: number, place: number): Preferences => plan.decisions.get(task)!.bargain!.parties[place]!;
    const wrong = (agent: number): string => `${agentTitle(plan, agent)} was told to want something else than it does`;
    if (fact.type === 'negotiation.declared') {
      const place = membersOf(plan, plan.decisions.get(fact.task)!.group).indexOf(fact.agent);
      return equalJson({ ...fact.preferences }, { ...wanted(fact.task, place) }) ? null : wrong(fact.agent);
    }
    if (fact.type !== 'negotiation.opened') return null;
    const members = membersOf(plan, fact.group);
    const false_ = members.find(
      (agent, place) => !turned.has(agent) && !equalJson({ ...fact.parties[place]! }, { ...wanted(fact.task, place) }),
    );
    return false_ === undefined ? null : wrong(false_);
  },
});

const byTheDeadline = invariantRule<
  { readonly until: Map<number, number>; readonly down: Set<number> },
  NegotiationFact
>({
  rule: 'NG13',
  room,
  title: 'a negotiation is closed by its deadline, counted anew when the desk is back from a crash',
  hears: ['negotiation.called', 'negotiation.closed', 'actor.recovered'],
  init: () => ({ until: new Map(), down: new Set() }),
  fact({ until }, fact, { time }, plan) {
    if (fact.type === 'negotiation.called') until.set(fact.task, fact.untilMs);
    if (fact.type === 'actor.recovered')
      for (const task of until.keys())
        if (groupAt(plan, plan.decisions.get(task)!.group).client === fact.actor)
          until.set(task, time + plan.decisions.get(task)!.bargain!.deadlineMs);
    if (fact.type !== 'negotiation.closed') return null;
    const due = until.get(fact.task) ?? Infinity;
    until.delete(fact.task);
    return time <= due ? null : `${taskTitle(plan, fact.task)} was closed ${exactTime(time - due)} behind its deadline`;
  },
});

const repeatedInBounds = invariantRule<null, NegotiationFact>({
  rule: 'NG16',
  room,
  title: 'the desk repeats a bounded number of times',
  hears: ['negotiation.repeated'],
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type !== 'negotiation.repeated' || fact.round <= callsMax) return null;
    return `${taskTitle(plan, fact.task)} was asked about ${fact.round} times`;
  },
});

function membersOf(plan: Plan, group: number): readonly number[] {
  return groupAt(plan, group).members;
}
function placeOf(plan: Plan, { task, agent }: Spoken): number {
  return membersOf(plan, plan.decisions.get(task)!.group).indexOf(agent);
}
/** Whether a party asks for what waiting is worth to it: near the last round that may be more than before. */
function isPatient(plan: Plan, fact: Spoken): boolean {
  const { stances } = bargainAt(plan, fact.task)!;
  return protocolAt(plan, fact.task) === 'alternating' && stances[placeOf(plan, fact)]!.concession === null;
}
function gainOf(plan: Plan, fact: Spoken): number {
  return fact.gains[placeOf(plan, fact)]!;
}
