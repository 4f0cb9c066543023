/**
 * Problems of shared memories: nobody holds one, a majority of its replicas is never there, a key is read that nobody writes, and
 * expressions that name what a task does not know.
 */
import type { Json } from '../../base/index.ts';
import {
  keyOfUse,
  memoryOf,
  nearestName,
  problemAt,
  WRITES_OF,
  type Document,
  type FieldPath,
  type Fix,
  type Problem,
  type Severity,
  type Task,
} from '../../document/index.ts';
import { parseCondition, parseWritten, quoted, type Expression, type Named } from '../../plan/index.ts';
import { knownNames } from '../../protocols/index.ts';
import { within } from './beliefs.ts';
import { removal } from './names.ts';

export function memoryProblems(document: Document): Problem[] {
  const { memories = [], tasks = [] } = document;
  if (memories.length === 0) return expressionsOver(document, tasks);
  return [
    ...heldBy(document),
    ...typesOf(document, tasks),
    ...placesOf(document, tasks),
    ...keysRead(document, tasks),
    ...expressionsOver(document, tasks),
  ];
}

type Report = (path: FieldPath, code: string, severity: Severity, message: string, fix?: Fix) => void;

function reporting(document: Document): { readonly problems: Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  const report: Report = (path, code, severity, message, fix) => {
    const told = { code, severity, message };
    problems.push(problemAt(document, path, fix === undefined ? told : { ...told, fix }));
  };
  return { problems, report };
}

/** Whether anybody holds each memory, and whether a majority can be there. */
function heldBy(document: Document): Problem[] {
  const { problems, report } = reporting(document);
  const { agents = [], faults = [] } = document;
  const gone = new Set(
    faults.flatMap((fault) =>
      fault.kind === 'crash' && fault.recoverMs === undefined && fault.atMs === 0 ? [fault.agent] : [],
    ),
  );
  document.memories?.forEach(({ id, consistency = 'eventual', replicas = [] }, at) => {
    if (!knownNames.heldByAgents.includes(consistency)) return;
    const path = ['memories', at, 'replicas'];
    const named = [...new Set(replicas)].filter((each) => agents.some((agent) => agent.id === each));
    const held = replicas.length > 0 ? named : agents.flatMap((each) => (each.role === 'manager' ? [] : [each.id]));
    if (held.length === 0) {
      if (agents.length > 0)
        report(path, 'memory-unheld', 'error', `Nobody holds the memory "${id}"; name agents as its replicas.`);
      return;
    }
    replicas.forEach((replica, place) => {
      if (replicas.indexOf(replica) === place) return;
      const message = `The memory "${id}" names "${replica}" as a replica twice, and an agent holds one copy; name it once.`;
      const fix: Fix = { label: 'Name it once', edits: [{ kind: 'remove-item', path, index: place }] };
      report([...path, place], 'replica-twice', 'warning', message, fix);
    });
    const there = held.filter((each) => !gone.has(each)).length;
    if ((consistency === 'strong' || consistency === 'primary-backup') && 2 * there <= held.length)
      report(
        path,
        'quorum-impossible',
        'warning',
        `Of the ${String(held.length)} replicas of "${id}" ${String(there)} ${there === 1 ? 'is' : 'are'} ever up, and a majority must answer: it is never available; let one of them recover, or name others.`,
      );
  });
  return problems;
}

