/**
 * The result of a run as the command line prints it (docs: the result), folded from facts. Names are public: they are
 * added to, never renamed.
 */
import type { Json } from '../base/index.ts';
import { defaultLimits } from '../kernel/index.ts';
import { bottleneckOf, criticalChain, type Hop } from './critical.ts';
import { expectationViews } from './rules/expectations.ts';
import { boundsOf, type Bounds, type Outcome, type Plan } from '../plan/index.ts';
import { limitWords } from './describe.ts';
import type { Run } from './run.ts';
import { StateAt } from './state-at.ts';
import type { Bottleneck, Deadlines, InvariantView, RunMetrics, TaskState } from './views.ts';

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
        /** Only where the task has a deadline, ms from the start of the run. */
        readonly deadlineMs?: number;
        /** Whether it ended behind its deadline; only where it has one. */
        readonly late?: boolean;
      }
    >
  >;
  readonly deadlines: Pick<Deadlines, 'of' | 'missed'>;
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
  const { halted, compiled } = run;
  if (halted !== null) {
    const value = (compiled.spec.limits ?? defaultLimits)[halted];
    return { outcome: 'failed', reason: `the run reached its limit ${limitWords(halted, value)}` };
  }
  const last = run.log.length === 0 ? null : run.log.at(run.log.length - 1);
  if (last?.type === 'run.finished') return { outcome: last.outcome, reason: last.reason };
  return { outcome: 'stalled', reason: `stopped at ${run.now} ms with work left` };
}

/** Makespan (up to the end of the run, however it ended), critical path, work, messages and bottleneck of a run that is over; its chain can be given when it is at hand. */
export function metricsOf(run: Run, chain: readonly Hop[] = criticalChain(run.compiled.plan, run.log)): RunMetrics {
  const { plan } = run.compiled;
  const done = measured(run);
  const { criticalPathMs, workMs } = boundsOfRun(plan, done);
  const bottleneck = bottleneckOf(plan, chain, run.log);
  const cost = costOf(run);
  const deadlines = deadlinesOf(run);
  return { makespanMs: run.now, criticalPathMs, workMs, messages: done.messages, cost, bottleneck, deadlines };
}

export function resultOf(run: Run): RunResult {
  const { cost: _, ...came } = cameOf(run);
  return { ...came, invariants: verdictsOf(run).map(({ room: _room, ...verdict }) => verdict) };
}

/** Every rule and expectation, held or broken, as far as the run was computed. */
export function verdictsOf(run: Run): readonly InvariantView[] {
  return [...run.watch.views(), ...expectationsOf(run)];
}

/** What was worked out of a run's expectations, with the place that it was at. */
const workedOut = new WeakMap<Run, { readonly at: readonly unknown[]; readonly views: readonly InvariantView[] }>();

function expectationsOf(run: Run): readonly InvariantView[] {
  const { expect = [] } = run.compiled.document;
  if (expect.length === 0) return [];
  const at = [run.steps, run.inputs, run.complete];
  const known = workedOut.get(run);
  if (known?.at.every((each, place) => each === at[place])) return known.views;
  const ended = run.halted !== null || (run.log.length > 0 && run.log.at(run.log.length - 1).type === 'run.finished');
  const views = expectationViews(expect, run.steps, ended ? (cameOf(run)) : null);
  workedOut.set(run, { at, views });
  return views;
}

/** The result but for the rules, and with what it cost. */
function cameOf(run: Run): Omit<RunResult, 'invariants'> & Pick<RunMetrics, 'cost'> {
  const { plan } = run.compiled;
  const { outcome, reason } = outcomeOfRun(run);
  const { makespanMs, criticalPathMs, workMs, bottleneck, deadlines, cost } = metricsOf(run);
  const missed = new Set(deadlines.missed);
  const state = new StateAt(plan, run.log);
  state.seek(run.log.length);
  const tasks = Object.create(null) as Record<string, RunResult['tasks'][string]>;
  for (let task = 0; task < plan.ordinary; task += 1) {
    const { id, state: end, agent, startMs, endMs, attempts, reason: why } = state.task(task);
    const { deadlineMs } = plan.tasks[task]!;
    const due = deadlineMs > 0 ? { deadlineMs, late: missed.has(id) } : {};
    tasks[id] = { state: end, agent, startMs, endMs, attempts, reason: why, ...due };
  }
  const agents = Object.create(null) as Record<string, RunResult['agents'][string]>;
  plan.agents.forEach((each, at) => {
    const { busyMs, done } = state.agent(at, run.now);
    const share = makespanMs === 0 ? 0 : busyMs / (makespanMs * each.slots);
    agents[each.id] = { busyMs, tasks: done, utilization: Math.floor(share * 10_000 + 0.5) / 10_000 };
  });
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
    deadlines: { of: deadlines.of, missed: deadlines.missed },
    agents,
    messages: messagesOf(run),
    decisions: decisionsOf(run),
    cost,
  };
}

