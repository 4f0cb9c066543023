/*
 * Where a document holds expressions, what each of them sees, and what renaming does to them. Which task, agent, memory or belief is
 * meant is read off the signs of the expression, so that texts and names that are only alike stay. Nothing is told or checked here.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../schema.ts';
import type { Task } from '../schema/task.ts';
import type { Collection, FieldPath } from '../validate/references.ts';
import { withNames } from './cel-names.ts';
import type { Change } from './draft.ts';

/** New names by the old ones, for the nodes of each collection. */
export type Names = Readonly<Partial<Record<Collection, ReadonlyMap<string, string>>>>;

/** An expression, and of what the names behind its variables are. */
export interface Place {
  readonly path: FieldPath;
  readonly text: string;
  readonly sees: Readonly<Partial<Record<string, Collection | 'own'>>>;
  /** Whose beliefs are its own: an agent, or whoever does a task. */
  readonly of?: { readonly agent: string } | { readonly task: Task };
}

const inCondition = { results: 'tasks', memory: 'memories', beliefs: 'agents' } as const;
const inValue = { results: 'tasks', memory: 'memories' } as const;
const inThought = { results: 'tasks', beliefs: 'own' } as const;
const inExpectation = { tasks: 'tasks', decisions: 'tasks', agents: 'agents' } as const;

/** Every expression of a document that names anything of it. */
export function expressionsOf({ tasks = [], agents = [], expect = [] }: Document): readonly Place[] {
  const places: Place[] = [];
  const add = (path: FieldPath, text: unknown, rest: Omit<Place, 'path' | 'text'>): void => {
    if (typeof text === 'string') places.push({ path, text, ...rest });
  };
  tasks.forEach((task, at) => {
    task.dependsOn?.forEach((one, edge) => {
      if (typeof one !== 'string') add(['tasks', at, 'dependsOn', edge, 'when'], one.when, { sees: inCondition });
    });
    add(['tasks', at, 'reduce'], task.reduce, { sees: { results: 'tasks' } });
    task.writes?.forEach((use, place) => {
      if (typeof use === 'string') return;
      for (const key of ['value', 'at', 'expect'] as const)
        add(['tasks', at, 'writes', place, key], use[key], { sees: inValue });
    });
    for (const [name, value] of Object.entries(task.believes ?? {}))
      add(['tasks', at, 'believes', name], value, { sees: inThought, of: { task } });
  });
  agents.forEach(({ id, goals = [] }, at) => {
    goals.forEach((goal, place) => {
      const { when } = Object(goal) as { readonly when?: unknown };
      add(['agents', at, 'goals', place, 'when'], when, { sees: inThought, of: { agent: id } });
    });
  });
  expect.forEach(({ that }, at) => {
    add(['expect', at, 'that'], that, { sees: inExpectation });
  });
  return places;
}

/** The changes that let expressions speak of nodes by their new names. What a decision asks for by the id of its task stays what it was. */
export function renamedExpressions(document: Document, names: Names): Change[] {
  const changes: Change[] = [];
  for (const { path, text, sees } of expressionsOf(document)) {
    const value = withNames(text, (variable, [first = '', ...rest]) => {
      const seen = Object.hasOwn(sees, variable) ? sees[variable] : undefined;
      const to = seen === undefined || seen === 'own' ? undefined : names[seen]?.get(first);
      return to === undefined ? null : [to, ...rest];
    });
    if (value !== text) changes.push({ kind: 'set-field', path, value });
  }
  document.tasks?.forEach(({ id, action }, at) => {
    const asks = action?.kind === 'consensus' && action.source === 'belief' && action.belief === undefined;
    if (asks && names.tasks?.has(id) === true)
      changes.push({ kind: 'set-field', path: ['tasks', at, 'action', 'belief'], value: id });
  });
  return changes;
}

