/*
 * What stands around agents and tasks: resources, shared memories, and the faults that are planned.
 * A fault of an unknown kind is kept as it is and listed.
 */
import * as v from 'valibot';
import { choice, field, required } from './field.ts';
import { aboveZero, countSchema, idSchema, idsSchema, msSchema, textSchema } from './parts.ts';

export const CONSISTENCIES = ['strong', 'eventual', 'naive'] as const;
export const RESOURCE_MODES = ['shared', 'exclusive'] as const;

export const resourceSchema = v.looseObject({
  id: required(idSchema, { title: 'Id', help: 'The name by which tasks refer to it.', control: 'text' }),
  name: field(textSchema, { title: 'Name', help: 'What the drawing shows; the id if absent.', control: 'text' }),
  units: field(countSchema, {
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
    default: 'shared',
    options: RESOURCE_MODES,
  }),
  leaseMs: field(msSchema, {
    title: 'Lease',
    help: 'How long it is held before it must be renewed.',
    control: 'number',
    unit: 'ms',
  }),
});

export const memorySchema = v.looseObject({
  id: required(idSchema, { title: 'Id', help: 'The name by which tasks refer to it.', control: 'text' }),
  name: field(textSchema, { title: 'Name', help: 'What the drawing shows; the id if absent.', control: 'text' }),
  consistency: field(textSchema, {
    title: 'Consistency',
    help: 'Strong, eventual, or naive as an exhibit.',
    control: 'choice',
    default: 'eventual',
    options: CONSISTENCIES,
  }),
  replicas: field(idsSchema, {
    title: 'Replicas',
    help: 'The agents that hold a copy.',
    control: 'agents',
    default: [],
  }),
});

/** The schema of each kind of fault that is enforced. */
export const faultSchemas = {
  crash: v.looseObject({
    kind: required(v.literal('crash'), { title: 'Kind', help: 'The agent stops, and may recover.', control: 'hidden' }),
    agent: required(idSchema, { title: 'Agent', help: 'Whom it befalls.', control: 'agent' }),
    atMs: required(msSchema, { title: 'At', help: 'When it happens.', control: 'number', unit: 'ms' }),
    recoverMs: field(msSchema, {
      title: 'Recovers at',
      help: 'When the agent is back; never if absent.',
      control: 'number',
      unit: 'ms',
    }),
  }),
  slow: v.looseObject({
    kind: required(v.literal('slow'), { title: 'Kind', help: 'The agent works more slowly.', control: 'hidden' }),
    agent: required(idSchema, { title: 'Agent', help: 'Whom it befalls.', control: 'agent' }),
    atMs: required(msSchema, { title: 'At', help: 'When it begins.', control: 'number', unit: 'ms' }),
    factor: required(aboveZero, { title: 'Factor', help: 'Work takes so many times as long.', control: 'number' }),
    untilMs: field(msSchema, { title: 'Until', help: 'When it ends; never if absent.', control: 'number', unit: 'ms' }),
  }),
};
/** Every known fault, told apart by `kind`. */
export const knownFaultSchema = v.variant(
  'kind',
  [faultSchemas.crash, faultSchemas.slow],
  'A fault is an object with a kind.',
);
const foreignFaultSchema = v.looseObject({ kind: textSchema });
/** Any fault; one of an unknown kind is kept and listed. */
export const faultSchema = choice(knownFaultSchema, (input) => {
  const given = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  if (given === 'crash' || given === 'slow') return faultSchemas[given];
  return typeof given === 'string' ? foreignFaultSchema : knownFaultSchema;
});

export type Resource = v.InferOutput<typeof resourceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
export type Fault = v.InferOutput<typeof knownFaultSchema>;
