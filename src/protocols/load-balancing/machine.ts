/**
 * The load balancer (PROTOCOLS section 8): it spreads ready tasks over the queues of agents by one of ten policies, at
 * the end of each instant. Load is derived from what it has given and heard, never reported into being. It never loses
 * a task: what has no room waits here, and what was with an agent that fell silent comes back.
 */
import { Assigner, availableAt, leaseOf } from '../../agents/index.ts';
import { priority, type Context, type Machine, type Message } from '../../kernel/index.ts';
import {
  addReady,
  isReady,
  agentOfActor,
  emptyPool,
  removeReady,
  workflowActor,
  type CoordinatorMessage,
  type Plan,
  type TaskCancel,
  type TaskDone,
  type TaskReady,
  type TaskUnassignable,
  type TaskVoid,
} from '../../plan/index.ts';
import { placeBatch } from './batch.ts';
import { room, type BalancingMessage, type Moved, type MovedFact } from './messages.ts';
import { centralQueue, idleFirst, leastLoaded, noteIdle, placeNext, random, roundRobin, type Place } from './place.ts';
import { askForNext, closeInquiry, hear, hearNoMore, placeAnswered, type ProbeTimer } from './probing.ts';
import type { BalancingSettings } from './settings.ts';
import { Desk, type BalancerState, type Choice } from './state.ts';

interface LiveTimer extends Message {
  readonly type: 'load-balancing.ttl';
  readonly task: number;
  readonly attempt: number;
}
type Own = { readonly type: 'load-balancing.decide' } | LiveTimer | ProbeTimer | BalancingMessage | CoordinatorMessage;

const decide: Message = { type: 'load-balancing.decide' };
const nowhere = -1;

export function coordinator(plan: Plan, settings: BalancingSettings): Machine<BalancerState> {
  const assigner = new Assigner(room, plan, {
    acknowledge: settings.acknowledge,
    leaseMs: leaseOf(settings.leaseMs, plan),
  });
  const balancer = new Balancer(new Desk(plan, settings, assigner));
  return {
    init: () => balancer.init(),
    receive(state, message, context) {
      balancer.receive(state, message as Own, context);
    },
  };
}

