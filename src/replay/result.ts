/**
 * The result of a run as the command line prints it (docs: the result), folded from facts. Names are public: they are
 * added to, never renamed.
 */
import { exactTime } from '../document/index.ts';
import type { Json, JsonObject } from '../base/index.ts';
import { defaultLimits } from '../kernel/index.ts';
import { bottleneckOf, type Hop } from './critical.ts';
import { expectationViews } from './rules/expectations.ts';
import { taskAt, type Outcome, atOnceOf } from '../plan/index.ts';
import { limitWords } from './describe.ts';
import type { Run } from './run.ts';
import type { GoalStanding } from './minds/mind-book.ts';
import type { MemorySums } from './sums/recall.ts';
import { Sums } from './sums/sums.ts';
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
    Record<
      string,
      {
        readonly busyMs: number;
        readonly tasks: number;
        readonly utilization: number;
        /** What its working memory came to; only where tasks recall or remember. */
        readonly memory?: MemorySums;
        /** Where the document has goals, or tasks that change beliefs. */
        readonly beliefs?: JsonObject;
        readonly goals?: Readonly<Record<string, GoalStanding>>;
      }
    >
  >;
  readonly messages: {
    readonly total: number;
    readonly delivered: number;
    readonly lost: number;
    readonly byType: Readonly<Record<string, number>>;
  };
  /** What groups of agents decided, by task: the value, and what the protocol says of how. */
  readonly decisions: Readonly<Record<string, { readonly value: Json; readonly [note: string]: Json }>>;
  /** What came of each shared memory, by its id; only where one is served. */
  readonly memory?: Readonly<Record<string, JsonObject>>;
  /** What came of each resource, by its id; only where one is served. */
  readonly resources?: Readonly<Record<string, JsonObject>>;
  /** What came of each negotiation, by its task; only where there is one. */
  readonly deals?: Readonly<Record<string, JsonObject>>;
  readonly invariants: readonly Pick<InvariantView, 'rule' | 'title' | 'holds' | 'step' | 'message'>[];
}

/** Outcome and reason of a run as far as it was computed. A bound that ended it is a failure; a run cut short has stalled. */
export function outcomeOfRun(run: Run): { readonly outcome: Outcome; readonly reason: string | null } {
  const { halted, compiled, finished } = run;
  if (halted !== null) {
    const value = (compiled.spec.limits ?? defaultLimits)[halted];
    return { outcome: 'failed', reason: `the run reached its limit ${limitWords(halted, value)}` };
  }
  if (finished !== null) return { outcome: finished.outcome, reason: finished.reason };
  return { outcome: 'stalled', reason: `stopped at ${exactTime(run.now)} with work left` };
}

/** Makespan (up to the end of the run, however it ended), critical path, work, messages and bottleneck of a run that is over; its chain can be given when it is at hand. */
export function metricsOf(run: Run, chain?: readonly Hop[]): RunMetrics {
  return metricsIn(run, sumsOf(run), chain);
}

function metricsIn(run: Run, sums: Sums, chain: readonly Hop[] = sums.chain()): RunMetrics {
  const { criticalPathMs, workMs } = sums.bounds();
  return {
    makespanMs: run.now,
    criticalPathMs,
    workMs,
    messages: sums.messages.total,
    cost: sums.cost(run.now),
    bottleneck: bottleneckOf(run.compiled.plan, chain, sums.working, sums.waitedFor),
    deadlines: sums.deadlines,
  };
}

/** What was added up as facts came, or is now from the log. */
function sumsOf(run: Run): Sums {
  if (run.sums !== null) return run.sums;
  const { log, compiled } = run;
  const sums = new Sums(compiled.plan);
  for (let at = 0; at < log.length; at += 1) sums.fact(log.at(at), log.stepOf(at), log.timeOf(at));
  return sums;
}

export function resultOf(run: Run): RunResult {
  const all = cameOf(run);
  const { cost: _, ...came } = all;
  return { ...came, invariants: judged(run, () => all) };
}

/** The result without its table of tasks, but with how many ended in each state, as a person reads it. */
export interface RunSummary extends Omit<RunResult, 'tasks'> {
  readonly states: ReadonlyMap<TaskState, number>;
}

