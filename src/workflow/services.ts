/**
 * From the shared memories and resources of a document to services: which room serves what, by which actor, and what each task
 * uses. What no room serves is passed over, and so is what tasks would use that no agent works at. How a service answers is
 * never looked at.
 */
import { invariant, type Json, type JsonObject } from '../base/index.ts';
import {
  keyOfUse,
  memoryOf,
  WRITES_OF,
  type ResolvedDocument,
  type ResolvedTask,
  type WriteKind,
} from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import {
  inOrder,
  isComposite,
  parseWritten,
  serviceOf,
  serviceOfAll,
  type ActorPlan,
  type Plan,
  type ServicePlan,
  type TaskUses,
  type Use,
} from '../plan/index.ts';
import type { ServiceRoom } from '../protocols/index.ts';
import { carriedMax } from './dependencies.ts';
import { plannedFaults } from './inputs/faults.ts';
import { ceilingsOf, heldIn, needsOf } from './planning/holds.ts';

type Served = Pick<Plan, 'actors' | 'services' | 'conflicts' | 'uses' | 'simple'>;
/** A lease on units of a resource, where a document does not say how long it is, outlasts any delay. */
const leaseLeastMs = 1000;

type Thing = Omit<ServicePlan, 'room' | 'actor'>;

/** The services of a document, their actors behind those that were there. Work that uses any is more than its duration. */
export function servicesOf(document: ResolvedDocument, plan: Plan, rooms: readonly ServiceRoom[]): Served {
  const { memories, resources } = document;
  const ceilings = ceilingsOf(document.tasks);
  const things: Thing[] = [
    ...memories.map(({ id, name, consistency, replicas, type, syncMs, gossip, leaseMs, sessions }): Thing => ({
      of: 'memory',
      id,
      name,
      units: 1,
      way: consistency,
      replicas: holdersOf(plan, replicas),
      memory: { type, syncMs, gossip, leaseMs, sessions, changesUntilMs: changesUntil(document, plan) },
    })),
    ...resources.map(({ id, name, units, mode, leaseMs, everyMs, burst }): Thing => ({
      of: 'resource',
      id,
      name,
      units,
      way: mode,
      replicas: [],
      resource: {
        leaseMs: toMs(leaseMs ?? Math.max(leaseLeastMs, 6 * plan.reachMs)),
        leased: leaseMs !== null,
        everyMs: everyMs ?? 0,
        burst,
        ceiling: ceilings.get(id) ?? -Infinity,
      },
    })),
  ];
  const services: ServicePlan[] = [];
  const actors: ActorPlan[] = [...plan.actors];
  const roomOf = (thing: Thing): ServiceRoom | undefined =>
    rooms.find(({ serves }) => (thing.of === 'memory' ? serves.memories : serves.resources)?.includes(thing.way));
  /** One for each thing, or for all of its room: then it is made for the first of them. */
  const actorFor = (room: ServiceRoom, thing: Thing): number => {
    if (room.oneForAll === undefined) return actors.push(serviceOf(room.name, thing)) - 1;
    const known = services.find((each) => each.room === room.name);
    const ids = things.flatMap((each) => (roomOf(each) === room ? [each.id] : []));
    return known?.actor ?? actors.push(serviceOfAll(room.name, room.oneForAll, ids)) - 1;
  };
  for (const thing of things) {
    const room = roomOf(thing);
    if (room === undefined) continue;
    const actor = room.heldByAgents === true ? -1 : actorFor(room, thing);
    services.push({ ...thing, room: room.name, actor, replicas: actor === -1 ? thing.replicas : [] });
  }
  const uses = services.length === 0 ? new Map<number, TaskUses>() : usesOf(document, plan, services);
  return {
    actors,
    services,
    conflicts: document.conflicts,
    uses,
    simple: uses.size === 0 ? plan.simple : plan.simple.map((simple, task) => simple && !uses.has(task)),
  };
}

/** The rooms that this plan needs, in the order of the registry. */
export function serviceRoomsOf({ services }: Plan, rooms: readonly ServiceRoom[]): readonly ServiceRoom[] {
  return rooms.filter(({ name }) => services.some(({ room }) => room === name));
}

