/**
 * What an agent is in delegation: a worker for what it is told to do, and, where others report to it, a manager for what
 * it is told to see to. A manager gives each goal to the least loaded of its reports that can do it or whose branch can,
 * passes the report up, and gives back with a reason what nobody below it can do (PROTOCOLS section 3).
 */
import {
  holderOf,
  lastLease,
  Assigner,
  workerRole,
  type AgentHost,
  type Cancel,
  beat,
  emptyBeat,
  heed,
  reborn,
  shortestOf,
  startBeat,
  wholeSign,
  type Ask,
  type Ledger,
  type Role,
  type Work,
  noOffer,
  Tender,
  tenderRule,
  tiedIn,
  bidderRole,
} from '../../agents/index.ts';
import { priority, type Context, type Message } from '../../kernel/index.ts';
import { agentOfActor, coordinatorActor, needOf, type AttemptEnd, type Plan } from '../../plan/index.ts';
import { tellAdopted } from './tree/adoption.ts';
import { cameBack, leftOf, overBudget } from './budget.ts';
import { answerFor, conclude } from './composites.ts';
import { handOn, type Hop } from './tree/hop.ts';
import { room, words, type Delegate, type Escalate, type EscalatedFact, type Report } from './messages.ts';
import { insideTender } from './settings.ts';
import { forWorker, type DelegateSettings, type DelegateSlice, type Goal, type ManagerWord } from './state.ts';
import { deadlineOf, treeOf, TRIES_MAX, type Asked, type Tree } from './tree/tree.ts';

/** The role of every agent in delegation. */
export function delegateRole(plan: Plan, settings: DelegateSettings): Role<DelegateSlice> {
  return new Delegator(plan, settings);
}

class Delegator implements Role<DelegateSlice> {
  readonly room = room;
  readonly #plan: Plan;
  readonly #tree: Tree;
  readonly #assigner: Assigner;
  readonly #worker: Role;
  /** Which agents hold tenders among their reports. */
  readonly #holdsNet: readonly boolean[];
  /** Where any of them does. */
  readonly #tender: Tender | null;

