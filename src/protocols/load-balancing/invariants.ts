/**
 * What always holds in load balancing, as folds over facts. The numbers are those of SPEC.md. Load is counted here once
 * more, from facts alone, and compared with what the balancer says it saw.
 */
import { exactTime } from '../../document/index.ts';
import { effectiveOnce, leaseOf, lowestChosen, onlyCapable, onlyTrusted, withinRoom } from '../../agents/index.ts';
import {
  agentAt,
  agentTitle,
  durationOn,
  invariantRule,
  type Assigned,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
  type Turn,
  atOnceOf,
} from '../../plan/index.ts';
import { conservation } from './conservation.ts';
import { room } from './messages.ts';
import { inOrder, workConserving } from './order.ts';
import type { BalancingSettings } from './settings.ts';
import { waitingMax } from './state.ts';

/** All that hold for this plan; order and work conservation only under the policies that promise them. */
export function invariants(plan: Plan, settings: BalancingSettings): Invariant[] {
  const { balancing } = plan;
  const prompt = !plan.lossy && plan.delayMaxMs === 0;
  const rules = [
    conservation,
    loadAsRecounted(plan, settings),
    onlyCapable({ rule: 'LB3', room }, plan),
    onlyTrusted({ rule: 'LB17', room }, leaseOf(settings.leaseMs, plan).ms),
    effectiveOnce({ rule: 'LB4', room }),
    withinRoom({ rule: 'LB7', room }, waitingMax(plan, settings)),
    lowestChosen(
      { rule: 'LB8', room },
      () => true,
      (rule) => rule === 'round-robin',
    ),
  ];
  if (prompt && (balancing === 'central-queue' || balancing === 'work-stealing')) rules.push(workConserving(plan));
  if (placesInOrder.has(balancing)) rules.push(inOrder);
  return rules;
}

/** Policies that place the first task in order; the others ask first, or look at many at a time. */
const placesInOrder: ReadonlySet<Plan['balancing']> = new Set([
  'least-loaded',
  'round-robin',
  'random',
  'idle-queue',
  'work-stealing',
  'central-queue',
]);

interface Recount {
  held: Holdings;
  /** Everything that each agent was ever given, in order, and where the first stands that was never in front. */
  queue: number[][];
  next: number[];
  /** Place in the queue of its holder times number of agents, plus holder, by task; -1 while nobody has it. */
  at: number[];
  /** The first that each agent has slots for, and since when each of them is. */
  front: number[][];
  frontMs: number[];
  /** Expected duration on its holder. */
  lengthMs: number[];
  loadMs: number[];
}

function emptyRecount(plan: Plan, held: Holdings): Recount {
  const lists = (): number[][] => plan.agents.map(() => []);
  const tasks = (value: number): number[] => plan.tasks.map(() => value);
  return {
    held,
    queue: lists(),
    next: plan.agents.map(() => 0),
    at: tasks(-1),
    front: lists(),
    frontMs: tasks(0),
    lengthMs: tasks(0),
    loadMs: plan.agents.map(() => 0),
  };
}

function loadAsRecounted(plan: Plan, settings: BalancingSettings): Invariant {
  const saysLoad = plan.balancing === 'least-loaded' && settings.staleMs === 0;
  return invariantRule<Recount>({
    rule: 'LB2',
    title: 'load is never below 0 and is what a recount of the facts gives',
    room,
    init: emptyRecount,
    given(state, given, moment) {
      const wrong = saysLoad ? otherLoad(state, given, moment.time, plan) : null;
      return wrong ?? recount(state, given, moment, plan);
    },
    fact: recount,
  });
}

/** Counts what a fact changes; a sentence where that gives less than nothing. */
function recount(state: Recount, fact: KnownFact, { time }: Moment, plan: Plan): string | null {
  for (const turn of state.held.turnsOf(fact)) {
    book(state, turn, time, plan);
    if (state.loadMs[turn.agent]! < 0)
      return `the load of ${agentTitle(plan, turn.agent)} fell to ${exactTime(state.loadMs[turn.agent]!)}`;
  }
  return null;
}

function otherLoad(state: Recount, fact: Assigned, now: number, plan: Plan): string | null {
  // Nobody is weighed where somebody has nothing in hand, and then it is one of these.
  if (fact.compared.length === 0 && state.held.heldBy(fact.agent) > 0)
    return `${agentTitle(plan, fact.agent)} was taken to have nothing in hand, and holds ${state.held.heldBy(fact.agent)}`;
  for (const { agent, value } of fact.compared) {
    const load = backlog(state, agent, now, plan);
    if (load < 0 || load !== value)
      return `the load of ${agentTitle(plan, agent)} was taken to be ${exactTime(value)} and is ${exactTime(load)}`;
  }
  return null;
}

function backlog(state: Recount, agent: number, now: number, plan: Plan): number {
  let total = state.loadMs[agent]!;
  for (const task of state.front[agent]!) total -= Math.min(state.lengthMs[task]!, now - state.frontMs[task]!);
  return total / atOnceOf(agentAt(plan, agent));
}

function book(state: Recount, { kind, task, agent }: Turn, now: number, plan: Plan): void {
  const front = state.front[agent]!;
  const queue = state.queue[agent]!;
  if (kind !== 'dropped') {
    state.lengthMs[task] = durationOn(plan, task, agent);
    state.loadMs[agent]! += state.lengthMs[task];
    state.at[task] = keyOf(queue.length, agent, plan);
    queue.push(task);
  } else {
    const place = front.indexOf(task);
    if (place !== -1) front.splice(place, 1);
    state.loadMs[agent]! -= state.lengthMs[task]!;
    state.at[task] = -1;
  }
  while (front.length < atOnceOf(agentAt(plan, agent)) && state.next[agent]! < queue.length) {
    const at = state.next[agent]!;
    const entering = queue[at]!;
    state.next[agent] = at + 1;
    if (state.at[entering] !== keyOf(at, agent, plan)) continue;
    front.push(entering);
    state.frontMs[entering] = now;
  }
}

function keyOf(place: number, agent: number, { agents }: Plan): number {
  return place * agents.length + agent;
}
