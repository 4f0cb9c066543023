/**
 * What several nodes of one kind can be told at once: the fields that the forms of all of them show, what stands in them, and the one
 * edit that sets them all. Where they differ the value is mixed, and stays so until it is set. Pure.
 */
import type { Json } from '../../../base/index.ts';
import {
  agentSchema,
  fieldsOf,
  memorySchema,
  resolvedCapabilities,
  resourceSchema,
  taskSchema,
  type Agent,
  type Collection,
  type Document,
  type Edit,
  type FieldPath,
  type FormField,
  type Task,
} from '../../../document/index.ts';
import { equalJson } from '../../../base/index.ts';
import { fieldEdit, fieldsFor, groupsOf, type FormSubject } from '../form-rules.ts';

type Values = Readonly<Record<string, unknown>>;
type NodeSubject = Extract<FormSubject, { readonly kind: 'node' }>;

/** Several nodes of one collection. */
export interface Several {
  readonly collection: Collection;
  readonly subjects: readonly NodeSubject[];
}

export interface SharedField {
  readonly field: FormField;
  readonly path: FieldPath;
  /** What all of them say; undefined where none says anything, or they differ. */
  readonly value: unknown;
  readonly mixed: boolean;
}

/** A capability of some of them. */
export interface SharedName {
  readonly name: string;
  readonly count: number;
}

const schemas = { agents: agentSchema, tasks: taskSchema, resources: resourceSchema, memories: memorySchema };
const simple: ReadonlySet<string> = new Set(['number', 'toggle', 'choice', 'agent']);
/** What each has for itself. */
const own: ReadonlySet<string> = new Set(['id', 'name']);

/** The nodes among `ids` as forms know them; null when they are not all of one collection. */
export function severalOf(document: Document, ids: ReadonlySet<string>): Several | null {
  for (const collection of ['agents', 'tasks', 'resources', 'memories'] as const) {
    const subjects: NodeSubject[] = [];
    (document[collection] ?? []).forEach(({ id }, index) => {
      if (ids.has(id)) subjects.push({ kind: 'node', collection, id, index });
    });
    if (subjects.length > 0) return subjects.length === ids.size ? { collection, subjects } : null;
  }
  return null;
}

/** The fields that the forms of all of them show and that a line can hold. */
export function sharedFields(document: Document, { collection, subjects }: Several): readonly SharedField[] {
  const fields = fieldsOf(schemas[collection]);
  const shown = subjects.map((subject) => {
    const { plain } = groupsOf(fields, valuesOf(document, subject), fieldsFor(document, subject));
    return new Set(plain.flatMap((group) => group.fields.map(({ key }) => key)));
  });
  return fields
    .filter(({ key, control }) => simple.has(control) && !own.has(key) && shown.every((keys) => keys.has(key)))
    .map((field) => sharedField(document, subjects, field, [field.key]));
}

/** The duration of tasks that all are simulated and take as long as it says; null where one of them decides, or its duration varies. */
export function sharedTime(document: Document, { collection, subjects }: Several): SharedField | null {
  if (collection !== 'tasks') return null;
  const parents = new Set((document.tasks ?? []).map(({ parent }) => parent));
  const fits = subjects.every((subject) => {
    const { id, action } = valuesOf(document, subject) as unknown as Task;
    if (parents.has(id)) return false;
    if (action === undefined) return true;
    return action.kind === 'simulate' && typeof (action.durationMs ?? 0) === 'number';
  });
  if (!fits) return null;
  const field: FormField = {
    key: 'durationMs',
    title: 'Time',
    help: 'How long the work of each takes, on an agent of speed 1.',
    control: 'number',
    unit: 'ms',
    min: 0,
    max: 1e12,
    integer: true,
    required: false,
    schema: taskSchema,
  };
  return sharedField(document, subjects, field, ['action', 'durationMs']);
}

function sharedField(
  document: Document,
  subjects: readonly NodeSubject[],
  field: FormField,
  path: FieldPath,
): SharedField {
  const values = subjects.map((subject) => at(valuesOf(document, subject), path) ?? field.default);
  const [first] = values;
  const mixed = values.some((value) => !equalJson(value, first));
  return { field, path, value: mixed ? undefined : first, mixed };
}

/** The capabilities of agents, or those that tasks require, with how many of them have each; the most common first. */
export function sharedNames(document: Document, { collection, subjects }: Several): readonly SharedName[] | null {
  if (collection !== 'agents' && collection !== 'tasks') return null;
  const counts = new Map<string, number>();
  for (const subject of subjects)
    for (const name of namesOf(document, subject)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => other.count - one.count);
}

/** Gives all of them a capability, or takes it from all; null when nothing changes. */
export function namesEdit(document: Document, several: Several, name: string, has: boolean): Edit | null {
  const edits = several.subjects.flatMap((subject): Edit[] => {
    const names = namesOf(document, subject);
    if (names.includes(name) === has) return [];
    const values = valuesOf(document, subject);
    const key = subject.collection === 'agents' ? 'capabilities' : 'requires';
    return [
      fieldEdit(
        subject,
        values,
        [key],
        namesAs(values[key], subject, has ? [...names, name] : names.filter((one) => one !== name)),
      ),
    ];
  });
  return edits.length === 0 ? null : { kind: 'batch', label: has ? 'Add a capability' : 'Remove a capability', edits };
}

/** Proficiencies stay with the capabilities that stay. */
function namesAs(written: unknown, { collection }: NodeSubject, names: readonly string[]): Json | undefined {
  if (names.length === 0) return undefined;
  if (collection !== 'agents' || written === undefined || Array.isArray(written)) return [...names];
  const shares = written as Readonly<Record<string, number>>;
  return Object.fromEntries(names.map((name) => [name, shares[name] ?? 1]));
}

function namesOf(document: Document, subject: NodeSubject): readonly string[] {
  const values = valuesOf(document, subject);
  return subject.collection === 'agents'
    ? Object.keys(resolvedCapabilities(values as unknown as Agent))
    : ((values as unknown as Task).requires ?? []);
}

/** Sets a field of all of them; undefined takes it away. Null when nothing changes. */
export function sharedEdit(
  document: Document,
  { subjects }: Several,
  path: FieldPath,
  value: Json | undefined,
): Edit | null {
  const edits = subjects.flatMap((subject): Edit[] => {
    const values = valuesOf(document, subject);
    return equalJson(at(values, path), value) ? [] : [fieldEdit(subject, values, path, value)];
  });
  return edits.length === 0 ? null : { kind: 'batch', label: 'Change several', edits };
}

function valuesOf(document: Document, { collection, index }: NodeSubject): Values {
  return document[collection]?.[index] ?? {};
}

function at(values: unknown, path: FieldPath): unknown {
  let value = values;
  for (const part of path)
    value = typeof value === 'object' && value !== null ? (value as Values)[String(part)] : undefined;
  return value;
}
