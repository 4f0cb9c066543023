/**
 * The agent's end of load balancing: the worker of every assignment, and besides it whatever its policy asks for: an
 * answer when asked for its load, a word when it is idle, and stealing. A thief asks one victim after the other, in a
 * random order (Blumofe and Leiserson 1999), and takes over the lease with the work. It never gives away what runs.
 */
import {
  capableMasks,
  startBeat,
  workerRole,
  assignmentWords,
  type AgentHost,
  type Assign,
  type Role,
  type Work,
  type BeatSlice,
} from '../../agents/index.ts';
import type { Context, Message } from '../../kernel/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentOfActor,
  coordinatorActor,
  taskAt,
  type AttemptEnd,
  type Plan,
} from '../../plan/index.ts';
import {
  room,
  type BalancingMessage,
  type Idle,
  type Load,
  type Loot,
  type Moved,
  type Nothing,
  type Probe,
  type Steal,
} from './messages.ts';

export interface BalancedSlice {
  worker: BeatSlice;
  /** Whether an answer may be late or lost. */
  doubts: boolean;
  /** Number of the present hunt for work; every hunt has its own. */
  hunt: number;
  /** Agents that this hunt has not asked yet. */
  victims: number[];
  /** Whom it asks now; -1 for nobody. */
  asked: number;
  /** Of work that moved: the lease, and how often it had moved when it was last here. A repeated message knows less. */
  moved: Record<number, { readonly lease: number; readonly hop: number }>;
}

interface Unanswered extends Message {
  readonly type: 'load-balancing.unanswered';
  readonly hunt: number;
  readonly victim: number;
}

/** The role under the plan's policy. */
export function balancedRole(plan: Plan): Role<BalancedSlice> {
  return new BalancedWorker(plan);
}

