/**
 * An agent: one actor with slots for work, a queue before them, and the roles that it plays. It carries attempts out
 * (in a simulation it lets their time pass, in a live run it asks for an effect), keeps their timeouts, and stops them
 * cooperatively, then by force. What work it gets and whom it tells is its roles' business.
 */
import { invariant } from '../base/index.ts';
import { priority, type Alerted, type Context, type Machine, type Message } from '../kernel/index.ts';
import {
  sampleDuration,
  workflowActor,
  type AttemptEnd,
  type ConductFact,
  type Plan,
  type TaskBegun,
  type TaskFact,
} from '../plan/index.ts';
import type { Corruption } from './conduct.ts';
import { workEffect, type FinishMessage } from './effect.ts';
import {
  FalseContext,
  provoked,
  resume,
  turn,
  type MisconductState,
  type ProvokeMessage,
  type TurnMessage,
} from './misconduct.ts';
import { intervalsOf } from './ledger/lease.ts';
import type { AgentHost, Role, Work } from './role.ts';
import {
  addWork,
  allWork,
  emptyQueue,
  findWork,
  firstThat,
  removeWork,
  takeWork,
  type Running,
  type WorkQueue,
} from './work-queue.ts';

export interface AgentState {
  running: Running[];
  queue: WorkQueue;
  /** Factor on durations while the agent is slow; 1 otherwise. */
  slowness: number;
  /** Further factors by the names under which they were put in; absent while there are none. */
  spells?: Record<string, number>;
  /** Absent while it behaves. */
  misconduct?: MisconductState;
  slices: unknown[];
}

/** Work takes so many times as long from here on. */
export interface SlowMessage extends Message {
  readonly type: 'agent.slow';
  readonly factor: number;
  /** By name where it was put in by hand: such factors multiply, and one of 1 is the end of it; null is for all there are. */
  readonly spell?: string | null;
}

/** The machine of the agent with this index, made of these roles; `corruptions` are the lies of their rooms, by name. */
export function agentMachine(
  plan: Plan,
  agent: number,
  roles: readonly Role[],
  corruptions: ReadonlyMap<string, Corruption> = new Map(),
): Machine<AgentState> {
  const byRoom = new Map(roles.map((role, at) => [role.room, at]));
  const host = new Host(plan, agent, roles, byRoom);
  const misled = new FalseContext(plan, agent, corruptions);
  const known = new Map<string, number>();
  /** Place of the role whose room a message names; -1 for none. */
  const roleOf = (type: string): number => {
    let at = known.get(type);
    if (at === undefined) {
      at = byRoom.get(type.slice(0, type.indexOf('.'))) ?? -1;
      known.set(type, at);
    }
    return at;
  };
  return {
    init: () => ({ running: [], queue: emptyQueue(), slowness: 1, slices: roles.map((role) => role.init(agent)) }),
    receive(state, message, honest) {
      const context = state.misconduct === undefined ? honest : misled.over(honest, state.misconduct);
      host.enter(state, context);
      switch (message.type) {
        case 'agent.begin':
        case 'agent.finish':
        case 'agent.timeout':
        case 'agent.stopped':
        case 'agent.slow':
          host.own(message as OwnMessage);
          return;
        case 'agent.conduct':
          turn(state, message as TurnMessage, agent, honest);
          return;
        case 'agent.provoke':
          if (state.misconduct === undefined || !provoked(state.misconduct, message as ProvokeMessage, honest)) return;
          roles.forEach((role, at) => role.provoke?.(state.slices[at], 'false-view-change', context, host));
          return;
        case 'kernel.alerted':
          for (const [at, role] of roles.entries())
            role.alerted?.(state.slices[at], intervalsOf((message as Alerted).loss), context, host);
          return;
        case 'kernel.recovered':
          if (state.misconduct !== undefined) resume(state.misconduct, honest);
          host.recover();
          return;
        default: {
          const at = roleOf(message.type);
          if (at === -1)
            invariant(false, `agent ${plan.agents[agent]!.id} plays no role that understands ${message.type}`);
          roles[at]!.receive(state.slices[at], message, context, host);
        }
      }
    },
  };
}

const succeededPlainly: AttemptEnd = { kind: 'succeeded', result: null };
const nothing: readonly Work[] = [];
const timedOut: AttemptEnd = { kind: 'failed', reason: 'timeout' };

type OwnMessage =
  | { readonly type: 'agent.begin' | 'agent.timeout'; readonly task: number; readonly lease: number }
  | FinishMessage
  | { readonly type: 'agent.stopped'; readonly task: number; readonly lease: number; readonly forced: boolean }
  | SlowMessage;

