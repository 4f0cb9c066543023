/** The door of the negotiation desk: agents with goals in conflict come to a deal, or to none. */
import type { DecisionRoom } from '../decision-room.ts';
import { bandOf } from './seen/bands.ts';
import { card } from './card.ts';
import { corruption } from './corruption.ts';
import { deskMachine } from './desk.ts';
import { dealFigures } from './figures.ts';
import { invariants } from './invariants.ts';
import { partyRole } from './party.ts';

export const negotiation: DecisionRoom = {
  ...card,
  bandOf,
  client: deskMachine,
  roles: (plan) => [partyRole(plan)],
  invariants,
  corruption,
  deals: dealFigures,
};
