/*
 * An agent as a person draws it: what it can do, how much at once, how fast, at what cost, and whom it reports to.
 * Only the id is needed. What an absent field means stands beside the field as its default.
 */
import * as v from 'valibot';
import { BOUNDS, fits } from './bounds.ts';
import { choice, field, mapOf, objectOf, required } from './field.ts';
import {
  amountSchema,
  atLeastZero,
  countTo,
  factorSchema,
  flagSchema,
  idSchema,
  jsonSchema,
  listOf,
  msSchema,
  nameSchema,
  namesSchema,
  shareSchema,
  spellSchema,
  wholeTo,
} from './parts.ts';
import { sliceSchema } from './slicing.ts';

/** Roles of an agent. A manager does no task work unless the task pins it or names one of its capabilities. */
export const ROLES = ['manager', 'worker', 'peer'] as const;

/** How a manager chooses among its own reports, in delegation. */
export const INSIDES = ['least-loaded', 'contract-net'] as const;

/** Behaviours of an agent; all but the first three are Byzantine. */
export const BEHAVIOURS = [
  'honest',
  'slow',
  'crashing',
  'silent',
  'equivocating',
  'lying',
  'colluding',
  'flipping-votes',
] as const;

/** What an agent can do: a map from name to proficiency, or a list of names (proficiency 1 each). */
export const capabilitiesSchema = v.union(
  [namesSchema, mapOf(nameSchema, shareSchema, 'A proficiency lies between 0 and 1.')],
  'Capabilities are a list of names, or a map from name to a proficiency between 0 and 1.',
);

/** With what an agent comes back after a crash. */
export const RECOVERIES = ['empty', 'checkpoint'] as const;

/** Things that one query finds at most. */
const RECALLED_MAX = 100;

/** How what is in memory is weighed against the rest. */
export const MEMORY_SCORES = ['source', 'act-r', 'generative'] as const;

export const workingMemorySchema = objectOf(
  {
    capacity: field(countTo(BOUNDS.list), {
      title: 'Capacity',
      help: 'How many things its short-term memory holds; when it is full, the fifth that scores lowest goes to long-term memory.',
      control: 'number',
      group: 'Working memory',
      unit: 'things',
      default: 7,
    }),
    longTerm: field(wholeTo(BOUNDS.list), {
      title: 'Long-term',
      help: 'How many things its long-term memory holds; beyond that, the fifth that scores lowest is forgotten.',
      control: 'number',
      group: 'Working memory',
      unit: 'things',
      default: 100,
    }),
    score: field(nameSchema, {
      title: 'Score',
      help: 'What it keeps: act-r by how often and how recently it was used; source by importance and use over age; generative by recency and importance.',
      control: 'choice',
      group: 'Working memory',
      default: 'act-r',
      options: MEMORY_SCORES,
    }),
    keep: field(flagSchema, {
      title: 'Keep between runs',
      help: 'What is in its long-term memory at the end of a run, and what is pinned, is there when the next one begins.',
      control: 'toggle',
      group: 'Working memory',
      default: false,
    }),
  },
  'Memory settings are an object.',
);

export const rememberSchema = v.looseObject(
  {
    key: required(idSchema, { title: 'Key', help: 'The name under which it is remembered.', control: 'text' }),
    importance: field(atLeastZero, {
      title: 'Importance',
      help: 'How much it matters, against the rest.',
      control: 'number',
      default: 1,
    }),
    value: field(jsonSchema, {
      title: 'Value',
      help: 'What is remembered; the output of the task if absent.',
      control: 'json',
    }),
    pinned: field(flagSchema, {
      title: 'Pinned',
      help: 'It stays in short-term memory.',
      control: 'toggle',
      default: false,
    }),
  },
  'What is remembered is an object with a key.',
);

export const recallSchema = v.pipe(
  objectOf(
    {
      key: field(idSchema, {
        title: 'Key',
        help: 'The name under which it is remembered; of a query, the name under which what is found is seen, its words if absent.',
        control: 'text',
      }),
      query: field(nameSchema, {
        title: 'Query',
        help: 'Words: what holds any of them in key or value is found, the best first by recency, importance and likeness.',
        control: 'text',
      }),
      top: field(countTo(RECALLED_MAX), {
        title: 'Top',
        help: 'How many things a query finds at most.',
        control: 'number',
        unit: 'things',
        default: 3,
      }),
    },
    'What is recalled is a key, or an object with a key or a query.',
  ),
  fits(
    ({ key, query }) => key !== undefined || (query !== undefined && query.trim() !== ''),
    'What is recalled needs a key or a query; write one.',
  ),
);
const recallUnion = v.union([idSchema, recallSchema], 'What is recalled is a key, or an object with a key or a query.');
export const recallsSchema = listOf(
  choice(recallUnion, (input) =>
    typeof input === 'string' ? idSchema : typeof input === 'object' && input !== null ? recallSchema : recallUnion,
  ),
  'What is recalled is a list.',
);

/** What is recalled, as a task names it. */
export type Recall =
  | string
  | { readonly key?: string | undefined; readonly query?: string | undefined; readonly top?: number | undefined };

