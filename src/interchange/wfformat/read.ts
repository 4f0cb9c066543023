/*
 * WfFormat into a document: tasks are joined by id, durations are recorded runtimes, and the recorded makespan and
 * dates are kept and never used. What a document has no place for is kept under `wfformat`, so that an export gives
 * it back. Nothing is dropped in silence: what was supposed is a note, what leads nowhere is a problem.
 */
import { err, freshId, isForbiddenKey, isSafeId, ok, type JsonObject, type Result } from '../../base/index.ts';
import {
  DOCUMENT_LIMITS,
  DURATION_DEFAULT_MS,
  exactTime,
  FORMAT_NAME,
  FORMAT_VERSION,
  identicalAgents,
  MS_MAX,
  type Dependency,
  type Document,
  type Problem,
  type Task,
} from '../../document/index.ts';
import { layoutDocument } from '../../layout/index.ts';
import { checkDocument } from '../../workflow/index.ts';
import type { ImportOptions, Reading } from '../imported.ts';
import { refusal, type ImportProblem } from '../refusal.ts';
import { edgesOf, transfersOf } from './edges.ts';
import { liftWfFormat, type Lifted, type LiftedTask } from './lift.ts';
import { durationOfSeconds } from './time.ts';

const VERSIONS = new Set(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']);

/** Whether a file is WfFormat: it has a workflow with tasks. */
export function looksLikeWfFormat(json: JsonObject): boolean {
  const workflow = json['workflow'];
  if (json['format'] === FORMAT_NAME || typeof workflow !== 'object' || workflow === null) return false;
  return (
    json['schemaVersion'] !== undefined || 'specification' in workflow || 'tasks' in workflow || 'jobs' in workflow
  );
}

/** Reads a file. */
export function readWfFormat(
  json: JsonObject,
  fileName: string,
  options: ImportOptions = {},
): Result<Reading, ImportProblem> {
  const lift = liftWfFormat(json);
  if (!lift.ok) return lift;
  const lifted = lift.value;
  const reserved = lifted.tasks.find((task) => isForbiddenKey(task.id));
  if (reserved !== undefined) {
    const sentence = `The id "${reserved.id}" is a reserved name; rename the task.`;
    return err(refusal('wfformat/reserved-id', [...reserved.path, 'id'], sentence));
  }
  const notes: string[] = [];
  const own: Problem[] = versionProblems(lifted, notes);
  const ids = safeIds(lifted.tasks, notes);
  const edges = edgesOf(lifted, ids);
  own.push(...edges.lost.map(({ path, message }) => problem('wfformat-dangling', 'warning', path, message)));
  if (edges.count > DOCUMENT_LIMITS.dependenciesMax) {
    const sentence = `There are ${String(edges.count)} dependencies, and at most ${String(DOCUMENT_LIMITS.dependenciesMax)} can be worked with; split the workflow.`;
    return err(refusal('wfformat/too-large', ['workflow'], sentence));
  }
  const transfers = transfersOf(lifted, ids, edges.parents, options.bandwidthBytesPerSecond);
  const tasks = lifted.tasks.map((task, at) => taskOf(task, ids[at] ?? task.id, transfers[at] ?? []));
  durationNotes(lifted, notes);
  if (lifted.unmatched.length > 0) {
    const message = `${String(lifted.unmatched.length)} records belong to no task or stand twice; they are kept and not run.`;
    own.push(problem('wfformat-unmatched', 'warning', 'workflow.execution.tasks', message));
  }
  const bare = documentOf(json, lifted, tasks, fileName);
  const document: Document =
    options.agents === undefined ? bare : { ...bare, agents: identicalAgents(options.agents, bare) };
  const problems = [...own, ...checkDocument(document)];
  const readOnly = own.some(({ severity }) => severity === 'error');
  const drawn: Document = { ...document, view: { nodes: layoutDocument(document) } };
  return ok({ document: drawn, problems, readOnly, notes });
}

function documentOf(json: JsonObject, lifted: Lifted, tasks: Task[], fileName: string): Document {
  const { name, description } = json;
  const stem = fileName.replace(/^.*[/\\]/, '').replace(/\.[a-z]{2,4}$/i, '');
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    name: typeof name === 'string' && name !== '' ? name : stem === '' ? 'Workflow' : stem,
    ...(typeof description === 'string' ? { description } : {}),
    tasks,
    wfformat: { ...lifted.shell, ...(lifted.unmatched.length === 0 ? {} : { unmatched: lifted.unmatched }) },
  };
}

function taskOf(task: LiftedTask, id: string, dependsOn: readonly Dependency[]): Task {
  const { specification, execution } = task;
  const durationMs = task.runtimeS === null ? DURATION_DEFAULT_MS : durationOfSeconds(task.runtimeS);
  return {
    id,
    ...(task.name === null || task.name === id ? {} : { name: task.name }),
    ...(dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn] }),
    action: { kind: 'simulate', durationMs },
    wfformat: { specification, ...(execution === null ? {} : { execution }) },
  };
}

function versionProblems({ version }: Lifted, notes: string[]): Problem[] {
  if (version === null) {
    notes.push('The file names no schemaVersion; it was read as WfFormat 1.5.');
    return [];
  }
  if (VERSIONS.has(version)) return [];
  const message = `WfFormat ${version.slice(0, 40)} is not known, so this is only for looking at; convert it to 1.5.`;
  return [problem('newer-version', 'error', 'schemaVersion', message)];
}

/** The ids in the document: as written, unless they could not be used there. */
function safeIds(tasks: readonly LiftedTask[], notes: string[]): string[] {
  const taken = new Set(tasks.map((task) => task.id));
  const renamed = new Map<string, string>();
  const ids = tasks.map(({ id }, at) => {
    if (isSafeId(id)) return id;
    const fresh = renamed.get(id) ?? freshId(`task-${String(at + 1)}`, taken);
    taken.add(fresh);
    renamed.set(id, fresh);
    return fresh;
  });
  if (renamed.size > 0) {
    notes.push(
      `${String(renamed.size)} of ${String(tasks.length)} tasks have ids that cannot be used; they got new ones.`,
    );
  }
  return ids;
}

/** What had to be supposed about durations. */
function durationNotes({ tasks, hasExecution }: Lifted, notes: string[]): void {
  const total = String(tasks.length);
  const count = (test: (task: LiftedTask) => boolean): number => tasks.filter(test).length;
  const without = count((task) => task.runtimeS === null);
  const zero = count((task) => task.runtimeS === 0);
  const long = count((task) => task.runtimeS !== null && task.runtimeS * 1000 > MS_MAX);
  const supposed = `${exactTime(DURATION_DEFAULT_MS)} is supposed`;
  if (!hasExecution) notes.push(`The file has no record of an execution; ${supposed} for every task.`);
  else if (without > 0) notes.push(`${String(without)} of ${total} tasks have no recorded runtime; ${supposed}.`);
  if (zero > 0) notes.push(`${String(zero)} of ${total} tasks have a recorded runtime of 0.`);
  if (long > 0)
    notes.push(`${String(long)} of ${total} tasks ran longer than can be held; they got ${exactTime(MS_MAX)}.`);
}

function problem(code: string, severity: Problem['severity'], path: string, message: string): Problem {
  return { code, severity, path, place: { kind: 'document' }, message };
}
