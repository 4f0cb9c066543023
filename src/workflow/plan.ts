/**
 * From the resolved document to the plan: indexes for names, classes of need, ranks and orders. It decides nothing
 * about the run; it only writes down what the document says in the form in which actors use it.
 */
import {
  canPerform,
  onlyManagers,
  type ResolvedAgent,
  type ResolvedDocument,
  type ResolvedTask,
  type SimulationModel,
} from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import { behaviours, losesMessages } from './inputs/faults.ts';
import {
  durationOn,
  flowOf,
  isComposite,
  lasting,
  partsOf,
  placesOf,
  successorsOf,
  upwardRanks,
  type AgentPlan,
  type DurationModel,
  type Edges,
  type Need,
  type Plan,
  type RetryPolicy,
  type TaskPlan,
  type WorkModel,
} from '../plan/index.ts';

/** The plan of a document that has no errors. Compensations stand behind the ordinary tasks. */
export function planOf(document: ResolvedDocument, seed: number): Plan {
  const agentIndex = new Map(document.agents.map((agent, at) => [agent.id, at]));
  const agents = document.agents.map((agent): AgentPlan => ({
    id: agent.id,
    name: agent.name,
    role: agent.role,
    reportsTo: agentIndex.get(agent.reportsTo ?? '') ?? -1,
    inside: agent.inside,
    capabilities: agent.capabilities,
    slots: agent.slots,
    speed: agent.speed,
    cost: agent.cost,
    priority: agent.priority,
  }));
  const needs = new Needs(document, agentIndex);
  const ordinary = document.tasks.length;
  const tasks: TaskPlan[] = [];
  const undoing: TaskPlan[] = [];
  document.tasks.forEach((task, at) => {
    const need = needs.of(task);
    const compensation = task.compensation === null ? -1 : ordinary + undoing.length;
    tasks.push(taskPlan(task, { need, work: workOf(task.model, document.agents), compensation }));
    if (task.compensation !== null)
      undoing.push(compensationPlan(task, at, { need, work: workOf(task.compensation, document.agents) }));
  });
  const all = [...tasks, ...undoing];
  const predecessors = edgesOf(document.tasks, all.length);
  const successors = successorsOf(all.length, predecessors);
  const parent = parentsOf(document.tasks, all.length);
  const parts = partsOf(parent);
  const single = (task: number): boolean => !isComposite({ parts }, task);
  const draft: Plan = {
    name: document.name,
    seed,
    tasks: all,
    ordinary,
    predecessors,
    successors,
    parent,
    parts,
    flow: flowOf({ tasks: all, predecessors, successors, parent, parts }),
    agents,
    needs: needs.all,
    needOf: all.map((task) => task.need),
    steadyMs: all.map((task) => steadyOf(task, agents)),
    simple: all.map((task, at) => single(at) && isSimple(task)),
    wanted: all.map((task, at) => wantedOf(task, predecessors.start[at + 1]! - predecessors.start[at]!)),
    rank: [],
    order: [],
    ordering: document.scheduling.order,
    assignment: document.scheduling.assignment,
    balancing: document.scheduling.balancing,
    ageingMs: document.scheduling.ageingMs,
    timeoutMs: limitMs(document.limits.timeoutMs),
    lossy: isLossy(document),
    neverWhole: losesAllAlong(document),
    delayMaxMs: longestDelay(document),
    reachMs: reachOf(document),
    stableAfterMs: toMs(document.network.stableAfterMs ?? 0),
    boundMs: toMs(document.network.boundMs ?? 0),
    spanMax: document.limits.spanMax,
    groups: [],
    decisions: new Map(),
  };
  return withOrder(draft);
}

function taskPlan(
  task: ResolvedTask,
  { need, work, compensation }: { need: number; work: WorkModel; compensation: number },
): TaskPlan {
  const { trigger, combine } = task;
  return {
    id: task.id,
    name: task.name,
    need,
    work,
    expectedMs: 0,
    priority: task.priority,
    load: task.load,
    trigger: typeof trigger === 'object' || trigger === 'one-success' ? 'at-least' : trigger,
    triggerCount: typeof trigger === 'object' ? trigger.atLeast : 1,
    retry: sharedRetry(task.retry),
    onFailure: task.onFailure,
    fallback: task.fallback,
    timeoutMs: limitMs(task.timeoutMs),
    queueTimeoutMs: limitMs(task.queueTimeoutMs),
    graceMs: toMs(task.graceMs),
    deadlineMs: limitMs(task.deadlineMs),
    budget: task.budget,
    compensation,
    compensates: -1,
    reduce: task.reduce,
    partsWanted: typeof combine === 'object' ? combine.atLeast : combine === 'any' ? 1 : -1,
  };
}

