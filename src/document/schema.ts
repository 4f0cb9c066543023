/*
 * The document: the one source of its types, its validation, its JSON Schema, its forms and its reference page.
 * Objects are loose, so what this version does not know survives a round trip. A parsed document is what the person
 * wrote: no default is ever written into it; `defaults.ts` says what an absent field means.
 */
import * as v from 'valibot';
import { choice, field, mapOf, objectOf, required } from './field.ts';
import { agentSchema } from './schema-agent.ts';
import {
  colourSchema,
  coordinateSchema,
  countSchema,
  delaySchema,
  idSchema,
  idsSchema,
  msSchema,
  numberSchema,
  shareSchema,
  textSchema,
  aboveZero,
} from './schema-parts.ts';
import { taskSchema } from './schema-task.ts';

/** The current version of the format. */
export const FORMAT_VERSION = 1;
/** The name of the format. */
export const FORMAT_NAME = 'conclave';
/** The four patterns of coordination. */
export const PATTERNS = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;
export const ORDERS = ['fifo', 'priority', 'critical-path', 'shortest-first'] as const;
export const ASSIGNMENTS = ['first-fit', 'greedy', 'hungarian', 'heft'] as const;
export const BALANCINGS = ['least-loaded', 'jsq', 'power-of-two', 'round-robin', 'random', 'work-stealing'] as const;
export const CONSISTENCIES = ['strong', 'eventual', 'naive'] as const;
export const RESOURCE_MODES = ['shared', 'exclusive'] as const;

export const coordinationSchema = objectOf(
  {
    pattern: field(textSchema, {
      title: 'Pattern',
      help: 'How agents come to their tasks; settings of the pattern stand beside it.',
      control: 'choice',
      default: 'centralized',
      options: PATTERNS,
    }),
  },
  'Coordination is an object.',
);

export const schedulingSchema = objectOf(
  {
    order: field(v.picklist(ORDERS, `The order must be one of ${ORDERS.join(', ')}.`), {
      title: 'Order',
      help: 'Which ready task goes first.',
      control: 'choice',
      default: 'critical-path',
      options: ORDERS,
    }),
    assignment: field(v.picklist(ASSIGNMENTS, `The assignment must be one of ${ASSIGNMENTS.join(', ')}.`), {
      title: 'Assignment',
      help: 'Which agent gets it.',
      control: 'choice',
      default: 'greedy',
      options: ASSIGNMENTS,
    }),
    balancing: field(v.picklist(BALANCINGS, `The balancing must be one of ${BALANCINGS.join(', ')}.`), {
      title: 'Balancing',
      help: 'How load is spread wherever agents have queues.',
      control: 'choice',
      default: 'least-loaded',
      options: BALANCINGS,
    }),
  },
  'Scheduling is an object.',
);

const linkSchema = v.looseObject({
  from: required(idSchema, { title: 'From', help: 'The sender.', control: 'agent' }),
  to: required(idSchema, { title: 'To', help: 'The receiver.', control: 'agent' }),
  delayMs: field(delaySchema, { title: 'Delay', help: 'The delay on this link.', control: 'duration', unit: 'ms' }),
  loss: field(shareSchema, {
    title: 'Loss',
    help: 'The chance that a message is lost on this link.',
    control: 'number',
  }),
});

const partitionSchema = v.looseObject({
  atMs: required(msSchema, { title: 'From', help: 'When the network parts.', control: 'number', unit: 'ms' }),
  healMs: field(msSchema, {
    title: 'Heals at',
    help: 'When it is whole again; never if absent.',
    control: 'number',
    unit: 'ms',
  }),
  groups: required(v.array(idsSchema, 'Groups are a list of lists of ids.'), {
    title: 'Groups',
    help: 'Agents that still hear one another.',
    control: 'json',
  }),
});

export const networkSchema = objectOf(
  {
    delayMs: field(delaySchema, {
      title: 'Delay',
      help: 'How long a message travels: a number or {"min","max"}.',
      control: 'duration',
      unit: 'ms',
      default: 0,
    }),
    loss: field(shareSchema, {
      title: 'Loss',
      help: 'The chance that a message is lost.',
      control: 'number',
      default: 0,
    }),
    duplicate: field(shareSchema, {
      title: 'Duplication',
      help: 'The chance that a message comes twice.',
      control: 'number',
      default: 0,
    }),
    reorder: field(shareSchema, {
      title: 'Reordering',
      help: 'The chance that a message is overtaken.',
      control: 'number',
      default: 0,
    }),
    links: field(v.array(linkSchema, 'Links are a list.'), {
      title: 'Links',
      help: 'What differs between two agents.',
      control: 'list',
      default: [],
    }),
    partitions: field(v.array(partitionSchema, 'Partitions are a list.'), {
      title: 'Partitions',
      help: 'When the network parts, and into which groups.',
      control: 'list',
      default: [],
    }),
  },
  'The network is an object.',
);

