/*
 * A document as sheets: one for what stands in no composite, and one for the inside of each. A task is composite when
 * others name it as their parent. Dependencies that cross a border are lifted to what stands on the sheet. Everything
 * that draws or lists a document reads its composites here; what they mean in a run, the workflow says.
 */
import { memoryOf } from './schema/world.ts';
import type { Document } from './schema.ts';
import type { Task } from './schema/task.ts';

/** The composites of a document: who is part of what. Parents that are missing or go in a circle count as none. */
export interface Composites {
  /** The direct parts of each composite, in the document's order. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** The composite that a task is a part of; null when it stands in none. */
  readonly parentOf: (id: string) => string | null;
}

/** A wire between two things on a sheet that no single dependency of theirs stands for. */
export interface Lifted {
  /** What joins them: a dependency, a need of a resource, a hold of it for a while, a read or a write of a shared memory. */
  readonly kind: 'depends' | 'needs' | 'holds' | 'reads' | 'writes';
  readonly from: string;
  readonly to: string;
}

/** What is drawn together. */
export interface Sheet {
  /** The composite whose inside this is; null is the sheet that a document opens with. */
  readonly inside: string | null;
  /** The document with only what stands here. The nodes are the very same objects. */
  readonly document: Document;
  readonly composites: Composites;
  /** Tasks elsewhere that tasks here wait for, or that wait for tasks here. */
  readonly beyond: readonly Task[];
  /** Wires that cross the border of a composite on this sheet. */
  readonly lifted: readonly Lifted[];
}

/** Reads who is part of what. */
export function compositesOf({ tasks = [] }: Document): Composites {
  const written = new Map<string, string>();
  for (const { id, parent } of tasks) if (parent !== undefined && parent !== id) written.set(id, parent);
  const parents = new Map<string, string>();
  const parts = new Map<string, string[]>();
  if (written.size > 0) {
    const known = new Set(tasks.map(({ id }) => id));
    const circular = inCircles(written);
    for (const { id } of tasks) {
      const parent = written.get(id);
      if (parent === undefined || !known.has(parent) || parents.has(id) || circular.has(id)) continue;
      parents.set(id, parent);
      const list = parts.get(parent);
      if (list === undefined) parts.set(parent, [id]);
      else list.push(id);
    }
  }
  return { parts, parentOf: (id) => parents.get(id) ?? null };
}

/** What comes back to itself on its way up. Every task is walked over once. */
function inCircles(parents: ReadonlyMap<string, string>): ReadonlySet<string> {
  const circular = new Set<string>();
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const way: string[] = [];
    const on = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !on.has(at)) {
      on.add(at);
      way.push(at);
      at = parents.get(at);
    }
    if (at !== undefined && on.has(at)) for (const id of way.slice(way.indexOf(at))) circular.add(id);
    for (const id of way) done.add(id);
  }
  return circular;
}

/** The tasks among `ids` with everything inside them. */
export function withParts({ parts }: Composites, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set(ids);
  for (const id of found) for (const part of parts.get(id) ?? []) found.add(part);
  return found;
}

/** The composites around a task, the outermost first. */
export function composedIn({ parentOf }: Composites, id: string): readonly string[] {
  const around: string[] = [];
  for (let at = parentOf(id); at !== null; at = parentOf(at)) around.unshift(at);
  return around;
}

/** The sheet of a composite, or the one that a document opens with. */
export function sheetOf(document: Document, inside: string | null = null): Sheet {
  const composites = compositesOf(document);
  const { tasks = [], view } = document;
  const here = (one: { readonly inside?: string | undefined }) => (one.inside ?? null) === inside;
  const remarks = {
    ...(view?.notes === undefined ? {} : { notes: view.notes.filter(here) }),
    ...(view?.frames === undefined ? {} : { frames: view.frames.filter(here) }),
  };
  if (inside === null && composites.parts.size === 0) {
    // Without composites the document is its own sheet.
    const all = [...(view?.notes ?? []), ...(view?.frames ?? [])].every(here);
    const own = all ? document : { ...document, view: { ...view, ...remarks } };
    return { inside, document: own, composites, beyond: [], lifted: [] };
  }
  const own = tasks.filter(({ id }) => composites.parentOf(id) === inside);
  const { beyond, lifted } = crossings(tasks, composites, inside);
  const others = inside === null ? document : { agents: [], resources: [], memories: [] };
  return {
    inside,
    document: { ...document, ...others, tasks: own, view: { ...view, ...remarks } },
    composites,
    beyond,
    lifted,
  };
}

/** The sheet as a document without composites: every wire on it is a dependency, as a layout wants it. */
export function flattened({ document, lifted }: Sheet): Document {
  const more = new Map<string, string[]>();
  for (const { kind, from, to } of lifted) if (kind === 'depends') more.set(to, [...(more.get(to) ?? []), from]);
  const tasks = (document.tasks ?? []).map((task) => {
    const { parent: _, ...rest } = task;
    const lines = more.get(task.id);
    return lines === undefined ? rest : { ...rest, dependsOn: [...(rest.dependsOn ?? []), ...lines] };
  });
  return document.tasks === undefined ? document : { ...document, tasks };
}

function crossings(
  tasks: readonly Task[],
  { parentOf }: Composites,
  inside: string | null,
): { readonly beyond: readonly Task[]; readonly lifted: readonly Lifted[] } {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const known = new Map<string, string | null>();
  /** What stands for a task on this sheet: itself, the composite around it, or nothing. */
  const stands = (id: string): string | null => {
    const way: string[] = [];
    let at: string | null = id;
    let found: string | null = null;
    while (at !== null && found === null && !known.has(at)) {
      way.push(at);
      const parent: string | null = parentOf(at);
      if (parent === inside) found = at;
      at = parent;
    }
    if (found === null && at !== null) found = known.get(at) ?? null;
    for (const each of way) known.set(each, found);
    return found;
  };
  const beyond = new Map<string, Task>();
  const lifted = new Map<string, Lifted>();
  const lift = (kind: Lifted['kind'], from: string, to: string) =>
    lifted.set(keyOf(kind, from, to), { kind, from, to });
  for (const task of tasks) {
    const to = stands(task.id);
    // Resources and memories stand on the first sheet alone.
    if (inside === null && to !== null && to !== task.id) {
      for (const { id } of task.resources ?? []) lift('needs', id, to);
      for (const { resource } of task.holds ?? []) lift('holds', resource, to);
      for (const id of task.reads ?? []) lift('reads', memoryOf(id), to);
      for (const id of task.writes ?? []) lift('writes', to, memoryOf(id));
    }
    for (const dependency of task.dependsOn ?? []) {
      const id = typeof dependency === 'string' ? dependency : dependency.task;
      const other = byId.get(id);
      if (other === undefined || id === task.id) continue;
      const from = stands(id);
      if (from === to) continue;
      if (from === null) beyond.set(id, other);
      if (to === null) beyond.set(task.id, task);
      const [start, end] = [from ?? id, to ?? task.id];
      // Where both ends are the ends that are written, the dependency itself is drawn.
      if (start !== id || end !== task.id) lift('depends', start, end);
    }
  }
  for (const { id, dependsOn = [] } of tasks)
    for (const one of dependsOn) lifted.delete(keyOf('depends', typeof one === 'string' ? one : one.task, id));
  return { beyond: [...beyond.values()], lifted: [...lifted.values()] };
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