/** Whether what stands in each memory can be served, and can be written as tasks want it. */
function typesOf(document: Document, tasks: readonly Task[]): Problem[] {
  const { problems, report } = reporting(document);
  document.memories?.forEach(({ id, consistency = 'eventual', type = 'register', sessions = [], gossip }, at) => {
    if (consistency === 'eventual' || !knownNames.heldByAgents.includes(consistency)) return;
    const path = ['memories', at];
    if (type !== 'register') {
      const message = `The memory "${id}" is ${consistency} and holds registers alone; make it eventual, or its type register.`;
      report([...path, 'type'], 'type-unserved', 'error', message);
    }
    if (sessions.length > 0) {
      const message = `The memory "${id}" is ${consistency}: session guarantees are those of eventual memories and change nothing here; remove them.`;
      report([...path, 'sessions'], 'sessions-unused', 'warning', message);
    }
    if (gossip !== undefined) {
      const message = `The memory "${id}" is ${consistency}: gossip is for eventual memories and changes nothing here; remove it.`;
      report([...path, 'gossip'], 'gossip-unused', 'warning', message);
    }
  });
  tasks.forEach(({ id, writes = [] }, at) => {
    writes.forEach((use, place) => {
      if (typeof use === 'string') return;
      const memory = document.memories?.find((each) => each.id === use.memory);
      const way = memory?.consistency ?? 'eventual';
      if (use.expect !== undefined && way !== 'primary-backup') {
        const why =
          way === 'strong' ? 'majorities alone cannot compare and set' : 'nobody there knows what others write';
        const message = `The task "${id}" expects what stands in "${use.memory}", which is ${way}: ${why}; make it primary-backup, or write without expecting.`;
        report(['tasks', at, 'writes', place, 'expect'], 'expect-unfit', 'error', message);
      }
      if (use.do === undefined) return;
      const type = memory?.type ?? 'register';
      if (WRITES_OF[type].includes(use.do)) return;
      const can = WRITES_OF[type].join(' or ');
      const message = `The task "${id}" is to ${use.do} in "${use.memory}", which is a ${type}: that is written by ${can}; change what it does, or the type.`;
      report(['tasks', at, 'writes', place, 'do'], 'write-unfit', 'error', message);
    });
  });
  return problems;
}

/** Whether places are those of a list, and can be any. */
function placesOf(document: Document, tasks: readonly Task[]): Problem[] {
  const { problems, report } = reporting(document);
  tasks.forEach(({ id, writes = [] }, at) => {
    writes.forEach((use, place) => {
      if (typeof use === 'string' || use.at === undefined) return;
      const path = ['tasks', at, 'writes', place, 'at'];
      const { type = 'register' } = document.memories?.find((each) => each.id === use.memory) ?? {};
      const does = use.do ?? WRITES_OF[type][0];
      if (type !== 'list' || !['insert', 'move', 'set'].includes(does)) {
        const message = `The task "${id}" names a place to ${does} in "${use.memory}", which is a ${type}: places are for insert, move and set in a list, and change nothing here; remove it.`;
        report(path, 'place-unused', 'warning', message, removal(path));
      } else if (typeof use.at !== 'string' && !(Number.isSafeInteger(use.at) && Number(use.at) >= 0)) {
        const message = `The task "${id}" names the place ${JSON.stringify(use.at)} in "${use.memory}": a place is a whole number from 0 on; write one, or CEL that gives one.`;
        report(path, 'place-unfit', 'error', message);
      }
    });
  });
  return problems;
}

/** Keys that are read and never written. */
function keysRead(document: Document, tasks: readonly Task[]): Problem[] {
  const { problems, report } = reporting(document);
  const nameOf = (use: Parameters<typeof memoryOf>[0]): string => JSON.stringify([memoryOf(use), keyOfUse(use)]);
  const written = new Set(tasks.flatMap(({ writes = [] }) => writes.map(nameOf)));
  tasks.forEach(({ id, reads = [] }, at) => {
    reads.forEach((use, place) => {
      if (written.has(nameOf(use)) || !document.memories?.some((each) => each.id === memoryOf(use))) return;
      const message = `The task "${id}" reads ${keyOfUse(use)} of "${memoryOf(use)}", and no task writes it: it is always null; let a task write it, or read another key.`;
      report(['tasks', at, 'reads', place], 'never-written', 'warning', message);
    });
  });
  return problems;
}

