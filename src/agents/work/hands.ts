/**
 * What an agent has in hand, each piece of work as a small machine: it obtains what it needs before it begins, works by a clock
 * that can be stopped, is blocked where it needs more in its midst, suspended where its clock is taken away, gives what it
 * made, and has ended. Who gave the work and what waits behind it is not known here.
 */
import type { Json } from '../../base/index.ts';
import type { Context } from '../../kernel/index.ts';
import {
  agentAt,
  sampleDuration,
  serviceAt,
  taskAt,
  usesAt,
  workflowActor,
  type AttemptEnd,
  type Plan,
  type TaskBegun,
  type TaskFact,
  type Use,
} from '../../plan/index.ts';
import type { Work } from '../role.ts';
import { ask, giveBack, letGo, needOf } from './asking.ts';
import { halt, limitTo, progressOf, restored, stoppingOf, stopTimer, type Progress } from './clock.ts';
import { workEffect, type FinishMessage } from './effect.ts';
import { cancelled, outcomeOf, seenEnd, timedOut } from './outcome.ts';
import { withRecalled, type HandsMessage, type HandsOwner, type HandsState, type Running } from './running.ts';
import type { KeptWork } from '../recovery/checkpoint.ts';
import { Executor, type Clocks } from '../slices/executor.ts';
import {
  endOf,
  firstMoment,
  leftAfter,
  leftOf,
  noted,
  notYet,
  rewind,
  takenBy,
  toGiveBack,
  untilMoment,
} from './using.ts';

export class Hands implements Clocks {
  readonly #plan: Plan;
  readonly #agent: number;
  readonly #owner: HandsOwner;
  /** Whether checkpoints are written of what is in hand. */
  readonly #kept: boolean;
  /** Who shares its time among what is in hand; absent where all of it is worked at at once. */
  readonly executor: Executor | undefined;
  #state!: HandsState;
  #context!: Context;

  constructor(plan: Plan, agent: number, owner: HandsOwner) {
    this.#plan = plan;
    this.#agent = agent;
    this.#owner = owner;
    this.#kept = agentAt(plan, agent).checkpoint !== undefined;
    if (agentAt(plan, agent).slice !== undefined) this.executor = new Executor(plan, agent, this);
  }

  enter(state: HandsState, context: Context): void {
    this.#state = state;
    this.#context = context;
    this.executor?.enter(state, context);
  }

