/**
 * The top of the hierarchy (PROTOCOLS section 3): it stands above whoever reports to nobody, gives each ready task to
 * the branch that answers for its composite or to the least loaded that can, and ends what no branch can do. It never
 * gives anything to an agent outside of the hierarchy below it.
 */
import {
  holderOf,
  isSuspect,
  lastLease,
  Assigner,
  FrontDesk,
  leaseOf,
  type FrontDeskState,
} from '../../agents/index.ts';
import type { Context, Machine, Message } from '../../kernel/index.ts';
import {
  actorOfAgent,
  agentOfActor,
  firstKey,
  needOf,
  parentOf,
  takeReady,
  taskAt,
  unallocated,
  type Arrival,
  type CompositeTold,
  type Plan,
} from '../../plan/index.ts';
import { tellAdopted, type Fostering } from './tree/adoption.ts';
import { overBudget, Purse, type PurseState } from './budget.ts';
import { handOn } from './tree/hop.ts';
import {
  room,
  words,
  type Entrust,
  type EntrustedFact,
  type Escalate,
  type Owner,
  type Report,
  type SettledFact,
  type Told,
} from './messages.ts';
import type { DelegationSettings } from './settings.ts';
import { deadlineOf, top, treeOf, type Asked, type Pick, type Tree } from './tree/tree.ts';

export interface DelegationState extends FrontDeskState {
  /** Who answers for each open composite; the top, where none is named. */
  owners: Record<number, number>;
  /** Composites whose owner has not said yet who is to answer for them, and what has begun in them since. */
  asked: Record<number, number[]>;
  /** Who gave each task back, and why the last did. */
  refused: Record<number, Refusal>;
  /** Tasks that wait until somebody silent may be heard of: the timer, and how often they have waited. */
  parked: Record<number, number>;
  waits: Record<number, number>;
  /** Absent where nothing has a budget. */
  purse?: PurseState;
  /** Whom the top adopted; absent until it had to. */
  fostering?: Fostering;
}

interface Refusal {
  readonly by: readonly number[];
  readonly reason: string;
  readonly silent: boolean;
}

interface Again extends Message {
  readonly type: 'delegation.again';
  readonly task: number;
}
type Own = Again | Escalate | Owner | { readonly type: 'delegation.concluded' };

const none: readonly Arrival[] = [];
/** The first pause where no lease says how long silence may last. */
const pauseMs = 1000;

export function coordinator(plan: Plan, settings: DelegationSettings): Machine<DelegationState> {
  const chief = new Chief(plan, settings);
  return {
    init: () => chief.init(),
    receive(state, message, context) {
      chief.receive(state, message, context);
    },
  };
}

class Chief extends FrontDesk<DelegationState> {
  readonly #tree: Tree;
  readonly #purse: Purse;
  readonly #settings: DelegationSettings;
  readonly #pauseMs: number;

  constructor(plan: Plan, settings: DelegationSettings) {
    const lease = leaseOf(settings.leaseMs, plan);
    super(room, plan, new Assigner(room, plan, { acknowledge: false, lease }, words));
    this.#tree = treeOf(plan);
    this.#purse = new Purse(plan);
    this.#settings = settings;
    this.#pauseMs = lease.ms === 0 ? pauseMs : lease.ms;
  }

  init(): DelegationState {
    const purse = this.#purse.init();
    const empty = this.desk({ owners: {}, asked: {}, refused: {}, parked: {}, waits: {} });
    return purse === undefined ? empty : { ...empty, purse };
  }

  override receive(state: DelegationState, message: Message, context: Context): void {
    const own = message as Own;
    switch (own.type) {
      case 'delegation.again':
        if (state.parked[own.task] === undefined) return;
        delete state.parked[own.task];
        this.wait(state, own.task, context);
        return;
      case 'delegation.escalate':
        this.#givenBack(state, own, context);
        return;
      case 'delegation.owner':
        this.#answered(state, own, context);
        return;
      case 'delegation.concluded':
        this.assigner.heard(state.ledger, context);
        this.decideSoon(state, context);
        return;
      default:
        if (message.type === words.result) this.#paid(state, message as Report, context);
        super.receive(state, message, context);
    }
  }

  protected override recovered(state: DelegationState, context: Context): void {
    for (const key in state.parked) this.#park(state, Number(key), context);
    super.recovered(state, context);
  }

