/*
 * The reference page of the document, written from the schema: every field with its unit, its default and what it
 * does. It says nothing that the schema does not say.
 */
import type * as v from 'valibot';
import { baseOf, fieldsOf, itemOf, optionsOf, type FormField, type KnownNames } from './field.ts';
import { settingFields } from '../display/setting.ts';
import { ACTION_KINDS, actionSchemas } from './action.ts';
import { modelEntries } from './parts.ts';
import { documentSchema } from '../schema.ts';
import { faultSchemas } from './fault.ts';
import { deedSchemas } from '../lesson/lesson-schema.ts';

/** A pattern of coordination, as far as the page tells of it. */
export interface ToldPattern {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly settings: v.GenericSchema;
}

/** The reference page in Markdown. */
export function documentReference(known: KnownNames, patterns: readonly ToldPattern[]): string {
  const rows = rowsWith(known);
  const table = (schema: v.GenericSchema): string => rows(fieldsOf(schema));
  const parts = [
    '# The document',
    'Everything but ids is optional; an absent field means its default. Fields that are not listed here survive a round trip.',
    table(documentSchema),
  ];
  for (const field of fieldsOf(documentSchema)) {
    parts.push(...sections(field, field.key, rows));
    if (field.key === 'coordination')
      for (const { name, title, summary, settings } of patterns)
        parts.push(
          `### ${title}: settings beside \`"pattern": "${name}"\``,
          summary,
          rows(flat(settingFields(settings))),
        );
  }
  parts.push('## Actions', 'What a task does. Every kind may also carry the simulation model.');
  parts.push('### Simulation model', rows(modelFields()));
  const model = new Set(Object.keys(modelEntries));
  for (const kind of ACTION_KINDS) {
    const [kindField, ...fields] = fieldsOf(actionSchemas[kind]).filter((field) => !model.has(field.key));
    parts.push(`### Action: ${kind}`, kindField?.help ?? '');
    if (fields.length > 0) parts.push(rows(fields));
  }
  parts.push('## Faults');
  for (const [kind, schema] of Object.entries(faultSchemas)) parts.push(`### Fault: ${kind}`, table(schema));
  parts.push('## What ticks a step of a lesson off');
  for (const [kind, schema] of Object.entries(deedSchemas)) {
    const [kindField, ...fields] = fieldsOf(schema);
    parts.push(`### Done by: ${kind}`, kindField?.help ?? '');
    if (fields.length > 0) parts.push(rows(fields));
  }
  return `${parts.join('\n\n')}\n`;
}

function sections(field: FormField, path: string, rows: Rows): string[] {
  const item = itemOf(field.schema);
  const schema = item ?? field.schema;
  const fields = fieldsOf(schema);
  if (fields.length === 0 || baseOf(schema).type === 'variant') return [];
  const here = item === undefined ? path : `${path}[]`;
  const inner = fields.flatMap((one) => (one.control === 'action' ? [] : sections(one, `${here}.${one.key}`, rows)));
  return [`## ${field.title} (\`${here}\`)`, field.help, rows(fields), ...inner];
}

/** Settings with those inside of a group behind it, by their paths. */
function flat(fields: readonly FormField[], before = ''): FormField[] {
  return fields.flatMap((field) => [
    { ...field, key: `${before}${field.key}` },
    ...flat(field.fields ?? [], `${before}${field.key}.`),
  ]);
}

function modelFields(): FormField[] {
  const known = new Set(Object.keys(modelEntries));
  return fieldsOf(actionSchemas.simulate).filter((field) => known.has(field.key));
}

type Rows = (fields: readonly FormField[]) => string;

/** Fields as the rows of a table, with what there is to choose from. */
function rowsWith(known: KnownNames): Rows {
  return (fields) => {
    const lines = fields.map((field) => {
      const fallback = field.required
        ? 'required'
        : field.default === undefined
          ? '–'
          : `\`${JSON.stringify(field.default)}\``;
      const choices = optionsOf(field, known);
      const options = choices === undefined ? '' : ` One of ${choices.map((one) => `\`${one}\``).join(', ')}.`;
      return `| \`${field.key}\` | ${fallback} | ${field.unit ?? ''} | ${field.help}${options} |`.replaceAll(
        '  |',
        ' |',
      );
    });
    return ['| Field | Default | Unit | What it does |', '|---|---|---|---|', ...lines].join('\n');
  };
}
