/**
 * The giver's end of an assignment: it hands over, hears, takes back what ran out, and suspects whoever falls silent.
 * Leases are fencing tokens: whatever comes in under an old one changes nothing. What is held stands in `books.ts`.
 */
import { exactTime } from '../../document/index.ts';
import { messageType, priority, type Context, type Message } from '../../kernel/index.ts';
import type { Ask, Heartbeat } from './beat.ts';
import {
  accountOf,
  confirm,
  doubt,
  doubtAll,
  drop,
  emptyLedger,
  expiresMs,
  heldBy,
  heldHolding,
  hold,
  holdingOf,
  holdings,
  holderOf,
  isSuspect,
  lastLease,
  leftMs,
  openAccount,
  signsOf,
  untilHeard,
  type Holding,
  type Account,
  type Ledger,
} from './books.ts';
import { heartbeatOf, pauseOf, type LeaseTerms } from './lease.ts';
import {
  actorOfAgent,
  agentOfActor,
  atOnceOf,
  durationOn,
  waitingKey,
  type Arrival,
  type AttemptEnd,
  type Weighed,
  type Plan,
  type TaskFact,
  withListed,
} from '../../plan/index.ts';
import {
  assignmentWords,
  type Acknowledge,
  type Assign,
  type AssignmentWords,
  type AttemptResult,
  type Cancel,
} from '../assignment.ts';

export interface LedgerSettings {
  /** Whether an agent says at once that it has what it was given. */
  readonly acknowledge: boolean;
  /** How long the giver waits for a sign of life before it gives the work to another, and from when on. */
  readonly lease: LeaseTerms;
}

/** When all that a task needs is at an agent, ms; -1 asks for an agent that has none of it. */
export function availableAt(arrivals: readonly Arrival[] | undefined, agent: number, now: number): number {
  let available = now;
  if (arrivals !== undefined)
    for (const arrival of arrivals) if (arrival.agent !== agent) available = Math.max(available, arrival.atMs);
  return available;
}

/** What is handed over: the fact names the rule by which the agent was chosen and what was compared. */
export interface Handing extends Weighed {
  readonly task: number;
  readonly attempt: number;
  readonly agent: number;
  readonly availableMs: number;
  /** When it could begin at an agent that has nothing of what it needs, where work may move on; `availableMs` otherwise. */
  readonly elsewhereMs?: number;
  readonly rule: string;
  /** The call for proposals that it answers, if there was one. */
  readonly call?: number | undefined;
  /** Where the giver has it under a lease itself: its leases go on from there in steps of this size. */
  readonly under?: { readonly lease: number; readonly step: number };
  /** Not to be done but to be seen to: in which words, and whether without a message, within one place. */
  readonly delegated?: { readonly say: (assign: Assign) => Assign; readonly quiet: boolean } | undefined;
}

/** What is told of it. Written out twice: a spread copy takes as long as all the rest of handing over. */
function assignedFact(given: Handing, lease: number): TaskFact {
  const { task, attempt, agent, rule } = given;
  return withListed({ type: 'task.assigned' as const, task, attempt, agent, lease, rule }, given, agent);
}

interface LeaseTimer extends Message {
  readonly task: number;
  readonly lease: number;
}
interface TrialTimer extends Message {
  readonly agent: number;
}

/** What a message meant for the room. */
export type LedgerEvent =
  | {
      readonly kind: 'ended';
      readonly task: number;
      readonly attempt: number;
      readonly agent: number;
      readonly end: AttemptEnd;
    }
  /** The lease ran out: the attempt wants another agent. */
  | { readonly kind: 'lost'; readonly task: number; readonly attempt: number; readonly agent: number }
  /** An agent can be given work again. */
  | { readonly kind: 'back'; readonly agent: number }
  | { readonly kind: 'nothing' };

const nothing: LedgerEvent = { kind: 'nothing' };

export class Assigner {
  readonly #plan: Plan;
  readonly #slots: readonly number[];
  readonly #atOnce: readonly number[];
  readonly #settings: LedgerSettings;
  readonly #words: AssignmentWords;
  readonly #leaseTimer: string;
  readonly #trialTimer: string;

