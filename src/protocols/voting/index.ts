/** The door of voting: a teller asks every member for a ballot and counts them under a rule. */
import type { DecisionRoom } from '../decision-room.ts';
import { card } from './card.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { bandOf } from './messages.ts';
import { tellerMachine } from './teller.ts';
import { voterRole } from './voter.ts';

export const voting: DecisionRoom = {
  ...card,
  client: tellerMachine,
  roles: (plan) => [voterRole(plan)],
  invariants,
  corruption,
  bandOf,
};
