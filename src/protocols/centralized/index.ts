/** The door of centralized coordination: one coordinator that knows every agent decides who does what. */
import { assignmentWords, falseResults, workerRole } from '../../agents/index.ts';
import { coordinatorActor } from '../../plan/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { coordinator } from './machine.ts';
import { facts, messages } from './messages.ts';
import { settingsSchema } from './settings.ts';
import { rules } from './words.ts';

export const centralized = protocolRoom({
  name: 'centralized',
  title: 'Centralized',
  summary: 'One coordinator knows every agent and every ready task, and decides who does what.',
  settings: settingsSchema,
  coordinator,
  roles: () => [workerRole('centralized', coordinatorActor)],
  invariants,
  workConserving: ({ assignment, needs }) =>
    assignment !== 'heft' && assignment !== 'cpop' && needs.every(({ slots }) => slots === 1),
  corruption: falseResults(assignmentWords('centralized')),
  messages,
  facts,
  rules,
});
