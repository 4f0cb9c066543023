/**
 * The bidder's end of a tender: what it offers, what it has promised, and how it takes up or drops a contract. A
 * promise holds capacity until it is answered or runs out, so that whatever number of calls runs at once, promises and
 * contracts together never exceed what the agent can hold. It never bids for what it cannot do.
 */
import type { Context, Message } from '../../kernel/index.ts';
import { agentAt, durationOn, needOf, type AttemptEnd, type Plan, atOnceOf } from '../../plan/index.ts';
import { workerRole, type Assign } from '../assignment.ts';
import type { BeatSlice } from '../ledger/beat.ts';
import { availableAt } from '../ledger/ledger.ts';
import { proficiencies } from '../candidates.ts';
import type { AgentHost, Role, Work } from '../role.ts';
import { priceOf } from './bids.ts';
import { validMsOf, type TenderSettings } from './settings.ts';
import type {
  CallForProposals,
  Decommit,
  NotUnderstood,
  Propose,
  Refuse,
  Reject,
  ReleasedFact,
  ReservedFact,
  TenderWords,
} from './words.ts';

/** Capacity promised to a call. */
interface Promised {
  readonly giver: number;
  readonly task: number;
  readonly call: number;
  readonly timer: number;
  /** Contract that would be dropped for it: its task and lease; null for none. */
  readonly instead: { readonly task: number; readonly lease: number } | null;
}

export interface BidderSlice {
  worker: BeatSlice;
  promised: Promised[];
}

interface Expired extends Message {
  readonly giver: number;
  readonly task: number;
  readonly call: number;
}

/** The role of a bidder in tenders of a room; `giver` is told when it comes back from a crash. */
export function bidderRole(
  plan: Plan,
  { words, giver, settings, room }: { words: TenderWords; giver: number; settings: TenderSettings; room: string },
): Role<BidderSlice> {
  return new Bidder(plan, words, giver, settings, room);
}

class Bidder implements Role<BidderSlice> {
  readonly room: string;
  readonly #plan: Plan;
  readonly #words: TenderWords;
  readonly #settings: TenderSettings;
  readonly #worker: Role<BeatSlice>;
  readonly #proficiencyIn: (need: number, agent: number) => number;
  readonly #validMs: number;

  constructor(plan: Plan, words: TenderWords, giver: number, settings: TenderSettings, room: string) {
    this.room = room;
    this.#plan = plan;
    this.#words = words;
    this.#settings = settings;
    this.#worker = workerRole(room, giver, words);
    this.#proficiencyIn = proficiencies(plan);
    this.#validMs = validMsOf(settings, plan);
  }

  init(agent: number): BidderSlice {
    return { worker: this.#worker.init(agent), promised: [] };
  }

  receive(slice: BidderSlice, message: Message, context: Context, host: AgentHost): void {
    const words = this.#words;
    switch (message.type) {
      case words.cfp:
        this.#answer(slice, message as CallForProposals, context, host);
        return;
      case words.reject:
        this.#rejected(slice, message as Reject, context, host);
        return;
      case words.expired:
        this.#release(slice, message as Expired, 'expired', context, host);
        return;
      case words.assign:
        this.#accepted(slice, message as Assign, context, host);
        return;
      default:
        this.#worker.receive(slice.worker, message, context, host);
    }
  }

  ended(slice: BidderSlice, work: Work, end: AttemptEnd, context: Context, host: AgentHost): void {
    this.#worker.ended(slice.worker, work, end, context, host);
  }

  offers({ promised }: BidderSlice): number {
    return promised.length;
  }

  recovered(slice: BidderSlice, context: Context, host: AgentHost): void {
    slice.promised = [];
    this.#worker.recovered(slice.worker, context, host);
  }

  alerted(slice: BidderSlice, intervals: number, context: Context, host: AgentHost): void {
    this.#worker.alerted?.(slice.worker, intervals, context, host);
  }

  #rejected(slice: BidderSlice, { task, call }: Reject, context: Context, host: AgentHost): void {
    this.#release(slice, { giver: context.from, task, call }, 'rejected', context, host);
  }

