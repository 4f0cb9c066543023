/*
 * The action by which agents with goals in conflict negotiate a deal: what there is to settle, what each makes of it, the protocol,
 * and when it is over.
 */
import * as v from 'valibot';
import type { Json } from '../../../base/index.ts';
import { BOUNDS } from '../bounds.ts';
import { field, mapOf, objectOf, required, type FieldInfo } from '../field.ts';
import {
  amountSchema,
  atLeastZero,
  countTo,
  factorSchema,
  idSchema,
  idsSchema,
  listOf,
  modelEntries,
  msSchema,
  nameSchema,
  shareSchema,
  textSchema,
} from '../parts.ts';

/** What comes of a task whose parties agree on nothing. */
export const CONFLICT_ENDS = ['fail', 'succeed'] as const;
/** What a deal a round later is worth to a party that says nothing of it. */
export const DISCOUNT_DEFAULT = 0.9;

const ACTION = 'Action';
const TERMS = 'Terms';

function info(group: string, title: string, help: string, control: FieldInfo['control']): FieldInfo {
  return { title, help, control, group };
}

/** Most issues and values of one: what is beyond is no table that a person could read. */
export const issuesMax = 100;
const valuesMax = 10_000;

const valueSchema = v.custom<Exclude<Json, object>>(
  (input) => ['string', 'number', 'boolean'].includes(typeof input),
  'A value of an issue is a text, a number, true or false.',
);
const boundSchema = v.pipe(amountSchema, v.integer('This must be a whole number.'));

export const issueSchema = objectOf(
  {
    name: required(nameSchema, {
      title: 'Issue',
      help: 'What is to be settled, such as price; by its name alone a variable of the document.',
      control: 'text',
    }),
    values: field(listOf(valueSchema, 'The values of an issue are a list.', valuesMax), {
      title: 'Values',
      help: 'What it can be; or give least and most instead.',
      control: 'json',
    }),
    min: field(boundSchema, { title: 'Least', help: 'The least of a range of whole numbers.', control: 'number' }),
    max: field(boundSchema, { title: 'Most', help: 'The most of that range.', control: 'number' }),
  },
  'An issue is an object with a name and values.',
);

export const utilitySchema = objectOf(
  {
    weights: field(listOf(atLeastZero, 'Weights are a list of numbers.', issuesMax), {
      title: 'Weights',
      help: 'How much each issue matters to it; together 1. The same for each if absent.',
      control: 'json',
    }),
    values: field(
      listOf(
        listOf(amountSchema, 'What the values of an issue are worth is a list of numbers.', valuesMax),
        'What values are worth is a list for each issue.',
        issuesMax,
      ),
      {
        title: 'Worth of values',
        help: 'For each issue what each of its values is worth, best from 0 to 1. Two numbers are the ends of a line.',
        control: 'json',
      },
    ),
    reservation: field(amountSchema, {
      title: 'Reservation value',
      help: 'What no deal is worth to it: it agrees to nothing below.',
      control: 'number',
      default: 0,
    }),
    must: field(textSchema, {
      title: 'Only if',
      help: 'A CEL expression over the issues without which it agrees to nothing, such as price <= 5.',
      control: 'code',
    }),
    discount: field(shareSchema, {
      title: 'Patience',
      help: 'With alternating offers, what a deal one round later is worth of it.',
      control: 'number',
      default: DISCOUNT_DEFAULT,
    }),
    concession: field(factorSchema, {
      title: 'Pace of concession',
      help: 'With alternating offers, concedes by the rounds that are left: below 1 late (Boulware), above 1 early (Conceder). By patience if absent.',
      control: 'number',
    }),
  },
  'What a participant wants is an object with weights and values.',
);

export const negotiateSchema = v.looseObject({
  kind: required(v.literal('negotiate'), {
    ...info(ACTION, 'Kind', 'Agents with conflicting goals negotiate a deal.', 'hidden'),
  }),
  protocol: field(nameSchema, {
    ...info(
      ACTION,
      'Protocol',
      'How they come to a deal. Concession and alternating offers are for two; a mediator serves any number.',
      'choice',
    ),
    default: 'zeuthen',
    names: 'negotiations',
  }),
  participants: field(idsSchema, {
    ...info(ACTION, 'Participants', 'The agents that negotiate; all that have utilities if none is named.', 'agents'),
    default: [],
  }),
  issues: field(listOf(issueSchema, 'Issues are a list.', issuesMax), {
    ...info(
      TERMS,
      'Issues',
      'What is to be settled, each with the values that it can have. If absent: all variables of the document.',
      'json',
    ),
    default: [],
  }),
  utilities: field(mapOf(idSchema, utilitySchema, 'Utilities are a map from agent id to what it wants.'), {
    ...info(
      TERMS,
      'Utilities',
      'What each participant wants, by id. If absent, or without weights and values: what its goals want.',
      'json',
    ),
    default: {},
  }),
  rounds: field(countTo(BOUNDS.attempts), {
    ...info(
      TERMS,
      'Rounds',
      'After this many rounds without a deal, there is none. If absent: as many as it takes, or 100 where somebody concedes by the rounds that are left.',
      'number',
    ),
    unit: 'rounds',
  }),
  deadlineMs: field(msSchema, {
    ...info(
      TERMS,
      'Deadline',
      'How long they may take. If absent: 10 times the longest delay for each outcome, and at least 10000 ms.',
      'number',
    ),
    unit: 'ms',
  }),
  atConflict: field(v.picklist(CONFLICT_ENDS, `A conflict must be one of ${CONFLICT_ENDS.join(', ')}.`), {
    ...info(
      TERMS,
      'Without a deal',
      'Fail: the task fails. Succeed: it succeeds with agreed false and no outcome.',
      'choice',
    ),
    default: 'fail',
    options: CONFLICT_ENDS,
  }),
  ...modelEntries,
});

/** A negotiate action as it is written. */
export type NegotiateAction = v.InferOutput<typeof negotiateSchema>;
export type WrittenIssue = v.InferOutput<typeof issueSchema>;
export type WrittenUtility = v.InferOutput<typeof utilitySchema>;
