/*
 * A field of the document: its shape, and beside it what a person needs to know about it. Forms, the reference page
 * and the published JSON Schema all read this metadata; nothing says it a second time. This file knows no field.
 */
import * as v from 'valibot';
import type { Json } from '../../base/index.ts';

/** Which control a form offers for a field. */
export type FieldControl =
  | 'text'
  | 'paragraph'
  | 'code'
  | 'number'
  | 'toggle'
  | 'choice'
  | 'names'
  | 'capabilities'
  | 'duration'
  | 'trigger'
  | 'agent'
  | 'agents'
  | 'tasks'
  | 'task'
  | 'memory'
  | 'resource'
  | 'resources'
  | 'uses'
  | 'holds'
  | 'snapshots'
  | 'recalls'
  | 'remembers'
  | 'beliefs'
  | 'goals'
  | 'action'
  | 'group'
  | 'expectations'
  | 'variables'
  | 'steps'
  | 'deed'
  | 'list'
  | 'json'
  | 'hidden';

/** What a person needs to know about a field. */
export interface FieldInfo {
  /** A short name, as a form shows it. */
  readonly title: string;
  /** One sentence: what it does. */
  readonly help: string;
  readonly control: FieldControl;
  /** The part of a form that it stands in. */
  readonly group?: string;
  /** The unit of a number, such as `ms`. */
  readonly unit?: string;
  /** The value that counts when the field is absent; no `default` means that it is simply not there. */
  readonly default?: Json;
  /** Known values of a choice. An open choice keeps others too, and validation speaks of them. */
  readonly options?: readonly string[];
  /** Which names there are to choose from that the document does not know itself: whoever shows the field is told them. */
  readonly names?: keyof KnownNames;
}

/** Names that a document may give and of which only whoever runs it knows what there is. */
export interface KnownNames {
  /** Patterns of coordination. */
  readonly patterns: readonly string[];
  /** Ways for several agents to decide. */
  readonly decisions: readonly string[];
  /** Ways for agents to negotiate. */
  readonly negotiations: readonly string[];
  /** Consistencies of the shared memories, and modes of the resources, that are served. */
  readonly memories: readonly string[];
  readonly resources: readonly string[];
  /** Those consistencies of which agents hold copies, so that nobody beside them answers. */
  readonly heldByAgents: readonly string[];
}

/** What is served, as far as whoever asks knows. */
export type Served = Partial<Pick<KnownNames, 'memories' | 'resources' | 'heldByAgents'>>;

/** What there is to choose from in a field; undefined where it is no choice. */
export function optionsOf({ options, names }: FieldInfo, known: KnownNames): readonly string[] | undefined {
  return names === undefined ? options : known[names];
}

/** One field of an object schema, ready for a form. */
export interface FormField extends FieldInfo {
  readonly key: string;
  readonly required: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly integer: boolean;
  /** The schema of the value, without its optional wrapper. */
  readonly schema: v.GenericSchema;
  /** The fields of a group whose schema does not say them itself. */
  readonly fields?: readonly FormField[];
}

/** An optional field with its metadata. */
export function field<const TSchema extends v.GenericSchema>(schema: TSchema, info: FieldInfo) {
  return v.exactOptional(required(schema, info));
}

/** A field that must be there (an id), with its metadata. */
export function required<const TSchema extends v.GenericSchema>(schema: TSchema, info: FieldInfo) {
  return v.pipe(schema, v.title(info.title), v.description(info.help), v.metadata({ field: info }));
}

/** A schema that picks its branch by looking at the input; forms and JSON Schema read its `base`. */
export type Choice<TSchema extends v.GenericSchema> = v.LazySchema<TSchema> & { readonly base: TSchema };

/** Checks each input against the branch that `choose` names, so that a message speaks of what was meant. */
export function choice<const TSchema extends v.GenericSchema>(
  base: TSchema,
  choose: (input: unknown) => v.GenericSchema,
): Choice<TSchema> {
  return Object.assign(
    v.lazy((input) => choose(input) as TSchema),
    { base },
  );
}

/** An object that may hold more than its entries; unlike a bare loose object it refuses a list. */
export function objectOf<const TEntries extends v.ObjectEntries>(entries: TEntries, message: string) {
  return notList(v.looseObject(entries, message), message);
}

/** A map from one kind of name to one kind of value; unlike a bare record it refuses a list. */
export function mapOf<const TKey extends v.GenericSchema<string, string>, const TValue extends v.GenericSchema>(
  key: TKey,
  value: TValue,
  message: string,
) {
  return notList(v.record(key, value, message), message);
}

function notList<const TSchema extends v.GenericSchema>(schema: TSchema, message: string): Choice<TSchema> {
  const refusal = v.custom<never>(() => false, message);
  return choice(schema, (input) => (Array.isArray(input) ? refusal : schema));
}

/** The metadata of a field's schema, or undefined if it carries none. */
export function infoOf(schema: v.GenericSchema): FieldInfo | undefined {
  return v.getMetadata(unwrap(schema))['field'] as FieldInfo | undefined;
}

/** The fields of an object schema in their written order; fields without metadata are left out. */
export function fieldsOf(schema: v.GenericSchema): FormField[] {
  const fields: FormField[] = [];
  for (const [key, entry] of Object.entries(entriesOf(schema))) {
    const info = infoOf(entry);
    if (info === undefined) continue;
    const inner = unwrap(entry);
    fields.push({ ...info, ...boundsOf(inner), key, required: inner === entry, schema: inner });
  }
  return fields;
}

/** The entries of an object schema, or none if it is something else. */
export function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> {
  const inner = baseOf(schema) as unknown as { entries?: Record<string, v.GenericSchema> };
  return inner.entries ?? {};
}

/** The schema of an array's items, or undefined if it is something else. */
export function itemOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  const inner = baseOf(schema) as unknown as { item?: v.GenericSchema };
  return inner.item;
}

/** What the schema has to say about a value, as a sentence. */
export function issueSentence(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'This is missing; add it.';
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
}

/** A schema without its optional wrapper. */
export function unwrap(schema: v.GenericSchema): v.GenericSchema {
  const candidate = schema as unknown as { wrapped?: v.GenericSchema; type: string };
  return candidate.type === 'exact_optional' && candidate.wrapped !== undefined ? candidate.wrapped : schema;
}

/** A schema without its optional wrapper and without its choice of branches. */
export function baseOf(schema: v.GenericSchema): v.GenericSchema {
  const inner = unwrap(schema);
  const { base } = inner as unknown as { base?: v.GenericSchema };
  return base === undefined ? inner : baseOf(base);
}

interface PipeItem {
  readonly type: string;
  readonly requirement?: unknown;
  readonly pipe?: readonly PipeItem[];
}

/** What a schema says of the numbers that it takes. */
export function boundsOf(schema: v.GenericSchema): { min?: number; max?: number; integer: boolean } {
  const bounds: { min?: number; max?: number; integer: boolean } = { integer: false };
  const visit = (item: PipeItem): void => {
    if (item.type === 'integer') bounds.integer = true;
    if (item.type === 'min_value' && typeof item.requirement === 'number') bounds.min = item.requirement;
    if (item.type === 'max_value' && typeof item.requirement === 'number') bounds.max = item.requirement;
    for (const inner of item.pipe ?? []) if (inner !== item) visit(inner);
  };
  visit(schema);
  return bounds;
}
