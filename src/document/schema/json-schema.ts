/*
 * The published JSON Schema, made from the one schema. It needs a library that the page does not: only the tool that
 * writes the file and its test import this, never the room's door.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import type { JsonObject } from '../../base/index.ts';
import { infoOf } from './field.ts';
import { knownActionSchema } from './action.ts';
import { documentSchema } from '../schema.ts';
import { knownFaultSchema } from './fault.ts';

type Override = NonNullable<Parameters<typeof toJsonSchema>[1]>;

const OPTIONS: Override = {
  typeMode: 'input',
  errorMode: 'ignore',
  overrideSchema: ({ valibotSchema, jsonSchema }) => {
    const { base, type } = valibotSchema as unknown as { readonly base?: v.GenericSchema; readonly type: string };
    const described = base === undefined ? jsonSchema : convert(base);
    // Other kinds are allowed: they are kept and never run.
    const open = base !== undefined && OPEN.has(base) ? { anyOf: [described, FOREIGN] } : described;
    const schema = type === 'custom' ? {} : open;
    const info = infoOf(valibotSchema);
    if (info === undefined) return base === undefined && type !== 'custom' ? undefined : schema;
    return {
      ...schema,
      title: info.title,
      description: info.unit === undefined ? info.help : `${info.help} Unit: ${info.unit}.`,
      ...(info.default === undefined ? {} : { default: info.default }),
    } as typeof jsonSchema;
  },
};

const OPEN = new Set<v.GenericSchema>([knownActionSchema, knownFaultSchema]);
const FOREIGN = { type: 'object', properties: { kind: { type: 'string' } }, required: ['kind'] };

/** The JSON Schema of the document. */
export function documentJsonSchema(): JsonObject {
  const body = convert(documentSchema);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'conclave-1.json',
    title: 'Conclave document, version 1',
    ...body,
  };
}

function convert(schema: v.GenericSchema): Record<string, unknown> {
  return clean(toJsonSchema(schema, OPTIONS)) as Record<string, unknown>;
}

/** Leaves out what only our own forms read, and definitions that nothing points to, since every branch is written out. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const ours = key === 'field' && typeof member === 'object' && member !== null && 'control' in member;
    if (!ours && key !== '$defs' && key !== '$schema') kept[key] = clean(member);
  }
  return kept;
}
