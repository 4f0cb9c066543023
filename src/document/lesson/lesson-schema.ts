/*
 * A lesson: steps beside the drawing that tick themselves off by what a person does. A step says what to do and by what
 * it is known to be done; it changes nothing in a run. Whoever shows it judges it.
 */
import * as v from 'valibot';
import { longest } from '../schema/bounds.ts';
import { choice, field, objectOf, required } from '../schema/field.ts';
import { flagSchema, idSchema, jsonSchema, listOf, msSchema } from '../schema/parts.ts';

/** Most steps of a lesson, and characters of a title and of what a step says. */
export const LESSON_STEPS_MAX = 20;
const titleMax = 120;
const sayMax = 1000;

/** Views of a run, and then tabs of what is selected. */
export const LESSON_TABS = [
  'timeline',
  'messages',
  'log',
  'memory',
  'conflicts',
  'deals',
  'invariants',
  'metrics',
  'agents',
  'settings',
  'state',
  'consensus',
  'data',
  'why',
  'faults',
] as const;
/** Marks of a run that a person may go back to. */
export const LESSON_MARKS = [
  'invariant',
  'failure',
  'deadlock',
  'no-deal',
  'deal',
  'unavailable',
  'stale-read',
  'decision',
  'snapshot',
  'fault',
  'lie',
  'view-change',
  'conflict',
  'stale-token',
  'expiry',
  'preemption',
  'inheritance',
  'retry',
  'divergence',
  'convergence',
  'goal',
  'belief',
  'eviction',
  'contention',
  'checkpoint',
] as const;
export const LESSON_OUTCOMES = ['succeeded', 'failed', 'compensated', 'stalled', 'cancelled'] as const;
const invariantStandings = ['hold', 'broken'] as const;
const deadlineStandings = ['met', 'missed'] as const;

const kind = <const Kind extends string>(name: Kind, help: string) => ({
  kind: required(v.literal(name), { title: 'Kind', help, control: 'hidden' }),
});
const agent = (help: string) => ({ agent: field(idSchema, { title: 'Agent', help, control: 'agent' }) });
const task = (help: string) => ({ task: field(idSchema, { title: 'Task', help, control: 'task' }) });
const node = (help: string) => ({
  ...agent(help),
  ...task(help),
  resource: field(idSchema, { title: 'Resource', help, control: 'resource' }),
  memory: field(idSchema, { title: 'Memory', help, control: 'memory' }),
});
const ms = (title: string, help: string) => field(msSchema, { title, help, control: 'number', unit: 'ms' });

