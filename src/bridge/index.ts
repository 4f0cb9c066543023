/** The door of the bridge: the words that page and engine worker exchange, and the page's end of the line. */
export { connectEngine, EngineLine, type EnginePhase, type LineOptions, type WorkerLike } from './client.ts';
export { bridgeVersion } from './commands.ts';
export { BridgeFailure } from './failure.ts';
export type {
  BreakKind,
  BridgeError,
  Command,
  CommandKind,
  EngineEnvelope,
  EngineEvent,
  Replies,
  ReplyOf,
  RequestEnvelope,
} from './commands.ts';
export { parseEnvelope, parseRequest } from './parse.ts';
export type { Outcome } from '../plan/index.ts';
export type {
  AgentView,
  Bar,
  BarEnd,
  BarKind,
  CourseWindow,
  DataValue,
  Frame,
  Idle,
  InvariantView,
  Lane,
  LogFilter,
  LogRow,
  LogWindow,
  Mark,
  MarkKind,
  MessageFilter,
  MessageLane,
  MessageRow,
  MessageType,
  MessageWindow,
  RunMetrics,
  RunStatus,
  TaskData,
  TaskState,
  TaskView,
  TimelineWindow,
  Travelling,
  Why,
  WhyAttempt,
  WhyCandidate,
  WhyDecision,
  WhyLine,
  WhyOfAgent,
} from '../replay/index.ts';
