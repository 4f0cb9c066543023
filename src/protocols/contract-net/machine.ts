/**
 * The initiator of the contract net (PROTOCOLS section 2; Smith 1980, FIPA SC00029H): it calls for proposals, awards
 * each task to the best valid bid, and calls again where nobody was found, a bounded number of times. It knows of an
 * agent only what the agent offers and which contracts it holds.
 */
import {
  heldBy,
  holderOf,
  isSuspect,
  lastLease,
  Assigner,
  availableAt,
  FrontDesk,
  leaseOf,
  noOffer,
  Tender,
  tiedIn,
  type Call,
  type Decommit,
  type DroppedFact,
  type FrontDeskState,
  type Propose,
  type Ranked,
  type Refuse,
  type TenderState,
} from '../../agents/index.ts';
import type { Context, Machine, Message } from '../../kernel/index.ts';
import {
  agentAt,
  agentOfActor,
  needAt,
  needOf,
  takeReady,
  unallocated,
  type Arrival,
  type Plan,
} from '../../plan/index.ts';
import { Callable, Related } from './callable.ts';
import { drawn } from './invite.ts';
import { room, words } from './messages.ts';
import {
  BUSY_CALLS_MAX,
  mayHavePromised,
  narrowed,
  oneMore,
  pauseMs,
  whyNobody,
  type Called,
  type Rounds,
} from './rounds.ts';
import type { ContractNetSettings } from './settings.ts';

export interface ContractNetState extends FrontDeskState {
  tender: TenderState;
  /** Calls so far that brought nobody, by task. */
  rounds: Record<number, Rounds>;
  /** Contracts that have ended, and how often each task was called since the last of them did. */
  ends: number;
  called: Record<number, Called>;
  /** Agents that may still be at work under a lease that has run out. */
  strays: Record<number, true>;
  /** Tasks that wait to be called again, and their timers. */
  parked: Record<number, number>;
}

interface Again extends Message {
  readonly type: 'contract-net.again';
  readonly task: number;
}

const none: readonly Arrival[] = [];

export function coordinator(plan: Plan, settings: ContractNetSettings): Machine<ContractNetState> {
  const initiator = new Initiator(plan, settings);
  return {
    init: () => initiator.init(),
    receive(state, message, context) {
      initiator.receive(state, message, context);
    },
  };
}

class Initiator extends FrontDesk<ContractNetState> {
  readonly #settings: ContractNetSettings;
  readonly #tender: Tender;
  /** Which needs share an agent, by need. */
  readonly #related: Related;

  constructor(plan: Plan, settings: ContractNetSettings) {
    const acknowledge = settings.binding === 'confirm';
    super(room, plan, new Assigner(room, plan, { acknowledge, lease: leaseOf(settings.leaseMs, plan) }, words));
    this.#settings = settings;
    this.#tender = new Tender(plan, words, settings);
    this.#related = new Related(plan);
  }

