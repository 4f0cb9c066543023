/** The door of the contract net: tasks are called out, agents bid for them, and the best bid gets each. */
import { bidderRole, falseBids, tenderFacts } from '../../agents/index.ts';
import { coordinatorActor } from '../../plan/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { coordinator } from './machine.ts';
import { messages, room, rules, words } from './messages.ts';
import { settingsSchema } from './settings.ts';

export const contractNet = protocolRoom({
  name: room,
  title: 'Contract net',
  summary: 'Each task is called out, agents that have room bid for it, and the best bid gets the contract.',
  settings: settingsSchema,
  coordinator,
  roles: (plan, settings) => [bidderRole(plan, { words, giver: coordinatorActor, settings, room })],
  invariants,
  corruption: falseBids(words),
  messages,
  facts: tenderFacts(words),
  rules,
});
