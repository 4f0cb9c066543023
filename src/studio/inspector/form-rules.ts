/**
 * Which fields a form shows, in which groups, and what setting one of them does to the document. The fields themselves come from
 * the document's schema; only what says nothing of a node is left out here, until it is written. Pure.
 */
import {
  isDecided,
  isSliced,
  actionSchemas,
  compositesOf,
  defaultOf,
  isActionKind,
  optionsOf,
  patternOf,
  shownName,
  type Collection,
  type Document,
  type Edit,
  type EditProblem,
  type FieldPath,
  type FormField,
  type Problem,
} from '../../document/index.ts';
import { equalJson, pathText, type Json, type JsonObject } from '../../base/index.ts';
import { knownNames, patternCardOf } from '../../protocols/index.ts';
import { covers } from './field-request.ts';

/** What a form edits: a node of a collection, or the document itself. */
export type FormSubject =
  | { readonly kind: 'node'; readonly collection: Collection; readonly id: string; readonly index: number }
  | { readonly kind: 'document' };

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** Groups that most people never need, and what is said to be in them: they stand under one fold. */
const advanced: ReadonlyMap<string, string> = new Map([
  ['Failure', 'retry, timeouts, failure'],
  ['Recovery', 'recovery'],
  ['Time slices', 'time slices'],
  ['Period', 'period'],
  ['Beliefs and memory', 'beliefs and memory'],
  ['Working memory', 'working memory'],
]);

/** What the fold is called. */
export function foldTitle(folded: readonly FieldGroup[]): string {
  return `Advanced: ${folded.map(({ title }) => advanced.get(title) ?? title).join(', ')}`;
}
/** Fields that say nothing until the document has what they speak of: shown where they are written, or are offered. */
const quiet: ReadonlySet<string> = new Set([
  'inside',
  'recovers',
  'checkpointEveryMs',
  'checkpointMs',
  'behaviour',
  'parent',
  'combine',
  'weight',
  'pieceMs',
  'period',
  'resources',
  'holds',
  'preemptible',
]);
/** What is said of work, and nobody works at a composite. */
const ofWork: ReadonlySet<string> = new Set([
  'action',
  'requires',
  'agent',
  'load',
  'weight',
  'pieceMs',
  'period',
  'priority',
  'resources',
  'holds',
  'preemptible',
  'reads',
  'writes',
  'believes',
  'recalls',
  'recallMs',
  'missMs',
  'remembers',
  'retry',
  'queueTimeoutMs',
  'graceMs',
]);

/** What one agent does for a task, and no group that decides. */
const ofOne: ReadonlySet<string> = new Set([
  'weight',
  'pieceMs',
  'period',
  'resources',
  'holds',
  'preemptible',
  'reads',
  'writes',
  'recalls',
  'recallMs',
  'missMs',
  'remembers',
]);

type Values = Readonly<Record<string, unknown>>;

/** Which fields of a node the document calls for, and which mean nothing on it. */
export function fieldsFor(document: Document, subject: FormSubject): Offer {
  if (subject.kind === 'document') return nothingSpecial;
  if (subject.collection === 'agents') return fieldsForAgent(document, subject.id);
  if (subject.collection === 'memories') return fieldsForMemory(document, subject.index);
  if (subject.collection !== 'tasks') return nothingSpecial;
  const { parts } = compositesOf(document);
  const composite = parts.has(subject.id);
  const others = [...parts.keys()].some((id) => id !== subject.id);
  const recalls = document.tasks?.[subject.index]?.recalls !== undefined;
  const offered = [
    ...(composite ? ['combine'] : []),
    ...(others ? ['parent'] : []),
    ...((document.resources ?? []).length > 0 ? ['resources', 'holds', 'preemptible'] : []),
    ...(document.agents?.some(isSliced) === true ? ['weight', 'pieceMs', 'period'] : []),
    ...(areBeliefsUsed(document) ? ['believes'] : []),
    ...(isMemoryUsed(document) ? ['recalls', 'recallMs', 'missMs', 'remembers'] : []),
  ];
  const decided = isDecided(document.tasks?.[subject.index]?.action);
  const left = composite ? ofWork : decided ? ofOne : new Set(recalls ? [] : ['recallMs', 'missMs']);
  return { offered: new Set(offered), left };
}

/** Whether any task speaks of working memory, or any agent of beliefs: then forms of all have their fields in sight. */
function isMemoryUsed({ tasks = [] }: Document): boolean {
  return tasks.some(({ recalls, remembers }) => recalls !== undefined || remembers !== undefined);
}
function areBeliefsUsed({ agents = [], tasks = [] }: Document): boolean {
  return agents.some(({ beliefs }) => beliefs !== undefined) || tasks.some(({ believes }) => believes !== undefined);
}

/** Settings that only some consistencies heed. */
const heeded: Readonly<Record<string, readonly string[]>> = {
  type: ['eventual'],
  syncMs: ['eventual'],
  sessions: ['eventual'],
  leaseMs: ['primary-backup'],
};