  init(): ContractNetState {
    return this.desk({ tender: this.#tender.init(), rounds: {}, ends: 0, called: {}, strays: {}, parked: {} });
  }

  override receive(state: ContractNetState, message: Message, context: Context): void {
    if (message.type === words.propose) this.#offered(state, message as Propose, context);
    if (this.#tender.receive(state.tender, message, context)) {
      if (message.type === words.refuse) this.#refused(state, message as Refuse, context);
      this.assigner.heard(state.ledger, context);
      this.decideSoon(state, context);
      return;
    }
    switch (message.type) {
      case 'contract-net.again':
        this.#again(state, (message as Again).task, context);
        return;
      case words.decommit:
        this.#decommitted(state, message as Decommit, context);
        return;
      case words.hello:
        delete state.strays[agentOfActor(context.from)];
        break;
      case words.acknowledge:
        this.#confirmed(state, message as Message & { task: number; lease: number }, context);
    }
    super.receive(state, message, context);
  }

  protected override recovered(state: ContractNetState, context: Context): void {
    this.#tender.recovered(state.tender, context);
    for (const key in state.parked) this.#park(state, Number(key), context);
    super.recovered(state, context);
  }

  protected override waiting(state: ContractNetState): boolean {
    return super.waiting(state) || state.tender.due.length > 0;
  }

  protected override giveOut(state: ContractNetState, context: Context): void {
    for (
      let due = this.#tender.takeDue(state.tender, context, state.ledger.leases);
      due !== null;
      due = this.#tender.takeDue(state.tender, context, state.ledger.leases)
    )
      this.#decide(state, due.call, due.order, context);
    new Callable(state, this.plan, this.#related).each(
      (need, open) => open < this.#settings.callsMax && this.#hasRoom(state, need),
      (need) => this.#call(state, takeReady(state.pool, need), context),
    );
  }

  protected override takeBack(state: ContractNetState, task: number, context: Context): boolean {
    delete state.rounds[task];
    delete state.called[task];
    const timer = state.parked[task];
    if (timer !== undefined) {
      context.cancel(timer);
      delete state.parked[task];
      return true;
    }
    const call = state.tender.calls[task];
    if (call !== undefined) {
      const awarded = this.#endConfirming(state, task, context);
      if (!awarded) this.#tender.close(state.tender, context, call, { reason: 'cancelled', spared: [] });
      this.decideSoon(state, context);
      return !awarded;
    }
    return super.takeBack(state, task, context);
  }

  protected override lost(state: ContractNetState, task: number, attempt: number, context: Context): void {
    state.ends += 1;
    for (const agent in state.ledger.accounts) if (isSuspect(state.ledger, Number(agent))) state.strays[agent] = true;
    this.#back(state, task, attempt, context);
  }

  /** A contract is with nobody any more: its task waits again. */
  #back(state: ContractNetState, task: number, attempt: number, context: Context): void {
    this.#endConfirming(state, task, context);
    super.lost(state, task, attempt, context);
    this.#revive(state, context);
  }

  protected override ended(state: ContractNetState, task: number, context: Context): void {
    state.ends += 1;
    delete state.called[task];
    this.#endConfirming(state, task, context);
    this.#revive(state, context);
  }

  /** How many more contracts an agent has room for, as far as its contracts are known. */
  #room(state: ContractNetState, agent: number): number {
    if (isSuspect(state.ledger, agent)) return 0;
    // Who may drop a contract for a better one is worth asking even without room.
    if (this.#settings.invite === 'capable' || this.#settings.penalty > 0) return 1;
    return agentAt(this.plan, agent).slots + this.#settings.backlog - heldBy(state.ledger, agent);
  }

  #hasRoom(state: ContractNetState, need: number): boolean {
    return needAt(this.plan, need).capable.some((agent) => this.#room(state, agent) > 0);
  }

  /** Calls a task out; false when it was called too often already. */
  #call(state: ContractNetState, task: number, context: Context): boolean {
    const { capable } = needAt(this.plan, needOf(this.plan, task));
    const { inviteMax, rounds } = this.#settings;
    const { ends, called } = state;
    const count = (called[task]?.ends === ends ? called[task].count : 0) + 1;
    if (count > rounds + BUSY_CALLS_MAX) {
      const reason = unallocated(`it was called ${count - 1} times and no contract ended meanwhile`);
      this.#giveUp(state, task, reason, context);
      return false;
    }
    called[task] = { ends, count };
    const invited = drawn(capable, (agent) => this.#room(state, agent) > 0, inviteMax, context);
    const round = (state.rounds[task]?.silent ?? 0) + 1;
    this.#tender.open(state.tender, context, { task, round, invited, arrivals: state.arrivals[task] ?? none });
    return true;
  }

  #decide(state: ContractNetState, call: Call, order: readonly Ranked[], context: Context): void {
    const { task } = call;
    for (const { agent, terms } of call.bids) if (terms.load === 0) delete state.strays[agent];
    const kept = call.iteration < this.#settings.iterations ? narrowed(order).map(({ agent }) => agent) : [];
    if (kept.length > 0) {
      this.#tender.iterate(state.tender, context, call, { kept, arrivals: state.arrivals[task] ?? none });
      return;
    }
    this.#tender.decided(context, call, order, order.length > 0 ? 'lowest bid' : noOffer(call));
    const [winner, ...rest] = order;
    if (winner === undefined) {
      this.#tender.close(state.tender, context, call, { reason: 'outbid', spared: [] });
      this.#unanswered(state, call, context);
      return;
    }
    if (state.rounds[task] !== undefined) delete state.rounds[task];
    this.#award(state, call, winner, order, context);
    if (this.#settings.binding === 'confirm') {
      call.rest = rest;
      const dropped = call.bids.filter((bid) => !order.some(({ agent }) => agent === bid.agent));
      for (const { agent } of dropped) this.#tender.reject(context, call, agent, 'outbid');
      call.bids = [];
    } else this.#tender.close(state.tender, context, call, { reason: 'outbid', spared: [winner.agent] });
  }

