/**
 * Why a finished run took as long as it did: the chain of tasks that kept it from being shorter, found backwards from
 * the last to end over whatever each waited for last, and the agents for which that chain stood still. It reads facts
 * only, so it says the same of a run that was computed, recorded or opened from a file.
 */
import { coordinatorActor, isComposite, type KnownFact, type Plan } from '../plan/index.ts';
import type { FactLog } from './log/fact-log.ts';
import { idleCapable, type Span } from './windows/idle-capable.ts';
import type { Bottleneck } from './views.ts';

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

/** Who does what nobody works at. */
const nobody = -1;

/** What is known of the attempts that counted. */
interface Course {
  readonly lease: number[];
  readonly readyMs: (number | undefined)[];
  readonly startMs: (number | undefined)[];
  readonly endMs: (number | undefined)[];
  readonly agentOf: number[];
  /** Dependencies that do not count although they succeeded: task times number of tasks, plus what came before it. */
  readonly untaken: Set<number>;
  /** What ended on each agent, in order. */
  readonly ended: { readonly task: number; readonly atMs: number }[][];
  /** When the coordinator was down, in order. */
  readonly down: Span[];
  last: number;
}

/** The tasks that kept a finished run from being shorter, the last first. */
export function criticalChain(plan: Plan, log: FactLog): readonly Hop[] {
  const course = courseOf(plan, log);
  const chain: Hop[] = [];
  const seen = new Set<number>();
  let task = course.last;
  while (task !== -1 && !seen.has(task)) {
    seen.add(task);
    const blocker = blockerOf(plan, task, course);
    const startMs = course.startMs[task] ?? 0;
    // The gate of a composite is no task, nor is what is switched off: the chain goes through it.
    if (task < plan.passed) {
      const readyMs = course.readyMs[task] ?? startMs;
      const downMs = overlap(course.down, Math.max(readyMs, blocker.atMs), startMs);
      chain.push({
        task,
        after: blocker.after,
        readyMs,
        startMs,
        endMs: course.endMs[task] ?? startMs,
        ...(downMs === 0 ? {} : { downMs }),
      });
    }
    task = blocker.task;
  }
  return chain;
}

/**
 * Whom the chain waited for most: of what its tasks require, that for which it stood still longest, and who can do it.
 * `heldMs` counts only time in which a task of the chain was ready and another ran on its agent, so it never exceeds
 * the makespan. Null when the chain waited for nobody. Where it waited longer for a coordinator that was down, it is that.
 */
export function bottleneckOf(plan: Plan, chain: readonly Hop[], log: FactLog): Bottleneck | null {
  const held = new Map<number, { ms: number; tasks: number; spans: Span[] }>();
  chain.forEach((hop, at) => {
    const before = chain[at + 1];
    if (hop.after !== 'agent' || before === undefined) return;
    const fromMs = Math.max(hop.readyMs, before.startMs);
    const ms = hop.startMs - fromMs;
    if (ms <= 0) return;
    const { need } = plan.tasks[hop.task]!;
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
  if (downMs * 2 > (sum?.ms ?? 0))
    return { requires: [], agents: [], heldMs: downMs, tasks: down.length, down: 'coordinator' };
  const need = plan.needs[most];
  if (sum === undefined || need === undefined) return null;
  const idle = idleCapable(plan, log, need.capable, sum.spans);
  return {
    requires: need.requires,
    agents: need.capable.map((agent) => plan.agents[agent]!.id),
    heldMs: sum.ms,
    tasks: sum.tasks,
    ...(idle.length === 0 ? {} : { idle: idle.map((agent) => plan.agents[agent]!.id) }),
  };
}

/** How much of these spans lies between two times, ms. */
function overlap(spans: readonly Span[], fromMs: number, toMs: number): number {
  return spans.reduce((ms, span) => ms + Math.max(0, Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs)), 0);
}

function courseOf(plan: Plan, log: FactLog): Course {
  const course: Course = {
    lease: [],
    readyMs: [],
    startMs: [],
    endMs: [],
    agentOf: [],
    untaken: new Set(),
    ended: plan.agents.map(() => []),
    down: [],
    last: -1,
  };
  let downMs: number | null = null;
  const kept: Kept[] = [];
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    if (fact.type === 'task.untaken') course.untaken.add(fact.task * plan.tasks.length + fact.before);
    else if (fact.type === 'task.ready') course.readyMs[fact.task] = log.timeOf(at);
    else if (fact.type === 'task.assigned')
      course.lease[fact.task] = Math.max(course.lease[fact.task] ?? 0, fact.lease);
    else if (fact.type === 'task.started') {
      if (course.lease[fact.task] === fact.lease) course.startMs[fact.task] = log.timeOf(at);
    } else if (fact.type === 'task.ended') course.ended[fact.agent]!.push({ task: fact.task, atMs: log.timeOf(at) });
    else if (fact.type === 'task.succeeded') {
      course.endMs[fact.task] = log.timeOf(at);
      course.agentOf[fact.task] = fact.agent;
      // A composite takes no time of its own: it ends with its parts.
      if (isComposite(plan, fact.task)) course.startMs[fact.task] = log.timeOf(at);
      course.last = fact.task;
    } else if (fact.type === 'task.failed') {
      // Whoever goes on all the same has waited for it.
      course.endMs[fact.task] = log.timeOf(at);
      course.agentOf[fact.task] = fact.agent;
    } else if (fact.type === 'task.kept') {
      kept.push({ fact, endMs: log.timeOf(at) });
      keep(plan, course, kept.at(-1)!);
    } else if (fact.type === 'task.opened') {
      const gate = plan.flow.gate[fact.task]!;
      course.startMs[gate] = course.endMs[gate] = log.timeOf(at);
      course.agentOf[gate] = nobody;
    } else if (fact.type === 'task.passed' && fact.met) {
      course.startMs[fact.task] = course.endMs[fact.task] = log.timeOf(at);
      course.agentOf[fact.task] = nobody;
    } else if (fact.type === 'actor.crashed' && fact.actor === coordinatorActor) downMs ??= log.timeOf(at);
    else if (fact.type === 'actor.recovered' && fact.actor === coordinatorActor && downMs !== null) {
      course.down.push({ fromMs: downMs, toMs: log.timeOf(at) });
      downMs = null;
    }
  }
  ready(plan, course, kept);
  return course;
}

