/** The door of the plan: what all actors of a run share, and the words that they speak about tasks. */
export {
  actorOfAgent,
  actorsCalled,
  agentOfActor,
  clientOf,
  coordinatorActor,
  firstActors,
  serviceOf,
  serviceOfAll,
  workflowActor,
  type ActorKind,
  type ActorPlan,
} from './cast/actors.ts';
export {
  handlerOf,
  isInFlow,
  isPassed,
  type AgentPlan,
  type Assignment,
  type Balancing,
  type DurationModel,
  type Edges,
  type FailurePolicy,
  type Flow,
  type Need,
  type Plan,
  type SeededPlan,
  type RetryPolicy,
  type TaskOrder,
  type TaskPlan,
  type Trigger,
  type WorkModel,
} from './plan.ts';
export {
  expectationNames,
  parseCondition,
  parseExpectation,
  parsePredicate,
  parseReduction,
  parseThought,
  parseWish,
  parseWritten,
  quoted,
  type Condition,
  type Expression,
  type Predicate,
  type Reduction,
  type Thought,
  type Told,
} from './cel/expression.ts';
export { type Named, type NamedBelief } from './cel/build.ts';
export { disturbingFacts, disturbs, followLiars, type ConductFact, type ConductKind, type Liars } from './conduct.ts';
export {
  byzantineBound,
  byzantineQuorum,
  crashBound,
  majorityOf,
  otherValue,
  toldOtherwise,
  type Decision,
  type DecisionGroup,
} from './cast/decision.ts';
export {
  valueOf,
  valuesOf,
  type Bargain,
  type Issue,
  type Preferences,
  type Stance,
  type Term,
  type WantedGoal,
} from './cast/bargain.ts';
export { believedAfter, changesBeliefs, type Minds } from './cast/minds.ts';
export type {
  MemoryFact,
  MemoryPlan,
  MemoryScore,
  MemoryTier,
  Left,
  Recalled,
  Recollection,
  Remembered,
} from './cast/recall.ts';
export type { SliceEnd, SliceFact, SlicePlan, SlicePolicy } from './cast/slicing.ts';
export type { CheckpointPlan, RecoveryFact } from './cast/recovery.ts';
export {
  inOrder,
  type ConflictPlan,
  type Known,
  type ServicePlan,
  type SharedPlan,
  type TaskUses,
  type Use,
  type UseKind,
} from './cast/services.ts';
export { dueAt, flowOf, isComposite, partsOf } from './flow.ts';
export { successorsOf, topologicalOrder, type Successors } from './graph.ts';
export { bindingEdges, boundsOf, placesOf, upwardRanks, type Bounds } from './rank.ts';
export {
  addReady,
  emptyPool,
  firstKey,
  firstReady,
  isReady,
  removeReady,
  takeReady,
  waitingKey,
  waitingTasks,
  type ReadyPool,
} from './ready-pool.ts';
export { comparedMax, withListed, Shortlist, unlistedIn, type Comparison, type Weighed } from './compared.ts';
export {
  agentAt,
  atOnceOf,
  decisionAt,
  groupAt,
  needAt,
  needOf,
  parentOf,
  partsAt,
  rowAt,
  serviceAt,
  taskAt,
  usesAt,
} from './entries.ts';
export { actorTitle, agentTitle, taskTitle } from './cast/titles.ts';
export { breakKinds, markKinds, type BreakKind, type FactMark, type MarkKind } from './mark-kinds.ts';
export { Holdings, isAssigned, type Assigned, type Turn } from './rules/holdings.ts';
export { jain } from './rules/fairness.ts';
export { invariantRule, type Invariant, type Moment } from './rules/invariant.ts';
export { cutMean, durationOn, lasting, leastOn, longestOn, sampleDuration } from './duration.ts';
export {
  lightFacts,
  known,
  unallocated,
  type Arrival,
  type AttemptEnd,
  type CompositeTold,
  type Compared,
  type ConsensusOrder,
  type ConsensusOrdered,
  type ConsensusUnordered,
  type CoordinatorMessage,
  type HoldingWord,
  type GoalStatus,
  type KnownFact,
  type SeenBelief,
  type Outcome,
  type TaskCancel,
  type ServiceTold,
  type TaskBegun,
  type TaskDone,
  type TaskFact,
  type TaskIdle,
  type TaskReady,
  type TaskUnassignable,
  type TaskVoid,
  type WorkflowReport,
} from './words.ts';
