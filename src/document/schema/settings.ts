/*
 * The settings of a whole document: coordination, scheduling, the network and the limits.
 * The settings of a coordination pattern stand beside its name as plain data that this room does not understand.
 */
import * as v from 'valibot';
import { BOUNDS } from './bounds.ts';
import { field, objectOf, required } from './field.ts';
import {
  countTo,
  delaySchema,
  idSchema,
  idsSchema,
  listOf,
  msSchema,
  nameSchema,
  shareSchema,
  spellSchema,
} from './parts.ts';

export const ORDERS = ['fifo', 'priority', 'critical-path', 'shortest-first', 'longest-first'] as const;
export const ASSIGNMENTS = ['first-fit', 'greedy', 'hungarian', 'regret', 'heft', 'cpop'] as const;
export const BALANCINGS = [
  'least-loaded',
  'jsq',
  'power-of-two',
  'round-robin',
  'random',
  'work-stealing',
  'idle-queue',
  'central-queue',
  'min-min',
  'sufferage',
] as const;
/** Who gets a task of agents that are equally good for it. */
export const TIES = ['seeded', 'by-id'] as const;
/** With what the coordinator comes back after a crash. */
export const COORDINATOR_RECOVERIES = ['all', 'checkpoint'] as const;
export const coordinationSchema = objectOf(
  {
    pattern: field(nameSchema, {
      title: 'Pattern',
      help: 'How tasks are assigned to agents; settings of the pattern stand beside it.',
      control: 'choice',
      default: 'centralized',
      names: 'patterns',
    }),
    recovers: field(
      v.picklist(COORDINATOR_RECOVERIES, 'What the coordinator recovers with must be all or checkpoint.'),
      {
        title: 'Coordinator recovers with',
        help: 'With what the coordinator comes back after a crash: all that it knew, or what it had given away at its last checkpoint.',
        control: 'choice',
        default: 'all',
        options: COORDINATOR_RECOVERIES,
      },
    ),
    checkpointEveryMs: field(spellSchema, {
      title: 'Coordinator checkpoint every',
      help: 'How often the coordinator writes a checkpoint while it has work, where it recovers with one.',
      control: 'number',
      unit: 'ms',
      default: 1000,
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
      help: 'Which agent gets it. By regret, a task takes as many slots as its load, at least one; that is a heuristic.',
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
    ties: field(v.picklist(TIES, `Ties must be one of ${TIES.join(', ')}.`), {
      title: 'Ties',
      help: 'Which of equally good agents gets it: seeded draws at random, by the seed; by-id takes the one named first. First fit, round robin, HEFT and CPOP always go by the list.',
      control: 'choice',
      default: 'seeded',
      options: TIES,
    }),
    ageingMs: field(msSchema, {
      title: 'Ageing',
      help: 'Ageing: a waiting task gains one point of priority per interval, if the order is by priority; 0 for never.',
      control: 'number',
      unit: 'ms',
      default: 0,
    }),
  },
  'Scheduling is an object.',
);

export const DEADLOCKS = ['detect', 'wait-die', 'wound-wait', 'ordered', 'all-or-nothing'] as const;
export const INVERSIONS = ['none', 'inherit', 'ceiling'] as const;

export const conflictsSchema = objectOf(
  {
    deadlock: field(v.picklist(DEADLOCKS, `Deadlock must be one of ${DEADLOCKS.join(', ')}.`), {
      title: 'Deadlock',
      help: 'When tasks hold resources and wait for more: detect breaks a cycle by failing one task of it; in wait-die a younger task fails rather than wait for an older one, in wound-wait an older one has the younger fail; ordered takes resources in one order, earlier than needed if it must; all-or-nothing takes all before the work begins.',
      control: 'choice',
      default: 'detect',
      options: DEADLOCKS,
    }),
    inversion: field(v.picklist(INVERSIONS, `Inversion must be one of ${INVERSIONS.join(', ')}.`), {
      title: 'Inversion',
      help: 'When a task of low priority keeps one of high priority waiting: none leaves it as it is, inherit lends the priority of whoever waits, ceiling gives a holder the highest priority of all that use what it holds.',
      control: 'choice',
      default: 'inherit',
      options: INVERSIONS,
    }),
  },
  'Conflicts are an object.',
);

const linkSchema = v.looseObject({
  from: required(idSchema, { title: 'From', help: 'The sender: an agent, coordinator, or client.', control: 'agent' }),
  to: required(idSchema, { title: 'To', help: 'The receiver: an agent, coordinator, or client.', control: 'agent' }),
  delayMs: field(delaySchema, { title: 'Delay', help: 'The delay on this link.', control: 'duration', unit: 'ms' }),
  loss: field(shareSchema, {
    title: 'Loss',
    help: 'The chance that a message is lost on this link.',
    control: 'number',
  }),
});

const partitionSchema = v.looseObject({
  atMs: required(msSchema, { title: 'From', help: 'When the partition starts.', control: 'number', unit: 'ms' }),
  healMs: field(msSchema, {
    title: 'Heals at',
    help: 'When it heals; never if absent.',
    control: 'number',
    unit: 'ms',
  }),
  groups: required(listOf(idsSchema, 'Groups are a list of lists of ids.'), {
    title: 'Groups',
    help: 'Agents that still reach each other.',
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
      help: 'The chance that a message is duplicated.',
      control: 'number',
      default: 0,
    }),
    reorder: field(shareSchema, {
      title: 'Reordering',
      help: 'The chance that a message arrives out of order.',
      control: 'number',
      default: 0,
    }),
    links: field(listOf(linkSchema, 'Links are a list.', BOUNDS.links), {
      title: 'Links',
      help: 'What differs between two agents.',
      control: 'list',
      default: [],
    }),
    partitions: field(listOf(partitionSchema, 'Partitions are a list.', BOUNDS.partitions), {
      title: 'Partitions',
      help: 'When the network is partitioned, and into which groups.',
      control: 'list',
      default: [],
    }),
    stableAfterMs: field(msSchema, {
      title: 'Whole after',
      help: 'From here on nothing is lost, duplicated or out of order, and all agents reach each other, except for faults (GST); never if absent.',
      control: 'number',
      unit: 'ms',
    }),
    boundMs: field(msSchema, {
      title: 'Longest delay when whole',
      help: 'No message takes longer once the network is whole (delta); the longest of the delays above if absent. Invariants that promise an answer rely on it.',
      control: 'number',
      unit: 'ms',
    }),
  },
  'The network is an object.',
);

export const limitsSchema = objectOf(
  {
    timeoutMs: field(msSchema, {
      title: 'Run timeout',
      help: 'When the whole run times out, except for compensation; 0 for none.',
      control: 'number',
      unit: 'ms',
    }),
    stepsMax: field(countTo(BOUNDS.steps), {
      title: 'Most steps',
      help: 'After this many steps, the run stops.',
      control: 'number',
      unit: 'steps',
      default: 20_000_000,
    }),
    depthMax: field(countTo(BOUNDS.levels), {
      title: 'Depth of the hierarchy',
      help: 'More levels of managers than this are a problem.',
      control: 'number',
      unit: 'levels',
      default: 8,
    }),
    spanMax: field(countTo(BOUNDS.agents), {
      title: 'Span of a manager',
      help: 'More direct reports than this are a problem; in a run, nobody adopts more while a manager is unresponsive.',
      control: 'number',
      unit: 'agents',
      default: 7,
    }),
  },
  'Limits are an object.',
);

export type Coordination = v.InferOutput<typeof coordinationSchema>;
export type Scheduling = v.InferOutput<typeof schedulingSchema>;
export type Network = v.InferOutput<typeof networkSchema>;
export type Limits = v.InferOutput<typeof limitsSchema>;

/** A snapshot of all who take part in a run (Chandy and Lamport 1985). */
export const snapshotSchema = v.looseObject(
  {
    atMs: required(msSchema, { title: 'At', help: 'When it is begun.', control: 'number', unit: 'ms' }),
    by: field(idSchema, {
      title: 'By',
      help: 'Who begins it: an agent, or the coordinator if absent.',
      control: 'agent',
    }),
  },
  'A snapshot is an object with the time at which it is begun.',
);