export function summaryOf(run: Run): RunSummary {
  const sums = sumsOf(run);
  const { cost: _, ...figures } = figuresIn(run, sums);
  const states = new Map<TaskState, number>();
  for (let task = 0; task < run.compiled.plan.ordinary; task += 1) {
    const state = sums.state.stateOf(task);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return { ...figures, states, invariants: judged(run, () => cameOf(run)) };
}

function judged(run: Run, came: () => Came): RunResult['invariants'] {
  const verdicts = [...run.watch.views(), ...expectationsOf(run, came)];
  return verdicts.map(({ room: _room, ...verdict }) => verdict);
}

/** Every rule and expectation, held or broken, as far as the run was computed. */
export function verdictsOf(run: Run): readonly InvariantView[] {
  return [...run.watch.views(), ...expectationsOf(run, () => cameOf(run))];
}

/** What was worked out of a run's expectations, with the place that it was at. */
const workedOut = new WeakMap<Run, { readonly at: readonly unknown[]; readonly views: readonly InvariantView[] }>();

function expectationsOf(run: Run, came: () => Came): readonly InvariantView[] {
  const { expect = [] } = run.compiled.document;
  if (expect.length === 0) return [];
  const at = [run.steps, run.inputs, run.complete];
  const known = workedOut.get(run);
  if (known?.at.every((each, place) => each === at[place])) return known.views;
  const ended = run.halted !== null || run.finished !== null;
  const views = expectationViews(expect, run.steps, ended ? { deals: {}, ...came() } : null);
  workedOut.set(run, { at, views });
  return views;
}

/** The result but for the rules, and with what it cost. */
type Came = Omit<RunResult, 'invariants'> & Pick<RunMetrics, 'cost'>;

function cameOf(run: Run): Came {
  const { plan } = run.compiled;
  const sums = sumsOf(run);
  const { deadlines, agents, messages, decisions, cost, ...figures } = figuresIn(run, sums);
  const missed = new Set(deadlines.missed);
  const { state } = sums;
  const tasks = Object.create(null) as Record<string, RunResult['tasks'][string]>;
  for (let task = 0; task < plan.ordinary; task += 1) {
    const { id, state: end, agent, startMs, endMs, attempts, reason: why } = state.task(task);
    const { deadlineMs } = taskAt(plan, task);
    const told = { state: end, agent, startMs, endMs, attempts, reason: why };
    tasks[id] = deadlineMs > 0 ? { ...told, deadlineMs, late: missed.has(id) } : told;
  }
  return { ...figures, tasks, deadlines, agents, messages, decisions, cost };
}

/** All of it but the table of tasks. */
function figuresIn(run: Run, sums: Sums): Omit<Came, 'tasks'> {
  const { plan } = run.compiled;
  const { outcome, reason } = outcomeOfRun(run);
  const { makespanMs, criticalPathMs, workMs, bottleneck, deadlines, cost } = metricsIn(run, sums);
  const { state } = sums;
  const agents = Object.create(null) as Record<string, RunResult['agents'][string]>;
  plan.agents.forEach((each, at) => {
    const { busyMs, done } = state.agent(at, run.now);
    const share = makespanMs === 0 ? 0 : busyMs / (makespanMs * atOnceOf(each));
    const figures = { busyMs, tasks: done, utilization: Math.floor(share * 10_000 + 0.5) / 10_000 };
    agents[each.id] = {
      ...figures,
      ...(plan.recollections.size > 0 && { memory: sums.recall.of(at) }),
      ...(sums.minds.told && { beliefs: sums.minds.beliefsOf(at), goals: sums.minds.goalsOf(at) }),
    };
  });
  const memory = sums.served('memory');
  const resources = sums.served('resource');
  const deals = sums.deals();
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
    deadlines: { of: deadlines.of, missed: deadlines.missed },
    agents,
    messages: sums.messages,
    decisions: sums.decisions,
    ...(memory === null ? {} : { memory }),
    ...(resources === null ? {} : { resources }),
    ...(deals === null ? {} : { deals }),
    cost,
  };
}
