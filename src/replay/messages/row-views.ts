/**
 * One row of the sequence diagram, as the page sees it: a message, what was said to several at once, a phase, or a conversation
 * that is folded. It reads the messages and decides nothing of which rows there are.
 */
import { taskAt, taskTitle, type Plan } from '../../plan/index.ts';
import { messageWords } from '../../protocols/index.ts';
import { describe } from '../describe.ts';
import type { FactLog } from '../log/fact-log.ts';
import { lostOf, titlesOf } from './conversations.ts';
import { lieIn, valueOf } from './lies.ts';
import { taskOf, type MessageLog } from './message-log.ts';
import type { MessageRow, MessageTarget, PhaseHead } from './message-views.ts';
import type { Talk } from './passing.ts';

/** As many of those who came to something are named. */
const namesMax = 4;
/** Letters of a value on an arrow. */
const valueMax = 18;

/** What was said to several at once, to each by a message. */
export interface Broadcast {
  readonly messages: number[];
}
/** The row of a phase, with what of it passes the filter. */
export interface Head {
  readonly section: number;
  readonly messages: number[];
  readonly folded: boolean;
}
/** A message by its number, what stands in the place of several, or a folded conversation. */
export type Entry = number | Broadcast | Head | Talk;

export interface RowBook {
  readonly plan: Plan;
  readonly log: FactLog;
  readonly messages: MessageLog;
}

/** Where a row stands among all. */
export interface RowPlace {
  readonly index: number;
  readonly endRow: number;
  readonly enters: string | null;
  /** The first message of its broadcast; null where it was said to one. */
  readonly lead: number | null;
  /** Whether phases have rows. */
  readonly bands: boolean;
}

export function firstOf(entry: Entry): number {
  return typeof entry === 'number' ? entry : entry.messages[0]!;
}

export function rowOf(book: RowBook, entry: Entry, place: RowPlace): MessageRow {
  if (typeof entry === 'number') return messageRow(book, entry, place);
  if ('section' in entry) return phaseRow(book, entry, place);
  if ('talk' in entry) return foldedRow(book, entry, place);
  return broadcastRow(book, entry, place);
}

function messageRow(
  { plan, log, messages }: RowBook,
  message: number,
  { index, endRow, enters, lead, bands }: RowPlace,
) {
  const fact = messages.fact(message);
  const { text, nodes } = describe(fact, plan);
  const end = messages.endedAt(message);
  const task = taskOf(fact.message);
  const sent = messages.sentAt(message);
  return {
    index,
    step: log.stepOf(sent),
    timeMs: log.timeOf(sent),
    folded: 0,
    lost: 0,
    conversation: messages.conversations[messages.talkOf(message)]!.id,
    from: fact.from,
    to: fact.to,
    type: fact.message.type,
    words: messageWords(fact.message.type),
    title: task < 0 ? '' : taskTitle(plan, task),
    value: valueOf(fact.message, valueMax) ?? '',
    text,
    nodes: [...new Set(nodes)],
    end: messages.endOf(message),
    endStep: end === -1 ? -1 : log.stepOf(end),
    endRow,
    copy: messages.isCopy(message),
    lie: lieIn(plan, log, messages, message),
    enters,
    broadcast: lead === null ? '' : String(lead),
    targets: [] as readonly MessageTarget[],
    phase: null,
    section: bands ? sectionOf(messages, messages.sectionOf(message)) : null,
  } satisfies MessageRow;
}

/** Phases that follow each other stand on two grounds by turns. */
function sectionOf(messages: MessageLog, at: number): MessageRow['section'] {
  const section = messages.sections.all[at];
  return section === undefined || section.moment ? null : { id: section.id, odd: at % 2 === 1 };
}

