/**
 * How a run moves from task to task: what may begin when something is over, what is skipped with it, how composites
 * open, are decided and end, and how work is stopped. It is the part of the workflow that tasks and composites share;
 * attempts, policies of failure and the end of the run are the machine's.
 */
import type { Json } from '../../base/index.ts';
import { priority, type Context } from '../../kernel/index.ts';
import {
  coordinatorActor,
  handlerOf,
  isComposite,
  isPassed,
  parentOf,
  partsAt,
  taskAt,
  taskTitle,
  type CompositeTold,
  type Plan,
  type TaskCancel,
  type TaskFact,
  type TaskVoid,
} from '../../plan/index.ts';
import { anyTask, type Conditions } from './conditions.ts';
import { isReadable, reduced, refusal, verdict } from '../dependencies.ts';
import { seenOf } from '../minds/believed.ts';
import { Thoughts } from '../minds/minds.ts';
import type { WorkflowState } from '../state.ts';
import { status } from '../states.ts';
import { count, decision, endOf, resultOfParts, tallyOf, type Tally } from './tally.ts';

/** A task that is over, as its dependents see it. */
interface Settled {
  readonly task: number;
  readonly success: boolean;
}

export abstract class Progress {
  protected readonly plan: Plan;
  protected readonly conditions: Conditions;
  protected readonly thoughts: Thoughts;
  /** What is over and has not been told to its dependents; null while nobody is telling. */
  #telling: Settled[] | null = null;

  constructor(plan: Plan, conditions: Conditions) {
    this.plan = plan;
    this.conditions = conditions;
    this.thoughts = new Thoughts(plan);
  }

  /** Hands a task to the coordinator. */
  protected abstract release(state: WorkflowState, task: number, context: Context): void;
  protected abstract succeeded(state: WorkflowState, task: number, agent: number, result: Json, context: Context): void;
  /** A task that will not succeed any more. */
  protected abstract lose(state: WorkflowState, task: number, as: number, reason: string, context: Context): void;
  /** Looks whether anything is left to do. */
  protected abstract proceed(state: WorkflowState, context: Context): void;

  /** What is due to begin: an attempt at a task, or the parts of a composite. */
  protected start(state: WorkflowState, task: number, context: Context): void {
    if (isPassed(this.plan, task)) this.#pass(state, task, context);
    else if (isComposite(this.plan, task)) this.#open(state, task, context);
    else this.release(state, task, context);
  }

