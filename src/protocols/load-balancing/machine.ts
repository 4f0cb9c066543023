/**
 * The load balancer (PROTOCOLS section 8): it spreads ready tasks over the queues of agents by one of ten policies, at
 * the end of each instant. Load is derived from what it has given and heard, never reported into being. It never loses
 * a task: what has no room waits here, and what was with an agent that fell silent comes back.
 */
import { exactTime } from '../../document/index.ts';
import { accountOf, holderOf, lastLease, Assigner, availableAt, FrontDesk, leaseOf } from '../../agents/index.ts';
import { priority, type Context, type Machine, type Message } from '../../kernel/index.ts';
import {
  addReady,
  agentOfActor,
  isReady,
  needAt,
  needOf,
  removeReady,
  unallocated,
  waitingTasks,
  type Plan,
} from '../../plan/index.ts';
import { placeBatch } from './placing/batch.ts';
import { room, type BalancingMessage, type Moved, type MovedFact } from './messages.ts';
import {
  centralQueue,
  idleFirst,
  leastLoaded,
  noteIdle,
  placeNext,
  random,
  roundRobin,
  type Place,
} from './placing/place.ts';
import {
  askForNext,
  closeInquiry,
  doubtAnswers,
  hear,
  hearNoMore,
  placeAnswered,
  type ProbeTimer,
} from './placing/probing.ts';
import type { BalancingSettings } from './settings.ts';
import { Desk, type BalancerState, type Choice } from './state.ts';

interface LiveTimer extends Message {
  readonly type: 'load-balancing.ttl';
  readonly task: number;
  readonly attempt: number;
}
type Own = LiveTimer | ProbeTimer | BalancingMessage;

const nowhere = -1;

export function coordinator(plan: Plan, settings: BalancingSettings): Machine<BalancerState> {
  const assigner = new Assigner(room, plan, {
    acknowledge: settings.acknowledge,
    lease: leaseOf(settings.leaseMs, plan),
  });
  const balancer = new Balancer(new Desk(plan, settings, assigner));
  return {
    init: () => balancer.init(),
    receive(state, message, context) {
      balancer.receive(state, message, context);
    },
  };
}

class Balancer extends FrontDesk<BalancerState> {
  readonly #desk: Desk;
  readonly #place: Place | null;
  readonly #hearsIdle: boolean;

  constructor(desk: Desk) {
    super(room, desk.plan, desk.assigner);
    this.#desk = desk;
    this.#place = placeOf(desk);
    this.#hearsIdle = desk.plan.balancing === 'work-stealing' || desk.plan.balancing === 'idle-queue';
  }

  init(): BalancerState {
    const { plan } = this;
    return this.desk({
      credit: {},
      idle: this.#hearsIdle ? plan.agents.map((_, agent) => agent) : [],
      standsIdle: plan.agents.map(() => this.#hearsIdle),
      seenMs: -1,
      seenLoad: plan.agents.map(() => 0),
      seenFree: plan.agents.map(() => 0),
      inquiries: {},
      probes: 0,
      probing: 0,
      answered: [],
      given: plan.agents.map(() => 0),
    });
  }

  override receive(state: BalancerState, message: Message, context: Context): void {
    const own = message as Own;
    switch (own.type) {
      case 'load-balancing.ttl':
        this.#checkLife(state, own, context);
        return;
      case 'load-balancing.unanswered':
        if (hearNoMore(state, own)) this.decideSoon(state, context);
        return;
      case 'load-balancing.load':
        this.#heard(state, context);
        if (hear(state, own, context)) this.decideSoon(state, context);
        return;
      case 'load-balancing.idle':
        this.#heard(state, context);
        noteIdle(state, agentOfActor(context.from));
        this.decideSoon(state, context);
        return;
      case 'load-balancing.moved':
        this.#heard(state, context);
        this.#moved(state, own, context);
        return;
      default:
        super.receive(state, message, context);
    }
  }

  protected override alerted(state: BalancerState, loss: number, context: Context): void {
    super.alerted(state, loss, context);
    doubtAnswers(this.#desk, state, context);
  }

  protected override recovered(state: BalancerState, context: Context): void {
    const asking = Object.keys(state.inquiries).map(Number);
    for (const task of [...waitingTasks(state.pool), ...asking]) this.#watchLife(state, task, context);
    doubtAnswers(this.#desk, state, context);
    super.recovered(state, context);
  }

  protected override get mayHope(): boolean {
    return this.#desk.settings.ttlMs > 0;
  }

  protected override waiting(state: BalancerState): boolean {
    return super.waiting(state) || state.answered.length > 0;
  }

  protected override wait(state: BalancerState, task: number, context: Context): void {
    this.#watchLife(state, task, context);
    super.wait(state, task, context);
  }

  protected override takeBack(state: BalancerState, task: number, context: Context): boolean {
    return closeInquiry(state, task) || super.takeBack(state, task, context);
  }

  #watchLife(state: BalancerState, task: number, context: Context): void {
    const { ttlMs } = this.#desk.settings;
    if (ttlMs === 0) return;
    const left = Math.max(0, state.readyMs[task]! + ttlMs - context.now);
    const timer: LiveTimer = { type: 'load-balancing.ttl', task, attempt: state.attempt[task]! };
    context.after(left === 0 ? ttlMs : left, timer, priority.limit);
  }

  #heard(state: BalancerState, context: Context): void {
    const event = this.#desk.assigner.heard(state.ledger, context);
    if (event.kind !== 'back') return;
    this.isBack(state, event.agent);
    this.decideSoon(state, context);
  }

  protected override isBack(state: BalancerState, agent: number): void {
    if (this.#hearsIdle && this.#desk.assigner.freeSlots(state.ledger, agent) > 0) noteIdle(state, agent);
  }

  #moved(state: BalancerState, { task, lease, from }: Moved, context: Context): void {
    const { ledger } = state;
    const to = agentOfActor(context.from);
    if (lastLease(ledger, task) !== lease || holderOf(ledger, task) !== from || from === to) return;
    this.#desk.assigner.move(ledger, context, task, to);
    context.record({ type: 'load-balancing.moved', task, from, to, lease } satisfies MovedFact);
    // What the one that gave it away was told has to be said again.
    if (state.cancelling[task] !== undefined) this.#desk.assigner.cancel(ledger, context, task);
  }

  #checkLife(state: BalancerState, timer: LiveTimer, context: Context): void {
    const { task, attempt } = timer;
    const { plan } = this.#desk;
    if (state.attempt[task] !== attempt || !isReady(state.pool, plan, task)) return;
    // A task that may go on waiting keeps its turn.
    const hopeless = this.hopeless(state, task, context.now);
    if (hopeless === null) this.#watchLife(state, task, context);
    else if (removeReady(state.pool, plan, task)) this.giveUp(task, attempt, hopeless, context);
  }

