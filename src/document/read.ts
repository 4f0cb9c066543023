/*
 * Reading and writing a document. Reading never fails half-way: whatever JSON comes in, a document comes out that has
 * the shape its type promises, with every problem listed. What has a wrong shape is set aside, never lost: the source
 * is kept, and the document is read-only. What is beyond a bound stays as it was written; it is an error like others.
 * Nothing here runs anything or fills in a default.
 */
import * as v from 'valibot';
import { clonePlain, pathText, type Json, type JsonObject } from '../base/index.ts';
import { isAboutBound } from './schema/bounds.ts';
import { issueSentence } from './schema/field.ts';
import { migrate } from './migrate.ts';
import { hasShape } from './validate/has-shape.ts';
import { problemAt, type Problem } from './validate/problem.ts';
import { documentSchema, FORMAT_NAME, type Document } from './schema.ts';
import { sizeProblems } from './validate/bounds/validate-size.ts';

/** What came out of a file. */
export interface ReadDocument {
  /** Always of the promised shape. */
  readonly document: Document;
  readonly problems: readonly Problem[];
  /** Parts had to be set aside, or it is of a newer version: saving the document would lose something. */
  readonly readOnly: boolean;
  /** What was read, exactly; write this back where the document is read-only. */
  readonly source: Json;
  /** The version that it was written in. */
  readonly version: number;
}

/** Rounds of setting aside; each goes at least one level up, and a document has fewer levels than this. */
const ROUNDS_MAX = 12;
/** Problems of shape that are listed one by one. */
const SHAPE_PROBLEMS_MAX = 1000;

/** Reads a document out of JSON as far as its shape goes, for whoever only keeps or lists it. */
export function readShape(json: Json): ReadDocument {
  return readWith(json, () => []);
}

/** Reads a document out of JSON, with the problems of its shape and those that `check` finds. */
export function readWith(json: Json, check: (document: Document) => readonly Problem[]): ReadDocument {
  const migrated = migrate(json);
  const inert = !migrated.ok;
  const refusals: Problem[] = [];
  let version = 1;
  if (migrated.ok) {
    version = migrated.value.from;
  } else {
    const code = migrated.error.code.slice('migrate/'.length);
    const path = code === 'not-a-document' ? [] : ['version'];
    refusals.push(problemAt({}, path, { code, severity: 'error', message: migrated.error.message }));
    if (code === 'newer-version') version = (json as JsonObject)['version'] as number;
  }
  const written = migrated.ok ? migrated.value.json : json;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return { document: {}, problems: refusals, readOnly: true, source: json, version };
  }
  const object = written as JsonObject;
  const format = object['format'];
  if (format !== undefined && format !== FORMAT_NAME) {
    const message = `format: This is not a Conclave document (${JSON.stringify(format)}); import it instead.`;
    refusals.push(problemAt({}, ['format'], { code: 'format', severity: 'error', message }));
  }
  const tooLarge = sizeProblems(lists(object));
  if (tooLarge.length > 0) {
    return { document: {}, problems: [...refusals, ...tooLarge], readOnly: true, source: json, version };
  }
  const shaped = shape(object);
  const problems = [...refusals, ...shaped.problems, ...check(shaped.document)];
  return { document: shaped.document, problems, readOnly: inert || shaped.problems.length > 0, source: json, version };
}

/** The text of a document, kind to version control: two blanks a level, keys in the order in which they were written. */
export function stringifyDocument(document: Document | Json): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The lists that are counted, where they are lists. */
function lists(object: JsonObject): Document {
  const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
  return { agents: list(object['agents']), tasks: list(object['tasks']) } as unknown as Document;
}

interface Shaped {
  readonly document: Document;
  readonly problems: readonly Problem[];
}

/** The document without the parts whose shape is wrong, and a problem for each of them. */
function shape(object: JsonObject): Shaped {
  if (hasShape(documentSchema, object)) return { document: object, problems: [] };
  let issues = shapeIssues(object);
  const problems: Problem[] = [];
  for (const issue of issues.slice(0, SHAPE_PROBLEMS_MAX)) {
    const path = keysOf(issue);
    const message = `${path.length === 0 ? 'The document' : pathText(path)}: ${issueSentence(issue)} It is set aside until it is corrected.`;
    problems.push(problemAt(object, path, { code: 'shape', severity: 'error', message }));
  }
  const copy = clonePlain<{ [key: string]: Json }>(object);
  for (let round = 0; issues.length > 0 && round < ROUNDS_MAX; round += 1) {
    const holes = new Set<Json[]>();
    for (const issue of issues) setAside(copy, keysOf(issue), holes);
    for (const list of holes) {
      const kept = list.filter((item) => item !== HOLE);
      list.length = 0;
      for (const item of kept) list.push(item);
    }
    issues = shapeIssues(copy);
  }
  return { document: issues.length === 0 ? copy : {}, problems };
}

/** What is wrong with the shape; bounds are told by validation. */
function shapeIssues(value: unknown): v.BaseIssue<unknown>[] {
  return (v.safeParse(documentSchema, value).issues ?? []).filter((issue) => !isAboutBound(issue));
}

const HOLE = Object.freeze({}) as Json;

/** Takes out what stands at a path; where nothing stands there (a missing id), what should have held it. */
function setAside(root: { [key: string]: Json }, path: readonly (string | number)[], holes: Set<Json[]>): void {
  let holder: Json = root;
  let last: { readonly in: Json; readonly key: string | number } | null = null;
  for (const key of path) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) break;
    last = { in: holder, key };
    holder = (holder as { readonly [key: string | number]: Json })[key] ?? null;
  }
  if (last === null) return;
  if (Array.isArray(last.in)) {
    const list = last.in as Json[];
    list[last.key as number] = HOLE;
    holes.add(list);
  } else {
    delete (last.in as { [key: string | number]: Json })[last.key];
  }
}

function keysOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  return issue.path?.map((item) => item.key as string | number) ?? [];
}