/** An end that was taken over, with all that is told of it. */
interface Kept {
  readonly fact: Extract<KnownFact, { type: 'task.kept' }>;
  readonly endMs: number;
}

function keep(plan: Plan, course: Course, { fact, endMs }: Kept): void {
  const { task, agent, ranMs, startMs } = fact;
  course.ended[agent]?.push({ task, atMs: endMs });
  if (fact.end !== 'succeeded' && fact.end !== 'failed') return;
  course.endMs[task] = endMs;
  course.agentOf[task] = agent;
  course.startMs[task] = ranMs === -1 ? endMs : ranMs;
  if (fact.end === 'failed') return;
  course.last = task;
  if (!isComposite(plan, task)) return;
  const gate = plan.flow.gate[task]!;
  course.startMs[gate] = course.endMs[gate] = startMs;
  course.agentOf[gate] = nobody;
}

/** When a task that was taken over was ready is not told: it follows from what was before it, where one attempt was enough. */
function ready(plan: Plan, course: Course, kept: readonly Kept[]): void {
  const over = new Map(kept.map(({ fact, endMs }) => [fact.task, endMs]));
  const { start, task: from } = plan.flow.predecessors;
  for (const { task, attempt } of kept.map(({ fact }) => fact)) {
    if (attempt !== 1 || isComposite(plan, task)) continue;
    let readyMs = 0;
    for (let at = start[task]!; at < start[task + 1]!; at += 1)
      readyMs = Math.max(readyMs, over.get(from[at]!) ?? course.endMs[from[at]!] ?? 0);
    course.readyMs[task] = readyMs;
  }
}

/** What a task waited for last, and until when. */
interface Blocker {
  /** -1 when nothing kept it. */
  readonly task: number;
  readonly after: Hop['after'];
  readonly atMs: number;
}

function blockerOf(plan: Plan, task: number, course: Course): Blocker {
  const { readyMs, startMs, endMs, agentOf, untaken, ended } = course;
  const start = startMs[task] ?? 0;
  const agent = agentOf[task] ?? -1;
  let blocker = -1;
  let latest = 0;
  const { start: rows, task: from, transferMs } = plan.flow.predecessors;
  // Where some of those before it were enough, it waited for none that came after it was ready.
  const enough = plan.flow.wanted[task] === -1 ? start : Math.min(start, readyMs[task] ?? start);
  for (let at = rows[task]!; at < rows[task + 1]!; at += 1) {
    const before = from[at]!;
    const end = endMs[before];
    if (end === undefined || end > enough || untaken.has(task * plan.tasks.length + before)) continue;
    const there = end + (agentOf[before] === agent ? 0 : transferMs[at]!);
    if (there <= start && there > latest) {
      blocker = before;
      latest = there;
    }
  }
  const here = ended[agent] ?? [];
  let low = 0;
  let high = here.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (here[middle]!.atMs <= start) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && here[low - 1]!.task === task) low -= 1;
  const previous = here[low - 1];
  if (previous !== undefined && previous.atMs > latest) return { task: previous.task, after: 'agent', atMs: previous.atMs };
  return { task: blocker, after: blocker === -1 ? 'nothing' : 'dependency', atMs: latest };
}
