/**
 * Why a finished run took as long as it did: the chain of tasks that kept it from being shorter, found backwards from
 * the last to end over whatever each waited for last, and the agents for which that chain stood still. It reads facts
 * only, so it says the same of a run that was computed, recorded or opened from a file.
 */
import {
  agentAt,
  taskAt,
  coordinatorActor,
  Holdings,
  isComposite,
  type KnownFact,
  type Plan,
  rowAt,
  serviceAt,
} from '../plan/index.ts';
import type { FactLog } from './log/fact-log.ts';
import { idleCapable, type Span } from './windows/idle-capable.ts';
import type { Bottleneck } from './views.ts';
import { partitionPoint } from './log/partition-point.ts';

/** One task of the chain. */
export interface Hop {
  readonly task: number;
  /** What it waited for last: a dependency's result, the task before it on its agent, or nothing. */
  readonly after: 'dependency' | 'agent' | 'nothing';
  readonly readyMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** How long the coordinator was down while nothing else kept it from starting, ms; absent where it was not. */
  readonly downMs?: number;
}

/** How long a task waited for units that a service gives out, ms. */
export interface Waited {
  readonly service: number;
  readonly ms: number;
}

/** Who does what nobody works at. */
const nobody = -1;

/** The tasks that kept a finished run from being shorter, the last first. */
export function criticalChain(plan: Plan, log: FactLog): readonly Hop[] {
  const attempts = new Attempts(plan);
  const held = new Holdings(plan);
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    attempts.fact(fact, log.timeOf(at), held);
    held.enter(fact, log.timeOf(at));
  }
  return attempts.chain();
}

/**
 * Whom the chain waited for most: of what its tasks require, that for which it stood still longest, and who can do it.
 * `heldMs` counts only time in which a task of the chain was ready and another ran on its agent, so it never exceeds
 * the makespan. Null when the chain waited for nobody. Where it waited longer for a coordinator that was down, or for units of a resource,
 * it is that.
 */
export function bottleneckOf(
  plan: Plan,
  chain: readonly Hop[],
  log: FactLog,
  waitedFor: (task: number) => readonly Waited[] = () => [],
): Bottleneck | null {
  const held = new Map<number, { ms: number; tasks: number; spans: Span[] }>();
  chain.forEach((hop, at) => {
    const before = chain[at + 1];
    if (hop.after !== 'agent' || before === undefined) return;
    const fromMs = Math.max(hop.readyMs, before.startMs);
    const ms = hop.startMs - fromMs - (hop.downMs ?? 0);
    if (ms <= 0) return;
    const { need } = taskAt(plan, hop.task);
    const { ms: sum, tasks, spans } = held.get(need) ?? { ms: 0, tasks: 0, spans: [] };
    spans.push({ fromMs, toMs: hop.startMs });
    held.set(need, { ms: sum + ms, tasks: tasks + 1, spans });
  });
  let most = -1;
  for (const [need, { ms }] of held) {
    const least = held.get(most)?.ms ?? 0;
    if (ms > least || (ms === least && need < most)) most = need;
  }
  const sum = held.get(most);
  const down = chain.filter(({ downMs = 0 }) => downMs > 0);
  const downMs = down.reduce((ms, hop) => ms + (hop.downMs ?? 0), 0);
  const short = shortOf(plan, chain, waitedFor);
  if (short !== null && short.heldMs > Math.max(downMs, sum?.ms ?? 0)) return short;
  if (downMs > (sum?.ms ?? 0))
    return { requires: [], agents: [], heldMs: downMs, tasks: down.length, down: 'coordinator' };
  const need = plan.needs[most];
  if (sum === undefined || need === undefined) return null;
  const idle = idleCapable(plan, log, need.capable, sum.spans);
  return {
    requires: need.requires,
    agents: need.capable.map((agent) => agentAt(plan, agent).id),
    heldMs: sum.ms,
    tasks: sum.tasks,
    ...(idle.length === 0 ? {} : { idle: idle.map((agent) => agentAt(plan, agent).id) }),
  };
}

