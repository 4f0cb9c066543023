/**
 * Putting a node into a wire: what the wire joined is then joined through the node. Only a node without wires of its own is put
 * in by dropping, so that moving a wired node across the drawing never rewires anything. Pure.
 */
import type { Dependency, Document, Edit, Place } from '../../../document/index.ts';
import { edgeEnds } from '../../state/index.ts';
import type { Places } from '../graph/places.ts';
import { taskSize } from '../graph/sizes.ts';

/** Free space left and right of a task that was put into a dependency. */
const gap = 48;

/** The type of wire that a node can be dropped into; null when it has wires already, or is no agent and no task. */
export function wireTypeFor(document: Document, id: string): 'depends' | 'reports' | null {
  const agent = document.agents?.find((one) => one.id === id);
  if (agent !== undefined)
    return agent.reportsTo === undefined && document.agents?.some((one) => one.reportsTo === id) !== true
      ? 'reports'
      : null;
  const task = document.tasks?.find((one) => one.id === id);
  if (task === undefined || (task.dependsOn ?? []).length > 0) return null;
  return document.tasks?.some((one) => one.dependsOn?.some((before) => nameOf(before) === id) === true) === true
    ? null
    : 'depends';
}

/** The edits that put a node into a wire. The condition and the transfer of a dependency stay with its first half. */
export function insertionEdits(document: Document, wire: string, id: string): readonly Edit[] {
  const ends = edgeEnds(wire);
  if (ends === null || ends.from === id || ends.to === id) return [];
  if (ends.kind === 'reports')
    return [
      { kind: 'set-manager', agent: id, manager: ends.from },
      { kind: 'set-manager', agent: ends.to, manager: id },
    ];
  const list = document.tasks?.find((task) => task.id === ends.to)?.dependsOn ?? [];
  const index = list.findIndex((one) => nameOf(one) === ends.from);
  const written = list[index];
  if (written === undefined) return [];
  const { transferMs, when } = typeof written === 'string' ? {} : written;
  return [
    {
      kind: 'connect',
      from: ends.from,
      to: id,
      ...(transferMs === undefined ? {} : { transferMs }),
      ...(when === undefined ? {} : { when }),
    },
    {
      kind: 'set-field',
      path: ['tasks', document.tasks?.findIndex((task) => task.id === ends.to) ?? 0, 'dependsOn', index],
      value: id,
    },
  ];
}

/** Places that make room for a task in a dependency: what comes after it moves right, as far as it must and no further. */
export function roomFor(
  document: Document,
  places: Places,
  { wire, id, place }: { wire: string; id: string; place: Place },
): Places {
  const ends = edgeEnds(wire);
  const [before, after] = ends?.kind === 'depends' ? [places.get(ends.from), places.get(ends.to)] : [];
  if (ends === null || before === undefined || after === undefined || after.x <= before.x)
    return new Map([[id, place]]);
  const x = Math.max(place.x, before.x + taskSize.width + gap);
  const by = x + taskSize.width + gap - after.x;
  const moved = new Map([[id, { x, y: place.y }]]);
  if (by <= 0) return moved;
  for (const later of downstream(document, ends.to)) {
    const stands = places.get(later);
    if (stands !== undefined && later !== id && stands.x >= after.x)
      moved.set(later, { x: stands.x + by, y: stands.y });
  }
  return moved;
}

/** A task and all that waits for it. */
function downstream(document: Document, start: string): ReadonlySet<string> {
  const later = new Map<string, string[]>();
  for (const task of document.tasks ?? [])
    for (const before of task.dependsOn ?? []) {
      const list = later.get(nameOf(before)) ?? [];
      list.push(task.id);
      later.set(nameOf(before), list);
    }
  const found = new Set([start]);
  for (const id of found) for (const next of later.get(id) ?? []) found.add(next);
  return found;
}

function nameOf(dependency: Dependency): string {
  return typeof dependency === 'string' ? dependency : dependency.task;
}
