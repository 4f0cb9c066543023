/**
 * The result of a run as the command line prints it (docs: the result), folded from facts. Names are public: they are
 * added to, never renamed.
 */
import type { Json } from '../base/index.ts';
import { bottleneckOf, criticalChain, type Hop } from './critical.ts';
import { boundsOf, durationOn, type Outcome } from '../plan/index.ts';
import type { Run } from './run.ts';
import { StateAt } from './state-at.ts';
import type { Bottleneck, InvariantView, RunMetrics, TaskState } from './views.ts';

export interface RunResult {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly seed: number;
  readonly engine: string;
  readonly steps: number;
  readonly digest: string;
  readonly makespanMs: number;
  readonly criticalPathMs: number;
  readonly workMs: number;
  readonly bottleneck: Bottleneck | null;
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly state: TaskState;
        readonly agent: string | null;
        readonly startMs: number | null;
        readonly endMs: number | null;
        readonly attempts: number;
        readonly reason: string | null;
      }
    >
  >;
  readonly agents: Readonly<
    Record<string, { readonly busyMs: number; readonly tasks: number; readonly utilization: number }>
  >;
  readonly messages: {
    readonly total: number;
    readonly delivered: number;
    readonly lost: number;
    readonly byType: Readonly<Record<string, number>>;
  };
  /** What groups of agents decided, by task: the value, and what the protocol says of how. */
  readonly decisions: Readonly<Record<string, { readonly value: Json; readonly [note: string]: Json }>>;
  readonly invariants: readonly Pick<InvariantView, 'rule' | 'title' | 'holds' | 'step' | 'message'>[];
}

/** Outcome and reason of a run as far as it was computed. A bound that ended it is a failure; a run cut short has stalled. */
export function outcomeOfRun(run: Run): { readonly outcome: Outcome; readonly reason: string | null } {
  if (run.halted !== null) return { outcome: 'failed', reason: `the run reached its limit ${run.halted}` };
  const last = run.log.length === 0 ? null : run.log.at(run.log.length - 1);
  if (last?.type === 'run.finished') return { outcome: last.outcome, reason: last.reason };
  return { outcome: 'stalled', reason: `stopped at ${run.now} ms with work left` };
}

/** Makespan, critical path, work, messages and bottleneck of a run that is over; its chain can be given when it is at hand. */
export function metricsOf(run: Run, chain: readonly Hop[] = criticalChain(run.compiled.plan, run.log)): RunMetrics {
  const { plan } = run.compiled;
  const { endMs, tookMs, messages } = measured(run);
  const { criticalPathMs, workMs } = boundsOf(plan, (task) => tookMs[task] ?? fastest(run, task));
  const bottleneck = bottleneckOf(plan, chain);
  return { makespanMs: endMs, criticalPathMs, workMs, messages, bottleneck };
}

export function resultOf(run: Run): RunResult {
  const { plan } = run.compiled;
  const { outcome, reason } = outcomeOfRun(run);
  const { makespanMs, criticalPathMs, workMs, bottleneck } = metricsOf(run);
  const state = new StateAt(plan, run.log);
  state.seek(run.log.length);
  const tasks = Object.create(null) as Record<string, RunResult['tasks'][string]>;
  for (let task = 0; task < plan.ordinary; task += 1) {
    const { id, state: end, agent, startMs, endMs, attempts, reason: why } = state.task(task);
    tasks[id] = { state: end, agent, startMs, endMs, attempts, reason: why };
  }
  const agents = Object.create(null) as Record<string, RunResult['agents'][string]>;
  plan.agents.forEach((each, at) => {
    const { busyMs, done } = state.agent(at, run.now);
    const share = makespanMs === 0 ? 0 : busyMs / (makespanMs * each.slots);
    agents[each.id] = { busyMs, tasks: done, utilization: Math.floor(share * 10_000 + 0.5) / 10_000 };
  });
  const invariants = run.watch
    .views()
    .map(({ rule, title, holds, step, message }) => ({ rule, title, holds, step, message }));
  return {
    outcome,
    reason,
    seed: plan.seed,
    engine: run.compiled.spec.engine,
    steps: run.steps,
    digest: run.digest(),
    makespanMs,
    criticalPathMs,
    workMs,
    bottleneck,
    tasks,
    agents,
    messages: messagesOf(run),
    decisions: decisionsOf(run),
    invariants,
  };
}

function decisionsOf(run: Run): RunResult['decisions'] {
  const decisions = Object.create(null) as Record<string, RunResult['decisions'][string]>;
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    if (fact.type === 'decision.made')
      decisions[run.compiled.plan.tasks[fact.task]!.id] = { ...fact.note, value: fact.value };
  }
  return decisions;
}

function messagesOf(run: Run): RunResult['messages'] {
  let total = 0;
  let delivered = 0;
  let lost = 0;
  const byType: Record<string, number> = {};
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    if (fact.type === 'message.sent') {
      total += 1;
      byType[fact.message.type] = (byType[fact.message.type] ?? 0) + 1;
    } else if (fact.type === 'message.delivered') delivered += 1;
    else if (fact.type === 'message.lost') lost += 1;
  }
  return { total, delivered, lost, byType };
}

/** Durations of the attempts that succeeded (under the lease that counted), none of what was skipped, and when the last task was over. */
function measured(run: Run): {
  readonly endMs: number;
  readonly tookMs: readonly (number | undefined)[];
  readonly messages: number;
} {
  const lease: number[] = [];
  const startMs: number[] = [];
  const tookMs: (number | undefined)[] = [];
  let endMs = 0;
  let messages = 0;
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    const time = run.log.timeOf(at);
    if (fact.type === 'message.sent') messages += 1;
    else if (fact.type === 'task.assigned') lease[fact.task] = Math.max(lease[fact.task] ?? 0, fact.lease);
    else if (fact.type === 'task.deciding') startMs[fact.task] = time;
    else if (fact.type === 'task.started') {
      if (lease[fact.task] === fact.lease) startMs[fact.task] = time;
    } else if (fact.type === 'task.succeeded') {
      tookMs[fact.task] = time - (startMs[fact.task] ?? time);
      endMs = time;
    } else if (fact.type === 'task.kept') {
      tookMs[fact.task] = fact.ranMs === -1 ? 0 : time - fact.ranMs;
      endMs = time;
    } else if (fact.type === 'task.skipped') tookMs[fact.task] = 0;
    else if (fact.type === 'task.ended' || fact.type === 'task.cancelled') endMs = time;
  }
  return { endMs, tookMs, messages };
}

/** What a task that never succeeded would take the fastest agent that can do it, ms. */
function fastest(run: Run, task: number): number {
  const { plan } = run.compiled;
  let least = Infinity;
  for (const agent of plan.needs[plan.tasks[task]!.need]!.capable)
    least = Math.min(least, durationOn(plan, task, agent));
  return least === Infinity ? 0 : least;
}
