/*
 * The document: the one source of its types, its validation, its JSON Schema, its forms and its reference page.
 * Objects are loose, so what this version does not know survives a round trip. A parsed document is what the person
 * wrote: no default is ever written into it; `defaults.ts` says what an absent field means.
 */
import * as v from 'valibot';
import { BOUNDS } from './schema/bounds.ts';
import { field, mapOf, objectOf, required } from './schema/field.ts';
import { agentSchema } from './schema/agent.ts';
import { issueSchema, issuesMax } from './schema/deciding/negotiate.ts';
import { faultSchema } from './schema/fault.ts';
import { lessonSchema } from './lesson/lesson-schema.ts';
import {
  amountSchema,
  atLeastZero,
  colourSchema,
  countTo,
  idSchema,
  idsSchema,
  listOf,
  nameSchema,
  seedSchema,
  textSchema,
} from './schema/parts.ts';
import {
  conflictsSchema,
  coordinationSchema,
  limitsSchema,
  networkSchema,
  schedulingSchema,
  snapshotSchema,
} from './schema/settings.ts';
import { taskSchema } from './schema/task.ts';
import { memorySchema, resourceSchema } from './schema/world.ts';

/** The current version of the format. */
export const FORMAT_VERSION = 1;
/** The name of the format. */
export const FORMAT_NAME = 'conclave';
export const placeSchema = v.looseObject({ x: amountSchema, y: amountSchema }, 'A place has x and y.');
const noteSchema = v.looseObject({
  id: idSchema,
  text: v.exactOptional(textSchema),
  colour: v.exactOptional(colourSchema),
  inside: v.exactOptional(idSchema),
  x: amountSchema,
  y: amountSchema,
});
const frameSchema = v.looseObject({
  id: idSchema,
  title: v.exactOptional(nameSchema),
  colour: v.exactOptional(colourSchema),
  inside: v.exactOptional(idSchema),
  x: amountSchema,
  y: amountSchema,
  width: v.exactOptional(atLeastZero),
  height: v.exactOptional(atLeastZero),
});

/** What a person expects of every run of the document. */
export const expectationSchema = v.looseObject({
  that: required(textSchema, {
    title: 'Expect',
    help: 'CEL over the result, such as makespanMs <= 6000.',
    control: 'code',
  }),
  says: field(textSchema, {
    title: 'In words',
    help: 'Its name in the list of invariants; the expression if absent.',
    control: 'text',
  }),
});

export const viewSchema = objectOf(
  {
    nodes: field(mapOf(idSchema, placeSchema, 'Places are a map from id to {"x","y"}.'), {
      title: 'Places',
      help: 'Where each node stands.',
      control: 'hidden',
      default: {},
    }),
    notes: field(listOf(noteSchema, 'Notes are a list.'), {
      title: 'Notes',
      help: 'Texts on the canvas; with "inside", on the canvas of that composite.',
      control: 'hidden',
      default: [],
    }),
    frames: field(listOf(frameSchema, 'Frames are a list.'), {
      title: 'Frames',
      help: 'Groups on the canvas; with "inside", on the canvas of that composite.',
      control: 'hidden',
      default: [],
    }),
    collapsed: field(idsSchema, {
      title: 'Collapsed',
      help: 'Composites that the outline shows closed.',
      control: 'hidden',
      default: [],
    }),
  },
  'The view is an object.',
);