/** A limit on the grid of whole milliseconds, 0 for none; one that is there never rounds to none. */
function limitMs(written: number | null): number {
  return written === null || written === 0 ? 0 : Math.max(1, toMs(written));
}

/** Limits and retries of the work say nothing about undoing it, which has its own. */
function compensationPlan(
  task: ResolvedTask,
  at: number,
  { need, work }: { readonly need: number; readonly work: WorkModel },
): TaskPlan {
  const plan = taskPlan(task, { need, work, compensation: -1 });
  const { timeoutMs, retry } = task.compensation!;
  return {
    ...plan,
    id: `${task.id}/undo`,
    name: `Undo ${task.name}`,
    compensates: at,
    onFailure: 'continue',
    reduce: null,
    timeoutMs: limitMs(timeoutMs),
    queueTimeoutMs: 0,
    deadlineMs: 0,
    budget: null,
    retry,
  };
}

const defaultRetry: RetryPolicy = { attempts: 1, backoffMs: 100, capMs: 30_000, jitter: 0 };

/** Most tasks have the default policy and share one object. */
function sharedRetry(retry: RetryPolicy): RetryPolicy {
  const { attempts, backoffMs, capMs, jitter } = defaultRetry;
  return retry.attempts === attempts &&
    retry.backoffMs === backoffMs &&
    retry.capMs === capMs &&
    retry.jitter === jitter
    ? defaultRetry
    : retry;
}

function workOf(model: SimulationModel, agents: readonly ResolvedAgent[]): WorkModel {
  const { duration } = model;
  const mapped: DurationModel =
    duration.kind === 'fixed'
      ? { kind: 'constant', ms: duration.ms }
      : duration.kind === 'by-agent'
        ? {
            kind: 'by-agent',
            ms: agents.map((agent) =>
              Object.hasOwn(duration.ms, agent.id) ? duration.ms[agent.id]! : duration.otherwiseMs,
            ),
          }
        : duration;
  return {
    duration: mapped,
    failureRate: model.failureRate,
    failsFirst: model.failsFirst,
    result: model.result,
    cancelMs: toMs(model.cancelMs),
    ignoresCancel: model.ignoresCancel,
  };
}

function edgesOf(tasks: readonly ResolvedTask[], count: number): Edges {
  const index = new Map(tasks.map((task, at) => [task.id, at]));
  const start = [0];
  const from: number[] = [];
  const transferMs: number[] = [];
  const when: (string | null)[] = [];
  for (const task of tasks) {
    for (const dependency of task.dependsOn) {
      from.push(index.get(dependency.task)!);
      transferMs.push(toMs(dependency.transferMs));
      when.push(dependency.when);
    }
    start.push(from.length);
  }
  while (start.length <= count) start.push(from.length);
  return { start, task: from, transferMs, when };
}

/** The composite of each task, by index; -1 for none. */
function parentsOf(tasks: readonly ResolvedTask[], count: number): number[] {
  const parent = new Array<number>(count).fill(-1);
  if (tasks.every((task) => task.parent === null)) return parent;
  const index = new Map(tasks.map((task, at) => [task.id, at]));
  tasks.forEach((task, at) => {
    if (task.parent !== null) parent[at] = index.get(task.parent)!;
  });
  return parent;
}

/** What tasks ask for, each combination once. */
class Needs {
  readonly all: Need[] = [];
  readonly #agents: readonly ResolvedAgent[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #known = new Map<string, number>();
  readonly #managersOnly: boolean;
  readonly #byLoad: boolean;

  constructor({ agents, scheduling, coordination }: ResolvedDocument, index: ReadonlyMap<string, number>) {
    this.#agents = agents;
    this.#index = index;
    this.#byLoad = scheduling.assignment === 'regret' && coordination.pattern === 'centralized';
    this.#managersOnly = onlyManagers(agents);
  }

