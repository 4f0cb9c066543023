/**
 * The arbiter of the resources of a document: it hears who needs what, gives out what is free in order of priority and then of
 * coming, and takes back what nobody says that it still holds.
 */
import { messageType, priority, type Context, type Machine, type Message } from '../../kernel/index.ts';
import { agentOfActor, type Plan } from '../../plan/index.ts';
import { fullBucket, renews } from './bucket.ts';
import { Granting } from './granting.ts';
import { leaseMsOf } from './leases.ts';
import { tellRanks } from './order.ts';
import {
  room,
  type ArbiterMessage,
  type Ask,
  type AskedFact,
  type EndedFact,
  type GiveBack,
  type Granted,
  type LeftFact,
  type Queued,
  type Refused,
  type Renew,
  type Renewed,
  type StaleFact,
  type Tick,
  type Want,
  type Yielded,
} from './messages.ts';
import {
  close,
  dequeue,
  drop,
  emptyState,
  enqueue,
  holdOf,
  idOf,
  raiseFloor,
  voidOf,
  workFor,
  workOf,
  type ArbiterState,
  type Hold,
  type Wait,
  type WorkState,
} from './state.ts';

const tick: Tick = { type: messageType('arbiters.tick') as Tick['type'] };

export function arbiterMachine(plan: Plan): Machine<ArbiterState> {
  const services = plan.services.flatMap((each, at) => (each.room === room ? [at] : []));
  const renewing = services.filter((service) => renews(plan, service));
  const arbiter = new Arbiter(plan);
  return {
    init: () =>
      emptyState(services, Object.fromEntries(renewing.map((service) => [service, fullBucket(plan, service)]))),
    receive(state, message, context) {
      arbiter.receive(state, message, context);
    },
  };
}

