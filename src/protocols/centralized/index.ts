/** The door of centralized coordination: one coordinator that knows every agent decides who does what. */
import { assignmentWords, falseResults, workerRole } from '../../agents/index.ts';
import { coordinatorActor } from '../../plan/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { card } from './card.ts';
import { coordinator } from './machine.ts';

export const centralized = protocolRoom({
  ...card,
  coordinator,
  roles: () => [workerRole('centralized', coordinatorActor)],
  invariants,
  workConserving: ({ assignment, needs }) =>
    assignment !== 'heft' && assignment !== 'cpop' && needs.every(({ slots }) => slots === 1),
  slotsFor: ({ load }, { scheduling }) => (scheduling.assignment === 'regret' ? Math.max(1, load) : 1),
  corruption: falseResults(assignmentWords('centralized')),
});
