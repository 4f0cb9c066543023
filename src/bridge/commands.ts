/**
 * Every message between the page and the engine worker: versioned unions, parsed on arrival (`parse.ts`).
 * A request gets exactly one reply; events come unasked, at most one frame per animation frame. Nothing here may
 * hold a function or a class: it is all structured clone of plain data.
 */
import type { BreakKind } from '../plan/index.ts';
import type { Json, JsonObject } from '../base/index.ts';
import type { Document } from '../document/index.ts';
import type { Answer, Difference, Frame, LookKind, Question, RunInput, RunStatus } from '../replay/index.ts';

/** Raise by one when a message changes shape; a page and a worker of different versions refuse each other. */
export const bridgeVersion = 1;

/** What the page has the engine do. `document` is the document as plain JSON. */
export type Order =
  | {
      readonly kind: 'run.start';
      readonly runId: string;
      readonly documentId: string;
      readonly document: unknown;
      readonly agents?: number;
      /** The text of a file of memories that agents begin with. */
      readonly memories?: string;
      readonly play: boolean;
    }
  | { readonly kind: 'run.open'; readonly runId: string; readonly takeOver?: boolean }
  | {
      readonly kind: 'run.import';
      readonly runId: string;
      readonly documentId: string;
      readonly text: string;
    }
  /**
   * Starts a new run from the open one: a task and what follows from it are done again, all others keep their ends. With a
   * value the task is not done either: it gives that.
   */
  | {
      readonly kind: 'run.fork';
      readonly runId: string;
      readonly task: string;
      readonly pin?: { readonly value: Json };
      readonly play: boolean;
    }
  /** Starts a new run with what had been put in before a step of the open one, and stands there. */
  | { readonly kind: 'run.from'; readonly runId: string; readonly step: number }
  /** Runs again, as a new run, what an older engine recorded, in the journal or in a run file. */
  | {
      readonly kind: 'run.again';
      readonly runId: string;
      readonly documentId: string;
      readonly from: { readonly runId: string } | { readonly text: string };
    }
  /** A stored run as a run file, whichever engine recorded it. */
  | { readonly kind: 'run.file'; readonly runId: string }
  | { readonly kind: 'run.close' }
  /** Cancels the run at the playhead: what lay ahead is cut off, the run ends as cancelled. */
  | { readonly kind: 'run.stop' }
  /**
   * Lets something go wrong at the playhead, or undoes it, while the run is paused: a fault as documents plan them, from now
   * on where it says no time, or heal, recover, honest. What lay ahead is cut off.
   */
  | { readonly kind: 'run.inject'; readonly fault: Json }
  | { readonly kind: 'run.export' }
  | { readonly kind: 'run.memories' }
  /** What a stored run was made of, without opening it. */
  | { readonly kind: 'run.recorded'; readonly runId: string }
  /** A stored run as plain data, for a backup, and such a run to be stored. */
  | { readonly kind: 'run.stored'; readonly runId: string }
  | { readonly kind: 'run.keep'; readonly runId: string; readonly documentId: string; readonly stored: StoredRun }
  /** What of a damaged run was put aside, and all of one that cannot be read. */
  | { readonly kind: 'run.quarantine'; readonly runId: string }
  | { readonly kind: 'run.remove'; readonly runId: string }
  /** The checkpoints of the open run. */
  | { readonly kind: 'checkpoint.list' }
  /** Keeps the run as it stands at a step, under a name; at the playhead where no step is named. */
  | { readonly kind: 'checkpoint.take'; readonly name: string; readonly step?: number }
  /** Gives a checkpoint a name, by which it stays; null takes it away. */
  | { readonly kind: 'checkpoint.name'; readonly step: number; readonly name: string | null }
  | { readonly kind: 'checkpoint.delete'; readonly step: number }
  /** Goes to a checkpoint; where it is damaged, to the one before it, and says so. */
  | { readonly kind: 'checkpoint.restore'; readonly step: number }
  | { readonly kind: 'checkpoint.compare'; readonly from: number; readonly to: number }
  /** Starts a new run with what had been put in before a checkpoint of the open one, and stands there. */
  | { readonly kind: 'checkpoint.fork'; readonly runId: string; readonly step: number }
  | { readonly kind: 'player.play' }
  | { readonly kind: 'player.pause' }
  /** Plays up to a step, or up to the next change of a node; what lies behind is gone to at once. */
  | { readonly kind: 'player.playTo'; readonly to: number | string }
  | { readonly kind: 'player.step'; readonly by: 1 | -1 }
  | { readonly kind: 'player.seek'; readonly step: number }
  | { readonly kind: 'player.seekTime'; readonly timeMs: number }
  | { readonly kind: 'player.toChange'; readonly node: string; readonly direction: 1 | -1 }
  /** To the next or previous step in which a message is sent, delivered or lost. */
  | { readonly kind: 'player.toMessage'; readonly direction: 1 | -1 }
  /** To the last step that touches a node. */
  | { readonly kind: 'player.toLast'; readonly node: string }
  /** Where playing pauses by itself, in this run and those after it; what was set before no longer holds. */
  | { readonly kind: 'player.breakpoints'; readonly nodes: readonly string[]; readonly kinds: readonly BreakKind[] }
  | { readonly kind: 'player.speed'; readonly speed: number | null };