  protected override takeBack(state: DelegationState, task: number, context: Context): boolean {
    delete state.refused[task];
    delete state.waits[task];
    const timer = state.parked[task];
    if (state.purse?.short[task] !== undefined) {
      delete state.purse.short[task];
      return true;
    }
    if (timer === undefined) return super.takeBack(state, task, context);
    context.cancel(timer);
    delete state.parked[task];
    return true;
  }

  protected override ended(state: DelegationState, task: number): void {
    delete state.refused[task];
    delete state.waits[task];
  }

  /** Everything that waits goes out, in order; a queue forms at the workers and not at their managers. */
  protected override giveOut(state: DelegationState, context: Context): void {
    const { plan } = this;
    for (;;) {
      let first = -1;
      for (let need = 0; need < plan.needs.length; need += 1)
        if (firstKey(state.pool, need) < (first === -1 ? Infinity : firstKey(state.pool, first))) first = need;
      if (first === -1) return;
      this.#give(state, takeReady(state.pool, first), context);
    }
  }

  #give(state: DelegationState, task: number, context: Context): void {
    const { ledger, purse } = state;
    const refused = state.refused[task]?.by ?? [];
    const owner = this.#ownerOf(state, task);
    this.#purse.comeBack(purse, task);
    const budget = this.#purse.shareOf(purse, task);
    if (owner !== top && !refused.includes(owner)) {
      const pick: Pick = { agent: owner, as: 'manager', rule: 'least-loaded', compared: [], under: [] };
      this.#hand(state, task, { pick, quiet: true, budget }, context);
      return;
    }
    const members = this.#tree.circleOf(top, ledger);
    tellAdopted(state, top, members, context);
    const asked: Asked = { ledger, excluded: refused, level: 0, budget, fostering: state.fostering };
    const pick = this.#tree.pick(members, task, asked, context);
    if (pick !== null) this.#hand(state, task, { pick, quiet: false, budget }, context);
    else if (this.#tree.tooDear(members, task, asked) || state.refused[task]?.reason === overBudget)
      this.#tooDear(state, task, budget, context);
    else this.#noBody(state, task, context);
  }

