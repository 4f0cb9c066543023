/**
 * A plan is a document made ready to run: tasks, agents and what ties them, by index instead of by name, with every
 * default filled in. Every actor of a run shares one plan and nobody changes it, so it is never part of a state.
 * Compensations are tasks too; they stand behind the ordinary ones, and behind them what is switched off and passed over.
 */
import type { Json } from '../base/index.ts';
import type { Inside } from '../document/index.ts';
import { coordinatorActor, type ActorPlan } from './cast/actors.ts';
import type { Decision, DecisionGroup } from './cast/decision.ts';
import type { Minds } from './cast/minds.ts';
import type { MemoryPlan, Recollection } from './cast/recall.ts';
import type { CheckpointPlan } from './cast/recovery.ts';
import type { SlicePlan } from './cast/slicing.ts';
import type { ConflictPlan, ServicePlan, TaskUses } from './cast/services.ts';
import type { HoldingWord } from './words.ts';

/** How long the work of a task takes at speed 1, ms. */
export type DurationModel =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  /** Bell-shaped (sum of twelve uniforms), cut off at 0; `cutMs` is what it is on average then. */
  | { readonly kind: 'normal'; readonly meanMs: number; readonly deviationMs: number; readonly cutMs: number }
  /** One constant for each agent, by index; `otherMs` for agents that are not named. */
  | { readonly kind: 'by-agent'; readonly ms: readonly number[] };

/** What a simulated attempt does besides taking time. */
export interface WorkModel {
  readonly duration: DurationModel;
  /** Probability that an attempt fails. */
  readonly failureRate: number;
  /** The first so many attempts fail. */
  readonly failsFirst: number;
  /** What a success hands on to dependents. */
  readonly result: Json;
  /** How long it takes to heed a cancellation, ms. */
  readonly cancelMs: number;
  readonly ignoresCancel: boolean;
}

export type FailurePolicy = 'fail-run' | 'skip-dependents' | 'continue' | 'compensate';
export type Trigger = 'all-success' | 'all-done' | 'at-least';

export interface RetryPolicy {
  /** Attempts in all, 1 or more. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly capMs: number;
  /** Share of the backoff that is drawn by chance, 0..1. */
  readonly jitter: number;
}

export interface TaskPlan {
  readonly id: string;
  readonly name: string;
  /** Index into `Plan.needs`. */
  readonly need: number;
  readonly work: WorkModel;
  /** Mean duration over the agents that can do it, at their speeds, ms; what ranks and schedules count with. */
  readonly expectedMs: number;
  readonly priority: number;
  /** How much it weighs, in the document's own measure. */
  readonly load: number;
  /** Its share of the time of whoever works in slices, and the pieces in which it is cut, ms; 0 for anywhere. */
  readonly weight: number;
  readonly pieceMs: number;
  readonly trigger: Trigger;
  /** Successes that let it start, for `at-least`. */
  readonly triggerCount: number;
  readonly retry: RetryPolicy;
  readonly onFailure: FailurePolicy;
  readonly fallback: Json;
  /** One attempt, from its start; 0 for none. */
  readonly timeoutMs: number;
  /** From ready until started; 0 for none. */
  readonly queueTimeoutMs: number;
  /** From cancellation until it is forced. */
  readonly graceMs: number;
  /** From the start of the run; 0 for none. Missing it is a fact, not a failure. */
  readonly deadlineMs: number;
  /** What it may cost with all of its parts, where its room heeds it; null for any sum. */
  readonly budget: number | null;
  /** Index of the task that undoes this one; -1 for none. */
  readonly compensation: number;
  /** For a compensation, the task that it undoes; -1 for an ordinary task. */
  readonly compensates: number;
  /** For a composite, how many of its parts must succeed; -1 for all. */
  readonly partsWanted: number;
  /** For a composite, CEL over results that gives what it hands on; null for the results of its parts. */
  readonly reduce: string | null;
}

/** Dependencies in compressed rows: those of task t stand from `start[t]` to `start[t + 1]`. */
export interface Edges {
  readonly start: readonly number[];
  readonly task: readonly number[];
  /** Time to hand the result over when the two run on different agents, ms. */
  readonly transferMs: readonly number[];
  /** CEL condition of the dependency; null for none. */
  readonly when: readonly (string | null)[];
}