function fieldsForMemory({ memories = [] }: Document, index: number): Offer {
  const { consistency = 'eventual' } = memories[index] ?? {};
  const idle = Object.entries(heeded).flatMap(([key, ways]) => (ways.includes(consistency) ? [] : [key]));
  return { offered: new Set(), left: new Set(idle) };
}

/** Where an agent crashes it matters how it comes back, where agents decide whether they are honest, and their memory where tasks speak of it. */
function fieldsForAgent(document: Document, id: string): Offer {
  const leads = document.agents?.some(({ reportsTo }) => reportsTo === id) === true;
  const managing = leads ? (patternCardOf(patternOf(document))?.managerFields ?? []) : [];
  const decided = document.tasks?.some(({ action }) => isDecided(action)) === true;
  const crashes = document.faults?.some((fault) => fault.kind === 'crash' && fault.agent === id) === true;
  const writes = document.agents?.find((agent) => agent.id === id)?.recovers === 'checkpoint';
  const offered = [
    ...managing,
    ...(crashes ? ['recovers'] : []),
    ...(writes ? ['checkpointEveryMs', 'checkpointMs'] : []),
    ...(decided ? ['behaviour'] : []),
    ...(isMemoryUsed(document) ? ['memory'] : []),
  ];
  return { offered: new Set(offered), left: new Set() };
}

export interface Offer {
  /** Fields that are shown although nothing is written in them. */
  readonly offered: ReadonlySet<string>;
  /** Fields that are left out unless something is. */
  readonly left: ReadonlySet<string>;
}
const nothingSpecial: Offer = { offered: new Set(), left: new Set() };

/** The groups of a form, and those that stand under its fold; `plain`: what the document called for when the form was opened. */
export function groupsOf(
  fields: readonly FormField[],
  values: Values,
  { offered, left, plain = offered }: Offer & { readonly plain?: ReadonlySet<string> } = nothingSpecial,
): { readonly plain: readonly FieldGroup[]; readonly folded: readonly FieldGroup[] } {
  const listed = fields.filter(
    ({ control, key }) =>
      control !== 'hidden' && (values[key] !== undefined || (!left.has(key) && (!quiet.has(key) || offered.has(key)))),
  );
  // The name is what people see, so it stands before the id.
  const shown = [...listed.filter(({ key }) => key === 'name'), ...listed.filter(({ key }) => key !== 'name')];
  // What the document calls for is not hidden under a fold.
  const isFolded = ({ key, group = '' }: FormField) => advanced.has(group) && !plain.has(key);
  return {
    plain: grouped(shown.filter((field) => !isFolded(field))),
    folded: grouped(shown.filter(isFolded)),
  };
}

function grouped(fields: readonly FormField[]): readonly FieldGroup[] {
  const titles = [...new Set(fields.map(({ group = '' }) => group))];
  return titles.map((title) => ({ title, fields: fields.filter(({ group = '' }) => group === title) }));
}

/** How many of the settings of a pattern are written and differ from what counts without them, those inside of a group one by one. */
export function changedSettings(fields: readonly FormField[], written: unknown): number {
  const values = typeof written === 'object' && written !== null ? (written as Values) : {};
  return fields.reduce((sum, { key, default: usual, fields: inner }) => {
    const value = values[key];
    if (value === undefined) return sum;
    return sum + (inner !== undefined ? changedSettings(inner, value) : equalJson(value, usual) ? 0 : 1);
  }, 0);
}

/** Kinds of action that a form offers: those that do something, and the one that is written. */
export function actionKinds(written: string): readonly string[] {
  return [...new Set(['simulate', 'consensus', 'negotiate', written])];
}

/** The fields of an action's kind; none when it is not known. */
export function actionSchema(kind: string) {
  return isActionKind(kind) ? actionSchemas[kind] : null;
}

/** Choices of a field with what absence means; what this version does not run cannot be chosen. */
export function choicesOf(field: FormField, written: unknown): { value: string; label: string; disabled?: boolean }[] {
  const named = typeof field.default === 'string' ? field.default : null;
  const known = optionsOf(field, knownNames) ?? [];
  const all = typeof written === 'string' && !known.includes(written) ? [...known, written] : known;
  const options = all.map((value) => {
    const missing = field.key === 'pattern' && !known.includes(value);
    // A pattern goes by the name that its card gives it, here as in the menu.
    const name = (field.names === 'patterns' ? patternCardOf(value)?.title : undefined) ?? words(value);
    const label = value === named ? `${name} (default)` : missing ? `${name} (not in this version)` : name;
    return { value: value === named ? '' : value, label, ...(missing ? { disabled: true } : {}) };
  });
  return named === null ? [{ value: '', label: 'Not set' }, ...options] : options;
}

