/**
 * What an agent has in hand, each piece of work as a small machine: it obtains what it needs before it begins, works by a clock
 * that can be stopped, is blocked where it needs more in its midst, suspended where its clock is taken away, gives what it
 * made, and has ended. Who gave the work and what waits behind it is not known here.
 */
import type { Json } from '../../base/index.ts';
import { priority, type Context } from '../../kernel/index.ts';
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
import type { Asked, Work } from '../role.ts';
import { workEffect, type FinishMessage } from './effect.ts';
import { withRecalled, type HandsMessage, type HandsOwner, type HandsState, type Running } from './running.ts';
import type { KeptWork } from '../recovery/checkpoint.ts';
import {
  endOf,
  expectedBy,
  givenTo,
  halted,
  leftAfter,
  leftOf,
  noted,
  notYet,
  plainUse,
  untilNeed,
  type Using,
} from './using.ts';

const succeededPlainly: AttemptEnd = { kind: 'succeeded', result: null };
const timedOut: AttemptEnd = { kind: 'failed', reason: 'timeout' };
const cancelled: AttemptEnd = { kind: 'cancelled', forced: false };

export class Hands {
  readonly #plan: Plan;
  readonly #agent: number;
  readonly #owner: HandsOwner;
  /** Whether checkpoints are written of what is in hand. */
  readonly #kept: boolean;
  #state!: HandsState;
  #context!: Context;

  constructor(plan: Plan, agent: number, owner: HandsOwner) {
    this.#plan = plan;
    this.#agent = agent;
    this.#owner = owner;
    this.#kept = agentAt(plan, agent).checkpoint !== undefined;
  }

