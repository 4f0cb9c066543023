/**
 * Who holds what under which lease: one book, folded from facts, for everybody who asks. A giver's side says to whom a task was
 * given and whether its lease still stands; an agent's side says what it has queued, what it obtains the data of and what it
 * works at. It reads facts and the plan, never an actor's state.
 */
import type { Message } from '../../kernel/index.ts';
import { agentOfActor } from '../cast/actors.ts';
import type { SliceFact } from '../cast/slicing.ts';
import { agentAt } from '../entries.ts';
import type { KnownFact } from '../words.ts';
import { copyOf, emptyColumns, emptyHands, none, type Book, type Columns, type Hands } from './columns.ts';

/** A task that is given away. */
export type Assigned = Extract<KnownFact, { readonly type: 'task.assigned' }>;

export const assignedType = 'task.assigned';

export function isAssigned(fact: KnownFact): fact is Assigned {
  return fact.type === assignedType;
}

/** A change on the giver's side. What is given away, or moves, while somebody has it is dropped there first. */
export interface Turn {
  readonly kind: 'given' | 'moved' | 'dropped';
  readonly task: number;
  readonly agent: number;
  readonly lease: number;
}

/** One handing-over of a task to an agent. */
export interface Handed {
  readonly task: number;
  readonly agent: number;
  readonly lease: number;
}

const nothing: readonly Turn[] = [];
/** How a lease stands: it was never given or was taken back; it stands; its task is over, and nothing comes of it any more. */
const standing = { none: 0, present: 1, over: 2 } as const;

export class Holdings {
  readonly #plan: Book;
  readonly #tasks: number;
  readonly #lease: Columns['lease'];
  readonly #standing: Columns['standing'];
  readonly #holder: Columns['holder'];
  readonly #startedMs: Columns['startedMs'];
  readonly #endedMs: Columns['endedMs'];
  readonly #stoodMs: Columns['stoodMs'];
  readonly #count: Columns['count'];
  readonly #hands: Columns['hands'];

  constructor(plan: Book, columns = emptyColumns(plan)) {
    this.#plan = plan;
    this.#tasks = plan.tasks.length;
    this.#lease = columns.lease;
    this.#standing = columns.standing;
    this.#holder = columns.holder;
    this.#startedMs = columns.startedMs;
    this.#endedMs = columns.endedMs;
    this.#stoodMs = columns.stoodMs;
    this.#count = columns.count;
    this.#hands = columns.hands;
  }

  /** Whether a lease of a task stands: it is the last that was given out, was not taken back, and the task is not over. */
  stands(task: number, lease: number): boolean {
    return this.#standing[task] === standing.present && this.#lease[task] === lease;
  }

  /** The lease of a task that stands; 0 for none. */
  leaseOf(task: number): number {
    return this.#standing[task] === standing.present ? this.#lease[task]! : 0;
  }

  /** The highest lease of a task that was ever given out, whatever became of it; 0 for none. */
  highest(task: number): number {
    return this.#lease[task]!;
  }

  isOver(task: number): boolean {
    return this.#standing[task] === standing.over;
  }

