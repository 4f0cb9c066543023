/** The door of Raft: members elect a leader, and what a majority has stored is decided; in spite of crashes, not of lies. */
import type { DecisionRoom } from '../decision-room.ts';
import { clientMachine } from './client.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { memberRole } from './member.ts';
import { facts, messages, room, rules } from './messages.ts';

export const raft: DecisionRoom = {
  name: room,
  title: 'Raft',
  summary:
    'The members elect a leader, and what a majority has stored is decided. It survives crashes of fewer than half; it is not defended against a single liar.',
  protocols: [room],
  rules,
  client: clientMachine,
  roles: (plan) => [memberRole(plan)],
  invariants,
  corruption,
  messages,
  facts,
};
