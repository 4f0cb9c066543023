/**
 * What every task and agent is doing at a place in a run, folded from facts. Moving forward folds on; moving back or far
 * ahead starts from the nearest copy kept on the way. It reads facts and the plan only.
 */
import { exactTime } from '../document/index.ts';
import { clonePlain } from '../base/index.ts';
import type { NetworkModel } from '../kernel/index.ts';
import { agentAt, agentOfActor, Holdings, taskAt, type KnownFact, type Plan, atOnceOf } from '../plan/index.ts';
import { SpreadCache } from './cache.ts';
import { cutOff, foldUnderWay, nothingUnderWay, rulesAt, ruleView, type UnderWay } from './faults/under-way.ts';
import type { FactLog } from './log/fact-log.ts';
import { isHalted, isTurn, waitsFor, type TurnFact } from './log/waits.ts';
import type { AgentView, DownView, Frame, TaskState, TaskView } from './views.ts';

/** One list a field, by index; plain data, so that a copy is cheap. */
interface State {
  task: TaskState[];
  agentOf: number[];
  attempts: number[];
  sinceMs: number[];
  startMs: number[];
  endMs: number[];
  dueMs: number[];
  reason: Record<number, string>;
  done: number[];
  crashed: boolean[];
  /** Since when others than agents are down, by actor. */
  downMs: Record<number, number>;
  faults: UnderWay;
}

/** The same with who holds what. */
interface Copy {
  readonly state: State;
  readonly held: Holdings;
}

/** So many facts take longer to fold than a copy to make. */
const leap = 4096;
/** No time is known. */
const unknown = -1;

export class StateAt {
  readonly #plan: Plan;
  readonly #log: FactLog;
  #cache: SpreadCache<Copy>;
  #state: State;
  /** Who holds what, before the fact that is folded next. */
  held: Holdings;
  /** Facts folded so far. */
  #count = 0;
  #tasks = new Set<number>();
  #agents = new Set<number>();
  /** Whether the next changes tell everything. */
  #all = true;
  /** The state before a jump, and which tasks of it had changed since changes were told last. */
  #before: { readonly state: State; readonly tasks: ReadonlySet<number> } | null = null;

  readonly #network: NetworkModel | undefined;
  /** Who was cut off when changes were told last. */
  #cut: ReadonlySet<number> = new Set();

  /** `network` is what the drawing itself says of it: its partitions count among what keeps agents apart. */
  constructor(plan: Plan, log: FactLog, network?: NetworkModel) {
    this.#plan = plan;
    this.#log = log;
    this.#network = network;
    const copies = Math.max(4, Math.min(32, Math.floor(4_000_000 / (plan.tasks.length * 8 + 1))));
    this.#cache = new SpreadCache<Copy>(copies, 2048);
    this.#state = initial(plan);
    this.held = new Holdings(plan);
    this.#cache.keep(0, this.#copy());
  }

