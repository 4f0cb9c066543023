/**
 * The arbiter of the resources of a document: it hears who needs what, gives out what is free in order of priority and then of
 * coming, and takes back what nobody says that it still holds.
 */
import { messageType, priority, type Context, type Machine, type Message } from '../../kernel/index.ts';
import { actorOfAgent, agentOfActor, serviceAt, type Plan } from '../../plan/index.ts';
import { isLeased, leaseMsOf } from './leases.ts';
import {
  room,
  type ArbiterMessage,
  type Ask,
  type AskedFact,
  type EndedFact,
  type GiveBack,
  type Granted,
  type GrantedFact,
  type LeftFact,
  type Queued,
  type Refused,
  type Renew,
  type Renewed,
  type StaleFact,
  type Tick,
} from './messages.ts';
import { inTurn } from './order.ts';
import {
  dequeue,
  drop,
  emptyState,
  enqueue,
  holdOf,
  idOf,
  raiseFloor,
  type ArbiterState,
  type Hold,
  type Wait,
} from './state.ts';

const tick: Tick = { type: messageType('arbiters.tick') as Tick['type'] };

export function arbiterMachine(plan: Plan): Machine<ArbiterState> {
  const services = plan.services.flatMap((each, at) => (each.room === room ? [at] : []));
  return {
    init: () => emptyState(services),
    receive(state, message, context) {
      new Arbiter(plan, state, context).hear(message);
    },
  };
}

/** Valid during one call. */
class Arbiter {
  readonly #plan: Plan;
  readonly #state: ArbiterState;
  readonly #context: Context;

  constructor(plan: Plan, state: ArbiterState, context: Context) {
    this.#plan = plan;
    this.#state = state;
    this.#context = context;
  }

  hear(message: Message): void {
    switch (message.type) {
      case 'kernel.alerted':
        this.#alerted();
        return;
      case 'kernel.recovered':
        this.#state.timer = 0;
        this.#state.dueMs = -1;
        this.#expire();
        return;
      default:
        this.#told(message as ArbiterMessage);
    }
  }

  #told(message: ArbiterMessage): void {
    if (message.type === 'arbiters.tick') {
      this.#state.timer = 0;
      this.#state.dueMs = -1;
      this.#expire();
      return;
    }
    const agent = agentOfActor(this.#context.from);
    this.#floor(agent, message.floor);
    switch (message.type) {
      case 'arbiters.ask':
        this.#ask(agent, message);
        return;
      case 'arbiters.give-back':
        this.#back(agent, message);
        return;
      case 'arbiters.renew':
        this.#renew(agent, message);
        return;
      case 'arbiters.gone':
    }
  }

