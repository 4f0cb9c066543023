/*
 * What an absent field means: the fully populated, typed form of a document that compilation and checks read.
 * Every default comes from the schema's metadata, so it is said once; the stored document is never touched.
 * Values that do not exist without being written (a deadline, a manager) are null here.
 */
import * as v from 'valibot';
import type { Json, JsonObject } from '../base/index.ts';
import { entriesOf, fieldsOf, infoOf, itemOf } from './schema/field.ts';
import type { Action } from './schema/action.ts';
import {
  agentSchema,
  type Agent,
  type Recall,
  recallSchema,
  rememberSchema,
  workingMemorySchema,
} from './schema/agent.ts';
import { DURATION_DEFAULT_MS, modelEntries } from './schema/parts.ts';
import {
  retrySchema,
  taskSchema,
  undoRetrySchema,
  type Compensation,
  type Dependency,
  type Duration,
  type Task,
} from './schema/task.ts';
import {
  conflictsSchema,
  coordinationSchema,
  limitsSchema,
  networkSchema,
  schedulingSchema,
} from './schema/settings.ts';
import { sliceSchema } from './schema/slicing.ts';
import { BOUNDS } from './schema/bounds.ts';
import { memorySchema, resourceSchema, type Memory, type Resource } from './schema/world.ts';
import { shownName } from './names.ts';
import { documentSchema, type Document } from './schema.ts';

import type {
  DelayModel,
  DurationModel,
  ResolvedAgent,
  ResolvedCompensation,
  ResolvedDependency,
  ResolvedDocument,
  ResolvedMemory,
  ResolvedNetwork,
  ResolvedRecall,
  ResolvedRemembered,
  ResolvedResource,
  ResolvedRetry,
  ResolvedTask,
  SimulationModel,
} from './resolved.ts';

const DOCUMENT = defaultsOf<Pick<ResolvedDocument, 'name' | 'description' | 'seed'>>(documentSchema);
const COORDINATION = defaultsOf<Omit<ResolvedDocument['coordination'], 'settings'>>(coordinationSchema);
const SCHEDULING = defaultsOf<ResolvedDocument['scheduling']>(schedulingSchema);
const CONFLICTS = defaultsOf<ResolvedDocument['conflicts']>(conflictsSchema);
const NETWORK = defaultsOf<{ delayMs: number; loss: number; duplicate: number; reorder: number }>(networkSchema);
const LIMITS = defaultsOf<Omit<ResolvedDocument['limits'], 'timeoutMs'>>(limitsSchema);
const AGENT = defaultsOf<ResolvedAgent>(agentSchema);
const TASK = defaultsOf<ResolvedTask>(taskSchema);
const RETRY = defaultsOf<ResolvedRetry>(retrySchema);
const UNDO_RETRY = defaultsOf<ResolvedRetry>(undoRetrySchema);
const RESOURCE = defaultsOf<Pick<ResolvedResource, 'units' | 'mode'>>(resourceSchema);
const MEMORY = defaultsOf<Omit<ResolvedMemory, 'id' | 'name'>>(memorySchema);
const WORKING_MEMORY = defaultsOf<ResolvedAgent['memory']>(workingMemorySchema);
const SLICE = defaultsOf<ResolvedAgent['slice']>(sliceSchema);
const RECALL = defaultsOf<Pick<ResolvedRecall, 'top'>>(recallSchema);
const REMEMBERED = defaultsOf<Pick<ResolvedRemembered, 'importance' | 'pinned'>>(rememberSchema);
const MODEL = defaultsOf<Omit<SimulationModel, 'duration'>>(v.object(modelEntries));

/** The pattern of coordination of a document: what it names, or what is meant where it names none. */
export function patternOf({ coordination }: Document): string {
  return coordination?.pattern ?? COORDINATION.pattern;
}

/** The populated form of a document. */
export function resolved(document: Document): ResolvedDocument {
  const {
    pattern: _pattern,
    recovers = COORDINATION.recovers,
    checkpointEveryMs,
    ...settings
  } = document.coordination ?? {};
  const everyMs = checkpointEveryMs ?? COORDINATION.checkpointEveryMs;
  return {
    name: document.name ?? DOCUMENT.name,
    description: document.description ?? DOCUMENT.description,
    seed: document.seed ?? DOCUMENT.seed,
    coordination: {
      pattern: patternOf(document),
      settings: settings as JsonObject,
      recovers,
      checkpointEveryMs: everyMs,
    },
    scheduling: pick(SCHEDULING, document.scheduling, ['order', 'assignment', 'balancing', 'ties', 'ageingMs']),
    conflicts: pick(CONFLICTS, document.conflicts, ['deadlock', 'inversion']),
    network: resolvedNetwork(document),
    limits: {
      timeoutMs: document.limits?.timeoutMs ?? null,
      ...pick(LIMITS, document.limits, ['stepsMax', 'depthMax', 'spanMax']),
    },
    agents: (document.agents ?? []).map(resolvedAgent),
    tasks: (document.tasks ?? []).map(resolvedTask),
    resources: (document.resources ?? []).map(resolvedResource),
    variables: document.variables ?? [],
    memories: (document.memories ?? []).map(resolvedMemory),
    faults: document.faults ?? [],
    snapshots: (document.snapshots ?? []).map(({ atMs, by = null }) => ({ atMs, by })),
  };
}

