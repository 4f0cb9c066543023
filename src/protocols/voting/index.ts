/** The door of voting: a teller asks every member for a ballot and counts them under a rule. */
import type { DecisionRoom } from '../decision-room.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { facts, messages, room, rules } from './messages.ts';
import { RULES } from './tally.ts';
import { tellerMachine } from './teller.ts';
import { voterRole } from './voter.ts';

export const voting: DecisionRoom = {
  name: room,
  title: 'Voting',
  summary:
    'One vote each, counted by a teller. A voter that tells different things to different people is counted by what it told the teller; a lying teller and lying voters are not defended against.',
  protocols: RULES,
  rules,
  client: tellerMachine,
  roles: (plan) => [voterRole(plan)],
  invariants,
  corruption,
  messages,
  facts,
};