/** Resources as choices, with what is written and is not there. */
export function resourceChoices({ resources = [] }: Document, written: string) {
  const known = resources.map(({ id, name }) => ({ value: id, label: shownName({ id, name }) }));
  const isKnown = known.some(({ value }) => value === written);
  return isKnown ? known : [...known, { value: written, label: written === '' ? 'None' : `${written} (missing)` }];
}

const abbreviations: ReadonlySet<string> = new Set(['fifo', 'heft', 'cpop', 'jsq', 'pbft', 'act-r']);

/** What a node of a list is called; its id where there is none. */
export function nameOfNode(nodes: readonly { readonly id: string; readonly name?: string }[], id: string): string {
  const node = nodes.find((each) => each.id === id);
  return node === undefined ? id : shownName(node);
}

/** An option as a person reads it: `critical-path` is `Critical path`. */
export function words(value: string): string {
  if (abbreviations.has(value)) return value.toUpperCase();
  const text = value.replaceAll('-', ' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The edit that sets a field, or takes it away so that its default counts. Objects of which no more is left than their default go too. */
export function fieldEdit(subject: FormSubject, values: Values, field: FieldPath, value: Json | undefined): Edit {
  const change =
    value === undefined ? { path: emptied(subject, values, field) } : begun(subject, values, { path: field, value });
  if (subject.kind === 'document') return { kind: 'set-field', ...change };
  const { collection, id } = subject;
  const { path, ...rest } = change;
  return { kind: 'update-node', collection, id, field: path, ...rest };
}

/** What an object begins with when it is not written: what the schema takes for it, such as the kind of an action. */
function beginning(subject: FormSubject, path: FieldPath): JsonObject {
  const start = defaultOf(pathText(subject.kind === 'node' ? [subject.collection, subject.index, ...path] : path));
  return typeof start === 'object' && start !== null && !Array.isArray(start) ? (start as JsonObject) : {};
}

/** A field inside an object that is not written yet is set with all that the object begins with, or it would be none. */
function begun(
  subject: FormSubject,
  values: Values,
  { path, value }: { readonly path: FieldPath; readonly value: Json },
): { readonly path: FieldPath; readonly value: Json } {
  const [, ...outer] = holdersOf(values, path);
  const absent = outer.findIndex(
    (holder, at) => holder === undefined && Object.keys(beginning(subject, path.slice(0, at + 1))).length > 0,
  );
  if (absent === -1) return { path, value };
  let inner = value;
  for (let length = path.length; length > absent + 1; length -= 1) {
    const start = beginning(subject, path.slice(0, length - 1));
    inner = { ...start, [String(path[length - 1])]: inner };
  }
  return { path: path.slice(0, absent + 1), value: inner };
}

/** The shortest path that goes when a field goes: an object of which nothing else is left goes with it. */
function emptied(subject: FormSubject, values: Values, field: FieldPath): FieldPath {
  const holders = holdersOf(values, field);
  let length = field.length;
  while (length > 1) {
    const holder = holders[length - 1];
    if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) break;
    const { [String(field[length - 1])]: _gone, ...left } = holder as JsonObject;
    const start = beginning(subject, field.slice(0, length - 1));
    if (!equalJson(left, start) || Array.isArray(holders[length - 2])) break;
    length -= 1;
  }
  return field.slice(0, length);
}

/** What holds a field, from the subject inwards; undefined where nothing is written. */
function holdersOf(values: Values, field: FieldPath): readonly unknown[] {
  const holders: unknown[] = [values];
  for (const part of field.slice(0, -1)) holders.push((holders.at(-1) as Values | undefined)?.[String(part)]);
  return holders;
}

/** Why a field's change was not taken; the place is left out where it is the field's own. */
export function refusalAt({ message, at }: EditProblem, path: string): string {
  return at !== undefined && (covers(path, at.path) || covers(at.path, path)) ? at.sentence : message;
}

/** The path of a field as problems name it. */
export function fieldPath(subject: FormSubject, field: FieldPath): string {
  return pathText(subject.kind === 'node' ? [subject.collection, subject.index, ...field] : field);
}

/** What is wrong at a field or inside it, as one sentence; the worst first. */
export function errorAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.severity !== 'info' && covers(path, problem.path))?.message;
}

/** Problems of a subject that no field shows. */
export function looseProblems(problems: readonly Problem[], subject: FormSubject): readonly Problem[] {
  if (subject.kind === 'document')
    return problems.filter(
      ({ severity, path, place }) =>
        severity !== 'info' && place.id === undefined && (path === '' || path === 'agents' || path === 'tasks'),
    );
  return problems.filter(({ severity, path }) => severity !== 'info' && path === fieldPath(subject, []));
}

/** A JSON value as text, and back: the value, or why it is none. */
export function jsonText(value: unknown): string {
  return value === undefined
    ? ''
    : JSON.stringify(value, null, 1).replace(/\n\s*/g, (gap) => (gap.length > 3 ? ' ' : gap));
}
