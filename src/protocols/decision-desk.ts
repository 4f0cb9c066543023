/**
 * The desk of whoever asks groups to decide: it hears from the workflow what is to be decided, stopped or void, keeps what
 * is open, and tells the workflow how it ended. How a group is asked is its room's business.
 */
import type { Context, Message } from '../kernel/index.ts';
import {
  decisionAt,
  workflowActor,
  type AttemptEnd,
  type Plan,
  type TaskCancel,
  type TaskDone,
  type TaskFact,
  type TaskReady,
  type TaskVoid,
} from '../plan/index.ts';

/** A decision that is under way. */
export interface OpenDecision {
  readonly attempt: number;
  /** What it waits for; 0 for nothing that runs out. */
  timer: number;
}

export interface DecisionDeskState<Open extends OpenDecision> {
  /** By task. */
  open: Record<number, Open>;
}

interface Recovered extends Message {
  readonly type: 'kernel.recovered';
}
type FromWorkflow = TaskReady | TaskCancel | TaskVoid | Recovered;

export abstract class DecisionDesk<
  Open extends OpenDecision,
  State extends DecisionDeskState<Open>,
  Heard extends Message,
> {
  readonly plan: Plan;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  receive(state: State, message: Message, context: Context): void {
    const told = message as FromWorkflow;
    switch (told.type) {
      case 'task.ready':
        this.#decide(state, told, context);
        return;
      case 'task.cancel':
        this.#cancel(state, told, context);
        return;
      case 'task.void':
        this.close(state, told.task, context);
        return;
      case 'kernel.recovered':
        // What it has in hand is on stable storage; its timers are not.
        for (const task of Object.keys(state.open).map(Number)) this.resume(state, task, context);
        return;
      default:
        // That something may be lost from here on changes nothing here: what the kernel says besides is no word of a group.
        if (!message.type.startsWith('kernel.')) this.hear(state, message as Heard, context);
    }
  }

  /** Asks the group of a task. */
  protected abstract begin(state: State, ready: TaskReady, context: Context): void;

  /** Everything but the words of the workflow. */
  protected abstract hear(state: State, message: Heard, context: Context): void;

  /** Back from a crash: sets the timers of what is open anew. */
  protected abstract resume(state: State, task: number, context: Context): void;

  protected close(state: State, task: number, context: Context): void {
    const open = state.open[task];
    if (open === undefined) return;
    this.stopTimers(open, context);
    delete state.open[task];
  }

  protected stopTimers(open: Open, context: Context): void {
    if (open.timer !== 0) context.cancel(open.timer);
    open.timer = 0;
  }

  protected done(task: number, attempt: number, end: AttemptEnd, context: Context): void {
    context.signal(workflowActor, { type: 'task.done', task, attempt, agent: -1, end } satisfies TaskDone);
  }

  #decide(state: State, ready: TaskReady, context: Context): void {
    const { task, attempt } = ready;
    const { group } = decisionAt(this.plan, task);
    context.record({ type: 'task.deciding', task, attempt, group } satisfies TaskFact);
    this.begin(state, ready, context);
  }

  #cancel(state: State, { task, attempt }: TaskCancel, context: Context): void {
    if (state.open[task]?.attempt !== attempt) return;
    this.close(state, task, context);
    this.done(task, attempt, { kind: 'cancelled', forced: false }, context);
  }
}