/** The changes that give a belief of an agent another name, wherever it is meant; a sentence where that name is another belief. */
export function changesToRenameBelief(
  document: Document,
  { agent, from, to }: { readonly agent: string; readonly from: string; readonly to: string },
): Change[] | string {
  const { agents = [], tasks = [] } = document;
  const places = expressionsOf(document);
  const believers = believersOf(document, agent, from, places);
  const holders: readonly (readonly [FieldPath, Readonly<Record<string, Json>>, string])[] = [
    ...agents.flatMap(({ id, beliefs = {} }, at) =>
      believers.has(id) ? [[['agents', at, 'beliefs'], beliefs, `The agent "${id}"`] as const] : [],
    ),
    ...tasks.flatMap((task, at) =>
      task.believes !== undefined && doersOf(document, task).some((id) => believers.has(id))
        ? [[['tasks', at, 'believes'], task.believes, `The task "${task.id}"`] as const]
        : [],
    ),
  ];
  const other = holders.find(([, map]) => Object.hasOwn(map, to));
  if (other !== undefined) return `${other[2]} has a belief “${to}” already; choose another name.`;
  const changes: Change[] = [];
  // Texts first: a place inside of a map goes by the name that it still has.
  for (const { path, text, sees, of } of places) {
    const isOwn =
      of !== undefined && ('agent' in of ? [of.agent] : doersOf(document, of.task)).some((id) => believers.has(id));
    const value = withNames(text, (variable, names) => {
      if (variable !== 'beliefs' || sees['beliefs'] === undefined) return null;
      if (sees['beliefs'] === 'own') return isOwn && names[0] === from ? [to, ...names.slice(1)] : null;
      const [who = '', name] = names;
      return believers.has(who) && name === from ? [who, to, ...names.slice(2)] : null;
    });
    if (value !== text) changes.push({ kind: 'set-field', path, value });
  }
  tasks.forEach((task, at) => {
    const { action } = task;
    if (action?.kind !== 'consensus' || action.source !== 'belief' || (action.belief ?? task.id) !== from) return;
    if (doersOf(document, task).some((id) => believers.has(id)))
      changes.push({ kind: 'set-field', path: ['tasks', at, 'action', 'belief'], value: to });
  });
  for (const [path, map] of holders)
    if (Object.hasOwn(map, from)) changes.push(...movedKey(changes, path, map, { from, to }));
  return changes;
}

/** Takes a value to another key, in its place among the others. */
function movedKey(
  before: readonly Change[],
  path: FieldPath,
  map: Readonly<Record<string, Json>>,
  { from, to }: { readonly from: string; readonly to: string },
): Change[] {
  const own = [...path, from].join('\n');
  const told = before.find((change) => change.path.join('\n') === own);
  const value = (told?.kind === 'set-field' ? told.value : undefined) ?? map[from] ?? null;
  const position = Object.keys(map).indexOf(from);
  return [
    { kind: 'set-field', path: [...path, from] },
    { kind: 'set-field', path: [...path, to], value, position },
  ];
}

/** The agents for whom the name is one belief with that of this agent: a task that speaks of it and may fall to several joins them. */
function believersOf(document: Document, agent: string, name: string, places: readonly Place[]): ReadonlySet<string> {
  const speaking = new Set(
    places.flatMap(({ of, text }) => (of !== undefined && 'task' in of && names(text, name) ? [of.task] : [])),
  );
  const groups = (document.tasks ?? []).flatMap((task) => {
    const { action } = task;
    const asks = action?.kind === 'consensus' && action.source === 'belief' && (action.belief ?? task.id) === name;
    const gives = Object.hasOwn(task.believes ?? {}, name);
    return asks || gives || speaking.has(task) ? [doersOf(document, task)] : [];
  });
  const joined = new Set([agent]);
  for (let grows = true; grows;) {
    grows = false;
    for (const group of groups) {
      if (!group.some((id) => joined.has(id)) || group.every((id) => joined.has(id))) continue;
      for (const id of group) joined.add(id);
      grows = true;
    }
  }
  return joined;
}

/** Whether an expression names a belief of its own. */
function names(text: string, belief: string): boolean {
  let found = false;
  withNames(text, (variable, [first]) => {
    if (variable === 'beliefs' && first === belief) found = true;
    return null;
  });
  return found;
}

/** Who may do a task: the agent that it is pinned to, those who decide, else any. */
function doersOf({ agents = [] }: Document, { agent, action }: Task): readonly string[] {
  if (action?.kind === 'consensus' && action.participants !== undefined && action.participants.length > 0)
    return action.participants;
  return agent === undefined ? agents.map(({ id }) => id) : [agent];
}
