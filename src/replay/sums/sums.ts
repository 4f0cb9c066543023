/**
 * What the result of a run is made of, added up as its facts come, in one pass and without the log: states of tasks and agents,
 * lengths, the chain that decided how long it took, messages, decisions and deadlines.
 */
import { messageFact, type Envelope, type Fact, type MessageTold, type Recorder } from '../../kernel/index.ts';
import type { Json, JsonObject } from '../../base/index.ts';
import { decisionRooms, serves, serviceRooms, type DealFigures, type ServiceFigures } from '../../protocols/index.ts';
import { known, taskAt, type Bounds, type KnownFact, type Plan } from '../../plan/index.ts';
import { Attempts, type Hop, type Waited } from '../critical.ts';
import { FactLog } from '../log/fact-log.ts';
import { StateAt } from '../state-at.ts';
import type { Deadlines } from '../views.ts';
import { MindBook } from '../minds/mind-book.ts';
import { Lengths } from './lengths.ts';
import { Recall } from './recall.ts';

export class Sums {
  readonly #plan: Plan;
  readonly #lengths: Lengths;
  readonly #attempts: Attempts;
  readonly state: StateAt;
  readonly recall = new Recall();
  /** Beginnings and ends of work alone, for who worked when. */
  readonly working = new FactLog();
  readonly decisions = Object.create(null) as Record<string, { readonly value: Json; readonly [note: string]: Json }>;
  readonly minds: MindBook;
  readonly messages = { total: 0, delivered: 0, lost: 0, byType: {} as Record<string, number> };
  /** Those of the rooms whose services the plan has, by their names. */
  readonly #figures: ReadonlyMap<string, ServiceFigures>;
  /** Of the rooms in which its groups come to deals. */
  readonly #deals: readonly DealFigures[];
  readonly #missed: string[] = [];
  #missedAt: number | null = null;
  /** The last word, where it says that the run has finished. */
  finished: Extract<KnownFact, { type: 'run.finished' }> | null = null;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#lengths = new Lengths(plan);
    this.#attempts = new Attempts(plan);
    this.minds = new MindBook(plan);
    this.state = new StateAt(plan, new FactLog());
    const used = new Set(plan.services.map(({ room }) => room));
    this.#figures = new Map(
      serviceRooms.flatMap((room) =>
        used.has(room.name) && room.figures !== undefined ? [[room.name, room.figures(plan)]] : [],
      ),
    );
    this.#deals = decisionRooms.flatMap((room) =>
      room.deals !== undefined && plan.groups.some(({ protocol }) => serves(room, protocol)) ? [room.deals(plan)] : [],
    );
  }

  fact(fact: KnownFact, step: number, time: number): void {
    this.finished = null;
    if (this.#figures.size > 0) for (const figures of this.#figures.values()) figures.fact(fact, time);
    for (const deals of this.#deals) deals.fact(fact);
    switch (fact.type) {
      case 'message.sent':
        this.messages.total += 1;
        this.messages.byType[fact.message.type] = (this.messages.byType[fact.message.type] ?? 0) + 1;
        return;
      case 'message.delivered':
        this.messages.delivered += 1;
        return;
      case 'message.lost':
        this.messages.lost += 1;
        return;
      case 'run.finished':
        this.finished = fact;
        return;
      case 'decision.made':
        this.decisions[taskAt(this.#plan, fact.task).id] = { ...fact.note, value: fact.value };
        return;
      case 'agent.believed':
      case 'agent.minded':
      case 'agent.reached':
        this.minds.fact(fact, step);
        return;
      case 'agent.unsure':
        return;
      case 'task.late':
        this.#missedAt ??= step;
        this.#missed.push(taskAt(this.#plan, fact.task).id);
        return;
      case 'task.started':
      case 'task.ended':
      case 'task.kept':
      case 'actor.crashed':
      case 'actor.recovered':
        this.working.fact(fact, step, time);
        break;
      default:
    }
    // Of messages the book hears nothing here: nobody asks what givers believe.
    this.recall.fact(fact);
    this.#lengths.fact(fact, time, this.state.held);
    this.#attempts.fact(fact, time, this.state.held);
    this.state.take(fact, time);
  }

  /** The longest chain of what was done and waited for, and all of it together. */
  bounds(): Bounds {
    return this.#lengths.bounds();
  }

  /** The tasks that kept the run from being shorter, the last first. */
  chain(): readonly Hop[] {
    return this.#attempts.chain();
  }

  /** What came of each shared memory, or of each resource, that is served; null where there is none. */
  served(kind: 'memory' | 'resource'): Readonly<Record<string, JsonObject>> | null {
    const told = this.#plan.services.flatMap(({ of, id, room }, service): [string, JsonObject][] => {
      const figures = of === kind ? this.#figures.get(room) : undefined;
      return figures === undefined ? [] : [[id, figures.of(service)]];
    });
    return told.length === 0 ? null : Object.fromEntries(told);
  }

  /** How long a task waited for what services give out, by service, ms. */
  readonly waitedFor = (task: number): readonly Waited[] => {
    if (this.#figures.size === 0) return [];
    return this.#plan.services.flatMap(({ room }, service) => {
      const ms = this.#figures.get(room)?.waitedMs?.(service, task) ?? 0;
      return ms === 0 ? [] : [{ service, ms }];
    });
  };

  /** What came of each negotiation; null where there is none. */
  deals(): Readonly<Record<string, JsonObject>> | null {
    return this.#deals.length === 0
      ? null
      : Object.fromEntries(this.#deals.flatMap((each) => Object.entries(each.told())));
  }

  /** Which tasks ended behind their deadlines. */
  get deadlines(): Deadlines {
    const { tasks, ordinary } = this.#plan;
    const of = tasks.filter(({ deadlineMs }, at) => at < ordinary && deadlineMs > 0).length;
    return { of, missed: this.#missed, step: this.#missedAt };
  }

  /** What all work cost until now; the same work in another order must not come out a last bit apart. */
  cost(now: number): number {
    const { agents } = this.#plan;
    if (agents.every(({ cost }) => cost === 0)) return 0;
    const cost = agents.reduce((sum, each, at) => sum + (this.state.agent(at, now).busyMs * each.cost) / 1000, 0);
    return Math.floor(cost * 1e6 + 0.5) / 1e6;
  }
}

/** Hears each fact once, for sums and rules, and keeps none. */
export class Listening implements Recorder {
  readonly keepsNothing = true;
  readonly #hear: (fact: KnownFact, step: number, time: number) => void;

  constructor(hear: (fact: KnownFact, step: number, time: number) => void) {
    this.#hear = hear;
  }

  fact(fact: Fact, step: number, time: number): void {
    this.#hear(known(fact), step, time);
  }

  message(told: MessageTold, envelope: Envelope, step: number, time: number): void {
    this.#hear(messageFact(told, envelope), step, time);
  }
}