  constructor(room: string, plan: Plan, settings: LedgerSettings, words = assignmentWords(room)) {
    this.#plan = plan;
    this.#slots = plan.agents.map((agent) => agent.slots);
    this.#atOnce = plan.agents.map(atOnceOf);
    this.#settings = settings;
    this.#words = words;
    this.#leaseTimer = messageType(`${room}.lease`);
    this.#trialTimer = messageType(`${room}.trial`);
  }

  init(): Ledger {
    return emptyLedger(this.#plan, this.#settings.lease);
  }

  /** Slots that are free as far as the giver knows; 0 for an agent under suspicion. */
  freeSlots(ledger: Ledger, agent: number): number {
    return isSuspect(ledger, agent) ? 0 : this.#slots[agent]! - heldBy(ledger, agent);
  }

  /** What is left of all that an agent holds, ms: expected durations less the time that the first of them had a slot, over its slots. */
  backlogMs(ledger: Ledger, agent: number, now: number): number {
    return this.backlogOf(accountOf(ledger, agent), agent, now);
  }

  /** The same of an account that is open. */
  backlogOf(account: Readonly<Account>, agent: number, now: number): number {
    return leftMs(account, now) / this.#atOnce[agent]!;
  }

  /** Hands an attempt over. */
  assign(ledger: Ledger, context: Context, given: Handing): void {
    const { task, attempt, agent, availableMs, under, delegated } = given;
    const lease = Math.max(lastLease(ledger, task), under?.lease ?? 0) + (under?.step ?? 1);
    const { acknowledge } = this.#settings;
    ledger.leases[task] = lease;
    const holding = this.#hold(ledger, agent, task, context.now);
    const expectedMs = Math.max(holding.lengthMs, openAccount(ledger, agent).loadMs / this.#atOnce[agent]!);
    holding.attempt = attempt;
    holding.goal = delegated !== undefined;
    holding.everyMs = heartbeatOf(this.#settings.lease, expectedMs);
    if (delegated === undefined) context.record(assignedFact(given, lease));
    const assign: { -readonly [Key in keyof Assign]: Assign[Key] } = {
      type: this.#words.assign,
      task,
      attempt,
      lease,
      availableMs,
      elsewhereMs: given.elsewhereMs ?? availableMs,
      key: waitingKey(this.#plan, task, context.now),
      acknowledge,
      heartbeatMs: holding.everyMs,
      intervals: ledger.leased ? ledger.intervals : 0,
    };
    if (given.call !== undefined) assign.call = given.call;
    const results = ledger.results?.[task];
    if (results !== undefined) assign.results = results;
    const message = delegated === undefined ? assign : delegated.say(assign);
    if (delegated?.quiet === true) context.signal(actorOfAgent(agent), message);
    else context.send(actorOfAgent(agent), message);
    if (ledger.leased) this.#beginLease(ledger, holding, context);
  }

  /** From here on something may be lost that nobody foresaw: what is held is held under leases that begin now, and long enough. */
  alerted(ledger: Ledger, intervals: number, context: Context): void {
    ledger.lossy = true;
    ledger.intervals = Math.max(ledger.intervals, intervals);
    if (this.#settings.lease.ms === 0) return;
    const first = !ledger.leased;
    ledger.leased = true;
    for (const holding of holdings(ledger)) {
      if (first) this.#beginLease(ledger, holding, context);
      else holding.lastsMs = this.#lasting(ledger, holding);
    }
  }

  /** Back from a crash: what is held is on stable storage, its timers are not. Nobody was heard meanwhile, so leases begin anew. */
  recovered(ledger: Ledger, context: Context): void {
    if (ledger.leased) for (const holding of holdings(ledger)) this.#beginLease(ledger, holding, context);
    for (const key in ledger.accounts) {
      const until = ledger.accounts[key]!.suspectUntilMs;
      const trial: TrialTimer = { type: this.#trialTimer, agent: Number(key) };
      if (until !== 0 && until !== untilHeard) context.after(Math.max(0, until - context.now), trial);
    }
  }

  #lasting({ intervals }: Ledger, { everyMs }: Holding): number {
    return Math.max(this.#settings.lease.ms, intervals * everyMs);
  }

  #beginLease(ledger: Ledger, holding: Holding, context: Context): void {
    const { task } = holding;
    const lasts = this.#lasting(ledger, holding);
    const timer: LeaseTimer = { type: this.#leaseTimer, task, lease: ledger.leases[task]! };
    holding.lastsMs = lasts;
    holding.expiresMs = context.now + lasts;
    holding.timer = context.after(lasts, timer, priority.limit);
  }

  /** Asks the holder to stop; false when nobody holds the task. */
  cancel(ledger: Ledger, context: Context, task: number): boolean {
    const agent = holderOf(ledger, task);
    if (agent === -1) return false;
    const cancel: Cancel = { type: this.#words.cancel, task, lease: ledger.leases[task]! };
    context.send(actorOfAgent(agent), cancel);
    return true;
  }

  /** Takes a task out of an agent's hands on the giver's side; what still comes in under its lease is stale. */
  release(ledger: Ledger, task: number, context: Context): void {
    const holding = holdingOf(ledger, task);
    if (holding === null) return;
    if (holding.timer !== 0) context.cancel(holding.timer);
    drop(ledger, task, context.now);
  }

  /** Moves a held task to another agent under the same lease: the holder gave it away itself (work stealing). */
  move(ledger: Ledger, context: Context, task: number, to: number): void {
    const { attempt, lastsMs, everyMs, goal, timer } = drop(ledger, task, context.now);
    const expires = context.now + lastsMs;
    Object.assign(this.#hold(ledger, to, task, context.now), {
      attempt,
      lastsMs,
      everyMs,
      goal,
      timer,
      expiresMs: expires,
    });
  }

  receive(ledger: Ledger, message: Message, context: Context): LedgerEvent {
    const words = this.#words;
    switch (message.type) {
      case words.result:
      case words.failure:
        return this.#result(ledger, message as AttemptResult, context);
      case words.acknowledge:
        this.#renew(ledger, message as Acknowledge, context);
        return this.#trust(ledger, agentOfActor(context.from), true);
      case words.heartbeat:
        this.#heartbeat(ledger, message as Heartbeat, context);
        return this.#trust(ledger, agentOfActor(context.from), true);
      case this.#leaseTimer:
        return this.#expire(ledger, message as LeaseTimer, context);
      case this.#trialTimer:
        return this.#tryAgain(ledger, (message as TrialTimer).agent, context.now);
      case words.hello:
        return this.#trust(ledger, agentOfActor(context.from), true);
      default:
        return nothing;
    }
  }

  /** The end of a pause; that of an earlier suspicion says nothing about the present one. */
  #tryAgain(ledger: Ledger, agent: number, now: number): LedgerEvent {
    return now < openAccount(ledger, agent).suspectUntilMs ? nothing : this.#trust(ledger, agent, false);
  }

  /** A sign of life in a word that is not of this conversation. */
  heard(ledger: Ledger, context: Context): LedgerEvent {
    return this.#trust(ledger, agentOfActor(context.from), true);
  }

  #hold(ledger: Ledger, agent: number, task: number, now: number): Holding {
    return hold(
      ledger,
      { agent, task, lengthMs: durationOn(this.#plan, task, agent), slots: this.#atOnce[agent]! },
      now,
    );
  }

  #current(ledger: Ledger, task: number, lease: number, agent: number): boolean {
    return ledger.leases[task] === lease && holderOf(ledger, task) === agent;
  }

  #result(ledger: Ledger, message: AttemptResult, context: Context): LedgerEvent {
    const { task, lease, attempt, end, by } = message;
    const agent = agentOfActor(context.from);
    if (!this.#current(ledger, task, lease, agent)) {
      context.record({ type: 'task.fenced', task, agent, lease } satisfies TaskFact);
      return this.#trust(ledger, agent, true);
    }
    this.release(ledger, task, context);
    this.#trust(ledger, agent, true);
    return { kind: 'ended', task, attempt, agent: by ?? agent, end };
  }

  #renew(ledger: Ledger, { task, lease }: Acknowledge, context: Context): void {
    if (!this.#current(ledger, task, lease, agentOfActor(context.from))) return;
    const holding = heldHolding(ledger, task);
    holding.expiresMs = context.now + holding.lastsMs;
  }

  /** A sign of life renews all that the agent has said it holds; where a change is missing, or the sum is another, it is asked for all. */
  #heartbeat(ledger: Ledger, sign: Heartbeat, context: Context): void {
    const agent = agentOfActor(context.from);
    const { life, upTo, whole, news, goals } = sign;
    const signs = signsOf(openAccount(ledger, agent), goals);
    if (life < signs.life) return;
    const known = life > signs.life ? 0 : signs.upTo;
    const first = whole ? 1 : upTo - news.length / 2 + 1;
    if (whole && upTo < known) return;
    if (whole || life > signs.life || first > known + 1) doubtAll(ledger, agent, goals);
    signs.life = life;
    signs.heardMs = context.now;
    for (let at = 0; at < news.length; at += 2)
      if (whole || first + at / 2 > known) this.#change(ledger, news[at]!, news[at + 1]!, { agent, whole }, context);
    signs.upTo = Math.max(known, upTo);
    if (!whole && upTo >= known && sign.held !== signs.sure)
      context.send(context.from, { type: this.#words.ask, goals } satisfies Ask);
  }

  #change(
    ledger: Ledger,
    task: number,
    lease: number,
    { agent, whole }: { readonly agent: number; readonly whole: boolean },
    context: Context,
  ): void {
    if (lease < 0) {
      if (this.#current(ledger, task, -lease, agent)) doubt(ledger, task);
    } else if (this.#current(ledger, task, lease, agent)) confirm(ledger, task);
    else if (whole) context.send(context.from, { type: this.#words.cancel, task, lease } satisfies Cancel);
  }

  /** A lease that was renewed since is looked at again when it would run out; one that was not is taken back. */
  #expire(ledger: Ledger, message: LeaseTimer, context: Context): LedgerEvent {
    const { task, lease } = message;
    const holding = holdingOf(ledger, task);
    if (holding === null || ledger.leases[task] !== lease) return nothing;
    const left = expiresMs(ledger, task) - context.now;
    if (left > 0) {
      holding.timer = context.after(left, message, priority.limit);
      return nothing;
    }
    const { attempt, holder: agent, lastsMs } = holding;
    holding.timer = 0;
    this.release(ledger, task, context);
    context.record({
      type: 'task.withdrawn',
      task,
      attempt,
      agent,
      lease,
      reason: `no heartbeat for ${exactTime(lastsMs)}`,
    } satisfies TaskFact);
    // Should it live and hold it all the same: it is another's now.
    context.send(actorOfAgent(agent), { type: this.#words.cancel, task, lease } satisfies Cancel);
    this.#suspect(ledger, agent, context);
    return { kind: 'lost', task, attempt, agent };
  }

  /**
   * An agent that fell silent is passed over for as long as its lease, twice as long each time in a row, then tried
   * again; after too long a silence it is given up until it says something itself.
   */
  #suspect(ledger: Ledger, agent: number, context: Context): void {
    const account = openAccount(ledger, agent);
    if (account.suspectUntilMs !== 0) return;
    if (account.silences === 0) account.silentMs = context.now;
    account.silences += 1;
    const pause = pauseOf(this.#settings.lease.ms, account.silences, context.now - account.silentMs);
    account.suspectUntilMs = pause === Infinity ? untilHeard : context.now + pause;
    if (pause !== Infinity) context.after(pause, { type: this.#trialTimer, agent } satisfies TrialTimer);
  }

  #trust(ledger: Ledger, agent: number, heard: boolean): LedgerEvent {
    const account = ledger.accounts[agent];
    if (account === undefined) return nothing;
    if (heard) account.silences = 0;
    if (account.suspectUntilMs === 0) return nothing;
    account.suspectUntilMs = 0;
    return { kind: 'back', agent };
  }
}
