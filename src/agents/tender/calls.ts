/**
 * The initiator's end of a tender: calls that are open, what was answered, and whom an award goes to next. Whom to
 * invite, and what follows when nobody is found, is its owner's business. It never looks into a bidder, and a bid that
 * came too late or cannot be weighed never wins.
 */
import type { Context, Message } from '../../kernel/index.ts';
import { actorOfAgent, agentOfActor, type Arrival, type Plan } from '../../plan/index.ts';
import { shuffle } from '../ties.ts';
import { equalsFrom, isUsable, ranked, standing, type Bid, type Ranked } from './bids.ts';
import { replyMsOf, type TenderSettings } from './settings.ts';
import type {
  AnsweredFact,
  BidFact,
  CalledFact,
  CallForProposals,
  ClosedFact,
  DecidedFact,
  Propose,
  Refuse,
  Reject,
  TenderWords,
} from './words.ts';

/** One open call; plain data. */
export interface Call {
  readonly call: number;
  readonly task: number;
  readonly round: number;
  /** Which call of an iterated tender it is. */
  readonly iteration: number;
  readonly replyByMs: number;
  readonly invited: readonly number[];
  timer: number;
  /** Who has answered, how many of them would not, and who of these says that it has no room. */
  answered: number[];
  refused: number;
  busy: number[];
  /** Whether somebody of these may be right, by what its owner knows. */
  excused: boolean;
  bids: Bid[];
  /** In confirm mode after the first award: whom it goes to next, in order. */
  rest: Ranked[] | null;
}

export interface TenderState {
  /** Open calls by task. */
  calls: Record<number, Call>;
  /** Calls ever made: their numbers. */
  made: number;
  /** Tasks whose calls are complete or over. */
  due: number[];
}

interface ReplyBy extends Message {
  readonly task: number;
  readonly call: number;
}

/** More calls of one tender than these draw alike. */
const iterationsMax = 64;

export class Tender {
  readonly #plan: Plan;
  readonly #words: TenderWords;
  readonly #settings: TenderSettings;
  readonly #replyMs: number;

  constructor(plan: Plan, words: TenderWords, settings: TenderSettings) {
    this.#plan = plan;
    this.#words = words;
    this.#settings = settings;
    this.#replyMs = replyMsOf(settings, plan);
  }

  init(): TenderState {
    return { calls: {}, made: 0, due: [] };
  }

  open(
    state: TenderState,
    context: Context,
    {
      task,
      round,
      invited,
      arrivals,
      iteration = 1,
    }: {
      readonly task: number;
      readonly round: number;
      readonly invited: readonly number[];
      readonly arrivals: readonly Arrival[];
      readonly iteration?: number;
    },
  ): void {
    state.made += 1;
    const call = state.made;
    const replyByMs = context.now + this.#replyMs;
    const words = this.#words;
    const called: CalledFact = { type: words.called, by: context.self, task, call, round, invited, replyByMs };
    context.record(iteration === 1 ? called : { ...called, iteration });
    const cfp: CallForProposals = { type: words.cfp, task, call, replyByMs, arrivals };
    for (const agent of invited) context.send(actorOfAgent(agent), cfp);
    const timer = this.#waitFor({ task, call }, this.#replyMs, context);
    state.calls[task] = {
      call,
      task,
      round,
      iteration,
      replyByMs,
      invited,
      timer,
      answered: [],
      refused: 0,
      busy: [],
      excused: false,
      bids: [],
      rest: null,
    };
    if (invited.length === 0) state.due.push(task);
  }

  /** Back from a crash: open calls are on stable storage, the timers of their ends are not. */
  recovered(state: TenderState, context: Context): void {
    for (const open of Object.values(state.calls))
      if (open.timer !== 0) open.timer = this.#waitFor(open, Math.max(0, open.replyByMs - context.now), context);
  }

