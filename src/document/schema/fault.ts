/*
 * What goes wrong on purpose: agents that stop, slow down or misbehave in what they say, and links that lose, delay,
 * double or reorder messages or are cut. A fault of an unknown kind is kept as it is and listed. What a fault does is
 * not known here.
 */
import * as v from 'valibot';
import { choice, field, mapOf, required } from './field.ts';
import {
  factorSchema,
  idSchema,
  idsSchema,
  jsonSchema,
  listOf,
  msSchema,
  nameSchema,
  shareSchema,
  spellSchema,
} from './parts.ts';

const kind = <const Kind extends string>(name: Kind, help: string) => ({
  kind: required(v.literal(name), { title: 'Kind', help, control: 'hidden' }),
});
const agent = { agent: required(idSchema, { title: 'Agent', help: 'The affected agent.', control: 'agent' }) };
const anybody = {
  agent: required(idSchema, {
    title: 'Agent',
    help: 'The affected agent, coordinator, or client.',
    control: 'agent',
  }),
};
const at = { atMs: required(msSchema, { title: 'At', help: 'When it happens.', control: 'number', unit: 'ms' }) };
const until = {
  untilMs: field(msSchema, { title: 'Until', help: 'When it ends; never if absent.', control: 'number', unit: 'ms' }),
};
const span = {
  atMs: field(msSchema, { title: 'From', help: 'When it begins.', control: 'number', unit: 'ms', default: 0 }),
  ...until,
};
const value = {
  value: field(jsonSchema, {
    title: 'Other value',
    help: 'What it says instead; a false value if empty.',
    control: 'json',
  }),
};
const deceived = {
  deceived: field(idsSchema, {
    title: 'Deceived',
    help: 'The agents that hear the other value; half of the others if none is named.',
    control: 'agents',
    default: [],
  }),
};
const rate = (help: string) => ({
  rate: required(shareSchema, { title: 'Chance', help, control: 'number' }),
});
/** On which messages a fault of the network falls: those of an agent, those of a link, or all. */
const ways = {
  agent: field(idSchema, {
    title: 'Agent',
    help: 'All messages from and to this agent, coordinator, or client; all messages if neither agent nor link is named.',
    control: 'agent',
  }),
  from: field(idSchema, {
    title: 'Sender',
    help: 'Only messages from this one: an agent, coordinator, or client.',
    control: 'agent',
  }),
  to: field(idSchema, {
    title: 'Receiver',
    help: 'Only messages to this one: an agent, coordinator, or client.',
    control: 'agent',
  }),
  ...span,
};

/** The schema of each kind of fault. */
export const faultSchemas = {
  crash: v.looseObject({
    ...kind('crash', 'The agent stops, and may recover. Coordinator and client may too, and keep what they knew.'),
    ...anybody,
    ...at,
    recoverMs: field(msSchema, {
      title: 'Recovers at',
      help: 'When the agent is back; never if absent.',
      control: 'number',
      unit: 'ms',
    }),
  }),
  slow: v.looseObject({
    ...kind('slow', 'The agent works more slowly.'),
    ...agent,
    ...at,
    factor: required(factorSchema, { title: 'Factor', help: 'Multiplies work time.', control: 'number' }),
    ...until,
  }),
  silent: v.looseObject({ ...kind('silent', 'The agent works and listens, but sends nothing.'), ...agent, ...span }),
  equivocate: v.looseObject({
    ...kind('equivocate', 'The agent tells different things to different agents.'),
    ...agent,
    ...value,
    ...deceived,
    ...span,
  }),
  lie: v.looseObject({
    ...kind('lie', 'The agent lies: a false value, a false result, or a bid that it will not keep.'),
    ...agent,
    ...value,
    ...span,
  }),
  'flip-votes': v.looseObject({
    ...kind('flip-votes', 'The agent votes for what it opposes, and refuses work that it could do.'),
    ...agent,
    ...span,
  }),
  'selective-send': v.looseObject({
    ...kind('selective-send', 'The agent sends to some only.'),
    ...agent,
    to: required(idsSchema, {
      title: 'Speaks to',
      help: 'Agents, coordinator or client; nobody else gets its messages.',
      control: 'agents',
    }),
    ...span,
  }),
  replay: v.looseObject({
    ...kind('replay', 'The agent replays old messages.'),
    ...agent,
    ...rate('For each message, the chance that it replays an old one too.'),
    ...span,
  }),
  'false-view-change': v.looseObject({
    ...kind('false-view-change', 'The agent demands a new leader without cause, at most 1000 times.'),
    ...agent,
    everyMs: required(spellSchema, { title: 'Every', help: 'How often it does.', control: 'number', unit: 'ms' }),
    ...span,
  }),
  'bad-new-view': v.looseObject({
    ...kind('bad-new-view', 'When the agent becomes the leader, it carries over wrong decisions.'),
    ...agent,
    ...span,
  }),
  'other-order': v.looseObject({
    ...kind('other-order', 'When the agent leads, half of the others get its proposals in another order.'),
    ...agent,
    ...span,
  }),
  gaps: v.looseObject({
    ...kind('gaps', 'When the agent leads, it leaves every other slot of the order empty.'),
    ...agent,
    ...span,
  }),
  'rogue-proposals': v.looseObject({
    ...kind('rogue-proposals', 'The agent proposes although it does not lead.'),
    ...agent,
    ...span,
  }),
  censor: v.looseObject({
    ...kind('censor', 'The agent sends nothing about some tasks.'),
    ...agent,
    tasks: required(idsSchema, { title: 'Tasks', help: 'The tasks that it sends nothing about.', control: 'tasks' }),
    ...span,
  }),
  collude: v.looseObject({
    ...kind('collude', 'Several agents lie together: half of the others hear one value from them, half another.'),
    agents: required(idsSchema, { title: 'Agents', help: 'The agents that lie together.', control: 'agents' }),
    ...value,
    ...deceived,
    ...span,
  }),
  loss: v.looseObject({
    ...kind('loss', 'Messages are lost, in addition to those that the network loses.'),
    ...rate('The chance that a message is lost.'),
    ...ways,
  }),
  delay: v.looseObject({
    ...kind('delay', 'Messages take longer.'),
    delayMs: required(spellSchema, {
      title: 'Longer by',
      help: 'What is added to their delay.',
      control: 'number',
      unit: 'ms',
    }),
    ...ways,
  }),
  duplicate: v.looseObject({
    ...kind('duplicate', 'Messages arrive twice.'),
    ...rate('The chance that a message arrives twice.'),
    ...ways,
  }),
  reorder: v.looseObject({
    ...kind('reorder', 'Messages arrive out of order, if they take time.'),
    ...rate('The chance that a message arrives out of order.'),
    ...ways,
  }),
  partition: v.looseObject({
    ...kind('partition', 'The network splits into groups that cannot reach each other.'),
    groups: required(listOf(idsSchema, 'Groups are a list of lists of names.'), {
      title: 'Groups',
      help: 'Lists of agents; coordinator and client may be named too. Those in no list reach everyone.',
      control: 'json',
    }),
    ...span,
  }),
};