/** Which tasks ended behind their deadlines. */
function deadlinesOf({ compiled: { plan }, log }: Run): Deadlines {
  const of = plan.tasks.filter(({ deadlineMs }, at) => at < plan.ordinary && deadlineMs > 0).length;
  const missed: string[] = [];
  let step: number | null = null;
  for (let at = 0; of > 0 && at < log.length; at += 1) {
    const fact = log.at(at);
    if (fact.type !== 'task.late') continue;
    step ??= log.stepOf(at);
    missed.push(plan.tasks[fact.task]!.id);
  }
  return { of, missed, step };
}

/** What all work of a run cost; the same work in another order must not come out a last bit apart. */
function costOf(run: Run): number {
  const { plan } = run.compiled;
  if (plan.agents.every(({ cost }) => cost === 0)) return 0;
  const state = new StateAt(plan, run.log);
  state.seek(run.log.length);
  const cost = plan.agents.reduce((sum, each, at) => sum + (state.agent(at, run.now).busyMs * each.cost) / 1000, 0);
  return Math.floor(cost * 1e6 + 0.5) / 1e6;
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

/** What was done, as far as it counts: what a critical path and the work of a run are made of. */
interface Measured {
  /** How long the attempt took that ended each task well or for good; undefined for what was cancelled, skipped or never over. */
  readonly tookMs: readonly (number | undefined)[];
  readonly failed: ReadonlySet<number>;
  /** Dependencies that do not count although they succeeded: task times number of tasks, plus what came before it. */
  readonly untaken: ReadonlySet<number>;
  readonly messages: number;
}

function measured({ log, compiled: { plan } }: Run): Measured {
  const lease: number[] = [];
  const startMs: (number | undefined)[] = [];
  const endMs: (number | undefined)[] = [];
  const tookMs: (number | undefined)[] = [];
  const failed = new Set<number>();
  const untaken = new Set<number>();
  let messages = 0;
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    const time = log.timeOf(at);
    switch (fact.type) {
      case 'message.sent':
        messages += 1;
        break;
      case 'task.ready':
        startMs[fact.task] = endMs[fact.task] = undefined;
        break;
      case 'task.assigned':
        lease[fact.task] = Math.max(lease[fact.task] ?? 0, fact.lease);
        break;
      case 'task.deciding':
        startMs[fact.task] = time;
        break;
      case 'task.started':
        if (lease[fact.task] === fact.lease) startMs[fact.task] = time;
        break;
      case 'task.ended':
        if (lease[fact.task] === fact.lease) endMs[fact.task] = time;
        break;
      case 'task.succeeded':
      case 'task.failed':
        // What succeeds took until it counted; what fails may have stopped long before, or be given up unheard.
        tookMs[fact.task] =
          (fact.type === 'task.failed' ? (endMs[fact.task] ?? time) : time) - (startMs[fact.task] ?? time);
        if (fact.type === 'task.failed') failed.add(fact.task);
        break;
      case 'task.kept':
        tookMs[fact.task] = fact.ranMs === -1 ? 0 : time - fact.ranMs;
        if (fact.end === 'failed') failed.add(fact.task);
        break;
      case 'task.untaken':
        untaken.add(fact.task * plan.tasks.length + fact.before);
        break;
      default:
    }
  }
  return { tookMs, failed, untaken, messages };
}

/** The longest chain of what was done and waited for, and all of it together. */
function boundsOfRun(plan: Plan, { tookMs, failed, untaken }: Measured): Bounds {
  return boundsOf(
    plan,
    (task) => tookMs[task] ?? null,
    (before, after) => {
      if (untaken.has(after * plan.tasks.length + before)) return false;
      if (!failed.has(before) || plan.tasks[before]!.onFailure === 'continue') return true;
      const { trigger, partsWanted } = plan.tasks[after]!;
      return plan.parent[before] === after ? partsWanted === -1 : trigger !== 'at-least';
    },
  );
}
