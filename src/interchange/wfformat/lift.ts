/*
 * WfFormat of any version from 1.0 to 1.5, lifted to one shape, that of 1.5 (schema: github.com/wfcommons/WfFormat).
 * Older files keep their tasks at workflow.tasks or workflow.jobs with runtime, cores and files beside the names.
 * Whatever is not needed for a document is carried along untouched; a broken structure is refused with its path.
 */
import { err, ok, type Json, type JsonObject, type Result } from '../../base/index.ts';
import { DOCUMENT_LIMITS } from '../../document/index.ts';
import { refusal, type ImportProblem, type ImportProblemCode } from '../refusal.ts';

type Path = readonly (string | number)[];

/** One task: what it says of itself, and its two parts in the shape of 1.5. */
export interface LiftedTask {
  readonly id: string;
  readonly name: string | null;
  /** Ids, or names in older files, as they are written. */
  readonly parents: readonly string[];
  readonly children: readonly string[];
  /** In seconds; null where none is recorded. */
  readonly runtimeS: number | null;
  readonly specification: JsonObject;
  readonly execution: JsonObject | null;
  readonly path: Path;
}

/** A whole file. */
export interface Lifted {
  readonly version: string | null;
  readonly tasks: readonly LiftedTask[];
  /** The file without its name and its tasks. */
  readonly shell: JsonObject;
  /** Bytes by id of the file. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Records of execution that belong to no task. */
  readonly unmatched: readonly JsonObject[];
  readonly hasExecution: boolean;
}

/** Deepest nesting that still fits into a document, where everything stands a little deeper. */
const DEPTH_MAX = 60;

