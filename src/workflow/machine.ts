/**
 * The workflow: what is ready, what is done, what follows (PROTOCOLS section 10). Event-driven dataflow without
 * barriers; each completion counts down its dependents. It gives every task to the coordinator and hears how it
 * ended; it never chooses an agent and never looks at one.
 */
import { invariant, type Json } from '../base/index.ts';
import { priority, type Context, type Idle, type Machine } from '../kernel/index.ts';
import {
  coordinatorActor,
  handlerOf,
  parentOf,
  partsAt,
  taskAt,
  taskTitle,
  type Plan,
  type ServiceTold,
  type TaskBegun,
  type TaskCancel,
  type TaskDone,
  type TaskFact,
  type TaskIdle,
  type TaskReady,
  type TaskUnassignable,
  type TaskVoid,
} from '../plan/index.ts';
import { Ending, outOfTime } from './progress/ending.ts';
import type { Conditions } from './progress/conditions.ts';
import { arrivalsOf, carried, verdict } from './dependencies.ts';
import { keptInOrder, takeDue, type Keep, type KeptEnd, type KeptEnds } from './inputs/kept.ts';
import { ballotsNow } from './minds/believed.ts';
import { changeMind, type MindChange } from './minds/changed.ts';
import { backoffMs } from './retry.ts';
import { status } from './states.ts';
import { initialState, type WorkflowState } from './state.ts';
import { stallReason } from './progress/stall.ts';
import { tallyOf } from './progress/tally.ts';

type Own =
  | { readonly type: 'workflow.start' | 'workflow.timeout' | 'workflow.kept' | 'workflow.end' }
  | Keep
  | MindChange
  | { readonly type: 'workflow.cancel'; readonly reason: string }
  | {
      readonly type: 'workflow.retry' | 'workflow.overdue' | 'workflow.force';
      readonly task: number;
      readonly attempt: number;
    }
  | { readonly type: 'workflow.composite-timeout'; readonly task: number }
  | Idle
  | ServiceTold
  | TaskBegun
  | TaskDone
  | TaskUnassignable;

/** `conditions[edge]` stands beside `plan.predecessors.when[edge]`. */
export function workflowMachine(plan: Plan, conditions: Conditions): Machine<WorkflowState, Own> {
  const hands = new Hands(plan, conditions);
  return {
    init: () => initialState(plan),
    receive(state, message, context) {
      if (message.type === 'service.unsettled' || message.type === 'service.settled')
        hands.settled(state, message, context);
      else if (state.phase !== 'finished') {
        hands.receive(state, message, context);
        hands.lookAtGoals(state, context);
      } else if (message.type === 'workflow.end') hands.endSettled(state, context);
      else if (message.type === 'kernel.idle') hands.end(state, context);
    },
  };
}

class Hands extends Ending {
  receive(state: WorkflowState, message: Own, context: Context): void {
    switch (message.type) {
      case 'workflow.keep':
        state.kept = keptInOrder(message.ends);
        return;
      case 'workflow.start':
        this.#begin(state, context);
        return;
      case 'workflow.kept':
        if (state.phase === 'running') this.#goOn(state, context);
        return;
      case 'task.begun':
        this.#begun(state, message, context);
        return;
      case 'task.done':
        this.#done(state, message, context);
        return;
      case 'task.unassignable':
        delete state.lastCall;
        if (state.states[message.task] === status.ready)
          this.lose(state, message.task, status.unassignable, message.reason, context);
        return;
      case 'workflow.retry':
        if (state.states[message.task] === status.retrying) this.release(state, message.task, context);
        return;
      case 'workflow.overdue':
        this.#overdue(state, message.task, message.attempt, context);
        return;
      case 'workflow.force':
        if (state.states[message.task] === status.ready && state.attempt[message.task] === message.attempt)
          this.#abandon(state, message.task, message.attempt, context);
        return;
      case 'workflow.cancel':
        this.stop(state, message.reason, context);
        return;
      case 'workflow.mind':
        changeMind(this.plan, state, message, context);
        return;
      case 'workflow.timeout':
        state.timer = 0;
        this.timeout(state, context);
        return;
      case 'workflow.composite-timeout':
        tallyOf(state, message.task).timer = 0;
        this.close(state, message.task, { failing: true, reason: 'timeout' }, context);
        return;
      case 'workflow.end':
      case 'service.settled':
      case 'service.unsettled':
        return;
      case 'kernel.idle':
        this.#idle(state, message.down, context);
    }
  }

