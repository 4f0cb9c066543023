/**
 * What a replica accepts at a slot: one request only, and only what the primary of its view has proposed there, or carried over into
 * the view, as folds over facts. A proposal by anybody else is none.
 */
import { actorOfAgent, agentTitle, invariantRule, type Invariant, type Plan } from '../../plan/index.ts';
import type { Message } from '../../kernel/index.ts';
import { room, type NewView, type PbftFact, type PrePrepare, type StateTold } from './messages.ts';

/** What primaries have proposed, by group, view, slot and digest. */
type Proposed = Set<string>;

export function acceptsOnce(): Invariant {
  return invariantRule<Map<string, string>, PbftFact>({
    rule: 'PB8',
    room,
    title: 'a replica accepts one request at a slot of a view',
    hears: ['consensus-pbft.accepted'],
    init: () => new Map(),
    fact(accepted, fact, _moment, plan) {
      if (fact.type !== 'consensus-pbft.accepted') return null;
      const { group, agent, view, slot, digest } = fact;
      const key = `${group}/${agent}/${view}/${slot}`;
      const known = accepted.get(key);
      accepted.set(key, digest);
      return known === undefined || known === digest
        ? null
        : `${agentTitle(plan, agent)} accepted two requests at slot ${slot} of view ${view}`;
    },
  });
}

export function proposedByPrimary(): Invariant {
  return invariantRule<Proposed, PbftFact>({
    rule: 'PB20',
    room,
    title: 'a replica accepts at a slot only what the primary of its view has proposed there',
    hears: ['message.sent', 'consensus-pbft.accepted'],
    init: () => new Set(),
    fact(proposed, fact, _moment, plan) {
      if (fact.type === 'message.sent') {
        propose(proposed, fact.message, fact.from, plan);
        return null;
      }
      if (fact.type !== 'consensus-pbft.accepted') return null;
      const { group, agent, view, slot, digest, certificate } = fact;
      const primary = primaryOf(plan, group, view);
      const name = agentTitle(plan, agent);
      if (certificate[0] !== primary)
        return `${name} accepted what ${agentTitle(plan, certificate[0] ?? -1)} proposed at slot ${slot} of view ${view}, which ${agentTitle(plan, primary)} leads`;
      // The primary itself says nothing to itself.
      return agent === primary || proposed.has(keyOf(group, view, slot, digest))
        ? null
        : `${name} accepted at slot ${slot} of view ${view} what its primary never proposed there`;
    },
  });
}

function propose(proposed: Proposed, message: Message, from: number, plan: Plan): void {
  switch (message.type) {
    case 'consensus-pbft.pre-prepare': {
      const { group, view, slot, digest } = message as PrePrepare;
      if (from === actorOfAgent(primaryOf(plan, group, view))) proposed.add(keyOf(group, view, slot, digest));
      return;
    }
    case 'consensus-pbft.new-view':
      carryOver(proposed, message as NewView, from, plan);
      return;
    case 'consensus-pbft.state': {
      // It hands on what the primary has said; where that is the primary itself, it says so now.
      const { newView } = message as StateTold;
      if (newView !== null) carryOver(proposed, newView, from, plan);
    }
  }
}

function carryOver(proposed: Proposed, { group, view, orders }: NewView, from: number, plan: Plan): void {
  if (from !== actorOfAgent(primaryOf(plan, group, view))) return;
  for (const { slot, order } of orders) proposed.add(keyOf(group, view, slot, order.digest));
}

function primaryOf({ groups }: Plan, group: number, view: number): number {
  const { members } = groups[group]!;
  return members[view % members.length]!;
}

function keyOf(group: number, view: number, slot: number, digest: string): string {
  return `${group}/${view}/${slot}/${digest}`;
}
