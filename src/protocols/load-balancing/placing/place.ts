/**
 * The policies that place one task at a time from what the balancer itself knows: least loaded, round robin, random,
 * idle queue (Lu et al. 2011), work stealing's first placing, and the central queue. A lot falls on one of equals, or the
 * agent named first has it. None of them looks further than over the agents once.
 */
import { accountOf } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { takeReady, type Compared } from '../../../plan/index.ts';
import { needOf, type BalancerState, type Choice, type Desk } from '../state.ts';

/** The agent for a task, already out of the pool, of those that can do it and have room: there is at least one. */
export type Place = (state: BalancerState, task: number, context: Context) => Choice;

/** So many agents are listed in a fact; where there are more, the winner and the next best. */
const comparedMax = 8;

const nobody: readonly Compared[] = [];

/** The next task in order that an agent has room for, placed; null for none. */
export function placeNext(desk: Desk, place: Place, state: BalancerState, context: Context): Choice | null {
  const need = desk.firstNeed(state);
  return need === -1 ? null : place(state, takeReady(state.pool, need), context);
}

/** Lowest load: expected work left over slots. An agent with a free slot goes before all that have none. */
export function leastLoaded(desk: Desk): Place {
  return (state, task, context) => {
    const { ledger } = state;
    const fresh = desk.settings.staleMs === 0;
    if (!fresh) refresh(desk, state, context.now);
    const { now } = context;
    const { agents, needs } = desk.plan;
    const { capable } = needs[needOf(desk.plan, task)]!;
    const scan = new Scan();
    let anyFree = false;
    // All that can do it are looked at for every task: each account is opened once.
    for (const agent of capable) {
      const account = accountOf(ledger, agent);
      if (desk.roomOf(account, agent) <= 0) continue;
      // Nobody can have less than nothing: there is no need to weigh.
      if (fresh && account.count === 0) return oneIdle(desk, state, task, context);
      const isFree = (fresh ? agents[agent]!.slots - account.count : state.seenFree[agent]!) > 0;
      if (isFree && !anyFree) {
        anyFree = true;
        scan.clear();
      }
      if (isFree !== anyFree) continue;
      scan.add(agent, fresh ? desk.assigner.backlogOf(account, agent, now) : state.seenLoad[agent]!);
    }
    return scan.choice(desk, state, task, context);
  };
}

/** One of those that have nothing in hand, of whom there is at least one. */
function oneIdle(desk: Desk, state: BalancerState, task: number, context: Context): Choice {
  const { ledger } = state;
  const idle: number[] = [];
  for (const agent of desk.plan.needs[needOf(desk.plan, task)]!.capable) {
    const account = accountOf(ledger, agent);
    if (account.count !== 0 || desk.roomOf(account, agent) <= 0) continue;
    idle.push(agent);
    if (!desk.draws) break;
  }
  const tied = idle.length > 1 ? idle.length : undefined;
  return { task, agent: desk.oneOf(idle, state, task, context), compared: nobody, tied };
}

/** Smooth weighted round robin: an agent's share is its slots times its speed, and its turns are spread evenly. */
export function roundRobin(desk: Desk): Place {
  return (state, task) => {
    const need = needOf(desk.plan, task);
    const { capable } = desk.plan.needs[need]!;
    const credit = (state.credit[need] ??= capable.map(() => 0));
    let total = 0;
    const scan = new Scan();
    for (let at = 0; at < capable.length; at += 1) {
      const agent = capable[at]!;
      if (desk.room(state.ledger, agent) <= 0) continue;
      const { slots, speed } = desk.plan.agents[agent]!;
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
  return (state, task, context) => {
    const { capable, alike } = desk.plan.needs[needOf(desk.plan, task)]!;
    const scan = new Scan();
    const same = alike && state.arrivals[task] === undefined;
    for (const agent of capable) {
      if (desk.room(state.ledger, agent) <= 0) continue;
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

/** The lowest value so far, who has it, and what it was compared with. */
export class Scan {
  /** The first of those that have the lowest. */
  best = -1;
  /** All of them. */
  readonly #equals: number[] = [];
  #value = Infinity;
  #second = -1;
  #secondValue = Infinity;
  #listed: Compared[] = [];
  count = 0;

  clear(): void {
    this.best = -1;
    this.#equals.length = 0;
    this.#value = Infinity;
    this.#second = -1;
    this.#secondValue = Infinity;
    this.#listed = [];
    this.count = 0;
  }

  add(agent: number, value: number): void {
    this.count += 1;
    if (this.count <= comparedMax) this.#listed.push({ agent, value });
    if (value < this.#value) {
      this.#second = this.best;
      this.#secondValue = this.#value;
      this.best = agent;
      this.#value = value;
      this.#equals.length = 0;
    } else if (value < this.#secondValue) {
      this.#second = agent;
      this.#secondValue = value;
    }
    if (value === this.#value) this.#equals.push(agent);
  }

  /** Who gets the task, of those with the lowest value. */
  choice(desk: Desk, state: BalancerState, task: number, context: Context): Choice {
    const agent = desk.oneOf(this.#equals, state, task, context);
    const tied = desk.draws && this.#equals.length > 1 ? this.#equals.length : undefined;
    return { task, agent, compared: this.compared(agent), comparedOf: this.count, tied };
  }

  /** Few are all listed; of many whoever was chosen and its equals, or the next best. */
  compared(chosen = -1): readonly Compared[] {
    if (this.count <= comparedMax) return this.#listed;
    const own = { agent: chosen === -1 ? this.best : chosen, value: this.#value };
    const others = this.#equals.filter((agent) => agent !== chosen).slice(0, comparedMax - 1);
    if (chosen !== -1 && others.length > 0) return [own, ...others.map((agent) => ({ agent, value: this.#value }))];
    return [own, { agent: this.#second, value: this.#secondValue }];
  }
}

function anyOf(desk: Desk, state: BalancerState, task: number, context: Context): number {
  const { capable } = desk.plan.needs[needOf(desk.plan, task)]!;
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
