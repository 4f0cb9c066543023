/*
 * The actions of a task: what is done when an agent works on it. Every kind may carry the simulation model, so that
 * any document can be simulated. A kind that is not known here is kept as it is and never runs.
 */
import * as v from 'valibot';
import { consensusSchema } from './deciding/consensus.ts';
import { negotiateSchema } from './deciding/negotiate.ts';
import { BOUNDS } from './bounds.ts';
import { choice, field, mapOf, required, type FieldInfo } from './field.ts';
import {
  amountSchema,
  countTo,
  flagSchema,
  jsonSchema,
  modelEntries,
  msSchema,
  nameSchema,
  textSchema,
} from './parts.ts';

/** Every known kind of action, in the order in which a palette offers them. */
export const ACTION_KINDS = [
  'simulate',
  'script',
  'http',
  'llm',
  'human',
  'consensus',
  'negotiate',
  'map',
  'workflow',
] as const;

/** A known kind of action. */
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Whether this version knows a kind of action. */
export function isActionKind(kind: unknown): kind is ActionKind {
  return (ACTION_KINDS as readonly unknown[]).includes(kind);
}

/** Whether several agents decide a task with this action, by themselves: nobody works at it. */
export function isDecided(action: { readonly kind: string } | undefined): boolean {
  return action?.kind === 'consensus' || action?.kind === 'negotiate';
}

const ACTION = 'Action';

function kind<const TKind extends ActionKind>(name: TKind, help: string) {
  const info: FieldInfo = { title: 'Kind', help, control: 'hidden', group: ACTION };
  return required(v.literal(name), info);
}

function text(title: string, help: string, control: 'text' | 'paragraph' | 'code' = 'text') {
  return field(textSchema, { title, help, control, group: ACTION });
}

/** The schema of each kind of action. */
export const actionSchemas = {
  simulate: v.looseObject({
    kind: kind('simulate', 'Nothing is really done: a model gives its duration, failures and answer.'),
    ...modelEntries,
  }),
  script: v.looseObject({
    kind: kind('script', 'JavaScript (simulated, not run).'),
    source: text('Source', 'The JavaScript to run; its last value is the result.', 'code'),
    ...modelEntries,
  }),
  http: v.looseObject({
    kind: kind('http', 'A request to a web address.'),
    method: field(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'This method is not known.'), {
      title: 'Method',
      help: 'The method of the request.',
      control: 'choice',
      group: ACTION,
      default: 'GET',
      options: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    }),
    url: text('Address', 'Where the request goes.'),
    headers: field(mapOf(nameSchema, textSchema, 'This must be a map from name to text.'), {
      title: 'Headers',
      help: 'Headers by name.',
      control: 'json',
      group: ACTION,
      default: {},
    }),
    body: field(jsonSchema, { title: 'Body', help: 'What is sent.', control: 'json', group: ACTION }),
    ...modelEntries,
  }),
  llm: v.looseObject({
    kind: kind('llm', 'A language model (simulated, not called).'),
    endpoint: text('Endpoint', 'The address of the endpoint.'),
    model: text('Model', 'The name of the model.'),
    system: text('System prompt', 'What the model is told first.', 'paragraph'),
    prompt: text('Prompt', 'What the model is asked.', 'paragraph'),
    temperature: field(amountSchema, {
      title: 'Temperature',
      help: 'How freely the model chooses.',
      control: 'number',
      group: ACTION,
    }),
    ...modelEntries,
  }),
  human: v.looseObject({
    kind: kind('human', 'A person fills in a form or approves.'),
    prompt: text('Question', 'What the person is asked.', 'paragraph'),
    approval: field(flagSchema, {
      title: 'Approval only',
      help: 'The person says yes or no, nothing else.',
      control: 'toggle',
      group: ACTION,
      default: false,
    }),
    form: field(jsonSchema, {
      title: 'Form',
      help: 'The fields to fill in, as a JSON Schema.',
      control: 'json',
      group: ACTION,
    }),
    ...modelEntries,
  }),
  consensus: consensusSchema,
  negotiate: negotiateSchema,
  map: v.looseObject({
    kind: kind('map', 'Its subtasks run once for each item of a list.'),
    items: text('Items', 'A CEL expression that gives the list.', 'code'),
    parallelMax: field(countTo(BOUNDS.tasks), {
      title: 'At once',
      help: 'How many items are worked on at the same time.',
      control: 'number',
      group: ACTION,
      unit: 'items',
      default: 4,
    }),
    ...modelEntries,
  }),
  workflow: v.looseObject({
    kind: kind('workflow', 'Runs another document.'),
    document: text('Document', 'The name of the other document.'),
    timeoutMs: field(msSchema, {
      title: 'Timeout',
      help: 'When the other run times out.',
      control: 'number',
      group: ACTION,
      unit: 'ms',
    }),
    ...modelEntries,
  }),
};

/** Every known action, told apart by `kind`. */
export const knownActionSchema = v.variant(
  'kind',
  [
    actionSchemas.simulate,
    actionSchemas.script,
    actionSchemas.http,
    actionSchemas.llm,
    actionSchemas.human,
    actionSchemas.consensus,
    actionSchemas.negotiate,
    actionSchemas.map,
    actionSchemas.workflow,
  ],
  'An action is an object with a kind.',
);

const foreignActionSchema = v.looseObject({ kind: nameSchema });

/** Any action; one of an unknown kind passes untouched, validation lists it, and compilation never sees it. */
export const actionSchema = choice(knownActionSchema, (input) => {
  const given = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  if (isActionKind(given)) return actionSchemas[given];
  return typeof given === 'string' ? foreignActionSchema : knownActionSchema;
});

/** Any known action. */
export type Action = v.InferOutput<typeof knownActionSchema>;
