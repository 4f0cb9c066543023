/**
 * Problems of expressions: what cannot be read; names of tasks that are not there, do not stand before, are switched off
 * or are written as something else, for such an expression would wait for ever; and what may be decided but takes too
 * long to weigh. Each says what to write instead, and mends it where that is clear.
 */
import {
  disabledTasks,
  problemAt,
  type Document,
  type FieldPath,
  type Fix,
  type Problem,
  type Task,
} from '../../document/index.ts';
import type { Json, JsonObject } from '../../base/index.ts';
import {
  parseCondition,
  parsePredicate,
  parseReduction,
  parseThought,
  parseWritten,
  type Expression,
} from '../../plan/index.ts';
import { BeliefNames } from './beliefs.ts';
import { bracketed, Names, type Place } from './names.ts';
import { decidedTasks, type Consensus } from './tasks.ts';

export function expressionProblems(document: Document): Problem[] {
  const places = placesOf(document);
  if (places.length === 0) return [];
  const names = new Names(document);
  const beliefs = new BeliefNames(document);
  const problems: Problem[] = [];
  for (const place of places) {
    if (place.parsed.ok) {
      names.ask(place, place.parsed.value);
      problems.push(...beliefs.problems(place, place.parsed.value));
    } else problems.push(unreadable(document, names, place, place.parsed.error));
  }
  return [...problems, ...names.problems(), ...weightyProblems(document)];
}

interface Written extends Place {
  readonly parsed: { readonly ok: true; readonly value: Expression } | { readonly ok: false; readonly error: string };
  /** What else a person may write there. */
  readonly example: string;
}

function placesOf(document: Document): Written[] {
  const { tasks = [] } = document;
  const composites = new Set(tasks.map(({ parent }) => parent));
  const off = disabledTasks(tasks);
  const places: Written[] = [];
  tasks.forEach((task, at) => {
    const of = { task: at, asWhole: false, sees: 'results' } as const;
    task.dependsOn?.forEach((one, edge) => {
      if (typeof one === 'string' || one.when === undefined) return;
      const path = ['tasks', at, 'dependsOn', edge, 'when'];
      const subject = `A dependency of ${task.id}`;
      places.push({
        ...of,
        sees: 'results, memory, recalled and beliefs',
        path,
        subject,
        text: one.when,
        parsed: parseCondition(one.when),
        example: 'write CEL such as results.review.ok',
      });
    });
    if (off.has(task.id)) return;
    places.push(...writePlaces(task, at));
    const { reduce, action } = task;
    if (reduce !== undefined && composites.has(task.id)) {
      const path = ['tasks', at, 'reduce'];
      const subject = `The composite ${task.id}`;
      places.push({
        ...of,
        asWhole: true,
        path,
        subject,
        text: reduce,
        parsed: parseReduction(reduce),
        example: 'write CEL such as results.p.score + results.q.score',
      });
    }
    if (action?.kind === 'consensus' && action.valid !== undefined) {
      const path = ['tasks', at, 'action', 'valid'];
      const subject = `The task ${task.id}`;
      places.push({
        ...of,
        sees: 'value',
        path,
        subject,
        text: action.valid,
        parsed: parsePredicate(action.valid),
        example: 'write CEL such as value > 0',
      });
    }
  });
  places.push(...beliefPlaces(tasks, off), ...goalPlaces(document));
  return places;
}

/** What is written, as far as it names results of others; what else it names is looked at with memories, and what cannot be read. */
function writePlaces({ id, writes = [] }: Task, task: number): Written[] {
  return writes.flatMap((use, place) =>
    (['value', 'at', 'expect'] as const).flatMap((field): Written[] => {
      const text = typeof use === 'string' ? undefined : use[field];
      if (typeof text !== 'string') return [];
      const parsed = parseWritten(text);
      if (!parsed.ok) return [];
      const path = ['tasks', task, 'writes', place, field];
      const others = { ...parsed.value, tasks: parsed.value.tasks.filter(({ name }) => name !== id), unknown: [] };
      const about = {
        task,
        asWhole: false,
        sees: 'results and memory',
        subject: `The task ${id}`,
        example: '',
      } as const;
      return [{ ...about, path, text, parsed: { ok: true, value: others } }];
    }),
  );
}

/** What tasks make their agents believe: texts are CEL. What is named and not over cannot be told, and changes nothing. */
function beliefPlaces(tasks: readonly Task[], off: ReadonlySet<string>): Written[] {
  return tasks.flatMap(({ id, believes = {} }, at) =>
    Object.entries(off.has(id) ? {} : believes).flatMap(([name, text]): Written[] => {
      if (typeof text !== 'string') return [];
      return [
        {
          task: null,
          asWhole: true,
          sees: 'results and beliefs',
          path: ['tasks', at, 'believes', name],
          subject: `What ${id} makes its agent believe`,
          text,
          parsed: parseThought(text),
          example: 'write CEL such as results.plan.ok, a plain text in quotes such as "\'yes\'"',
        },
      ];
    }),
  );
}

/** When goals of agents are reached. */
function goalPlaces({ agents = [] }: Document): Written[] {
  return agents.flatMap(({ id, goals = [] }, at) =>
    goals.flatMap((goal, place): Written[] => {
      const when = isObject(goal) ? goal['when'] : undefined;
      if (typeof when !== 'string') return [];
      return [
        {
          task: null,
          believer: id,
          asWhole: true,
          sees: 'results and beliefs',
          path: ['agents', at, 'goals', place, 'when'],
          subject: `A goal of ${id}`,
          text: when,
          parsed: parseThought(when),
          example: 'write CEL such as results.review.ok',
        },
      ];
    }),
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(
  document: Document,
  names: Names,
  { path, subject, text, example }: Written,
  error: string,
): Problem {
  const miswritten = names.miswritten(text);
  const instead = miswritten === null ? example : `write ${bracketed(miswritten)}`;
  const code = path.at(-1) === 'reduce' ? 'reduction-unreadable' : 'condition-unreadable';
  const message = `${subject}: ${error}; ${instead}.`;
  const fix: Fix | null =
    miswritten === null
      ? null
      : {
          label: `Write ${bracketed(miswritten)}`,
          edits: [{ kind: 'set-field', path, value: text.replaceAll(`results.${miswritten}`, bracketed(miswritten)) }],
        };
  return problemAt(document, path, { code, severity: 'error', message, ...(fix === null ? {} : { fix }) });
}

/** Values of a decision that are weighed beforehand. */
const weighedMax = 100;

/** What may be decided must be weighed by every member, many times over: none of the known values may take too long. */
function weightyProblems(document: Document): Problem[] {
  return decidedTasks(document).flatMap(({ at, task: { id }, action }) => {
    if (action.valid === undefined) return [];
    const parsed = parsePredicate(action.valid);
    if (!parsed.ok) return [];
    for (const value of valuesOf(document, id, action).slice(0, weighedMax)) {
      const told = parsed.value.test(value);
      if (told.ok || !told.endless) continue;
      const path: FieldPath = ['tasks', at, 'action', 'valid'];
      const message = `The task ${id}: ${told.error}.`;
      return [problemAt(document, path, { code: 'expression-endless', severity: 'error', message })];
    }
    return [];
  });
}

function valuesOf({ agents = [] }: Document, id: Task['id'], action: Consensus): Json[] {
  const belief = action.belief ?? id;
  const believed = action.source === 'belief' ? agents.flatMap(({ beliefs = {} }) => beliefs[belief] ?? []) : [];
  return [action.value ?? null, ...(action.options ?? []), ...Object.values(action.ballots ?? {}), ...believed];
}