  enter(state: HandsState, context: Context): void {
    this.#state = state;
    this.#context = context;
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
    if (uses !== undefined || this.#kept) running.using = notYet();
    this.#state.running.push(running);
    const wait = work.availableMs - this.#context.now;
    if (wait <= 0) {
      this.#recall(running);
      return;
    }
    const { task, attempt, lease, availableMs: untilMs } = work;
    this.#context.record({
      type: 'task.waiting',
      task,
      attempt,
      agent: this.#agent,
      lease,
      untilMs,
    } satisfies TaskFact);
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
    const running = this.find(task, lease);
    const using = running?.using;
    if (running === undefined || using === undefined || !using.asked || using.met !== place) return;
    this.#end(running, running.stopping === 'cancelled' ? cancelled : { kind: 'failed', reason });
  }

  /** What it had is lost to it. Work that is done and only gives what it made goes on. */
  fail(task: number, lease: number, reason: string): boolean {
    const running = this.find(task, lease);
    if (running?.using === undefined || running.using.end !== null) return false;
    this.#end(running, running.stopping === 'cancelled' ? cancelled : { kind: 'failed', reason });
    return true;
  }

  /** Takes the clock of work away, in its midst; false where it has none or does not work. */
  suspend(task: number, lease: number): boolean {
    const running = this.find(task, lease);
    const using = running?.using;
    if (running?.begun !== true || using === undefined || using.end !== null || using.suspended) return false;
    using.suspended = true;
    this.#halt(running, using);
    const { attempt } = running.work;
    this.#context.record({ type: 'task.suspended', task, attempt, agent: this.#agent, lease } satisfies TaskFact);
    return true;
  }

  /** Gives it back. */
  resume(task: number, lease: number): boolean {
    const running = this.find(task, lease);
    if (running?.using?.suspended !== true) return false;
    running.using.suspended = false;
    this.#goOn(running);
    return true;
  }

  /** What a checkpoint has of all this: nothing that is told to stop, and nothing that asks services, who would hear it twice. */
  keep(): KeptWork[] {
    const { now } = this.#context;
    return this.#state.running
      .filter(({ work, stopping }) => stopping === null && !this.#plan.uses.has(work.task))
      .map(({ work, begun, using, limitMs = 0 }) => {
        const leftMs = begun ? leftOf(using!, now) : 0;
        return { work, begun, doneMs: begun ? using!.durationMs - leftMs : 0, leftMs, limitMs };
      });
  }

  /** Has work in hand again, as a checkpoint has it: what had begun goes on from there, under the limit that it had. */
  takeUp({ work, begun, doneMs, leftMs, limitMs }: KeptWork): void {
    const { task, attempt, lease } = work;
    const context = this.#context;
    const of = { task, attempt, agent: this.#agent, lease };
    context.record({ type: 'task.restored', ...of, doneMs } satisfies TaskFact);
    if (!begun) {
      this.start(work);
      return;
    }
    const dueMs = context.now + leftMs;
    const using: Using = { ...notYet(), durationMs: doneMs + leftMs, dueMs };
    const running: Running = { work, timer: 0, timeout: 0, begun: true, stopping: null, using };
    this.#state.running.push(running);
    context.record({ type: 'task.started', ...of, dueMs } satisfies TaskFact);
    this.#carryOut(running, leftMs);
    if (limitMs === 0) return;
    const timeout: HandsMessage = { type: 'agent.timeout', task, lease };
    running.limitMs = limitMs;
    running.timeout = context.after(Math.max(0, limitMs - context.now), timeout, priority.limit);
  }

  /** At once what has not begun. Cooperation takes the work as long as its model says; at the end of the grace it is forced. */
  stop(running: Running, why: 'cancelled' | 'timeout'): void {
    if (running.stopping !== null) return;
    if (!running.begun) {
      this.#end(running, cancelled);
      return;
    }
    const { task, lease } = running.work;
    const { work, graceMs } = taskAt(this.#plan, task);
    const forced = work.ignoresCancel || work.cancelMs > graceMs;
    running.stopping = why;
    const delay = forced ? graceMs : work.cancelMs;
    if (delay === 0) {
      this.receive({ type: 'agent.stopped', task, lease, forced });
      return;
    }
    this.#context.after(delay, { type: 'agent.stopped', task, lease, forced } satisfies HandsMessage);
  }

  /** With its data there it recalls, once: what is not at hand takes time. Then come the other needs. */
  #recall(running: Running): void {
    const { work } = running;
    if (this.#plan.recollections.has(work.task) && running.recalled === undefined) {
      const { takesMs, values } = this.#owner.recall(work);
      running.recalled = values ?? true;
      if (takesMs > 0) {
        const { task, attempt, lease } = work;
        const untilMs = this.#context.now + takesMs;
        const recalling: TaskFact = { type: 'task.recalling', task, attempt, agent: this.#agent, lease, untilMs };
        this.#context.record(recalling);
        running.timer = this.#context.after(takesMs, { type: 'agent.begin', task, lease } satisfies HandsMessage);
        return;
      }
    }
    this.#obtain(running);
  }

  /** What it needs before it begins, one by one; then it begins. Where work is really done nothing can wait in its midst. */
  #obtain(running: Running): void {
    const use = this.#need(running);
    if (use === null || (use.fromMs > 0 && !this.#plan.live)) this.#begin(running);
    else this.#ask(running, use, 'task.obtaining');
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
    const timeout: HandsMessage = { type: 'agent.timeout', task, lease };
    if (timeoutMs > 0) running.timeout = context.after(timeoutMs, timeout, priority.limit);
    if (timeoutMs > 0 && this.#kept) running.limitMs = context.now + timeoutMs;
  }

  /** Lets its clock run, to its next need or to its end: by a timer, or where work is really done by an effect. */
  #carryOut(running: Running, leftMs: number): void {
    const context = this.#context;
    const { work, using } = running;
    const { task, lease } = work;
    const need = using === undefined ? null : this.#need(running);
    if (need !== null)
      running.timer = context.after(untilNeed(using!, need, leftMs), { type: 'agent.need', task, lease });
    else if (this.#plan.live)
      running.effect = context.request(
        workEffect(this.#plan, work, {
          dueMs: context.now + leftMs,
          end: this.#outcome(work),
          ...withRecalled(running),
        }),
      );
    else running.timer = context.after(leftMs, { type: 'agent.finish', task, lease } satisfies FinishMessage);
  }

  /** In its midst: its clock stands until what it needs is there. */
  #block(running: Running): void {
    const use = this.#need(running);
    if (use === null) return;
    this.#halt(running, running.using!);
    this.#ask(running, use, 'task.blocked');
  }

  #halt(running: Running, using: Using): void {
    if (!halted(using, this.#context.now)) return;
    if (running.timer !== 0) this.#context.cancel(running.timer);
    running.timer = 0;
    if (running.effect !== undefined) this.#context.withdraw(running.effect);
    delete running.effect;
  }

  /** Goes on where nothing stops it any more. */
  #goOn(running: Running): void {
    const using = running.using!;
    if (using.asked || using.suspended) return;
    const leftMs = leftAfter(using, this.#context.now);
    const { task, attempt, lease } = running.work;
    const { dueMs } = using;
    const resumed: TaskFact = { type: 'task.resumed', task, attempt, agent: this.#agent, lease, dueMs };
    this.#context.record(resumed);
    this.#carryOut(running, leftMs);
  }

  /** Its work is done: what it made is given, and then it ends. */
  #finish(running: Running, told: AttemptEnd | undefined): void {
    if (running.stopping === 'timeout') {
      this.#end(running, timedOut);
      return;
    }
    const end = told ?? this.#outcome(running.work);
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

  /** What it needs next; null when it needs nothing more. */
  #need({ work, using }: Running): Use | null {
    if (using === undefined) return null;
    const { all, needed } = usesAt(this.#plan, work.task);
    return using.met < needed ? all[using.met]! : null;
  }

  #ask(running: Running, use: Use, type: 'task.obtaining' | 'task.blocked' | 'task.giving'): void {
    const { work } = running;
    const using = running.using!;
    const { task, attempt, lease } = work;
    const { kind, service } = use;
    const given = givenTo(use, using);
    const expected = expectedBy(use, using);
    const untold = given.ok ? expected : given;
    if (untold?.ok === false) {
      this.#end(running, { kind: 'failed', reason: untold.error });
      return;
    }
    using.asked = true;
    const asking: TaskFact = { type, task, attempt, agent: this.#agent, lease, use: kind, service };
    this.#context.record(asking);
    const asked: Asked = { work, use: plainUse(use), place: using.met, value: given.ok ? given.value : null };
    this.#owner.ask(expected?.ok === true ? { ...asked, expect: expected.value } : asked);
  }

  /** Failure comes from the model: the first few attempts, then by chance. */
  #outcome(work: Work): AttemptEnd {
    if (this.#plan.simple[work.task]!) return succeededPlainly;
    const plan = taskAt(this.#plan, work.task);
    if (work.attempt <= plan.work.failsFirst)
      return { kind: 'failed', reason: `attempt ${work.attempt} fails by its model` };
    if (plan.work.failureRate > 0 && this.#context.random(`failure/${plan.id}`).chance(plan.work.failureRate)) {
      return { kind: 'failed', reason: 'failed by chance' };
    }
    return plan.work.result === null ? succeededPlainly : { kind: 'succeeded', result: plan.work.result };
  }

  #end(running: Running, end: AttemptEnd): void {
    const { task, attempt, lease } = running.work;
    const { running: all } = this.#state;
    // Nearly always the last that was begun: taking that off makes no list of what was taken.
    if (all.at(-1) === running) all.pop();
    else all.splice(all.indexOf(running), 1);
    if (running.timeout !== 0) this.#context.cancel(running.timeout);
    if (running.timer !== 0) this.#context.cancel(running.timer);
    if (running.effect !== undefined) this.#context.withdraw(running.effect);
    if (running.using !== undefined) this.#letGo(running.work, running.using);
    const reason = end.kind === 'failed' ? end.reason : null;
    const ended: TaskFact = { type: 'task.ended', task, attempt, agent: this.#agent, lease, end: end.kind, reason };
    this.#context.record(ended);
    if (end.kind === 'succeeded') this.#owner.remember(running.work, end.result);
    const seen = end.kind === 'succeeded' && this.#plan.recollections.get(task)?.seen === true;
    this.#owner.over(running.work, seen ? { ...end, ...withRecalled(running) } : end);
  }

  /** All that it asked for, whether it has it or not. */
  #letGo(work: Work, { met, asked }: Using): void {
    const { all } = usesAt(this.#plan, work.task);
    for (let place = 0; place < met + Number(asked); place += 1)
      this.#owner.letGo({ work, use: plainUse(all[place]!), place, value: null, over: true });
  }
}
