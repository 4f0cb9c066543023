/**
 * An agent: one actor with slots for work, a queue before them, and the roles that it plays. It carries attempts out
 * (in a simulation it lets their time pass, in a live run it asks for an effect), keeps their timeouts, and stops them
 * cooperatively, then by force. What work it gets and whom it tells is its roles' business.
 */
import { invariant, type Json } from '../base/index.ts';
import type { Alerted, Context, Machine, Message } from '../kernel/index.ts';
import { agentAt, serviceAt, type AttemptEnd, type ConductFact, type Plan, type TaskFact } from '../plan/index.ts';
import type { Corruption } from './conduct.ts';
import {
  FalseContext,
  provoked,
  resume,
  turn,
  type MisconductState,
  type ProvokeMessage,
  type TurnMessage,
} from './misconduct.ts';
import type { CheckpointState } from './recovery/checkpoint.ts';
import { Keeper, type CheckpointTimer } from './recovery/keeper.ts';
import { intervalsOf } from './ledger/lease.ts';
import type { AgentHost, Asked, Role, Work } from './role.ts';
import {
  addWork,
  allWork,
  emptyQueue,
  findWork,
  firstThat,
  removeWork,
  takeWork,
  type WorkQueue,
} from './work/work-queue.ts';
import { loseMind, recallFor, rememberOf, restoreMind, type Recall } from './memory/mind.ts';
import type { RestoreMessage } from './memory/outliving.ts';
import type { MemoryState } from './memory/tiers.ts';
import type { TurnTimer } from './slices/executor.ts';
import { Hands } from './work/hands.ts';
import type { HandsMessage, HandsOwner, HandsState } from './work/running.ts';

export interface AgentState extends HandsState {
  queue: WorkQueue;
  /** Factor on durations while the agent is slow; 1 otherwise. */
  slowness: number;
  /** Further factors by the names under which they were put in; absent while there are none. */
  spells?: Record<string, number>;
  /** Absent until something is recalled or remembered. */
  memory?: MemoryState;
  /** Absent until it has work, and where it writes no checkpoints. */
  checkpoint?: CheckpointState;
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
      hear(state, message, context, honest);
      host.settle();
    },
  };

  function hear(state: AgentState, message: Message, context: Context, honest: Context): void {
    switch (message.type) {
      case 'agent.begin':
      case 'agent.need':
      case 'agent.finish':
      case 'agent.timeout':
      case 'agent.stopped':
      case 'agent.slow':
      case 'agent.checkpoint':
      case 'agent.written':
      case 'agent.turn':
        host.own(message as OwnMessage);
        return;
      case 'agent.conduct':
        turn(state, message as TurnMessage, agent, honest);
        return;
      case 'agent.restore':
        restoreMind(state, plan, agent, message as RestoreMessage, honest);
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
          invariant(false, `agent ${agentAt(plan, agent).id} plays no role that understands ${message.type}`);
        roles[at]!.receive(state.slices[at], message, context, host);
      }
    }
  }
}

const nothing: readonly Work[] = [];

type OwnMessage = HandsMessage | SlowMessage | CheckpointTimer | TurnTimer;

/** The agent as its roles see it: valid during one call of `receive`, between `enter` and its end. */
class Host implements AgentHost, HandsOwner {
  readonly agent: number;
  readonly #plan: Plan;
  readonly #slots: number;
  readonly #roles: readonly Role[];
  readonly #byRoom: ReadonlyMap<string, number>;
  readonly #hands: Hands;
  /** Absent where it writes no checkpoints. */
  readonly #keeper: Keeper | undefined;
  #state!: AgentState;
  #context!: Context;

  constructor(plan: Plan, agent: number, roles: readonly Role[], byRoom: ReadonlyMap<string, number>) {
    this.#plan = plan;
    this.agent = agent;
    this.#slots = agentAt(plan, agent).slots;
    this.#roles = roles;
    this.#byRoom = byRoom;
    this.#hands = new Hands(plan, agent, this);
    this.#keeper = agentAt(plan, agent).checkpoint === undefined ? undefined : new Keeper(plan, agent, this.#hands);
  }

  enter(state: AgentState, context: Context): void {
    this.#state = state;
    this.#context = context;
    this.#hands.enter(state, context);
    this.#keeper?.enter(state, context);
  }