function usesOf(
  { tasks, memories, conflicts }: ResolvedDocument,
  plan: Plan,
  services: readonly ServicePlan[],
): ReadonlyMap<number, TaskUses> {
  const places = new Map(services.map(({ id }, at) => [id, at]));
  const using = (kind: Use['kind'], id: string, more: Partial<Use>): Use[] => {
    const service = places.get(id);
    return service === undefined ? [] : [{ kind, service, units: 1, fromMs: 0, ...more }];
  };
  const found = new Map<number, TaskUses>();
  const index = new Map(tasks.map(({ id }, at) => [id, at]));
  tasks.forEach((each, task) => {
    const { id: own, reads, writes } = each;
    if (plan.decisions.has(task) || isComposite(plan, task)) return;
    const all = [
      ...eachKey(reads).flatMap((use) => using('read', memoryOf(use), { key: keyOfUse(use) })),
      ...heldIn(
        needsOf(each).flatMap(({ id, ...more }) => using('resource', id, more)),
        services,
        conflicts.deadlock,
      ),
      ...eachKey(writes).flatMap((use) =>
        using('write', memoryOf(use), { key: keyOfUse(use), does: doneBy(use, memories), ...valueOf(use, own) }),
      ),
    ];
    if (all.length === 0) return;
    const named = namedBy(writes).flatMap((id) => (id === own ? [] : (index.get(id) ?? [])));
    found.set(task, named.length === 0 ? inOrder(all) : { ...inOrder(all), named });
  });
  return found;
}

/** The agents that hold a copy: those that are named, or all that are no managers. */
function holdersOf({ agents }: Plan, named: readonly string[]): number[] {
  const holds = (id: string, role: string): boolean => (named.length > 0 ? named.includes(id) : role !== 'manager');
  return agents.flatMap(({ id, role }, at) => (holds(id, role) ? [at] : []));
}

/** When the last change of the network or of who is up comes that is planned, ms. */
function changesUntil(document: ResolvedDocument, plan: Plan): number {
  const { partitions, stableAfterMs } = document.network;
  const times = partitions.map(({ atMs, healMs }) => healMs ?? atMs);
  const faults = plannedFaults(document, plan).map(({ atMs }) => atMs);
  return toMs([...times, ...faults, stableAfterMs ?? 0].reduce((last, each) => Math.max(last, each), 0));
}

/** What a write does: as it says, or as is usual for the type. */
function doneBy(use: ResolvedTask['writes'][number], memories: ResolvedDocument['memories']): WriteKind {
  const said = typeof use === 'string' ? undefined : use.do;
  const memory = memories.find(({ id }) => id === memoryOf(use));
  return said ?? WRITES_OF[memory?.type ?? 'register'][0];
}

/** Each key of each memory once, as it is named first. */
function eachKey<Named extends ResolvedTask['writes'][number] | ResolvedTask['reads'][number]>(
  uses: readonly Named[],
): readonly Named[] {
  const found = new Map(uses.toReversed().map((use) => [JSON.stringify([memoryOf(use), keyOfUse(use)]), use]));
  return [...found.values()];
}

/** What a write puts there, at which place, and what it expects: CEL where it is a text, any other value for itself; nothing here where it is not said. */
function valueOf(use: ResolvedTask['writes'][number], task: string): Pick<Use, 'value' | 'at' | 'expect'> {
  if (typeof use === 'string') return {};
  const { value, at, expect } = use;
  return {
    ...(value === undefined ? {} : { value: toldBy(value, task) }),
    ...(at === undefined ? {} : { at: toldBy(at, task) }),
    ...(expect === undefined ? {} : { expect: toldBy(expect, task) }),
  };
}

/** Tasks that what is written names. */
function namedBy(writes: ResolvedTask['writes']): readonly string[] {
  const texts = writes.flatMap((use) => (typeof use === 'string' ? [] : [use.value, use.at, use.expect]));
  const named = texts.flatMap((text) => {
    const parsed = typeof text === 'string' ? parseWritten(text) : null;
    return parsed?.ok === true ? [...(parsed.value.mentions ?? [])] : [];
  });
  return [...new Set(named)];
}

function toldBy(value: Json, task: string): NonNullable<Use['value']> {
  if (typeof value !== 'string') return () => ({ ok: true, value });
  const parsed = parseWritten(value);
  invariant(parsed.ok, 'a value that was checked can be read');
  const others = [...(parsed.value.mentions ?? [])].filter((id) => id !== task);
  return ({ result, results, memory }) => {
    const missing = others.find((id) => !Object.hasOwn(results, id));
    if (missing !== undefined) return { ok: false, error: absent(missing), endless: false };
    const fields = typeof result === 'object' && !Array.isArray(result) ? (result as JsonObject | null) : {};
    return parsed.value.value({ ...results, [task]: { ok: true, value: result, ...fields } }, memory);
  };
}

function absent(id: string): string {
  return `the result of "${id}" did not come along: it was not over when the work was ready, or is longer than ${String(carriedMax)} characters`;
}
