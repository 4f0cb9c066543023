/**
 * What of a document is run: everything but the tasks that are switched off. Those keep their dependencies and triggers,
 * so that who waits for one waits until its trigger is met. The document itself is never changed; it keeps them, and says so.
 */
import type { Task } from './schema/task.ts';
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

/** What of a document is run, and what is only passed over. Wires lead through the latter as they are drawn. */
export function enabledPart(document: Document): { readonly run: Document; readonly passed: readonly Task[] } {
  const tasks = document.tasks ?? [];
  const off = disabledTasks(tasks);
  if (off.size === 0) return { run: document, passed: [] };
  return {
    run: { ...document, tasks: tasks.filter(({ id }) => !off.has(id)) },
    passed: tasks.filter(({ id }) => off.has(id)),
  };
}
