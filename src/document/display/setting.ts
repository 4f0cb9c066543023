/**
 * The settings of a pattern as fields of a form and lines of the reference. A pattern states them as a schema with titles,
 * descriptions and defaults; which control they need follows from their types. This file knows no setting.
 */
import * as v from 'valibot';
import type { Json } from '../../base/index.ts';
import { boundsOf, entriesOf, type FormField } from '../schema/field.ts';

/** The settings of an object schema in their written order; those that say nothing of themselves are what is said of them all. */
export function settingFields(schema: v.GenericSchema, ofAll = ''): FormField[] {
  return Object.entries(entriesOf(schema)).map(([key, entry]) => settingField(key, entry, ofAll));
}

interface Inner {
  readonly type: string;
  readonly wrapped?: v.GenericSchema;
  readonly default?: Json;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
}

function settingField(key: string, entry: v.GenericSchema, ofAll: string): FormField {
  const { wrapped, default: fallback } = entry as unknown as Inner;
  const schema = wrapped ?? entry;
  const common = {
    key,
    title: v.getTitle(entry) ?? key,
    help: v.getDescription(entry) ?? ofAll,
    required: wrapped === undefined,
    schema,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(key.endsWith('Ms') ? { unit: 'ms' } : {}),
  };
  const { type, options = [] } = schema as unknown as Inner;
  const number = type === 'union' ? numberBeside(options, fallback) : type === 'number' ? schema : undefined;
  if (number !== undefined) return { ...common, ...boundsOf(number), control: 'number' };
  if (type === 'boolean') return { ...common, integer: false, control: 'toggle' };
  if (type === 'picklist') return { ...common, integer: false, control: 'choice', options: options.map(String) };
  if (type === 'object')
    return { ...common, integer: false, control: 'group', fields: settingFields(schema, common.help) };
  return { ...common, integer: false, control: 'json' };
}

/** The number of a choice between a number and the word that counts where nothing is set, such as `auto`. */
function numberBeside(options: readonly unknown[], fallback: Json | undefined): v.GenericSchema | undefined {
  const [number, word, ...more] = options as readonly (v.GenericSchema & Inner)[];
  const usual = word?.type === 'literal' && word.literal === fallback;
  return number?.type === 'number' && usual && more.length === 0 ? number : undefined;
}
