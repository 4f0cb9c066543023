/*
 * The small shapes that the document's schemas share: ids, times, shares, colours, and the simulation model that
 * every action may carry. Every message here is a whole sentence, since a person reads it beside its place.
 */
import * as v from 'valibot';
import { isIdText, type Json } from '../../base/index.ts';
import { atLeast, atMost, BOUNDS, fits, longest, MS_MAX, whole } from './bounds.ts';
import { choice, field, mapOf } from './field.ts';

/** Time of a task whose model gives none, in ms. */
export const DURATION_DEFAULT_MS = 1000;

/** Keys that make an object a distribution; no agent may carry them as id, so a map by agent is never mistaken. */
export const DISTRIBUTION_KEYS = ['min', 'max', 'mean', 'deviation'] as const;

export const idSchema = v.pipe(
  v.string('An id must be a text.'),
  v.check(
    (id: string) => isIdText(id),
    'The id is empty, has blanks at its ends or control characters in it, or is a reserved name; choose another.',
  ),
  longest(BOUNDS.id),
);
/** What something is called, in one line. */
export const nameSchema = v.pipe(v.string('This must be a text.'), longest(BOUNDS.name));
export const textSchema = v.pipe(v.string('This must be a text.'), longest(BOUNDS.text));
export const flagSchema = v.boolean('This must be true or false.');
const numberSchema = v.number('This must be a number.');
/** A number that may be negative: a priority, a place. */
export const amountSchema = v.pipe(numberSchema, atLeast(-BOUNDS.amount), atMost(BOUNDS.amount));
export const atLeastZero = v.pipe(numberSchema, atLeast(0), atMost(BOUNDS.amount));
/** What something is multiplied or divided by. */
export const factorSchema = v.pipe(numberSchema, atLeast(BOUNDS.factorLeast), atMost(BOUNDS.factor));
export const seedSchema = v.pipe(
  numberSchema,
  whole('The seed must be a whole number.'),
  atLeast(-BOUNDS.seed),
  atMost(BOUNDS.seed),
);
export const shareSchema = v.pipe(
  numberSchema,
  v.minValue(0, 'This must lie between 0 and 1.'),
  v.maxValue(1, 'This must lie between 0 and 1.'),
);
/** A whole number from 1, or from 0, up to what its kind allows. */
export const countTo = (most: number) => v.pipe(numberSchema, whole(), atLeast(1), atMost(most));
export const wholeTo = (most: number) => v.pipe(numberSchema, whole(), atLeast(0), atMost(most));
export const msSchema = v.pipe(
  numberSchema,
  atLeast(0),
  v.maxValue(MS_MAX, `A time may not be longer than ${String(MS_MAX)} ms.`),
);
/** A time that is more than none. */
export const spellSchema = v.pipe(msSchema, v.gtValue(0, 'This must be more than 0.'));
export const colourSchema = v.pipe(
  v.string('A colour must be a text.'),
  v.regex(/^(?:#[0-9a-fA-F]{6}|[a-z]{3,20})$/, 'A colour is a name of the palette or #rrggbb.'),
);
export const listOf = <const TItem extends v.GenericSchema>(item: TItem, message: string, most: number = BOUNDS.list) =>
  v.pipe(v.array(item, message), longest(most, 'entries'));
export const namesSchema = listOf(nameSchema, 'This must be a list of names.');
export const idsSchema = listOf(idSchema, 'This must be a list of ids.');
/** Any JSON value; `parseJson` has refused everything else before. */
export const jsonSchema = v.pipe(
  v.custom<Json>((input) => input !== undefined, 'A value is missing here.'),
  fits(
    (input) => isSmallerThan(input, BOUNDS.json),
    `This value is written in more than ${String(BOUNDS.json)} characters; make it smaller.`,
  ),
);

const rangeSchema = v.pipe(
  v.strictObject({ min: msSchema, max: msSchema }, 'A range has exactly min and max.'),
  fits((range) => range.min <= range.max, 'min may not be more than max.'),
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
    help: 'How long the work takes at speed 1: a number, {"min","max"}, {"mean","deviation"} (cut off at 0, which plans count in), or a map from agent id to a number.',
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
  failsFirst: field(wholeTo(BOUNDS.attempts), {
    title: 'Fails first',
    help: 'This many first attempts fail for certain.',
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
    title: 'Stops after',
    help: 'How long the work takes to stop once it is cancelled.',
    control: 'number',
    group: 'Simulation',
    unit: 'ms',
    default: 0,
  }),
  ignoresCancel: field(flagSchema, {
    title: 'Ignores cancellation',
    help: 'The work goes on although it is cancelled, until it is forced to stop.',
    control: 'toggle',
    group: 'Simulation',
    default: false,
  }),
};

/** Whether a value takes fewer characters than so many, more or less; it is looked at no longer than that. */
function isSmallerThan(value: Json, most: number): boolean {
  let left = most;
  const take = (one: Json): void => {
    if (typeof one === 'string') left -= one.length + 2;
    else if (typeof one !== 'object' || one === null) left -= 5;
    else
      for (const [key, member] of Object.entries(one)) {
        left -= key.length + 2;
        if (left < 0) return;
        take(member);
      }
  };
  take(value);
  return left >= 0;
}