class BalancedWorker implements Role<BalancedSlice> {
  readonly room = room;
  readonly #plan: Plan;
  readonly #worker = workerRole(room, coordinatorActor);
  readonly #words = assignmentWords(room);
  /** How long a thief waits for an answer where it may be late or lost. */
  readonly #patienceMs: number;
  readonly #canDo: (need: number, agent: number) => boolean;
  readonly #victims = new Map<number, readonly number[]>();

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#patienceMs = 4 * plan.delayMaxMs + 1;
    this.#canDo = capableMasks(plan);
  }

  init(agent: number): BalancedSlice {
    const { lossy, delayMaxMs } = this.#plan;
    const doubts = lossy || delayMaxMs > 0;
    return { worker: this.#worker.init(agent), doubts, hunt: 0, victims: [], asked: -1, moved: {} };
  }

  receive(slice: BalancedSlice, message: Message, context: Context, host: AgentHost): void {
    const known = message as BalancingMessage | Unanswered;
    switch (known.type) {
      case 'load-balancing.probe':
        this.#answer(known, context, host);
        return;
      case 'load-balancing.steal':
        this.#give(slice, known, context, host);
        return;
      case 'load-balancing.loot':
        this.#receiveLoot(slice, known, context, host);
        return;
      case 'load-balancing.nothing':
        if (known.hunt === slice.hunt && agentOfActor(context.from) === slice.asked)
          this.#askNext(slice, context, host);
        return;
      case 'load-balancing.unanswered':
        if (known.hunt === slice.hunt && known.victim === slice.asked) this.#askNext(slice, context, host);
        return;
      default:
        if (message.type === this.#words.assign && hasLeft(slice, message as Assign)) return;
        this.#worker.receive(slice.worker, message, context, host);
    }
  }

  ended(slice: BalancedSlice, work: Work, end: AttemptEnd, context: Context, host: AgentHost): void {
    this.#worker.ended(slice.worker, work, end, context, host);
    if (host.queued > 0) return;
    if (this.#plan.balancing === 'work-stealing') this.#hunt(slice, context, host);
    else if (this.#plan.balancing === 'idle-queue') this.#sayIdle(context);
  }

  disowns(slice: BalancedSlice, work: Work): boolean {
    return work.room === room && hasLeft(slice, work);
  }

  recovered(slice: BalancedSlice, context: Context, host: AgentHost): void {
    slice.asked = -1;
    slice.victims = [];
    this.#worker.recovered(slice.worker, context, host);
  }

  alerted(slice: BalancedSlice, intervals: number, context: Context, host: AgentHost): void {
    this.#worker.alerted?.(slice.worker, intervals, context, host);
    if (!slice.doubts && slice.asked !== -1) this.#waitForAnswer(slice, context);
    slice.doubts = true;
  }

  #answer({ task, probe }: Probe, context: Context, host: AgentHost): void {
    const length = agentAt(this.#plan, host.agent).slots - host.freeSlots + host.queued;
    context.send(context.from, { type: 'load-balancing.load', task, probe, length } satisfies Load);
  }

  #hunt(slice: BalancedSlice, context: Context, host: AgentHost): void {
    slice.hunt += 1;
    let known = this.#victims.get(host.agent);
    if (known === undefined) this.#victims.set(host.agent, (known = victimsOf(this.#plan, host.agent)));
    slice.victims = [...known];
    this.#askNext(slice, context, host);
  }

  /** Goes on until all were asked, or until work came from elsewhere. */
  #askNext(slice: BalancedSlice, context: Context, host: AgentHost): void {
    const left = slice.victims.length;
    if (left === 0 || host.freeSlots === 0) {
      slice.asked = -1;
      if (host.freeSlots > 0) this.#sayIdle(context);
      return;
    }
    const at = context.random(`steal/${agentAt(this.#plan, agentOfActor(context.self)).id}`).integer(0, left - 1);
    const victim = slice.victims[at]!;
    slice.victims[at] = slice.victims[left - 1]!;
    slice.victims.pop();
    slice.asked = victim;
    context.send(actorOfAgent(victim), { type: 'load-balancing.steal', hunt: slice.hunt } satisfies Steal);
    if (slice.doubts) this.#waitForAnswer(slice, context);
  }

  #waitForAnswer({ hunt, asked: victim }: BalancedSlice, context: Context): void {
    context.after(this.#patienceMs, { type: 'load-balancing.unanswered', hunt, victim } satisfies Unanswered);
  }

  /** The first in this agent's queue that the thief can do; its place in the thief's queue stays the same. */
  #give(slice: BalancedSlice, { hunt: number }: Steal, context: Context, host: AgentHost): void {
    const thief = agentOfActor(context.from);
    const work = host.oldestQueued(
      (each) => each.room === room && this.#canDo(taskAt(this.#plan, each.task).need, thief),
    );
    const given = work === null ? null : host.giveBack(work.task, work.lease);
    if (given === null) {
      context.send(context.from, { type: 'load-balancing.nothing', hunt: number } satisfies Nothing);
      return;
    }
    const hop = hopOf(slice, given.task, given.lease) + 1;
    slice.moved[given.task] = { lease: given.lease, hop };
    context.send(context.from, { type: 'load-balancing.loot', work: given, hop } satisfies Loot);
  }

  #receiveLoot(slice: BalancedSlice, { work, hop }: Loot, context: Context, host: AgentHost): void {
    const from = agentOfActor(context.from);
    slice.asked = -1;
    slice.victims = [];
    const { task, lease, elsewhereMs, availableMs } = work;
    if (hop <= hopOf(slice, task, lease)) return;
    slice.moved[task] = { lease, hop };
    context.send(work.giver, { type: 'load-balancing.moved', task, lease, from } satisfies Moved);
    host.take({ ...work, availableMs: elsewhereMs ?? availableMs } satisfies Work);
    startBeat(this.#words.beat, slice.worker, work.heartbeatMs, context);
    if (host.freeSlots > 0 && host.queued === 0) this.#hunt(slice, context, host);
  }

  #sayIdle(context: Context): void {
    context.send(coordinatorActor, { type: 'load-balancing.idle' } satisfies Idle);
  }
}

/** How often work under this lease had moved when it was last here; 0 where it never came by moving, without bound for an older lease. */
function hopOf({ moved }: BalancedSlice, task: number, lease: number): number {
  const known = moved[task];
  if (known === undefined || known.lease < lease) return 0;
  return known.lease === lease ? known.hop : Infinity;
}

/** Whether this work has moved since, away from here or to here. */
function hasLeft({ moved }: BalancedSlice, { task, lease }: Pick<Assign, 'task' | 'lease'>): boolean {
  const known = moved[task];
  return known !== undefined && known.lease >= lease;
}

/** Agents with which this one has any kind of task in common. */
function victimsOf(plan: Plan, thief: number): number[] {
  const common = new Set<number>();
  for (const { capable } of plan.needs)
    if (capable.includes(thief)) for (const agent of capable) if (agent !== thief) common.add(agent);
  return [...common].sort((a, b) => a - b);
}
