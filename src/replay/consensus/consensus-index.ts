/**
 * Where in a run the facts about each decision stand: of its task, of its group, of who misbehaved and who lied to whom. Folded
 * once, looked up by place, so that a decision at any step costs what it has itself, in both directions. It only grows at its end.
 */
import type { KnownFact, Plan } from '../../plan/index.ts';
import { factCardOf } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';

const none: readonly number[] = [];

export class ConsensusIndex {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #tasks = new Map<number, number[]>();
  readonly #groups = new Map<number, number[]>();
  readonly #lies = new Map<string, number[]>();
  readonly #turned: number[] = [];
  #folded = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
  }

  /** Folds at most so many facts of what has been recorded since; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#folded + factsMax);
    for (; this.#folded < until; this.#folded += 1) {
      // Messages, and the commonest facts about tasks, say nothing of decisions.
      const fact = this.#log.unpackedAt(this.#folded);
      if (fact !== null) this.#note(fact, this.#folded);
    }
    return until === this.#log.length;
  }

  /** Places of the facts about a task, in order. */
  ofTask(task: number): readonly number[] {
    return this.#tasks.get(task) ?? none;
  }
  ofGroup(group: number): readonly number[] {
    return this.#groups.get(group) ?? none;
  }
  /** Places at which agents began or ceased to misbehave. */
  get turned(): readonly number[] {
    return this.#turned;
  }

  /** Whether an agent lied to an actor in one of these messages between two places. */
  lied(agent: number, to: number, says: readonly string[], from: number, until: number): boolean {
    return says.some((type) =>
      this.#lies.get(lieKey(agent, to, type))?.some((place) => place >= from && place <= until),
    );
  }

  #note(fact: KnownFact, place: number): void {
    if (fact.type === 'agent.turned') this.#turned.push(place);
    else if (fact.type === 'agent.lied') {
      if (!fact.withheld) add(this.#lies, lieKey(fact.agent, fact.to, fact.says), place);
    } else {
      const news = factCardOf(fact.type)?.group?.(fact);
      if (news !== undefined) add(this.#groups, news.group, place);
      else if ('task' in fact && this.#plan.decisions.has(fact.task)) add(this.#tasks, fact.task, place);
    }
  }
}

function lieKey(agent: number, to: number, says: string): string {
  return `${agent} ${to} ${says}`;
}

function add<Key>(map: Map<Key, number[]>, key: Key, place: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [place]);
  else known.push(place);
}