/** For which resource the chain waited longest, before its tasks began and in their midst; null where it waited for none. */
function shortOf(plan: Plan, chain: readonly Hop[], waitedFor: (task: number) => readonly Waited[]): Bottleneck | null {
  const held = new Map<number, { ms: number; tasks: number }>();
  chain.forEach((hop, at) => {
    // Attempts that failed before the one that counts stood beside what came before it.
    const room = hop.endMs - Math.max(hop.readyMs, hop.after === 'nothing' ? 0 : (chain[at + 1]?.endMs ?? 0));
    for (const { service, ms } of waitedFor(hop.task)) {
      const { ms: sum, tasks } = held.get(service) ?? { ms: 0, tasks: 0 };
      held.set(service, { ms: sum + Math.max(0, Math.min(ms, room)), tasks: tasks + 1 });
    }
  });
  const [most] = [...held].sort(([one, { ms }], [other, { ms: than }]) => than - ms || one - other);
  if (most === undefined || most[1].ms === 0) return null;
  const [service, { ms: heldMs, tasks }] = most;
  return { requires: [], agents: [], heldMs, tasks, resource: serviceAt(plan, service).id };
}

/** How much of these spans lies between two times, ms. */
function overlap(spans: readonly Span[], fromMs: number, toMs: number): number {
  return spans.reduce((ms, span) => ms + Math.max(0, Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs)), 0);
}