/** It keeps nothing of its own between two calls: one serves all worlds of a plan. */
class Arbiter {
  readonly #plan: Plan;
  readonly #granting: Granting;
  #state!: ArbiterState;
  #context!: Context;
  /** Who gave something back in this call, and may still have something. */
  #gave: WorkState[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#granting = new Granting(plan, (ms) => {
      this.#wakeAt(ms);
    });
  }

  receive(state: ArbiterState, message: Message, context: Context): void {
    this.#state = state;
    this.#context = context;
    this.#granting.enter(state, context);
    this.#gave = [];
    this.#hear(message);
    if (this.#plan.conflicts.inversion !== 'none') this.#tellRanks();
  }

  #hear(message: Message): void {
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
      case 'arbiters.yielded':
        this.#yielded(agent, message);
        return;
      case 'arbiters.renew':
        this.#renew(agent, message);
        return;
      case 'arbiters.gone':
    }
  }

  #ask(agent: number, { ask, task, lease, wants, doneMs, again }: Ask): void {
    const state = this.#state;
    const { from, now } = this.#context;
    const over = state.over[agent]!;
    if (ask < over.floor) return;
    const before = over.closed[ask];
    if (before !== undefined) {
      this.#sayAgain(ask, before, wants);
      return;
    }
    const id = idOf(agent, ask);
    if (state.waits[id] !== undefined) {
      if (again > 0) this.#context.send(from, { type: 'arbiters.queued', ask } satisfies Queued);
      return;
    }
    if (over.live[ask] !== undefined) {
      const held = wants.flatMap(({ service }) => holdOf(state, service, agent, ask) ?? []);
      if (held[0]!.recalled === true) this.#granting.recall(held[0]!);
      else this.#granting.grantAgain(held);
      return;
    }
    const turn = over.ranOut[ask] ?? (state.turns += 1);
    state.born[task] ??= turn;
    const wait: Wait = { id, agent, ask, task, lease, turn, sinceMs: now, doneMs, wants };
    enqueue(state, wait);
    for (const { service, units } of wants)
      this.#context.record({ type: 'arbiters.asked', task, lease, agent, service, units, ask } satisfies AskedFact);
    // Whoever waits now may let go by that what it could give up, and has no use for what was taken from it.
    const { holds, waits } = workOf(state, wait);
    const waited = waits.flatMap((each) => state.waits[each]!.wants);
    this.#settle([...waited.map(({ service }) => service), ...holds]);
    this.#granting.breakCycles(wait);
  }

  /** Answers an asking that is over: by its refusal, or that its units are used up for it. */
  #sayAgain(ask: number, how: string | true | null, wants: readonly Want[]): void {
    const { from } = this.#context;
    if (how === null) return;
    const got = wants.map(({ service }) => ({ service, token: 0, untilMs: -1 }));
    if (how === true) this.#context.send(from, { type: 'arbiters.granted', ask, got } satisfies Granted);
    else this.#context.send(from, { type: 'arbiters.refused', ask, reason: how } satisfies Refused);
  }

  /** What was recalled stands in the queue again, where it stood. */
  #yielded(agent: number, { ask, service, task, lease }: Yielded): void {
    const state = this.#state;
    const held = holdOf(state, service, agent, ask);
    if (held?.recalled !== true) return;
    this.#gave.push(workFor(state, held));
    this.#granting.takenBack(held);
    const { place, units, turn, after = '' } = held;
    const wants = [{ place, service, units }];
    const about = { task, lease, agent, ask };
    const wait: Wait = {
      id: idOf(agent, ask),
      ...about,
      turn,
      sinceMs: this.#context.now,
      doneMs: 0,
      wants,
      taken: true,
      after,
    };
    enqueue(state, wait);
    this.#context.record({ type: 'arbiters.asked', ...about, service, units } satisfies AskedFact);
    this.#settle([service]);
    this.#granting.breakCycles(wait);
  }

  #back(agent: number, { returned }: GiveBack): void {
    const state = this.#state;
    const freed: number[] = [];
    for (const { ask, service, last } of returned) {
      if (state.over[agent]!.live[ask] === undefined) {
        if (last) close(state, agent, ask, null);
        continue;
      }
      const hold = holdOf(state, service, agent, ask);
      const wait = state.waits[idOf(agent, ask)];
      if (hold !== undefined) this.#end(hold, 'arbiters.returned');
      else if (wait !== undefined) this.#leave(wait, service);
      if (hold !== undefined || wait !== undefined) freed.push(service);
      if (last) close(state, agent, ask, null);
    }
    this.#settle(freed);
  }

  /** Whatever an agent had asked for below its floor is void: it has crashed meanwhile, or what it said was lost. */
  #floor(agent: number, floor: number): void {
    const state = this.#state;
    if (floor <= (state.over[agent]?.floor ?? -1)) return;
    raiseFloor(state, agent, floor);
    const { waits, holds } = voidOf(state, agent);
    const freed = [...holds, ...waits.flatMap(({ wants }) => wants)].map(({ service }) => service);
    for (const hold of holds) this.#end(hold, 'arbiters.returned');
    for (const wait of waits) for (const { service } of wait.wants) this.#leave(wait, service);
    this.#settle(freed);
  }

  #renew(agent: number, { held }: Renew): void {
    const { now, from } = this.#context;
    const renewed = held.flatMap(({ ask, service, token }) => {
      const hold = holdOf(this.#state, service, agent, ask);
      if (hold?.token === token) {
        hold.untilMs = now + leaseMsOf(this.#plan, service);
        // What it was told may have been lost.
        const work = workFor(this.#state, hold);
        if (work.doomed !== undefined) this.#granting.wound(work);
        else if (hold.recalled === true) this.#granting.recall(hold);
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
    const late = new Set<string>();
    for (const all of Object.values(this.#state.held))
      for (const { untilMs, agent, ask } of all) if (untilMs !== -1 && untilMs <= now) late.add(idOf(agent, ask));
    // What was granted in one ends in one: its holder works with all of it or with nothing.
    const due = Object.values(this.#state.held).flatMap((all) =>
      all.filter(({ agent, ask }) => late.has(idOf(agent, ask))),
    );
    for (const hold of due) {
      this.#end(hold, 'arbiters.expired');
      this.#state.over[hold.agent]!.ranOut[hold.ask] = hold.turn;
    }
    // What renews has come back, and whoever waits may be the first now.
    const { buckets, queues } = this.#state;
    const mayGo = (service: number): boolean =>
      queues[service]!.length > (buckets[service] !== undefined ? 0 : this.#plan.ageingMs > 0 ? 1 : Infinity);
    this.#settle([...due.map(({ service }) => service), ...Object.keys(queues).map(Number).filter(mayGo)]);
    this.#arm();
  }

  /** The timer stands at the first lease that runs out, or before: whatever else is waited for was said when it was settled. */
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

  /** Gives out what is free of these resources. */
  #settle(services: readonly number[]): void {
    if (services.length > 0) this.#granting.settle(services);
  }

  /** Tells whose priority has changed: with that they may have to give way, or others to them. */
  #tellRanks(): void {
    for (let served = this.#granting.takeServed(); served.size > 0; served = this.#granting.takeServed()) {
      const moved = tellRanks(this.#plan, this.#state, this.#context, this.#affected(served));
      this.#gave = [];
      this.#settle([...moved]);
    }
  }

  /** Who holds any of these, whoever gave something back, and whoever keeps those waiting. */
  #affected(services: ReadonlySet<number>): ReadonlySet<WorkState> {
    const state = this.#state;
    const all = new Set(this.#gave.filter(({ holds, waits }) => holds.length + waits.length > 0));
    const add = (service: number): void => {
      for (const held of state.held[service]!) all.add(workFor(state, held));
    };
    for (const service of services) add(service);
    for (const work of all) for (const id of work.waits) for (const { service } of state.waits[id]!.wants) add(service);
    return all;
  }

  #end(hold: Hold, type: EndedFact['type']): void {
    this.#gave.push(workFor(this.#state, hold));
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
