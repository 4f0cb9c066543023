/**
 * The messages of a run as rows of a sequence diagram, a window at a time: those that pass a filter, in the order in which they
 * were sent. Where that is asked, conversations and phases are folded to one row, phases have a row where they begin, and what is
 * said to several at once is one row. What passes is folded once and kept; a window costs what it holds, however long the run.
 */
import { actorTitle, agentOfActor, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { partitionPoint } from '../log/partition-point.ts';
import { messageWords, roomTitle } from '../../protocols/index.ts';
import { conversationsIn } from './conversations.ts';
import { MessageLog, type SentFact } from './message-log.ts';
import type { ConversationWindow, MessageFilter, MessageLane, MessageRow, MessageWindow } from './message-views.ts';
import { Passing } from './passing.ts';
import { firstOf, rowOf, type Broadcast, type Entry, type Head, type RowBook } from './row-views.ts';
import { noSection } from './sections.ts';

/** As many lanes as are given; whoever comes after them in the plan's order shares one. */
const lanesMax = 200;
/** How far before a window arrows that reach into it are looked for, and how many are given. */
const backMax = 1000;
const crossingMax = 80;

type Folding = NonNullable<MessageFilter['folded']>;
/** Nothing is folded, or joined. */
const none: Folding = { all: false, except: [] };

/** Which of something are folded or joined. */
function foldedBy({ all, except }: Folding): (id: string) => boolean {
  const named = new Set(except);
  return (id) => all !== named.has(id);
}

export class MessageRows {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #messages: MessageLog;
  readonly #passing: Passing;
  #key = '';
  /** Whether phases have rows. */
  #bands = false;
  #rows: Entry[] = [];
  #folded = new Set<number>();
  #actors = new Set<number>();
  /** Rows of phases that have begun, by phase. */
  #heads = new Map<number, Head>();
  /** Where a line with the word of a phase is, by row. */
  #enters = new Map<number, string>();
  /** What was said last, to whoever it was said at once; and by message the first of the same word, where there are several. */
  #saying: Broadcast | null = null;
  #leads = new Map<number, number>();
  #said = { messages: 0, hidden: 0, lies: 0, lost: 0 };
  /** What was on its way when it was last asked. */
  #open: number[] = [];
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
    this.#settle();
    const first = Math.max(0, Math.min(from, this.#rows.length));
    const last = Math.min(this.#rows.length, first + Math.max(0, count));
    const lanes = [...this.#actors].sort((a, b) => a - b);
    return {
      from: first,
      total: this.#rows.length,
      playhead: this.#before(playheadCount) - 1,
      rows: this.#rows.slice(first, last).map((entry, offset) => this.#row(first + offset, entry)),
      crossing: this.#crossing(first),
      lanes: lanes.slice(0, lanesMax).map((actor) => this.#lane(actor)),
      others: Math.max(0, lanes.length - lanesMax),
      said: { ...this.#said, conversations: (filter.conversation ?? '') !== '' ? 1 : this.#passing.talks.length },
      types: [...this.#messages.types]
        .map(([type, times]) => ({ type, words: messageWords(type), count: times }))
        .sort((a, b) => (a.type < b.type ? -1 : 1)),
    };
  }

  #forget(): void {
    this.#rows = [];
    this.#folded = new Set();
    this.#actors = new Set();
    this.#heads = new Map();
    this.#enters = new Map();
    this.#saying = null;
    this.#leads = new Map();
    this.#open = [];
    this.#said = { messages: 0, hidden: 0, lies: 0, lost: 0 };
    this.#seen = 0;
  }

  #fold(filter: MessageFilter): void {
    const { text = '', types, node = '', conversation = '', folded = none, phases, joined = none } = filter;
    const key = JSON.stringify([text, types ?? null, node, conversation, folded, phases ?? null, joined]);
    if (key !== this.#key) this.#forget();
    this.#key = key;
    this.#bands = phases !== undefined;
    this.#passing.advance(filter, Infinity);
    const wanted = {
      folded: foldedBy(folded),
      phases: phases === undefined ? null : foldedBy(phases),
      joined: foldedBy(joined),
    };
    const messages = this.#chosen(conversation);
    for (; this.#seen < messages.length; this.#seen += 1) this.#add(messages[this.#seen]!, wanted);
  }

  /** What passes, of the conversation that is shown alone or of all. */
  #chosen(conversation: string): readonly number[] {
    if (conversation === '') return this.#passing.messages;
    return this.#passing.of(this.#messages.talkBy(conversation))?.messages ?? [];
  }

  #add(
    message: number,
    wanted: {
      readonly folded: (id: string) => boolean;
      readonly phases: ((id: string) => boolean) | null;
      readonly joined: (id: string) => boolean;
    },
  ): void {
    const messages = this.#messages;
    const fact = messages.fact(message);
    const talk = messages.talkOf(message);
    this.#actors.add(fact.from).add(fact.to);
    this.#said.messages += 1;
    this.#open.push(message);
    if (messages.isLie(message)) this.#said.lies += 1;
    if (wanted.folded(messages.conversations[talk]!.id)) {
      if (!this.#folded.has(talk)) this.#rows.push(this.#passing.of(talk)!);
      this.#folded.add(talk);
      this.#hide();
    } else if (this.#begin(message, wanted.phases)) this.#hide();
    else this.#put(message, fact, wanted.joined);
  }

  /** A message that is in a folded row; what is said after it joins nothing that was said before. */
  #hide(): void {
    this.#said.hidden += 1;
    this.#saying = null;
  }

  /** Has the phase of a message begin, where it is the first; whether the message is folded into its row. */
  #begin(message: number, folded: ((id: string) => boolean) | null): boolean {
    const at = this.#messages.sectionOf(message);
    if (at === noSection) return false;
    const section = this.#messages.sections.all[at]!;
    let head = this.#heads.get(at);
    const hides = folded !== null && !section.moment && folded(section.id);
    if (head === undefined) {
      head = { section: at, messages: [], folded: hides };
      this.#heads.set(at, head);
      if (folded === null || section.moment) this.#enters.set(this.#rows.length, section.says);
      else this.#rows.push(head);
    }
    head.messages.push(message);
    return hides;
  }

  /** Gives a message a row, or has it join the row before, where the same is said to somebody else at once. */
  #put(message: number, fact: SentFact, joined: (id: string) => boolean): void {
    if (this.#messages.isCopy(message)) {
      this.#saying = null;
      this.#rows.push(message);
      return;
    }
    const saying = this.#saying;
    if (saying === null || !this.#isSame(saying, message, fact)) {
      this.#saying = { messages: [message] };
      this.#rows.push(message);
      return;
    }
    saying.messages.push(message);
    const lead = saying.messages[0]!;
    this.#leads.set(lead, lead).set(message, lead);
    if (!joined(String(lead))) this.#rows.push(message);
    else if (saying.messages.length === 2) this.#rows[this.#rows.length - 1] = saying;
  }

  /** Whether a message is one word with others to others. */
  #isSame({ messages: said }: Broadcast, message: number, { from, to, message: word }: SentFact): boolean {
    const messages = this.#messages;
    const last = said.at(-1)!;
    if (from === to) return false;
    const first = messages.fact(last);
    return (
      first.from === from &&
      first.from !== first.to &&
      first.message.type === word.type &&
      messages.talkOf(last) === messages.talkOf(message) &&
      messages.sectionOf(last) === messages.sectionOf(message) &&
      this.#log.stepOf(messages.sentAt(last)) === this.#log.stepOf(messages.sentAt(message)) &&
      said.every((each) => messages.fact(each).to !== to)
    );
  }

  /** Counts what was lost of what was on its way when it was last asked. */
  #settle(): void {
    this.#open = this.#open.filter((message) => {
      const end = this.#messages.endOf(message);
      if (end !== 'open' && end !== 'delivered') this.#said.lost += 1;
      return end === 'open';
    });
  }

  #lane(actor: number): MessageLane {
    const agent = this.#plan.agents[agentOfActor(actor)]?.id ?? null;
    const title = actorTitle(this.#plan, actor);
    if (agent !== null) return { actor, agent, title };
    const room = this.#plan.actors[actor]?.room ?? null;
    const shared = this.#plan.actors.filter((each) => each.title === title).length > 1;
    return { actor, agent, title: headed(shared && room !== null ? `${title} of ${roomTitle(room)}` : title) };
  }

  /** The place in the log at which a row's message, or its first one, was sent. */
  #placeOf(row: number): number {
    return this.#messages.sentAt(firstOf(this.#rows[row]!));
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
      const entry = this.#rows[row]!;
      if (typeof entry === 'number' && this.#messages.endedAt(entry) > top && this.#endRow(row, entry) > first)
        found.push(this.#row(row, entry));
    }
    return found;
  }

  #endRow(row: number, message: number): number {
    const end = this.#messages.endedAt(message);
    const start = this.#messages.sentAt(message);
    if (end === -1 || this.#log.timeOf(end) === this.#log.timeOf(start)) return row;
    return Math.max(row + 1, this.#before(end));
  }

  #row(index: number, entry: Entry): MessageRow {
    const place = {
      index,
      endRow: typeof entry === 'number' ? this.#endRow(index, entry) : index,
      enters: this.#enters.get(index) ?? null,
      lead: this.#leads.get(firstOf(entry)) ?? null,
      bands: this.#bands,
    };
    return rowOf(this.#book, entry, place);
  }

  get #book(): RowBook {
    return { plan: this.#plan, log: this.#log, messages: this.#messages };
  }
}

/** A title as it stands over a lane, without its article. */
function headed(title: string): string {
  const name = title.replace(/^the /, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
