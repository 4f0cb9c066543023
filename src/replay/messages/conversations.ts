/**
 * The conversations of a run as rows of a list, a window at a time, in the order in which they began: what each is about,
 * how many of its messages pass the filter, how many were lost, and how it went, step by step. It reads the messages only.
 */
import { taskAt, taskTitle } from '../../plan/index.ts';
import type { Plan } from '../../plan/index.ts';
import { roomTitle } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { Conversation, MessageLog } from './message-log.ts';
import type { ConversationRow, ConversationWindow } from './message-views.ts';
import type { Passing, Talk } from './passing.ts';
import { partitionPoint } from '../log/partition-point.ts';

interface Held {
  readonly plan: Plan;
  readonly log: FactLog;
  readonly messages: MessageLog;
  readonly passing: Passing;
}

/** What a conversation is about, and who says it; a task by its name. */
export function titlesOf(plan: Plan, { task, room }: Conversation): { readonly title: string; readonly words: string } {
  const title = task < 0 ? '' : taskTitle(plan, task);
  return { title: title === '' ? 'No task' : title, words: roomTitle(room) };
}

/** How many of these messages never arrived. */
export function lostOf(messages: MessageLog, held: readonly number[]): number {
  let lost = 0;
  for (const message of held) {
    const end = messages.endOf(message);
    if (end !== 'open' && end !== 'delivered') lost += 1;
  }
  return lost;
}

/** Conversations from `from` on; `playheadCount` is how many facts lie at or before the playhead. */
export function conversationsIn(held: Held, from: number, count: number, playheadCount: number): ConversationWindow {
  const { talks } = held.passing;
  const first = Math.max(0, Math.min(from, talks.length));
  return {
    from: first,
    total: talks.length,
    playhead: partitionPoint(talks.length, (at) => held.messages.sentAt(talks[at]!.messages[0]!) < playheadCount) - 1,
    rows: talks.slice(first, first + Math.max(0, count)).map((talk, offset) => rowOf(held, talk, first + offset)),
  };
}

function rowOf({ plan, log, messages }: Held, { talk, messages: all }: Talk, index: number): ConversationRow {
  const conversation = messages.conversations[talk]!;
  const { id, task } = conversation;
  const place = messages.sentAt(all[0]!);
  const turns = messages.turnsOf(conversation).map((turn) => ({ step: log.stepOf(turn.place), state: turn.state }));
  return {
    index,
    id,
    ...titlesOf(plan, conversation),
    step: log.stepOf(place),
    timeMs: log.timeOf(place),
    messages: all.length,
    lost: lostOf(messages, all),
    turns,
    nodes: task < 0 ? [] : [taskAt(plan, task).id],
  };
}