export const documentSchema = objectOf(
  {
    format: field(v.literal(FORMAT_NAME, 'The format must be "conclave".'), {
      title: 'Format',
      help: 'Says that this is a Conclave document.',
      control: 'hidden',
      default: FORMAT_NAME,
    }),
    version: field(countTo(BOUNDS.levels), {
      title: 'Version',
      help: 'The version of the format.',
      control: 'hidden',
      default: FORMAT_VERSION,
    }),
    name: field(nameSchema, {
      title: 'Name',
      help: 'The name of the document.',
      control: 'text',
      group: 'Document',
      default: 'Untitled',
    }),
    description: field(textSchema, {
      title: 'Description',
      help: 'What it is about.',
      control: 'paragraph',
      group: 'Document',
      default: '',
    }),
    seed: field(seedSchema, {
      title: 'Seed',
      help: 'The same seed gives the same run.',
      control: 'number',
      group: 'Document',
      default: 1,
    }),
    coordination: field(coordinationSchema, {
      title: 'Coordination',
      help: 'How tasks are assigned to agents.',
      control: 'group',
      group: 'Coordination',
      default: {},
    }),
    scheduling: field(schedulingSchema, {
      title: 'Scheduling',
      help: 'Order, assignment and balancing.',
      control: 'group',
      group: 'Coordination',
      default: {},
    }),
    conflicts: field(conflictsSchema, {
      title: 'Conflicts',
      help: 'What happens when tasks wait for each other’s resources.',
      control: 'group',
      group: 'Coordination',
      default: {},
    }),
    network: field(networkSchema, {
      title: 'Network',
      help: 'What happens to messages on their way.',
      control: 'group',
      group: 'Network',
      default: {},
    }),
    limits: field(limitsSchema, {
      title: 'Limits',
      help: 'Bounds of the run and of the hierarchy. A run also ends, at the same step on every machine, when its records and queues exceed an estimated 576 MiB.',
      control: 'group',
      group: 'Limits',
      default: {},
    }),
    agents: field(listOf(agentSchema, 'Agents are a list.', BOUNDS.agents), {
      title: 'Agents',
      help: 'Who does the work.',
      control: 'list',
      default: [],
    }),
    tasks: field(listOf(taskSchema, 'Tasks are a list.', BOUNDS.tasks), {
      title: 'Tasks',
      help: 'The work to do.',
      control: 'list',
      default: [],
    }),
    resources: field(listOf(resourceSchema, 'Resources are a list.'), {
      title: 'Resources',
      help: 'What tasks compete for.',
      control: 'list',
      default: [],
    }),
    variables: field(listOf(issueSchema, 'Variables are a list.', issuesMax), {
      title: 'Variables',
      help: 'What goals of agents are about and negotiations settle, each with the values that it can have, such as [{"name": "price", "min": 1, "max": 10}].',
      control: 'variables',
      group: 'Goals',
      default: [],
    }),
    memories: field(listOf(memorySchema, 'Memories are a list.'), {
      title: 'Memories',
      help: 'What agents share.',
      control: 'list',
      default: [],
    }),
    faults: field(listOf(faultSchema, 'Faults are a list.'), {
      title: 'Faults',
      help: 'The faults to inject.',
      control: 'list',
      default: [],
    }),
    snapshots: field(listOf(snapshotSchema, 'Snapshots are a list.'), {
      title: 'Snapshots',
      help: 'When all record their states and what is on its way between them, such as [{"atMs": 1200}]. Messages keep their order then.',
      control: 'snapshots',
      group: 'Network',
      default: [],
    }),
    expect: field(listOf(expectationSchema, 'Expectations are a list.'), {
      title: 'Expectations',
      help: 'What must hold when a run ends: CEL over its result.',
      control: 'expectations',
      group: 'Expectations',
      default: [],
    }),
    lesson: field(lessonSchema, {
      title: 'Lesson',
      help: 'Steps beside the drawing that tick themselves off by what a person does; they change nothing in a run.',
      control: 'group',
      group: 'Lesson',
      default: {},
    }),
    view: field(viewSchema, {
      title: 'View',
      help: 'How the canvas looks; it changes nothing in a run.',
      control: 'hidden',
      default: {},
    }),
  },
  'A document is an object.',
);

/** A document as it is written. Treat it as immutable; change it by edits. */
export type Document = v.InferOutput<typeof documentSchema>;
export type View = v.InferOutput<typeof viewSchema>;