class Refused extends Error {
  readonly problem: ImportProblem;
  constructor(problem: ImportProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function refuse(path: Path, sentence: string, code: ImportProblemCode = 'wfformat/shape'): never {
  throw new Refused(refusal(code, path, sentence));
}

/** Lifts a file, or refuses it. */
export function liftWfFormat(json: JsonObject): Result<Lifted, ImportProblem> {
  try {
    if (isDeeperThan(json, DEPTH_MAX)) {
      refuse([], `Values are nested more than ${String(DEPTH_MAX)} deep; flatten them.`, 'wfformat/too-deep');
    }
    const workflow = objectAt(json['workflow'], ['workflow']);
    return ok(workflow['specification'] === undefined ? liftOld(json, workflow) : liftCurrent(json, workflow));
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

function liftCurrent(json: JsonObject, workflow: JsonObject): Lifted {
  const specification = objectAt(workflow['specification'], ['workflow', 'specification']);
  const { tasks: written, ...specificationRest } = specification;
  const list = taskList(written, ['workflow', 'specification', 'tasks']);
  const execution = optionalObject(workflow['execution'], ['workflow', 'execution']);
  const { tasks: records, ...executionRest } = execution ?? {};
  const byId = new Map<string, JsonObject>();
  const unmatched: JsonObject[] = [];
  listAt(records, ['workflow', 'execution', 'tasks']).forEach((item, at) => {
    const record = objectAt(item, ['workflow', 'execution', 'tasks', at]);
    const id = record['id'];
    if (typeof id !== 'string' || byId.has(id)) unmatched.push(record);
    else byId.set(id, record);
  });
  const used = new Set<string>();
  const tasks = list.map((item, at): LiftedTask => {
    const path = ['workflow', 'specification', 'tasks', at];
    const task = objectAt(item, path);
    const id = idOf(task, path);
    used.add(id);
    const record = byId.get(id) ?? null;
    return {
      ...common(task, id, path),
      runtimeS: record === null ? null : secondsOf(record['runtimeInSeconds']),
      specification: task,
      execution: record,
    };
  });
  for (const [id, record] of byId) if (!used.has(id)) unmatched.push(record);
  const { name: _name, ...top } = json;
  const shell = {
    ...top,
    workflow: { ...workflow, specification: specificationRest, ...(execution && { execution: executionRest }) },
  };
  const sizes = sizesOf(specification['files'], ['workflow', 'specification', 'files']);
  return { version: versionOf(json), tasks, shell, sizes, unmatched, hasExecution: records !== undefined };
}

function liftOld(json: JsonObject, workflow: JsonObject): Lifted {
  const { tasks: newer, jobs, makespan, makespanInSeconds, executedAt, machines, ...rest } = workflow;
  const key = newer === undefined ? 'jobs' : 'tasks';
  const sizes = new Map<string, number>();
  const tasks = taskList(newer ?? jobs, ['workflow', key]).map((item, at): LiftedTask => {
    const path = ['workflow', key, at];
    const task = objectAt(item, path);
    const id = idOf(task, path);
    const { files, name: _name, id: _id, parents: _parents, children: _children, ...record } = task;
    const {
      runtime,
      runtimeInSeconds,
      cores,
      coreCount,
      memory,
      memoryInBytes,
      machine,
      machines: hosts,
      ...extra
    } = record;
    const runtimeS = secondsOf(runtimeInSeconds ?? runtime);
    const [inputFiles, outputFiles] = filesOf(files, [...path, 'files'], sizes);
    return {
      ...common(task, id, path),
      runtimeS,
      specification: { id, name: task['name'] ?? id, inputFiles, outputFiles },
      execution: defined({
        id,
        runtimeInSeconds: runtimeS ?? undefined,
        coreCount: coreCount ?? cores,
        memoryInBytes: memoryInBytes ?? memory,
        machines: hosts ?? (machine === undefined ? undefined : [machine]),
        ...extra,
      }),
      path,
    };
  });
  const { name: _name, ...top } = json;
  const files = Array.from(sizes, ([id, sizeInBytes]) => ({ id, sizeInBytes }));
  const execution = defined({ makespanInSeconds: makespanInSeconds ?? makespan, executedAt, machines });
  const shell = { ...top, workflow: { ...rest, specification: { files }, execution } };
  return { version: versionOf(json), tasks, shell, sizes, unmatched: [], hasExecution: true };
}

function common(
  task: JsonObject,
  id: string,
  path: Path,
): Pick<LiftedTask, 'id' | 'name' | 'parents' | 'children' | 'path'> {
  const name = task['name'];
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : null,
    parents: names(task['parents'], [...path, 'parents']),
    children: names(task['children'], [...path, 'children']),
    path,
  };
}

/** The id of a task; before 1.3 a task had a name only. */
function idOf(task: JsonObject, path: Path): string {
  const id = task['id'] ?? task['name'];
  if (typeof id === 'number') return String(id);
  if (typeof id === 'string' && id !== '') return id;
  return refuse([...path, 'id'], 'The task has no id; give it one.');
}

function taskList(value: Json | undefined, path: Path): readonly Json[] {
  if (!Array.isArray(value)) refuse(path, 'Here should stand the list of tasks; correct it.');
  const list = value as readonly Json[];
  const most = DOCUMENT_LIMITS.tasksMax;
  if (list.length > most) {
    const sentence = `There are ${String(list.length)} tasks, and at most ${String(most)} can be worked with; split the workflow.`;
    refuse(path, sentence, 'wfformat/too-large');
  }
  return list;
}

/** Input and output files of an older task; their sizes are noted on the way. */
function filesOf(value: Json | undefined, path: Path, sizes: Map<string, number>): [string[], string[]] {
  const inputs: string[] = [];
  const outputs: string[] = [];
  listAt(value, path).forEach((item, at) => {
    const file = objectAt(item, [...path, at]);
    const id = file['id'] ?? file['name'];
    if (typeof id !== 'string') refuse([...path, at, 'name'], 'The file has no name; give it one.');
    const size = file['sizeInBytes'] ?? file['size'];
    if (!sizes.has(id)) sizes.set(id, typeof size === 'number' && size >= 0 ? size : 0);
    (file['link'] === 'output' ? outputs : inputs).push(id);
  });
  return [inputs, outputs];
}

function sizesOf(value: Json | undefined, path: Path): Map<string, number> {
  const sizes = new Map<string, number>();
  listAt(value, path).forEach((item, at) => {
    const file = objectAt(item, [...path, at]);
    const { id, sizeInBytes: size } = file;
    if (typeof id === 'string' && typeof size === 'number' && size >= 0 && !sizes.has(id)) sizes.set(id, size);
  });
  return sizes;
}

function versionOf(json: JsonObject): string | null {
  const version = json['schemaVersion'];
  return version === undefined || version === null
    ? null
    : typeof version === 'string'
      ? version
      : JSON.stringify(version);
}

function secondsOf(value: Json | undefined): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}

function objectAt(value: Json | undefined, path: Path): JsonObject {
  return optionalObject(value, path) ?? refuse(path, 'This is missing; add it.');
}

function optionalObject(value: Json | undefined, path: Path): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) refuse(path, 'Here should stand an object; correct it.');
  return value as JsonObject;
}

function listAt(value: Json | undefined, path: Path): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) refuse(path, 'Here should stand a list; correct it.');
  return value as readonly Json[];
}

function names(value: Json | undefined, path: Path): string[] {
  return listAt(value, path).map((name, at) => {
    if (typeof name !== 'string') refuse([...path, at], 'Here should stand the id of a task; correct it.');
    return name;
  });
}

function defined(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

function isDeeperThan(value: Json, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((member: Json) => isDeeperThan(member, most - 1));
}
