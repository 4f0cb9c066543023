/*
 * The dependencies of a WfFormat file: the union of what parents and children say, each edge once, and what the files
 * between two tasks take to travel. Either side may be missing; an edge to nowhere is told, never dropped in silence.
 */
import { isSafeId, pathText } from '../../base/index.ts';
import { MS_MAX, type Dependency } from '../../document/index.ts';
import type { Lifted } from './lift.ts';

/** References to nowhere that are listed one by one. */
const LISTED_MAX = 1000;

export interface WfEdges {
  /** The parents of each task, as ids of the document; a parent that is no task stays, for validation to list. */
  readonly parents: readonly ReadonlySet<string>[];
  readonly count: number;
  /** References that could not even stand in a document. */
  readonly lost: readonly { readonly path: string; readonly message: string }[];
}

/** Every edge. `ids` are the tasks' ids in the document; a name stands for the only task that has it. */
export function edgesOf({ tasks }: Lifted, ids: readonly string[]): WfEdges {
  const byId = new Map<string, string>();
  const byName = new Map<string, string | null>();
  const setOf = new Map<string, Set<string>>();
  const parents = tasks.map(() => new Set<string>());
  tasks.forEach(({ id, name }, at) => {
    const own = ids[at] ?? id;
    if (!byId.has(id)) byId.set(id, own);
    if (name !== null) byName.set(name, byName.has(name) ? null : own);
    const set = parents[at];
    if (set !== undefined && !setOf.has(own)) setOf.set(own, set);
  });
  const known = new Set(ids);
  const find = (reference: string): string | null => byId.get(reference) ?? byName.get(reference) ?? null;
  const lost: { path: string; message: string }[] = [];
  const lose = (path: readonly (string | number)[], reference: string): void => {
    if (reference === '' || lost.length >= LISTED_MAX) return;
    const place = pathText(path);
    lost.push({
      path: place,
      message: `There is no task "${reference.slice(0, 200)}"; the edge is left out.`,
    });
  };
  tasks.forEach((task, at) => {
    task.parents.forEach((parent, k) => {
      const from = find(parent);
      if (from !== null) parents[at]?.add(from);
      else if (isSafeId(parent) && !known.has(parent)) parents[at]?.add(parent);
      else lose([...task.path, 'parents', k], parent);
    });
  });
  tasks.forEach((task, at) => {
    task.children.forEach((child, k) => {
      const to = find(child);
      if (to === null) lose([...task.path, 'children', k], child);
      else setOf.get(to)?.add(ids[at] ?? task.id);
    });
  });
  return { parents, count: parents.reduce((sum, set) => sum + set.size, 0), lost };
}

/** The dependencies of each task; with a bandwidth, each with the time that its files take to travel. */
export function transfersOf(
  { tasks, sizes }: Lifted,
  ids: readonly string[],
  parents: readonly ReadonlySet<string>[],
  bytesPerSecond: number | undefined,
): Dependency[][] {
  if (bytesPerSecond === undefined) return parents.map((set) => [...set]);
  const outputs = new Map<string, ReadonlySet<string>>();
  tasks.forEach((task, at) => {
    const id = ids[at] ?? task.id;
    if (!outputs.has(id)) outputs.set(id, new Set(fileNames(task.specification['outputFiles'])));
  });
  return parents.map((set, at) => {
    const inputs = new Set(fileNames(tasks[at]?.specification['inputFiles']));
    return Array.from(set, (parent): Dependency => {
      let bytes = 0;
      for (const file of inputs) if (outputs.get(parent)?.has(file) === true) bytes += sizes.get(file) ?? 0;
      const transferMs = Math.min(MS_MAX, Math.round((bytes * 1000) / bytesPerSecond));
      return transferMs === 0 ? parent : { task: parent, transferMs };
    });
  });
}

function fileNames(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
