/*
 * The door of `document`: what a person draws. The schema with its types, what absent fields mean, the problems of a
 * document, edits with their inverses, and migration. It runs nothing and knows nothing of how a document is run.
 */
export {
  baseOf,
  entriesOf,
  fieldsOf,
  optionsOf,
  type KnownNames,
  type Served,
  itemOf,
  type FieldControl,
  type FieldInfo,
  type FormField,
} from './schema/field.ts';
export { isMarked, markdownOf, plainOf, type Block } from './display/markdown/blocks.ts';
export { type Inline } from './display/markdown/inlines.ts';
export { settingFields } from './display/setting.ts';
export {
  agentSchema,
  INSIDES,
  recallSchema,
  rememberSchema,
  type Agent,
  type Behaviour,
  type Inside,
  type Role,
} from './schema/agent.ts';
export { actionSchemas, isActionKind, isDecided, type Action, type ActionKind } from './schema/action.ts';
export { type NegotiateAction, type WrittenIssue, type WrittenUtility } from './schema/deciding/negotiate.ts';
export { BOUNDS, MS_MAX } from './schema/bounds.ts';
export { DURATION_DEFAULT_MS } from './schema/parts.ts';
export {
  DEED_KINDS,
  deedSchemas,
  isDeedKind,
  lessonStepSchema,
  type Deed,
  type DeedKind,
  type Lesson,
  type LessonStep,
  type LessonTab,
} from './lesson/lesson-schema.ts';
export { faultSchemas, goalStatuses, isFaultKind, type Fault, type Injection } from './schema/fault.ts';
export {
  FAILURE_POLICIES,
  taskSchema,
  type Compensation,
  type Dependency,
  type Duration,
  type FailurePolicy,
  type Task,
  type Trigger,
} from './schema/task.ts';
export {
  ASSIGNMENTS,
  BALANCINGS,
  DEADLOCKS,
  INVERSIONS,
  ORDERS,
  schedulingSchema,
  snapshotSchema,
  type Coordination,
  type Limits,
  type Network,
  type Scheduling,
} from './schema/settings.ts';
export {
  holdSchema,
  keyOfUse,
  memoryOf,
  memorySchema,
  resourceSchema,
  WRITES_OF,
  writeSchema,
  type Memory,
  GOSSIPS,
  type Gossip,
  type MemoryType,
  type Resource,
  type SessionGuarantee,
  type WriteKind,
} from './schema/world.ts';
export { documentSchema, expectationSchema, FORMAT_NAME, FORMAT_VERSION, type Document, type View } from './schema.ts';
export {
  defaultOf,
  resolved,
  isSliced,
  resolvedAgent,
  resolvedCapabilities,
  resolvedDependency,
  resolvedDuration,
  resolvedRecall,
  resolvedTask,
  patternOf,
} from './defaults.ts';
export type {
  DelayModel,
  DurationModel,
  ResolvedAgent,
  ResolvedDependency,
  ResolvedDocument,
  ResolvedRecall,
  ResolvedMemory,
  ResolvedNetwork,
  ResolvedResource,
  ResolvedRetry,
  ResolvedTask,
  SimulationModel,
} from './resolved.ts';
export { canPerform, onlyManagers, type AgentOffer, type TaskNeeds } from './validate/capable.ts';
export { type Change, type EditProblem } from './edit/draft.ts';
export { apply, type Applied, type Edit, type Place } from './edit/edit.ts';
export { renamedAll } from './edit/edit-references.ts';
export { changesToRenameBelief } from './edit/expressions.ts';
export { changesToRenameVariable } from './edit/variables.ts';
export {
  emptyHistory,
  HISTORY_MAX,
  redo,
  remember,
  seal,
  undo,
  type History,
  type HistoryEntry,
} from './edit/history.ts';
export { capableOf, decidersOf } from './deciders.ts';
export { disabledTasks, enabledPart } from './enabled.ts';
export { readInjection } from './injection.ts';
export { identicalAgents } from './identical-agents.ts';
export { readable, shownName, withNames } from './names.ts';
export { migrate, MIGRATIONS, type Migrated, type Migration, type MigrationProblem } from './migrate.ts';
export { nearestName } from './validate/unknown/nearest.ts';
export { renaming } from './validate/minds/validate-minds.ts';
export { Standing, type Pair } from './validate/graph/standing.ts';
export { isRunnable, problemAt, type Fix, type Problem, type ProblemPlace, type Severity } from './validate/problem.ts';
export { readDocument } from './validate/read-checked.ts';
export { readShape, stringifyDocument, type ReadDocument } from './read.ts';
export {
  CLIENT_NAME,
  COORDINATOR_NAME,
  forEachReference,
  standInsOf,
  type Collection,
  type FieldPath,
  type NodeKind,
  type Reference,
} from './validate/references.ts';
export {
  composedIn,
  compositesOf,
  flattened,
  sheetOf,
  withParts,
  type Composites,
  type Lifted,
  type Sheet,
} from './sheet.ts';
export { exactTime, formatTime } from './display/units.ts';
export { undone } from './validate/undone.ts';
export { DOCUMENT_LIMITS } from './validate/bounds/validate-size.ts';
export { validate } from './validate/validate.ts';
export type { Slicing } from './schema/slicing.ts';
