/**
 * The policies that place one task at a time from what the balancer itself knows: least loaded, round robin, random,
 * idle queue (Lu et al. 2011), work stealing's first placing, and the central queue. A lot falls on one of equals, or the
 * agent named first has it. None of them looks further than over the agents once.
 */
import type { Context } from '../../../kernel/index.ts';
import { agentAt, needAt, needOf, takeReady, type Compared } from '../../../plan/index.ts';
import { Scan } from './scan.ts';
import { type BalancerState, type Choice, type Desk } from '../state.ts';

/** The agent for a task, already out of the pool, of those that can do it and have room: there is at least one. */
export type Place = (state: BalancerState, task: number, context: Context) => Choice;

const nobody: readonly Compared[] = [];
const nobodyIdle: readonly number[] = [];

/** The next task in order that an agent has room for, placed; null for none. */
export function placeNext(desk: Desk, place: Place, state: BalancerState, context: Context): Choice | null {
  const need = desk.firstNeed(state);
  return need === -1 ? null : place(state, takeReady(state.pool, need), context);
}

/** Lowest load: expected work left over slots. An agent with a free slot goes before all that have none. */
export function leastLoaded(desk: Desk): Place {
  const { sight, settings, plan } = desk;
  const fresh = settings.staleMs === 0;
  const scan = new Scan(plan.agents.length);
  return (state, task, context) => {
    if (!fresh) refresh(desk, state, context.now);
    const need = needOf(plan, task);
    // Nobody can have less than nothing: there is no need to weigh.
    const idle = fresh ? sight.idleOf(need) : nobodyIdle;
    if (idle.length > 0) {
      const tied = desk.draws && idle.length > 1 ? idle.length : undefined;
      return { task, agent: idle[desk.drawn(idle.length, state, task, context)]!, compared: nobody, tied };
    }
    scan.clear();
    let anyFree = false;
    for (const agent of sight.openOf(need)) {
      const isFree = (fresh ? sight.free(agent) : state.seenFree[agent]!) > 0;
      if (isFree && !anyFree) {
        anyFree = true;
        scan.clear();
      }
      if (isFree === anyFree) scan.add(agent, fresh ? sight.loadMs(agent) : state.seenLoad[agent]!);
    }
    return scan.choice(desk, state, task, context);
  };
}

/** Smooth weighted round robin: an agent's share is its slots times its speed, and its turns are spread evenly. */
export function roundRobin(desk: Desk): Place {
  const scan = new Scan(desk.plan.agents.length);
  return (state, task) => {
    const need = needOf(desk.plan, task);
    const { capable } = needAt(desk.plan, need);
    const credit = (state.credit[need] ??= capable.map(() => 0));
    let total = 0;
    scan.clear();
    for (let at = 0; at < capable.length; at += 1) {
      const agent = capable[at]!;
      if (desk.room(state.ledger, agent) <= 0) continue;
      const { slots, speed } = agentAt(desk.plan, agent);
      credit[at]! += slots * speed;
      total += slots * speed;
      scan.add(agent, -credit[at]!);
    }
    credit[capable.indexOf(scan.best)]! -= total;
    return { task, agent: scan.best, compared: inTurn(scan.compared()), comparedOf: scan.count };
  };
}

/** Those who were weighed with their places in the round instead of what they have to their credit. */
function inTurn(compared: readonly Compared[]): readonly Compared[] {
  const order = [...compared].sort((a, b) => a.value - b.value || a.agent - b.agent);
  return compared.map((each) => ({ agent: each.agent, value: order.indexOf(each) + 1 }));
}

/** Uniform over all that have room. */
export function random(desk: Desk): Place {
  return (state, task, context) => ({ task, agent: anyOf(desk, state, task, context), compared: [] });
}

/** The agent that has been idle longest; where none is, one by chance. */
export function idleFirst(desk: Desk): Place {
  return (state, task, context) => {
    const agent = takeIdle(desk, state, needOf(desk.plan, task));
    return { task, agent: agent === -1 ? anyOf(desk, state, task, context) : agent, compared: [] };
  };
}

/** Only free slots get anything; of several, the one that is soonest done. */
export function centralQueue(desk: Desk): Place {
  const scan = new Scan(desk.plan.agents.length);
  return (state, task, context) => {
    const need = needOf(desk.plan, task);
    const same = needAt(desk.plan, need).alike && state.arrivals[task] === undefined;
    scan.clear();
    for (const agent of desk.sight.openOf(need)) {
      scan.add(agent, desk.availableMs(state, task, agent, context.now) - context.now + desk.durationMs(task, agent));
      if (same && !desk.draws) break;
    }
    return scan.choice(desk, state, task, context);
  };
}

/** Takes note that an agent has free slots: it stands in the list once, for all of them. */
export function noteIdle(state: BalancerState, agent: number): void {
  if (state.standsIdle[agent]) return;
  state.standsIdle[agent] = true;
  state.idle.push(agent);
}

/** Sees all loads anew when the last sight of them is too old. */
export function refresh(desk: Desk, state: BalancerState, now: number): void {
  if (state.seenMs !== -1 && now - state.seenMs < desk.settings.staleMs) return;
  state.seenMs = now;
  desk.plan.agents.forEach((_, agent) => {
    state.seenLoad[agent] = desk.assigner.backlogMs(state.ledger, agent, now);
    state.seenFree[agent] = desk.assigner.freeSlots(state.ledger, agent);
  });
}

function anyOf(desk: Desk, state: BalancerState, task: number, context: Context): number {
  const { capable } = needAt(desk.plan, needOf(desk.plan, task));
  const stream = context.random('load-balancing/random');
  const drawn = capable[stream.integer(0, capable.length - 1)]!;
  if (desk.room(state.ledger, drawn) > 0) return drawn;
  const open = capable.filter((agent) => desk.room(state.ledger, agent) > 0);
  return open[stream.integer(0, open.length - 1)]!;
}

/** The first of the idle agents that can do it, behind all others afterwards; -1 for none. Those that are idle no more are dropped. */
function takeIdle(desk: Desk, state: BalancerState, need: number): number {
  for (let at = 0; at < state.idle.length; at += 1) {
    const agent = state.idle[at]!;
    const free = desk.assigner.freeSlots(state.ledger, agent);
    if (free > 0 && !desk.canDo(need, agent)) continue;
    state.idle.splice(at, 1);
    if (free > 1) state.idle.push(agent);
    else state.standsIdle[agent] = false;
    if (free > 0) return agent;
    at -= 1;
  }
  return -1;
}
