/**
 * What tasks hold of resources and when, as the way of the document to avoid deadlocks has it: as it is needed, earlier so that all take
 * resources in one order, or all before the work begins.
 */
import type { ResolvedTask } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import type { ConflictPlan, ServicePlan, Use } from '../../plan/index.ts';

/** One resource for all of the work, or for a part of it. */
type Needed = { readonly id: string } & Pick<Use, 'units' | 'fromMs' | 'toMs' | 'takeable'>;

/** Everything that a task needs of resources. What it holds for a part of its work is never taken away. */
export function needsOf({ resources, holds, preemptible }: ResolvedTask): Needed[] {
  return [
    ...resources.map(({ id, units }): Needed => ({
      ...{ id, units, fromMs: 0 },
      ...(preemptible === null ? {} : { takeable: preemptible }),
    })),
    ...holds.map((hold): Needed => ({
      ...{ id: hold.resource, units: hold.units, fromMs: toMs(hold.fromMs) },
      ...(hold.toMs === null ? {} : { toMs: toMs(hold.toMs) }),
    })),
  ];
}

/** Of each resource the highest priority of those that hold it so that nobody can take it away. */
export function ceilingsOf(tasks: readonly ResolvedTask[]): ReadonlyMap<string, number> {
  const ceilings = new Map<string, number>();
  for (const task of tasks)
    for (const { id, takeable } of needsOf(task))
      if (takeable === undefined) ceilings.set(id, Math.max(ceilings.get(id) ?? -Infinity, task.priority));
  return ceilings;
}

/** The same under a way to avoid deadlocks; what renews is used up and never held. */
export function heldIn(
  uses: readonly Use[],
  services: readonly ServicePlan[],
  deadlock: ConflictPlan['deadlock'],
): Use[] {
  const renews = ({ service }: Use): boolean => services[service]!.resource!.everyMs > 0;
  const limits = uses.filter(renews).map(({ toMs: _, takeable: __, ...use }): Use => ({ ...use, kind: 'limit' }));
  const held = uses.filter((use) => !renews(use));
  // Work from which something were taken would hold the rest and wait.
  if (deadlock === 'all-or-nothing')
    return [...limits, ...held.map(({ takeable: _, ...use }): Use => ({ ...use, fromMs: 0 }))];
  return [...limits, ...(deadlock === 'ordered' ? inOneOrder(held) : held)];
}

/** Each is taken no later than what stands behind it in the order and is held at the same time. */
function inOneOrder(held: readonly Use[]): readonly Use[] {
  const from = held.map(({ fromMs }) => fromMs);
  for (let changed = true; changed;) {
    changed = false;
    held.forEach(({ service }, at) => {
      held.forEach((other, place) => {
        const late = other.service > service && from[place]! < from[at]! && (other.toMs ?? Infinity) > from[at]!;
        if (!late) return;
        from[at] = from[place]!;
        changed = true;
      });
    });
  }
  return held.map((use, at) => ({ ...use, fromMs: from[at]! }));
}