  /** When all agents that can do a task have been silent, or missing, for as long as it may wait. */
  protected override hopeless(state: BalancerState, task: number, now: number): string | null {
    const { ttlMs } = this.#desk.settings;
    const { capable } = needAt(this.plan, needOf(this.plan, task));
    const { ledger } = state;
    if (ttlMs === 0) return null;
    let since = state.readyMs[task]!;
    for (const agent of capable) {
      const { silences, silentMs } = accountOf(ledger, agent);
      if (silences === 0) return null;
      since = Math.max(since, silentMs);
    }
    if (now - since < ttlMs) return null;
    return capable.length > 0
      ? unallocated(`whoever could do it has been silent for ${exactTime(ttlMs)}`)
      : this.incapable(task);
  }

  protected override giveOut(state: BalancerState, context: Context): void {
    const desk = this.#desk;
    desk.sight.begin(state.ledger, context.now);
    if (this.#place !== null) {
      for (
        let choice = placeNext(desk, this.#place, state, context);
        choice !== null;
        choice = placeNext(desk, this.#place, state, context)
      )
        this.#assign(state, choice, context);
    } else if (desk.plan.balancing === 'jsq' || desk.plan.balancing === 'power-of-two') {
      const back = (task: number): void => addReady(state.pool, desk.plan, task, state.readyMs[task]!);
      for (const choice of placeAnswered(desk, state, back, context)) this.#assign(state, choice, context);
      askForNext(desk, state, context);
    } else {
      for (
        let choices = placeBatch(desk, state, context);
        choices.length > 0;
        choices = placeBatch(desk, state, context)
      ) {
        for (const choice of choices) this.#assign(state, choice, context);
      }
    }
  }

  #assign(state: BalancerState, { task, agent, compared, comparedOf, tied }: Choice, context: Context): void {
    const { assigner, plan } = this.#desk;
    const arrivals = state.arrivals[task];
    state.given[agent]! += 1;
    this.#desk.sight.given(agent);
    assigner.assign(state.ledger, context, {
      task,
      attempt: state.attempt[task]!,
      agent,
      rule: plan.balancing,
      compared,
      comparedOf,
      tied,
      availableMs: availableAt(arrivals, agent, context.now),
      elsewhereMs: availableAt(arrivals, nowhere, context.now),
    });
  }
}

/** The policy, where it places one task at a time from what the balancer knows. */
function placeOf(desk: Desk): Place | null {
  switch (desk.plan.balancing) {
    case 'least-loaded':
      return leastLoaded(desk);
    case 'round-robin':
      return roundRobin(desk);
    case 'random':
      return random(desk);
    case 'work-stealing':
    case 'idle-queue':
      return idleFirst(desk);
    case 'central-queue':
      return centralQueue(desk);
    case 'jsq':
    case 'power-of-two':
    case 'min-min':
    case 'sufferage':
      return null;
  }
}