class Balancer {
  readonly #desk: Desk;
  readonly #place: Place | null;
  readonly #hearsIdle: boolean;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#place = placeOf(desk);
    this.#hearsIdle = desk.plan.balancing === 'work-stealing' || desk.plan.balancing === 'idle-queue';
  }

  init(): BalancerState {
    const { plan, assigner } = this.#desk;
    return {
      pool: emptyPool(plan),
      ledger: assigner.init(),
      attempt: plan.tasks.map(() => 0),
      readyMs: plan.tasks.map(() => 0),
      arrivals: {},
      deciding: false,
      cancelling: {},
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
    };
  }

  receive(state: BalancerState, message: Own, context: Context): void {
    switch (message.type) {
      case 'load-balancing.decide':
        state.deciding = false;
        this.#giveOut(state, context);
        return;
      case 'task.ready':
        this.#ready(state, message, context);
        return;
      case 'task.cancel':
        this.#cancel(state, message, context);
        return;
      case 'task.void':
        this.#void(state, message, context);
        return;
      case 'load-balancing.ttl':
        this.#checkLife(state, message, context);
        return;
      case 'load-balancing.unanswered':
        if (hearNoMore(state, message)) this.#decideSoon(state, context);
        return;
      case 'load-balancing.load':
        this.#heard(state, context);
        if (hear(state, message, context)) this.#decideSoon(state, context);
        return;
      case 'load-balancing.idle':
        this.#heard(state, context);
        noteIdle(state, agentOfActor(context.from));
        this.#decideSoon(state, context);
        return;
      case 'load-balancing.moved':
        this.#heard(state, context);
        this.#moved(state, message, context);
        return;
      default:
        this.#fromAgent(state, message, context);
    }
  }

  #ready(state: BalancerState, { task, attempt, arrivals }: TaskReady, context: Context): void {
    const { plan, settings } = this.#desk;
    const need = plan.needs[plan.needOf[task]!]!;
    state.attempt[task] = attempt;
    state.readyMs[task] = context.now;
    if (need.capable.length === 0 && settings.ttlMs === 0) {
      this.#giveUp(task, attempt, context);
      return;
    }
    if (arrivals.length > 0) state.arrivals[task] = arrivals;
    this.#wait(state, task, context);
  }

  /** Puts a task among those that wait here. */
  #wait(state: BalancerState, task: number, context: Context): void {
    addReady(state.pool, this.#desk.plan, task, state.readyMs[task]!);
    this.#watchLife(state, task, context);
    this.#decideSoon(state, context);
  }

  #watchLife(state: BalancerState, task: number, context: Context): void {
    const { ttlMs } = this.#desk.settings;
    if (ttlMs === 0) return;
    const left = Math.max(0, state.readyMs[task]! + ttlMs - context.now);
    context.after(left === 0 ? ttlMs : left, {
      type: 'load-balancing.ttl',
      task,
      attempt: state.attempt[task]!,
    } satisfies LiveTimer);
  }

  #cancel(state: BalancerState, { task, attempt, onlyWaiting }: TaskCancel, context: Context): void {
    if (removeReady(state.pool, this.#desk.plan, task) || closeInquiry(state, task))
      this.#cancelled(task, attempt, context);
    else if (this.#desk.assigner.cancel(state.ledger, context, task, onlyWaiting)) state.cancelling[task] = onlyWaiting;
  }

  #void(state: BalancerState, { task }: TaskVoid, context: Context): void {
    if (state.attempt[task] === 0) return;
    this.#desk.assigner.release(state.ledger, task, context);
    if (!closeInquiry(state, task)) removeReady(state.pool, this.#desk.plan, task);
    delete state.cancelling[task];
    this.#decideSoon(state, context);
  }

  #fromAgent(state: BalancerState, message: Message, context: Context): void {
    const event = this.#desk.assigner.receive(state.ledger, message, context);
    switch (event.kind) {
      case 'nothing':
        return;
      case 'ended': {
        if (state.cancelling[event.task] !== undefined) delete state.cancelling[event.task];
        const done: TaskDone = {
          type: 'task.done',
          task: event.task,
          attempt: event.attempt,
          agent: event.agent,
          end: event.end,
        };
        context.signal(workflowActor, done);
        break;
      }
      case 'lost':
        this.#lost(state, event.task, event.attempt, context);
        break;
      case 'back':
        this.#back(state, event.agent);
    }
    this.#decideSoon(state, context);
  }

  /** An agent fell silent with a task in its hands: it waits here again, unless it was to stop or waited too long already. */
  #lost(state: BalancerState, task: number, attempt: number, context: Context): void {
    const onlyWaiting = state.cancelling[task];
    delete state.cancelling[task];
    if (onlyWaiting !== undefined) this.#cancelled(task, attempt, context);
    else if (this.#desk.settings.ttlMs > 0 && this.#hopeless(state, task, context.now))
      this.#giveUp(task, attempt, context);
    else this.#wait(state, task, context);
  }

  #heard(state: BalancerState, context: Context): void {
    const event = this.#desk.assigner.heard(state.ledger, context);
    if (event.kind !== 'back') return;
    this.#back(state, event.agent);
    this.#decideSoon(state, context);
  }

  #back(state: BalancerState, agent: number): void {
    if (this.#hearsIdle && this.#desk.assigner.freeSlots(state.ledger, agent) > 0) noteIdle(state, agent);
  }

  #moved(state: BalancerState, { task, lease, from }: Moved, context: Context): void {
    const { ledger } = state;
    const to = agentOfActor(context.from);
    if (ledger.lease[task] !== lease || ledger.holder[task] !== from || from === to) return;
    this.#desk.assigner.move(ledger, context, task, to);
    context.record({ type: 'load-balancing.moved', task, from, to, lease } satisfies MovedFact);
    const onlyWaiting = state.cancelling[task];
    if (onlyWaiting !== undefined) this.#desk.assigner.cancel(ledger, context, task, onlyWaiting);
  }

  #checkLife(state: BalancerState, timer: LiveTimer, context: Context): void {
    const { task, attempt } = timer;
    const { plan } = this.#desk;
    if (state.attempt[task] !== attempt || !isReady(state.pool, plan, task)) return;
    // A task that may go on waiting keeps its turn.
    if (!this.#hopeless(state, task, context.now)) this.#watchLife(state, task, context);
    else if (removeReady(state.pool, plan, task)) this.#giveUp(task, attempt, context);
  }

  /** Whether all agents that can do a task have been silent, or missing, for as long as it may wait. */
  #hopeless(state: BalancerState, task: number, now: number): boolean {
    const { plan, settings } = this.#desk;
    const { ledger } = state;
    let since = state.readyMs[task]!;
    for (const agent of plan.needs[plan.tasks[task]!.need]!.capable) {
      if (ledger.silences[agent] === 0) return false;
      since = Math.max(since, ledger.silentMs[agent]!);
    }
    return now - since >= settings.ttlMs;
  }

  #giveUp(task: number, attempt: number, context: Context): void {
    const { plan } = this.#desk;
    const { capable, pinned, requires } = plan.needs[plan.tasks[task]!.need]!;
    const reason =
      capable.length > 0
        ? `all agents that can do it have been silent for ${this.#desk.settings.ttlMs} ms`
        : pinned !== -1
          ? `${plan.agents[pinned]!.id} cannot do it`
          : requires.length === 0
            ? 'there is no agent'
            : `no agent can ${requires.join(', ')}`;
    context.signal(workflowActor, { type: 'task.unassignable', task, attempt, reason } satisfies TaskUnassignable);
  }

  #cancelled(task: number, attempt: number, context: Context): void {
    context.signal(workflowActor, {
      type: 'task.done',
      task,
      attempt,
      agent: nowhere,
      end: { kind: 'cancelled', forced: false },
    } satisfies TaskDone);
  }

  /** Decisions come after all arrivals and completions of their instant. */
  #decideSoon(state: BalancerState, context: Context): void {
    if (state.deciding || (state.pool.size === 0 && state.answered.length === 0)) return;
    state.deciding = true;
    context.after(0, decide, priority.decision);
  }

  #giveOut(state: BalancerState, context: Context): void {
    const desk = this.#desk;
    if (this.#place !== null) {
      for (
        let choice = placeNext(desk, this.#place, state, context);
        choice !== null;
        choice = placeNext(desk, this.#place, state, context)
      )
        this.#assign(state, choice, context);
    } else if (desk.plan.balancing === 'jsq' || desk.plan.balancing === 'power-of-two') {
      const back = (task: number): void => addReady(state.pool, desk.plan, task, state.readyMs[task]!);
      for (const choice of placeAnswered(desk, state, back)) this.#assign(state, choice, context);
      askForNext(desk, state, context);
    } else {
      for (
        let choices = placeBatch(desk, state, context.now);
        choices.length > 0;
        choices = placeBatch(desk, state, context.now)
      ) {
        for (const choice of choices) this.#assign(state, choice, context);
      }
    }
  }

  #assign(state: BalancerState, { task, agent, compared }: Choice, context: Context): void {
    const { assigner, plan } = this.#desk;
    const arrivals = state.arrivals[task];
    state.given[agent]! += 1;
    assigner.assign(state.ledger, context, {
      task,
      attempt: state.attempt[task]!,
      agent,
      rule: plan.balancing,
      compared,
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
