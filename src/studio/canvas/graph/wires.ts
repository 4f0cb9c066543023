/**
 * The wires of a sheet: what depends, who reports, what is needed and shared. One that has not changed stays the same object; one
 * that leads nowhere is left to the problems. A wire that only stands for others across a border cannot be selected. Pure.
 */
import { memoryOf, shownName, type Sheet } from '../../../document/index.ts';
import { edgeId, type EdgeEnds } from '../../state/index.ts';
import { sameList, type CanvasEdge } from './drawing.ts';

/** Begins the id of a wire that stands for others: no node and no edge is called so. */
const liftedJoint = '\u001e';

/** Whether a wire stands for dependencies across the border of a composite, and is none itself. */
export function isLifted(id: string): boolean {
  return id.startsWith(liftedJoint);
}

/** The edges of a sheet. */
export function drawEdges(
  sheet: Sheet,
  { selected, previous }: { selected: ReadonlySet<string>; previous: readonly CanvasEdge[] },
): CanvasEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const drawn = new Map<string, CanvasEdge>();
  const names = namesOn(sheet);
  const add = (kind: EdgeEnds['kind'], source: string, target: string, lifted = false): void => {
    const [from, to] = [names.get(source), names.get(target)];
    if (from === undefined || to === undefined || source === target) return;
    const id = lifted ? `${liftedJoint}${edgeId(kind, source, target)}` : edgeId(kind, source, target);
    const isSelected = selected.has(id);
    const ariaLabel = lifted ? `Parts: ${said[kind](from, to)}` : said[kind](from, to);
    const old = before.get(id);
    if (old !== undefined && (old.selected ?? false) === isSelected && old.ariaLabel === ariaLabel) drawn.set(id, old);
    else {
      const type = kind === 'depends' || kind === 'reports' ? kind : 'shares';
      const edge: CanvasEdge = { id, type, source, target, selected: isSelected, ariaLabel };
      drawn.set(id, lifted ? { ...edge, selectable: false, focusable: false } : edge);
    }
  };
  const { agents = [], tasks = [], memories = [] } = sheet.document;
  for (const { id, reportsTo } of agents) if (reportsTo !== undefined) add('reports', reportsTo, id);
  const own = new Set(tasks.map(({ id }) => id));
  for (const task of [...tasks, ...sheet.beyond])
    for (const dependency of task.dependsOn ?? []) {
      const before = typeof dependency === 'string' ? dependency : dependency.task;
      // What lies beyond is drawn for its wires into this sheet alone.
      if (own.has(task.id) || own.has(before)) add('depends', before, task.id);
    }
  for (const { id, resources = [], holds = [], reads = [], writes = [] } of tasks) {
    for (const need of resources) add('needs', need.id, id);
    for (const hold of holds) add('holds', hold.resource, id);
    for (const memory of reads) add('reads', memoryOf(memory), id);
    for (const memory of writes) add('writes', id, memoryOf(memory));
  }
  for (const { id, replicas = [] } of memories) for (const agent of replicas) add('shares', id, agent);
  for (const { kind, from, to } of sheet.lifted) add(kind, from, to, true);
  return sameList([...drawn.values()], previous);
}

/** What each kind of wire says, from its one end to the other. */
const said: Readonly<Record<EdgeEnds['kind'], (from: string, to: string) => string>> = {
  depends: (from, to) => `${to} depends on ${from}`,
  reports: (from, to) => `${to} reports to ${from}`,
  needs: (from, to) => `${to} needs ${from}`,
  holds: (from, to) => `${to} holds ${from} for a part of its work`,
  shares: (from, to) => `${to} holds a copy of ${from}`,
  reads: (from, to) => `${to} reads ${from}`,
  writes: (from, to) => `${from} writes ${to}`,
};

function namesOn({ document, beyond }: Sheet): ReadonlyMap<string, string> {
  const { agents = [], tasks = [], resources = [], memories = [] } = document;
  return new Map(
    [...agents, ...tasks, ...resources, ...memories, ...beyond].map(({ id, name }) => [id, shownName({ id, name })]),
  );
}