/** What undoes faults. A person does it by hand during a run; a document has ends for its faults instead. */
export const cureSchemas = {
  recover: v.looseObject({ ...kind('recover', 'The agent is back after a crash.'), ...anybody }),
  honest: v.looseObject({
    ...kind('honest', 'The agent is honest again, and as fast as the document says.'),
    ...agent,
  }),
  heal: v.looseObject(kind('heal', 'The network is as the document says: all faults and partitions end.')),
};

/** How a goal stands: not reached yet, reached, or given up. */
export const goalStatuses = ['open', 'reached', 'dropped'] as const;

/** What a person makes an agent believe, or of its goals. */
export const mindSchemas = {
  mind: v.looseObject({
    ...kind('mind', 'The agent believes otherwise, or its goals stand otherwise.'),
    ...agent,
    beliefs: v.optional(mapOf(nameSchema, jsonSchema, 'What is believed is a map from name to value.'), {}),
    forget: v.optional(listOf(nameSchema, 'What is forgotten is a list of names.'), []),
    goals: v.optional(
      mapOf(
        nameSchema,
        v.picklist(goalStatuses, 'A goal is open, reached or dropped.'),
        'Goals are a map from id to status: open, reached or dropped.',
      ),
      {},
    ),
  }),
};

/** What a person has all of a run do. */
export const askedSchemas = {
  snapshot: v.looseObject({
    ...kind('snapshot', 'All record their states and what is on its way between them.'),
    by: v.optional(nameSchema),
  }),
};

type FaultSchemas = typeof faultSchemas;
type FaultKind = keyof FaultSchemas;

/** Every known fault, told apart by `kind`. */
export const knownFaultSchema = v.variant(
  'kind',
  Object.values(faultSchemas) as [FaultSchemas['crash'], ...FaultSchemas[FaultKind][]],
  'A fault is an object with a kind.',
);
const foreignFaultSchema = v.looseObject({ kind: nameSchema });
/** Any fault; one of an unknown kind is kept and listed. */
export const faultSchema = choice(knownFaultSchema, (input) => {
  const given = kindOf(input);
  if (given !== undefined && isFaultKind(given)) return faultSchemas[given];
  return given === undefined ? knownFaultSchema : foreignFaultSchema;
});
export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(faultSchemas, text);
}

function kindOf(input: unknown): string | undefined {
  const given = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  return typeof given === 'string' ? given : undefined;
}

export type Fault = v.InferOutput<typeof knownFaultSchema>;
/** What a person may put into a run by hand. */
export type Injection =
  | Fault
  | v.InferOutput<(typeof cureSchemas)[keyof typeof cureSchemas]>
  | v.InferOutput<(typeof mindSchemas)['mind']>
  | v.InferOutput<(typeof askedSchemas)['snapshot']>;
