/*
 * What stands around agents and tasks: what they fight over, and what they share. What goes wrong on purpose stands in
 * `fault.ts`; nothing here acts.
 */
import * as v from 'valibot';
import { atLeast, BOUNDS, whole } from './bounds.ts';
import { choice, field, required } from './field.ts';
import { countTo, idSchema, idsSchema, jsonSchema, listOf, msSchema, nameSchema } from './parts.ts';

export const CONSISTENCIES = ['strong', 'primary-backup', 'eventual', 'naive'] as const;
export const RESOURCE_MODES = ['shared', 'exclusive'] as const;
export const MEMORY_TYPES = ['register', 'multi-value', 'counter', 'set', 'map', 'list', 'log'] as const;
/** Which way changes go when a replica of an eventual memory compares its copy with another. */
export const GOSSIPS = ['push-pull', 'push', 'pull'] as const;
/** What a session of an agent may be promised of an eventual memory (Terry and others 1994). */
export const SESSION_GUARANTEES = [
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
] as const;
/** What a write does with its value. */
export const WRITE_KINDS = ['set', 'add', 'append', 'insert', 'move', 'remove'] as const;
/** Of each type what a write does where it does not say, and what else it can do. */
export const WRITES_OF: Readonly<Record<MemoryType, readonly [WriteKind, ...WriteKind[]]>> = {
  register: ['set', 'remove'],
  'multi-value': ['set', 'remove'],
  counter: ['add'],
  set: ['add', 'remove'],
  map: ['set', 'remove'],
  list: ['append', 'remove', 'insert', 'move', 'set'],
  log: ['append'],
};
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
  everyMs: field(v.pipe(msSchema, whole(), atLeast(1)), {
    title: 'Renews in',
    help: 'A renewing resource, such as requests per minute: tasks use its units up and give none back, and as many as it has come back in this time (a token bucket).',
    control: 'number',
    unit: 'ms',
  }),
  burst: field(countTo(BOUNDS.amount), {
    title: 'Burst',
    help: 'How many units of a renewing resource may be saved up; as many as it has if absent.',
    control: 'number',
    unit: 'units',
  }),
});

/** What a task takes and gives back in the midst of its work. */
export const holdSchema = v.looseObject(
  {
    resource: required(idSchema, { title: 'Resource', help: 'The resource that is held.', control: 'resource' }),
    units: field(countTo(BOUNDS.amount), {
      title: 'Units',
      help: 'How many units are held.',
      control: 'number',
      unit: 'units',
      default: 1,
    }),
    fromMs: field(msSchema, {
      title: 'From',
      help: 'How far into the work it is taken.',
      control: 'number',
      unit: 'ms',
      default: 0,
    }),
    toMs: field(msSchema, {
      title: 'To',
      help: 'How far into the work it is given back; at the end if absent.',
      control: 'number',
      unit: 'ms',
    }),
  },
  'A hold is an object with the id of a resource.',
);