  /** Nothing is due any more. The coordinator gives up what waits for nobody; when nothing comes of that either, the run has stalled. */
  #idle(state: WorkflowState, down: readonly number[], context: Context): void {
    const mayGiveUp = state.lastCall === undefined && !down.includes(coordinatorActor);
    if (mayGiveUp && state.states.includes(status.ready)) {
      state.lastCall = true;
      context.signal(coordinatorActor, { type: 'task.idle' } satisfies TaskIdle);
    } else this.finish(state, context, stallReason(this.plan, state.states, down));
  }

  #begin(state: WorkflowState, context: Context): void {
    const plan = this.plan;
    context.record({ type: 'run.started', tasks: plan.ordinary, agents: plan.agents.length } satisfies TaskFact);
    if (state.minds !== undefined) state.minds.due = true;
    if (plan.timeoutMs > 0) state.timer = context.after(plan.timeoutMs, { type: 'workflow.timeout' }, priority.limit);
    this.#goOn(state, context);
  }

  /** Ends of an earlier run come at their times; what is to be done in this one begins when the last of them has come. */
  #goOn(state: WorkflowState, context: Context): void {
    const { parent, ordinary, passed, tasks } = this.plan;
    if (state.kept !== undefined && !this.#takeOver(state, state.kept, context)) return;
    for (let task = 0; task < tasks.length; task += 1) {
      if (state.states[task] !== status.pending || (task >= ordinary && task < passed)) continue;
      const due = verdict(this.plan, state, task);
      if (due === 'never') this.skip(state, task, 'it wants more successes than it has dependencies', context);
      else if (due === 'start' && parent[task] === -1) this.start(state, task, context);
    }
    this.proceed(state, context);
  }

  /** False while an end is still to come. */
  #takeOver(state: WorkflowState, kept: KeptEnds, context: Context): boolean {
    for (let due = takeDue(kept, context.now); due !== null; due = takeDue(kept, context.now))
      this.#keep(state, due, context);
    const next = kept.ends[kept.next];
    if (next !== undefined) {
      context.after(next.endMs - context.now, { type: 'workflow.kept' });
      return false;
    }
    const { parts } = this.plan;
    delete state.kept;
    for (const { task } of kept.ends) {
      for (const part of partsAt(parts, task))
        if (state.states[part] === status.pending)
          this.cancelled(state, part, `${taskTitle(this.plan, task)} was over without it`, context);
      this.settle(state, { task, success: true }, context);
    }
    return true;
  }

  #keep(state: WorkflowState, kept: KeptEnd, context: Context): void {
    const { task, attempt, agent, startMs, ranMs, end, value, pinned } = kept;
    state.states[task] = status[end];
    state.attempt[task] = attempt;
    state.endedMs[task] = context.now;
    state.ranOn[task] = agent;
    this.#give(state, task, value, context);
    context.record({ type: 'task.kept', task, attempt, agent, startMs, ranMs, end, pinned } satisfies TaskFact);
    if (end === 'succeeded' && taskAt(this.plan, task).compensation !== -1) state.undoable.push(task);
    this.believe(state, task, context);
    this.over(state, task);
  }

  #give(state: WorkflowState, task: number, value: Json, context: Context): void {
    if (value === null) return;
    state.results[task] = value;
    context.record({ type: 'task.result', task, value } satisfies TaskFact);
  }

  /** Hands a task to the coordinator: its first attempt, or the next one. */
  protected override release(state: WorkflowState, task: number, context: Context): void {
    const attempt = state.attempt[task]! + 1;
    state.attempt[task] = attempt;
    state.states[task] = status.ready;
    context.record({ type: 'task.ready', task, attempt } satisfies TaskFact);
    const ballots = ballotsNow(this.plan, state, task);
    const arrivals = arrivalsOf(this.plan, state, task);
    const results = carried(this.plan, state, task);
    const ready: TaskReady = {
      type: 'task.ready',
      task,
      attempt,
      arrivals,
      ...(results === undefined ? {} : { results }),
      ...(ballots === undefined ? {} : { ballots }),
    };
    context.signal(handlerOf(this.plan, task), ready);
    if (this.plan.decisions.has(task)) {
      // A group is asked at once: nothing of it only waits.
      state.begun[task] = attempt;
      return;
    }
    if (this.plan.simple[task]!) return;
    const { retry, queueTimeoutMs } = taskAt(this.plan, task);
    invariant(attempt <= retry.attempts, 'no more attempts than the policy allows');
    if (queueTimeoutMs > 0) {
      const overdue = { type: 'workflow.overdue', task, attempt } as const;
      state.queueTimers[task] = context.after(queueTimeoutMs, overdue, priority.limit);
    }
  }

  /** An attempt has begun in time, whatever becomes of it and of whoever began it. */
  #begun(state: WorkflowState, { task, attempt }: TaskBegun, context: Context): void {
    if (state.states[task] !== status.ready || state.attempt[task] !== attempt) return;
    state.begun[task] = attempt;
    this.#waitsNoMore(state, task, context);
  }

  #waitsNoMore(state: WorkflowState, task: number, context: Context): void {
    const timer = state.queueTimers[task];
    if (timer === undefined) return;
    context.cancel(timer);
    delete state.queueTimers[task];
  }

  #done(state: WorkflowState, { task, attempt, agent, end }: TaskDone, context: Context): void {
    if (state.states[task] !== status.ready || state.attempt[task] !== attempt) return;
    this.#waitsNoMore(state, task, context);
    if (state.doomed[task] === true) {
      this.#stopped(state, task, agent, '', context);
      return;
    }
    switch (end.kind) {
      case 'succeeded':
        if (end.memory !== undefined) (state.memory ??= {})[task] = { step: context.step, values: end.memory };
        if (end.recalled !== undefined) (state.recalled ??= {})[task] = { step: context.step, values: end.recalled };
        this.succeeded(state, task, agent, end.result, context);
        return;
      case 'failed':
        this.#failed(state, task, agent, end.reason, context);
        return;
      case 'cancelled':
        this.#stopped(state, task, agent, end.forced ? 'stopped by force' : 'stopped', context);
    }
  }

  /** Nobody says that it has stopped, and nobody is asked any more. */
  #abandon(state: WorkflowState, task: number, attempt: number, context: Context): void {
    if (state.doomed[task] === true) {
      context.record({ type: 'task.abandoned', task, attempt } satisfies TaskFact);
      context.signal(handlerOf(this.plan, task), { type: 'task.void', task } satisfies TaskVoid);
    }
    this.#stopped(state, task, -1, 'forced: it did not stop in time', context);
  }

  /** What was told to stop does nothing any more: it is cancelled, or has failed where the run ran out of time over it. */
  #stopped(state: WorkflowState, task: number, agent: number, how: string, context: Context): void {
    if (state.doomed[task] !== true) {
      this.cancelled(state, task, how, context);
      return;
    }
    delete state.doomed[task];
    state.ranOn[task] = agent;
    this.lose(state, task, status.failed, outOfTime(this.plan.timeoutMs), context);
  }

  protected override succeeded(
    state: WorkflowState,
    task: number,
    agent: number,
    result: Json,
    context: Context,
  ): void {
    state.states[task] = status.succeeded;
    state.endedMs[task] = context.now;
    state.ranOn[task] = agent;
    this.#give(state, task, result, context);
    context.record({ type: 'task.succeeded', task, attempt: state.attempt[task]!, agent } satisfies TaskFact);
    if (!this.plan.simple[task]!) {
      const { compensates, compensation } = taskAt(this.plan, task);
      if (compensates !== -1) {
        state.states[compensates] = status.compensated;
        if (state.minds !== undefined) state.minds.due = true;
        context.record({ type: 'task.compensated', task: compensates } satisfies TaskFact);
        this.undoNext(state, context);
        return;
      }
      this.#tellLate(task, context);
      if (compensation !== -1) state.undoable.push(task);
    }
    this.believe(state, task, context);
    this.over(state, task);
    this.settle(state, { task, success: true }, context);
    this.review(state, parentOf(this.plan, task), context);
    this.proceed(state, context);
  }

  /** What succeeds or fails behind its deadline is late; at the deadline itself it is in time. */
  #tellLate(task: number, context: Context): void {
    const { deadlineMs } = taskAt(this.plan, task);
    if (deadlineMs > 0 && context.now > deadlineMs)
      context.record({ type: 'task.late', task, deadlineMs } satisfies TaskFact);
  }

  #failed(state: WorkflowState, task: number, agent: number, reason: string, context: Context): void {
    const { retry, id } = taskAt(this.plan, task);
    const attempt = state.attempt[task]!;
    if (attempt < retry.attempts && this.isStopping(state, task)) {
      this.cancelled(state, task, `not tried again: ${reason}`, context);
      return;
    }
    if (attempt < retry.attempts) {
      const pause = backoffMs(retry, attempt, () => context.random(`retry/${id}`));
      state.states[task] = status.retrying;
      context.record({ type: 'task.retrying', task, attempt, dueMs: context.now + pause, reason } satisfies TaskFact);
      context.after(pause, { type: 'workflow.retry', task, attempt });
      return;
    }
    state.ranOn[task] = agent;
    this.lose(state, task, status.failed, reason, context);
  }

  /** A task that will not succeed any more: what its policy asks for. */
  protected override lose(state: WorkflowState, task: number, as: number, reason: string, context: Context): void {
    const plan = taskAt(this.plan, task);
    state.states[task] = as;
    state.endedMs[task] = context.now;
    if (as === status.unassignable) context.record({ type: 'task.unassignable', task, reason } satisfies TaskFact);
    else
      context.record({
        type: 'task.failed',
        task,
        attempt: state.attempt[task]!,
        agent: state.ranOn[task]!,
        reason,
      } satisfies TaskFact);
    if (plan.compensates !== -1) {
      this.finish(state, context, `the compensation of ${taskTitle(this.plan, plan.compensates)} failed: ${reason}`);
      return;
    }
    this.#tellLate(task, context);
    this.believe(state, task, context);
    this.over(state, task);
    const why = `${taskTitle(this.plan, task)} failed: ${reason}`;
    const composite = parentOf(this.plan, task);
    switch (plan.onFailure) {
      case 'continue':
        this.#give(state, task, plan.fallback, context);
        this.settle(state, { task, success: true }, context);
        break;
      case 'skip-dependents':
        if (composite === -1) state.reason ??= why;
        this.settle(state, { task, success: false }, context);
        break;
      case 'fail-run':
      case 'compensate':
        if (composite === -1) this.stop(state, why, context);
        else {
          tallyOf(state, composite).fatal ??= why;
          this.review(state, composite, context);
          this.settle(state, { task, success: false }, context);
        }
    }
    this.review(state, composite, context);
    this.proceed(state, context);
  }

  /** It has waited too long wherever it waits: for good, since waiting once more is no better. */
  #overdue(state: WorkflowState, task: number, attempt: number, context: Context): void {
    delete state.queueTimers[task];
    if (state.states[task] !== status.ready || state.attempt[task] !== attempt || this.isStopping(state, task)) return;
    context.signal(handlerOf(this.plan, task), { type: 'task.cancel', task, attempt } satisfies TaskCancel);
    state.ranOn[task] = -1;
    this.lose(state, task, status.failed, 'waited too long for an agent', context);
  }
}
