/**
 * What keeps a group from deciding, as a fold over facts: members that misbehave or are down, and a network that loses, parts or
 * delays more than is promised. Rules that promise something in bounded time count from the last of it.
 */
import type { Fact, NetworkChanged } from '../kernel/index.ts';
import { groupAt, agentOfActor, followLiars, type KnownFact, type Liars, type Plan } from '../plan/index.ts';

export interface Trouble {
  /** Members that misbehave at present, by how many ways; those that are down; and those that ever said what is not true. */
  readonly turned: Map<number, number>;
  readonly down: Set<number>;
  readonly liars: Liars;
  readonly lied: Set<number>;
  /** When there was trouble last, ms. */
  sinceMs: number;
  /** Rules under way that lose messages or keep members apart, by name: while there is one the network is not whole. */
  readonly broken: Set<string>;
  /** By how much each rule under way delays, ms, and the most that they came to together. */
  readonly delays: Map<string, number>;
  slowestMs: number;
}

/** Facts of which any is trouble, or the end of it. */
export const troubleFacts = [
  'agent.turned',
  'actor.crashed',
  'actor.recovered',
  'message.lost',
  'network.changed',
] as const;

/** So many of the longest delays take the place of a group's patience where it is shorter. */
export const delaysForPatience = 10;

export function noTrouble(): Trouble {
  return {
    ...{ turned: new Map(), down: new Set(), liars: new Map(), lied: new Set() },
    ...{ sinceMs: 0, broken: new Set(), delays: new Map(), slowestMs: 0 },
  };
}

export function followTrouble(trouble: Trouble, of: Fact, time: number, plan: Plan): void {
  const fact = of as KnownFact;
  switch (fact.type) {
    case 'agent.turned': {
      const left = (trouble.turned.get(fact.agent) ?? 0) + (fact.on ? 1 : -1);
      if (left > 0) trouble.turned.set(fact.agent, left);
      else trouble.turned.delete(fact.agent);
      followLiars(trouble.liars, fact);
      if (trouble.liars.has(fact.agent)) trouble.lied.add(fact.agent);
      break;
    }
    case 'actor.crashed':
      trouble.down.add(agentOfActor(fact.actor));
      break;
    case 'actor.recovered':
      trouble.down.delete(agentOfActor(fact.actor));
      break;
    case 'message.lost':
      // Nothing is wrong with a network that finds nobody at home.
      if (fact.reason === 'crashed') return;
      break;
    case 'network.changed':
      changed(trouble, fact, plan);
      break;
    default:
      return;
  }
  trouble.sinceMs = time;
}

function changed(trouble: Trouble, { rule, on }: NetworkChanged, { boundMs }: Plan): void {
  const { broken, delays } = trouble;
  broken.delete(rule.rule);
  delays.delete(rule.rule);
  if (!on) return;
  if ('group' in rule || rule.loss > 0) broken.add(rule.rule);
  else if (rule.delayMs > 0) delays.set(rule.rule, rule.reorder > 0 ? 2 * rule.delayMs : rule.delayMs);
  const together = [...delays.values()].reduce((sum, each) => sum + each, 0);
  // More than was promised is trouble; where nothing was, the group is given time for it.
  if (boundMs > 0 && together > boundMs) broken.add(rule.rule);
  trouble.slowestMs = Math.max(trouble.slowestMs, together);
}

/** Whether an agent, or the client of a group in its place, fails: it misbehaves, is down, or ever said what is not true. */
export function isFailing({ turned, down, lied }: Trouble, agent: number): boolean {
  return turned.has(agent) || down.has(agent) || lied.has(agent);
}

/** The patience of a group with its leader, or so many of the longest delays where that is longer, ms. */
export function patienceWith({ slowestMs }: Trouble, plan: Plan, group: number): number {
  const delayMs = plan.boundMs > 0 ? plan.boundMs : plan.delayMaxMs + slowestMs;
  return Math.max(groupAt(plan, group).viewTimeoutMs, delaysForPatience * delayMs);
}