  constructor(plan: Plan, { lease, inside }: DelegateSettings) {
    this.#tree = treeOf(plan);
    this.#holdsNet = plan.agents.map(
      (each, agent) => this.#tree.isManager(agent) && (each.inside ?? inside) === tenderRule,
    );
    const nets = this.#holdsNet.includes(true);
    this.#tender = nets ? new Tender(plan, words, insideTender) : null;
    this.#worker = nets
      ? bidderRole(plan, { words, giver: coordinatorActor, settings: insideTender, room })
      : workerRole(room, coordinatorActor, words);
    this.#plan = plan;
    this.#assigner = new Assigner(room, plan, { acknowledge: false, lease }, words);
  }

  init(agent: number): DelegateSlice {
    return {
      worker: this.#worker.init(agent),
      ...(this.#tree.isManager(agent) ? { ledger: this.#assigner.init() } : {}),
      ...(this.#holdsNet[agent] === true ? { tender: this.#tender!.init(), deciding: false } : {}),
      goals: {},
      seen: {},
      entrusted: {},
      beat: emptyBeat(),
    };
  }

  receive(slice: DelegateSlice, message: Message, context: Context, host: AgentHost): void {
    const own = message as ManagerWord;
    switch (own.type) {
      case 'delegation.delegate':
        this.#take(slice, own, context);
        return;
      case 'delegation.escalate':
        this.#givenBack(slice, own, context);
        return;
      case 'delegation.entrust':
        slice.entrusted[own.task] = context.from;
        return;
      case 'delegation.open':
        answerFor(this.#tree, slice, own.task, context);
        return;
      case 'delegation.close':
        conclude(slice, own.task, context);
        return;
      case 'delegation.concluded':
        if (slice.ledger !== undefined) this.#assigner.heard(slice.ledger, context);
        return;
      case 'delegation.manage-beat':
        beat(slice.beat, own, { held: goalsOf(slice), type: words.heartbeat, goals: true }, context);
        return;
      case 'delegation.decide':
        this.#decide(slice, context);
        return;
      default:
        this.#converse(slice, message, context, host);
    }
  }

  ended(slice: DelegateSlice, work: Work, end: AttemptEnd, context: Context, host: AgentHost): void {
    this.#worker.ended(slice.worker, work, end, context, host);
  }

  /** What it was to see to is forgotten, and comes again by the leases above it; what it has given away, it has written down. */
  recovered(slice: DelegateSlice, context: Context, host: AgentHost): void {
    if (slice.ledger !== undefined) slice.ledger = this.#ledger(slice, slice.ledger.leases);
    // The numbers of its calls go on: an offer to one before must never be taken for an answer to a later one.
    if (slice.tender !== undefined) slice.tender = { ...slice.tender, calls: {}, due: [] };
    if (slice.deciding !== undefined) slice.deciding = false;
    slice.goals = {};
    slice.entrusted = {};
    reborn(slice.beat);
    delete slice.fostering;
    this.#worker.recovered(slice.worker, context, host);
  }

  alerted(slice: DelegateSlice, intervals: number, context: Context, host: AgentHost): void {
    heed(slice.beat, { intervals });
    if (slice.ledger !== undefined) this.#assigner.alerted(slice.ledger, intervals, context);
    startBeat(beatOfGoals, slice.beat, shortestOf(goalsOf(slice)), context);
    this.#worker.alerted?.(slice.worker, intervals, context, host);
  }

  /** Empty books, but for the leases that were ever given out, and with what it knows of the world. */
  #ledger({ beat: { leased, intervals }, ledger }: DelegateSlice, leases?: Ledger['leases']): Ledger {
    const empty = this.#assigner.init();
    return {
      ...empty,
      leased: empty.leased || leased,
      intervals: Math.max(empty.intervals, intervals),
      lossy: empty.lossy || ledger?.lossy === true,
      leases: leases ?? empty.leases,
    };
  }

  /** The words of an assignment: of one to itself, or of one that it has made. */
  #converse(slice: DelegateSlice, message: Message, context: Context, host: AgentHost): void {
    if (message.type === words.ask && (message as Ask).goals) {
      const about = { to: context.from, type: words.heartbeat, goals: true };
      context.send(context.from, wholeSign(slice.beat, goalsOf(slice), about));
      return;
    }
    if (message.type === words.cancel) {
      const { task, lease } = message as Cancel;
      const goal = slice.goals[task];
      if (goal?.told.lease === lease) {
        const call = slice.tender?.calls[task];
        goal.cancelling = true;
        if (call !== undefined) {
          this.#tender!.close(slice.tender!, context, call, { reason: 'cancelled', spared: [] });
          this.#report(slice, goal, { end: { kind: 'cancelled', forced: false } }, context);
        } else this.#assigner.cancel(slice.ledger!, context, task);
        return;
      }
    }
    if (forWorker.has(message.type)) {
      this.#worker.receive(slice.worker, message, context, host);
      return;
    }
    if (slice.ledger === undefined) return;
    if (slice.tender !== undefined && this.#tender!.receive(slice.tender, message, context)) {
      this.#assigner.heard(slice.ledger, context);
      this.#decideSoon(slice, context);
      return;
    }
    const event = this.#assigner.receive(slice.ledger, message, context);
    if (event.kind !== 'ended' && event.kind !== 'lost') return;
    const goal = slice.goals[event.task];
    if (goal === undefined) return;
    if (event.kind === 'ended') {
      cameBack(goal, (message as Report).spent);
      this.#report(slice, goal, { end: event.end, by: event.agent }, context);
    } else {
      goal.excluded.push(event.agent);
      goal.lost = true;
      if (goal.cancelling) this.#report(slice, goal, { end: { kind: 'cancelled', forced: false } }, context);
      else this.#seeTo(slice, goal, context);
    }
  }

  #take(slice: DelegateSlice, told: Delegate, context: Context): void {
    const { task, lease, heartbeatMs } = told;
    if (lease <= (slice.seen[task] ?? 0)) return;
    // Whoever stands in for a silent manager may never have had anybody below itself.
    if (told.under !== undefined) slice.ledger ??= this.#ledger(slice);
    if (slice.ledger === undefined) return;
    slice.seen[task] = lease;
    const open = slice.tender?.calls[task];
    if (open !== undefined) this.#tender!.close(slice.tender!, context, open, { reason: 'cancelled', spared: [] });
    if (slice.goals[task] !== undefined) this.#assigner.release(slice.ledger, task, context);
    const goal: Goal = {
      from: context.from,
      told,
      tries: 0,
      excluded: [],
      called: false,
      lost: false,
      cancelling: false,
    };
    slice.goals[task] = goal;
    heed(slice.beat, told);
    startBeat(beatOfGoals, slice.beat, heartbeatMs, context);
    this.#seeTo(slice, goal, context);
  }

  /** The first of its means that works: a report that can, a branch that can, or giving it back. */
  #seeTo(slice: DelegateSlice, goal: Goal, context: Context): void {
    const { task, level, under } = goal.told;
    const ledger = slice.ledger!;
    const self = agentOfActor(context.self);
    const members = under === undefined ? this.#tree.circleOf(self, ledger) : this.#tree.among(under, ledger);
    if (under === undefined) tellAdopted(slice, self, members, context);
    const { fostering } = slice;
    const asked: Asked = { ledger, excluded: goal.excluded, level, budget: leftOf(goal), fostering };
    const pick = goal.tries >= TRIES_MAX ? null : this.#tree.pick(members, task, asked, context);
    if (pick === null) {
      const dear = this.#tree.tooDear(members, task, asked);
      const hope = this.#tree.silentHope(under ?? self, needOf(this.#plan, task), ledger);
      this.#escalate(slice, goal, { dear, silent: hope || (!dear && goal.excluded.length > 0) }, context);
      return;
    }
    const bidders = slice.tender === undefined || pick.as === 'manager' ? [] : this.#tree.workers(members, task, asked);
    if (bidders.length > 1 && !goal.called) {
      goal.called = true;
      this.#tender!.open(slice.tender!, context, { task, round: 1, invited: bidders, arrivals: goal.told.arrivals });
    } else
      this.#hand(
        slice,
        goal,
        under === undefined || pick.as === 'manager' ? pick : { ...pick, rule: 'stand-in' },
        context,
      );
  }

  #hand(slice: DelegateSlice, goal: Goal, pick: Hop['pick'], context: Context): void {
    const { task, lease, level, path, attempt, arrivals, results } = goal.told;
    const ledger = slice.ledger!;
    const self = agentOfActor(context.self);
    goal.tries += 1;
    if (results !== undefined) (ledger.results ??= {})[task] = results;
    const deadlineMs = deadlineOf(this.#plan, task, goal.told.deadlineMs);
    const step = this.#tree.step(level);
    const anew = goal.lost || pick.rule === 'adopted';
    const lineage = anew ? Math.max(lastLease(ledger, task), lease) + step : goal.told.lineage;
    const giver = { by: self, ledger, assigner: this.#assigner, fostering: slice.fostering };
    const amount = handOn(
      this.#plan,
      giver,
      {
        task,
        attempt,
        pick,
        under: { lease, step },
        lineage: { lineage, level: level + 1, path: [...path, self], deadlineMs },
        arrivals,
        quiet: false,
        budget: leftOf(goal),
      },
      context,
    );
    if (goal.told.budget === undefined) return;
    goal.spent = (goal.spent ?? 0) + amount;
    goal.lent = amount;
  }

  #decideSoon(slice: DelegateSlice, context: Context): void {
    if (slice.deciding === true || slice.tender!.due.length === 0) return;
    slice.deciding = true;
    context.after(0, { type: 'delegation.decide' }, priority.decision);
  }

  /** Awards what its tenders have come to; where nobody offered, it goes to the least loaded after all. */
  #decide(slice: DelegateSlice, context: Context): void {
    const tender = this.#tender!;
    const state = slice.tender!;
    const lease = slice.ledger?.leases ?? {};
    slice.deciding = false;
    for (let due = tender.takeDue(state, context, lease); due !== null; due = tender.takeDue(state, context, lease)) {
      const { call, order } = due;
      const goal = slice.goals[call.task];
      const winner = goal === undefined ? undefined : order[0];
      tender.decided(context, call, order, winner === undefined ? noOffer(call) : 'lowest bid');
      if (winner !== undefined) tender.accepted(context, call, winner.agent);
      tender.close(state, context, call, { reason: 'outbid', spared: winner === undefined ? [] : [winner.agent] });
      if (goal === undefined) continue;
      if (winner === undefined) this.#seeTo(slice, goal, context);
      else {
        const compared = order.map(({ agent, score }) => ({ agent, value: score }));
        const how = { as: 'worker', rule: tenderRule, under: [], tied: tiedIn(this.#plan, order) } as const;
        const won = { agent: winner.agent, compared, call: call.call, ...how };
        this.#hand(slice, goal, won, context);
      }
    }
  }

  #givenBack(slice: DelegateSlice, { task, lease, spent }: Escalate, context: Context): void {
    const agent = agentOfActor(context.from);
    const goal = slice.goals[task];
    const { ledger } = slice;
    if (ledger === undefined || goal === undefined) return;
    this.#assigner.heard(ledger, context);
    if (holderOf(ledger, task) !== agent || lastLease(ledger, task) !== lease) return;
    this.#assigner.release(ledger, task, context);
    cameBack(goal, spent);
    goal.excluded.push(agent);
    if (goal.cancelling) this.#report(slice, goal, { end: { kind: 'cancelled', forced: false } }, context);
    else this.#seeTo(slice, goal, context);
  }

  #escalate(
    slice: DelegateSlice,
    { told, from, spent }: Goal,
    { dear, silent }: { readonly dear: boolean; readonly silent: boolean },
    context: Context,
  ): void {
    const { task, lease, quiet, budget } = told;
    const reason = dear ? overBudget : silent ? 'whoever could do it is silent' : 'nobody in its branch can do it';
    delete slice.goals[task];
    const cost = budget === undefined ? {} : { spent: spent ?? 0 };
    context.record({
      type: 'delegation.escalated',
      task,
      by: agentOfActor(context.self),
      to: from === coordinatorActor ? -1 : agentOfActor(from),
      lease,
      reason,
      ...cost,
    } satisfies EscalatedFact);
    const back: Escalate = { type: 'delegation.escalate', task, lease, reason, silent, ...cost };
    this.#say(context, from, quiet, back);
  }

  #report(
    slice: DelegateSlice,
    { told, from, spent }: Goal,
    { end, by }: { readonly end: AttemptEnd; readonly by?: number },
    context: Context,
  ): void {
    const { task, attempt, lease, quiet, budget } = told;
    delete slice.goals[task];
    // Laid out alike each time, which spreading would not give.
    const result: { -readonly [Key in keyof Report]: Report[Key] } = { type: words.result, task, attempt, lease, end };
    if (by !== undefined) result.by = by;
    if (budget !== undefined) result.spent = spent ?? 0;
    this.#say(context, from, quiet, result);
  }

  #say(context: Context, to: number, quiet: boolean, message: Message): void {
    if (quiet) context.signal(to, message);
    else context.send(to, message);
  }
}

const beatOfGoals = 'delegation.manage-beat';

/** What it has to see to, and for whom. */
function goalsOf({ goals }: DelegateSlice): { giver: number; task: number; lease: number; heartbeatMs: number }[] {
  return Object.values(goals).map(({ from, told: { task, lease, heartbeatMs } }) => ({
    giver: from,
    task,
    lease,
    heartbeatMs,
  }));
}
