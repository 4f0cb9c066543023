/** The door of the contract net: tasks are called out, agents bid for them, and the best bid gets each. */
import { bidderRole, falseBids, tenderBands } from '../../agents/index.ts';
import { coordinatorActor } from '../../plan/index.ts';
import { protocolRoom } from '../room.ts';
import { problems } from './check.ts';
import { invariants } from './invariants.ts';
import { card } from './card.ts';
import { coordinator } from './machine.ts';
import { room, words } from './messages.ts';

export const contractNet = protocolRoom({
  ...card,
  coordinator,
  roles: (plan, settings) => [bidderRole(plan, { words, giver: coordinatorActor, settings, room })],
  invariants,
  problems,
  corruption: falseBids(words),
  bandOf: tenderBands(words),
});