/** What a person does, each with what it may ask for besides. */
export const deedSchemas = {
  run: v.looseObject({
    ...kind('run', 'A run has ended.'),
    outcome: field(v.picklist(LESSON_OUTCOMES, `The outcome must be ${LESSON_OUTCOMES.join(', ')}.`), {
      title: 'Outcome',
      help: 'How it ends; any way if absent.',
      control: 'choice',
      options: LESSON_OUTCOMES,
    }),
    underMs: ms('Shorter than', 'The run takes less than this.'),
    overMs: ms('Longer than', 'The run takes more than this.'),
    faster: field(flagSchema, {
      title: 'Shorter than the run before',
      help: 'The run takes less than the run before.',
      control: 'toggle',
      default: false,
    }),
    invariants: field(v.picklist(invariantStandings, 'Invariants hold or are broken.'), {
      title: 'Invariants',
      help: 'Whether all invariants hold, or one is broken.',
      control: 'choice',
      options: invariantStandings,
    }),
    deadlines: field(v.picklist(deadlineStandings, 'Deadlines are met or missed.'), {
      title: 'Deadlines',
      help: 'Whether all deadlines are met, or one is missed.',
      control: 'choice',
      options: deadlineStandings,
    }),
  }),
  select: v.looseObject({
    ...kind('select', 'A node is selected.'),
    ...node('The node that is selected.'),
  }),
  tab: v.looseObject({
    ...kind('tab', 'A tab is open.'),
    tab: required(v.picklist(LESSON_TABS, `The tab must be one of ${LESSON_TABS.join(', ')}.`), {
      title: 'Tab',
      help: 'The view of the run, or the tab of what is selected.',
      control: 'choice',
      options: LESSON_TABS,
    }),
    ...agent('The agent whose tab it is; any if absent.'),
    ...task('The task whose tab it is; any if absent.'),
  }),
  setting: v.looseObject({
    ...kind('setting', 'A setting has a value.'),
    ...node('The node whose setting it is; the document’s own if none is named.'),
    field: required(v.pipe(v.string('This must be a text.'), longest(titleMax)), {
      title: 'Setting',
      help: 'The field by its path, such as slots, action.durationMs or scheduling.balancing.',
      control: 'text',
    }),
    is: field(jsonSchema, {
      title: 'Is',
      help: 'The value that it has; its default counts where nothing is written.',
      control: 'json',
    }),
    least: field(v.number('This must be a number.'), {
      title: 'At least',
      help: 'The least number.',
      control: 'number',
    }),
    most: field(v.number('This must be a number.'), {
      title: 'At most',
      help: 'The largest number.',
      control: 'number',
    }),
  }),
  fault: v.looseObject({
    ...kind('fault', 'A fault is put in, planned or at the playhead.'),
    fault: field(v.pipe(v.string('This must be a text.'), longest(titleMax)), {
      title: 'Fault',
      help: 'Its kind, such as crash or lie; any if absent.',
      control: 'text',
    }),
    ...agent('The affected agent; any if absent.'),
  }),
  back: v.looseObject({
    ...kind('back', 'The playhead is moved back.'),
    mark: field(v.picklist(LESSON_MARKS, `The mark must be one of ${LESSON_MARKS.join(', ')}.`), {
      title: 'To a mark',
      help: 'The kind of mark that it stands at; anywhere if absent.',
      control: 'choice',
      options: LESSON_MARKS,
    }),
  }),
  comparison: v.looseObject({ ...kind('comparison', 'A comparison is measured.') }),
};

type DeedSchemas = typeof deedSchemas;
export type DeedKind = keyof DeedSchemas;
export const DEED_KINDS = Object.keys(deedSchemas) as DeedKind[];

export const knownDeedSchema = v.variant(
  'kind',
  Object.values(deedSchemas) as [DeedSchemas['run'], ...DeedSchemas[DeedKind][]],
  'What is done is an object with a kind.',
);
const foreignDeedSchema = v.looseObject({ kind: v.pipe(v.string('The kind must be a text.'), longest(titleMax)) });
/** What is done; one of an unknown kind is kept and listed. */
const deedSchema = choice(knownDeedSchema, (input) => {
  const given = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  if (typeof given !== 'string') return knownDeedSchema;
  return isDeedKind(given) ? deedSchemas[given] : foreignDeedSchema;
});
export function isDeedKind(text: string): text is DeedKind {
  return Object.hasOwn(deedSchemas, text);
}

export const lessonStepSchema = v.looseObject(
  {
    title: required(
      v.pipe(v.string('This must be a text.'), v.minLength(1, 'Say what the step is.'), longest(titleMax)),
      {
        title: 'Title',
        help: 'The step in a few words; no two of a lesson alike.',
        control: 'text',
      },
    ),
    say: field(v.pipe(v.string('This must be a text.'), longest(sayMax)), {
      title: 'Says',
      help: 'What to do and what to watch, in a sentence or two.',
      control: 'paragraph',
      default: '',
    }),
    done: required(deedSchema, {
      title: 'Done by',
      help: 'What a person does, by which the step ticks itself off: run, select, tab, setting, fault, back or comparison.',
      control: 'deed',
    }),
  },
  'A step is an object with a title and what it is done by.',
);

export const lessonSchema = objectOf(
  {
    steps: field(listOf(lessonStepSchema, 'Steps are a list.', LESSON_STEPS_MAX), {
      title: 'Steps',
      help: 'What a person is led through, in this order: each step opens when the one before is done.',
      control: 'steps',
      default: [],
    }),
  },
  'A lesson is an object with steps.',
);

export type Lesson = v.InferOutput<typeof lessonSchema>;
export type LessonStep = v.InferOutput<typeof lessonStepSchema>;
/** What is done, of a known kind. */
export type Deed = v.InferOutput<typeof knownDeedSchema>;
export type LessonTab = (typeof LESSON_TABS)[number];
