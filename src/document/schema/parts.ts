/*
 * The small shapes that the document's schemas share: ids, times, shares, colours, and the simulation model that
 * every action may carry. Every message here is a whole sentence, since a person reads it beside its place.
 */
import * as v from 'valibot';
import { isSafeId, type Json } from '../../base/index.ts';
import { choice, field, mapOf } from './field.ts';

/** Longest time in a document, in ms (about 115 days), so that sums of times stay exact integers. */
export const MS_MAX = 10_000_000_000;

/** Time of a task whose model gives none, in ms. */
export const DURATION_DEFAULT_MS = 1000;

/** Keys that make an object a distribution; no agent may carry them as id, so a map by agent is never mistaken. */
export const DISTRIBUTION_KEYS = ['min', 'max', 'mean', 'deviation'] as const;

export const idSchema = v.pipe(
  v.string('An id must be a text.'),
  v.check(
    (id: string) => isSafeId(id),
    'The id is empty, too long, has blanks at its ends or is a reserved name; choose another.',
  ),
);
export const textSchema = v.string('This must be a text.');
export const flagSchema = v.boolean('This must be true or false.');
export const numberSchema = v.number('This must be a number.');
export const atLeastZero = v.pipe(numberSchema, v.minValue(0, 'This must be 0 or more.'));
export const aboveZero = v.pipe(numberSchema, v.gtValue(0, 'This must be more than 0.'));
export const shareSchema = v.pipe(
  numberSchema,
  v.minValue(0, 'This must lie between 0 and 1.'),
  v.maxValue(1, 'This must lie between 0 and 1.'),
);
export const countSchema = v.pipe(
  numberSchema,
  v.integer('This must be a whole number.'),
  v.minValue(1, 'This must be 1 or more.'),
);
export const wholeSchema = v.pipe(
  numberSchema,
  v.integer('This must be a whole number.'),
  v.minValue(0, 'This must be 0 or more.'),
);
export const msSchema = v.pipe(atLeastZero, v.maxValue(MS_MAX, `A time may not be longer than ${String(MS_MAX)} ms.`));
export const colourSchema = v.pipe(
  v.string('A colour must be a text.'),
  v.regex(/^(?:#[0-9a-fA-F]{6}|[a-z]{3,20})$/, 'A colour is a name of the palette or #rrggbb.'),
);
export const namesSchema = v.array(textSchema, 'This must be a list of names.');
export const idsSchema = v.array(idSchema, 'This must be a list of ids.');
/** Any JSON value; `parseJson` has refused everything else before. */
export const jsonSchema = v.custom<Json>((input) => input !== undefined, 'A value is missing here.');

const rangeSchema = v.pipe(
  v.strictObject({ min: msSchema, max: msSchema }, 'A range has exactly min and max.'),
  v.check((range) => range.min <= range.max, 'min may not be more than max.'),
);
const normalSchema = v.strictObject(
  { mean: msSchema, deviation: msSchema },
  'This distribution has exactly mean and deviation.',
);
const byAgentSchema = mapOf(idSchema, msSchema, 'This must be a map from agent id to ms.');
const durationUnion = v.union(
  [msSchema, rangeSchema, normalSchema, byAgentSchema],
  'A duration is a number of ms, {"min","max"}, {"mean","deviation"} or a map from agent id to ms.',
);

/**
 * A time model. An object with any of the keys min, max, mean, deviation is a distribution and must hold exactly its
 * pair; any other object is a map from agent id to ms.
 */
export const durationSchema = choice(durationUnion, (input) => {
  if (typeof input === 'number') return msSchema;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return durationUnion;
  if ('min' in input || 'max' in input) return rangeSchema;
  return 'mean' in input || 'deviation' in input ? normalSchema : byAgentSchema;
});

/** A delay of the network: a number of ms or a range. */
export const delaySchema = v.union([msSchema, rangeSchema], 'A delay is a number of ms or {"min","max"}.');

/** What the simulation knows of an action; every kind may carry it. */
export const modelEntries = {
  durationMs: field(durationSchema, {
    title: 'Duration',
    help: 'How long the work takes at speed 1: a number, {"min","max"}, {"mean","deviation"}, or a map from agent id to a number.',
    control: 'duration',
    group: 'Simulation',
    unit: 'ms',
    default: DURATION_DEFAULT_MS,
  }),
  failureRate: field(shareSchema, {
    title: 'Failure rate',
    help: 'The chance that one attempt fails.',
    control: 'number',
    group: 'Simulation',
    default: 0,
  }),
  failsFirst: field(wholeSchema, {
    title: 'Fails first',
    help: 'So many first attempts fail for certain.',
    control: 'number',
    group: 'Simulation',
    unit: 'attempts',
    default: 0,
  }),
  result: field(jsonSchema, {
    title: 'Result',
    help: 'What the task answers in a simulation.',
    control: 'json',
    group: 'Simulation',
    default: null,
  }),
  cancelMs: field(msSchema, {
    title: 'Heeds a cancel after',
    help: 'How long the work takes to stop once it is asked to.',
    control: 'number',
    group: 'Simulation',
    unit: 'ms',
    default: 0,
  }),
  ignoresCancel: field(flagSchema, {
    title: 'Ignores a cancel',
    help: 'The work goes on although it is asked to stop, until it is forced.',
    control: 'toggle',
    group: 'Simulation',
    default: false,
  }),
};
