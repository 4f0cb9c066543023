/*
 * Every place where a document names another node of it, said once: renaming, removing and validating all walk this
 * list. A new field that holds an id is added here, and nowhere else. Nothing is changed here.
 */
import type { Document } from '../schema.ts';
import { isDecided } from '../schema/action.ts';
import type { Served } from '../schema/field.ts';
import { CONSISTENCY_DEFAULT, RESOURCE_MODE_DEFAULT } from '../schema/world.ts';

/** The lists of a document whose items have ids. */
export const COLLECTIONS = ['agents', 'tasks', 'resources', 'memories'] as const;
export type Collection = (typeof COLLECTIONS)[number];
export type FieldPath = readonly (string | number)[];

/** A place where a node is named. */
export interface Reference {
  readonly target: Collection;
  readonly id: string;
  /** Where the name stands: a value, or the key of a map. */
  readonly path: FieldPath;
  readonly at: 'value' | 'key';
  /** What goes when the named node goes: this value, key or list item. */
  readonly removal: FieldPath;
}

/** In links, partitions and faults the coordinator goes by this name, unless an agent bears it. */
export const COORDINATOR_NAME = 'coordinator';
/** There, whoever asks a group to decide goes by this name, unless an agent bears it. */
export const CLIENT_NAME = 'client';

/** Faults that may befall the coordinator and clients as a whole: they crash, and their messages go astray. */
const ofAnybody: ReadonlySet<string> = new Set(['crash', 'recover', 'loss', 'delay', 'duplicate', 'reorder']);

/** Whether this is a name of the coordinator or of clients. */
export function isStandInName(id: string): boolean {
  return id === COORDINATOR_NAME || id === CLIENT_NAME;
}

/** Names of those who act beside the agents in a document: no agent bears the name, and there is one. What is served goes by its id. */
export function standInsOf(document: Document, served: Served = {}): string[] {
  const { agents = [], tasks = [] } = document;
  const deciding = tasks.some(({ action, enabled }) => isDecided(action) && enabled !== false);
  const there = deciding ? [COORDINATOR_NAME, CLIENT_NAME] : [COORDINATOR_NAME];
  const { heldByAgents = [], memories = [], resources = [] } = served;
  const acting = { memories: memories.filter((way) => !heldByAgents.includes(way)), resources };
  return [...there, ...servicesIn(document, acting)].filter((name) => agents.every(({ id }) => id !== name));
}

/** Ids of the shared memories and resources that are served. */
export function servicesIn({ memories = [], resources = [] }: Document, served: Served): string[] {
  return [
    ...memories.filter((each) => served.memories?.includes(each.consistency ?? CONSISTENCY_DEFAULT)),
    ...resources.filter((each) => served.resources?.includes(each.mode ?? RESOURCE_MODE_DEFAULT)),
  ].map(({ id }) => id);
}

/** Whether the coordinator and clients may be named where a reference stands. */
export function mayStandIn({ faults = [] }: Document, { target, path }: Pick<Reference, 'target' | 'path'>): boolean {
  if (target !== 'agents') return false;
  if (path[0] === 'network') return true;
  if (path[0] !== 'faults' || path[2] === 'agents') return false;
  return path[2] !== 'agent' || ofAnybody.has((faults[Number(path[1])] as { readonly kind: string }).kind);
}

/** The singular of a collection, for sentences and places. */
export const NODE_KINDS = { agents: 'agent', tasks: 'task', resources: 'resource', memories: 'memory' } as const;
export type NodeKind = (typeof NODE_KINDS)[Collection];

/** The nodes of a collection. */
export function nodesOf(document: Document, collection: Collection): readonly { readonly id: string }[] {
  return document[collection] ?? [];
}

