/*
 * How an agent shares its time among its tasks: by whose turn it is, how long a turn lasts, and what tasks say for it. What an absent
 * field means stands beside the field as its default.
 */
import * as v from 'valibot';
import { field, objectOf } from './field.ts';
import { factorSchema, msSchema, spellSchema } from './parts.ts';

/** By whose turn it is: none is one task after the other, in as many slots as there are. */
export const SLICINGS = ['none', 'weighted', 'deficit', 'stride', 'edf', 'priority'] as const;

export const sliceSchema = objectOf(
  {
    policy: field(v.picklist(SLICINGS, 'Whose turn it is must be none, weighted, deficit, stride, edf or priority.'), {
      title: 'Policy',
      help: 'Whose turn it is: by weight in a round (weighted; deficit carries over what a turn leaves), stride (whoever has had least for its weight), edf (the earliest deadline), or priority.',
      control: 'choice',
      group: 'Time slices',
      default: 'none',
      options: SLICINGS,
    }),
    quantumMs: field(spellSchema, {
      title: 'Quantum',
      help: 'How long a turn lasts, in a round times the weight of the task. Earlier deadlines and higher priorities do not wait for it.',
      control: 'number',
      group: 'Time slices',
      unit: 'ms',
      default: 100,
    }),
    switchMs: field(msSchema, {
      title: 'Switch takes',
      help: 'How long it takes to turn from one task to another.',
      control: 'number',
      group: 'Time slices',
      unit: 'ms',
      default: 0,
    }),
  },
  'Time slices are an object.',
);

export const periodSchema = objectOf(
  {
    everyMs: field(spellSchema, {
      title: 'Every',
      help: 'How often it comes again, for what is said before a run: whether an agent that works in time slices meets the deadlines of all that comes to it. A run does it once.',
      control: 'number',
      group: 'Period',
      unit: 'ms',
    }),
    deadlineMs: field(spellSchema, {
      title: 'Deadline of each',
      help: 'Within what time of its coming it should be done; before it comes again, if absent.',
      control: 'number',
      group: 'Period',
      unit: 'ms',
    }),
  },
  'A period is an object.',
);

/** What a task says for whoever shares its time. */
export const turnEntries = {
  weight: field(factorSchema, {
    title: 'Weight',
    help: 'Its share of the time of an agent that works in time slices, against the weights of the others.',
    control: 'number',
    group: 'Placing',
    default: 1,
  }),
  pieceMs: field(msSchema, {
    title: 'Piece',
    help: 'It is interrupted only after each so many ms of its work, where its agent works in time slices; 0 for anywhere.',
    control: 'number',
    group: 'Placing',
    unit: 'ms',
    default: 0,
  }),
  period: field(periodSchema, {
    title: 'Period',
    help: 'How often it comes again, and within what time it should be done.',
    control: 'group',
    group: 'Period',
    default: {},
  }),
};

/** Whose turn it is. */
export type Slicing = (typeof SLICINGS)[number];