/** What is written as CEL, and conditions, as far as they name memories. */
function expressionsOver(document: Document, tasks: readonly Task[]): Problem[] {
  const { problems, report } = reporting(document);
  const index = new Map(tasks.map((task) => [task.id, task]));
  const valueProblem = (value: Json | undefined, task: Task, path: FieldPath): void => {
    if (typeof value !== 'string') return;
    const about = `The task ${task.id}: `;
    const parsed = parseWritten(value);
    if (!parsed.ok) {
      const instead = `write CEL such as results.${task.id}, or a text in quotes such as "'go'"`;
      report(path, 'value-unreadable', 'error', `${about}${parsed.error}; ${instead}.`);
      return;
    }
    const place = { path, text: value };
    const wrong = strangeClause(place, parsed.value, task) ?? memoryClause(place, parsed.value, [task], document);
    if (wrong === null) return;
    report(path, 'name-unknown', 'error', `${about}the value ${quoted(value)} ${wrong.clause}.`, wrong.fix);
  };
  tasks.forEach((task, at) => {
    task.writes?.forEach((use, place) => {
      if (typeof use === 'string') return;
      for (const field of ['value', 'at', 'expect'] as const)
        valueProblem(use[field], task, ['tasks', at, 'writes', place, field]);
    });
    task.dependsOn?.forEach((one, edge) => {
      if (typeof one === 'string' || one.when?.includes('memory') !== true) return;
      const parsed = parseCondition(one.when);
      if (!parsed.ok) return;
      const seen = [one.task, ...(parsed.value.mentions ?? [])].flatMap((id) => index.get(id) ?? []);
      const path = ['tasks', at, 'dependsOn', edge, 'when'];
      const wrong = memoryClause({ path, text: one.when }, parsed.value, seen, document);
      if (wrong === null) return;
      const message = `A dependency of ${task.id}: the condition ${quoted(one.when)} ${wrong.clause}.`;
      report(path, 'name-unknown', 'error', message, wrong.fix);
    });
  });
  return problems;
}

/** What is wrong with a name in an expression, and what mends it. */
interface Wrong {
  readonly clause: string;
  readonly fix: Fix;
}
interface Written {
  readonly path: FieldPath;
  readonly text: string;
}

/** The fix that puts another name in the place of one. */
function written({ path, text }: Written, { start, end }: Named, by: string): Fix {
  const value = `${text.slice(0, start)}${by}${text.slice(end)}`;
  return { label: `Write ${by}`, edits: [{ kind: 'set-field', path, value }] };
}

/** A value sees results and what was read; tasks that it names are looked at with those of conditions. */
function strangeClause(place: Written, { unknown }: Expression, { id }: Task): Wrong | null {
  const [strange] = unknown;
  // An id with a minus, which is said there.
  if (strange === undefined || /results\.\w+-$/.test(place.text.slice(0, strange.start))) return null;
  const near = nearestName(strange.name, ['results', 'memory']);
  const by = near ?? JSON.stringify(strange.name);
  const clause = `names "${strange.name}", which means nothing here; it sees results.${id} and memory, and a text is written "'${strange.name}'"`;
  return { clause, fix: written(place, strange, by) };
}

/** A memory that is named must be there, and be used by one of the tasks that are seen. */
function memoryClause(
  place: Written,
  { memories }: Expression,
  seen: readonly Task[],
  document: Document,
): Wrong | null {
  const all = (document.memories ?? []).map(({ id }) => id);
  for (const named of memories) {
    const { name } = named;
    if (!all.includes(name)) {
      const near = nearestName(name, all);
      const clause = `names the memory "${name}", and there is no such memory;`;
      return near === null
        ? { clause: `${clause} name another`, fix: removal(place.path) }
        : { clause: `${clause} perhaps "${near}" is meant`, fix: written(place, named, within('memory', near)) };
    }
    if (!seen.some(({ reads = [], writes = [] }) => [...reads, ...writes].some((use) => memoryOf(use) === name))) {
      const who = seen.map(({ id }) => `"${id}"`).join(' and ');
      return {
        clause: `names the memory "${name}", which ${who} neither reads nor writes; let it read the key`,
        fix: removal(place.path),
      };
    }
  }
  return null;
}
