/**
 * What came of each negotiation, for the result of a run: the deal with what it is really worth to everybody, and what a party that
 * claimed something else gained or lost by that, against the deal that its truth would have brought.
 */
import { equalJson, type Json, type JsonObject } from '../../base/index.ts';
import { agentAt, decisionAt, groupAt, taskAt, type KnownFact, type Plan, type Preferences } from '../../plan/index.ts';
import type { DealFigures } from '../decision-room.ts';
import type { ClosedFact, NegotiationFact } from './messages.ts';
import { pointOf, rationalOf } from './bargain/points.ts';
import { utilityOf } from './bargain/space.ts';
import { toldOver } from './bargain/told.ts';
import { bargainAt, pointOfProtocol, protocolAt, tableOf } from './table.ts';
import { after, atFirst, type Standing } from './bargain/talk.ts';

export function dealFigures(plan: Plan): DealFigures {
  const declared = new Map<number, readonly Preferences[]>();
  const told = new Map<number, JsonObject>();
  return {
    fact(known) {
      const fact = known as KnownFact | NegotiationFact;
      if (fact.type === 'negotiation.called') declared.delete(fact.task);
      if (fact.type === 'negotiation.opened') declared.set(fact.task, fact.parties);
      if (fact.type === 'negotiation.closed') told.set(fact.task, dealOf(plan, fact, declared.get(fact.task) ?? null));
    },
    told: () => Object.fromEntries([...told].map(([task, deal]) => [taskAt(plan, task).id, deal])),
  };
}

export function dealOf(plan: Plan, closed: ClosedFact, declared: readonly Preferences[] | null): JsonObject {
  const { task, agreed, number, outcome, rounds, reason } = closed;
  const { issues, parties } = bargainAt(plan, task)!;
  const ids = groupAt(plan, decisionAt(plan, task).group).members.map((member) => agentAt(plan, member).id);
  const worth = (place: number, deal: number): number =>
    deal === -1 ? parties[place]!.reservation : utilityOf(issues, parties[place]!, deal);
  const lies = ids.flatMap((id, place): [string, JsonObject][] => {
    const truth = parties[place]!;
    if (declared === null || equalJson({ ...declared[place]! }, { ...truth })) return [];
    const honest = dealAmong(
      plan,
      task,
      declared.map((each, at) => (at === place ? truth : each)),
    );
    return [[id, { honest: worth(place, honest), gained: worth(place, number) - worth(place, honest) }]];
  });
  return {
    ...{ agreed, outcome },
    utilities: Object.fromEntries(ids.map((id, place) => [id, worth(place, number)])),
    rounds,
    ...metBy(plan, task, number, ids),
    ...(reason === null ? {} : { reason }),
    ...(lies.length === 0 ? {} : { lies: Object.fromEntries(lies) }),
  };
}

/** What the goals of each party make of a deal: true or false, or a worth. */
function metBy(plan: Plan, task: number, number: number, ids: readonly string[]): JsonObject {
  const { issues, goals } = bargainAt(plan, task)!;
  if (goals === undefined || number === -1) return {};
  const made = ids.flatMap((id, place): [string, JsonObject][] => {
    const own = goals[place] ?? [];
    const told = own.map(({ id: goal, wants }): [string, Json] => {
      const one = toldOver(wants, issues)(number);
      return [goal, one.ok ? one.value : false];
    });
    return own.length === 0 ? [] : [[id, Object.fromEntries(told)]];
  });
  return { goals: Object.fromEntries(made) };
}

/** The deal that these wants would bring, were no word lost; -1 for none. A coin falls on the first. */
function dealAmong(plan: Plan, task: number, parties: readonly Preferences[]): number {
  const { space, talk } = tableOf(plan, task, bargainAt(plan, task)!, parties);
  if (talk === null) {
    const rational = rationalOf(space);
    const { chosen } = pointOf(space, pointOfProtocol(protocolAt(plan, task))!, rational);
    return chosen === -1 ? pointOf(space, 'egalitarian', rational).chosen : chosen;
  }
  let standing: Standing = atFirst;
  for (;;) {
    const move = talk.next(standing, () => 0);
    if (move.word === 'none') return -1;
    if (move.word === 'accept') return move.outcome;
    standing = after(standing, move);
  }
}
