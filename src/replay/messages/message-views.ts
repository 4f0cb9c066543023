/** What the page sees of the messages of a run: plain data that crosses a thread, a window of rows at a time. */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

/** All of something or none, but for those that are named. */
const folding = v.object({ all: v.boolean(), except: v.pipe(v.array(v.string()), v.maxLength(10_000)) });

/** Which messages are wanted; what is absent is not asked for. */
export const messageFilter = v.object({
  /** Words of the message, of who says it to whom, or of its task. */
  text: v.exactOptional(v.string()),
  /** Types of messages, as in `ROOM.propose`. */
  types: v.exactOptional(v.array(v.string())),
  /** Id of an agent that says or hears it, or of the task that it is about. */
  node: v.exactOptional(v.string()),
  /** Id of a conversation. */
  conversation: v.exactOptional(v.string()),
  /** Conversations as one row each: all or none of them, but for those that are named. */
  folded: v.exactOptional(folding),
  /** A row for each phase at its first message, and which of them are folded to it; absent where phases have no rows. */
  phases: v.exactOptional(folding),
  /** What one says to several at once as one row: all of it or none, but for the first messages that are named; absent for a row a message. */
  joined: v.exactOptional(folding),
});
export type MessageFilter = Seen<typeof messageFilter>;

/** What became of a message: it is on its way, it arrived, or why it never did. */
const messageEnd = v.picklist(['open', 'delivered', 'loss', 'partition', 'crashed']);
export type MessageEnd = v.InferOutput<typeof messageEnd>;

/** A phase at the place of its first message: what it is, how much of it passes the filter, and what was reached by it in the whole run. */
const phaseHead = v.strictObject({
  id: v.string(),
  says: v.string(),
  /** Whether its messages are in this row and have none of their own. */
  folded: v.boolean(),
  /** Messages that pass the filter, and those of the whole phase. */
  held: whole,
  all: whole,
  lies: whole,
  lost: whole,
  /** What is said in it, each with how often. */
  kinds: v.array(v.strictObject({ words: v.string(), count: whole })),
  /** Who came to what, the last of them at that step; null where nobody did, or nothing is told of it. */
  reached: v.nullable(
    v.strictObject({ word: v.string(), who: v.array(v.string()), more: whole, step: whole, timeMs: whole }),
  ),
});
export type PhaseHead = Seen<typeof phaseHead>;

/** One of several to whom the same was said at once. */
const messageTarget = v.strictObject({
  to: whole,
  end: messageEnd,
  endStep: whole,
  /** When it arrived or was lost, or will arrive, ms. */
  endMs: whole,
  lie: v.nullable(v.string()),
  /** The value that it says, clipped; empty where it says none. */
  value: v.string(),
});
export type MessageTarget = Seen<typeof messageTarget>;

/** A message at the place where it is sent; or what is joined or folded, at the place of its first message. */
const messageRow = v.strictObject({
  index: whole,
  step: whole,
  timeMs: whole,
  /** Number of messages of a folded conversation that pass the filter; 0 for a message. */
  folded: whole,
  /** How many of a folded conversation were lost. */
  lost: whole,
  conversation: v.string(),
  /** Actors, as lanes name them. */
  from: whole,
  to: whole,
  type: v.string(),
  /** What it says, in a few words. */
  words: v.string(),
  /** What its task is called; empty for a message about none. */
  title: v.string(),
  /** The value that it says, clipped; empty where it says none, or several hear different ones. */
  value: v.string(),
  /** As a sentence. */
  text: v.string(),
  nodes: v.array(v.string()),
  end: messageEnd,
  /** The step in which it arrived or was lost; -1 while it is on its way. */
  endStep: whole,
  /** The row before which it arrives: its own index when it takes no time. */
  endRow: whole,
  /** Whether the network made it, from the message before. */
  copy: v.boolean(),
  /** What the liar told whom, as a sentence; null for what is no lie. */
  lie: v.nullable(v.string()),
  /** The phase that begins with it, as "view 2" or "round 3"; null for all others. */
  enters: v.nullable(v.string()),
  /** By what its broadcast is named where such are joined; empty for what was said to one. */
  broadcast: v.string(),
  /** To whom all it was said, where it is several messages in one row; then `to` is the first of them. */
  targets: v.array(messageTarget),
  /** The phase whose row this is; null for all others. */
  phase: v.nullable(phaseHead),
  /** The phase that it belongs to, and whether it is drawn on the other ground; null where phases have no rows, and for what belongs to none. */
  section: v.nullable(v.strictObject({ id: v.string(), odd: v.boolean() })),
});
export type MessageRow = Seen<typeof messageRow>;

/** Somebody who says or hears what passes the filter. */
const messageLane = v.strictObject({
  actor: whole,
  /** Id of the agent; null for the coordinator and the workflow. */
  agent: v.nullable(v.string()),
  title: v.string(),
});
export type MessageLane = Seen<typeof messageLane>;

const messageType = v.strictObject({ type: v.string(), words: v.string(), count: whole });
export type MessageType = Seen<typeof messageType>;

export const messageWindow = v.strictObject({
  /** Index of the first row given. */
  from: whole,
  total: whole,
  /** Index of the last row that was sent at or before the playhead; -1 for none. */
  playhead: whole,
  rows: v.array(messageRow),
  /** Rows before the window whose messages arrive in it or behind it. */
  crossing: v.array(messageRow),
  lanes: v.array(messageLane),
  /** How many more there are than lanes are given. */
  others: whole,
  /** What passes the filter, in how many conversations, how much of that is in folded rows, and how much is a lie or was lost. */
  said: v.strictObject({ messages: whole, conversations: whole, hidden: whole, lies: whole, lost: whole }),
  /** All that is said in the run, whatever the filter. */
  types: v.array(messageType),
});
export type MessageWindow = Seen<typeof messageWindow>;

/** How a conversation stands: nothing is settled, somebody got the task, nobody can be found for it, or it is over. */
const conversationState = v.picklist(['open', 'awarded', 'unallocated', 'ended']);
export type ConversationState = v.InferOutput<typeof conversationState>;

/** What one room says about one task, or about none. */
const conversationRow = v.strictObject({
  index: whole,
  id: v.string(),
  /** What its task is called. */
  title: v.string(),
  /** The room, in words. */
  words: v.string(),
  /** Where its first message was sent. */
  step: whole,
  timeMs: whole,
  /** How many of its messages pass the filter, and how many of these were lost. */
  messages: whole,
  lost: whole,
  /** How it stands from a step on; before the first it is open. */
  turns: v.array(v.strictObject({ step: whole, state: conversationState })),
  nodes: v.array(v.string()),
});
export type ConversationRow = Seen<typeof conversationRow>;

export const conversationWindow = v.strictObject({
  from: whole,
  total: whole,
  /** Index of the last one that began at or before the playhead; -1 for none. */
  playhead: whole,
  rows: v.array(conversationRow),
});
export type ConversationWindow = Seen<typeof conversationWindow>;

/** A message of the step under the playhead, between nodes that a drawing has; null for who stands on none. */
export interface Travelling {
  readonly from: string | null;
  readonly to: string | null;
  readonly task: string | null;
  readonly what: 'sent' | 'delivered' | 'lost';
  readonly lie: boolean;
}
