/*
 * The action by which chosen agents decide on one value: the protocol, who takes part, where each one's value comes
 * from, and what the protocol is to survive. What a protocol does not use is kept and means nothing to it.
 */
import * as v from 'valibot';
import { BOUNDS } from '../bounds.ts';
import { field, mapOf, required, type FieldInfo } from '../field.ts';
import {
  countTo,
  flagSchema,
  idSchema,
  idsSchema,
  jsonSchema,
  listOf,
  modelEntries,
  msSchema,
  nameSchema,
  textSchema,
  wholeTo,
} from '../parts.ts';

/** Where the value of each participant comes from. */
export const VALUE_SOURCES = ['fixed', 'belief', 'model'] as const;

const ACTION = 'Action';
const AGREEMENT = 'Agreement';

function info(group: string, title: string, help: string, control: FieldInfo['control']): FieldInfo {
  return { title, help, control, group };
}

export const consensusSchema = v.looseObject({
  kind: required(v.literal('consensus'), {
    ...info(ACTION, 'Kind', 'Chosen agents decide on one value.', 'hidden'),
  }),
  protocol: field(nameSchema, {
    ...info(
      ACTION,
      'Protocol',
      'How they decide. PBFT agrees despite liars, Raft despite crashes; the others count ballots and trust every voter.',
      'choice',
    ),
    default: 'pbft',
    names: 'decisions',
  }),
  participants: field(idsSchema, {
    ...info(ACTION, 'Participants', 'The agents that decide; all eligible agents if none is named.', 'agents'),
    default: [],
  }),
  value: field(jsonSchema, {
    ...info(ACTION, 'Value', 'What is proposed; where values come from models, the right answer.', 'json'),
    default: null,
  }),
  source: field(v.picklist(VALUE_SOURCES, `The values must come from one of ${VALUE_SOURCES.join(', ')}.`), {
    ...info(
      ACTION,
      'Values come from',
      'Fixed: the value above for everyone, except for the ballots below. Belief: what each agent believes. Model: each agent is right as often as its proficiency says.',
      'choice',
    ),
    default: 'fixed',
    options: VALUE_SOURCES,
  }),
  belief: field(nameSchema, {
    ...info(
      ACTION,
      'Belief',
      'The name of the belief, where values come from beliefs; the id of the task if absent.',
      'text',
    ),
  }),
  ballots: field(mapOf(idSchema, jsonSchema, 'Ballots are a map from agent id to value.'), {
    ...info(
      ACTION,
      'Ballots',
      'What single agents propose instead, by id; a list, best first, under a ranked rule.',
      'json',
    ),
    default: {},
  }),
  options: field(listOf(jsonSchema, 'Options are a list.'), {
    ...info(ACTION, 'Options', 'The options to choose from, for models and ranked rules.', 'json'),
    default: [],
  }),
  valid: field(textSchema, {
    ...info(
      ACTION,
      'Valid if',
      'A CEL expression over value that says what may be decided, such as value > 0.',
      'code',
    ),
  }),
  ordered: field(flagSchema, {
    ...info(
      AGREEMENT,
      'Ballots through PBFT',
      'The ballots are agreed on through PBFT before they are counted.',
      'toggle',
    ),
    default: false,
  }),
  faulty: field(wholeTo(BOUNDS.agents), {
    ...info(
      AGREEMENT,
      'Faulty agents survived',
      'f: as many as the number of participants allows if absent. PBFT needs 3f + 1 participants, Raft 2f + 1.',
      'number',
    ),
    unit: 'agents',
  }),
  quorum: field(countTo(BOUNDS.agents), {
    ...info(
      AGREEMENT,
      'Quorum',
      'How many must agree. A number other than the protocol’s needs unsafe settings.',
      'number',
    ),
    unit: 'agents',
  }),
  laboratory: field(flagSchema, {
    ...info(
      AGREEMENT,
      'Laboratory',
      'Settings that are known to break agreement are allowed, to study failure.',
      'toggle',
    ),
    default: false,
  }),
  checkpointEvery: field(countTo(BOUNDS.steps), {
    ...info(
      AGREEMENT,
      'Checkpoint every',
      'After this many decisions, the participants agree on their state and forget older messages.',
      'number',
    ),
    unit: 'decisions',
    default: 100,
  }),
  viewTimeoutMs: field(msSchema, {
    ...info(
      AGREEMENT,
      'Leader timeout',
      'When an unresponsive leader is replaced; it doubles with each. If absent: 10 times the longest delay, and at least 1000 ms.',
      'number',
    ),
    unit: 'ms',
  }),
  replyByMs: field(msSchema, {
    ...info(
      AGREEMENT,
      'Voting closes after',
      'When voting closes with the ballots received so far. If absent: 10 times the longest delay, and at least 1000 ms.',
      'number',
    ),
    unit: 'ms',
  }),
  ...modelEntries,
});

/** A consensus action as it is written. */
export type ConsensusAction = v.InferOutput<typeof consensusSchema>;