/** Orders, and questions: those are the table of looks. */
export type Command = Order | Question;
export type CommandKind = Command['kind'];

/** The document that a run ran on and what was put in: it can be computed again from these. */
export interface RecordedInputs {
  readonly document: Document;
  /** Whether the work was really done, and what came of it stands among the inputs. */
  readonly live: boolean;
  readonly inputs: readonly RunInput[];
}

/** A run as it lies in the journal: the document that it ran on, and all else of it. */
export interface StoredRun {
  readonly document: Json;
  readonly journal: JsonObject;
}

/** What a checkpoint says of itself, besides where it stands. */
export interface CheckpointAbout {
  readonly timeMs: number;
  /** Digest of what had been put in before it. */
  readonly behind: string;
  /** How many tasks were in each state. */
  readonly tasks: Readonly<Record<string, number>>;
}

/** A checkpoint of the open run as a list shows it. */
export interface CheckpointView extends Omit<CheckpointAbout, 'behind'> {
  readonly step: number;
  /** By its name it stays; without one it is one of the newest five. */
  readonly name: string | null;
  readonly digest: string;
  /** Bytes that it takes. */
  readonly size: number;
  /** Whether it is not as it was written. */
  readonly damaged: boolean;
  /** Whether the run as it is now passes through it. */
  readonly onWay: boolean;
}

/** Where a checkpoint led, and what has to be said of it; null for nothing. */
export interface CheckpointGone {
  readonly step: number;
  readonly said: string | null;
}

/** The value of the reply to each order; those that are not named reply null. */
export interface Replies {
  /** The run file's text. */
  'run.export': string;
  /** The text of a file of memories: what agents have in long-term memory at the end; null where the run is not over. */
  'run.memories': string | null;
  'run.file': string;
  'run.stored': StoredRun;
  'run.recorded': RecordedInputs;
  /** A text to keep, not to be read back. */
  'run.quarantine': string;
  'checkpoint.list': readonly CheckpointView[];
  'checkpoint.restore': CheckpointGone;
  'checkpoint.compare': readonly Difference[];
}
/** The reply to a command; to a question the answer of its look. */
export type ReplyOf<Kind extends CommandKind> = Kind extends LookKind
  ? Answer<Kind>
  : Kind extends keyof Replies
    ? Replies[Kind]
    : null;

/** An error as it crosses a thread: compare codes, never classes. */
export interface BridgeError {
  readonly code: string;
  readonly message: string;
  /** False when what was asked may have happened all the same. */
  readonly definite: boolean;
  readonly data?: unknown;
}

export interface RequestEnvelope {
  readonly bridge: number;
  readonly id: number;
  readonly command: Command;
}

export type EngineEvent =
  | { readonly kind: 'ready'; readonly engine: string; readonly storage: 'durable' | 'memory' }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'status'; readonly status: RunStatus | null }
  | { readonly kind: 'frame'; readonly frame: Frame }
  /** A sentence that the person must see: storage full, a damaged journal … */
  | { readonly kind: 'notice'; readonly error: BridgeError };

export type EngineEnvelope =
  | { readonly bridge: number; readonly reply: number; readonly ok: true; readonly value: unknown }
  | { readonly bridge: number; readonly reply: number; readonly ok: false; readonly error: BridgeError }
  | { readonly bridge: number; readonly event: EngineEvent };
