/**
 * The centralized coordinator (PROTOCOLS section 1): it knows every ready task and every free slot, and decides at
 * the end of each instant who gets what. It never gives a task to an agent that cannot do it, and never runs one.
 */
import { Assigner, leaseOf, type Ledger } from '../../agents/index.ts';
import { priority, type Context, type Machine, type Message } from '../../kernel/index.ts';
import {
  addReady,
  emptyPool,
  removeReady,
  workflowActor,
  type Arrival,
  type AttemptEnd,
  type CoordinatorMessage,
  type Plan,
  type ReadyPool,
  type TaskCancel,
  type TaskDone,
  type TaskReady,
  type TaskUnassignable,
  type TaskVoid,
} from '../../plan/index.ts';
import { chooserOf, type Chooser } from './choose.ts';
import type { CentralizedSettings } from './settings.ts';

export interface CentralizedState {
  pool: ReadyPool;
  ledger: Ledger;
  /** Attempt with which each task became ready, and when: its age survives the loss of an agent. */
  attempt: number[];
  readyMs: number[];
  /** Results on their way, for the few tasks where that takes time. */
  arrivals: Record<number, readonly Arrival[]>;
  /** Tasks that were told to stop: one that is lost with its agent is not given to another. */
  cancelling: Record<number, true>;
  /** Whether a decision is due at the end of this instant. */
  deciding: boolean;
  /** For a schedule made beforehand: how far each agent's sequence has been followed, and what never will come. */
  followed: number[];
  gone: Record<number, true>;
}

const decide: Message = { type: 'centralized.decide' };

export function coordinator(plan: Plan, settings: CentralizedSettings): Machine<CentralizedState> {
  const hands = new Hands(plan, settings);
  return {
    init: () => hands.init(),
    receive(state, message, context) {
      switch (message.type) {
        case 'centralized.decide':
          state.deciding = false;
          hands.giveOut(state, context);
          return;
        case 'task.ready':
        case 'task.cancel':
        case 'task.void':
          hands.fromWorkflow(state, message as CoordinatorMessage, context);
          return;
        default:
          hands.fromAgent(state, message, context);
      }
    },
  };
}

class Hands {
  readonly #plan: Plan;
  readonly #assigner: Assigner;
  readonly #chooser: Chooser;

  constructor(plan: Plan, settings: CentralizedSettings) {
    const leaseMs = leaseOf(settings.leaseMs, plan);
    this.#plan = plan;
    this.#assigner = new Assigner('centralized', plan, { acknowledge: settings.acknowledge, leaseMs });
    this.#chooser = chooserOf(plan, settings, this.#assigner);
  }

  init(): CentralizedState {
    const plan = this.#plan;
    return {
      pool: emptyPool(plan),
      ledger: this.#assigner.init(),
      attempt: plan.tasks.map(() => 0),
      readyMs: plan.tasks.map(() => 0),
      arrivals: {},
      cancelling: {},
      deciding: false,
      followed: plan.agents.map(() => 0),
      gone: {},
    };
  }

  fromWorkflow(state: CentralizedState, message: CoordinatorMessage, context: Context): void {
    switch (message.type) {
      case 'task.ready':
        this.#ready(state, message, context);
        return;
      case 'task.cancel':
        this.#cancel(state, message, context);
        return;
      case 'task.void':
        this.#gone(state, message, context);
    }
  }

  fromAgent(state: CentralizedState, message: Message, context: Context): void {
    const event = this.#assigner.receive(state.ledger, message, context);
    switch (event.kind) {
      case 'nothing':
        return;
      case 'ended':
        if (state.cancelling[event.task] !== undefined) delete state.cancelling[event.task];
        done(context, event);
        break;
      case 'lost':
        this.#lost(state, event, context);
        break;
      case 'back':
    }
    decideSoon(state, context);
  }

  giveOut(state: CentralizedState, context: Context): void {
    const chooser = this.#chooser;
    chooser.begin(state, context.now);
    for (let choice = chooser.next(state, context.now); choice !== null; choice = chooser.next(state, context.now)) {
      const { task, agent, availableMs, rule, compared } = choice;
      // Written out: a spread copy is ten times as slow, and this is done for every task.
      const attempt = state.attempt[task]!;
      this.#assigner.assign(state.ledger, context, { task, attempt, agent, availableMs, rule, compared });
    }
  }

  #ready(state: CentralizedState, { task, attempt, arrivals }: TaskReady, context: Context): void {
    const { agents, needs, needOf } = this.#plan;
    const { capable, pinned, requires } = needs[needOf[task]!]!;
    state.attempt[task] = attempt;
    state.readyMs[task] = context.now;
    if (capable.length === 0) {
      const cannot = requires.length === 0 ? 'there is no agent' : `no agent can ${requires.join(', ')}`;
      const reason = pinned === -1 ? cannot : `${agents[pinned]!.id} cannot do it`;
      context.signal(workflowActor, { type: 'task.unassignable', task, attempt, reason } satisfies TaskUnassignable);
      return;
    }
    if (arrivals.length > 0) state.arrivals[task] = arrivals;
    addReady(state.pool, this.#plan, task, context.now);
    decideSoon(state, context);
  }

  #cancel(state: CentralizedState, { task, attempt, onlyWaiting }: TaskCancel, context: Context): void {
    if (removeReady(state.pool, this.#plan, task)) {
      done(context, { task, attempt, agent: -1, end: cancelled });
      // A schedule made beforehand waits for it no longer; should it be tried again, any agent may have it.
      if (this.#plan.assignment === 'heft') state.gone[task] = true;
      decideSoon(state, context);
    } else if (this.#assigner.cancel(state.ledger, context, task, onlyWaiting)) state.cancelling[task] = true;
  }

  #gone(state: CentralizedState, { task }: TaskVoid, context: Context): void {
    this.#assigner.release(state.ledger, task, context);
    if (state.attempt[task] !== 0) removeReady(state.pool, this.#plan, task);
    if (this.#plan.assignment === 'heft') state.gone[task] = true;
    delete state.cancelling[task];
    decideSoon(state, context);
  }

  /** An agent fell silent with a task in its hands: it is given to another, unless it was to stop. */
  #lost(state: CentralizedState, { task, attempt }: { task: number; attempt: number }, context: Context): void {
    if (state.cancelling[task]) {
      delete state.cancelling[task];
      done(context, { task, attempt, agent: -1, end: cancelled });
    } else addReady(state.pool, this.#plan, task, state.readyMs[task]!);
  }
}

const cancelled: AttemptEnd = { kind: 'cancelled', forced: false };

function done(context: Context, { task, attempt, agent, end }: Omit<TaskDone, 'type'>): void {
  context.signal(workflowActor, { type: 'task.done', task, attempt, agent, end } satisfies TaskDone);
}

/** Decisions come after all arrivals and completions of their instant. */
function decideSoon(state: CentralizedState, context: Context): void {
  if (state.deciding || state.pool.size === 0) return;
  state.deciding = true;
  context.after(0, decide, priority.decision);
}