  #open(state: WorkflowState, task: number, context: Context): void {
    const { timeoutMs } = taskAt(this.plan, task);
    state.states[task] = status.open;
    state.attempt[task] = 1;
    context.record({ type: 'task.opened', task } satisfies TaskFact);
    context.signal(coordinatorActor, { type: 'task.opened', task } satisfies CompositeTold);
    if (timeoutMs > 0) {
      const timeout = { type: 'workflow.composite-timeout', task } as const;
      tallyOf(state, task).timer = context.after(timeoutMs, timeout, priority.limit);
    }
    this.#startParts(state, task, this.plan.parts, context);
    this.#startParts(state, task, this.plan.passedParts, context);
    this.review(state, task, context);
  }

  #startParts(state: WorkflowState, task: number, parts: Plan['parts'], context: Context): void {
    for (const part of partsAt(parts, task)) {
      if (state.states[part] === status.pending && verdict(this.plan, state, part) === 'start')
        this.start(state, part, context);
    }
  }

  /** What is switched off has nothing to do and hands on nothing: what waits for it sees that its trigger is met. */
  #pass(state: WorkflowState, task: number, context: Context): void {
    state.states[task] = status.succeeded;
    context.record({ type: 'task.passed', task, met: true } satisfies TaskFact);
    this.settle(state, { task, success: true }, context);
    this.#startParts(state, task, this.plan.passedParts, context);
  }

  /** A task has its end: one less to wait for, and one more that its composite counts. */
  protected over(state: WorkflowState, task: number): void {
    state.open -= 1;
    if (state.minds !== undefined) state.minds.due = true;
    const composite = parentOf(this.plan, task);
    if (composite !== -1) count(this.plan, tallyOf(state, composite), task, state.states[task]!);
  }

  /** What the parts of an open composite make of it: undecided, decided with parts left, or ended with the last of them. */
  protected review(state: WorkflowState, task: number, context: Context): void {
    if (task === -1 || state.states[task] !== status.open) return;
    const tally = tallyOf(state, task);
    const wanted = taskAt(this.plan, task).partsWanted;
    if (tally.left > 0) {
      const decided = tally.closing === null && state.phase === 'running' ? decision(wanted, tally) : null;
      if (decided !== null) this.close(state, task, decided, context);
      return;
    }
    const end = endOf(wanted, tally);
    const unread = end === 'succeeded' && !isReadable(this.plan, this.conditions, state, -1 - task);
    if (unread && !this.isStopping(state, task)) {
      (state.postponed ??= {})[-1 - task] = true;
      return;
    }
    if (tally.timer !== 0) context.cancel(tally.timer);
    context.signal(coordinatorActor, { type: 'task.closed', task } satisfies CompositeTold);
    switch (unread ? 'cancelled' : end) {
      case 'succeeded':
        this.#compose(state, task, context);
        return;
      case 'failed':
        this.lose(state, task, status.failed, whyFailed(tally), context);
        return;
      case 'cancelled':
        this.cancelled(state, task, tally.closing ?? 'its parts were stopped', context);
        return;
      case 'skipped':
        this.skip(state, task, 'all of its parts were skipped', context);
        this.proceed(state, context);
    }
  }

  /** What its parts gave is put together; where that cannot be told, it has failed after all. */
  #compose(state: WorkflowState, task: number, context: Context): void {
    const told = reduced(this.plan, this.conditions, state, task);
    if (told === null) this.succeeded(state, task, -1, resultOfParts(this.plan, task, state.results), context);
    else if (told.ok) this.succeeded(state, task, -1, told.value, context);
    else this.lose(state, task, status.failed, told.error, context);
  }

  /** Stops what is left of a composite's parts; the last of them ends it. */
  protected close(
    state: WorkflowState,
    task: number,
    { failing, reason }: { readonly failing: boolean; readonly reason: string },
    context: Context,
  ): void {
    const tally = tallyOf(state, task);
    if (state.states[task] !== status.open) return;
    if (tally.closing === null) {
      tally.closing = reason;
      tally.failing = failing;
      context.record({ type: 'task.closing', task, reason } satisfies TaskFact);
      this.#stopParts(state, task, reason, context);
    } else if (failing && tally.left === 0) {
      // Its parts are over and it still waits for what its reduction names.
      tally.closing = reason;
      tally.failing = true;
    }
    this.review(state, task, context);
  }

  #stopParts(state: WorkflowState, task: number, reason: string, context: Context): void {
    for (const part of partsAt(this.plan.parts, task))
      this.stopTask(state, part, `${taskTitle(this.plan, task)} stops its parts: ${reason}`, context);
    this.#skipPassed(state, task, context);
  }

  /** The parts that are switched off and will not be passed any more. */
  #skipPassed(state: WorkflowState, task: number, context: Context): void {
    for (const part of partsAt(this.plan.passedParts, task))
      if (state.states[part] === status.pending) this.skip(state, part, '', context);
  }

  /** At once what waits; cooperatively, then by force, what is under way. */
  protected stopTask(state: WorkflowState, task: number, reason: string, context: Context): void {
    const now = state.states[task];
    const lost = state.overtime && taskAt(this.plan, task).onFailure !== 'continue';
    if (now === status.retrying && lost) this.lose(state, task, status.failed, reason, context);
    else if (now === status.pending || now === status.retrying) this.cancelled(state, task, reason, context);
    else if (now === status.open) this.close(state, task, { failing: false, reason }, context);
    else if (now === status.ready) {
      const attempt = state.attempt[task]!;
      context.signal(handlerOf(this.plan, task), { type: 'task.cancel', task, attempt } satisfies TaskCancel);
      const patience = taskAt(this.plan, task).graceMs + 2 * this.plan.reachMs + 1;
      context.after(patience, { type: 'workflow.force', task, attempt }, priority.limit);
    }
  }

  /** Whether the run or the composite around a task is being stopped: then nothing in it is tried again. */
  protected isStopping(state: WorkflowState, task: number): boolean {
    const composite = parentOf(this.plan, task);
    return state.phase === 'stopping' || (composite !== -1 && tallyOf(state, composite).closing !== null);
  }

  /** Tells the dependents of a task that is over; those that never can start are skipped, and theirs in turn. */
  protected settle(state: WorkflowState, first: Settled, context: Context): void {
    if (this.#telling !== null) {
      this.#telling.push(first);
      return;
    }
    const { start, task: to, edge } = this.plan.successors;
    const plain = this.conditions.of.size === 0;
    const stack: Settled[] = [first];
    this.#telling = stack;
    for (let settled = stack.pop(); settled !== undefined; settled = stack.pop()) {
      for (let at = start[settled.task]!; at < start[settled.task + 1]!; at += 1) {
        const next = to[at]!;
        if (state.states[next] !== status.pending || state.phase !== 'running') continue;
        const place = edge[at]!;
        if (!settled.success)
          this.#count(state, next, `${taskTitle(this.plan, settled.task)} did not succeed`, context);
        else if (plain) this.#count(state, next, null, context);
        else if (isReadable(this.plan, this.conditions, state, place)) this.#read(state, next, place, context);
        else (state.postponed ??= {})[place] = true;
      }
      this.#readPostponed(state, settled.task, context);
    }
    this.#telling = null;
  }

  /** What came before succeeded and does not count: its result is not waited for either. */
  #untake(
    state: WorkflowState,
    edge: number,
    { task, before, why }: { readonly task: number; readonly before: number; readonly why: string },
    context: Context,
  ): void {
    (state.untaken ??= {})[edge] = true;
    context.record({ type: 'task.untaken', task, before, reason: why } satisfies TaskFact);
  }

  /** What a dependency that succeeded makes of the task behind it, now that its condition can be told. */
  #read(state: WorkflowState, next: number, edge: number, context: Context): void {
    const refused = refusal(this.plan, this.conditions, state, edge);
    if (refused?.endless === true) {
      this.#loseUnread(state, next, refused.why, context);
      return;
    }
    const before = this.plan.predecessors.task[edge]!;
    const beliefs = seenOf(this.plan, this.conditions, state, edge);
    if (beliefs.length > 0) context.record({ type: 'task.saw', task: next, before, beliefs } satisfies TaskFact);
    if (refused !== null) this.#untake(state, edge, { task: next, before, why: refused.why }, context);
    this.#count(state, next, refused === null ? null : refused.why, context);
  }

  /** One dependency less to wait for; `why` says why it does not count, null where it does. */
  #count(state: WorkflowState, next: number, why: string | null, context: Context): void {
    state.settled[next]! += 1;
    if (why === null) state.satisfied[next]! += 1;
    const due = verdict(this.plan, state, next);
    if (due === 'never') this.skip(state, next, why ?? 'too few of its dependencies can succeed', context);
    else if (due === 'start' && this.#mayStart(state, next)) this.start(state, next, context);
  }

  /** What waited for a task that is over, as an expression named it. */
  #readPostponed(state: WorkflowState, task: number, context: Context): void {
    if (state.postponed === undefined) return;
    const { waiting, taskOf } = this.conditions;
    for (const place of [...(waiting.get(task) ?? []), ...(waiting.get(anyTask) ?? [])]) {
      if (state.postponed?.[place] === undefined || !isReadable(this.plan, this.conditions, state, place)) continue;
      delete state.postponed[place];
      if (Object.keys(state.postponed).length === 0) delete state.postponed;
      const next = taskOf(place);
      if (place < 0) this.review(state, next, context);
      else if (state.states[next] === status.pending && state.phase === 'running')
        this.#read(state, next, place, context);
    }
  }

  /** A task whose condition takes too long to tell: it has failed, and never began; its parts with it. */
  #loseUnread(state: WorkflowState, task: number, reason: string, context: Context): void {
    for (const part of partsAt(this.plan.parts, task))
      this.skip(state, part, `${taskTitle(this.plan, task)}, which it is a part of, failed`, context);
    if (!isComposite(this.plan, task))
      context.signal(handlerOf(this.plan, task), { type: 'task.void', task } satisfies TaskVoid);
    this.lose(state, task, status.failed, reason, context);
  }

  /** A part waits for its composite to open, or to be passed. */
  #mayStart(state: WorkflowState, task: number): boolean {
    const composite = parentOf(this.plan, task);
    const around = composite === -1 ? status.open : state.states[composite]!;
    return around === status.open || (around === status.succeeded && isPassed(this.plan, composite));
  }

  /** With the parts of a composite that never opened. */
  protected skip(state: WorkflowState, task: number, reason: string, context: Context): void {
    const { parts, parent } = this.plan;
    state.states[task] = status.skipped;
    if (isPassed(this.plan, task)) {
      context.record({ type: 'task.passed', task, met: false } satisfies TaskFact);
      this.settle(state, { task, success: false }, context);
      this.#skipPassed(state, task, context);
      return;
    }
    this.over(state, task);
    context.record({ type: 'task.skipped', task, reason } satisfies TaskFact);
    if (!isComposite(this.plan, task))
      context.signal(handlerOf(this.plan, task), { type: 'task.void', task } satisfies TaskVoid);
    this.settle(state, { task, success: false }, context);
    for (const part of partsAt(parts, task))
      if (state.states[part] === status.pending)
        this.skip(state, part, `${taskTitle(this.plan, task)}, which it is a part of, was skipped`, context);
    this.#skipPassed(state, task, context);
    this.review(state, parent[task]!, context);
  }

  protected cancelled(state: WorkflowState, task: number, reason: string, context: Context): void {
    state.states[task] = status.cancelled;
    state.endedMs[task] = context.now;
    this.over(state, task);
    context.record({ type: 'task.cancelled', task, reason } satisfies TaskFact);
    if (isComposite(this.plan, task)) this.#stopParts(state, task, reason, context);
    else context.signal(handlerOf(this.plan, task), { type: 'task.void', task } satisfies TaskVoid);
    if (state.phase === 'running') this.settle(state, { task, success: false }, context);
    this.review(state, parentOf(this.plan, task), context);
    this.proceed(state, context);
  }
}

/** Why a composite whose parts are all over has failed. */
function whyFailed({ fatal, closing, failing }: Tally): string {
  return (failing ? closing : fatal) ?? 'not enough of its parts succeeded';
}
