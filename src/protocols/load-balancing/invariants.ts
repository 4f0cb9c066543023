/**
 * What always holds in load balancing, as folds over facts. The numbers are those of SPEC.md. Load is counted here once
 * more, from facts alone, and compared with what the balancer says it saw.
 */
import { exactTime } from '../../document/index.ts';
import {
  effectiveOnce,
  emptyBooks,
  enter,
  leaseOf,
  lowestChosen,
  onlyCapable,
  onlyTrusted,
  withinRoom,
  type Books,
  type Entry,
} from '../../agents/index.ts';
import { agentTitle, durationOn, invariantRule, type Invariant, type KnownFact, type Plan } from '../../plan/index.ts';
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

const types = { result: `${room}.result`, moved: `${room}.moved` };

interface Recount {
  books: Books;
  /** Everything that each agent was ever given, in order, and where the first stands that was never in front. */
  queue: number[][];
  next: number[];
  /** Place in the queue of its holder, by task. */
  at: number[];
  /** The first that each agent has slots for, and since when each of them is. */
  front: number[][];
  frontMs: number[];
  /** Expected duration on its holder. */
  lengthMs: number[];
  loadMs: number[];
}

function emptyRecount(plan: Plan): Recount {
  const lists = (): number[][] => plan.agents.map(() => []);
  const tasks = (value: number): number[] => plan.tasks.map(() => value);
  return {
    books: emptyBooks(plan),
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
    fact(state, fact, moment) {
      const wrong = saysLoad && fact.type === 'task.assigned' ? otherLoad(state, fact, moment.time, plan) : null;
      let negative: string | null = null;
      for (const entry of enter(state.books, fact, types)) {
        book(state, entry, moment.time, plan);
        if (state.loadMs[entry.agent]! < 0)
          negative = `the load of ${agentTitle(plan, entry.agent)} fell to ${exactTime(state.loadMs[entry.agent]!)}`;
      }
      return wrong ?? negative;
    },
  });
}

function otherLoad(
  state: Recount,
  fact: Extract<KnownFact, { type: 'task.assigned' }>,
  now: number,
  plan: Plan,
): string | null {
  // Nobody is weighed where somebody has nothing in hand, and then it is one of these.
  if (fact.compared.length === 0 && state.books.count[fact.agent]! > 0)
    return `${agentTitle(plan, fact.agent)} was taken to have nothing in hand, and holds ${state.books.count[fact.agent]!}`;
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
  return total / plan.agents[agent]!.slots;
}

function book(state: Recount, { kind, task, agent }: Entry, now: number, plan: Plan): void {
  const front = state.front[agent]!;
  const queue = state.queue[agent]!;
  if (kind === 'held') {
    state.lengthMs[task] = durationOn(plan, task, agent);
    state.loadMs[agent]! += state.lengthMs[task];
    state.at[task] = queue.length;
    queue.push(task);
  } else {
    const place = front.indexOf(task);
    if (place !== -1) front.splice(place, 1);
    state.loadMs[agent]! -= state.lengthMs[task]!;
    state.at[task] = -1;
  }
  while (front.length < plan.agents[agent]!.slots && state.next[agent]! < queue.length) {
    const at = state.next[agent]!;
    const entering = queue[at]!;
    state.next[agent] = at + 1;
    if (state.at[entering] !== at || state.books.holder[entering] !== agent) continue;
    front.push(entering);
    state.frontMs[entering] = now;
  }
}
