/*
 * A task as a person draws it: what it needs, what it waits for, what is done, and what happens when it fails.
 * Only the id is needed. What an absent field means stands beside the field as its default.
 */
import * as v from 'valibot';
import { BOUNDS } from './bounds.ts';
import { choice, field, mapOf, objectOf, required } from './field.ts';
import { actionSchema } from './action.ts';
import {
  amountSchema,
  atLeastZero,
  countTo,
  flagSchema,
  idSchema,
  jsonSchema,
  listOf,
  modelEntries,
  msSchema,
  nameSchema,
  namesSchema,
  shareSchema,
  textSchema,
} from './parts.ts';
import { turnEntries } from './slicing.ts';
import { recallsSchema, rememberSchema } from './agent.ts';
import { holdSchema, readsSchema, writesSchema } from './world.ts';

/** What is done when a task has failed for good. */
export const FAILURE_POLICIES = ['fail-run', 'skip-dependents', 'continue', 'compensate'] as const;
/** Named triggers; `{"atLeast": k}` is the fourth. */
export const TRIGGERS = ['all-success', 'all-done', 'one-success'] as const;
/** What becomes of work whose resources are taken away. */
export const PREEMPTIONS = ['resume', 'restart'] as const;
/** How many parts of a composite must succeed, by name; `{"atLeast": k}` is the third. */
export const COMBINES = ['all', 'any'] as const;

const dependencyObject = v.looseObject({
  task: required(idSchema, { title: 'Task', help: 'The task it depends on.', control: 'tasks' }),
  transferMs: field(msSchema, {
    title: 'Transfer',
    help: 'How long its output takes to arrive, if both run on different agents.',
    control: 'number',
    unit: 'ms',
    default: 0,
  }),
  when: field(textSchema, {
    title: 'When',
    help: 'A CEL condition, evaluated when all tasks that it names have finished; when it is false, the dependency is not taken.',
    control: 'code',
  }),
});
const dependencyUnion = v.union([idSchema, dependencyObject], 'A dependency is a task id, or an object with "task".');

/** A dependency: an id, or an object with the id and what the edge carries. */
export const dependencySchema = choice(dependencyUnion, (input) => {
  if (typeof input === 'string') return idSchema;
  return typeof input === 'object' && input !== null ? dependencyObject : dependencyUnion;
});

function retryOf(attempts: number) {
  return objectOf(
    {
      attempts: field(countTo(BOUNDS.attempts), {
        title: 'Attempts',
        help: 'How many attempts it gets in all.',
        control: 'number',
        group: 'Failure',
        unit: 'attempts',
        default: attempts,
      }),
      backoffMs: field(msSchema, {
        title: 'Backoff',
        help: 'The wait before the second attempt; it doubles each time.',
        control: 'number',
        group: 'Failure',
        unit: 'ms',
        default: 100,
      }),
      capMs: field(msSchema, {
        title: 'Longest wait',
        help: 'No wait between attempts is longer.',
        control: 'number',
        group: 'Failure',
        unit: 'ms',
        default: 30_000,
      }),
      jitter: field(shareSchema, {
        title: 'Jitter',
        help: 'Jitter: the share of the wait that is random.',
        control: 'number',
        group: 'Failure',
        default: 0,
      }),
    },
    'Retry is an object.',
  );
}

export const retrySchema = retryOf(1);
/** How undoing is tried again: it is idempotent, so more often than work. */
export const undoRetrySchema = retryOf(3);

export const compensationSchema = objectOf(
  {
    ...modelEntries,
    timeoutMs: field(msSchema, {
      title: 'Timeout',
      help: 'How long one attempt to undo may take from its start; 0 for none.',
      control: 'number',
      group: 'Failure',
      unit: 'ms',
    }),
    retry: field(undoRetrySchema, {
      title: 'Retry',
      help: 'How often compensation is retried, and how long between; the retries of the work do not count for it.',
      control: 'group',
      group: 'Failure',
      default: {},
    }),
  },
  'A compensation is an object.',
);

const needSchema = v.looseObject(
  {
    id: required(idSchema, { title: 'Resource', help: 'The resource that is needed.', control: 'resources' }),
    units: field(countTo(BOUNDS.amount), {
      title: 'Units',
      help: 'How many units are held while the task runs.',
      control: 'number',
      unit: 'units',
      default: 1,
    }),
  },
  'A need is an object with the id of a resource.',
);

export const triggerSchema = v.union(
  [v.picklist(TRIGGERS), v.looseObject({ atLeast: countTo(BOUNDS.tasks) })],
  'A trigger is all-success, all-done, one-success or {"atLeast": k}.',
);