export const limitsSchema = objectOf(
  {
    timeoutMs: field(msSchema, {
      title: 'Run timeout',
      help: 'When the whole run is given up.',
      control: 'number',
      unit: 'ms',
    }),
    stepsMax: field(countSchema, {
      title: 'Most steps',
      help: 'After so many steps the run is stopped.',
      control: 'number',
      unit: 'steps',
      default: 20_000_000,
    }),
    depthMax: field(countSchema, {
      title: 'Depth of the hierarchy',
      help: 'More levels of managers than this are reported.',
      control: 'number',
      unit: 'levels',
      default: 8,
    }),
    spanMax: field(countSchema, {
      title: 'Span of a manager',
      help: 'More direct reports than this are reported.',
      control: 'number',
      unit: 'agents',
      default: 7,
    }),
  },
  'Limits are an object.',
);

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

const placeSchema = v.looseObject({ x: coordinateSchema, y: coordinateSchema }, 'A place has x and y.');
const noteSchema = v.looseObject({
  id: idSchema,
  text: v.exactOptional(textSchema),
  colour: v.exactOptional(colourSchema),
  x: coordinateSchema,
  y: coordinateSchema,
});
const frameSchema = v.looseObject({
  id: idSchema,
  title: v.exactOptional(textSchema),
  colour: v.exactOptional(colourSchema),
  x: coordinateSchema,
  y: coordinateSchema,
  width: v.exactOptional(numberSchema),
  height: v.exactOptional(numberSchema),
});

export const viewSchema = objectOf(
  {
    nodes: field(mapOf(idSchema, placeSchema, 'Places are a map from id to {"x","y"}.'), {
      title: 'Places',
      help: 'Where each node stands.',
      control: 'hidden',
      default: {},
    }),
    notes: field(v.array(noteSchema, 'Notes are a list.'), {
      title: 'Notes',
      help: 'Texts on the drawing.',
      control: 'hidden',
      default: [],
    }),
    frames: field(v.array(frameSchema, 'Frames are a list.'), {
      title: 'Frames',
      help: 'Groups on the drawing.',
      control: 'hidden',
      default: [],
    }),
    collapsed: field(idsSchema, {
      title: 'Collapsed',
      help: 'Composites that are shown closed.',
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
    version: field(countSchema, {
      title: 'Version',
      help: 'The version of the format.',
      control: 'hidden',
      default: FORMAT_VERSION,
    }),
    name: field(textSchema, {
      title: 'Name',
      help: 'What the document is called.',
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
    seed: field(v.pipe(numberSchema, v.safeInteger('The seed must be a whole number.')), {
      title: 'Seed',
      help: 'The same seed gives the same run.',
      control: 'number',
      group: 'Document',
      default: 1,
    }),
    coordination: field(coordinationSchema, {
      title: 'Coordination',
      help: 'How agents come to their tasks.',
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
    network: field(networkSchema, {
      title: 'Network',
      help: 'What happens to messages on their way.',
      control: 'group',
      group: 'Network',
      default: {},
    }),
    limits: field(limitsSchema, {
      title: 'Limits',
      help: 'Bounds of the run and of the hierarchy.',
      control: 'group',
      group: 'Limits',
      default: {},
    }),
    agents: field(v.array(agentSchema, 'Agents are a list.'), {
      title: 'Agents',
      help: 'Who does the work.',
      control: 'list',
      default: [],
    }),
    tasks: field(v.array(taskSchema, 'Tasks are a list.'), {
      title: 'Tasks',
      help: 'What is to be done.',
      control: 'list',
      default: [],
    }),
    resources: field(v.array(resourceSchema, 'Resources are a list.'), {
      title: 'Resources',
      help: 'What tasks fight over.',
      control: 'list',
      default: [],
    }),
    memories: field(v.array(memorySchema, 'Memories are a list.'), {
      title: 'Memories',
      help: 'What agents share.',
      control: 'list',
      default: [],
    }),
    faults: field(v.array(faultSchema, 'Faults are a list.'), {
      title: 'Faults',
      help: 'What goes wrong on purpose.',
      control: 'list',
      default: [],
    }),
    view: field(viewSchema, {
      title: 'View',
      help: 'What the drawing looks like; it changes nothing in a run.',
      control: 'hidden',
      default: {},
    }),
  },
  'A document is an object.',
);

/** A document as it is written. Treat it as immutable; change it by edits. */
export type Document = v.InferOutput<typeof documentSchema>;
export type Coordination = v.InferOutput<typeof coordinationSchema>;
export type Scheduling = v.InferOutput<typeof schedulingSchema>;
export type Network = v.InferOutput<typeof networkSchema>;
export type Resource = v.InferOutput<typeof resourceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;
export type Fault = v.InferOutput<typeof knownFaultSchema>;
export type View = v.InferOutput<typeof viewSchema>;
