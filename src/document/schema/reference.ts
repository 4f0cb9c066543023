/*
 * The reference page of the document, written from the schema: every field with its unit, its default and what it
 * does. It says nothing that the schema does not say.
 */
import type * as v from 'valibot';
import { baseOf, fieldsOf, itemOf, type FormField } from './field.ts';
import { ACTION_KINDS, actionSchemas } from './action.ts';
import { modelEntries } from './parts.ts';
import { documentSchema } from '../schema.ts';
import { faultSchemas } from './fault.ts';

/** The reference page in Markdown. */
export function documentReference(): string {
  const parts = [
    '# The document',
    'Everything but ids is optional; an absent field means its default. Fields that are not listed here survive a round trip.',
    table(documentSchema),
  ];
  for (const field of fieldsOf(documentSchema)) parts.push(...sections(field, field.key));
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
  return `${parts.join('\n\n')}\n`;
}

function sections(field: FormField, path: string): string[] {
  const item = itemOf(field.schema);
  const schema = item ?? field.schema;
  const fields = fieldsOf(schema);
  if (fields.length === 0 || baseOf(schema).type === 'variant') return [];
  const here = item === undefined ? path : `${path}[]`;
  const inner = fields.flatMap((one) => (one.control === 'action' ? [] : sections(one, `${here}.${one.key}`)));
  return [`## ${field.title} (\`${here}\`)`, field.help, rows(fields), ...inner];
}

function table(schema: v.GenericSchema): string {
  return rows(fieldsOf(schema));
}

function modelFields(): FormField[] {
  const known = new Set(Object.keys(modelEntries));
  return fieldsOf(actionSchemas.simulate).filter((field) => known.has(field.key));
}

function rows(fields: readonly FormField[]): string {
  const lines = fields.map((field) => {
    const fallback = field.required
      ? 'required'
      : field.default === undefined
        ? '–'
        : `\`${JSON.stringify(field.default)}\``;
    const options =
      field.options === undefined ? '' : ` One of ${field.options.map((one) => `\`${one}\``).join(', ')}.`;
    return `| \`${field.key}\` | ${fallback} | ${field.unit ?? ''} | ${field.help}${options} |`.replaceAll('  |', ' |');
  });
  return ['| Field | Default | Unit | What it does |', '|---|---|---|---|', ...lines].join('\n');
}
