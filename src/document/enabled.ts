/**
 * What of a document is run: everything but the tasks that are switched off. Those are passed over as if they were wires:
 * who waits for one waits for what it waited for. The document itself is never changed; it keeps them, and says so.
 */
import type { Dependency, Task } from './schema/task.ts';
import type { Document } from './schema.ts';

/** Ids of the tasks that are not run: switched off, a part of such a one, or with no part left that is run. */
export function disabledTasks(tasks: readonly Task[]): ReadonlySet<string> {
  const off = new Set(tasks.filter(({ disabled }) => disabled === true).map(({ id }) => id));
  if (off.size === 0) return off;
  const parts = new Map<string, string[]>();
  for (const { id, parent } of tasks) if (parent !== undefined) parts.set(parent, [...(parts.get(parent) ?? []), id]);
  // Downwards to the parts, a set being walked in the order in which it grows; then upwards until nothing changes.
  for (const id of off) for (const part of parts.get(id) ?? []) off.add(part);
  for (let before = -1; before !== off.size;) {
    before = off.size;
    for (const [id, own] of parts) if (own.every((part) => off.has(part))) off.add(id);
  }
  return off;
}

/**
 * The document without the tasks that are switched off. A wire to one that follows keeps its own condition and time; what
 * led into the one passed over is added with its condition. Of two ways to the same task the one drawn directly counts.
 */
export function withoutDisabled(document: Document): Document {
  const tasks = document.tasks ?? [];
  const off = disabledTasks(tasks);
  if (off.size === 0) return document;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const through = (dependency: Dependency, seen: ReadonlySet<string>): readonly Dependency[] => {
    const id = nameOf(dependency);
    if (!off.has(id)) return [dependency];
    if (seen.has(id)) return [];
    const next = new Set(seen).add(id);
    return (byId.get(id)?.dependsOn ?? []).flatMap((one) => through(one, next));
  };
  return {
    ...document,
    tasks: tasks.filter(({ id }) => !off.has(id)).map((task) => rewired(task, off, through)),
  };
}

function rewired(
  task: Task,
  off: ReadonlySet<string>,
  through: (dependency: Dependency, seen: ReadonlySet<string>) => readonly Dependency[],
): Task {
  const { dependsOn = [], trigger } = task;
  if (!dependsOn.some((one) => off.has(nameOf(one)))) return task;
  const kept = new Map(dependsOn.filter((one) => !off.has(nameOf(one))).map((one) => [nameOf(one), one]));
  for (const one of dependsOn)
    for (const found of through(one, new Set())) if (!kept.has(nameOf(found))) kept.set(nameOf(found), found);
  const wires = [...kept.values()];
  if (typeof trigger !== 'object' || trigger.atLeast <= wires.length) return { ...task, dependsOn: wires };
  return { ...task, dependsOn: wires, trigger: { ...trigger, atLeast: wires.length } };
}

const nameOf = (dependency: Dependency): string => (typeof dependency === 'string' ? dependency : dependency.task);
