/** The door of Raft: members elect a leader, and what a majority has stored is decided; in spite of crashes, not of lies. */
import type { DecisionRoom } from '../decision-room.ts';
import { clientMachine } from './client.ts';
import { card } from './card.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { bandOf } from './messages.ts';
import { memberRole } from './member.ts';

export const raft: DecisionRoom = {
  ...card,
  bandOf,
  client: clientMachine,
  roles: (plan) => [memberRole(plan)],
  invariants,
  corruption,
};