  #ask(agent: number, { ask, task, lease, wants, again }: Ask): void {
    const state = this.#state;
    const { from, now } = this.#context;
    const over = state.over[agent]!;
    if (ask < over.floor) return;
    const refused = over.closed[ask];
    if (refused !== undefined) {
      if (refused !== null)
        this.#context.send(from, { type: 'arbiters.refused', ask, reason: refused } satisfies Refused);
      return;
    }
    const id = idOf(agent, ask);
    if (state.waits[id] !== undefined) {
      if (again > 0) this.#context.send(from, { type: 'arbiters.queued', ask } satisfies Queued);
      return;
    }
    const held = wants.flatMap(({ service }) => holdOf(state, service, agent, ask) ?? []);
    if (held.length > 0) {
      this.#grantTold(held);
      return;
    }
    state.turns += 1;
    enqueue(state, { id, agent, ask, task, lease, turn: state.turns, sinceMs: now, wants });
    for (const { service, units } of wants)
      this.#context.record({ type: 'arbiters.asked', task, lease, agent, service, units, ask } satisfies AskedFact);
    this.#settle(wants.map(({ service }) => service));
  }

  #back(agent: number, { returned }: GiveBack): void {
    const state = this.#state;
    for (const { ask, service, last } of returned) {
      const hold = holdOf(state, service, agent, ask);
      const wait = state.waits[idOf(agent, ask)];
      if (hold !== undefined) this.#end(hold, 'arbiters.returned');
      else if (wait !== undefined) this.#leave(wait, service);
      const over = state.over[agent]!;
      if (last && ask >= over.floor) over.closed[ask] = null;
    }
    this.#settle(returned.map(({ service }) => service));
  }

  /** Whatever an agent had asked for below its floor is void: it has crashed meanwhile, or what it said was lost. */
  #floor(agent: number, floor: number): void {
    const state = this.#state;
    if (floor <= (state.over[agent]?.floor ?? -1)) return;
    raiseFloor(state, agent, floor);
    const isVoid = (each: { readonly agent: number; readonly ask: number }): boolean =>
      each.agent === agent && each.ask < floor;
    const holds = Object.values(state.held).flatMap((all) => all.filter(isVoid));
    for (const hold of holds) this.#end(hold, 'arbiters.returned');
    for (const wait of Object.values(state.waits).filter(isVoid))
      for (const { service } of wait.wants) this.#leave(wait, service);
    if (holds.length > 0) this.#settle(holds.map(({ service }) => service));
  }

  #renew(agent: number, { held }: Renew): void {
    const { now, from } = this.#context;
    const renewed = held.flatMap(({ ask, service, token }) => {
      const hold = holdOf(this.#state, service, agent, ask);
      if (hold?.token === token) {
        hold.untilMs = now + leaseMsOf(this.#plan, service);
        return [{ ask, service, untilMs: hold.untilMs }];
      }
      this.#context.record({ type: 'arbiters.stale', agent, service, token } satisfies StaleFact);
      return [];
    });
    this.#context.send(from, { type: 'arbiters.renewed', held: renewed } satisfies Renewed);
  }

  /** From here on something may be lost that nobody foresaw: leases are held of all that is given out. */
  #alerted(): void {
    this.#state.leased = true;
    for (const all of Object.values(this.#state.held))
      for (const hold of all)
        if (hold.untilMs === -1) hold.untilMs = this.#context.now + leaseMsOf(this.#plan, hold.service);
    this.#arm();
  }

  #expire(): void {
    const { now } = this.#context;
    const due = Object.values(this.#state.held).flatMap((all) =>
      all.filter(({ untilMs }) => untilMs !== -1 && untilMs <= now),
    );
    for (const hold of due) this.#end(hold, 'arbiters.expired');
    this.#settle(due.map(({ service }) => service));
    this.#arm();
  }

  /** The timer stands at the first lease that runs out, or before. */
  #arm(): void {
    const state = this.#state;
    let first = -1;
    for (const all of Object.values(state.held))
      for (const { untilMs } of all) if (untilMs !== -1 && (first === -1 || untilMs < first)) first = untilMs;
    if (first !== -1) this.#wakeAt(first);
  }

  #wakeAt(ms: number): void {
    const state = this.#state;
    if (state.dueMs !== -1 && state.dueMs <= ms) return;
    if (state.timer !== 0) this.#context.cancel(state.timer);
    state.dueMs = ms;
    state.timer = this.#context.after(ms - this.#context.now, tick, priority.limit);
  }

  /** Gives out what is free of these resources: whoever is first in order gets it, and nobody behind goes past. */
  #settle(services: readonly number[]): void {
    for (const service of new Set(services)) {
      for (const wait of inTurn(this.#plan, this.#state, service, this.#context.now)) {
        if (!wait.wants.every((want) => this.#fits(want))) break;
        this.#grant(wait);
      }
    }
  }

  #fits({ service, units }: { readonly service: number; readonly units: number }): boolean {
    const { units: all, way } = serviceAt(this.#plan, service);
    const held = this.#state.held[service]!;
    if (way === 'exclusive') return held.length === 0;
    return held.reduce((free, each) => free - each.units, all) >= units;
  }

  #grant(wait: Wait): void {
    const state = this.#state;
    const { now } = this.#context;
    const { agent, ask, task, lease, sinceMs, wants } = wait;
    dequeue(state, wait);
    const given = wants.map((want): Hold => {
      const { service, units } = want;
      const token = (state.tokens[service] = state.tokens[service]! + 1);
      const untilMs = isLeased(this.#plan, state, service) ? now + leaseMsOf(this.#plan, service) : -1;
      const hold: Hold = { ...want, agent, ask, task, lease, token, untilMs };
      state.held[service]!.push(hold);
      if (untilMs !== -1) this.#wakeAt(untilMs);
      const about = { task, lease, agent, service, units, ask, token, waitedMs: now - sinceMs };
      this.#context.record({ type: 'arbiters.granted', ...about } satisfies GrantedFact);
      return hold;
    });
    this.#grantTold(given);
  }

  #grantTold(held: readonly Hold[]): void {
    const { agent, ask } = held[0]!;
    const got = held.map(({ service, token, untilMs }) => ({ service, token, untilMs }));
    this.#context.send(actorOfAgent(agent), { type: 'arbiters.granted', ask, got } satisfies Granted);
  }

  #end(hold: Hold, type: EndedFact['type']): void {
    drop(this.#state, hold);
    const { task, lease, agent, service, units, ask, token } = hold;
    this.#context.record({ type, task, lease, agent, service, units, ask, token } satisfies EndedFact);
  }

  #leave(wait: Wait, service: number): void {
    const { task, lease, agent, ask, wants } = wait;
    const units = wants.find((want) => want.service === service)?.units;
    if (units === undefined) return;
    dequeue(this.#state, wait, service);
    this.#context.record({ type: 'arbiters.left', task, lease, agent, service, units, ask } satisfies LeftFact);
  }
}
