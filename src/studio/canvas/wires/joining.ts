/**
 * Deleting without tearing the drawing apart: the neighbours of what goes are joined where it is plain how. A group of tasks that
 * has one task before it or one after it is bridged; several on both sides would be a guess, so they stay apart, and so does
 * what hung on a condition. Reports of an agent that goes fall to the next manager above. Pure.
 */
import type { Dependency, Document, Edit } from '../../../document/index.ts';

type Join = Edit & { readonly kind: 'connect' };

/** The edits that join what stands around the nodes among `ids`, to be applied before these are removed. */
export function joinEdits(document: Document, ids: ReadonlySet<string>): readonly Edit[] {
  return [...taskJoins(document, ids), ...managerJoins(document, ids)];
}

function taskJoins(document: Document, ids: ReadonlySet<string>): readonly Edit[] {
  const tasks = new Map((document.tasks ?? []).map((task) => [task.id, task]));
  const later = new Map<string, { readonly id: string; readonly conditional: boolean }[]>();
  for (const task of tasks.values())
    for (const one of task.dependsOn ?? []) {
      const list = later.get(nameOf(one)) ?? [];
      list.push({ id: task.id, conditional: typeof one !== 'string' && one.when !== undefined });
      later.set(nameOf(one), list);
    }
  const seen = new Set<string>();
  const joins: Join[] = [];
  for (const start of tasks.keys()) {
    if (!ids.has(start) || seen.has(start)) continue;
    const before = new Map<string, Dependency>();
    const after = new Set<string>();
    let plain = true;
    const group = new Set([start]);
    for (const id of group) {
      seen.add(id);
      for (const one of tasks.get(id)?.dependsOn ?? []) {
        if (ids.has(nameOf(one))) group.add(nameOf(one));
        else if (tasks.has(nameOf(one))) before.set(nameOf(one), one);
      }
      for (const next of later.get(id) ?? []) {
        plain &&= !next.conditional;
        if (ids.has(next.id)) group.add(next.id);
        else after.add(next.id);
      }
    }
    if (!plain || (before.size > 1 && after.size > 1)) continue;
    for (const to of after) {
      const has = new Set((tasks.get(to)?.dependsOn ?? []).map(nameOf));
      for (const [from, written] of before)
        if (!has.has(from) && leads(from, to)) joins.push(joinOf(from, to, written));
    }
  }
  return joins;

  /** Whether `to` waits for `from` through nothing but what goes. */
  function leads(from: string, to: string): boolean {
    const through = new Set([from]);
    for (const id of through)
      for (const next of later.get(id) ?? []) {
        if (next.id === to && id !== from) return true;
        if (ids.has(next.id)) through.add(next.id);
      }
    return false;
  }
}

function joinOf(from: string, to: string, written: Dependency): Join {
  const when = typeof written === 'string' ? undefined : written.when;
  return { kind: 'connect', from, to, ...(when === undefined ? {} : { when }) };
}

function managerJoins(document: Document, ids: ReadonlySet<string>): readonly Edit[] {
  const managers = new Map((document.agents ?? []).map((agent) => [agent.id, agent.reportsTo]));
  const edits: Edit[] = [];
  for (const { id, reportsTo } of document.agents ?? []) {
    if (ids.has(id) || reportsTo === undefined || !ids.has(reportsTo)) continue;
    const passed = new Set<string>();
    let above = managers.get(reportsTo);
    while (above !== undefined && ids.has(above) && !passed.has(above)) {
      passed.add(above);
      above = managers.get(above);
    }
    if (above !== undefined && managers.has(above) && !ids.has(above) && above !== id)
      edits.push({ kind: 'set-manager', agent: id, manager: above });
  }
  return edits;
}

function nameOf(dependency: Dependency): string {
  return typeof dependency === 'string' ? dependency : dependency.task;
}