export const combineSchema = v.union(
  [v.picklist(COMBINES), v.looseObject({ atLeast: countTo(BOUNDS.tasks) })],
  'What is combined is all, any or {"atLeast": k}.',
);

export const taskSchema = v.looseObject({
  id: required(idSchema, {
    title: 'Id',
    help: 'The name by which everything refers to the task.',
    control: 'text',
    group: 'Task',
  }),
  name: field(nameSchema, {
    title: 'Name',
    help: 'The name shown on the canvas; the id if absent.',
    control: 'text',
    group: 'Task',
  }),
  description: field(textSchema, {
    title: 'Description',
    help: 'What the task is about.',
    control: 'paragraph',
    group: 'Task',
    default: '',
  }),
  action: field(actionSchema, {
    title: 'Action',
    help: 'What the agent does.',
    control: 'action',
    group: 'Action',
    default: { kind: 'simulate' },
  }),
  requires: field(namesSchema, {
    title: 'Requires',
    help: 'Capabilities that the agent must have; with none, any worker can do it.',
    control: 'names',
    group: 'Placing',
    default: [],
  }),
  agent: field(idSchema, {
    title: 'Pinned to',
    help: 'The only agent that may do it. Others are not eligible.',
    control: 'agent',
    group: 'Placing',
  }),
  load: field(atLeastZero, {
    title: 'Load',
    help: 'How much it adds to an agent’s load; assigned by regret, how many slots it takes.',
    control: 'number',
    group: 'Placing',
    default: 1,
  }),
  priority: field(amountSchema, {
    title: 'Priority',
    help: 'The higher priority goes first.',
    control: 'number',
    group: 'Placing',
    default: 0,
  }),
  deadlineMs: field(msSchema, {
    title: 'Deadline',
    help: 'When it should finish, counted from the start of the run; lateness is recorded, not enforced. 0 for none.',
    control: 'number',
    group: 'Placing',
    unit: 'ms',
  }),
  ...turnEntries,
  budget: field(atLeastZero, {
    title: 'Budget',
    help: 'What it may cost at most, subtasks included, in delegation: each agent’s cost per second times the expected time, for every attempt.',
    control: 'number',
    group: 'Placing',
  }),
  dependsOn: field(listOf(dependencySchema, 'Dependencies are a list.', BOUNDS.dependencies), {
    title: 'Depends on',
    help: 'The tasks it waits for.',
    control: 'tasks',
    group: 'Order',
    default: [],
  }),
  trigger: field(triggerSchema, {
    title: 'Trigger',
    help: 'When it becomes ready: all dependencies succeeded, all finished, one succeeded, or at least k succeeded; with fewer than k it is skipped.',
    control: 'trigger',
    group: 'Order',
    default: 'all-success',
    options: TRIGGERS,
  }),
  disabled: field(flagSchema, {
    title: 'Disabled',
    help: 'It is passed over: no agent, no time, no output; its dependents wait for its dependencies.',
    control: 'toggle',
    group: 'Order',
    default: false,
  }),
  parent: field(idSchema, {
    title: 'Part of',
    help: 'The composite task that it belongs to.',
    control: 'tasks',
    group: 'Order',
  }),
  combine: field(combineSchema, {
    title: 'Combine',
    help: 'For a composite: it succeeds when all of its subtasks do, or any, or at least k; the remaining ones are cancelled.',
    control: 'trigger',
    group: 'Order',
    default: 'all',
    options: COMBINES,
  }),
  reduce: field(textSchema, {
    title: 'Reduce',
    help: 'For a composite: a CEL expression for its output, such as results.p.score + results.q.score; the results of its subtasks by id if absent.',
    control: 'code',
    group: 'Order',
  }),
  resources: field(listOf(needSchema, 'Needs are a list.'), {
    title: 'Resources',
    help: 'What it holds while it runs.',
    control: 'resources',
    group: 'Shares',
    default: [],
  }),
  holds: field(listOf(holdSchema, 'Holds are a list.'), {
    title: 'Holds',
    help: 'What it takes and gives back in the middle of its work: {"resource","units","fromMs","toMs"}, by the time of its own work.',
    control: 'holds',
    group: 'Shares',
    default: [],
  }),
  preemptible: field(v.picklist(PREEMPTIONS, 'Preemptible is resume or restart.'), {
    title: 'Preemptible',
    help: 'Whether its resources (not what it holds for a part of its work) may be taken away for a task of higher priority: then it resumes where it was, or restarts, once it has them back.',
    control: 'choice',
    group: 'Shares',
    options: PREEMPTIONS,
  }),
  reads: field(readsSchema, {
    title: 'Reads',
    help: 'Keys of shared memories that it reads before it begins: an id of a memory for one key of that name, or {"memory","key"}.',
    control: 'uses',
    group: 'Shares',
    default: [],
  }),
  writes: field(writesSchema, {
    title: 'Writes',
    help: 'Keys of shared memories that it writes when its work is done: an id of a memory for one key of that name, or {"memory","key","value"}, where a text is CEL such as memory.board.count + 1, and the result is written if there is no value.',
    control: 'uses',
    group: 'Shares',
    default: [],
  }),
  believes: field(mapOf(nameSchema, jsonSchema, 'What is believed is a map from name to value.'), {
    title: 'Believes',
    help: 'What its agent believes when it has ended, of a composite all who did a part of it: a text is CEL over results and the agent’s own beliefs, other JSON stands as it is.',
    control: 'beliefs',
    group: 'Beliefs and memory',
    default: {},
  }),
  recalls: field(recallsSchema, {
    title: 'Recalls',
    help: 'What it needs from the working memory of its agent before it begins, by key, or by {"query","top"}: at once from short-term memory. Conditions see it as recalled.KEY.',
    control: 'recalls',
    group: 'Beliefs and memory',
    default: [],
  }),
  recallMs: field(msSchema, {
    title: 'Recall time',
    help: 'How long it takes to recall one thing from long-term memory.',
    control: 'number',
    group: 'Beliefs and memory',
    unit: 'ms',
    default: 0,
  }),
  missMs: field(msSchema, {
    title: 'Miss time',
    help: 'How long it takes to find out one thing anew that its agent does not remember.',
    control: 'number',
    group: 'Beliefs and memory',
    unit: 'ms',
    default: 0,
  }),
  remembers: field(listOf(rememberSchema, 'What is remembered is a list.'), {
    title: 'Remembers',
    help: 'What its agent keeps in working memory once it succeeded: keys with their importance.',
    control: 'remembers',
    group: 'Beliefs and memory',
    default: [],
  }),
  retry: field(retrySchema, {
    title: 'Retry',
    help: 'How often it is retried, and how long between.',
    control: 'group',
    group: 'Failure',
    default: {},
  }),
  timeoutMs: field(msSchema, {
    title: 'Timeout',
    help: 'How long one attempt may take; one that ends exactly then is in time. 0 for none.',
    control: 'number',
    group: 'Failure',
    unit: 'ms',
  }),
  queueTimeoutMs: field(msSchema, {
    title: 'Queue timeout',
    help: 'How long each attempt may be ready without starting, waiting for data included; then the task fails with no retries left. 0 for none.',
    control: 'number',
    group: 'Failure',
    unit: 'ms',
  }),
  graceMs: field(msSchema, {
    title: 'Grace',
    help: 'How long a cancelled attempt may go on before it is forced.',
    control: 'number',
    group: 'Failure',
    unit: 'ms',
    default: 1000,
  }),
  onFailure: field(v.picklist(FAILURE_POLICIES, 'This must be fail-run, skip-dependents, continue or compensate.'), {
    title: 'On failure',
    help: 'What happens when it fails with no retries left: the run fails, its dependents are skipped, the run continues with the fallback, or finished work is compensated.',
    control: 'choice',
    group: 'Failure',
    default: 'fail-run',
    options: FAILURE_POLICIES,
  }),
  fallback: field(jsonSchema, {
    title: 'Fallback',
    help: 'The result used when it fails and the run continues.',
    control: 'json',
    group: 'Failure',
    default: null,
  }),
  compensation: field(compensationSchema, {
    title: 'Compensation',
    help: 'How its effect is undone: a simulation model with its own timeout and retries.',
    control: 'group',
    group: 'Failure',
  }),
});

/** A task as it is written. */
export type Task = v.InferOutput<typeof taskSchema>;
/** A dependency as it is written. */
export type Dependency = v.InferOutput<typeof dependencySchema>;
/** A compensation as it is written: a simulation model, with limits of its own. */
export type Compensation = v.InferOutput<typeof compensationSchema>;
/** A failure policy. */
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];
/** A trigger. */
export type Trigger = v.InferOutput<typeof triggerSchema>;
/** How many parts of a composite must succeed. */
export type Combine = v.InferOutput<typeof combineSchema>;
/** A time model as it is written. */
export type Duration = v.InferOutput<typeof modelEntries.durationMs>;
