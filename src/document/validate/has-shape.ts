/*
 * Whether a value has the shape of a schema, yes or no: what a large document that is sound is asked first. Valibot says
 * what is wrong and copies all on the way, which takes ten times as long; it is asked where something is, and about every
 * kind of schema that is not known here. Bounds are no part of the shape.
 */
import * as v from 'valibot';
import { isAboutBound } from '../schema/bounds.ts';

type Fits = (value: unknown) => boolean;

/** What of valibot's schemas, and of what stands in their pipes, is read here. */
interface Shape {
  readonly kind: string;
  readonly type: string;
  readonly pipe?: readonly Shape[];
  readonly requirement?: unknown;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly key?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly check?: Fits;
  readonly getter?: (input: unknown) => v.GenericSchema;
}

const made = new WeakMap<v.GenericSchema, Fits>();

/** Whether valibot would find nothing wrong with it but bounds. */
export function hasShape(schema: v.GenericSchema, value: unknown): boolean {
  return fitOf(schema)(value);
}

function fitOf(schema: v.GenericSchema): Fits {
  let fit = made.get(schema);
  if (fit === undefined) {
    fit = madeOf(schema) ?? ((value) => (v.safeParse(schema, value).issues ?? []).every(isAboutBound));
    made.set(schema, fit);
  }
  return fit;
}

function madeOf(schema: v.GenericSchema): Fits | null {
  const shape = schema as unknown as Shape;
  const { type, pipe, options, literal, item, check, getter } = shape;
  if (pipe !== undefined) return pipedOf(pipe);
  switch (type) {
    case 'string':
    case 'boolean':
      return (value) => typeof value === type;
    case 'number':
      return (value) => typeof value === 'number' && !Number.isNaN(value);
    case 'literal':
      return (value) => value === literal;
    case 'picklist':
      return (value) => options?.includes(value) === true;
    case 'custom':
      return check ?? null;
    case 'lazy':
      return getter === undefined ? null : (value) => fitOf(getter(value))(value);
    case 'union':
    case 'variant': {
      const fits = ((options ?? []) as readonly v.GenericSchema[]).map(fitOf);
      return (value) => fits.some((fit) => fit(value));
    }
    case 'array': {
      if (item === undefined) return null;
      const fit = fitOf(item);
      return (value) => Array.isArray(value) && value.every(fit);
    }
    case 'record':
      return recordOf(shape);
    case 'loose_object':
      return objectOf(shape);
    default:
      return null;
  }
}

/** A schema and what is asked of its value besides; null where that is not known here. */
function pipedOf([first, ...items]: NonNullable<Shape['pipe']>): Fits | null {
  const asked = items.filter((item) => item.kind !== 'metadata' && !isAboutBound(item));
  if (first === undefined || asked.some(({ type }) => type !== 'check')) return null;
  const fit = fitOf(first as unknown as v.GenericSchema);
  const checks = asked.map(({ requirement }) => requirement as Fits);
  return (value) => fit(value) && checks.every((each) => each(value));
}

function recordOf({ key, value: member }: Shape): Fits | null {
  if (key === undefined || member === undefined) return null;
  const [named, fit] = [fitOf(key), fitOf(member)];
  return (value) => isObject(value) && Object.keys(value).every((name) => named(name) && fit(value[name]));
}

/** An object that may have more than its entries. */
function objectOf({ entries = {} }: Shape): Fits | null {
  const fits = new Map<string, Fits>();
  const needed: string[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const { type, wrapped } = entry as unknown as Shape;
    const optional = type === 'exact_optional' && wrapped !== undefined;
    if (!optional) needed.push(name);
    fits.set(name, fitOf(optional ? wrapped : entry));
  }
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) if (fits.get(name)?.(value[name]) === false) return false;
    return needed.every((name) => Object.hasOwn(value, name));
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
