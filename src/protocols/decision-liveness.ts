/**
 * That every request to a group comes to a decision, as a fold over facts: when no more members fail than the group is to
 * survive, and for long enough after the last trouble. Trouble is what loses messages, keeps members apart, delays them
 * more than is promised, or stops a member. What is asked for before the last of it is not judged.
 */
import type { NetworkChanged } from '../kernel/index.ts';
import { agentOfActor, followLiars, invariantRule, type Invariant, type Liars, type Plan } from '../plan/index.ts';

interface Waiting {
  /** Members that misbehave at present, by how many ways; those that are down; and those that ever said what is not true. */
  readonly turned: Map<number, number>;
  readonly down: Set<number>;
  readonly liars: Liars;
  readonly lied: Set<number>;
  /** When there was trouble last, ms. */
  troubledMs: number;
  /** Rules under way that lose messages or keep members apart, by name: while there is one the network is not whole. */
  readonly broken: Set<string>;
  /** By how much each rule under way delays, ms, and the most that they came to together. */
  readonly delays: Map<string, number>;
  slowestMs: number;
  /** Since when each task is being decided. */
  readonly since: Map<number, number>;
}

export interface Liveness {
  readonly rule: string;
  readonly title: string;
  readonly room: string;
  /** As groups name it. */
  readonly protocol: string;
  /** So many times the patience with a leader are long enough. */
  readonly patienceTimes: number;
  /** So many of the longest delays take the place of the patience where it is shorter. */
  readonly delayTimes: number;
}

type Told = { readonly task: number; readonly agent: number; readonly actor: number; readonly group: number };

export function completed(liveness: Liveness): Invariant {
  const { rule, room, title, protocol } = liveness;
  return invariantRule<Waiting>({
    rule,
    room,
    title,
    init: () => ({
      ...{ turned: new Map(), down: new Set(), liars: new Map(), lied: new Set() },
      ...{ troubledMs: 0, broken: new Set(), delays: new Map(), slowestMs: 0, since: new Map() },
    }),
    fact(state, fact, { time }, plan) {
      const { task, agent, actor, group } = fact as unknown as Told;
      switch (fact.type as string) {
        case 'agent.turned':
          turned(state, fact as unknown as { agent: number; on: boolean });
          followLiars(state.liars, fact);
          if (state.liars.has(agent)) state.lied.add(agent);
          state.troubledMs = time;
          return null;
        case 'actor.crashed':
        case 'actor.recovered':
          if (fact.type === 'actor.crashed') state.down.add(agentOfActor(actor));
          else state.down.delete(agentOfActor(actor));
          state.troubledMs = time;
          return null;
        case 'message.lost':
          if ((fact as unknown as { reason: string }).reason !== 'crashed') state.troubledMs = time;
          return null;
        case 'network.changed':
          state.troubledMs = time;
          changed(state, fact as unknown as NetworkChanged, plan);
          return null;
        case 'task.deciding':
          if (plan.groups[group]!.protocol === protocol) state.since.set(task, time);
          return null;
        case 'decision.made':
        case 'task.succeeded':
        case 'task.failed':
        case 'task.retrying':
        case 'task.cancelled':
          state.since.delete(task);
          return null;
        case `${room}.unanswered`:
          return overdue(state, plan, liveness, { task, group, time });
        default:
          return null;
      }
    },
    end(state, { time }, plan) {
      for (const task of state.since.keys()) {
        const { group } = plan.decisions.get(task)!;
        const late = overdue(state, plan, liveness, { task, group, time });
        if (late !== null) return late;
      }
      return null;
    },
  });
}

function turned({ turned: ways }: Waiting, { agent, on }: { readonly agent: number; readonly on: boolean }): void {
  const left = (ways.get(agent) ?? 0) + (on ? 1 : -1);
  if (left > 0) ways.set(agent, left);
  else ways.delete(agent);
}

function changed(state: Waiting, { rule, on }: NetworkChanged, { boundMs }: Plan): void {
  const { broken, delays } = state;
  broken.delete(rule.rule);
  delays.delete(rule.rule);
  if (!on) return;
  if ('group' in rule || rule.loss > 0) broken.add(rule.rule);
  else if (rule.delayMs > 0) delays.set(rule.rule, rule.reorder > 0 ? 2 * rule.delayMs : rule.delayMs);
  const together = [...delays.values()].reduce((sum, each) => sum + each, 0);
  // More than was promised is trouble; where nothing was, the group is given time for it.
  if (boundMs > 0 && together > boundMs) broken.add(rule.rule);
  state.slowestMs = Math.max(state.slowestMs, together);
}

function overdue(
  { turned: misbehaving, down, lied, troubledMs, broken, slowestMs, since }: Waiting,
  plan: Plan,
  { patienceTimes, delayTimes }: Liveness,
  { task, group, time }: { readonly task: number; readonly group: number; readonly time: number },
): string | null {
  const { members, faulty: survived, viewTimeoutMs } = plan.groups[group]!;
  if (plan.neverWhole || broken.size > 0) return null;
  const failing = members.filter((agent) => misbehaving.has(agent) || down.has(agent) || lied.has(agent)).length;
  if (failing > survived || down.has(agentOfActor(plan.groups[group]!.client))) return null;
  const delayMs = plan.boundMs > 0 ? plan.boundMs : plan.delayMaxMs + slowestMs;
  const longEnough = patienceTimes * Math.max(viewTimeoutMs, delayTimes * delayMs);
  const waited = time - Math.max(troubledMs, plan.stableAfterMs, since.get(task) ?? 0);
  return waited >= longEnough
    ? `${plan.tasks[task]!.id} was not decided in ${waited} ms, although all was well enough`
    : null;
}
