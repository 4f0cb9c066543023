/*
 * Numbered migrations: each lifts a written document from one version of the format to the next, and is never edited
 * once it was released. They work on plain JSON, drop nothing that they do not know, and are pure. A document without
 * a version is of the current one; a newer one is left alone, and the reader opens it inert.
 */
import { err, ok, type Json, type JsonObject, type Result } from '../base/index.ts';
import { FORMAT_VERSION } from './schema.ts';

/** One step from `from` to `from + 1`. */
export interface Migration {
  readonly from: number;
  readonly title: string;
  readonly lift: (document: JsonObject) => JsonObject;
}

export interface MigrationProblem {
  readonly code: 'migrate/not-a-document' | 'migrate/version' | 'migrate/newer-version';
  readonly message: string;
}

/** A document of the current version, and the version that it came from. */
export interface Migrated {
  readonly json: JsonObject;
  readonly from: number;
}

/** Every migration, in order. */
export const MIGRATIONS: readonly Migration[] = [
  {
    from: 0,
    title:
      'Dependencies from a list of links to the tasks, skills to capabilities, bosses to reportsTo, times to actions',
    lift: liftVersion0,
  },
];

/** Lifts a written document to the current version. */
export function migrate(json: Json): Result<Migrated, MigrationProblem> {
  if (!isObject(json)) {
    return err({ code: 'migrate/not-a-document', message: 'A document is an object; choose another file.' });
  }
  const version = json['version'] ?? FORMAT_VERSION;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    const message = `version: "${JSON.stringify(version)}" is not a version; write ${String(FORMAT_VERSION)}.`;
    return err({ code: 'migrate/version', message });
  }
  if (version > FORMAT_VERSION) {
    const message = `version: The document is of version ${String(version)}, newer than ${String(FORMAT_VERSION)}; open it with a newer Conclave.`;
    return err({ code: 'migrate/newer-version', message });
  }
  let lifted = json;
  for (const migration of MIGRATIONS) {
    if (migration.from >= version) lifted = { ...migration.lift(lifted), version: migration.from + 1 };
  }
  return ok({ json: lifted, from: version });
}

/**
 * Version 0 kept dependencies in one list of `links` ({from, to, transferMs}), an agent's `skills` and `boss`, and a
 * task's `durationMs` and `skills` on the task itself.
 */
function liftVersion0(document: JsonObject): JsonObject {
  const { links, agents, tasks, ...rest } = document;
  const incoming = new Map<string, Json[]>();
  const odd: Json[] = [];
  for (const link of Array.isArray(links) ? (links as readonly Json[]) : []) {
    if (!isObject(link) || typeof link['from'] !== 'string' || typeof link['to'] !== 'string') {
      odd.push(link);
      continue;
    }
    const { from, to, ...edge } = link;
    const list = incoming.get(to) ?? [];
    list.push(Object.keys(edge).length === 0 ? from : { task: from, ...edge });
    incoming.set(to, list);
  }
  const known = new Set<string>();
  const liftedTasks = eachObject(tasks, (task) => {
    const { durationMs, skills, ...fields } = task;
    const id = typeof task['id'] === 'string' ? task['id'] : undefined;
    const dependsOn = id === undefined || known.has(id) ? undefined : incoming.get(id);
    if (id !== undefined) known.add(id);
    return {
      ...fields,
      ...(skills === undefined ? {} : { requires: skills }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
      ...(durationMs === undefined ? {} : { action: { kind: 'simulate', durationMs } }),
    };
  });
  for (const [to, list] of incoming) {
    if (!known.has(to)) for (const from of list) odd.push({ from: isObject(from) ? (from['task'] ?? null) : from, to });
  }
  const liftedAgents = eachObject(agents, (agent) => {
    const { skills, boss, ...fields } = agent;
    return {
      ...fields,
      ...(skills === undefined ? {} : { capabilities: skills }),
      ...(boss === undefined ? {} : { reportsTo: boss }),
    };
  });
  return {
    ...rest,
    ...(liftedAgents === undefined ? {} : { agents: liftedAgents }),
    ...(liftedTasks === undefined ? {} : { tasks: liftedTasks }),
    // What leads to no task is kept under its old name rather than lost.
    ...(odd.length === 0 ? {} : { links: odd }),
  };
}

function eachObject(list: Json | undefined, lift: (item: JsonObject) => JsonObject): Json | undefined {
  return Array.isArray(list) ? (list as readonly Json[]).map((item) => (isObject(item) ? lift(item) : item)) : list;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
