/*
 * What is larger, smaller or longer than the format allows, as errors with their places. The bounds are those of the
 * schema; this file only walks a document beside it, since a whole parse of a large document at every edit is slow.
 */
import type * as v from 'valibot';
import type { Json } from '../../../base/index.ts';
import { pathText } from '../../../base/index.ts';
import { isAboutBound } from '../../schema/bounds.ts';
import { entriesOf, issueSentence, itemOf, unwrap } from '../../schema/field.ts';
import { documentSchema, type Document } from '../../schema.ts';
import { problemAt, type Fix, type Problem } from '../problem.ts';

/** Problems of bounds that are listed one by one. */
const LISTED_MAX = 1000;

type Path = (string | number)[];
type Report = (path: Path, sentence: string, nearest?: number) => void;
type Look = (value: unknown, path: Path, report: Report) => void;

/** Every bound that a document breaks. */
export function boundProblems(document: Document): Problem[] {
  const problems: Problem[] = [];
  lookOf(documentSchema)(document, [], (path, sentence, nearest) => {
    if (problems.length >= LISTED_MAX) return;
    const fix: Fix | undefined =
      nearest === undefined
        ? undefined
        : {
            label: `Set it to ${String(nearest)}`,
            edits: [{ kind: 'set-field', path: [...path], value: nearest as Json }],
          };
    const rest = { code: 'bounds', severity: 'error', message: `${pathText(path)}: ${sentence}` } as const;
    problems.push(problemAt(document, path, fix === undefined ? rest : { ...rest, fix }));
  });
  return problems;
}

/** What of valibot's schemas is read here. */
interface Shape {
  readonly type: string;
  readonly kind: string;
  readonly pipe?: readonly Shape[];
  readonly requirement?: unknown;
  readonly message?: unknown;
  readonly options?: readonly v.GenericSchema[];
  readonly key?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly getter?: (input: unknown) => v.GenericSchema;
  readonly '~run'?: (dataset: { typed: true; value: unknown }, config: object) => { issues?: v.BaseIssue<unknown>[] };
}

const looks = new WeakMap<v.GenericSchema, Look>();
const nothing: Look = () => undefined;

function lookOf(written: v.GenericSchema): Look {
  const schema = unwrap(written);
  const known = looks.get(schema);
  if (known !== undefined) return known;
  const inside = insideOf(schema);
  const bounds = boundsOf(schema as unknown as Shape);
  const look: Look =
    bounds.length === 0
      ? inside
      : (value, path, report) => {
          for (const bound of bounds) bound(value, path, report);
          inside(value, path, report);
        };
  looks.set(schema, look);
  return look;
}

/** The bounds of a schema's pipe, and of the pipes in it. */
function boundsOf({ pipe = [] }: Shape): Look[] {
  return pipe.flatMap((item, at) => (at === 0 ? boundsOf(item) : isAboutBound(item) ? [boundOf(item)] : []));
}

function boundOf(action: Shape): Look {
  const { type, requirement, message } = action;
  const sentence = typeof message === 'string' ? message : '';
  const limit = typeof requirement === 'number' ? requirement : 0;
  switch (type) {
    case 'min_value':
      return (value, path, report) => {
        if (typeof value === 'number' && value < limit) report(path, sentence, limit);
      };
    case 'max_value':
      return (value, path, report) => {
        if (typeof value === 'number' && value > limit) report(path, sentence, limit);
      };
    case 'gt_value':
      return (value, path, report) => {
        if (typeof value === 'number' && value <= limit) report(path, sentence);
      };
    case 'integer':
      return (value, path, report) => {
        if (typeof value === 'number' && !Number.isInteger(value)) report(path, sentence, Math.round(value));
      };
    case 'max_length':
      return (value, path, report) => {
        if ((typeof value === 'string' || Array.isArray(value)) && value.length > limit) report(path, sentence);
      };
    default:
      return (value, path, report) => {
        if (value === undefined) return;
        for (const issue of action['~run']?.({ typed: true, value }, {}).issues ?? [])
          report(path, issueSentence(issue));
      };
  }
}

/** Looks at what a value holds. */
function insideOf(schema: v.GenericSchema): Look {
  const shape = schema as unknown as Shape;
  const { type, getter, options } = shape;
  if (type === 'lazy' && getter !== undefined)
    return (value, path, report) => {
      lookOf(getter(value))(value, path, report);
    };
  if (type === 'union' && options !== undefined)
    return (value, path, report) => {
      const option = options.find((one) => takes(one, value));
      if (option !== undefined) lookOf(option)(value, path, report);
    };
  if (type === 'array') return each(lookOf(itemOf(schema) ?? schema));
  if (type === 'record') return members(lookOf(shape.key ?? schema), lookOf(shape.value ?? schema));
  const entries = Object.entries(entriesOf(schema)).map(([key, entry]) => [key, lookOf(entry)] as const);
  return entries.length === 0 ? nothing : fieldsIn(new Map(entries));
}

function each(look: Look): Look {
  return (value, path, report) => {
    if (!Array.isArray(value)) return;
    const level = path.length;
    for (let at = 0; at < value.length; at += 1) {
      path[level] = at;
      look(value[at], path, report);
    }
    path.length = level;
  };
}

function members(key: Look, look: Look): Look {
  return (value, path, report) => {
    if (!isObject(value)) return;
    const level = path.length;
    for (const name of Object.keys(value)) {
      path[level] = name;
      key(name, path, report);
      look(value[name], path, report);
    }
    path.length = level;
  };
}

function fieldsIn(entries: ReadonlyMap<string, Look>): Look {
  return (value, path, report) => {
    if (!isObject(value)) return;
    const level = path.length;
    for (const name of Object.keys(value)) {
      const look = entries.get(name);
      if (look === undefined || value[name] === undefined) continue;
      path[level] = name;
      look(value[name], path, report);
    }
    path.length = level;
  };
}

/** Whether a branch of a union is meant for a value, by its kind alone. */
function takes(option: v.GenericSchema, value: unknown): boolean {
  const { type } = option;
  if (typeof value === 'string') return type === 'string' || type === 'picklist' || type === 'literal';
  if (typeof value === 'number') return type === 'number';
  if (Array.isArray(value)) return type === 'array';
  return isObject(value) && type !== 'string' && type !== 'picklist' && type !== 'number' && type !== 'array';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
