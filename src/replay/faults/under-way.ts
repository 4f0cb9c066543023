/**
 * What is going wrong on purpose at a place in a run, folded from facts: how each agent misbehaves, how slow it is, which
 * rules befall the network, and who is kept apart from whom. Plain data, so that a copy is cheap.
 */
import type { NetworkModel, NetworkRule } from '../../kernel/index.ts';
import { agentOfActor, type ConductKind, type KnownFact, type Plan } from '../../plan/index.ts';
import type { RuleView } from '../views.ts';
import { groupsOf } from './sentences.ts';

export interface UnderWay {
  /** By agent; only of those that misbehave. A conduct begun twice stands twice. */
  conducts: Record<number, ConductKind[]>;
  /** By agent; only of those that are slow. */
  slow: Record<number, number>;
  rules: NetworkRule[];
  /** When the network was healed by hand; -1 for never. */
  healedMs: number;
}

export function nothingUnderWay(): UnderWay {
  return { conducts: {}, slow: {}, rules: [], healedMs: -1 };
}

/** Folds a fact; the agents on which it bears, null where it is about none of this. */
export function foldUnderWay(state: UnderWay, fact: KnownFact, time: number): 'network' | number | null {
  switch (fact.type) {
    case 'agent.turned': {
      const now = [...(state.conducts[fact.agent] ?? [])];
      if (fact.on) now.push(fact.conduct);
      else now.splice(now.indexOf(fact.conduct), 1);
      if (now.length > 0) state.conducts[fact.agent] = now;
      else delete state.conducts[fact.agent];
      return fact.agent;
    }
    case 'agent.slowed':
      if (fact.factor === 1) delete state.slow[fact.agent];
      else state.slow[fact.agent] = fact.factor;
      return fact.agent;
    case 'network.changed':
      state.rules = state.rules.filter(({ rule }) => rule !== fact.rule.rule);
      if (fact.on) state.rules.push(fact.rule);
      return 'network';
    case 'network.healed':
      state.healedMs = time;
      return 'network';
    default:
      return null;
  }
}

/** The rules under way at a time, those of the drawing's own partitions among them. */
export function rulesAt(state: UnderWay, model: NetworkModel | undefined, now: number): NetworkRule[] {
  const drawn = (model?.partitions ?? []).flatMap(({ atMs, healMs, group }, at): NetworkRule[] => {
    const stands = atMs <= now && (healMs === null || now < healMs) && atMs > state.healedMs;
    return stands ? [{ rule: `drawn ${at}`, group }] : [];
  });
  return [...drawn, ...state.rules];
}

/** Agents that a rule keeps from somebody, by index: in a group of their own, or losing all that they send or are sent. */
export function cutOff(rules: readonly NetworkRule[], plan: Plan): ReadonlySet<number> {
  const cut = new Set<number>();
  const add = (actor: number): void => {
    if (plan.agents[agentOfActor(actor)] !== undefined) cut.add(agentOfActor(actor));
  };
  for (const rule of rules) {
    if ('group' in rule) {
      const sides = groupsOf(rule.group);
      if (sides.length > 1) sides.flat().forEach(add);
    } else if (rule.loss >= 1 && (rule.from.length === 0 || rule.to.length === 0))
      [...rule.from, ...rule.to].forEach(add);
  }
  return cut;
}

/** A rule for the page: names instead of numbers. */
export function ruleView(rule: NetworkRule, plan: Plan): RuleView {
  const names = (actors: readonly number[]): string[] => actors.map((actor) => nameOf(plan, actor));
  if ('group' in rule) return { id: rule.rule, kind: 'partition', groups: groupsOf(rule.group).map(names) };
  const { rule: id, from, to, both, loss, delayMs, duplicate, reorder } = rule;
  return { id, kind: 'link', from: names(from), to: names(to), both, loss, delayMs, duplicate, reorder };
}

/** What a document calls an actor. */
function nameOf(plan: Plan, actor: number): string {
  return plan.actors[actor]?.called ?? '';
}
