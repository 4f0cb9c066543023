/*
 * Any document as WfFormat 1.5. What an import kept under `wfformat` is given back as it was; where the document has
 * been changed since, the document counts. Agents, conditions and faults have no place in WfFormat and are left out.
 */
import { freshId, isSafeId, type Json, type JsonObject } from '../../base/index.ts';
import { DURATION_DEFAULT_MS, type Document, type Duration, type Task } from '../../document/index.ts';
import { durationOfSeconds } from './time.ts';

/** What a run took, in place of what its document supposes. */
export interface Measured {
  readonly makespanMs: number;
  /** By id of the task; tasks that did not run are missing. */
  readonly runtimesMs: Readonly<Record<string, number>>;
}

/** Names that a WfFormat file may refer to a task by. */
const WF_ID = /^[0-9a-zA-Z\-_.]+$/;
/** The schema asks for a date; a document that was never executed has none, so it gets the beginning of the epoch. */
const NEVER = '1970-01-01T00:00:00Z';

/** The document as the text of a WfFormat 1.5 file. */
export function writeWfFormat(document: Document, measured?: Measured): string {
  return `${JSON.stringify(wfFormatOf(document, measured), null, 2)}\n`;
}

function wfFormatOf(document: Document, measured: Measured | undefined): JsonObject {
  const { tasks = [] } = document;
  const { unmatched, ...shell } = objectOr(document['wfformat']);
  const workflow = objectOr(shell['workflow']);
  const recorded = objectOr(workflow['execution']);
  const names = outerIds(tasks);
  const parents = tasks.map((task) => parentsOf(task, names));
  const children = childrenOf(tasks, parents, names);
  const specifications = tasks.map((task, at) => specificationOf(task, names, parents[at] ?? [], children[at] ?? []));
  const runtimes = tasks.map((task) => runtimeOf(task, measured));
  const executions = tasks.map((task, at) => ({
    ...objectOr(objectOr(task['wfformat'])['execution']),
    id: names.get(task.id) ?? task.id,
    runtimeInSeconds: runtimes[at] ?? 0,
  }));
  const execution = {
    ...recorded,
    makespanInSeconds:
      measured === undefined
        ? (recorded['makespanInSeconds'] ?? longestPath(tasks, parents, runtimes, names))
        : measured.makespanMs / 1000,
    executedAt: recorded['executedAt'] ?? NEVER,
    tasks: [...executions, ...(Array.isArray(unmatched) ? (unmatched as Json[]) : [])],
  };
  const { description = '' } = document;
  return {
    name: document.name === undefined || document.name === '' ? 'Untitled' : document.name,
    ...shell,
    ...(description === '' ? {} : { description }),
    schemaVersion: '1.5',
    workflow: {
      ...workflow,
      specification: { ...objectOr(workflow['specification']), tasks: specifications, ...filesOf(workflow) },
      ...(tasks.length === 0 ? {} : { execution }),
    },
  };
}

function filesOf(workflow: JsonObject): { files: Json } {
  return { files: objectOr(workflow['specification'])['files'] ?? [] };
}

