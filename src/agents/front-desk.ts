/**
 * The desk of whoever hands out a run's tasks: it hears from the workflow what is ready, stopped or void, from agents
 * how attempts ended, and tells the workflow. What waits for a decision lies in the pool. A protocol built on it says
 * only whom to give a task to, at the end of each instant in which something changed; the desk never chooses.
 */
import { messageType, priority, type Alerted, type Context, type Message } from '../kernel/index.ts';
import {
  addReady,
  agentTitle,
  emptyPool,
  needAt,
  needOf,
  removeReady,
  unallocated,
  waitingTasks,
  workflowActor,
  type Arrival,
  type AttemptEnd,
  type CompositeTold,
  type CoordinatorMessage,
  type Plan,
  type ReadyPool,
  type TaskCancel,
  type TaskDone,
  type TaskReady,
  type TaskUnassignable,
  type TaskVoid,
} from '../plan/index.ts';
import { isGivenUp, type Ledger } from './ledger/books.ts';
import { intervalsOf } from './ledger/lease.ts';
import type { Assigner } from './ledger/ledger.ts';
import { deskKeeper, type DeskCheckpoints, type DeskKeeper } from './recovery/desk.ts';

/** What every desk remembers; plain data, to which a protocol adds its own. */
export interface FrontDeskState {
  /** Tasks that wait here. */
  pool: ReadyPool;
  ledger: Ledger;
  /** Attempt with which each task became ready, and when: its age survives the loss of an agent. */
  attempt: number[];
  readyMs: number[];
  /** Results on their way, for the few tasks where that takes time. */
  arrivals: Record<number, readonly Arrival[]>;
  /** Tasks that were told to stop: one that is lost with its agent is not given again. */
  cancelling: Record<number, true>;
  /** Whether a decision is due at the end of this instant. */
  deciding: boolean;
  /** Absent until there is work, and where no checkpoints are written. */
  checkpoints?: DeskCheckpoints;
}

export abstract class FrontDesk<State extends FrontDeskState> {
  readonly plan: Plan;
  readonly assigner: Assigner;
  readonly #decide: Message;
  /** Null where it forgets nothing. */
  readonly #keeper: DeskKeeper | null;

  constructor(room: string, plan: Plan, assigner: Assigner) {
    this.plan = plan;
    this.assigner = assigner;
    this.#decide = { type: messageType(`${room}.decide`) };
    this.#keeper = deskKeeper(room, plan, assigner);
  }

  /** What a desk remembers at the start, with what a protocol adds. All states of a protocol are laid out alike, which spreading would not give. */
  protected desk<Own extends object>(own: Own): FrontDeskState & Own {
    const { plan } = this;
    const empty: FrontDeskState = {
      pool: emptyPool(plan),
      ledger: this.assigner.init(),
      attempt: new Array<number>(plan.tasks.length).fill(0),
      readyMs: new Array<number>(plan.tasks.length).fill(0),
      arrivals: {},
      cancelling: {},
      deciding: false,
    };
    return Object.assign(empty, own);
  }

  /** What comes from the workflow, from the desk itself, and the conversation of an assignment. */
  receive(state: State, message: Message, context: Context): void {
    if (message.type === this.#keeper?.timer.type) this.#keeper.write(state, context);
    else this.#hear(state, message, context);
    this.#keeper?.expect(state, context);
  }

  #hear(state: State, message: Message, context: Context): void {
    switch (message.type) {
      case this.#decide.type:
        state.deciding = false;
        this.giveOut(state, context);
        return;
      case 'kernel.recovered':
        this.recovered(state, context);
        return;
      case 'kernel.alerted':
        this.alerted(state, (message as Alerted).loss, context);
        return;
      case 'task.idle':
        this.#giveUpHope(state, context);
        return;
      case 'task.ready':
      case 'task.cancel':
      case 'task.void':
      case 'task.opened':
      case 'task.closed':
        this.#fromWorkflow(state, message as CoordinatorMessage, context);
        return;
      default:
        this.#fromAgent(state, message, context);
    }
  }

  /** Gives out what can be given out now. */
  protected abstract giveOut(state: State, context: Context): void;

  /** Something may be lost from here on that nobody foresaw. */
  protected alerted(state: State, loss: number, context: Context): void {
    this.assigner.alerted(state.ledger, intervalsOf(loss), context);
  }

