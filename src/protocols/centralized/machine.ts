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
  /** Attempt with which each task became ready. */
  attempt: number[];
  /** Results on their way, for the few tasks where that takes time. */
  arrivals: Record<number, readonly Arrival[]>;
  /** Whether a decision is due at the end of this instant. */
  deciding: boolean;
  /** For a schedule made beforehand: how far each agent's sequence has been followed, and what never will come. */
  followed: number[];
  gone: Record<number, true>;
}

const decide: Message = { type: 'centralized.decide' };

export function coordinator(plan: Plan, settings: CentralizedSettings): Machine<CentralizedState> {
  const assigner = new Assigner('centralized', plan, {
    acknowledge: settings.acknowledge,
    leaseMs: leaseOf(settings.leaseMs, plan),
  });
  const chooser = chooserOf(plan, settings, assigner);
  return {
    init: () => ({
      pool: emptyPool(plan),
      ledger: assigner.init(),
      attempt: new Array<number>(plan.tasks.length).fill(0),
      arrivals: {},
      deciding: false,
      followed: plan.agents.map(() => 0),
      gone: {},
    }),
    receive(state, message, context) {
      switch (message.type) {
        case 'centralized.decide':
          state.deciding = false;
          giveOut(state, context, { plan, assigner, chooser });
          return;
        case 'task.ready':
        case 'task.cancel':
        case 'task.void':
          fromWorkflow(state, message as CoordinatorMessage, context);
          return;
        default:
          fromAgent(state, message, context);
      }
    },
  };

  function fromWorkflow(state: CentralizedState, message: CoordinatorMessage, context: Context): void {
    switch (message.type) {
      case 'task.ready':
        ready(state, message, context);
        return;
      case 'task.cancel':
        cancel(state, message, context);
        return;
      case 'task.void':
        gone(state, message, context);
    }
  }

  function ready(state: CentralizedState, { task, attempt, arrivals }: TaskReady, context: Context): void {
    const need = plan.needs[plan.tasks[task]!.need]!;
    state.attempt[task] = attempt;
    if (need.capable.length === 0) {
      const reason =
        need.pinned !== -1
          ? `${plan.agents[need.pinned]!.id} cannot do it`
          : `no agent can ${need.requires.join(', ')}`;
      const report: TaskUnassignable = { type: 'task.unassignable', task, attempt, reason };
      context.signal(workflowActor, report);
      return;
    }
    if (arrivals.length > 0) state.arrivals[task] = arrivals;
    addReady(state.pool, plan, task, context.now);
    decideSoon(state, context);
  }

  function cancel(state: CentralizedState, { task, attempt, onlyWaiting }: TaskCancel, context: Context): void {
    if (removeReady(state.pool, plan, task)) {
      const done: TaskDone = { type: 'task.done', task, attempt, agent: -1, end: { kind: 'cancelled', forced: false } };
      context.signal(workflowActor, done);
    } else assigner.cancel(state.ledger, context, task, onlyWaiting);
  }

  function gone(state: CentralizedState, { task }: TaskVoid, context: Context): void {
    assigner.release(state.ledger, task, context);
    if (state.attempt[task] !== 0) removeReady(state.pool, plan, task);
    if (plan.assignment === 'heft') state.gone[task] = true;
    decideSoon(state, context);
  }

  function fromAgent(state: CentralizedState, message: Message, context: Context): void {
    const event = assigner.receive(state.ledger, message, context);
    switch (event.kind) {
      case 'nothing':
        return;
      case 'ended': {
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
        addReady(state.pool, plan, event.task, context.now);
        break;
      case 'back':
    }
    decideSoon(state, context);
  }
}

/** Decisions come after all arrivals and completions of their instant. */
function decideSoon(state: CentralizedState, context: Context): void {
  if (state.deciding || state.pool.size === 0) return;
  state.deciding = true;
  context.after(0, decide, priority.decision);
}

function giveOut(
  state: CentralizedState,
  context: Context,
  { plan, assigner, chooser }: { plan: Plan; assigner: Assigner; chooser: Chooser },
): void {
  chooser.begin(state, context.now);
  for (let choice = chooser.next(state, context.now); choice !== null; choice = chooser.next(state, context.now)) {
    const { task, agent, availableMs, rule, compared } = choice;
    delete state.arrivals[task];
    assigner.assign(state.ledger, context, { task, attempt: state.attempt[task]!, agent, availableMs, rule, compared });
  }
}
