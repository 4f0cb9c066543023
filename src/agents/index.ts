/** The door of the agents: what an agent is, what a role is, and the conversation by which it is given work. */
export { agentMachine, type AgentState } from './agent.ts';
export {
  assignmentWords,
  startBeat,
  workerRole,
  type Assign,
  type AssignmentWords,
  type WorkerSlice,
} from './assignment.ts';
export { FrontDesk, type FrontDeskState } from './front-desk.ts';
export {
  Assigner,
  availableAt,
  heartbeatOf,
  leaseOf,
  type Handing,
  type Ledger,
  type LedgerEvent,
  type LedgerSettings,
} from './ledger.ts';
export type { AgentHost, Role, Work } from './role.ts';
export {
  capableMasks,
  effectiveOnce,
  emptyBooks,
  enter,
  lowestChosen,
  onlyCapable,
  onlyTrusted,
  withinRoom,
  type Books,
  type Entry,
  type RuleName,
} from './rules.ts';
