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
import { longestDelay, rooms } from '../protocols/index.ts';
import { lossesOf, reachOf } from './reach.ts';
import {
  bindingEdges,
  cutMean,
  durationOn,
  firstActors,
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

/** The plan of a document that has no errors. Compensations stand behind the ordinary tasks, then what is switched off. */
export function planOf(document: ResolvedDocument, passed: readonly ResolvedTask[] = []): Plan {
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
  const all = [...tasks, ...undoing, ...passed.map((task) => passedPlan(task, needs.of(task)))];
  const firstPassed = ordinary + undoing.length;
  const places = placesOfTasks(document.tasks, passed, firstPassed);
  const predecessors = edgesOf(places, all.length);
  const successors = successorsOf(all.length, predecessors);
  const parent = parentsOf(places, all.length);
  const parts = partsOf(parent.map((above, task) => (task < firstPassed ? above : -1)));
  const single = (task: number): boolean => !isComposite({ parts }, task);
  const draft: Plan = {
    name: document.name,
    live: false,
    tasks: all,
    ordinary,
    passed: firstPassed,
    predecessors,
    successors,
    parent,
    parts,
    passedParts: partsOf(parent.map((above, task) => (task < firstPassed ? -1 : above))),
    flow: flowOf({ tasks: all, predecessors, successors, parent, parts }),
    agents,
    needs: needs.all,
    needOf: all.map((task) => task.need),
    steadyMs: steadyOf(all, agents),
    simple: all.map((task, at) => single(at) && isSimple(task)),
    wanted: all.map((task, at) => wantedOf(task, predecessors.start[at + 1]! - predecessors.start[at]!)),
    rank: [],
    order: [],
    ordering: document.scheduling.order,
    assignment: document.scheduling.assignment,
    balancing: document.scheduling.balancing,
    ties: document.scheduling.ties,
    ageingMs: document.scheduling.ageingMs,
    timeoutMs: limitMs(document.limits.timeoutMs),
    ...lossesOf(document),
    delayMaxMs: longestDelay(document),
    reachMs: reachOf(document),
    stableAfterMs: toMs(document.network.stableAfterMs ?? 0),
    boundMs: toMs(document.network.boundMs ?? 0),
    spanMax: document.limits.spanMax,
    actors: firstActors(agents),
    ...nobodyBeside,
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

/** Groups and services are found once the plan is there. */
const nobodyBeside: Pick<Plan, 'groups' | 'decisions' | 'services' | 'uses' | 'holdingWords'> = {
  groups: [],
  decisions: new Map(),
  services: [],
  uses: new Map(),
  holdingWords: {},
};

/** What is switched off: it has its dependencies and its trigger, and nothing else. */
function passedPlan(task: ResolvedTask, need: number): TaskPlan {
  const plan = taskPlan(task, { need, work: noWork, compensation: -1 });
  const none = { timeoutMs: 0, queueTimeoutMs: 0, deadlineMs: 0, budget: null, reduce: null } as const;
  return { ...plan, ...none, onFailure: 'fail-run', retry: defaultRetry };
}

const noWork: WorkModel = {
  duration: { kind: 'constant', ms: 0 },
  failureRate: 0,
  failsFirst: 0,
  result: null,
  cancelMs: 0,
  ignoresCancel: false,
};

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
        : duration.kind === 'normal'
          ? { ...duration, cutMs: cutMean(duration.meanMs, duration.deviationMs) }
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

/** Tasks by place, holes where compensations stand, and the place of each by its id. */
interface Places {
  readonly tasks: readonly (ResolvedTask | undefined)[];
  readonly at: ReadonlyMap<string, number>;
}

function placesOfTasks(tasks: readonly ResolvedTask[], passed: readonly ResolvedTask[], firstPassed: number): Places {
  const at = new Map(tasks.map(({ id }, place) => [id, place]));
  passed.forEach(({ id }, place) => at.set(id, firstPassed + place));
  if (passed.length === 0) return { tasks, at };
  const holes = new Array<undefined>(firstPassed - tasks.length).fill(undefined);
  return { tasks: [...tasks, ...holes, ...passed], at };
}

/** A dependency that is named twice counts once, as it is named first. */
function edgesOf({ tasks, at }: Places, count: number): Edges {
  const start = [0];
  const from: number[] = [];
  const transferMs: number[] = [];
  const when: (string | null)[] = [];
  // The place behind that of the last task that waits for each: whoever names one twice waits for it once.
  const lastBehind = new Int32Array(count);
  for (const task of tasks) {
    for (const dependency of task?.dependsOn ?? []) {
      const before = at.get(dependency.task)!;
      if (lastBehind[before] === start.length) continue;
      lastBehind[before] = start.length;
      from.push(before);
      transferMs.push(toMs(dependency.transferMs));
      when.push(dependency.when);
    }
    start.push(from.length);
  }
  while (start.length <= count) start.push(from.length);
  return { start, task: from, transferMs, when };
}

/** The composite of each task, by index; -1 for none. */
function parentsOf({ tasks, at }: Places, count: number): number[] {
  const parent = new Array<number>(count).fill(-1);
  tasks.forEach((task, place) => {
    if (task !== undefined && task.parent !== null) parent[place] = at.get(task.parent)!;
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
  readonly #slotsFor: (task: ResolvedTask) => number;

  constructor(document: ResolvedDocument, index: ReadonlyMap<string, number>) {
    const { agents, coordination } = document;
    const room = rooms.get(coordination.pattern);
    this.#agents = agents;
    this.#index = index;
    this.#slotsFor = (task) => room?.slotsFor?.(task, document) ?? 1;
    this.#managersOnly = onlyManagers(agents);
  }

  of(task: ResolvedTask): number {
    const requires = [...new Set(task.requires)].sort();
    const pinned = task.agent === null ? -1 : this.#index.get(task.agent)!;
    const slots = this.#slotsFor(task);
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
function steadyOf(tasks: readonly TaskPlan[], agents: readonly AgentPlan[]): number[] {
  const speed = agents[0]?.speed ?? 1;
  const even = agents.every((agent) => agent.speed === speed);
  return tasks.map(({ work: { duration } }) =>
    even && duration.kind === 'constant' ? lasting(duration.ms / speed) : -1,
  );
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
  const speedOf = (agent: number): number => draft.agents[agent]!.speed;
  const even = draft.needs.map(({ capable }) => capable.every((agent) => speedOf(agent) === speedOf(capable[0]!)));
  const tasks = draft.tasks.map((task, at): TaskPlan => ({
    ...task,
    expectedMs: meanOver(draft, at, even[task.need]!),
  }));
  const { count, predecessors, successors, order } = draft.flow;
  const nodes = Array.from({ length: count }, (_, node) => tasks[node] ?? gate);
  const binding = bindingEdges(draft, (node) => nodes[node]!.expectedMs, 0);
  const rank = upwardRanks(nodes, predecessors, successors, 0, binding, order).slice(0, tasks.length);
  return { ...draft, tasks, rank, order: placesOf(tasks, rank, draft.ordering) };
}

/** What stands before the parts of a composite takes no time. */
const gate = { expectedMs: 0 };

function meanOver(plan: Plan, task: number, evenSpeed: boolean): number {
  if (isComposite(plan, task)) return 0;
  const { capable } = plan.needs[plan.tasks[task]!.need]!;
  if (capable.length === 0) return 0;
  const { duration } = plan.tasks[task]!.work;
  if (evenSpeed && duration.kind !== 'by-agent') return durationOn(plan, task, capable[0]!);
  return capable.reduce((sum, agent) => sum + durationOn(plan, task, agent), 0) / capable.length;
}