export const memorySchema = v.looseObject({
  id: required(idSchema, { title: 'Id', help: 'The name by which tasks refer to it.', control: 'text' }),
  name: field(nameSchema, { title: 'Name', help: 'What the drawing shows; the id if absent.', control: 'text' }),
  consistency: field(nameSchema, {
    title: 'Consistency',
    help: 'Strong (linearizable by majorities of the replicas), primary-backup (linearizable by a primary that all members of its view follow), eventual (always available; replicas compare copies and merge them), or naive, an exhibit: written locally and broadcast without order.',
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
  type: field(v.picklist(MEMORY_TYPES, 'The type must be register, multi-value, counter, set, map, list or log.'), {
    title: 'Type',
    help: 'What stands under a key: a register holds the last value written; an eventual memory may also keep all concurrent values (multi-value), a sum (counter), a set, a map of fields, a list or a log, which merge without loss.',
    control: 'choice',
    default: 'register',
    options: MEMORY_TYPES,
  }),
  syncMs: field(v.pipe(msSchema, v.minValue(1, 'This must be 1 or more.')), {
    title: 'Anti-entropy',
    help: 'How often a replica of an eventual memory compares its copy with another, while any may differ.',
    control: 'number',
    unit: 'ms',
    default: 100,
  }),
  gossip: field(v.picklist(GOSSIPS, 'The gossip must be push-pull, push or pull.'), {
    title: 'Gossip',
    help: 'Which way changes go when a replica of an eventual memory compares its copy with another: it sends what the other lacks (push), asks for what it lacks itself (pull), or both.',
    control: 'choice',
    default: 'push-pull',
    options: GOSSIPS,
  }),
  leaseMs: field(msSchema, {
    title: 'Lease',
    help: 'How long the primary of a primary-backup memory answers reads by itself after its members have last followed it.',
    control: 'number',
    unit: 'ms',
    default: 200,
  }),
  sessions: field(
    listOf(
      v.picklist(
        SESSION_GUARANTEES,
        'A session guarantee is read-your-writes, monotonic-reads, monotonic-writes or writes-follow-reads.',
      ),
      'Session guarantees are a list.',
    ),
    {
      title: 'Session guarantees',
      help: 'What an agent may rely on in an eventual memory, whichever replica it asks: read-your-writes, monotonic-reads, monotonic-writes, writes-follow-reads.',
      control: 'names',
      default: [],
      options: SESSION_GUARANTEES,
    },
  ),
});

const place = {
  memory: required(idSchema, { title: 'Memory', help: 'The shared memory.', control: 'text' }),
  key: required(idSchema, { title: 'Key', help: 'The key in it.', control: 'text' }),
};
const readObject = v.looseObject(place);
export const writeSchema = v.looseObject({
  ...place,
  do: field(v.picklist(WRITE_KINDS, 'What a write does must be set, add, append, insert, move or remove.'), {
    title: 'Do',
    help: 'What the write does with its value: set, add, append, insert, move or remove, as the type of the memory allows; if absent, a register or map is set, a counter or set added to, a list or log appended to.',
    control: 'choice',
    options: WRITE_KINDS,
  }),
  value: field(jsonSchema, {
    title: 'Value',
    help: 'What is written: a text is CEL over the result of the task, what it has read, and results of tasks before it, such as results.research.outcome, any other JSON value stands for itself; the result of the task if absent.',
    control: 'json',
  }),
  at: field(jsonSchema, {
    title: 'Place',
    help: 'Of a list: behind how many others, in the copy that is written, the value is inserted, the first element that equals it is moved, or stands the one that is set; a whole number from 0 on, or CEL that gives one, such as size(memory.board.plan) - 1. The front if absent; where the list is shorter its end.',
    control: 'json',
  }),
  expect: field(jsonSchema, {
    title: 'Only if',
    help: 'Compare and set, in a primary-backup memory: it is written only if this stands there, told like a value, such as memory.board.count; else the attempt has failed.',
    control: 'json',
  }),
});

const readUnion = v.union(
  [idSchema, readObject],
  'What is read is the id of a memory, or an object with "memory" and "key".',
);
const writeUnion = v.union(
  [idSchema, writeSchema],
  'What is written is the id of a memory, or an object with "memory" and "key".',
);
const isText = (input: unknown): boolean => typeof input === 'string';
const isObject = (input: unknown): boolean => typeof input === 'object' && input !== null;

export const readsSchema = listOf(
  choice(readUnion, (input) => (isText(input) ? idSchema : isObject(input) ? readObject : readUnion)),
  'What a task reads is a list.',
);
export const writesSchema = listOf(
  choice(writeUnion, (input) => (isText(input) ? idSchema : isObject(input) ? writeSchema : writeUnion)),
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

export type Gossip = (typeof GOSSIPS)[number];
export type MemoryType = (typeof MEMORY_TYPES)[number];
export type SessionGuarantee = (typeof SESSION_GUARANTEES)[number];
export type WriteKind = (typeof WRITE_KINDS)[number];
export type Resource = v.InferOutput<typeof resourceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