/** The graph with composites counted in, as `flow.ts` makes it: tasks keep their numbers, gates come behind them. */
export interface Flow {
  /** Tasks and gates together. */
  readonly count: number;
  readonly predecessors: Edges;
  readonly successors: Plan['successors'];
  /** All of them such that each stands behind what it depends on. */
  readonly order: readonly number[];
  /** The gate of each composite, by task; -1 for all others. */
  readonly gate: readonly number[];
  /** How many of those before each node it waits for, the gate around it not counted; -1 for all. */
  readonly wanted: readonly number[];
  /** Whether the last of those before each node is the gate of the composite around it, which must be open besides. */
  readonly gated: readonly boolean[];
}

export interface AgentPlan {
  readonly id: string;
  readonly name: string;
  readonly role: 'manager' | 'worker' | 'peer';
  /** Index of the agent that it reports to; -1 for none. */
  readonly reportsTo: number;
  /** How it chooses among its own reports, where delegation nests; null as the document says. */
  readonly inside: Inside | null;
  readonly capabilities: Readonly<Record<string, number>>;
  /** How many tasks it has in hand at once; it works at all of them, or at one of them at a time where it works in slices. */
  readonly slots: number;
  /** Present where its tasks share its time by turns. */
  readonly slice?: SlicePlan;
  readonly speed: number;
  readonly cost: number;
  readonly priority: number;
  /** Present where it comes back from a crash with its last checkpoint. */
  readonly checkpoint?: CheckpointPlan;
}

/** What tasks that ask for the same agents have in common: who can do them, and how well. */
export interface Need {
  readonly requires: readonly string[];
  /** The only agent allowed; -1 for any. */
  readonly pinned: number;
  /** Slots that such a task takes: one, but where assignment is by regret. */
  readonly slots: number;
  /** Agents that can, in order of index. */
  readonly capable: readonly number[];
  /** Lowest proficiency over what is required, by place in `capable`; 1 where nothing is. */
  readonly proficiency: readonly number[];
  /** True when all of them are alike in proficiency, speed and cost, so that one is as good as another. */
  readonly alike: boolean;
}

export type TaskOrder = 'fifo' | 'priority' | 'critical-path' | 'shortest-first' | 'longest-first';
export type Assignment = 'first-fit' | 'greedy' | 'hungarian' | 'regret' | 'heft' | 'cpop';
export type Balancing =
  | 'least-loaded'
  | 'jsq'
  | 'power-of-two'
  | 'round-robin'
  | 'random'
  | 'work-stealing'
  | 'idle-queue'
  | 'central-queue'
  | 'min-min'
  | 'sufferage';