/** The id of each task in the file: its own, the one it was imported with, or one that the format allows. */
function outerIds(tasks: readonly Task[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const late: string[] = [];
  for (const task of tasks) {
    const imported = objectOr(objectOr(task['wfformat'])['specification'])['id'];
    const own = typeof imported === 'string' && (imported === task.id || !isSafeId(imported)) ? imported : task.id;
    if (own !== imported && !WF_ID.test(own)) late.push(task.id);
    else if (!names.has(task.id)) {
      names.set(task.id, own);
      taken.add(own);
    }
  }
  for (const id of late) {
    if (names.has(id)) continue;
    const own = freshId(id.replaceAll(/[^0-9a-zA-Z\-_.]/g, '_'), taken);
    names.set(id, own);
    taken.add(own);
  }
  return names;
}

/** The parents of a task; one that is no task keeps its name if the format allows it. */
function parentsOf(task: Task, names: ReadonlyMap<string, string>): string[] {
  const ids = (task.dependsOn ?? []).map((dependency) =>
    typeof dependency === 'string' ? dependency : dependency.task,
  );
  return [...new Set(ids.map((id) => names.get(id) ?? id))];
}

function childrenOf(
  tasks: readonly Task[],
  parents: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): string[][] {
  const children = new Map<string, string[]>();
  tasks.forEach((task, at) => {
    const own = names.get(task.id) ?? task.id;
    for (const parent of parents[at] ?? []) {
      const list = children.get(parent);
      if (list === undefined) children.set(parent, [own]);
      else list.push(own);
    }
  });
  return tasks.map((task) => children.get(names.get(task.id) ?? task.id) ?? []);
}

function specificationOf(
  task: Task,
  names: ReadonlyMap<string, string>,
  parents: readonly string[],
  children: readonly string[],
): JsonObject {
  const kept = objectOr(objectOr(task['wfformat'])['specification']);
  const id = names.get(task.id) ?? task.id;
  return {
    ...kept,
    name: task.name === undefined || task.name === '' ? task.id : task.name,
    id,
    parents: inKeptOrder(kept['parents'], parents),
    children: inKeptOrder(kept['children'], children),
  };
}

/** The list as it was imported, if it still says the same. */
function inKeptOrder(kept: Json | undefined, now: readonly string[]): Json {
  if (!Array.isArray(kept)) return now;
  const set = new Set(now);
  return kept.length === now.length && kept.every((item) => set.has(item as string)) ? (kept as Json[]) : now;
}

/** Seconds: measured, as imported if the duration is still that of the import, or the mean of the model. */
function runtimeOf(task: Task, measured: Measured | undefined): number {
  const ms =
    measured !== undefined && Object.hasOwn(measured.runtimesMs, task.id) ? measured.runtimesMs[task.id] : undefined;
  if (ms !== undefined) return ms / 1000;
  const action = task.action as { readonly durationMs?: Duration } | undefined;
  const meant = meanOf(action?.durationMs ?? DURATION_DEFAULT_MS);
  const recorded = objectOr(objectOr(task['wfformat'])['execution'])['runtimeInSeconds'];
  const unchanged = typeof recorded === 'number' && recorded >= 0 && durationOfSeconds(recorded) === meant;
  return unchanged ? recorded : meant / 1000;
}

function meanOf(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  if ('mean' in duration && typeof duration.mean === 'number') return duration.mean;
  const times = Object.values(duration).filter((time) => typeof time === 'number');
  return times.length === 0 ? DURATION_DEFAULT_MS : times.reduce((sum, time) => sum + time, 0) / times.length;
}

/** Seconds of the longest chain, which is what a run with agents enough would take; cycles are left out. */
function longestPath(
  tasks: readonly Task[],
  parents: readonly (readonly string[])[],
  runtimes: readonly number[],
  names: ReadonlyMap<string, string>,
): number {
  const index = new Map(tasks.map((task, at) => [names.get(task.id) ?? task.id, at] as const));
  const children: number[][] = tasks.map(() => []);
  const waiting = parents.map((list, to) => {
    const known = list.flatMap((parent) => index.get(parent) ?? []);
    for (const from of known) children[from]?.push(to);
    return known.length;
  });
  const startsAt = tasks.map(() => 0);
  const queue = waiting.flatMap((count, at) => (count === 0 ? [at] : []));
  let longest = 0;
  for (const at of queue) {
    const end = (startsAt[at] ?? 0) + (runtimes[at] ?? 0);
    longest = Math.max(longest, end);
    for (const child of children[at] ?? []) {
      startsAt[child] = Math.max(startsAt[child] ?? 0, end);
      waiting[child] = (waiting[child] ?? 0) - 1;
      if (waiting[child] === 0) queue.push(child);
    }
  }
  return Math.round(longest * 1_000_000) / 1_000_000;
}

function objectOr(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