/** What is known of the attempts that counted, folded from facts. */
export class Attempts {
  readonly #plan: Plan;
  readonly #readyMs: (number | undefined)[] = [];
  readonly #startMs: (number | undefined)[] = [];
  readonly #endMs: (number | undefined)[] = [];
  readonly #agentOf: number[] = [];
  /** Dependencies that do not count although they succeeded: task times number of tasks, plus what came before it. */
  readonly #untaken = new Set<number>();
  /** What ended on each agent, in order. */
  readonly #ended: { readonly task: number; readonly atMs: number }[][];
  /** When the coordinator was down, in order. */
  readonly #down: Span[] = [];
  #downMs: number | null = null;
  readonly #kept: Kept[] = [];
  #last = -1;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#ended = plan.agents.map(() => []);
  }

  /** Folds a fact; `held` is who held what before it. */
  fact(fact: KnownFact, time: number, held: Holdings): void {
    switch (fact.type) {
      case 'task.untaken':
        this.#untaken.add(fact.task * this.#plan.tasks.length + fact.before);
        return;
      case 'task.ready':
        this.#readyMs[fact.task] = time;
        return;
      case 'task.started':
        if (held.highest(fact.task) === fact.lease) this.#startMs[fact.task] = time;
        return;
      case 'task.ended':
        this.#ended[fact.agent]!.push({ task: fact.task, atMs: time });
        return;
      case 'task.succeeded':
        this.#endMs[fact.task] = time;
        this.#agentOf[fact.task] = fact.agent;
        // A composite takes no time of its own: it ends with its parts.
        if (isComposite(this.#plan, fact.task)) this.#startMs[fact.task] = time;
        this.#last = fact.task;
        return;
      case 'task.failed':
        // Whoever goes on all the same has waited for it.
        this.#endMs[fact.task] = time;
        this.#agentOf[fact.task] = fact.agent;
        return;
      case 'task.kept':
        this.#keep({ fact, endMs: time });
        return;
      case 'task.opened':
        this.#gate(fact.task, time);
        return;
      case 'task.passed':
        if (fact.met) this.#through(fact.task, time);
        return;
      case 'actor.crashed':
      case 'actor.recovered':
        if (fact.actor === coordinatorActor) this.#coordinator(fact.type === 'actor.crashed', time);
        return;
      default:
    }
  }

  /** The chain of them that ended last, the last first. */
  chain(): readonly Hop[] {
    this.#ready();
    const chain: Hop[] = [];
    const seen = new Set<number>();
    let task = this.#last;
    while (task !== -1 && !seen.has(task)) {
      seen.add(task);
      const blocker = this.#blockerOf(task);
      const startMs = this.#startMs[task] ?? 0;
      // The gate of a composite is no task, nor is what is switched off: the chain goes through it.
      if (task < this.#plan.passed) {
        const readyMs = this.#readyMs[task] ?? startMs;
        const downMs = overlap(this.#down, Math.max(readyMs, blocker.atMs), startMs);
        chain.push({
          task,
          after: blocker.after,
          readyMs,
          startMs,
          endMs: this.#endMs[task] ?? startMs,
          ...(downMs === 0 ? {} : { downMs }),
        });
      }
      task = blocker.task;
    }
    return chain;
  }

  #gate(composite: number, time: number): void {
    this.#through(this.#plan.flow.gate[composite]!, time);
  }

  /** What nobody works at takes no time. */
  #through(task: number, time: number): void {
    this.#startMs[task] = this.#endMs[task] = time;
    this.#agentOf[task] = nobody;
  }

  #coordinator(down: boolean, time: number): void {
    if (down) this.#downMs ??= time;
    else if (this.#downMs !== null) {
      this.#down.push({ fromMs: this.#downMs, toMs: time });
      this.#downMs = null;
    }
  }

  #keep(kept: Kept): void {
    this.#kept.push(kept);
    const { fact, endMs } = kept;
    const { task, agent, ranMs, startMs } = fact;
    this.#ended[agent]?.push({ task, atMs: endMs });
    if (fact.end !== 'succeeded' && fact.end !== 'failed') return;
    this.#endMs[task] = endMs;
    this.#agentOf[task] = agent;
    this.#startMs[task] = ranMs === -1 ? endMs : ranMs;
    if (fact.end === 'failed') return;
    this.#last = task;
    if (isComposite(this.#plan, task)) this.#gate(task, startMs);
  }

  /** When a task that was taken over was ready is not told: it follows from what was before it, where one attempt was enough. */
  #ready(): void {
    const over = new Map(this.#kept.map(({ fact, endMs }) => [fact.task, endMs]));
    const { predecessors } = this.#plan.flow;
    for (const { task, attempt } of this.#kept.map(({ fact }) => fact)) {
      if (attempt !== 1 || isComposite(this.#plan, task)) continue;
      let readyMs = 0;
      for (const before of rowAt(predecessors, task))
        readyMs = Math.max(readyMs, over.get(before) ?? this.#endMs[before] ?? 0);
      this.#readyMs[task] = readyMs;
    }
  }

  /** What the task waited for last; -1 when nothing kept it. */
  #blockerOf(task: number): Blocker {
    const start = this.#startMs[task] ?? 0;
    const agent = this.#agentOf[task] ?? -1;
    let blocker = -1;
    let latest = 0;
    const { wanted, predecessors } = this.#plan.flow;
    const { start: rows, task: from, transferMs } = predecessors;
    // Where some of those before it were enough, it waited for none that came after it was ready.
    const enough = wanted[task] === -1 ? start : Math.min(start, this.#readyMs[task] ?? start);
    for (let at = rows[task]!; at < rows[task + 1]!; at += 1) {
      const before = from[at]!;
      const end = this.#endMs[before];
      if (end === undefined || end > enough || this.#untaken.has(task * this.#plan.tasks.length + before)) continue;
      const there = end + (this.#agentOf[before] === agent ? 0 : transferMs[at]!);
      if (there <= start && there > latest) {
        blocker = before;
        latest = there;
      }
    }
    const previous = this.#previous(task, agent, start);
    if (previous !== undefined && previous.atMs > latest)
      return { task: previous.task, after: 'agent', atMs: previous.atMs };
    return { task: blocker, after: blocker === -1 ? 'nothing' : 'dependency', atMs: latest };
  }

  /** What ended last on an agent until a task of it started. */
  #previous(task: number, agent: number, start: number): { readonly task: number; readonly atMs: number } | undefined {
    const here = this.#ended[agent] ?? [];
    let count = partitionPoint(here.length, (at) => here[at]!.atMs <= start);
    while (count > 0 && here[count - 1]!.task === task) count -= 1;
    return here[count - 1];
  }
}

/** An end that was taken over, with all that is told of it. */
interface Kept {
  readonly fact: Extract<KnownFact, { type: 'task.kept' }>;
  readonly endMs: number;
}

/** What a task waited for last, and until when. */
interface Blocker {
  /** -1 when nothing kept it. */
  readonly task: number;
  readonly after: Hop['after'];
  readonly atMs: number;
}