  find(task: number, lease: number): Running | undefined {
    for (const running of this.#state.running)
      if (running.work.task === task && running.work.lease === lease) return running;
    return undefined;
  }

  /** Takes a slot: what it needs is obtained from here on, its data first. */
  start(work: Work): void {
    const running: Running = { work, timer: 0, timeout: 0, begun: false, stopping: null };
    const uses = this.#plan.uses.size === 0 ? undefined : this.#plan.uses.get(work.task);
    if (uses !== undefined || this.#kept || this.executor !== undefined) running.using = notYet();
    this.#state.running.push(running);
    const wait = work.availableMs - this.#context.now;
    if (wait <= 0) {
      this.#recall(running);
      return;
    }
    const { task, lease, availableMs: untilMs } = work;
    this.#context.record({ type: 'task.waiting', ...this.#of(work), untilMs } satisfies TaskFact);
    running.timer = this.#context.after(wait, { type: 'agent.begin', task, lease } satisfies HandsMessage);
  }

  receive(message: HandsMessage): void {
    const running = this.find(message.task, message.lease);
    if (running === undefined) return;
    switch (message.type) {
      case 'agent.begin':
        running.timer = 0;
        this.#recall(running);
        return;
      case 'agent.need':
        running.timer = 0;
        this.#block(running);
        return;
      case 'agent.finish':
        running.timer = 0;
        this.#finish(running, message.end);
        return;
      case 'agent.timeout':
        running.timeout = 0;
        this.stop(running, 'timeout');
        return;
      case 'agent.stopped':
        this.#end(running, running.stopping === 'timeout' ? timedOut : { kind: 'cancelled', forced: message.forced });
    }
  }

  /** What was asked for at a place is had: the work goes on. An answer to what is not asked any more changes nothing. */
  met(task: number, lease: number, { place, value }: { readonly place: number; readonly value?: Json }): void {
    const running = this.find(task, lease);
    const using = running?.using;
    if (running === undefined || using === undefined || !using.asked || using.met !== place) return;
    const { service, key } = usesAt(this.#plan, task).all[place]!;
    if (key !== undefined && value !== undefined) noted(using, serviceAt(this.#plan, service).id, key, value);
    using.met += 1;
    using.asked = false;
    if (!running.begun) this.#obtain(running);
    else if (using.end !== null) this.#give(running);
    else this.#goOn(running);
  }

  /** It cannot be had: the attempt has failed for this reason. */
  refused(task: number, lease: number, { place, reason }: { readonly place: number; readonly reason: string }): void {
    const using = this.find(task, lease)?.using;
    if (using?.asked === true && using.met === place) this.fail(task, lease, reason, true);
  }

  /** What it had is lost to it. Work that is done and only gives what it made goes on. */
  fail(task: number, lease: number, reason: string, giving = false): boolean {
    const running = this.find(task, lease);
    if (running?.using === undefined || (running.using.end !== null && !giving)) return false;
    this.#end(running, running.stopping === 'cancelled' ? cancelled : { kind: 'failed', reason });
    return true;
  }

  /** Takes the clock of work away, in its midst; false where it has none or does not work. */
  suspend(task: number, lease: number): boolean {
    const running = this.find(task, lease);
    const using = running?.using;
    if (running?.begun !== true || using === undefined || using.end !== null || using.suspended || using.preempted)
      return false;
    using.suspended = true;
    halt(running, using, this.#context);
    this.executor?.suspend(running.work);
    this.#context.record({ type: 'task.suspended', ...this.#of(running.work) } satisfies TaskFact);
    return true;
  }

  /** Something that it needs is taken away: its clock stands until `regain`, or it gives all back and begins anew. */
  preempt(task: number, lease: number, how: 'resume' | 'restart'): boolean {
    const running = this.find(task, lease);
    const using = running?.using;
    if (running === undefined || using === undefined || using.end !== null) return false;
    const runs = running.begun && using.stoppedMs === -1;
    this.#halt(running);
    if (runs) {
      this.#context.record({ type: 'task.suspended', ...this.#of(running.work) } satisfies TaskFact);
    }
    if (how === 'resume') {
      using.preempted = true;
      return true;
    }
    const { all } = usesAt(this.#plan, task);
    for (const place of takenBy(using))
      if (all[place]!.kind !== 'read') giveBack(running, place, this.#owner, this.#plan);
    rewind(using, all, this.#context.now);
    if (running.begun) this.#ask(running, all[using.met]!, 'task.blocked');
    else this.#obtain(running);
    return true;
  }

  regain(task: number, lease: number): void {
    const running = this.find(task, lease);
    if (running?.using?.preempted !== true) return;
    delete running.using.preempted;
    if (running.begun) this.#goOn(running);
    else if (!running.using.asked) this.#obtain(running);
  }

  /** Gives it back. */
  resume(task: number, lease: number): boolean {
    const running = this.find(task, lease);
    if (running?.using?.suspended !== true) return false;
    running.using.suspended = false;
    if (this.executor?.resume(running.work) !== true) this.#goOn(running);
    return true;
  }

  /** Has work in hand again, as a checkpoint has it: what had begun goes on from there, under the limit that it had. */
  takeUp({ work, begun, doneMs, leftMs, limitMs }: KeptWork): void {
    const context = this.#context;
    const of = this.#of(work);
    context.record({ type: 'task.restored', ...of, doneMs } satisfies TaskFact);
    if (!begun) {
      this.start(work);
      return;
    }
    const running = restored({ work, doneMs, leftMs }, context.now);
    this.#state.running.push(running);
    context.record({ type: 'task.started', ...of, dueMs: context.now + leftMs } satisfies TaskFact);
    if (this.executor === undefined) this.run(work.task, work.lease);
    else this.#work(running);
    if (limitMs === 0) return;
    limitTo(running, limitMs, context);
    running.limitMs = limitMs;
  }

  /** At once what has not begun. Cooperation takes the work as long as its model says; at the end of the grace it is forced. */
  stop(running: Running, why: 'cancelled' | 'timeout'): void {
    if (running.stopping !== null) return;
    if (!running.begun) {
      this.#end(running, cancelled);
      return;
    }
    const { task, lease } = running.work;
    const { forced, delay } = stoppingOf(taskAt(this.#plan, task));
    running.stopping = why;
    const stopped: HandsMessage = { type: 'agent.stopped', task, lease, forced };
    if (delay === 0) this.receive(stopped);
    else this.#context.after(delay, stopped);
  }

  /** With its data there it recalls, once: what is not at hand takes time. Then come the other needs. */
  #recall(running: Running): void {
    const { work } = running;
    if (this.#plan.recollections.has(work.task) && running.recalled === undefined) {
      const { takesMs, values } = this.#owner.recall(work);
      running.recalled = values ?? true;
      if (takesMs > 0) {
        const { task, lease } = work;
        const untilMs = this.#context.now + takesMs;
        this.#context.record({ type: 'task.recalling', ...this.#of(work), untilMs } satisfies TaskFact);
        running.timer = this.#context.after(takesMs, { type: 'agent.begin', task, lease } satisfies HandsMessage);
        return;
      }
    }
    this.#obtain(running);
  }

  /** What it needs before it begins, one by one; then it begins. Where work is really done nothing can wait in its midst. */
  #obtain(running: Running): void {
    const use = needOf(running, this.#plan);
    if (use !== null && (use.fromMs === 0 || this.#plan.live)) this.#ask(running, use, 'task.obtaining');
    else if (running.using?.preempted !== true) this.#work(running);
  }

  /** It could be worked at: it is, or waits for its turn. */
  #work(running: Running): void {
    if (this.executor !== undefined)
      this.executor.join(running.work, taskAt(this.#plan, running.work.task).deadlineMs || -1);
    else if (running.begun) this.#resume(running);
    else this.#begin(running);
  }

  /** Its clock runs from here on. */
  run(task: number, lease: number, running = this.find(task, lease)!): void {
    if (running.begun) this.#carryOut(running, leftAfter(running.using!, this.#context.now));
    else this.#begin(running);
  }

  halt(task: number, lease: number, running = this.find(task, lease)!): void {
    halt(running, running.using!, this.#context);
  }

  progress(task: number, lease: number): Progress {
    return progressOf(this.find(task, lease)!, this.#context.now);
  }

  #begin(running: Running): void {
    const { task, attempt, lease } = running.work;
    const context = this.#context;
    running.begun = true;
    let duration = sampleDuration(this.#plan, task, this.#agent, context);
    const { slowness } = this.#owner;
    if (slowness !== 1) duration = Math.floor(duration * slowness + 0.5);
    const dueMs = context.now + duration;
    context.record({ type: 'task.started', task, attempt, agent: this.#agent, lease, dueMs } satisfies TaskFact);
    if (running.using !== undefined) Object.assign(running.using, { durationMs: duration, dueMs });
    this.#carryOut(running, duration);
    const simple = this.#plan.simple[task]!;
    if (simple && this.#plan.timeoutMs === 0) return;
    const { timeoutMs, queueTimeoutMs } = taskAt(this.#plan, task);
    if (queueTimeoutMs > 0 || this.#plan.timeoutMs > 0)
      context.signal(workflowActor, { type: 'task.begun', task, attempt } satisfies TaskBegun);
    if (timeoutMs > 0) limitTo(running, context.now + timeoutMs, context);
    if (timeoutMs > 0 && this.#kept) running.limitMs = context.now + timeoutMs;
  }

  /** Lets its clock run, to its next need or to its end: by a timer, or where work is really done by an effect. */
  #carryOut(running: Running, leftMs: number): void {
    const context = this.#context;
    const { work, using } = running;
    const { task, lease } = work;
    const needMs = needOf(running, this.#plan)?.fromMs ?? Infinity;
    const isStopped = using !== undefined && !this.#plan.live;
    const stopMs = isStopped ? firstMoment(using, usesAt(this.#plan, task).all, needMs) : needMs;
    if (stopMs < Infinity)
      running.timer = context.after(untilMoment(using!, stopMs, leftMs), { type: 'agent.need', task, lease });
    else if (this.#plan.live)
      running.effect = context.request(
        workEffect(this.#plan, work, {
          dueMs: context.now + leftMs,
          end: outcomeOf(this.#plan, work, this.#context),
          ...withRecalled(running),
        }),
      );
    else running.timer = context.after(leftMs, { type: 'agent.finish', task, lease } satisfies FinishMessage);
  }

  /** In its midst: what it needs no more it gives back, and its clock stands until what it needs is there. */
  #block(running: Running): void {
    const { now } = this.#context;
    const using = running.using!;
    const { all } = usesAt(this.#plan, running.work.task);
    const doneMs = using.durationMs - leftOf(using, now);
    for (const place of toGiveBack(using, all, doneMs)) {
      using.back = [...(using.back ?? []), place];
      giveBack(running, place, this.#owner, this.#plan);
    }
    const use = needOf(running, this.#plan);
    if (use === null || Math.min(use.fromMs, using.durationMs) > doneMs) {
      this.#carryOut(running, leftOf(using, now));
      return;
    }
    this.#halt(running);
    this.#ask(running, use, 'task.blocked');
  }

  /** Its clock stands; whoever shares the time passes it over. */
  #halt(running: Running): void {
    if (running.begun) halt(running, running.using!, this.#context);
    this.executor?.leave(running.work, 'halted');
  }

  /** Goes on where nothing stops it any more. */
  #goOn(running: Running): void {
    const using = running.using!;
    if (using.asked || using.suspended || using.preempted) return;
    this.#work(running);
  }

  #resume(running: Running): void {
    const using = running.using!;
    const leftMs = leftAfter(using, this.#context.now);
    this.#context.record({ type: 'task.resumed', ...this.#of(running.work), dueMs: using.dueMs } satisfies TaskFact);
    this.#carryOut(running, leftMs);
  }

  /** Its work is done: what it made is given, and then it ends. */
  #finish(running: Running, told: AttemptEnd | undefined): void {
    const late = running.stopping === 'timeout' ? timedOut : undefined;
    const end = late ?? told ?? outcomeOf(this.#plan, running.work, this.#context);
    this.executor?.leave(running.work, 'over');
    if (running.using === undefined || end.kind !== 'succeeded') {
      this.#end(running, end);
      return;
    }
    running.using.end = end;
    this.#give(running);
  }

  #give(running: Running): void {
    const using = running.using!;
    const use = usesAt(this.#plan, running.work.task).all[using.met];
    if (use !== undefined) this.#ask(running, use, 'task.giving');
    else this.#end(running, endOf(using));
  }

  #ask(running: Running, use: Use, type: 'task.obtaining' | 'task.blocked' | 'task.giving'): void {
    const reason = ask(running, { use, type, agent: this.#agent }, this.#owner, this.#context);
    if (reason !== null) this.#end(running, { kind: 'failed', reason });
  }

  #end(running: Running, end: AttemptEnd): void {
    this.executor?.leave(running.work, 'over');
    const { running: all } = this.#state;
    // Nearly always the last that was begun: taking that off makes no list of what was taken.
    if (all.at(-1) === running) all.pop();
    else all.splice(all.indexOf(running), 1);
    if (running.timeout !== 0) this.#context.cancel(running.timeout);
    stopTimer(running, this.#context);
    letGo(running, this.#owner, this.#plan);
    const reason = end.kind === 'failed' ? end.reason : null;
    this.#context.record({ type: 'task.ended', ...this.#of(running.work), end: end.kind, reason } satisfies TaskFact);
    if (end.kind === 'succeeded') this.#owner.remember(running.work, end.result);
    this.#owner.over(running.work, seenEnd(running, end, this.#plan));
  }

  /** Which attempt a fact is about. */
  #of({ task, attempt, lease }: Work) {
    return { task, attempt, agent: this.#agent, lease };
  }
}
