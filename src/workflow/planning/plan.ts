/**
 * From the resolved document to the plan: indexes for names, classes of need, ranks and orders. It decides nothing
 * about the run; it only writes down what the document says in the form in which actors use it.
 */
import type { ResolvedAgent, ResolvedDocument, ResolvedTask } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import {
  agentAt,
  bindingEdges,
  durationOn,
  firstActors,
  flowOf,
  isComposite,
  lasting,
  needAt,
  partsOf,
  placesOf,
  successorsOf,
  taskAt,
  upwardRanks,
  type AgentPlan,
  type Plan,
  type TaskPlan,
} from '../../plan/index.ts';
import { longestDelay } from '../../protocols/index.ts';
import { edgesOf, parentsOf, placesOfTasks } from './edges.ts';
import { Needs } from './needs.ts';
import { lossesOf, reachOf } from './reach.ts';
import {
  compensationPlan,
  isSimple,
  limitMs,
  passedPlan,
  taskPlan,
  wantedOf,
  workOf,
  type TaskDraft,
} from './task-plans.ts';

/** The plan of a document that has no errors. Compensations stand behind the ordinary tasks, then what is switched off. */
export function planOf(document: ResolvedDocument, passed: readonly ResolvedTask[] = []): Plan {
  const agentIndex = new Map(document.agents.map((agent, at) => [agent.id, at]));
  const agents = document.agents.map((agent) => agentPlan(agent, agentIndex));
  const needs = new Needs(document, agentIndex);
  const ordinary = document.tasks.length;
  const tasks: TaskDraft[] = [];
  const undoing: TaskDraft[] = [];
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
  const draft: PlanDraft = {
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

/** Groups and services are found once the plan is there. */
const nobodyBeside: Pick<
  Plan,
  | 'groups'
  | 'decisions'
  | 'services'
  | 'conflicts'
  | 'uses'
  | 'recollections'
  | 'workingMemories'
  | 'holdingWords'
  | 'minds'
> = {
  groups: [],
  decisions: new Map(),
  services: [],
  conflicts: { deadlock: 'detect', inversion: 'inherit' },
  uses: new Map(),
  recollections: new Map(),
  workingMemories: [],
  holdingWords: {},
  minds: { agents: [], kept: false, believes: new Map() },
};

/** The duration that every attempt on every agent has, ms; -1 where agents or chance make a difference. */
function steadyOf(tasks: readonly TaskPlan[], agents: readonly AgentPlan[]): number[] {
  const speed = agents[0]?.speed ?? 1;
  const even = agents.every((agent) => agent.speed === speed);
  return tasks.map(({ work: { duration } }) =>
    even && duration.kind === 'constant' ? lasting(duration.ms / speed) : -1,
  );
}

/** A plan whose tasks are still to hear how long they are expected to take. */
type PlanDraft = Omit<Plan, 'tasks'> & { readonly tasks: readonly TaskDraft[] };

/** Expected durations need agents, ranks need expected durations, and the order needs ranks. */
function withOrder(draft: PlanDraft): Plan {
  const speedOf = (agent: number): number => agentAt(draft, agent).speed;
  const even = draft.needs.map(({ capable }) => capable.every((agent) => speedOf(agent) === speedOf(capable[0]!)));
  const { tasks } = draft;
  tasks.forEach((task, at) => {
    task.expectedMs = meanOver(draft, at, even[task.need]!);
  });
  const { count, predecessors, successors, order } = draft.flow;
  const nodes = Array.from({ length: count }, (_, node) => tasks[node] ?? gate);
  const binding = bindingEdges(draft, (node) => nodes[node]!.expectedMs, 0);
  const rank = upwardRanks(nodes, predecessors, successors, 0, binding, order).slice(0, tasks.length);
  return { ...draft, rank, order: placesOf(tasks, rank, draft.ordering) };
}

/** What stands before the parts of a composite takes no time. */
const gate = { expectedMs: 0 };

function meanOver(plan: Plan, task: number, evenSpeed: boolean): number {
  if (isComposite(plan, task)) return 0;
  const { capable } = needAt(plan, taskAt(plan, task).need);
  if (capable.length === 0) return 0;
  const { duration } = taskAt(plan, task).work;
  if (evenSpeed && duration.kind !== 'by-agent') return durationOn(plan, task, capable[0]!);
  return capable.reduce((sum, agent) => sum + durationOn(plan, task, agent), 0) / capable.length;
}

/** One agent; `index` is the place of each by its id. */
function agentPlan(agent: ResolvedAgent, index: ReadonlyMap<string, number>): AgentPlan {
  return {
    id: agent.id,
    name: agent.name,
    role: agent.role,
    reportsTo: index.get(agent.reportsTo ?? '') ?? -1,
    inside: agent.inside,
    capabilities: agent.capabilities,
    slots: agent.slots,
    ...sliceOf(agent),
    speed: agent.speed,
    cost: agent.cost,
    priority: agent.priority,
    ...checkpointOf(agent),
  };
}

/** How its tasks share its time; nothing where they do not. */
function sliceOf({ slice: { policy, quantumMs, switchMs } }: ResolvedAgent): Pick<AgentPlan, 'slice'> {
  if (policy === 'none') return {};
  return { slice: { policy, quantumMs: Math.max(1, toMs(quantumMs)), switchMs: toMs(switchMs) } };
}

/** When it writes checkpoints; nothing where it comes back with empty hands. */
function checkpointOf({ recovers, checkpointEveryMs, checkpointMs }: ResolvedAgent): Pick<AgentPlan, 'checkpoint'> {
  if (recovers === 'empty') return {};
  return { checkpoint: { everyMs: Math.max(1, toMs(checkpointEveryMs)), takesMs: toMs(checkpointMs) } };
}
