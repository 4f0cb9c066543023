/**
 * Which fields a form shows, in which groups, and what setting one of them does to the document. The fields themselves come from
 * the document's schema; only what says nothing of a node is left out here, until it is written. Pure.
 */
import {
  actionSchemas,
  compositesOf,
  isActionKind,
  type Collection,
  type Document,
  type Edit,
  type FieldPath,
  type FormField,
  type Problem,
} from '../../document/index.ts';
import { pathText, type Json } from '../../base/index.ts';
import { covers } from './field-request.ts';

/** What a form edits: a node of a collection, or the document itself. */
export type FormSubject =
  | { readonly kind: 'node'; readonly collection: Collection; readonly id: string; readonly index: number }
  | { readonly kind: 'document' };

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** Groups that most people never need: they stand under one fold. */
const advanced: ReadonlySet<string> = new Set(['Failure', 'Mind']);
/** Fields that say nothing until the document has what they speak of: shown where they are written, or are offered. */
const quiet: ReadonlySet<string> = new Set([
  'inside',
  'behaviour',
  'beliefs',
  'goals',
  'memory',
  'parent',
  'combine',
  'resources',
  'reads',
  'writes',
]);
/** What is said of work, and nobody works at a composite. */
const ofWork: ReadonlySet<string> = new Set([
  'action',
  'requires',
  'agent',
  'load',
  'priority',
  'resources',
  'reads',
  'writes',
  'retry',
  'queueTimeoutMs',
  'graceMs',
]);

type Values = Readonly<Record<string, unknown>>;

/** Which fields of a node the document calls for, and which mean nothing on it. */
export function fieldsFor(document: Document, subject: FormSubject): Offer {
  if (subject.kind === 'document') return nothingSpecial;
  if (subject.collection === 'agents' && document.coordination?.pattern === 'delegation') {
    const leads = document.agents?.some(({ reportsTo }) => reportsTo === subject.id) === true;
    return leads ? { offered: new Set(['inside']), left: new Set() } : nothingSpecial;
  }
  if (subject.collection !== 'tasks') return nothingSpecial;
  const { parts } = compositesOf(document);
  const composite = parts.has(subject.id);
  const others = [...parts.keys()].some((id) => id !== subject.id);
  const offered = [
    ...(composite ? ['combine'] : []),
    ...(others ? ['parent'] : []),
    ...((document.resources ?? []).length > 0 ? ['resources'] : []),
    ...((document.memories ?? []).length > 0 ? ['reads', 'writes'] : []),
  ];
  return { offered: new Set(offered), left: composite ? ofWork : new Set() };
}

export interface Offer {
  /** Fields that are shown although nothing is written in them. */
  readonly offered: ReadonlySet<string>;
  /** Fields that are left out unless something is. */
  readonly left: ReadonlySet<string>;
}
const nothingSpecial: Offer = { offered: new Set(), left: new Set() };

/** The groups of a form, and those that stand under its fold. */
export function groupsOf(
  fields: readonly FormField[],
  values: Values,
  { offered, left }: Offer = nothingSpecial,
): { readonly plain: readonly FieldGroup[]; readonly folded: readonly FieldGroup[] } {
  const listed = fields.filter(
    ({ control, key }) =>
      control !== 'hidden' && (values[key] !== undefined || (!left.has(key) && (!quiet.has(key) || offered.has(key)))),
  );
  // The name is what people see, so it stands before the id.
  const shown = [...listed.filter(({ key }) => key === 'name'), ...listed.filter(({ key }) => key !== 'name')];
  const titles = [...new Set(shown.map(({ group = '' }) => group))];
  const groups = titles.map((title) => ({ title, fields: shown.filter(({ group = '' }) => group === title) }));
  return {
    plain: groups.filter(({ title }) => !advanced.has(title)),
    folded: groups.filter(({ title }) => advanced.has(title)),
  };
}

/** Kinds of action that a form offers: those that do something, and the one that is written. */
export function actionKinds(written: string): readonly string[] {
  return written === 'simulate' ? ['simulate'] : ['simulate', written];
}

/** The fields of an action's kind; none when it is not known. */
export function actionSchema(kind: string) {
  return isActionKind(kind) ? actionSchemas[kind] : null;
}

/** Choices of a field with what absence means; what this version does not run cannot be chosen. */
export function choicesOf(field: FormField, written: unknown): { value: string; label: string; disabled?: boolean }[] {
  const named = typeof field.default === 'string' ? field.default : null;
  const known = field.options ?? [];
  const all = typeof written === 'string' && !known.includes(written) ? [...known, written] : known;
  const options = all.map((value) => {
    const missing = field.key === 'pattern' && !known.includes(value);
    const label =
      value === named ? `${words(value)} (default)` : missing ? `${words(value)} (not in this version)` : words(value);
    return { value: value === named ? '' : value, label, ...(missing ? { disabled: true } : {}) };
  });
  return named === null ? [{ value: '', label: 'Not set' }, ...options] : options;
}

const abbreviations: ReadonlySet<string> = new Set(['fifo', 'heft', 'cpop', 'jsq', 'pbft']);

/** An option as a person reads it: `critical-path` is `Critical path`. */
export function words(value: string): string {
  if (abbreviations.has(value)) return value.toUpperCase();
  const text = value.replaceAll('-', ' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The edit that sets a field, or takes it away so that its default counts. An object that would be left empty goes too. */
export function fieldEdit(subject: FormSubject, values: Values, field: FieldPath, value: Json | undefined): Edit {
  const [first] = field;
  const parent = field.length === 2 && first !== undefined ? values[String(first)] : undefined;
  const lonely =
    value === undefined &&
    typeof parent === 'object' &&
    parent !== null &&
    Object.keys(parent).every((key) => key === field[1]);
  const path = lonely ? field.slice(0, 1) : field;
  if (subject.kind === 'document')
    return value === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value };
  const { collection, id } = subject;
  return value === undefined
    ? { kind: 'update-node', collection, id, field: path }
    : { kind: 'update-node', collection, id, field: path, value };
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
