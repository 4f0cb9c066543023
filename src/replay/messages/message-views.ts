/** What the page sees of the messages of a run: plain data that crosses a thread, a window of rows at a time. */

/** Which messages are wanted; what is absent is not asked for. */
export interface MessageFilter {
  /** Words of the message, of who says it to whom, or of its task. */
  readonly text?: string;
  /** Types of messages, as in `contract-net.propose`. */
  readonly types?: readonly string[];
  /** Id of an agent that says or hears it, or of the task that it is about. */
  readonly node?: string;
  /** Id of a conversation. */
  readonly conversation?: string;
  /** Conversations as one row each: all or none of them, but for those that are named. */
  readonly folded?: { readonly all: boolean; readonly except: readonly string[] };
}

/** What became of a message: it is on its way, it arrived, or why it never did. */
export type MessageEnd = 'open' | 'delivered' | 'loss' | 'partition' | 'crashed';

/** A message at the place where it is sent; or a folded conversation at the place of its first message. */
export interface MessageRow {
  readonly index: number;
  readonly step: number;
  readonly timeMs: number;
  /** Number of messages of a folded conversation that pass the filter; 0 for a message. */
  readonly folded: number;
  /** How many of a folded conversation were lost. */
  readonly lost: number;
  readonly conversation: string;
  /** Actors, as lanes name them. */
  readonly from: number;
  readonly to: number;
  readonly type: string;
  /** What it says, in a few words. */
  readonly words: string;
  /** What its task is called; empty for a message about none. */
  readonly title: string;
  /** As a sentence. */
  readonly text: string;
  readonly nodes: readonly string[];
  readonly end: MessageEnd;
  /** The step in which it arrived or was lost; -1 while it is on its way. */
  readonly endStep: number;
  /** The row before which it arrives: its own index when it takes no time. */
  readonly endRow: number;
  /** Whether the network made it, from the message before. */
  readonly copy: boolean;
  /** What the liar told whom, as a sentence; null for what is no lie. */
  readonly lie: string | null;
  /** The view that it brings in; null for all others. */
  readonly enters: number | null;
}

/** Somebody who says or hears what passes the filter. */
export interface MessageLane {
  readonly actor: number;
  /** Id of the agent; null for the coordinator and the workflow. */
  readonly agent: string | null;
  readonly title: string;
}

export interface MessageType {
  readonly type: string;
  readonly words: string;
  readonly count: number;
}

export interface MessageWindow {
  /** Index of the first row given. */
  readonly from: number;
  readonly total: number;
  /** Index of the last row that was sent at or before the playhead; -1 for none. */
  readonly playhead: number;
  readonly rows: readonly MessageRow[];
  /** Rows before the window whose messages arrive in it or behind it. */
  readonly crossing: readonly MessageRow[];
  readonly lanes: readonly MessageLane[];
  /** How many more there are than lanes are given. */
  readonly others: number;
  /** All that is said in the run, whatever the filter. */
  readonly types: readonly MessageType[];
}

/** How a conversation stands: nothing is settled, somebody got the task, nobody can be found for it, or it is over. */
export type ConversationState = 'open' | 'awarded' | 'unallocated' | 'ended';

/** What one room says about one task, or about none. */
export interface ConversationRow {
  readonly index: number;
  readonly id: string;
  /** What its task is called. */
  readonly title: string;
  /** The room, in words. */
  readonly words: string;
  /** Where its first message was sent. */
  readonly step: number;
  readonly timeMs: number;
  /** How many of its messages pass the filter, and how many of these were lost. */
  readonly messages: number;
  readonly lost: number;
  /** How it stands from a step on; before the first it is open. */
  readonly turns: readonly { readonly step: number; readonly state: ConversationState }[];
  readonly nodes: readonly string[];
}

export interface ConversationWindow {
  readonly from: number;
  readonly total: number;
  /** Index of the last one that began at or before the playhead; -1 for none. */
  readonly playhead: number;
  readonly rows: readonly ConversationRow[];
}

/** A message of the step under the playhead, between nodes that a drawing has; null for who stands on none. */
export interface Travelling {
  readonly from: string | null;
  readonly to: string | null;
  readonly task: string | null;
  readonly what: 'sent' | 'delivered' | 'lost';
}