/** The populated form of one agent. */
export function resolvedAgent(agent: Agent): ResolvedAgent {
  return {
    id: agent.id,
    name: shownName(agent),
    role: agent.role ?? AGENT.role,
    reportsTo: agent.reportsTo ?? null,
    inside: agent.inside ?? null,
    capabilities: resolvedCapabilities(agent),
    slots: agent.slots ?? (isSliced(agent) ? BOUNDS.slots : AGENT.slots),
    slice: pick(SLICE, agent.slice, ['policy', 'quantumMs', 'switchMs']),
    speed: agent.speed ?? AGENT.speed,
    cost: agent.cost ?? AGENT.cost,
    priority: agent.priority ?? AGENT.priority,
    recovers: agent.recovers ?? AGENT.recovers,
    checkpointEveryMs: agent.checkpointEveryMs ?? AGENT.checkpointEveryMs,
    checkpointMs: agent.checkpointMs ?? AGENT.checkpointMs,
    behaviour: agent.behaviour ?? AGENT.behaviour,
    beliefs: agent.beliefs ?? AGENT.beliefs,
    goals: agent.goals ?? AGENT.goals,
    memory: pick(WORKING_MEMORY, agent.memory, ['capacity', 'longTerm', 'score', 'keep']),
  };
}

/** Whether its tasks share its time by turns. */
export function isSliced({ slice }: Agent): boolean {
  return (slice?.policy ?? SLICE.policy) !== 'none';
}

/** Proficiency by capability: a list of names means 1 each. */
export function resolvedCapabilities(agent: Agent): Readonly<Record<string, number>> {
  const given = agent.capabilities ?? {};
  return Array.isArray(given) ? Object.fromEntries(given.map((name) => [name, 1])) : given;
}

/** What a task recalls: a bare key is one without a query, and a query without a key goes by its own words. */
export function resolvedRecall(recall: Recall): ResolvedRecall {
  const { key, query = null, top = RECALL.top } = typeof recall === 'string' ? { key: recall } : recall;
  return { key: key ?? query ?? '', query, top };
}

/** What a task does not name: one list for all of them. */
const nothing: readonly never[] = [];

/** The populated form of one task. */
export function resolvedTask(task: Task): ResolvedTask {
  const action: Action = task.action ?? TASK.action;
  return {
    id: task.id,
    name: shownName(task),
    description: task.description ?? TASK.description,
    action,
    model: resolvedModel(action),
    requires: task.requires ?? TASK.requires,
    agent: task.agent ?? null,
    load: task.load ?? TASK.load,
    priority: task.priority ?? TASK.priority,
    deadlineMs: task.deadlineMs ?? null,
    weight: task.weight ?? TASK.weight,
    pieceMs: task.pieceMs ?? TASK.pieceMs,
    budget: task.budget ?? null,
    dependsOn: task.dependsOn?.map(resolvedDependency) ?? nothing,
    trigger: task.trigger ?? TASK.trigger,
    disabled: task.disabled ?? TASK.disabled,
    parent: task.parent ?? null,
    combine: task.combine ?? TASK.combine,
    reduce: task.reduce ?? null,
    resources: task.resources?.map(({ id, units }) => ({ id, units: units ?? 1 })) ?? nothing,
    holds:
      task.holds?.map(({ resource, units = 1, fromMs = 0, toMs = null }) => ({ resource, units, fromMs, toMs })) ??
      nothing,
    preemptible: task.preemptible ?? null,
    reads: task.reads ?? TASK.reads,
    writes: task.writes ?? TASK.writes,
    believes: task.believes ?? TASK.believes,
    recalls: task.recalls?.map(resolvedRecall) ?? nothing,
    recallMs: task.recallMs ?? TASK.recallMs,
    missMs: task.missMs ?? TASK.missMs,
    remembers:
      task.remembers?.map((each) => ({
        key: each.key,
        value: each.value,
        ...pick(REMEMBERED, each, ['importance', 'pinned']),
      })) ?? nothing,
    retry: task.retry === undefined ? RETRY : pick(RETRY, task.retry, ['attempts', 'backoffMs', 'capMs', 'jitter']),
    timeoutMs: task.timeoutMs ?? null,
    queueTimeoutMs: task.queueTimeoutMs ?? null,
    graceMs: task.graceMs ?? TASK.graceMs,
    onFailure: task.onFailure ?? TASK.onFailure,
    fallback: task.fallback ?? TASK.fallback,
    compensation: task.compensation === undefined ? null : resolvedCompensation(task.compensation),
  };
}

