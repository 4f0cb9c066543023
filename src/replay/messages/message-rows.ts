/**
 * The messages of a run as rows of a sequence diagram, a window at a time: those that pass a filter, in the order in
 * which they were sent, with conversations folded to one row where that is asked. What passes is folded once and kept;
 * a window costs what it holds, however long the run.
 */
import { taskAt, actorTitle, agentOfActor, taskTitle, type Plan } from '../../plan/index.ts';
import { describe } from '../describe.ts';
import type { FactLog } from '../log/fact-log.ts';
import { lieIn } from './lies.ts';
import { bandOf, messageWords } from '../../protocols/index.ts';
import { conversationsIn, lostOf, titlesOf } from './conversations.ts';
import { MessageLog, roomOf, taskOf, type SentFact } from './message-log.ts';
import type { ConversationWindow, MessageFilter, MessageLane, MessageRow, MessageWindow } from './message-views.ts';
import { Passing, type Talk } from './passing.ts';
import { partitionPoint } from '../log/partition-point.ts';

/** As many lanes as are given; whoever comes after them in the plan's order shares one. */
const lanesMax = 200;
/** How far before a window arrows that reach into it are looked for, and how many are given. */
const backMax = 1000;
const crossingMax = 80;

export class MessageRows {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #messages: MessageLog;
  readonly #passing: Passing;
  #key = '';
  /** Messages by their number; folded conversations as what passes of them. */
  #rows: (number | Talk)[] = [];
  #folded = new Set<number>();
  #actors = new Set<number>();
  /** Where a phase begins, by row, and the phases that have begun. */
  #enters = new Map<number, string>();
  #begun = new Set<string>();
  #seen = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#messages = new MessageLog(plan, log);
    this.#passing = new Passing(plan, this.#messages);
  }

  /** Folds so much of what was recorded since, or from the start for another filter; true when nothing is left to do but the rows. */
  advance(filter: MessageFilter, factsMax: number): boolean {
    return this.#passing.advance(filter, factsMax);
  }

  /** Conversations with something that passes, from `from` on; a filter for one of them or for folding says nothing here. */
  conversations(from: number, count: number, filter: MessageFilter, playheadCount: number): ConversationWindow {
    this.#passing.advance(filter, Infinity);
    const held = { plan: this.#plan, log: this.#log, messages: this.#messages, passing: this.#passing };
    return conversationsIn(held, from, count, playheadCount);
  }

  /** Rows from `from` on; `playheadCount` is how many facts lie at or before the playhead. */
  window(from: number, count: number, filter: MessageFilter, playheadCount: number): MessageWindow {
    this.#fold(filter);
    const first = Math.max(0, Math.min(from, this.#rows.length));
    const last = Math.min(this.#rows.length, first + Math.max(0, count));
    const lanes = [...this.#actors].sort((a, b) => a - b);
    return {
      from: first,
      total: this.#rows.length,
      playhead: this.#before(playheadCount) - 1,
      rows: this.#rows.slice(first, last).map((_each, offset) => this.#row(first + offset)),
      crossing: this.#crossing(first),
      lanes: lanes.slice(0, lanesMax).map((actor) => this.#lane(actor)),
      others: Math.max(0, lanes.length - lanesMax),
      types: [...this.#messages.types]
        .map(([type, times]) => ({ type, words: messageWords(type), count: times }))
        .sort((a, b) => (a.type < b.type ? -1 : 1)),
    };
  }

  #forget(): void {
    this.#rows = [];
    this.#folded = new Set();
    this.#actors = new Set();
    this.#enters = new Map();
    this.#begun = new Set();
    this.#seen = 0;
  }

  #fold(filter: MessageFilter): void {
    const { text = '', types, node = '', conversation = '', folded = { all: false, except: [] } } = filter;
    const key = JSON.stringify([text, types ?? null, node, conversation, folded.all, folded.except]);
    if (key !== this.#key) this.#forget();
    this.#key = key;
    this.#passing.advance(filter, Infinity);
    const except = new Set(folded.except);
    const messages =
      conversation === ''
        ? this.#passing.messages
        : (this.#passing.of(this.#messages.talkBy(conversation))?.messages ?? []);
    for (; this.#seen < messages.length; this.#seen += 1) {
      const message = messages[this.#seen]!;
      const fact = this.#messages.fact(message);
      this.#actors.add(fact.from).add(fact.to);
      const of = this.#messages.talkOf(message);
      if (folded.all === except.has(this.#messages.conversations[of]!.id)) {
        this.#begin(message, fact);
        this.#rows.push(message);
      } else if (!this.#folded.has(of)) {
        this.#folded.add(of);
        this.#rows.push(this.#passing.of(of)!);
      }
    }
  }

  /** Notes the phase that begins with the message of the next row. */
  #begin(message: number, { from, to, message: said }: SentFact): void {
    const timeMs = this.#log.timeOf(this.#messages.sentAt(message));
    const band = bandOf({ from, to, timeMs, message: said }, this.#plan);
    const key = `${roomOf(said.type)}/${band?.of ?? ''}`;
    if (band === null || this.#begun.has(key)) return;
    this.#begun.add(key);
    this.#enters.set(this.#rows.length, band.says);
  }

  #lane(actor: number): MessageLane {
    const agent = this.#plan.agents[agentOfActor(actor)]?.id ?? null;
    const title = actorTitle(this.#plan, actor);
    return { actor, agent, title: agent !== null ? title : headed(title) };
  }

  /** The place in the log at which a row's message, or its first one, was sent. */
  #placeOf(row: number): number {
    const entry = this.#rows[row]!;
    return this.#messages.sentAt(typeof entry === 'number' ? entry : entry.messages[0]!);
  }

  /** How many rows were sent before this place of the log. */
  #before(place: number): number {
    return partitionPoint(this.#rows.length, (row) => this.#placeOf(row) < place);
  }

  /** Nearest first, as far as they are looked for. */
  #crossing(first: number): MessageRow[] {
    const found: MessageRow[] = [];
    if (first >= this.#rows.length) return found;
    const top = this.#placeOf(first);
    for (let row = first - 1; row >= Math.max(0, first - backMax) && found.length < crossingMax; row -= 1) {
      const entry = this.#rows[row];
      if (typeof entry === 'number' && this.#messages.endedAt(entry) > top && this.#endRow(row, entry) > first)
        found.push(this.#row(row));
    }
    return found;
  }

  #endRow(row: number, message: number): number {
    const end = this.#messages.endedAt(message);
    const start = this.#messages.sentAt(message);
    if (end === -1 || this.#log.timeOf(end) === this.#log.timeOf(start)) return row;
    return Math.max(row + 1, this.#before(end));
  }

  #row(index: number): MessageRow {
    const entry = this.#rows[index]!;
    return typeof entry === 'number' ? this.#messageRow(index, entry) : this.#foldedRow(index, entry);
  }

  #messageRow(index: number, message: number): MessageRow {
    const messages = this.#messages;
    const fact = messages.fact(message);
    const { text, nodes } = describe(fact, this.#plan);
    const end = messages.endedAt(message);
    const task = taskOf(fact.message);
    return {
      index,
      ...this.#when(message),
      folded: 0,
      lost: 0,
      conversation: messages.conversations[messages.talkOf(message)]!.id,
      from: fact.from,
      to: fact.to,
      type: fact.message.type,
      words: messageWords(fact.message.type),
      title: task < 0 ? '' : taskTitle(this.#plan, task),
      text,
      nodes: [...new Set(nodes)],
      end: messages.endOf(message),
      endStep: end === -1 ? -1 : this.#log.stepOf(end),
      endRow: this.#endRow(index, message),
      copy: messages.isCopy(message),
      lie: lieIn(this.#plan, this.#log, messages, message),
      enters: this.#enters.get(index) ?? null,
    };
  }

  #foldedRow(index: number, { talk, messages: held }: Talk): MessageRow {
    const messages = this.#messages;
    const first = held[0]!;
    const last = held.at(-1)!;
    const lost = lostOf(messages, held);
    const conversation = messages.conversations[talk]!;
    const { id, task, room } = conversation;
    const { from, to } = messages.fact(first);
    const { title, words } = titlesOf(this.#plan, conversation);
    return {
      index,
      ...this.#when(first),
      folded: held.length,
      lost,
      conversation: id,
      from,
      to,
      type: room,
      words,
      title,
      text: `${title}, ${words}: ${held.length} messages${lost > 0 ? `, ${lost} lost` : ''}`,
      nodes: task < 0 ? [] : [taskAt(this.#plan, task).id],
      end: 'delivered',
      endStep: this.#log.stepOf(Math.max(messages.sentAt(last), messages.endedAt(last))),
      endRow: index,
      copy: false,
      lie: null,
      enters: null,
    };
  }

  #when(message: number): { readonly step: number; readonly timeMs: number } {
    const place = this.#messages.sentAt(message);
    return { step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place) };
  }
}

/** A title as it stands over a lane, without its article. */
function headed(title: string): string {
  const name = title.replace(/^the /, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
