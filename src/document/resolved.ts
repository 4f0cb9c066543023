/*
 * The types of a populated document: every field is there, and what does not exist without being written is null.
 * Compilation and checks read these and never the written form, so no default is known in two places.
 */
import type { Json, JsonObject } from '../base/index.ts';
import type { Action } from './schema/action.ts';
import type { Inside, Recovery, Role } from './schema/agent.ts';
import type { Slicing } from './schema/slicing.ts';
import type { WrittenIssue } from './schema/deciding/negotiate.ts';
import type { Fault } from './schema/fault.ts';
import type { ASSIGNMENTS, BALANCINGS, DEADLOCKS, INVERSIONS, ORDERS, TIES } from './schema/settings.ts';
import type { PREEMPTIONS, Combine, FailurePolicy, Task, Trigger } from './schema/task.ts';
import type { Gossip, MemoryType, RESOURCE_MODES, SessionGuarantee } from './schema/world.ts';

/** A time model, told apart by `kind`. An agent that a map does not name takes `otherwiseMs`. */
export type DurationModel =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'normal'; readonly meanMs: number; readonly deviationMs: number }
  | { readonly kind: 'by-agent'; readonly ms: Readonly<Record<string, number>>; readonly otherwiseMs: number };

/** A delay: fixed if both are equal. */
export interface DelayModel {
  readonly minMs: number;
  readonly maxMs: number;
}

export interface SimulationModel {
  readonly duration: DurationModel;
  readonly failureRate: number;
  readonly failsFirst: number;
  readonly result: Json;
  readonly cancelMs: number;
  readonly ignoresCancel: boolean;
}

/** How a task is undone: a simulation model, with limits of its own. */
export interface ResolvedCompensation extends SimulationModel {
  readonly timeoutMs: number | null;
  readonly retry: ResolvedRetry;
}

export interface ResolvedAgent {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly reportsTo: string | null;
  /** How it chooses among its own reports; null as the document says. */
  readonly inside: Inside | null;
  /** Proficiency by capability. Read it with `Object.hasOwn`, or by `Object.keys`. */
  readonly capabilities: Readonly<Record<string, number>>;
  readonly slots: number;
  readonly slice: { readonly policy: Slicing; readonly quantumMs: number; readonly switchMs: number };
  readonly speed: number;
  readonly cost: number;
  readonly priority: number;
  readonly recovers: Recovery;
  readonly checkpointEveryMs: number;
  readonly checkpointMs: number;
  readonly behaviour: string;
  readonly beliefs: JsonObject;
  readonly goals: readonly Json[];
  readonly memory: {
    readonly capacity: number;
    readonly longTerm: number;
    readonly score: string;
    /** Whether what it has in long-term memory outlives a run. */
    readonly keep: boolean;
  };
}

export interface ResolvedDependency {
  readonly task: string;
  readonly transferMs: number;
  readonly when: string | null;
}

export interface ResolvedRetry {
  readonly attempts: number;
  readonly backoffMs: number;
  readonly capMs: number;
  readonly jitter: number;
}

export interface ResolvedRecall {
  /** The name under which it is remembered, or under which what a query finds is seen. */
  readonly key: string;
  /** Null where the key itself is recalled. */
  readonly query: string | null;
  readonly top: number;
}

export interface ResolvedRemembered {
  readonly key: string;
  readonly importance: number;
  readonly pinned: boolean;
  /** Undefined for what the task gives. */
  readonly value: Json | undefined;
}

export interface ResolvedHold {
  readonly resource: string;
  readonly units: number;
  readonly fromMs: number;
  /** Null for to the end. */
  readonly toMs: number | null;
}

export interface ResolvedTask {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly action: Action;
  readonly model: SimulationModel;
  readonly requires: readonly string[];
  readonly agent: string | null;
  readonly load: number;
  readonly priority: number;
  readonly deadlineMs: number | null;
  readonly weight: number;
  readonly pieceMs: number;
  readonly budget: number | null;
  readonly dependsOn: readonly ResolvedDependency[];
  readonly trigger: Trigger;
  readonly disabled: boolean;
  readonly parent: string | null;
  readonly combine: Combine;
  readonly reduce: string | null;
  readonly resources: readonly { readonly id: string; readonly units: number }[];
  readonly holds: readonly ResolvedHold[];
  readonly preemptible: (typeof PREEMPTIONS)[number] | null;
  readonly reads: NonNullable<Task['reads']>;
  readonly writes: NonNullable<Task['writes']>;
  readonly believes: JsonObject;
  readonly recalls: readonly ResolvedRecall[];
  readonly recallMs: number;
  readonly missMs: number;
  readonly remembers: readonly ResolvedRemembered[];
  readonly retry: ResolvedRetry;
  readonly timeoutMs: number | null;
  readonly queueTimeoutMs: number | null;
  readonly graceMs: number;
  readonly onFailure: FailurePolicy;
  readonly fallback: Json;
  readonly compensation: ResolvedCompensation | null;
}

export interface ResolvedNetwork {
  readonly delay: DelayModel;
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  /** When it is whole for good, and how long a message may take then; null for never, and for what the delays say. */
  readonly stableAfterMs: number | null;
  readonly boundMs: number | null;
  /** What differs between two agents; null means as everywhere. */
  readonly links: readonly {
    readonly from: string;
    readonly to: string;
    readonly delay: DelayModel | null;
    readonly loss: number | null;
  }[];
  readonly partitions: readonly {
    readonly atMs: number;
    readonly healMs: number | null;
    readonly groups: readonly (readonly string[])[];
  }[];
}

export interface ResolvedResource {
  readonly id: string;
  readonly name: string;
  readonly units: number;
  readonly mode: (typeof RESOURCE_MODES)[number];
  readonly leaseMs: number | null;
  /** In which time all units come back; null where they are held and given back. */
  readonly everyMs: number | null;
  readonly burst: number;
}

export interface ResolvedMemory {
  readonly id: string;
  readonly name: string;
  readonly consistency: string;
  readonly replicas: readonly string[];
  readonly type: MemoryType;
  readonly syncMs: number;
  readonly gossip: Gossip;
  readonly leaseMs: number;
  readonly sessions: readonly SessionGuarantee[];
}

export interface ResolvedDocument {
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  readonly coordination: {
    readonly pattern: string;
    readonly settings: JsonObject;
    readonly recovers: 'all' | 'checkpoint';
    readonly checkpointEveryMs: number;
  };
  readonly scheduling: {
    readonly order: (typeof ORDERS)[number];
    readonly assignment: (typeof ASSIGNMENTS)[number];
    readonly balancing: (typeof BALANCINGS)[number];
    readonly ties: (typeof TIES)[number];
    readonly ageingMs: number;
  };
  readonly conflicts: {
    readonly deadlock: (typeof DEADLOCKS)[number];
    readonly inversion: (typeof INVERSIONS)[number];
  };
  readonly network: ResolvedNetwork;
  readonly limits: {
    readonly timeoutMs: number | null;
    readonly stepsMax: number;
    readonly depthMax: number;
    readonly spanMax: number;
  };
  readonly agents: readonly ResolvedAgent[];
  readonly tasks: readonly ResolvedTask[];
  readonly resources: readonly ResolvedResource[];
  readonly variables: readonly WrittenIssue[];
  readonly memories: readonly ResolvedMemory[];
  readonly faults: readonly Fault[];
  /** By whom each is begun; null for the coordinator. */
  readonly snapshots: readonly { readonly atMs: number; readonly by: string | null }[];
}