export const agentSchema = v.looseObject({
  id: required(idSchema, {
    title: 'Id',
    help: 'The name by which everything refers to the agent.',
    control: 'text',
    group: 'Agent',
  }),
  name: field(nameSchema, {
    title: 'Name',
    help: 'The name shown on the canvas; the id if absent.',
    control: 'text',
    group: 'Agent',
  }),
  role: field(v.picklist(ROLES, 'The role must be manager, worker or peer.'), {
    title: 'Role',
    help: 'A manager delegates and takes no tasks, unless a task names it or requires one of its capabilities.',
    control: 'choice',
    group: 'Agent',
    default: 'worker',
    options: ROLES,
  }),
  reportsTo: field(idSchema, {
    title: 'Reports to',
    help: 'The agent that manages this one.',
    control: 'agent',
    group: 'Agent',
  }),
  inside: field(v.picklist(INSIDES, 'Inside its team must be least-loaded or contract-net.'), {
    title: 'Inside its team',
    help: 'For a manager in delegation: how it chooses among its reports. If absent, the setting of the document counts.',
    control: 'choice',
    group: 'Agent',
    options: INSIDES,
  }),
  capabilities: field(capabilitiesSchema, {
    title: 'Capabilities',
    help: 'What it can do, each with a proficiency from 0 to 1.',
    control: 'capabilities',
    group: 'Work',
    default: {},
  }),
  slots: field(countTo(BOUNDS.slots), {
    title: 'Slots',
    help: 'How many tasks it works on at once.',
    control: 'number',
    group: 'Work',
    unit: 'tasks',
    default: 1,
  }),
  speed: field(factorSchema, {
    title: 'Speed',
    help: 'Divides every duration: 2 is twice as fast.',
    control: 'number',
    group: 'Work',
    default: 1,
  }),
  slice: field(sliceSchema, {
    title: 'Time slices',
    help: 'Its tasks share its time by turns, one at a time: as many as it has slots, or all that it is given if these are absent.',
    control: 'group',
    group: 'Time slices',
    default: {},
  }),
  cost: field(atLeastZero, {
    title: 'Cost',
    help: 'The cost of one second of its work.',
    control: 'number',
    group: 'Work',
    unit: 'per s',
    default: 1,
  }),
  priority: field(amountSchema, {
    title: 'Priority',
    help: 'When several agents want the same, the higher priority goes first.',
    control: 'number',
    group: 'Work',
    default: 0,
  }),
  recovers: field(v.picklist(RECOVERIES, 'What it recovers with must be empty or checkpoint.'), {
    title: 'Recovers with',
    help: 'With what it comes back after a crash: empty hands, or the work and short-term memory of its last checkpoint.',
    control: 'choice',
    group: 'Recovery',
    default: 'empty',
    options: RECOVERIES,
  }),
  checkpointEveryMs: field(spellSchema, {
    title: 'Checkpoint every',
    help: 'How often it writes a checkpoint while it has work, where it recovers with one.',
    control: 'number',
    group: 'Recovery',
    unit: 'ms',
    default: 1000,
  }),
  checkpointMs: field(msSchema, {
    title: 'Checkpoint takes',
    help: 'How long its work stands still while it writes a checkpoint.',
    control: 'number',
    group: 'Recovery',
    unit: 'ms',
    default: 0,
  }),
  behaviour: field(nameSchema, {
    title: 'Behaviour',
    help: 'How it behaves from the start: honest, or Byzantine in a named way. Slow and crashing need a fault that says when.',
    control: 'choice',
    group: 'Work',
    default: 'honest',
    options: BEHAVIOURS,
  }),
  beliefs: field(mapOf(nameSchema, jsonSchema, 'Beliefs are a map from name to value.'), {
    title: 'Beliefs',
    help: 'What it believes at the start.',
    control: 'beliefs',
    group: 'Mind',
    default: {},
  }),
  goals: field(listOf(jsonSchema, 'Goals are a list.'), {
    title: 'Goals',
    help: 'Its goals: texts, or objects with an id. A goal may say when it is reached (when: CEL over results and its own beliefs) and what it wants of a negotiation (wants: CEL over the variables, true or false for what must be so, a number for what that is worth; weight: how much it matters beside others, so that it need not be met; excludes: goals that cannot be met together with it).',
    control: 'goals',
    group: 'Mind',
    default: [],
  }),
  memory: field(workingMemorySchema, {
    title: 'Working memory',
    help: 'What it keeps in mind of what tasks remember: a small short-term memory and a larger long-term one.',
    control: 'group',
    group: 'Working memory',
    default: {},
  }),
});

/** An agent as it is written. */
export type Agent = v.InferOutput<typeof agentSchema>;
/** A role. */
export type Role = (typeof ROLES)[number];
/** A way to choose among one's own reports. */
export type Inside = (typeof INSIDES)[number];
/** With what an agent comes back. */
export type Recovery = (typeof RECOVERIES)[number];
/** A known behaviour. */
export type Behaviour = (typeof BEHAVIOURS)[number];