  #award(state: ContractNetState, open: Call, { agent }: Ranked, order: readonly Ranked[], context: Context): void {
    const { task, call } = open;
    this.#tender.accepted(context, open, agent);
    this.assigner.assign(state.ledger, context, {
      task,
      attempt: state.attempt[task]!,
      agent,
      availableMs: availableAt(state.arrivals[task], agent, context.now),
      rule: room,
      compared: order.map((bid) => ({ agent: bid.agent, value: bid.score })),
      tied: tiedIn(this.plan, order),
      call,
    });
  }

  /** Nobody offered anything: called again after a pause, or ended after the last round. Who is busy will have room again. */
  #unanswered(state: ContractNetState, call: Call, context: Context): void {
    const { task } = call;
    const busy = call.excused || call.busy.some((agent) => this.#isExcused(state, agent, task));
    const tried = oneMore(state.rounds[task], call, busy);
    if (tried.silent >= this.#settings.rounds) {
      this.#giveUp(state, task, whyNobody(tried), context);
      return;
    }
    state.rounds[task] = tried;
    this.#park(state, task, context);
  }

  #park(state: ContractNetState, task: number, context: Context): void {
    const again: Again = { type: 'contract-net.again', task };
    state.parked[task] = context.after(pauseMs(state.rounds[task]!, this.#settings.backoffMs), again);
  }

  #giveUp(state: ContractNetState, task: number, reason: string, context: Context): void {
    delete state.rounds[task];
    delete state.called[task];
    this.giveUp(task, state.attempt[task]!, reason, context);
  }

  /** Whether an agent that says it has no room may be right, as far as is known: it holds something, or may have promised it. */
  #isExcused(state: ContractNetState, agent: number, task: number): boolean {
    const { ledger, strays, tender } = state;
    return heldBy(ledger, agent) > 0 || strays[agent] === true || mayHavePromised(tender, agent, task);
  }

  /** What speaks for somebody who refuses is looked at as it is heard, too: another call may be over by the end of this one. */
  #refused(state: ContractNetState, { task, call, reason }: Refuse, context: Context): void {
    const open = state.tender.calls[task];
    if (open === undefined || open.call !== call || reason !== 'busy') return;
    open.excused ||= this.#isExcused(state, agentOfActor(context.from), task);
  }

  /** An offer to a call that is over came too late: so it is told, should nobody be found. */
  #offered(state: ContractNetState, { task, call }: Propose, context: Context): void {
    const open = state.tender.calls[task];
    const late = open?.call !== call || context.now > open.replyByMs;
    const tried = state.rounds[task];
    if (late && tried !== undefined) tried.late += 1;
  }

  #again(state: ContractNetState, task: number, context: Context): void {
    if (state.parked[task] === undefined) return;
    delete state.parked[task];
    this.wait(state, task, context);
  }

  /** Room has come free: tasks for which nobody had any are called before their pause is over. */
  #revive(state: ContractNetState, context: Context): void {
    for (const key in state.parked) {
      const task = Number(key);
      if (state.rounds[task]?.busy !== true) continue;
      context.cancel(state.parked[task]!);
      this.#again(state, task, context);
    }
  }

  /** A contract came back: the next bid that stands, or a new call. */
  #decommitted(state: ContractNetState, { task, lease, penalty }: Decommit, context: Context): void {
    const agent = agentOfActor(context.from);
    const { ledger } = state;
    this.assigner.heard(ledger, context);
    if (holderOf(ledger, task) !== agent || lastLease(ledger, task) !== lease) return;
    this.assigner.release(ledger, task, context);
    context.record({ type: words.dropped, task, agent, lease, penalty } satisfies DroppedFact);
    const call = state.tender.calls[task];
    const stopping = state.cancelling[task] !== undefined;
    if (!stopping && call !== undefined && call.rest !== null) {
      while (call.rest.length > 0) {
        const next = call.rest.shift()!;
        if (next.validUntilMs >= context.now) {
          this.#award(state, call, next, [next, ...call.rest], context);
          return;
        }
        this.#tender.reject(context, call, next.agent, 'outbid');
      }
      this.#tender.forget(state.tender, context, call);
    }
    this.#back(state, task, state.attempt[task]!, context);
    this.decideSoon(state, context);
  }

  #confirmed(state: ContractNetState, { task, lease }: { task: number; lease: number }, context: Context): void {
    const { ledger } = state;
    if (holderOf(ledger, task) === agentOfActor(context.from) && lastLease(ledger, task) === lease)
      this.#endConfirming(state, task, context);
  }

  /** The award stands, or is gone: who waited behind it is rejected. False where nothing was to be confirmed. */
  #endConfirming(state: ContractNetState, task: number, context: Context): boolean {
    const call = state.tender.calls[task];
    if (call === undefined || call.rest === null) return false;
    for (const { agent } of call.rest) this.#tender.reject(context, call, agent, 'outbid');
    this.#tender.forget(state.tender, context, call);
    this.decideSoon(state, context);
    return true;
  }
}
