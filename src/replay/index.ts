/** The door of replay: a run as a fold over its journal, and everything that is read off it. */
export { CheckpointBook } from './checkpoints/checkpoint-book.ts';
export { workWords } from './checkpoints/changes.ts';
export type {
  CheckpointChange,
  CheckpointChanges,
  CheckpointContents,
  CheckpointRow,
  CheckpointsOf,
  CheckpointWork,
} from './checkpoints/checkpoint-views.ts';
export type { ConflictKind, ConflictRow, ConflictsView, WaitsView } from './conflicts/conflict-views.ts';
export { ConsensusBook } from './consensus/consensus.ts';
export type { ConsensusMember, ConsensusView, PhaseMark, TallyRow, Voucher } from './consensus/consensus-views.ts';
export { criticalChain } from './critical.ts';
export type { DealView, NamedPointView, WordView } from './deals/deal-views.ts';
export { describe, nodesOf, type Described } from './describe.ts';
export { inputsByTime } from './windows/again.ts';
export { injectionInputs } from './faults/injection.ts';
export { FactLog } from './log/fact-log.ts';
export { LogRows } from './log/log-window.ts';
export type { LogFilter, LogRow, LogWindow } from './log/log-views.ts';
export { dataBook } from './looks/data.ts';
export { look, type AnyLook, type Place } from './looks/look.ts';
export { looks, type Answer, type HouseLooks, type LookKind, type LookTable, type Question } from './looks/table.ts';
export { markKindOf, marksOf } from './marks/marks.ts';
export { SignBook } from './marks/signs.ts';
export { HistoryBook } from './memories/history.ts';
export type { DeedView, HistoryView } from './memories/history-views.ts';
export { MemoryBook } from './memories/memories.ts';
export type { MemoryCell, MemoryRow, MemoryView } from './memories/memory-views.ts';
export type { MindsWindow, MindView, TiersView, WholeMind } from './minds/mind-views.ts';
export { MessageRows } from './messages/message-rows.ts';
export type {
  ConversationRow,
  ConversationState,
  ConversationWindow,
  MessageEnd,
  MessageFilter,
  MessageLane,
  MessageRow,
  MessageTarget,
  MessageType,
  MessageWindow,
  PhaseHead,
  Travelling,
} from './messages/message-views.ts';
export { travellingAt } from './messages/travelling.ts';
export { metricsOf, outcomeOfRun, resultOf, summaryOf, verdictsOf, type RunResult, type RunSummary } from './result.ts';
export { Run, type DigestMark, type RunInput, type RunOptions } from './run.ts';
export type { SnapshotCut, SnapshotRow, SnapshotsView } from './snapshots/snapshot-views.ts';
export { StateAt } from './state-at.ts';
export { Timeline } from './timeline.ts';
export type { AttemptRow, AttemptWindow } from './attempts/attempt-views.ts';
export { Course } from './windows/course.ts';
export { dataOf } from './windows/data.ts';
export { checkpointSteps, inputsBefore, tasksAt } from './windows/checkpoints.ts';
export { differences, type Difference } from './windows/differences.ts';
export { forkInput, type Fork } from './windows/fork.ts';
export { Outputs } from './windows/outputs.ts';
export type {
  AgentView,
  Bottleneck,
  Frame,
  InvariantView,
  Mark,
  DownView,
  RuleView,
  RunMetrics,
  RunStatus,
  TaskState,
  TaskView,
} from './views.ts';
export { WhyBook } from './why/why.ts';
export type { MemoryCard, WhyMemory } from './why/memory-account-views.ts';
export type { Why, WhyAttempt, WhyCandidate, WhyDecision, WhyLine, WhyOfAgent } from './why/why-views.ts';
export type {
  Bar,
  BarEnd,
  BarKind,
  CourseWindow,
  DataValue,
  Idle,
  Lane,
  MemoryLane,
  ResourceLane,
  TaskData,
  TimelineWindow,
} from './windows/window-views.ts';
