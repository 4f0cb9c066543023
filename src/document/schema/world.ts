/*
 * What stands around agents and tasks: what they fight over, and what they share. What goes wrong on purpose stands in
 * `fault.ts`; nothing here acts.
 */
import * as v from 'valibot';
import { BOUNDS } from './bounds.ts';
import { field, required } from './field.ts';
import { countTo, idSchema, idsSchema, msSchema, nameSchema } from './parts.ts';

export const CONSISTENCIES = ['strong', 'eventual', 'naive'] as const;
export const RESOURCE_MODES = ['shared', 'exclusive'] as const;
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
    help: 'Strong, eventual, or naive as an exhibit.',
    control: 'choice',
    default: CONSISTENCY_DEFAULT,
    options: CONSISTENCIES,
  }),
  replicas: field(idsSchema, {
    title: 'Replicas',
    help: 'The agents that hold a copy.',
    control: 'agents',
    default: [],
  }),
});

export type Resource = v.InferOutput<typeof resourceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
