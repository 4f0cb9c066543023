/**
 * The messages of a run as rows of a sequence diagram, a window at a time: those that pass a filter, in the order in
 * which they were sent, with conversations folded to one row where that is asked. What passes is folded once and kept;
 * a window costs what it holds, however long the run.
 */
import { agentOfActor, type Plan } from '../../plan/index.ts';
import { rooms } from '../../protocols/index.ts';
import { describe, messageName, nodesOf } from '../describe.ts';
import type { FactLog } from '../log/fact-log.ts';
import { actorTitle, taskTitle } from '../titles.ts';
import { MessageLog, taskOf, type SentFact } from './message-log.ts';
import type { MessageFilter, MessageLane, MessageRow, MessageWindow } from './message-views.ts';

/** As many lanes as are given; whoever comes after them in the plan's order shares one. */
const lanesMax = 200;
/** How far before a window arrows that reach into it are looked for, and how many are given. */
const backMax = 1000;
const crossingMax = 80;

/** What passes of a folded conversation. */
interface Fold {
  readonly talk: number;
  readonly messages: number[];
}

export class MessageRows {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #messages: MessageLog;
  #key = '';
  /** Messages by their number; conversations as what is folded of them. */
  #rows: (number | Fold)[] = [];
  #folds = new Map<number, Fold>();
  #actors = new Set<number>();
  #seen = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#messages = new MessageLog(plan, log);
  }

  /** Begins again: the log was cut off. */
  reset(): void {
    this.#messages.reset();
    this.#forget();
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
        .map(([type, times]) => ({ type, words: messageName(type), count: times }))
        .sort((a, b) => (a.type < b.type ? -1 : 1)),
    };
  }

  #forget(): void {
    this.#rows = [];
    this.#folds = new Map();
    this.#actors = new Set();
    this.#seen = 0;
  }

  #fold(filter: MessageFilter): void {
    const messages = this.#messages;
    const { text = '', types, node = '', conversation = '', folded = { all: false, except: [] } } = filter;
    const key = JSON.stringify([text, types ?? null, node, conversation, folded.all, folded.except]);
    if (key !== this.#key) this.#forget();
    this.#key = key;
    const except = new Set(folded.except);
    const passes = this.#passing(filter);
    messages.advance();
    for (; this.#seen < messages.length; this.#seen += 1) {
      const talk = messages.talkOf(this.#seen);
      const { id } = messages.conversations[talk]!;
      if (conversation !== '' && id !== conversation) continue;
      const fact = messages.fact(this.#seen);
      if (!passes(fact)) continue;
      this.#actors.add(fact.from).add(fact.to);
      if (folded.all !== except.has(id)) this.#addFolded(talk, this.#seen);
      else this.#rows.push(this.#seen);
    }
  }

  #addFolded(talk: number, message: number): void {
    const known = this.#folds.get(talk);
    if (known !== undefined) {
      known.messages.push(message);
      return;
    }
    const fold = { talk, messages: [message] };
    this.#folds.set(talk, fold);
    this.#rows.push(fold);
  }

  /** What passes a filter, with its words looked for once in every name and not in every message. */
  #passing({ text = '', types, node }: MessageFilter): (fact: SentFact) => boolean {
    const plan = this.#plan;
    const has = remembered((name: string) => name.toLowerCase().includes(text.toLowerCase()));
    const says = remembered((type: string) => has(messageName(type)));
    const speaks = remembered((actor: number) => has(actorTitle(plan, actor)));
    const isAbout = remembered((task: number) => task >= 0 && has(taskTitle(plan, task)));
    const all = text === '';
    return (fact) => {
      const { from, to, message } = fact;
      if (types !== undefined && !types.includes(message.type)) return false;
      if (node !== undefined && !nodesOf(fact, plan).includes(node)) return false;
      return all || says(message.type) || speaks(from) || speaks(to) || isAbout(taskOf(message));
    };
  }

  #lane(actor: number): MessageLane {
    const agent = this.#plan.agents[agentOfActor(actor)]?.id ?? null;
    const title = actorTitle(this.#plan, actor);
    return { actor, agent, title: agent === null ? 'Coordinator' : title };
  }

  /** The place in the log at which a row's message, or its first one, was sent. */
  #placeOf(row: number): number {
    const entry = this.#rows[row]!;
    return this.#messages.sentAt(typeof entry === 'number' ? entry : entry.messages[0]!);
  }

  /** How many rows were sent before this place of the log. */
  #before(place: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#placeOf(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low;
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
      words: messageName(fact.message.type),
      title: task < 0 ? '' : taskTitle(this.#plan, task),
      text,
      nodes: [...new Set(nodes)],
      end: messages.endOf(message),
      endStep: end === -1 ? -1 : this.#log.stepOf(end),
      endRow: this.#endRow(index, message),
      copy: messages.isCopy(message),
    };
  }

  #foldedRow(index: number, { talk, messages: held }: Fold): MessageRow {
    const messages = this.#messages;
    const first = held[0]!;
    const last = held.at(-1)!;
    const count = held.length;
    const lost = held.filter((each) => !['open', 'delivered'].includes(messages.endOf(each))).length;
    const { id, task, room } = messages.conversations[talk]!;
    const { from, to } = messages.fact(first);
    const title = task < 0 ? '' : taskTitle(this.#plan, task);
    const about = title === '' ? 'No task' : title;
    const words = rooms.get(room)?.title ?? room;
    return {
      index,
      ...this.#when(first),
      folded: count,
      lost,
      conversation: id,
      from,
      to,
      type: room,
      words,
      title: about,
      text: `${about}, ${words}: ${count} messages${lost > 0 ? `, ${lost} lost` : ''}`,
      nodes: task < 0 ? [] : [this.#plan.tasks[task]!.id],
      end: 'delivered',
      endStep: this.#log.stepOf(Math.max(messages.sentAt(last), messages.endedAt(last))),
      endRow: index,
      copy: false,
    };
  }

  #when(message: number): { readonly step: number; readonly timeMs: number } {
    const place = this.#messages.sentAt(message);
    return { step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place) };
  }
}

/** The same answers, each thought of once. */
function remembered<Key>(answer: (key: Key) => boolean): (key: Key) => boolean {
  const known = new Map<Key, boolean>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = answer(key);
      known.set(key, found);
    }
    return found;
  };
}