  #hand(
    state: DelegationState,
    task: number,
    { pick, quiet, budget }: { readonly pick: Pick; readonly quiet: boolean; readonly budget: number },
    context: Context,
  ): void {
    const step = this.#tree.step(0);
    const deadlineMs = deadlineOf(this.plan, task, 0);
    const giver = { by: top, ledger: state.ledger, assigner: this.assigner, fostering: state.fostering };
    const amount = handOn(
      this.plan,
      giver,
      {
        task,
        attempt: state.attempt[task]!,
        pick,
        under: { lease: 0, step },
        lineage: { lineage: lastLease(state.ledger, task) + step, level: 1, path: [], deadlineMs },
        arrivals: state.arrivals[task] ?? none,
        quiet,
        budget,
      },
      context,
    );
    this.#purse.hold(state.purse, task, amount);
  }

  /** What is left does not pay for it now: it waits while something may come back, and is given up when nothing can. */
  #tooDear(state: DelegationState, task: number, budget: number, context: Context): void {
    const silent = state.refused[task]?.silent === true;
    if (this.#purse.mayHope(state.purse, task)) {
      delete state.refused[task];
      state.purse!.short[task] = budget;
    } else this.#notPaid(state, task, silent, context);
  }

  #notPaid(state: DelegationState, task: number, silent: boolean, context: Context): void {
    state.refused[task] = { by: [], reason: overBudget, silent };
    this.#noBody(state, task, context);
  }

  /** Accounts for what went down with a task, and tries again those for which there was not enough. */
  #account(state: DelegationState, task: number, spent: number | undefined, context: Context): void {
    const paid = this.#purse.settle(state.purse, task, spent);
    if (paid === null) return;
    context.record({ type: 'delegation.settled', task, spent: paid } satisfies SettledFact);
    const { richer, hopeless } = this.#purse.afterSettling(state.purse!);
    for (const each of richer) this.wait(state, each, context);
    for (const each of hopeless) this.#notPaid(state, each, false, context);
  }

  /** A result under the present lease says what it cost, and whether another attempt may follow. */
  #paid(state: DelegationState, { task, lease, end, attempt, spent }: Report, context: Context): void {
    const { ledger, purse } = state;
    if (purse === undefined || lastLease(ledger, task) !== lease) return;
    if (holderOf(ledger, task) !== agentOfActor(context.from)) return;
    this.#account(state, task, spent, context);
    if (end.kind === 'failed' && attempt < taskAt(this.plan, task).retry.attempts) this.#purse.comeBack(purse, task);
  }

  protected override lost(state: DelegationState, task: number, attempt: number, context: Context): void {
    this.#account(state, task, undefined, context);
    super.lost(state, task, attempt, context);
  }

  protected override stopped(state: DelegationState, task: number): void {
    this.#purse.leave(state.purse, task);
  }

  protected override voided(state: DelegationState, task: number, known: boolean, context: Context): void {
    this.#account(state, task, undefined, context);
    this.#purse.leave(state.purse, task);
    super.voided(state, task, known, context);
  }

  /** Who answers for the composite around a task; the top, where that one is silent or there is none. */
  #ownerOf(state: DelegationState, task: number): number {
    const composite = parentOf(this.plan, task);
    const owner = composite === -1 ? undefined : state.owners[composite];
    return owner === undefined || isSuspect(state.ledger, owner) ? top : owner;
  }

  /** Nobody can: given up, unless somebody could who is silent; that is waited for, with patience. */
  #noBody(state: DelegationState, task: number, context: Context): void {
    const refused = state.refused[task];
    const waits = state.waits[task] ?? 0;
    const hope = refused?.silent === true || this.#tree.silentHope(top, needOf(this.plan, task), state.ledger);
    delete state.refused[task];
    if (!hope || waits >= this.#settings.patience) {
      delete state.waits[task];
      this.#purse.leave(state.purse, task);
      const reason = refused?.reason ?? 'nobody below the top can do it';
      const kind = reason === overBudget ? 'over-budget' : 'no-capability';
      const why = hope ? unallocated('whoever could do it is silent') : `${kind}: ${reason}`;
      this.giveUp(task, state.attempt[task]!, why, context);
      return;
    }
    state.waits[task] = waits + 1;
    this.#park(state, task, context);
  }

  #park(state: DelegationState, task: number, context: Context): void {
    const pause = this.#pauseMs * (1 << Math.min(state.waits[task]! - 1, 20));
    state.parked[task] = context.after(pause, { type: 'delegation.again', task } satisfies Again);
  }

  #givenBack(state: DelegationState, { task, lease, reason, silent, spent }: Escalate, context: Context): void {
    const agent = agentOfActor(context.from);
    const { ledger } = state;
    this.assigner.heard(ledger, context);
    if (holderOf(ledger, task) !== agent || lastLease(ledger, task) !== lease) return;
    this.assigner.release(ledger, task, context);
    this.#account(state, task, spent, context);
    const before = state.refused[task]?.by ?? [];
    if (state.cancelling[task] === undefined) state.refused[task] = { by: [...before, agent], reason, silent };
    this.lost(state, task, state.attempt[task]!, context);
    this.decideSoon(state, context);
  }

  protected override composite(state: DelegationState, { type, task }: CompositeTold, context: Context): void {
    if (type === 'task.closed') {
      const answers = state.owners[task];
      delete state.owners[task];
      delete state.asked[task];
      const around = parentOf(this.plan, task);
      const waiting = state.asked[around];
      if (waiting !== undefined) state.asked[around] = waiting.filter((each) => each !== task);
      if (answers !== undefined)
        context.signal(actorOfAgent(answers), { type: 'delegation.close', task } satisfies Told);
      return;
    }
    const inner = state.asked[parentOf(this.plan, task)];
    if (inner === undefined) this.#entrust(state, task, context);
    else inner.push(task);
  }

  /** The owner of the composite around it has said who answers for a composite: what began in it meanwhile follows. */
  #answered(state: DelegationState, { task, agent }: Owner, context: Context): void {
    const inner = state.asked[task];
    if (inner === undefined || state.owners[task] !== agentOfActor(context.from)) return;
    state.owners[task] = agent;
    delete state.asked[task];
    for (const composite of inner) this.#entrust(state, composite, context);
  }

  #entrust(state: DelegationState, task: number, context: Context): void {
    const owner = this.#ownerOf(state, task);
    if (owner !== top) {
      state.owners[task] = owner;
      state.asked[task] = [];
      context.signal(actorOfAgent(owner), { type: 'delegation.open', task } satisfies Told);
    } else {
      const to = this.#tree.branchFor(top, task, state.ledger, context);
      if (to === -1) return;
      state.owners[task] = to;
      context.record({ type: 'delegation.entrusted', task, by: top, to } satisfies EntrustedFact);
      context.send(actorOfAgent(to), { type: 'delegation.entrust', task } satisfies Entrust);
    }
  }
}
