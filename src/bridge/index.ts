/** The door of the bridge: the words that page and engine worker exchange, and the page's end of the line. */
export { bridgeVersion } from './commands.ts';
export type {
  BridgeError,
  Command,
  CommandKind,
  EngineEnvelope,
  EngineEvent,
  Replies,
  ReplyOf,
  RequestEnvelope,
} from './commands.ts';
export type {
  AgentView,
  Bar,
  BarEnd,
  BarKind,
  Frame,
  InvariantView,
  Lane,
  LogFilter,
  LogRow,
  LogWindow,
  Mark,
  MarkKind,
  Outcome,
  RunMetrics,
  RunStatus,
  TaskState,
  TaskView,
  TimelineWindow,
} from '../replay/index.ts';
export type { Outcome } from '../plan/index.ts';
