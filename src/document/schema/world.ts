/*
 * What stands around agents and tasks: what they fight over, and what they share. What goes wrong on purpose stands in
 * `fault.ts`; nothing here acts.
 */
import * as v from 'valibot';
import { BOUNDS } from './bounds.ts';
import { choice, field, required } from './field.ts';
import { countTo, idSchema, idsSchema, jsonSchema, listOf, msSchema, nameSchema } from './parts.ts';

export const CONSISTENCIES = ['strong', 'eventual', 'naive'] as const;
export const RESOURCE_MODES = ['shared', 'exclusive'] as const;
export const MEMORY_TYPES = ['register'] as const;
export const CONSISTENCY_DEFAULT = 'eventual';
export const RESOURCE_MODE_DEFAULT = 'shared';

export const resourceSchema = v.looseObject({
  id: required(idSchema, { title: 'Id', help: 'The name by which tasks refer to it.', control: 'text' }),
  name: field(nameSchema, { title: 'Name', help: 'What the drawing shows; the id if absent.', control: 'text' }),
  units: field(countTo(BOUNDS.amount), {
    title: 'Units',
    help: 'How many units there are.',
    control: 'number',
    unit: 'units',
    default: 1,
  }),
  mode: field(v.picklist(RESOURCE_MODES, 'The mode must be shared or exclusive.'), {
    title: 'Mode',
    help: 'Whether several tasks may hold units at once.',
    control: 'choice',
    default: RESOURCE_MODE_DEFAULT,
    options: RESOURCE_MODES,
  }),
  leaseMs: field(msSchema, {
    title: 'Lease',
    help: 'How long it may be held before it must be renewed.',
    control: 'number',
    unit: 'ms',
  }),
});

export const memorySchema = v.looseObject({
  id: required(idSchema, { title: 'Id', help: 'The name by which tasks refer to it.', control: 'text' }),
  name: field(nameSchema, { title: 'Name', help: 'What the drawing shows; the id if absent.', control: 'text' }),
  consistency: field(nameSchema, {
    title: 'Consistency',
    help: 'Strong (linearizable by majorities of the replicas), eventual (drawn only), or naive, an exhibit: written locally and broadcast without order.',
    control: 'choice',
    default: CONSISTENCY_DEFAULT,
    options: CONSISTENCIES,
  }),
  replicas: field(idsSchema, {
    title: 'Replicas',
    help: 'The agents that hold a copy; all that are no managers if none is named.',
    control: 'agents',
    default: [],
  }),
  type: field(v.picklist(MEMORY_TYPES, 'The type must be register.'), {
    title: 'Type',
    help: 'What stands under a key: a register holds one value, the last that was written, and is all there is.',
    control: 'hidden',
    default: 'register',
  }),
});

const place = {
  memory: required(idSchema, { title: 'Memory', help: 'The shared memory.', control: 'text' }),
  key: required(idSchema, { title: 'Key', help: 'The key in it.', control: 'text' }),
};
const readObject = v.looseObject(place);
const writeObject = v.looseObject({
  ...place,
  value: field(jsonSchema, {
    title: 'Value',
    help: 'What is written: a text is CEL over the result of the task and what it has read, any other JSON value stands for itself; the result of the task if absent.',
    control: 'json',
  }),
});

const readUnion = v.union(
  [idSchema, readObject],
  'What is read is the id of a memory, or an object with "memory" and "key".',
);
const writeUnion = v.union(
  [idSchema, writeObject],
  'What is written is the id of a memory, or an object with "memory" and "key".',
);
const isText = (input: unknown): boolean => typeof input === 'string';
const isObject = (input: unknown): boolean => typeof input === 'object' && input !== null;

export const readsSchema = listOf(
  choice(readUnion, (input) => (isText(input) ? idSchema : isObject(input) ? readObject : readUnion)),
  'What a task reads is a list.',
);
export const writesSchema = listOf(
  choice(writeUnion, (input) => (isText(input) ? idSchema : isObject(input) ? writeObject : writeUnion)),
  'What a task writes is a list.',
);

/** A key of a shared memory as a task names it. */
export type MemoryUse = string | { readonly memory: string; readonly key: string };

/** The memory that is named. */
export function memoryOf(use: MemoryUse): string {
  return typeof use === 'string' ? use : use.memory;
}

/** The key: a bare id is one of that name. */
export function keyOfUse(use: MemoryUse): string {
  return typeof use === 'string' ? use : use.key;
}

export type Resource = v.InferOutput<typeof resourceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