/** What is said to several is told as what is said to the first, and beside it what became of it at each. */
function broadcastRow(book: RowBook, { messages: all }: Broadcast, place: RowPlace): MessageRow {
  const { plan, log, messages } = book;
  const targets = all.map((message): MessageTarget => {
    const fact = messages.fact(message);
    const end = messages.endedAt(message);
    return {
      to: fact.to,
      end: messages.endOf(message),
      endStep: end === -1 ? -1 : log.stepOf(end),
      endMs: end === -1 ? fact.dueMs : log.timeOf(end),
      lie: lieIn(plan, log, messages, message),
      value: valueOf(fact.message, valueMax) ?? '',
    };
  });
  const row = messageRow(book, all[0]!, place);
  const lies = targets.flatMap(({ lie }) => lie ?? []);
  const open = targets.some(({ endStep }) => endStep === -1);
  return {
    ...row,
    nodes: [...new Set(all.flatMap((message) => describe(messages.fact(message), plan).nodes))],
    end: open ? 'open' : 'delivered',
    endStep: open ? -1 : Math.max(...targets.map(({ endStep }) => endStep)),
    lost: lostOf(messages, all),
    lie: lies[0] ?? null,
    value: targets.every(({ value }) => value === row.value) ? row.value : '',
    targets,
  };
}

function foldedRow({ plan, log, messages }: RowBook, { talk, messages: held }: Talk, { index }: RowPlace): MessageRow {
  const first = held[0]!;
  const last = held.at(-1)!;
  const lost = lostOf(messages, held);
  const conversation = messages.conversations[talk]!;
  const { id, task, room } = conversation;
  const { from, to } = messages.fact(first);
  const { title, words } = titlesOf(plan, conversation);
  return {
    index,
    step: log.stepOf(messages.sentAt(first)),
    timeMs: log.timeOf(messages.sentAt(first)),
    folded: held.length,
    lost,
    conversation: id,
    from,
    to,
    type: room,
    words,
    title,
    value: '',
    text: `${title}, ${words}: ${held.length} messages${lost > 0 ? `, ${lost} lost` : ''}`,
    nodes: task < 0 ? [] : [taskAt(plan, task).id],
    end: 'delivered',
    endStep: log.stepOf(Math.max(messages.sentAt(last), messages.endedAt(last))),
    endRow: index,
    copy: false,
    lie: null,
    enters: null,
    broadcast: '',
    targets: [],
    phase: null,
    section: null,
  };
}

/** The row of a phase ends where the last of its messages arrives. */
function phaseRow(book: RowBook, head: Head, place: RowPlace): MessageRow {
  const { plan, log, messages } = book;
  const { section, messages: held } = head;
  const first = messageRow(book, held[0]!, place);
  const ends = Math.max(
    ...[held[0]!, held.at(-1)!].map((each) => Math.max(messages.sentAt(each), messages.endedAt(each))),
  );
  const task = taskOf(messages.fact(held[0]!).message);
  return {
    ...first,
    value: '',
    text: messages.sections.all[section]!.says,
    nodes: task < 0 ? [] : [taskAt(plan, task).id],
    end: 'delivered',
    endStep: log.stepOf(ends),
    endRow: place.index,
    copy: false,
    lie: null,
    enters: null,
    broadcast: '',
    lost: lostOf(messages, held),
    phase: headOf(book, head),
  };
}

function headOf({ log, messages }: RowBook, { section, messages: held, folded }: Head): PhaseHead {
  const { id, says, count } = messages.sections.all[section]!;
  const kinds = new Map<string, number>();
  for (const message of held) {
    const words = messageWords(messages.fact(message).message.type);
    kinds.set(words, (kinds.get(words) ?? 0) + 1);
  }
  const stepOf = (place: number): number => log.stepOf(place);
  const achieved = messages.sections.achieved(section, messages.sentAt(held[0]!), stepOf);
  return {
    id,
    says,
    folded,
    held: held.length,
    all: count,
    lies: held.filter((message) => messages.isLie(message)).length,
    lost: lostOf(messages, held),
    kinds: [...kinds].map(([words, times]) => ({ words, count: times })),
    reached:
      achieved === null
        ? null
        : {
            word: achieved.word,
            who: achieved.who.slice(0, namesMax),
            more: Math.max(0, achieved.who.length - namesMax),
            step: stepOf(achieved.place),
            timeMs: log.timeOf(achieved.place),
          },
  };
}