  get freeSlots(): number {
    return this.#slots - this.#state.running.length;
  }
  get queued(): number {
    return this.#state.queue.size;
  }

  take(work: Work): void {
    this.#keeper?.expect();
    if (this.freeSlots > 0) {
      this.#hands.start(work);
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
    return this.#hands.find(task, lease) !== undefined || findWork(this.#state.queue, task, lease) !== undefined;
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
    const running = this.#hands.find(task, lease);
    if (running === undefined) return false;
    this.#hands.stop(running, 'cancelled');
    return true;
  }

  obtained({ work, place }: Asked, value?: Json): void {
    this.#hands.met(work.task, work.lease, value === undefined ? { place } : { place, value });
  }
  refused({ work, place }: Asked, reason: string): void {
    this.#hands.refused(work.task, work.lease, { place, reason });
  }
  fail(task: number, lease: number, reason: string): boolean {
    return this.#hands.fail(task, lease, reason);
  }
  preempt(task: number, lease: number, how: 'resume' | 'restart'): boolean {
    return this.#hands.preempt(task, lease, how);
  }
  regain(task: number, lease: number): void {
    this.#hands.regain(task, lease);
  }
  suspend(task: number, lease: number): boolean {
    return this.#hands.suspend(task, lease);
  }
  resume(task: number, lease: number): boolean {
    return this.#hands.resume(task, lease);
  }

  own(message: OwnMessage): void {
    switch (message.type) {
      case 'agent.slow':
        this.#slow(message.factor, message.spell);
        return;
      case 'agent.checkpoint':
      case 'agent.written':
        this.#keeper?.receive(message);
        return;
      case 'agent.turn':
        this.#hands.executor?.receive(message);
        return;
      default:
        this.#hands.receive(message);
    }
  }

  /** At the end of each step: whose turn it is, where it works in slices. */
  settle(): void {
    this.#hands.executor?.settle();
  }

  get slowness(): number {
    return slownessOf(this.#state);
  }
  recall(work: Work): Recall {
    return recallFor(this.#state, this.#plan, this.agent, work, this.#context);
  }
  remember(work: Work, result: Json): void {
    rememberOf(this.#state, this.#plan, this.agent, { work, result }, this.#context);
  }
  ask(asked: Asked): void {
    const at = this.#roleFor(asked);
    this.#roles[at]!.obtain!(this.#state.slices[at], asked, this.#context, this);
  }
  letGo(asked: Asked): void {
    const at = this.#roleFor(asked);
    this.#roles[at]!.release?.(this.#state.slices[at], asked, this.#context, this);
  }
  over(work: Work, end: AttemptEnd): void {
    this.#keeper?.ended();
    this.#tell(work, end);
    this.#startNext();
  }

  /**
   * After a crash the hands are empty, but for what its last checkpoint holds: what else was held is lost, and leases elsewhere will
   * notice. Its roles say to whoever gave what is in hand that it is.
   */
  recover(): void {
    const state = this.#state;
    const slices = state.slices;
    const before = this.held();
    state.running = [];
    state.queue = emptyQueue();
    delete state.turns;
    const back = this.#keeper?.comeBack({
      before,
      disowned: (work) => this.#roles.some((role, at) => role.disowns?.(slices[at], work) === true),
      offers: this.#roles.reduce((sum, role, at) => sum + (role.offers?.(slices[at]) ?? 0), 0),
    });
    loseMind(state, this.agent, this.#context, back?.short);
    if (back !== undefined) this.#keeper!.takeUp(back);
    this.#roles.forEach((role, at) => {
      role.recovered(slices[at], this.#context, this);
    });
    this.#startNext();
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

  /** The role by which the agent uses a service. */
  #roleFor({ use }: Asked): number {
    const { room } = serviceAt(this.#plan, use.service);
    const at = this.#byRoom.get(room);
    invariant(at !== undefined && this.#roles[at]!.obtain !== undefined, `nobody asks for what ${room} serves`);
    return at;
  }

  #startNext(): void {
    while (this.freeSlots > 0) {
      const work = takeWork(this.#state.queue);
      if (work === null) return;
      this.#hands.start(work);
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