/** The populated form of how a task is undone. */
export function resolvedCompensation(written: Compensation): ResolvedCompensation {
  return {
    ...resolvedModel(written),
    timeoutMs: written.timeoutMs ?? null,
    retry: pick(UNDO_RETRY, written.retry, ['attempts', 'backoffMs', 'capMs', 'jitter']),
  };
}

/** The populated form of one dependency. */
export function resolvedDependency(dependency: Dependency): ResolvedDependency {
  if (typeof dependency === 'string') return { task: dependency, transferMs: 0, when: null };
  return { task: dependency.task, transferMs: dependency.transferMs ?? 0, when: dependency.when ?? null };
}

/** The populated simulation model of an action or a compensation. */
export function resolvedModel(written: Compensation): SimulationModel {
  return {
    duration: resolvedDuration(written.durationMs),
    failureRate: written.failureRate ?? MODEL.failureRate,
    failsFirst: written.failsFirst ?? MODEL.failsFirst,
    result: written.result ?? MODEL.result,
    cancelMs: written.cancelMs ?? MODEL.cancelMs,
    ignoresCancel: written.ignoresCancel ?? MODEL.ignoresCancel,
  };
}

/** The time model: an object with min/max or mean/deviation is a distribution, any other a map by agent id. */
export function resolvedDuration(written: Duration | undefined): DurationModel {
  if (written === undefined) return { kind: 'fixed', ms: DURATION_DEFAULT_MS };
  if (typeof written === 'number') return { kind: 'fixed', ms: written };
  const numbers = written as Readonly<Record<string, number>>;
  const { min, max, mean, deviation } = numbers;
  if (min !== undefined && max !== undefined) return { kind: 'uniform', minMs: min, maxMs: max };
  if (mean !== undefined && deviation !== undefined) return { kind: 'normal', meanMs: mean, deviationMs: deviation };
  return { kind: 'by-agent', ms: numbers, otherwiseMs: DURATION_DEFAULT_MS };
}

/** The populated form of one resource. */
export function resolvedResource(resource: Resource): ResolvedResource {
  const { id, name = id, leaseMs = null, everyMs = null } = resource;
  const { units, mode } = pick(RESOURCE, resource, ['units', 'mode']);
  return { id, name, leaseMs, everyMs, units, mode, burst: resource.burst ?? units };
}

/** The populated form of one shared memory. */
export function resolvedMemory(memory: Memory): ResolvedMemory {
  const { id, name = id } = memory;
  return {
    id,
    name,
    ...pick(MEMORY, memory, ['consistency', 'replicas', 'type', 'syncMs', 'gossip', 'leaseMs', 'sessions']),
  };
}

/** The default of a field by its path, such as `tasks[].retry.attempts`; undefined if it has none. */
export function defaultOf(path: string): Json | undefined {
  let schema: v.GenericSchema | undefined = documentSchema;
  for (const part of path.split('.')) {
    const [, key = '', items = ''] = /^([^[\]]*)((?:\[\d*\])*)$/.exec(part) ?? [];
    schema = schema === undefined ? undefined : entriesOf(schema)[key];
    for (let i = 0; schema !== undefined && i < items.length; i = items.indexOf(']', i) + 1) schema = itemOf(schema);
  }
  return schema === undefined ? undefined : infoOf(schema)?.default;
}

function resolvedNetwork(document: Document): ResolvedNetwork {
  const written = document.network ?? {};
  return {
    delay: resolvedDelay(written.delayMs ?? NETWORK.delayMs),
    ...pick(NETWORK, written, ['loss', 'duplicate', 'reorder']),
    stableAfterMs: written.stableAfterMs ?? null,
    boundMs: written.boundMs ?? null,
    links: (written.links ?? []).map((link) => ({
      from: link.from,
      to: link.to,
      delay: link.delayMs === undefined ? null : resolvedDelay(link.delayMs),
      loss: link.loss ?? null,
    })),
    partitions: (written.partitions ?? []).map((cut) => ({
      atMs: cut.atMs,
      healMs: cut.healMs ?? null,
      groups: cut.groups,
    })),
  };
}

function resolvedDelay(written: number | { min: number; max: number }): DelayModel {
  return typeof written === 'number' ? { minMs: written, maxMs: written } : { minMs: written.min, maxMs: written.max };
}

function defaultsOf<T>(schema: v.GenericSchema): T {
  const values: Record<string, Json> = {};
  for (const { key, default: value } of fieldsOf(schema)) if (value !== undefined) values[key] = value;
  return values as T;
}

function pick<T extends object, const Key extends keyof T>(
  defaults: T,
  written: { readonly [K in Key]?: T[K] } | undefined,
  keys: readonly Key[],
): Pick<T, Key> {
  const values: Partial<T> = {};
  for (const key of keys) values[key] = written?.[key] ?? defaults[key];
  return values as Pick<T, Key>;
}
