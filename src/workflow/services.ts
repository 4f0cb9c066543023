/**
 * From the shared memories and resources of a document to services: which room serves what, by which actor, and what each task
 * uses. What no room serves is passed over, and so is what tasks would use that no agent works at. How a service answers is
 * never looked at.
 */
import type { ResolvedDocument } from '../document/index.ts';
import {
  inOrder,
  isComposite,
  serviceOf,
  type Plan,
  type ServicePlan,
  type TaskUses,
  type Use,
} from '../plan/index.ts';
import type { ServiceRoom } from '../protocols/index.ts';

type Served = Pick<Plan, 'actors' | 'services' | 'uses' | 'simple'>;
type Thing = Pick<ServicePlan, 'of' | 'id' | 'name' | 'units'> & { readonly way: string };

/** The services of a document, their actors behind those that were there. Work that uses any is more than its duration. */
export function servicesOf(document: ResolvedDocument, plan: Plan, rooms: readonly ServiceRoom[]): Served {
  const { memories, resources } = document;
  const things: Thing[] = [
    ...memories.map(({ id, name, consistency }): Thing => ({ of: 'memory', id, name, units: 1, way: consistency })),
    ...resources.map(({ id, name, units, mode }): Thing => ({ of: 'resource', id, name, units, way: mode })),
  ];
  const services: ServicePlan[] = [];
  for (const { way, ...thing } of things) {
    const room = rooms.find(({ serves }) =>
      (thing.of === 'memory' ? serves.memories : serves.resources)?.includes(way),
    );
    if (room !== undefined) services.push({ ...thing, room: room.name, actor: plan.actors.length + services.length });
  }
  const uses = services.length === 0 ? new Map<number, TaskUses>() : usesOf(document, plan, services);
  return {
    actors: [...plan.actors, ...services.map((each) => serviceOf(each.room, each))],
    services,
    uses,
    simple: uses.size === 0 ? plan.simple : plan.simple.map((simple, task) => simple && !uses.has(task)),
  };
}

/** The rooms that this plan needs, in the order of the registry. */
export function serviceRoomsOf({ services }: Plan, rooms: readonly ServiceRoom[]): readonly ServiceRoom[] {
  return rooms.filter(({ name }) => services.some(({ room }) => room === name));
}

function usesOf(
  { tasks }: ResolvedDocument,
  plan: Plan,
  services: readonly ServicePlan[],
): ReadonlyMap<number, TaskUses> {
  const places = new Map(services.map(({ id }, at) => [id, at]));
  const using = (kind: Use['kind'], id: string, units: number): Use[] => {
    const service = places.get(id);
    return service === undefined ? [] : [{ kind, service, units, fromMs: 0 }];
  };
  const found = new Map<number, TaskUses>();
  tasks.forEach(({ reads, writes, resources }, task) => {
    if (plan.decisions.has(task) || isComposite(plan, task)) return;
    const all = [
      ...[...new Set(reads)].flatMap((id) => using('read', id, 1)),
      ...resources.flatMap(({ id, units }) => using('resource', id, units)),
      ...[...new Set(writes)].flatMap((id) => using('write', id, 1)),
    ];
    if (all.length > 0) found.set(task, inOrder(all));
  });
  return found;
}
