/**
 * The messages of a run, folded from its facts as columns: where each was sent, where it arrived or was lost, which
 * conversation it belongs to, and whether the network made it from another. A conversation is what one room says about
 * one task; what is about no task is one conversation a room. It only grows at its end, or begins again.
 */
import type { Message } from '../../kernel/index.ts';
import { actorOfAgent, taskAt, type KnownFact, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { ConversationState, MessageEnd } from './message-views.ts';
import { Sections } from './sections.ts';

export type SentFact = Extract<KnownFact, { readonly type: 'message.sent' }>;

export interface Conversation {
  readonly id: string;
  /** Index of its task; -1 for none. */
  readonly task: number;
  readonly room: string;
}

/** Stands for the task of what is about none. */
const noTask = -1;

/** How a conversation stands from a place in the log on. */
interface Turn {
  readonly place: number;
  readonly state: ConversationState;
}

/** What the facts about a task mean to the conversations about it. */
const turning: Readonly<Partial<Record<KnownFact['type'], ConversationState>>> = {
  'task.ready': 'open',
  'task.withdrawn': 'open',
  'task.assigned': 'awarded',
  'task.unassignable': 'unallocated',
  'task.succeeded': 'ended',
  'task.kept': 'ended',
  'task.failed': 'ended',
  'task.skipped': 'ended',
  'task.cancelled': 'ended',
};

/** Index of the task that a message is about; -1 for none. */
export function taskOf(message: Message): number {
  return 'task' in message && typeof message.task === 'number' ? message.task : noTask;
}

/** The room that says a message, as its type begins. */
export function roomOf(type: string): string {
  return type.slice(0, Math.max(0, type.indexOf('.')));
}

export class MessageLog {
  readonly conversations: Conversation[] = [];
  /** How often each type was sent. */
  readonly types = new Map<string, number>();
  readonly sections: Sections;
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #sentAt: number[] = [];
  readonly #endedAt: number[] = [];
  readonly #ends: MessageEnd[] = [];
  readonly #copies: boolean[] = [];
  readonly #talks: number[] = [];
  readonly #sectionOf: number[] = [];
  readonly #lies: boolean[] = [];
  readonly #open = new Map<number, number>();
  readonly #talkOf = new Map<string, number>();
  readonly #turns = new Map<number, Turn[]>();
  #before: SentFact | null = null;
  #folded = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.sections = new Sections(plan);
  }

  get length(): number {
    return this.#sentAt.length;
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#folded + factsMax);
    for (; this.#folded < until; this.#folded += 1) {
      const fact = this.#log.at(this.#folded);
      if (fact.type === 'message.sent') this.#send(fact, this.#folded);
      else if (fact.type === 'message.delivered') this.#end(fact.id, 'delivered', this.#folded);
      else if (fact.type === 'message.lost') this.#end(fact.id, fact.reason, this.#folded);
      else if (fact.type === 'run.finished') this.#turn(noTask, 'ended');
      else {
        this.sections.note(fact, this.#folded);
        if ('task' in fact) this.#turn(fact.task, turning[fact.type]);
      }
    }
    return this.#folded === this.#log.length;
  }

  /** The place in the log at which it was sent. */
  sentAt(message: number): number {
    return this.#sentAt[message]!;
  }
  /** The place in the log at which it arrived or was lost; -1 while it is on its way. */
  endedAt(message: number): number {
    return this.#endedAt[message]!;
  }
  endOf(message: number): MessageEnd {
    return this.#ends[message]!;
  }
  isCopy(message: number): boolean {
    return this.#copies[message]!;
  }
  /** Its conversation, as an index. */
  talkOf(message: number): number {
    return this.#talks[message]!;
  }
  /** Its phase, as an index; -1 for none. */
  sectionOf(message: number): number {
    return this.#sectionOf[message]!;
  }
  /** Whether it was falsified: the fact of that stands right before it. */
  isLie(message: number): boolean {
    return this.#lies[message]!;
  }
  /** A conversation by its id, as an index; -1 when there is none. */
  talkBy(id: string): number {
    return this.#talkOf.get(id) ?? -1;
  }
  fact(message: number): SentFact {
    return this.#log.at(this.sentAt(message)) as SentFact;
  }

  /** How it stood, in order; before the first it is open. What is about no task ends with the run. */
  turnsOf({ task }: Conversation): readonly Turn[] {
    return this.#turns.get(task) ?? [];
  }

  #turn(task: number, state: ConversationState | undefined): void {
    if (state === undefined) return;
    const turns = this.#turns.get(task) ?? [];
    if (turns.length === 0) this.#turns.set(task, turns);
    if ((turns.at(-1)?.state ?? 'open') !== state) turns.push({ place: this.#folded, state });
  }

  #send(fact: SentFact, place: number): void {
    const { from, to, message } = fact;
    const before = this.#before;
    this.#copies.push(before?.message === message && before.from === from && before.to === to);
    this.#before = fact;
    this.#open.set(fact.id, this.#sentAt.push(place) - 1);
    this.#endedAt.push(-1);
    this.#ends.push('open');
    const room = roomOf(message.type);
    const talk = this.#talk(room, taskOf(message));
    this.#talks.push(talk);
    this.#sectionOf.push(this.sections.add({ from, to, timeMs: this.#log.timeOf(place), message }, room, talk));
    this.#lies.push(isLied(place === 0 ? null : this.#log.unpackedAt(place - 1), fact));
    this.types.set(message.type, (this.types.get(message.type) ?? 0) + 1);
  }

  #end(id: number, end: MessageEnd, place: number): void {
    const message = this.#open.get(id);
    if (message === undefined) return;
    this.#open.delete(id);
    this.#endedAt[message] = place;
    this.#ends[message] = end;
  }

  #talk(room: string, task: number): number {
    const id = task < 0 ? room : `${room}/${taskAt(this.#plan, task).id}`;
    let talk = this.#talkOf.get(id);
    if (talk === undefined) {
      talk = this.conversations.push({ id, task, room }) - 1;
      this.#talkOf.set(id, talk);
    }
    return talk;
  }
}

/** Whether what was recorded right before a message says that it was falsified. */
export function isLied(before: KnownFact | null, { from, to, message }: SentFact): boolean {
  if (before?.type !== 'agent.lied' || before.withheld) return false;
  return actorOfAgent(before.agent) === from && before.to === to && before.says === message.type;
}