  /** Goes to where the first `count` facts have happened, on from where it is or from a copy, whichever is less work. */
  seek(count: number): void {
    const from = this.#cache.before(count)!;
    if (count < this.#count || from.at - this.#count > leap) {
      this.#before ??= { state: this.#state, tasks: new Set(this.#tasks) };
      this.#state = clonePlain(from.value.state);
      this.held = from.value.held.copy();
      this.#count = from.at;
    }
    for (; this.#count < count; this.#count += 1) {
      if (this.#cache.wants(this.#count)) this.#cache.keep(this.#count, this.#copy());
      this.take(this.#log.at(this.#count), this.#log.timeOf(this.#count));
    }
  }

  /** Goes on by a fact; by one that is in no log there is no way back. */
  take(fact: KnownFact, time: number): void {
    this.#fold(fact, time);
    for (const { kind, task, agent } of this.held.enter(fact, time))
      if (kind === 'given' && !this.held.isOver(task)) this.#given(task, agent, time);
  }

  #copy(): Copy {
    return { state: clonePlain(this.#state), held: this.held.copy() };
  }

  /** Forgets what was folded beyond `count`: the log was cut off there. */
  cut(count: number): void {
    this.#cache.cut(count);
    if (this.#count > count) this.seek(count);
  }

  /** Lets the next `changes` tell everything. */
  refresh(): void {
    this.#all = true;
  }

  /** What changed since this was asked before; all agents after a jump. */
  changes(now: number): { readonly full: boolean; readonly tasks: TaskView[]; readonly agents: AgentView[] } {
    const full = this.#all;
    this.#lookForCuts(now);
    const jumped = full || this.#before !== null;
    if (!full && this.#before !== null) this.#tasks = this.#differing(this.#before.state, this.#before.tasks);
    const tasks = full
      ? this.#plan.tasks.slice(0, this.#plan.ordinary).map((_, task) => task)
      : [...this.#tasks].filter((task) => task < this.#plan.ordinary);
    const agents = this.#plan.agents
      .map((_, agent) => agent)
      .filter((agent) => jumped || this.#agents.has(agent) || this.held.runningAt(agent) > 0);
    this.#all = false;
    this.#before = null;
    this.#tasks.clear();
    this.#agents.clear();
    return { full, tasks: tasks.map((task) => this.task(task)), agents: agents.map((agent) => this.agent(agent, now)) };
  }

  /** What befalls the network at a time, and who is down that is no agent, for the page. */
  around(now: number): Pick<Frame, 'rules' | 'down'> {
    const rules = rulesAt(this.#state.faults, this.#network, now).map((rule) => ruleView(rule, this.#plan));
    const down = new Map<DownView['who'], number>();
    for (const [actor, sinceMs] of Object.entries(this.#state.downMs)) {
      const who = this.#plan.actors[Number(actor)]?.called;
      if (typeof who !== 'string') continue;
      down.set(who, Math.min(sinceMs, down.get(who) ?? Infinity));
    }
    return { rules, down: [...down].map(([who, sinceMs]) => ({ who, sinceMs })) };
  }

  /** Agents that were cut off, or are again in touch, have changed. */
  #lookForCuts(now: number): void {
    const before = this.#cut;
    this.#cut = cutOff(rulesAt(this.#state.faults, this.#network, now), this.#plan);
    for (const agent of before) if (!this.#cut.has(agent)) this.#agents.add(agent);
    for (const agent of this.#cut) if (!before.has(agent)) this.#agents.add(agent);
  }

  /** The tasks that are not as they were, and these. */
  #differing(before: State, these: ReadonlySet<number>): Set<number> {
    const now = this.#state;
    const differing = new Set(these);
    for (let task = 0; task < this.#plan.ordinary; task += 1)
      if (
        before.task[task] !== now.task[task] ||
        before.agentOf[task] !== now.agentOf[task] ||
        before.attempts[task] !== now.attempts[task] ||
        before.sinceMs[task] !== now.sinceMs[task] ||
        before.startMs[task] !== now.startMs[task] ||
        before.endMs[task] !== now.endMs[task] ||
        before.dueMs[task] !== now.dueMs[task] ||
        before.reason[task] !== now.reason[task]
      )
        differing.add(task);
    return differing;
  }

  stateOf(task: number): TaskState {
    return this.#state.task[task]!;
  }

  task(task: number): TaskView {
    const state = this.#state;
    const time = (value: number): number | null => (value === unknown ? null : value);
    return {
      id: taskAt(this.#plan, task).id,
      state: state.task[task]!,
      agent: state.agentOf[task] === -1 ? null : agentAt(this.#plan, state.agentOf[task]!).id,
      attempts: state.attempts[task]!,
      sinceMs: state.sinceMs[task]!,
      startMs: time(state.startMs[task]!),
      endMs: time(state.endMs[task]!),
      dueMs: time(state.dueMs[task]!),
      reason: state.reason[task] ?? null,
    };
  }

  agent(agent: number, now: number): AgentView {
    const state = this.#state;
    const running = this.held.worksAt(agent);
    return {
      id: agentAt(this.#plan, agent).id,
      state: state.crashed[agent] ? 'crashed' : running.length > 0 ? 'working' : 'idle',
      conducts: state.faults.conducts[agent] ?? [],
      slowness: state.faults.slow[agent] ?? 1,
      cutOff: this.#cut.has(agent),
      slots: atOnceOf(agentAt(this.#plan, agent)),
      running: running.map((task) => taskAt(this.#plan, task).id),
      queued: this.held.queuedAt(agent),
      done: state.done[agent]!,
      busyMs: this.held.busyMs(agent, now),
    };
  }

  /** Marks a task for the next changes, unless they tell everything. */
  #touch(task: number): void {
    if (!this.#all) this.#tasks.add(task);
  }

  #enter(task: number, next: TaskState, time: number, reason: string | null = null): void {
    const state = this.#state;
    this.#touch(task);
    state.task[task] = next;
    state.sinceMs[task] = time;
    if (reason !== null) state.reason[task] = reason;
    else if (state.reason[task] !== undefined) delete state.reason[task];
  }

  #fold(fact: KnownFact, time: number): void {
    const state = this.#state;
    switch (fact.type) {
      case 'task.ready':
        this.#enter(fact.task, 'ready', time);
        return;
      case 'task.opened':
        this.#enter(fact.task, 'running', time);
        state.startMs[fact.task] = time;
        state.attempts[fact.task] = 1;
        return;
      case 'task.deciding':
        this.#enter(fact.task, 'running', time);
        state.attempts[fact.task] = fact.attempt;
        if (state.startMs[fact.task] === unknown) state.startMs[fact.task] = time;
        return;
      case 'task.queued':
        this.#agents.add(fact.agent);
        return;
      case 'task.unqueued':
        this.#unqueued(fact);
        return;
      case 'task.waiting':
      case 'task.recalling':
      case 'task.obtaining':
        this.#unqueued(fact);
        if (this.held.stands(fact.task, fact.lease))
          this.#enter(fact.task, 'assigned', time, waitsFor(fact, this.#plan));
        return;
      case 'task.withdrawn':
        if (this.held.stands(fact.task, fact.lease)) this.#enter(fact.task, 'ready', time, fact.reason);
        return;
      case 'task.started':
        this.#started(fact, time);
        return;
      case 'task.ended':
        this.#agents.add(fact.agent);
        if (!this.held.stands(fact.task, fact.lease)) return;
        this.#touch(fact.task);
        state.dueMs[fact.task] = unknown;
        return;
      case 'task.retrying':
        this.#enter(fact.task, 'pending', time, `retries at ${exactTime(fact.dueMs)}: ${fact.reason}`);
        return;
      default:
        this.#foldEnd(fact, time);
    }
  }

  #foldEnd(fact: KnownFact, time: number): void {
    const state = this.#state;
    switch (fact.type) {
      case 'task.succeeded':
        this.#over(fact.task, 'succeeded', time, null);
        if (fact.agent === -1) return;
        state.done[fact.agent]! += 1;
        this.#agents.add(fact.agent);
        return;
      case 'task.kept': {
        const why = fact.pinned ? 'its output is overridden' : 'reused from an earlier run';
        this.#over(fact.task, fact.end, time, why);
        state.agentOf[fact.task] = fact.agent;
        state.attempts[fact.task] = fact.attempt;
        state.startMs[fact.task] = fact.startMs;
        return;
      }
      case 'task.failed':
        this.#over(fact.task, 'failed', time, fact.reason);
        return;
      case 'task.skipped':
        this.#over(fact.task, 'skipped', time, fact.reason);
        return;
      case 'task.cancelled':
        this.#over(fact.task, 'cancelled', time, fact.reason);
        return;
      case 'task.unassignable':
        this.#over(fact.task, 'unassignable', time, fact.reason);
        return;
      case 'task.compensated':
        this.#enter(fact.task, 'compensated', time);
        return;
      case 'actor.crashed':
      case 'actor.recovered':
        this.#crash(fact.actor, fact.type === 'actor.crashed', time);
        return;
      default:
        this.#foldFault(fact, time);
    }
  }

  #foldFault(fact: KnownFact, time: number): void {
    if (isTurn(fact) && this.held.stands(fact.task, fact.lease)) this.#turn(fact, time);
    if (isHalted(fact) && this.held.stands(fact.task, fact.lease)) {
      this.#enter(fact.task, 'running', time, waitsFor(fact, this.#plan));
      this.#state.dueMs[fact.task] = fact.type === 'task.resumed' ? fact.dueMs : unknown;
    }
    const on = foldUnderWay(this.#state.faults, fact, time);
    if (typeof on === 'number') this.#agents.add(on);
  }

  /** Work that has begun and has no turn waits for it, and it is not known when it is over. */
  #turn(fact: TurnFact, time: number): void {
    const state = this.#state;
    this.#agents.add(fact.agent);
    if (state.task[fact.task] !== 'running') return;
    this.#enter(fact.task, 'running', time, fact.type === 'slice.began' ? null : waitsFor(fact, this.#plan));
    state.dueMs[fact.task] = fact.type === 'slice.began' ? fact.dueMs : unknown;
  }

  #started(fact: Extract<KnownFact, { type: 'task.started' }>, time: number): void {
    const state = this.#state;
    this.#agents.add(fact.agent);
    if (!this.held.stands(fact.task, fact.lease)) return;
    this.#enter(fact.task, 'running', time);
    state.agentOf[fact.task] = fact.agent;
    state.attempts[fact.task] = fact.attempt;
    if (state.startMs[fact.task] === unknown) state.startMs[fact.task] = time;
    state.dueMs[fact.task] = fact.dueMs;
  }

  #given(task: number, agent: number, time: number): void {
    this.#enter(task, 'assigned', time);
    this.#state.agentOf[task] = agent;
    this.#agents.add(agent);
  }

  #unqueued(fact: { readonly task: number; readonly agent: number; readonly lease: number }): void {
    if (this.held.handOf(fact) === 'queued') this.#agents.add(fact.agent);
  }

  #over(task: number, end: TaskState, time: number, reason: string | null): void {
    this.#enter(task, end, time, reason);
    this.#state.endMs[task] = time;
    this.#state.dueMs[task] = unknown;
  }

  #crash(actor: number, down: boolean, time: number): void {
    const state = this.#state;
    const agent = agentOfActor(actor);
    if (state.crashed[agent] === undefined) {
      if (down) state.downMs[actor] = time;
      else delete state.downMs[actor];
      return;
    }
    state.crashed[agent] = down;
    this.#agents.add(agent);
  }
}

function initial(plan: Plan): State {
  const fill = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
  const tasks = plan.tasks.length;
  const agents = plan.agents.length;
  return {
    task: fill<TaskState>(tasks, 'pending'),
    agentOf: fill(tasks, -1),
    attempts: fill(tasks, 0),
    sinceMs: fill(tasks, 0),
    startMs: fill(tasks, unknown),
    endMs: fill(tasks, unknown),
    dueMs: fill(tasks, unknown),
    reason: {},
    done: fill(agents, 0),
    crashed: fill(agents, false),
    downMs: {},
    faults: nothingUnderWay(),
  };
}