  /** Whether nothing comes of a handing-over: its giver has lost the right to without knowing. */
  #isStale({ task, lease }: Handed): boolean {
    return lease < this.#lease[task]!;
  }

  /** Who has a task as far as its giver knows; -1 for nobody. */
  holderOf(task: number): number {
    return this.#holder[task]!;
  }

  /** How many tasks an agent has as far as their givers know. */
  heldBy(agent: number): number {
    return this.#count[agent]!;
  }

  /** When the attempt under the highest lease of a task was begun last, and when it ended, ms; -1 for not yet. */
  startedMs(task: number): number {
    return this.#startedMs[task]!;
  }
  endedMs(task: number): number {
    return this.#endedMs[task]!;
  }

  /** For how long of that it had no turn, where its agent works in slices, ms. */
  stoodMs(task: number): number {
    return this.#stoodMs[task]!;
  }

  /** What an agent does with what it was handed: null when it does not have it. */
  handOf({ task, agent, lease }: Handed): 'queued' | 'obtaining' | 'running' | null {
    const hands = this.#hands[agent];
    const key = this.#keyOf(task, lease);
    if (hands === undefined) return null;
    if (hands.queued.has(key)) return 'queued';
    if (hands.obtaining.has(key)) return 'obtaining';
    return hands.running.includes(key) ? 'running' : null;
  }

  /** What has begun and waits for its turn counts as well. */
  queuedAt(agent: number): number {
    const hands = this.#hands[agent];
    return hands === undefined ? 0 : hands.queued.size + hands.away.size;
  }

  /** How many slots it works with. */
  runningAt(agent: number): number {
    const hands = this.#hands[agent];
    return hands === undefined ? 0 : hands.running.length - hands.away.size;
  }

  /** How much it has in all: queued, obtained and worked at. */
  inHand(agent: number): number {
    const hands = this.#hands[agent];
    return hands === undefined ? 0 : hands.queued.size + hands.obtaining.size + hands.running.length;
  }

  /** The tasks that it works at, in the order in which it began them. */
  worksAt(agent: number): readonly number[] {
    const { running, away } = this.#hands[agent] ?? emptyHands();
    return (away.size === 0 ? running : running.filter((key) => !away.has(key))).map((key) => key % this.#tasks);
  }

  /** How long its slots were worked at up to now, ms. */
  busyMs(agent: number, nowMs: number): number {
    const hands = this.#hands[agent];
    return hands === undefined
      ? 0
      : hands.sinceMs.reduce((sum, since) => (since === none ? sum : sum + nowMs - since), hands.busyMs);
  }

  /** What a fact changes on the giver's side, before it is entered. */
  turnsOf(fact: KnownFact): readonly Turn[] {
    switch (fact.type) {
      case 'message.sent':
        return nothing;
      case 'message.delivered':
        return this.#heard(fact);
      case 'task.assigned':
        return this.#isStale(fact) ? nothing : this.#had('given', fact);
      case 'task.withdrawn':
        return this.#dropped(fact.task, fact.lease);
      case 'task.abandoned':
      case 'task.skipped':
      case 'task.cancelled':
        return this.#dropped(fact.task);
      default:
        return this.#told(fact);
    }
  }

  /** Enters a fact; says what it changed on the giver's side. */
  enter(fact: KnownFact, time: number): readonly Turn[] {
    if (fact.type === 'message.sent') return nothing;
    const turns = this.turnsOf(fact);
    for (const { kind, task, agent } of turns) {
      this.#holder[task] = kind === 'dropped' ? none : agent;
      this.#count[agent]! += kind === 'dropped' ? -1 : 1;
    }
    this.#enterLease(fact, time);
    return turns;
  }

  copy(): Holdings {
    return new Holdings(this.#plan, {
      lease: this.#lease.slice(),
      standing: this.#standing.slice(),
      holder: this.#holder.slice(),
      startedMs: this.#startedMs.slice(),
      endedMs: this.#endedMs.slice(),
      stoodMs: this.#stoodMs.slice(),
      count: this.#count.slice(),
      hands: this.#hands.map(copyOf),
    });
  }

  #had(kind: 'given' | 'moved', { task, agent, lease }: Handed): readonly Turn[] {
    const turn: Turn = { kind, task, agent, lease };
    return this.#holder[task] === none ? [turn] : [...this.#dropped(task), turn];
  }

  #dropped(task: number, lease = this.#lease[task]!): readonly Turn[] {
    const agent = this.#holder[task]!;
    return agent === none || lease !== this.#lease[task] ? nothing : [{ kind: 'dropped', task, agent, lease }];
  }

  /** A result that its giver hears of ends what it holds, unless it is of an older lease. */
  #heard({ from, message }: Extract<KnownFact, { type: 'message.delivered' }>): readonly Turn[] {
    if (!('end' in message) || !('lease' in message) || !('task' in message)) return nothing;
    const { task, lease } = message as Message & { readonly task: number; readonly lease: number };
    return this.#holder[task] === agentOfActor(from) ? this.#dropped(task, lease) : nothing;
  }

  /** What a room says in facts of its own. */
  #told(fact: KnownFact): readonly Turn[] {
    const word = this.#plan.holdingWords[fact.type];
    if (word === undefined) return nothing;
    const { task, lease, to } = fact as KnownFact & {
      readonly task: number;
      readonly lease: number;
      readonly to: number;
    };
    if (word === 'dropped') return this.#dropped(task, lease);
    return lease === this.#lease[task] ? this.#had('moved', { task, lease, agent: to }) : nothing;
  }

  #enterLease(fact: KnownFact, time: number): void {
    switch (fact.type) {
      case 'task.assigned':
        if (this.#isStale(fact)) return;
        this.#lease[fact.task] = fact.lease;
        if (!this.isOver(fact.task)) this.#standing[fact.task] = standing.present;
        return;
      case 'task.withdrawn':
        if (this.stands(fact.task, fact.lease)) this.#standing[fact.task] = standing.none;
        return;
      case 'task.succeeded':
      case 'task.kept':
      case 'task.failed':
      case 'task.skipped':
      case 'task.cancelled':
      case 'task.unassignable':
        this.#standing[fact.task] = standing.over;
        return;
      default:
        this.#enterHands(fact, time);
    }
  }

  #enterHands(fact: KnownFact, time: number): void {
    switch (fact.type) {
      case 'task.queued':
        this.#handsOf(fact.agent).queued.add(this.#keyOf(fact.task, fact.lease));
        return;
      case 'task.unqueued':
        this.#handsOf(fact.agent).queued.delete(this.#keyOf(fact.task, fact.lease));
        return;
      case 'task.waiting':
      case 'task.recalling':
      case 'task.obtaining': {
        const hands = this.#handsOf(fact.agent);
        hands.queued.delete(this.#keyOf(fact.task, fact.lease));
        hands.obtaining.add(this.#keyOf(fact.task, fact.lease));
        return;
      }
      case 'task.started':
        this.#start(fact, time);
        return;
      case 'slice.waits':
      case 'slice.began':
      case 'slice.ended':
        this.#turn(fact, time);
        return;
      case 'task.ended':
        this.#end(fact, time);
        return;
      case 'actor.crashed':
        this.#crash(agentOfActor(fact.actor), time);
        return;
      default:
    }
  }

  #start({ task, agent, lease }: Handed, time: number): void {
    const hands = this.#handsOf(agent);
    const key = this.#keyOf(task, lease);
    hands.queued.delete(key);
    hands.obtaining.delete(key);
    if (!hands.running.includes(key)) {
      // Who works in slices has begun it, and works at it in its turn.
      const inTurns = agentAt(this.#plan, agent).slice !== undefined;
      hands.running.push(key);
      hands.sinceMs.push(inTurns ? none : time);
      if (inTurns) hands.away.set(key, time);
    }
    if (lease !== this.#lease[task]) return;
    this.#startedMs[task] = time;
    this.#endedMs[task] = none;
    this.#stoodMs[task] = 0;
  }

  #end({ task, agent, lease }: Handed, time: number): void {
    const hands = this.#handsOf(agent);
    const key = this.#keyOf(task, lease);
    hands.queued.delete(key);
    hands.obtaining.delete(key);
    const at = hands.running.indexOf(key);
    if (at === -1) return;
    hands.running.splice(at, 1);
    hands.away.delete(key);
    const [sinceMs] = hands.sinceMs.splice(at, 1);
    if (sinceMs !== none) hands.busyMs += time - sinceMs!;
    if (lease === this.#lease[task]) this.#endedMs[task] = time;
  }

  /** Its turn begins or is over; until its first it waits like what is queued. */
  #turn({ type, task, agent, lease }: Handed & Pick<SliceFact, 'type'>, time: number): void {
    const hands = this.#handsOf(agent);
    const key = this.#keyOf(task, lease);
    const at = hands.running.indexOf(key);
    if (at === -1) {
      hands.obtaining.delete(key);
      hands.queued.add(key);
      return;
    }
    const [sinceMs, stoodMs] = [hands.sinceMs[at]!, hands.away.get(key)];
    if (sinceMs !== none) hands.busyMs += time - sinceMs;
    if (stoodMs !== undefined && lease === this.#lease[task]) this.#stoodMs[task]! += time - stoodMs;
    hands.sinceMs[at] = type === 'slice.began' ? time : none;
    if (type === 'slice.began') hands.away.delete(key);
    else hands.away.set(key, time);
  }

  /** Empty hands; what was worked at until now was worked. */
  #crash(agent: number, time: number): void {
    if (this.#hands[agent] === undefined) return;
    this.#hands[agent] = { ...emptyHands(), busyMs: this.busyMs(agent, time) };
  }

  #handsOf(agent: number): Hands {
    return (this.#hands[agent] ??= emptyHands());
  }

  #keyOf(task: number, lease: number): number {
    return lease * this.#tasks + task;
  }
}