  #answer(slice: BidderSlice, cfp: CallForProposals, context: Context, host: AgentHost): void {
    const { task, call } = cfp;
    const giver = context.from;
    const words = this.#words;
    const planned = this.#plan.tasks[task];
    if (planned === undefined) {
      context.send(giver, { type: words.notUnderstood, task, call } satisfies NotUnderstood);
      return;
    }
    const earlier = promiseFor(slice.promised, giver, task);
    // The same call again; a promise to an earlier one for the same task has lost its meaning.
    if (earlier?.call === call) return;
    if (earlier !== undefined) this.#release(slice, earlier, 'superseded', context, host);
    if (this.#proficiencyIn(planned.need, host.agent) === -1) {
      context.send(giver, { type: words.refuse, task, call, reason: 'unable' } satisfies Refuse);
      return;
    }
    const instead = this.#free(slice, host) > 0 ? null : this.#lesser(slice, task, host);
    if (instead === undefined) {
      context.send(giver, { type: words.refuse, task, call, reason: 'busy' } satisfies Refuse);
      return;
    }
    if (this.#settings.binding === 'reserve') this.#promise(slice, { giver, task, call, instead }, context, host);
    context.send(giver, this.#offer(slice, cfp, context, host));
  }

  #offer(slice: BidderSlice, { task, call, arrivals }: CallForProposals, context: Context, host: AgentHost): Propose {
    const plan = this.#plan;
    const { agent } = host;
    let aheadMs = 0;
    let load = 0;
    for (const each of host.held()) {
      aheadMs += durationOn(plan, each.task, agent);
      load += 1;
    }
    for (const each of slice.promised) {
      if (each.task === task) continue;
      aheadMs += durationOn(plan, each.task, agent);
      load += 1;
    }
    const slots = atOnceOf(agentAt(plan, agent));
    const startMs = load < slots ? context.now : context.now + Math.floor(aheadMs / slots);
    const finishMs = Math.max(startMs, availableAt(arrivals, agent, context.now)) + durationOn(plan, task, agent);
    const confidence = this.#proficiencyIn(needOf(plan, task), agent);
    const price = priceOf(this.#settings.bid, plan, task, agent, { finishMs, load, confidence, now: context.now });
    const terms = { price, finishMs, load, cost: agentAt(plan, agent).cost, confidence };
    return { type: this.#words.propose, task, call, terms, validUntilMs: context.now + this.#validMs };
  }

  /** Room for more: slots and backlog less what is held and what is promised. */
  #free(slice: BidderSlice, host: AgentHost): number {
    const { slots } = agentAt(this.#plan, host.agent);
    let free = host.freeSlots + this.#settings.backlog - host.queued;
    for (const { instead } of slice.promised) if (instead === null) free -= 1;
    return Math.min(free, slots + this.#settings.backlog);
  }

  /** A contract that has not begun, is promised to nobody, and is worth less than the task by more than dropping it costs. */
  #lesser(slice: BidderSlice, task: number, host: AgentHost): { task: number; lease: number } | undefined {
    const { penalty } = this.#settings;
    if (penalty === 0) return undefined;
    const { tasks } = this.#plan;
    const worth = tasks[task]!.priority - penalty;
    const work = host.oldestQueued(
      (each) =>
        each.room === this.room &&
        tasks[each.task]!.priority < worth &&
        !slice.promised.some(({ instead }) => instead?.task === each.task && instead.lease === each.lease),
    );
    return work === null ? undefined : { task: work.task, lease: work.lease };
  }

  #promise(
    slice: BidderSlice,
    { giver, task, call, instead }: Omit<Promised, 'timer'>,
    context: Context,
    host: AgentHost,
  ): void {
    const timer = context.after(this.#validMs, { type: this.#words.expired, giver, task, call } satisfies Expired);
    slice.promised.push({ giver, task, call, timer, instead });
    context.record({
      type: this.#words.reserved,
      by: giver,
      task,
      call,
      agent: host.agent,
      instead: instead?.task ?? -1,
    } satisfies ReservedFact);
  }

  #release(
    slice: BidderSlice,
    { giver, task, call }: { readonly giver: number; readonly task: number; readonly call: number },
    why: ReleasedFact['why'],
    context: Context,
    host: AgentHost,
  ): Promised | null {
    const promised = promiseFor(slice.promised, giver, task);
    if (promised?.call !== call) return null;
    slice.promised.splice(slice.promised.indexOf(promised), 1);
    context.cancel(promised.timer);
    const { agent } = host;
    context.record({ type: this.#words.released, by: giver, task, call, agent, why } satisfies ReleasedFact);
    return promised;
  }

  /** Takes up a contract: in the place of its promise, or where there is room without one; else it is dropped at once. */
  #accepted(slice: BidderSlice, assign: Assign, context: Context, host: AgentHost): void {
    const { task, lease, call = 0 } = assign;
    if (host.holds(task, lease)) {
      this.#worker.receive(slice.worker, assign, context, host);
      return;
    }
    const promised = this.#release(slice, { giver: context.from, task, call }, 'accepted', context, host);
    // Where offers bind nobody, what would be dropped is settled only now.
    const mayDrop = this.#settings.binding === 'confirm' && this.#free(slice, host) <= 0;
    const instead = promised?.instead ?? (mayDrop ? (this.#lesser(slice, task, host) ?? null) : null);
    if (instead !== null) this.#drop(instead, context, host);
    const kept = promised !== null && instead === null;
    if (kept || this.#free(slice, host) > 0) this.#worker.receive(slice.worker, assign, context, host);
    else context.send(context.from, { type: this.#words.decommit, task, lease, penalty: 0 } satisfies Decommit);
  }

  #drop({ task, lease }: { readonly task: number; readonly lease: number }, context: Context, host: AgentHost): void {
    const work = host.giveBack(task, lease);
    if (work === null) return;
    const { penalty } = this.#settings;
    context.send(work.giver, { type: this.#words.decommit, task, lease, penalty } satisfies Decommit);
  }
}

/** What is promised to a giver for a task: at most to one of its calls. */
function promiseFor(promised: readonly Promised[], giver: number, task: number): Promised | undefined {
  for (const each of promised) if (each.task === task && each.giver === giver) return each;
  return undefined;
}
