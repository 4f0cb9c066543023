/**
 * Which messages of a run pass a filter by words, types and node, and to which conversations they belong. Folded once for
 * a filter and kept until another comes; what is about one conversation, or folded, is chosen among these.
 */
import { actorTitle, taskTitle } from '../../plan/index.ts';
import type { Plan } from '../../plan/index.ts';
import { nodesOf } from '../describe.ts';
import { messageWords } from '../../protocols/index.ts';
import { taskOf, type MessageLog, type SentFact } from './message-log.ts';
import type { MessageFilter } from './message-views.ts';

/** What passes of one conversation. */
export interface Talk {
  readonly talk: number;
  readonly messages: number[];
}

export class Passing {
  /** Messages by their number, in the order in which they were sent. */
  messages: number[] = [];
  /** Conversations in the order of their first messages that pass. */
  talks: Talk[] = [];
  readonly #plan: Plan;
  readonly #log: MessageLog;
  #byTalk = new Map<number, Talk>();
  #key = '';
  #seen = 0;

  constructor(plan: Plan, log: MessageLog) {
    this.#plan = plan;
    this.#log = log;
  }

  /** Begins again, for another filter. */
  #reset(): void {
    this.messages = [];
    this.talks = [];
    this.#byTalk = new Map();
    this.#seen = 0;
  }

  /** What passes of a conversation. */
  of(talk: number): Talk | undefined {
    return this.#byTalk.get(talk);
  }

  /** Folds what has been sent since, or everything for another filter, so many facts and messages at most; true when nothing is left. */
  advance(filter: MessageFilter, factsMax: number): boolean {
    const { text = '', types, node = '' } = filter;
    const key = JSON.stringify([text, types ?? null, node]);
    if (key !== this.#key) this.#reset();
    this.#key = key;
    const log = this.#log;
    const read = log.advance(factsMax);
    const all = text === '' && types === undefined && node === '';
    const passes = passing(this.#plan, filter);
    const until = Math.min(log.length, this.#seen + factsMax);
    for (; this.#seen < until; this.#seen += 1)
      if (all || passes(log.fact(this.#seen))) this.#add(log.talkOf(this.#seen), this.#seen);
    return read && this.#seen === log.length;
  }

  #add(talk: number, message: number): void {
    this.messages.push(message);
    let known = this.#byTalk.get(talk);
    if (known === undefined) {
      known = { talk, messages: [] };
      this.#byTalk.set(talk, known);
      this.talks.push(known);
    }
    known.messages.push(message);
  }
}

/** What passes a filter, with its words looked for once in every name and not in every message. */
function passing(plan: Plan, { text = '', types, node }: MessageFilter): (fact: SentFact) => boolean {
  const has = remembered((name: string) => name.toLowerCase().includes(text.toLowerCase()));
  const says = remembered((type: string) => has(messageWords(type)));
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
