/**
 * Where in a run the facts about each task stand, and how each agent stood at every place: how much it held, whether it
 * was down or silent. Folded once, looked up by place, so that an account costs what its own task has, not the whole run.
 * It only grows at its end.
 */
import { agentOfActor, changesBeliefs, Holdings, isAssigned, type KnownFact, type Plan } from '../../plan/index.ts';
import type { Message } from '../../kernel/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { entryOf } from './room-facts.ts';
import { partitionPoint } from '../log/partition-point.ts';

/** An agent from a place in the log on. */
export interface Stand {
  readonly place: number;
  /** Tasks that it holds as far as its givers know. */
  readonly held: number;
  readonly down: 'no' | 'crashed' | 'silent';
  readonly sinceMs: number;
}

/** Places of the facts that somebody went down, and was back. */
interface Outage {
  readonly from: number;
  until: number;
}

const fresh: Stand = { place: -1, held: 0, down: 'no', sinceMs: 0 };
const none: readonly number[] = [];

/** The task that a message is about, whatever it says of it; -1 for none. */
function taskIn(message: Message): number {
  if ('task' in message && typeof message.task === 'number') return message.task;
  const work = 'work' in message ? (message.work as { readonly task?: unknown } | null) : null;
  return typeof work?.task === 'number' ? work.task : -1;
}

export class WhyIndex {
  readonly #log: FactLog;
  readonly #held: Holdings;
  #folded = 0;
  readonly #places = new Map<number, number[]>();
  readonly #mine = new Map<number, number[]>();
  readonly #stands: Stand[][];
  /** Where beliefs of each agent changed. */
  readonly #believed = new Map<number, number[]>();
  /** Of the coordinator and clients: where they went down and came back. */
  readonly #outages = new Map<number, Outage[]>();

  constructor(plan: Plan, log: FactLog) {
    this.#log = log;
    this.#held = new Holdings(plan);
    this.#stands = plan.agents.map(() => []);
  }

  /** Folds at most so many facts of what has been recorded since; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#folded + factsMax);
    for (; this.#folded < until; this.#folded += 1) {
      const fact = this.#log.at(this.#folded);
      const task = 'message' in fact ? taskIn(fact.message) : 'task' in fact ? fact.task : -1;
      if (task >= 0) note(this.#places, task, this.#folded);
      for (const { kind, agent } of this.#held.enter(fact, this.#log.timeOf(this.#folded)))
        this.#change(agent, this.#folded, kind === 'dropped' ? -1 : 1);
      this.#follow(fact, this.#folded);
    }
    return until === this.#log.length;
  }

  /** Places of the facts about a task, in order. */
  places(task: number): readonly number[] {
    return this.#places.get(task) ?? none;
  }

  /** Places of the decisions in which an agent was chosen or weighed, in order. */
  decisions(agent: number): readonly number[] {
    return this.#mine.get(agent) ?? none;
  }

  /** An agent as it stood before the fact at a place. */
  standAt(agent: number, place: number): Stand {
    const stands = this.#stands[agent]!;
    return stands[partitionPoint(stands.length, (at) => stands[at]!.place < place) - 1] ?? fresh;
  }

  /** Where an agent came to believe what it did at a place, as a fact; null where it did from the start. */
  believedAt(agent: number, name: string, place: number): number | null {
    const at = this.#believed.get(agent)?.findLast((each) => {
      const fact = this.#log.at(each);
      if (each >= place || !changesBeliefs(fact)) return false;
      return fact.type === 'agent.believed' ? fact.name === name : Object.hasOwn(fact.beliefs, name);
    });
    return at ?? null;
  }

  #follow(fact: KnownFact, place: number): void {
    switch (fact.type) {
      case 'agent.believed':
      case 'agent.minded':
        note(this.#believed, fact.agent, place);
        return;
      case 'task.withdrawn':
        this.#mark(fact.agent, place, 'silent');
        return;
      case 'actor.crashed':
      case 'actor.recovered':
        this.#fell(fact.actor, fact.type === 'actor.crashed', place);
        return;
      case 'message.delivered': {
        const from = agentOfActor(fact.from);
        if (from >= 0 && this.#last(from)?.down === 'silent') this.#mark(from, place, 'no');
        return;
      }
      default:
        this.#decision(fact, place);
    }
  }

  #fell(actor: number, down: boolean, place: number): void {
    const agent = agentOfActor(actor);
    if (this.#stands[agent] !== undefined) {
      this.#mark(agent, place, down ? 'crashed' : 'no');
      return;
    }
    const outages = this.#outages.get(actor) ?? [];
    this.#outages.set(actor, outages);
    if (down) outages.push({ from: place, until: Infinity });
    else outages.at(-1)!.until = place;
  }

  /** Since when the coordinator or a client is down where so many facts have happened, ms; null while it is not. */
  downSince(actor: number, count: number): number | null {
    const outage = this.#outages.get(actor)?.findLast(({ from }) => from < count);
    return outage === undefined || outage.until < count ? null : this.#log.timeOf(outage.from);
  }

  /** Who was chosen, and who was weighed: for a task, or to see to one. A worker's choice is told once, as assigned. */
  #decision(fact: KnownFact, place: number): void {
    const entry = entryOf(fact);
    const given = isAssigned(fact) ? fact : entry?.word === 'given' && entry.fact.as === 'manager' ? entry.fact : null;
    if (given === null) return;
    for (const { agent } of given.compared) if (agent !== given.agent) note(this.#mine, agent, place);
    note(this.#mine, given.agent, place);
  }

  #change(agent: number, place: number, by: number): void {
    const last = this.#last(agent) ?? fresh;
    this.#stands[agent]!.push({ ...last, place, held: last.held + by });
  }

  #mark(agent: number, place: number, down: Stand['down']): void {
    const last = this.#last(agent);
    if (this.#stands[agent] === undefined || (down === 'silent' && last?.down === 'crashed')) return;
    this.#stands[agent].push({ place, held: last?.held ?? 0, down, sinceMs: this.#log.timeOf(place) });
  }

  #last(agent: number): Stand | undefined {
    return this.#stands[agent]?.at(-1);
  }
}

function note(lists: Map<number, number[]>, key: number, place: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [place]);
  else list.push(place);
}