export interface Plan {
  readonly name: string;
  /** Whether work is really done: attempts are effects of the engine then, not timers. */
  readonly live: boolean;
  /** Ordinary tasks first, then compensations, then those that are switched off. */
  readonly tasks: readonly TaskPlan[];
  /** How many of them are ordinary. */
  readonly ordinary: number;
  /** The first of those that are switched off: they only hand on that their trigger is met, or that it never will be. */
  readonly passed: number;
  readonly predecessors: Edges;
  /** The same edges from the other end; `edge` is the place in `predecessors`. */
  readonly successors: {
    readonly start: readonly number[];
    readonly task: readonly number[];
    readonly edge: readonly number[];
  };
  /** The composite that each task is a part of; -1 for none. */
  readonly parent: readonly number[];
  /** The same from the other end, in order of index; only of those that have any, which are composites. */
  readonly parts: ReadonlyMap<number, readonly number[]>;
  /** The parts of each task that are switched off, likewise: no composite waits for them. */
  readonly passedParts: Plan['parts'];
  /** What comes before what when composites are counted in. */
  readonly flow: Flow;
  readonly agents: readonly AgentPlan[];
  readonly needs: readonly Need[];
  /** Index into `needs` of each task: the same as in `tasks`, as a column for what is asked most often. */
  readonly needOf: readonly number[];
  /** Duration of each task where it is the same on every agent and at every attempt, ms; -1 where it is not. */
  readonly steadyMs: readonly number[];
  /** Whether a task is nothing but its duration: one attempt that never fails, no result, timeout, deadline or undoing. */
  readonly simple: readonly boolean[];
  /** Satisfied dependencies that let each task start; -1 where it waits until all are settled. */
  readonly wanted: readonly number[];
  /** Longest way from the start of a task to the end of the run, transfers not counted, ms. */
  readonly rank: readonly number[];
  /** Place of each task in the order in which ready tasks are taken; -1 throughout for first in, first out. */
  readonly order: readonly number[];
  readonly ordering: TaskOrder;
  readonly assignment: Assignment;
  readonly balancing: Balancing;
  /** Whether a lot falls on one of equally good agents, or it is the one named first. */
  readonly ties: 'seeded' | 'by-id';
  /** A waiting task gains one point of priority per interval, where the order is by priority; 0 for never. */
  readonly ageingMs: number;
  /** The whole run, ms of virtual time; 0 for none. */
  readonly timeoutMs: number;
  /** Whether anything can be lost: then leases are held unless settings say otherwise. */
  readonly lossy: boolean;
  /** The highest chance, below 1, with which messages are lost on any link, planned faults on top. */
  readonly drawnLoss: number;
  /** Whether the network loses messages from beginning to end, so that nothing may rely on its being whole some time. */
  readonly neverWhole: boolean;
  /** Longest delay of any link, ms. */
  readonly delayMaxMs: number;
  /** Longest way of a word to whoever does a task, over all who pass it on and with all delays that are planned, ms. */
  readonly reachMs: number;
  /** When the network is whole for good, as the document promises, and how long a message may take then, ms; 0 for nothing promised. */
  readonly stableAfterMs: number;
  readonly boundMs: number;
  /** So many direct reports a manager may have. */
  readonly spanMax: number;
  /** Everybody who acts, as the places in the world. */
  readonly actors: readonly ActorPlan[];
  /** Groups of agents that decide together. */
  readonly groups: readonly DecisionGroup[];
  /** Tasks that such a group decides, by index. */
  readonly decisions: ReadonlyMap<number, Decision>;
  /** What agents use beside their own hands. */
  readonly services: readonly ServicePlan[];
  /** What is done where tasks compete for them. */
  readonly conflicts: ConflictPlan;
  /** What each task uses of them, by index; only of those that use any. */
  readonly uses: ReadonlyMap<number, TaskUses>;
  /** What agents believe and are after. */
  readonly minds: Minds;
  /** What each task recalls and remembers, by index; only of those that do. */
  readonly recollections: ReadonlyMap<number, Recollection>;
  /** The working memory of each agent, by index; none where no task recalls or remembers. */
  readonly workingMemories: readonly MemoryPlan[];
  /** How often the coordinator writes down what it has given away; absent where all that it knows is on stable storage. */
  readonly coordinatorEveryMs?: number;
  /** When snapshots of all are begun, and by which actors; absent where the document takes none. */
  readonly snapshots?: readonly { readonly atMs: number; readonly by: number }[];
  /** Facts of its room that change who holds a task, by their types. */
  readonly holdingWords: Readonly<Record<string, HoldingWord>>;
}

/** The plan of one run. Actors share that of all seeds, and ask their context. */
export interface SeededPlan extends Plan {
  readonly seed: number;
}

/** The actor that a task is handed to: the coordinator, or whoever asks a group to decide it. */
export function handlerOf(plan: Plan, task: number): number {
  const decision = plan.decisions.size === 0 ? undefined : plan.decisions.get(task);
  return decision === undefined ? coordinatorActor : plan.groups[decision.group]!.client;
}

/** Whether the task is switched off: it takes no agent and no time, and stands in no result. */
export function isPassed({ passed }: Pick<Plan, 'passed'>, task: number): boolean {
  return task >= passed;
}

/** Whether a node of the flow is part of the work: compensations stand outside of it. */
export function isInFlow({ ordinary, passed }: Pick<Plan, 'ordinary' | 'passed'>, node: number): boolean {
  return node < ordinary || node >= passed;
}
