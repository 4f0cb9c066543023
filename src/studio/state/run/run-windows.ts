/**
 * What may be looked at of an open run besides the frame at its playhead: windows of timeline, course, log, messages and conversations,
 * and the data of a task. Each is asked of the engine when it is wanted; nothing is kept here.
 */
import type {
  Command,
  CommandKind,
  ConsensusView,
  ConversationWindow,
  CourseWindow,
  LogFilter,
  LogWindow,
  MessageFilter,
  MessageWindow,
  ReplyOf,
  TaskData,
  TimelineWindow,
  Why,
  WhyOfAgent,
} from '../../../bridge/index.ts';

export abstract class RunWindows {
  /** Asks something of the engine; false when it refused, which was said. */
  protected abstract ask(command: Command, complaint?: string): Promise<boolean>;

  /** Asks for something; null when there is no run. */
  protected abstract look<Kind extends CommandKind>(
    command: Extract<Command, { kind: Kind }>,
  ): Promise<ReplyOf<Kind> | null>;

  /** What of the timeline shows between two times at a width; null when there is no run. */
  timeline(fromMs: number, toMs: number, pixels: number): Promise<TimelineWindow | null> {
    return this.look({ kind: 'window.timeline', fromMs, toMs, pixels });
  }

  /** How the run went between two times, in so many equal steps; null when there is no run. */
  course(fromMs: number, toMs: number, buckets: number): Promise<CourseWindow | null> {
    return this.look({ kind: 'window.course', fromMs, toMs, buckets });
  }

  /** Rows of the log from an index on; null when there is no run. */
  log(from: number, count: number, filter: LogFilter = {}): Promise<LogWindow | null> {
    return this.look({ kind: 'window.log', from, count, filter });
  }

  /** Rows of the sequence diagram from an index on; null when there is no run. */
  messages(from: number, count: number, filter: MessageFilter = {}): Promise<MessageWindow | null> {
    return this.look({ kind: 'window.messages', from, count, filter });
  }

  /** Conversations with messages that pass, from an index on; null when there is no run. */
  conversations(from: number, count: number, filter: MessageFilter = {}): Promise<ConversationWindow | null> {
    return this.look({ kind: 'window.conversations', from, count, filter });
  }

  /** What went into a task and came out of it at the playhead; null when there is no run, or no such task in it. */
  data(task: string): Promise<TaskData | null> {
    return this.look({ kind: 'run.data', task });
  }

  /** Why a task went where it went, as known at a step; null when there is no run, or no such task in it. */
  why(task: string, step: number): Promise<Why | null> {
    return this.look({ kind: 'run.why', task, step });
  }

  /** What came an agent's way until a step; null when there is no run, or no such agent in it. */
  whyAgent(agent: string, step: number): Promise<WhyOfAgent | null> {
    return this.look({ kind: 'run.whyAgent', agent, step });
  }

  /** How a task that several agents decide stands at a step; null when there is no run, or no such task in it. */
  consensus(task: string, step: number): Promise<ConsensusView | null> {
    return this.look({ kind: 'run.consensus', task, step });
  }

  seekTime(timeMs: number): Promise<boolean> {
    return this.ask({ kind: 'player.seekTime', timeMs });
  }

  /** To the next or previous change of a node. */
  toChange(node: string, direction: 1 | -1): Promise<boolean> {
    return this.ask({ kind: 'player.toChange', node, direction });
  }

  /** To the next or previous step in which a message is sent, delivered or lost. */
  toMessage(direction: 1 | -1): Promise<boolean> {
    return this.ask({ kind: 'player.toMessage', direction });
  }

  /** To the last step that touches a node: where it ends. */
  toLast(node: string): Promise<boolean> {
    return this.ask({ kind: 'player.toLast', node });
  }
}