  of(task: ResolvedTask): number {
    const requires = [...new Set(task.requires)].sort();
    const pinned = task.agent === null ? -1 : this.#index.get(task.agent)!;
    const slots = this.#byLoad ? Math.max(1, task.load) : 1;
    const key = JSON.stringify([pinned, requires, slots]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    this.all.push(this.#need(task, { requires, pinned, slots }));
    return this.all.length - 1;
  }

  #need(task: ResolvedTask, { requires, pinned, slots }: Pick<Need, 'requires' | 'pinned' | 'slots'>): Need {
    const capable = this.#agents.flatMap((agent, at) =>
      agent.slots >= slots && canPerform(agent, task, this.#managersOnly) ? [at] : [],
    );
    const proficiency = capable.map((at) =>
      requires.reduce((least, name) => Math.min(least, this.#agents[at]!.capabilities[name]!), 1),
    );
    const alike = capable.every((at, place) => {
      const [a, b] = [this.#agents[at]!, this.#agents[capable[0]!]!];
      return (
        proficiency[place] === proficiency[0] &&
        a.speed === b.speed &&
        a.cost === b.cost &&
        a.slots === 1 &&
        b.slots === 1
      );
    });
    return { requires, pinned, slots, capable, proficiency, alike };
  }
}

/** The duration that every attempt on every agent has, ms; -1 where agents or chance make a difference. */
function steadyOf({ work: { duration } }: TaskPlan, agents: readonly AgentPlan[]): number {
  const speed = agents[0]?.speed ?? 1;
  if (duration.kind !== 'constant' || agents.some((agent) => agent.speed !== speed)) return -1;
  return lasting(duration.ms / speed);
}

/** Nothing to it but its duration: what most tasks of most documents are. */
function isSimple({
  work,
  timeoutMs,
  queueTimeoutMs,
  deadlineMs,
  compensation,
  compensates,
  retry,
}: TaskPlan): boolean {
  const plain = work.failureRate === 0 && work.failsFirst === 0 && work.result === null && retry.attempts === 1;
  return plain && timeoutMs + queueTimeoutMs + deadlineMs === 0 && compensation === -1 && compensates === -1;
}

function wantedOf({ trigger, triggerCount }: TaskPlan, dependencies: number): number {
  switch (trigger) {
    case 'all-done':
      return -1;
    case 'at-least':
      return triggerCount;
    case 'all-success':
      return dependencies;
  }
}

/** Expected durations need agents, ranks need expected durations, and the order needs ranks. */
function withOrder(draft: Plan): Plan {
  const tasks = draft.tasks.map((task, at): TaskPlan => ({ ...task, expectedMs: meanOver(draft, at) }));
  const { count, predecessors, successors } = draft.flow;
  const nodes = Array.from({ length: count }, (_, node) => tasks[node] ?? gate);
  const rank = upwardRanks(nodes, predecessors, successors, 0).slice(0, tasks.length);
  return { ...draft, tasks, rank, order: placesOf(tasks, rank, draft.ordering) };
}

/** What stands before the parts of a composite takes no time. */
const gate = { expectedMs: 0 };

function meanOver(plan: Plan, task: number): number {
  if (isComposite(plan, task)) return 0;
  const { capable } = plan.needs[plan.tasks[task]!.need]!;
  if (capable.length === 0) return 0;
  const { duration } = plan.tasks[task]!.work;
  const same =
    duration.kind !== 'by-agent' &&
    capable.every((agent) => plan.agents[agent]!.speed === plan.agents[capable[0]!]!.speed);
  if (same) return durationOn(plan, task, capable[0]!);
  return capable.reduce((sum, agent) => sum + durationOn(plan, task, agent), 0) / capable.length;
}

function isLossy(document: ResolvedDocument): boolean {
  const { network } = document;
  return (
    network.loss > 0 ||
    network.partitions.length > 0 ||
    network.links.some((link) => (link.loss ?? 0) > 0) ||
    [...document.faults, ...behaviours(document.agents)].some(losesMessages)
  );
}

function longestDelay({ network }: ResolvedDocument): number {
  return toMs(network.links.reduce((most, { delay }) => Math.max(most, delay?.maxMs ?? 0), network.delay.maxMs));
}

/** Work that is stolen has to be followed: the loot, word of it, and the word to its new place. */
const hopsToLoot = 3;

/** Over every manager between where work is delegated, with what faults add to each way. */
function reachOf(document: ResolvedDocument): number {
  const { agents, coordination, faults, scheduling } = document;
  let hops = 1;
  if (coordination.pattern === 'load-balancing' && scheduling.balancing === 'work-stealing') hops = hopsToLoot;
  if (coordination.pattern === 'delegation') {
    const above = new Map(agents.map(({ id, reportsTo }) => [id, reportsTo]));
    for (const { id } of agents) {
      let depth = 0;
      for (let at: string | null | undefined = id; typeof at === 'string'; at = above.get(at)) depth += 1;
      hops = Math.max(hops, depth);
    }
  }
  const added = faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? toMs(fault.delayMs) : 0), 0);
  return hops * (longestDelay(document) + added);
}

function losesAllAlong({ network }: ResolvedDocument): boolean {
  if (network.stableAfterMs !== null) return false;
  return (
    network.loss > 0 ||
    network.links.some((link) => (link.loss ?? 0) > 0) ||
    network.partitions.some(({ healMs }) => healMs === null)
  );
}