/** The agent's hands: valid during one call of `receive`, between `enter` and its end. */
class Host implements AgentHost {
  readonly agent: number;
  readonly #plan: Plan;
  readonly #slots: number;
  readonly #roles: readonly Role[];
  readonly #byRoom: ReadonlyMap<string, number>;
  #state!: AgentState;
  #context!: Context;

  constructor(plan: Plan, agent: number, roles: readonly Role[], byRoom: ReadonlyMap<string, number>) {
    this.#plan = plan;
    this.agent = agent;
    this.#slots = plan.agents[agent]!.slots;
    this.#roles = roles;
    this.#byRoom = byRoom;
  }

  enter(state: AgentState, context: Context): void {
    this.#state = state;
    this.#context = context;
  }

  get freeSlots(): number {
    return this.#slots - this.#state.running.length;
  }
  get queued(): number {
    return this.#state.queue.size;
  }

  take(work: Work): void {
    if (this.freeSlots > 0) {
      this.#start(work);
      return;
    }
    addWork(this.#state.queue, work);
    this.#context.record({
      type: 'task.queued',
      task: work.task,
      attempt: work.attempt,
      agent: this.agent,
      lease: work.lease,
    } satisfies TaskFact);
  }

  giveBack(task: number, lease: number): Work | null {
    const work = removeWork(this.#state.queue, task, lease);
    if (work !== null)
      this.#context.record({
        type: 'task.unqueued',
        task,
        attempt: work.attempt,
        agent: this.agent,
        lease,
      } satisfies TaskFact);
    return work;
  }

  oldestQueued(passes: (work: Work) => boolean): Work | null {
    return firstThat(this.#state.queue, passes);
  }

  holds(task: number, lease: number): boolean {
    return this.#find(task, lease) !== undefined || findWork(this.#state.queue, task, lease) !== undefined;
  }

  holdsOf(task: number): readonly Work[] {
    const { running, queue } = this.#state;
    const waiting = queue.waiting[task];
    // Nearly always nothing: it is asked before each piece of work is taken.
    if (waiting === undefined && !running.some(({ work }) => work.task === task)) return nothing;
    const begun = running.filter(({ work }) => work.task === task).map(({ work }) => work);
    return [...begun, ...(waiting ?? [])];
  }

  held(): readonly Work[] {
    const { running, queue } = this.#state;
    const begun = running.map((each) => each.work);
    return queue.size === 0 ? begun : [...begun, ...allWork(queue)];
  }

  cancel(task: number, lease: number): boolean {
    const waiting = this.giveBack(task, lease);
    if (waiting !== null) {
      this.#tell(waiting, { kind: 'cancelled', forced: false });
      return true;
    }
    const running = this.#find(task, lease);
    if (running === undefined) return false;
    this.#stop(running, 'cancelled');
    return true;
  }

  own(message: OwnMessage): void {
    if (message.type === 'agent.slow') {
      this.#slow(message.factor, message.spell);
      return;
    }
    const running = this.#find(message.task, message.lease);
    if (running === undefined) return;
    switch (message.type) {
      case 'agent.begin':
        running.timer = 0;
        this.#begin(running);
        return;
      case 'agent.finish':
        running.timer = 0;
        this.#end(running, running.stopping === 'timeout' ? timedOut : (message.end ?? this.#outcome(running.work)));
        return;
      case 'agent.timeout':
        running.timeout = 0;
        this.#stop(running, 'timeout');
        return;
      case 'agent.stopped':
        this.#end(running, running.stopping === 'timeout' ? timedOut : { kind: 'cancelled', forced: message.forced });
    }
  }

  /** After a crash the hands are empty: what was held is lost, and leases elsewhere will notice. */
  recover(): void {
    this.#state.running = [];
    this.#state.queue = emptyQueue();
    this.#roles.forEach((role, at) => {
      role.recovered(this.#state.slices[at], this.#context, this);
    });
  }

  #slow(factor: number, spell: string | null | undefined): void {
    const state = this.#state;
    const before = slownessOf(state);
    if (spell === null) delete state.spells;
    if (spell === undefined || spell === null) state.slowness = factor;
    else {
      const { [spell]: _, ...others } = state.spells ?? {};
      if (factor !== 1) others[spell] = factor;
      if (Object.keys(others).length > 0) state.spells = others;
      else delete state.spells;
    }
    const now = slownessOf(state);
    if (now !== before)
      this.#context.record({ type: 'agent.slowed', agent: this.agent, factor: now } satisfies ConductFact);
  }

  #find(task: number, lease: number): Running | undefined {
    for (const running of this.#state.running)
      if (running.work.task === task && running.work.lease === lease) return running;
    return undefined;
  }

  #start(work: Work): void {
    const running: Running = { work, timer: 0, timeout: 0, begun: false, stopping: null };
    this.#state.running.push(running);
    const wait = work.availableMs - this.#context.now;
    if (wait <= 0) {
      this.#begin(running);
      return;
    }
    this.#context.record({
      type: 'task.waiting',
      task: work.task,
      attempt: work.attempt,
      agent: this.agent,
      lease: work.lease,
      untilMs: work.availableMs,
    } satisfies TaskFact);
    running.timer = this.#context.after(wait, { type: 'agent.begin', task: work.task, lease: work.lease });
  }

  #begin(running: Running): void {
    const { task, attempt, lease } = running.work;
    const context = this.#context;
    running.begun = true;
    let duration = sampleDuration(this.#plan, task, this.agent, context);
    const slowness = slownessOf(this.#state);
    if (slowness !== 1) duration = Math.floor(duration * slowness + 0.5);
    context.record({
      type: 'task.started',
      task,
      attempt,
      agent: this.agent,
      lease,
      dueMs: context.now + duration,
    } satisfies TaskFact);
    if (this.#plan.live)
      running.effect = context.request(
        workEffect(this.#plan, running.work, context.now + duration, this.#outcome(running.work)),
      );
    else running.timer = context.after(duration, { type: 'agent.finish', task, lease } satisfies FinishMessage);
    const simple = this.#plan.simple[task]!;
    if (simple && this.#plan.timeoutMs === 0) return;
    const { timeoutMs, queueTimeoutMs } = this.#plan.tasks[task]!;
    if (queueTimeoutMs > 0 || this.#plan.timeoutMs > 0)
      context.signal(workflowActor, { type: 'task.begun', task, attempt } satisfies TaskBegun);
    if (timeoutMs > 0)
      running.timeout = context.after(timeoutMs, { type: 'agent.timeout', task, lease }, priority.limit);
  }

  /** At once what has not begun. Cooperation takes the work as long as its model says; at the end of the grace it is forced. */
  #stop(running: Running, why: 'cancelled' | 'timeout'): void {
    if (running.stopping !== null) return;
    if (!running.begun) {
      this.#end(running, { kind: 'cancelled', forced: false });
      return;
    }
    const { task, lease } = running.work;
    const { work, graceMs } = this.#plan.tasks[task]!;
    const forced = work.ignoresCancel || work.cancelMs > graceMs;
    running.stopping = why;
    const delay = forced ? graceMs : work.cancelMs;
    if (delay === 0) {
      this.own({ type: 'agent.stopped', task, lease, forced });
      return;
    }
    this.#context.after(delay, { type: 'agent.stopped', task, lease, forced });
  }

  /** Failure comes from the model: the first few attempts, then by chance. */
  #outcome(work: Work): AttemptEnd {
    if (this.#plan.simple[work.task]!) return succeededPlainly;
    const plan = this.#plan.tasks[work.task]!;
    if (work.attempt <= plan.work.failsFirst)
      return { kind: 'failed', reason: `attempt ${work.attempt} fails by its model` };
    if (plan.work.failureRate > 0 && this.#context.random(`failure/${plan.id}`).chance(plan.work.failureRate)) {
      return { kind: 'failed', reason: 'failed by chance' };
    }
    return plan.work.result === null ? succeededPlainly : { kind: 'succeeded', result: plan.work.result };
  }

  #end(running: Running, end: AttemptEnd): void {
    const { task, attempt, lease } = running.work;
    const state = this.#state;
    // Nearly always the last that was begun: taking that off makes no list of what was taken.
    if (state.running.at(-1) === running) state.running.pop();
    else state.running.splice(state.running.indexOf(running), 1);
    if (running.timeout !== 0) this.#context.cancel(running.timeout);
    if (running.timer !== 0) this.#context.cancel(running.timer);
    if (running.effect !== undefined) this.#context.withdraw(running.effect);
    this.#context.record({
      type: 'task.ended',
      task,
      attempt,
      agent: this.agent,
      lease,
      end: end.kind,
      reason: end.kind === 'failed' ? end.reason : null,
    } satisfies TaskFact);
    this.#tell(running.work, end);
    this.#startNext();
  }

  #startNext(): void {
    while (this.freeSlots > 0) {
      const work = takeWork(this.#state.queue);
      if (work === null) return;
      this.#start(work);
    }
  }

  #tell(work: Work, end: AttemptEnd): void {
    const at = this.#byRoom.get(work.room);
    invariant(at !== undefined, `work of ${work.room} came to an agent that plays no role in it`);
    this.#roles[at]!.ended(this.#state.slices[at], work, end, this.#context, this);
  }
}

/** How many times as long work takes now. */
function slownessOf({ slowness, spells }: AgentState): number {
  return spells === undefined ? slowness : Object.values(spells).reduce((product, each) => product * each, slowness);
}