  /** Back from a crash: all that it knows is on stable storage, or stood in its last checkpoint; its timers and messages meanwhile are lost. */
  protected recovered(state: State, context: Context): void {
    state.deciding = false;
    for (const { task, attempt } of this.#keeper?.comeBack(state, context) ?? [])
      this.lost(state, task, attempt, context);
    this.assigner.recovered(state.ledger, context);
    this.decideSoon(state, context);
  }

  /** Whether anything waits for a decision. */
  protected waiting(state: State): boolean {
    return state.pool.size > 0;
  }

  /** Takes back a task that waits here; false when it does not. */
  protected takeBack(state: State, task: number, _context: Context): boolean {
    return removeReady(state.pool, this.plan, task);
  }

  /** Puts a task among those that wait here. */
  protected wait(state: State, task: number, context: Context): void {
    addReady(state.pool, this.plan, task, state.readyMs[task]!);
    this.decideSoon(state, context);
  }

  /** Whether a task that no agent can do may wait for one. */
  protected get mayHope(): boolean {
    return false;
  }

  /** Why a task whose agent fell silent is given to nobody any more; null when it waits again. */
  protected hopeless(_state: State, _task: number, _now: number): string | null {
    return null;
  }

  /** An agent can be given work again. */
  protected isBack(_state: State, _agent: number): void {
    // Most protocols look at the ledger when they decide.
  }

  /** A task that waited here was stopped. */
  protected stopped(_state: State, _task: number, _context: Context): void {
    // Nothing follows from it for most protocols.
  }

  /** An agent told how an attempt ended. */
  protected ended(_state: State, _task: number, _context: Context): void {
    // Nothing more follows from it for most protocols.
  }

  /** A composite has begun or ended. */
  protected composite(_state: State, _told: CompositeTold, _context: Context): void {
    // Nobody answers for composites but where protocols say so.
  }

  /** A task will not come any more; `known` when it had been here. */
  protected voided(state: State, _task: number, known: boolean, context: Context): void {
    if (known) this.decideSoon(state, context);
  }

  /** Decisions come after all arrivals and completions of their instant. */
  protected decideSoon(state: State, context: Context): void {
    if (state.deciding || !this.waiting(state)) return;
    state.deciding = true;
    context.after(0, this.#decide, priority.decision);
  }

  protected tell(context: Context, { task, attempt, agent, end }: Omit<TaskDone, 'type'>): void {
    context.signal(workflowActor, { type: 'task.done', task, attempt, agent, end } satisfies TaskDone);
  }

  protected giveUp(task: number, attempt: number, reason: string, context: Context): void {
    context.signal(workflowActor, { type: 'task.unassignable', task, attempt, reason } satisfies TaskUnassignable);
  }

  /** Why nobody can do a task. */
  protected incapable(task: number): string {
    const { needs, needOf } = this.plan;
    const { pinned, requires, slots } = needs[needOf[task]!]!;
    if (slots > 1) return `no agent that can do it has ${slots} slots`;
    if (pinned !== -1) return `${agentTitle(this.plan, pinned)} cannot do it`;
    return requires.length === 0 ? 'there is no agent' : `no agent can ${requires.join(', ')}`;
  }

  #fromWorkflow(state: State, message: CoordinatorMessage, context: Context): void {
    switch (message.type) {
      case 'task.ready':
        this.#ready(state, message, context);
        return;
      case 'task.cancel':
        this.#cancel(state, message, context);
        return;
      case 'task.void':
        this.#void(state, message, context);
        return;
      case 'task.opened':
      case 'task.closed':
        this.composite(state, message, context);
    }
  }

  /** What waits here for agents that all have fallen silent for good. */
  #giveUpHope(state: State, context: Context): void {
    const { plan } = this;
    for (const task of waitingTasks(state.pool)) {
      const { capable } = needAt(plan, needOf(plan, task));
      if (!capable.every((agent) => isGivenUp(state.ledger, agent))) continue;
      removeReady(state.pool, plan, task);
      this.giveUp(task, state.attempt[task]!, unallocated('whoever could do it is silent for good'), context);
    }
  }

  #ready(state: State, { task, attempt, arrivals, results }: TaskReady, context: Context): void {
    state.attempt[task] = attempt;
    state.readyMs[task] = context.now;
    if (needAt(this.plan, needOf(this.plan, task)).capable.length === 0 && !this.mayHope) {
      this.giveUp(task, attempt, this.incapable(task), context);
      return;
    }
    if (arrivals.length > 0) state.arrivals[task] = arrivals;
    if (results !== undefined) (state.ledger.results ??= {})[task] = results;
    this.wait(state, task, context);
  }

  #cancel(state: State, { task, attempt }: TaskCancel, context: Context): void {
    if (this.takeBack(state, task, context)) {
      this.tell(context, { task, attempt, agent: -1, end: cancelled });
      this.stopped(state, task, context);
    } else if (this.assigner.cancel(state.ledger, context, task)) state.cancelling[task] = true;
  }

  #void(state: State, { task }: TaskVoid, context: Context): void {
    const known = state.attempt[task] !== 0;
    if (known) {
      this.assigner.release(state.ledger, task, context);
      this.takeBack(state, task, context);
      delete state.cancelling[task];
    }
    this.voided(state, task, known, context);
  }

  #fromAgent(state: State, message: Message, context: Context): void {
    const event = this.assigner.receive(state.ledger, message, context);
    switch (event.kind) {
      case 'nothing':
        return;
      case 'ended':
        // Told to stop under a lease that was thought to be over: nobody wanted the task itself to stop.
        if (event.end.kind === 'cancelled' && state.cancelling[event.task] === undefined) {
          this.lost(state, event.task, event.attempt, context);
          break;
        }
        if (state.cancelling[event.task] !== undefined) delete state.cancelling[event.task];
        this.tell(context, event);
        this.ended(state, event.task, context);
        break;
      case 'lost':
        this.lost(state, event.task, event.attempt, context);
        break;
      case 'back':
        this.isBack(state, event.agent);
    }
    this.decideSoon(state, context);
  }

  /** An agent fell silent with a task in its hands: it waits here again, unless it was to stop or waited too long already. */
  protected lost(state: State, task: number, attempt: number, context: Context): void {
    const stopping = state.cancelling[task] !== undefined;
    delete state.cancelling[task];
    const hopeless = stopping ? null : this.hopeless(state, task, context.now);
    if (stopping) this.tell(context, { task, attempt, agent: -1, end: cancelled });
    else if (hopeless !== null) this.giveUp(task, attempt, hopeless, context);
    else this.wait(state, task, context);
  }
}

const cancelled: AttemptEnd = { kind: 'cancelled', forced: false };