/** Calls `visit` for every reference; dependencies, which may be a million, can be left to a faster loop. */
export function forEachReference(
  document: Document,
  visit: (reference: Reference) => void,
  options: { readonly dependencies: boolean } = { dependencies: true },
): void {
  const value: OfValue = (target, id, path, removal = path) => {
    if (id !== undefined) visit({ target, id, path, at: 'value', removal });
  };
  const list: OfList = (target, ids, path) => {
    ids?.forEach((id, index) => {
      value(target, id, [...path, index]);
    });
  };
  const { agents = [], tasks = [], memories = [], faults = [], network = {}, view = {}, lesson = {} } = document;
  agents.forEach((agent, index) => {
    value('agents', agent.reportsTo, ['agents', index, 'reportsTo']);
  });
  tasks.forEach((task, index) => {
    const path = ['tasks', index] as const;
    if (options.dependencies) {
      task.dependsOn?.forEach((dependency, at) => {
        const place = [...path, 'dependsOn', at];
        if (typeof dependency === 'string') value('tasks', dependency, place);
        else value('tasks', dependency.task, [...place, 'task'], place);
      });
    }
    // Most tasks name nobody: no path is made for what is not there.
    if (task.agent !== undefined) value('agents', task.agent, [...path, 'agent']);
    if (task.parent !== undefined) value('tasks', task.parent, [...path, 'parent']);
    task.resources?.forEach((need, at) => {
      value('resources', need.id, [...path, 'resources', at, 'id'], [...path, 'resources', at]);
    });
    task.holds?.forEach((hold, at) => {
      value('resources', hold.resource, [...path, 'holds', at, 'resource'], [...path, 'holds', at]);
    });
    for (const use of ['reads', 'writes'] as const)
      task[use]?.forEach((one, at) => {
        const place = [...path, use, at];
        if (typeof one === 'string') value('memories', one, place);
        else value('memories', one.memory, [...place, 'memory'], place);
      });
    const { action } = task;
    if (action?.kind === 'consensus' || action?.kind === 'negotiate') {
      list('agents', action.participants, [...path, 'action', 'participants']);
    }
    if (action?.kind === 'negotiate') keys(action.utilities, [...path, 'action', 'utilities'], visit);
    if (action?.kind === 'consensus') keys(action.ballots, [...path, 'action', 'ballots'], visit);
    for (const work of ['action', 'compensation'] as const)
      if (isByAgent(task[work]?.durationMs)) keys(task[work].durationMs, [...path, work, 'durationMs'], visit);
  });
  memories.forEach((memory, index) => {
    list('agents', memory.replicas, ['memories', index, 'replicas']);
  });
  faultReferences(faults, value, list);
  network.links?.forEach((link, index) => {
    const path = ['network', 'links', index] as const;
    value('agents', link.from, [...path, 'from'], path);
    value('agents', link.to, [...path, 'to'], path);
  });
  network.partitions?.forEach((partition, index) => {
    partition.groups.forEach((group, at) => {
      list('agents', group, ['network', 'partitions', index, 'groups', at]);
    });
  });
  lessonReferences(lesson, value);
  list('tasks', view.collapsed, ['view', 'collapsed']);
  for (const kind of ['notes', 'frames'] as const)
    view[kind]?.forEach((remark, index) => {
      value('tasks', remark.inside, ['view', kind, index, 'inside']);
    });
}

type OfValue = (target: Collection, id: string | undefined, path: FieldPath, removal?: FieldPath) => void;
type OfList = (target: Collection, ids: readonly string[] | undefined, path: FieldPath) => void;

/** Whom faults name; a fault of a kind that nobody knows may name an agent, a sender and a receiver too. */
function faultReferences(faults: NonNullable<Document['faults']>, value: OfValue, list: OfList): void {
  faults.forEach((fault, index) => {
    const path = ['faults', index] as const;
    const named = fault as { readonly [Name in 'agent' | 'from' | 'to']?: unknown };
    for (const field of ['agent', 'from', 'to'] as const) {
      const id = named[field];
      if (typeof id === 'string') value('agents', id, [...path, field], path);
    }
    if (fault.kind === 'selective-send') list('agents', fault.to, [...path, 'to']);
    if (fault.kind === 'collude') list('agents', fault.agents, [...path, 'agents']);
    if (fault.kind === 'collude' || fault.kind === 'equivocate') list('agents', fault.deceived, [...path, 'deceived']);
    if (fault.kind === 'censor') list('tasks', fault.tasks, [...path, 'tasks']);
    if (fault.kind === 'partition')
      fault.groups.forEach((group, at) => {
        list('agents', group, [...path, 'groups', at]);
      });
  });
}

/** Whom steps of a lesson speak of: a step goes with what it is about. */
function lessonReferences({ steps = [] }: NonNullable<Document['lesson']>, value: OfValue): void {
  steps.forEach(({ done }, index) => {
    const path = ['lesson', 'steps', index] as const;
    const named = done as { readonly [Kind in NodeKind]?: unknown };
    for (const collection of COLLECTIONS) {
      const id = named[NODE_KINDS[collection]];
      if (typeof id === 'string') value(collection, id, [...path, 'done', NODE_KINDS[collection]], path);
    }
  });
}

/** Whether a written duration is a map by agent id, not a number or a distribution. */
export function isByAgent(duration: unknown): duration is Readonly<Record<string, number>> {
  return (
    typeof duration === 'object' &&
    duration !== null &&
    !('min' in duration || 'max' in duration || 'mean' in duration || 'deviation' in duration)
  );
}

function keys(map: object | undefined, path: FieldPath, visit: (reference: Reference) => void): void {
  for (const id of Object.keys(map ?? {}))
    visit({ target: 'agents', id, path: [...path, id], at: 'key', removal: [...path, id] });
}