  #waitFor({ task, call }: Pick<Call, 'task' | 'call'>, ms: number, context: Context): number {
    return context.after(ms, { type: this.#words.replyBy, task, call } satisfies ReplyBy);
  }

  /** Hears an answer or the end of a call; true when it was a word of a tender. */
  receive(state: TenderState, message: Message, context: Context): boolean {
    const words = this.#words;
    switch (message.type) {
      case words.propose:
        this.#proposed(state, message as Propose, context);
        return true;
      case words.refuse:
      case words.notUnderstood:
        this.#refused(state, message as Refuse, context);
        return true;
      case words.replyBy: {
        const { task, call } = message as ReplyBy;
        const open = state.calls[task];
        if (open?.call !== call) return true;
        open.timer = 0;
        if (open.rest === null && !state.due.includes(task)) state.due.push(task);
        return true;
      }
      default:
        return false;
    }
  }

  /** The next call that can be decided, with its bids in order; null for none. */
  takeDue(
    state: TenderState,
    context: Context,
    leases: Readonly<Record<number, number>>,
  ): { readonly call: Call; readonly order: Ranked[] } | null {
    for (let task = state.due.shift(); task !== undefined; task = state.due.shift()) {
      const call = state.calls[task];
      if (call === undefined || call.rest !== null) continue;
      if (call.timer !== 0) context.cancel(call.timer);
      call.timer = 0;
      return { call, order: this.#order(call, leases[task] ?? 0, context) };
    }
    return null;
  }

  /** The bids of a call that still stand, the best first, equals by lot. */
  #order({ task, iteration, bids }: Call, lease: number, context: Context): Ranked[] {
    const order = ranked(standing(bids, context.now), this.#settings);
    if (this.#plan.ties === 'by-id') return order;
    let at = 0;
    while (at < order.length) {
      const lots = order.slice(at, at + equalsFrom(order, at));
      if (lots.length > 1) {
        shuffle(this.#plan, { task, lease: lease * iterationsMax + iteration }, lots, context);
        order.splice(at, lots.length, ...lots);
      }
      at += lots.length;
    }
    return order;
  }

  /** Tells what a call came to; the losers are told by `reject`. */
  decided(context: Context, call: Call, order: readonly Ranked[], reason: string): void {
    const winner = order[0];
    const second = this.#settings.payment === 'second' ? order[1] : undefined;
    context.record({
      type: this.#words.decided,
      by: context.self,
      task: call.task,
      call: call.call,
      agent: winner?.agent ?? -1,
      price: winner?.score ?? 0,
      paid: second?.score ?? winner?.score ?? 0,
      reason,
    } satisfies DecidedFact);
  }

  reject(context: Context, call: Call, agent: number, reason: Reject['reason']): void {
    this.#reject(context, agent, call.task, call.call, reason);
  }

  /** Ends a call: whoever has bid and was not named in `spared` is rejected. */
  close(
    state: TenderState,
    context: Context,
    call: Call,
    { reason, spared }: { readonly reason: Reject['reason']; readonly spared: readonly number[] },
  ): void {
    if (call.timer !== 0) context.cancel(call.timer);
    for (const { agent } of call.bids) if (!spared.includes(agent)) this.reject(context, call, agent, reason);
    this.forget(state, context, call);
  }

  /** Calls some of those who have bid again, and rejects the others: an iterated tender (FIPA SC00030H). */
  iterate(
    state: TenderState,
    context: Context,
    call: Call,
    { kept, arrivals }: { readonly kept: readonly number[]; readonly arrivals: readonly Arrival[] },
  ): void {
    const { task, round, iteration } = call;
    for (const agent of kept) this.#answered(context, task, call.call, agent, 'asked-again');
    this.close(state, context, call, { reason: 'outbid', spared: kept });
    this.open(state, context, { task, round, invited: kept, arrivals, iteration: iteration + 1 });
  }

  /** Takes an ended call away. */
  forget(state: TenderState, context: Context, { task, call }: Call): void {
    delete state.calls[task];
    if (state.due.includes(task)) state.due = state.due.filter((each) => each !== task);
    context.record({ type: this.#words.closed, by: context.self, task, call } satisfies ClosedFact);
  }

  /** Tells that an offer was accepted; the award itself is an assignment. */
  accepted(context: Context, { task, call }: Call, agent: number): void {
    this.#answered(context, task, call, agent, 'accepted');
  }

  #proposed(state: TenderState, proposal: Propose, context: Context): void {
    const { task, call, terms, validUntilMs } = proposal;
    const agent = agentOfActor(context.from);
    const open = state.calls[task];
    if (open?.call !== call || open.rest !== null || context.now > open.replyByMs) {
      // A bid that comes again after its call was awarded to it is no new one.
      if (open?.call === call && open.answered.includes(agent)) return;
      this.#heard(context, proposal, 'late');
      this.#reject(context, agent, task, call, 'late');
      return;
    }
    if (open.answered.includes(agent) || !open.invited.includes(agent)) return;
    open.answered.push(agent);
    const usable = isUsable(terms) && Number.isFinite(validUntilMs);
    this.#heard(context, proposal, usable ? 'timely' : 'unusable');
    if (usable) open.bids.push({ agent, terms, validUntilMs });
    else this.#reject(context, agent, task, call, 'unusable');
    this.#dueWhenComplete(state, open);
  }

  #heard(context: Context, { task, call, terms, validUntilMs }: Propose, as: BidFact['as']): void {
    context.record({
      type: this.#words.bid,
      by: context.self,
      task,
      call,
      agent: agentOfActor(context.from),
      terms,
      validUntilMs,
      as,
    } satisfies BidFact);
  }

  #refused(state: TenderState, { task, call, reason }: Refuse, context: Context): void {
    const agent = agentOfActor(context.from);
    const open = state.calls[task];
    if (open?.call !== call || open.answered.includes(agent) || !open.invited.includes(agent)) return;
    open.answered.push(agent);
    open.refused += 1;
    if (reason === 'busy') open.busy.push(agent);
    this.#dueWhenComplete(state, open);
  }

  #dueWhenComplete(state: TenderState, { task, answered, invited, rest }: Call): void {
    if (rest === null && answered.length === invited.length && !state.due.includes(task)) state.due.push(task);
  }

  #reject(context: Context, agent: number, task: number, call: number, reason: Reject['reason']): void {
    this.#answered(context, task, call, agent, reason);
    context.send(actorOfAgent(agent), { type: this.#words.reject, task, call, reason } satisfies Reject);
  }

  #answered(context: Context, task: number, call: number, agent: number, as: AnsweredFact['as']): void {
    context.record({ type: this.#words.answered, by: context.self, task, call, agent, as } satisfies AnsweredFact);
  }
}

/** Why a call came to nobody, of which no offer stands. */
export function noOffer({ bids, refused, invited }: Call): string {
  if (bids.length > 0) return 'what was offered stands no more';
  return refused === invited.length ? 'everybody refused' : 'no proposal came in time';
}
