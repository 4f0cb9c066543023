/** Who is ready at each agent that works in slices, who has its turn, and how long each was worked at: folded from facts alone. */
import { agentOfActor, agentAt, taskAt, type KnownFact, type Plan } from '../../plan/index.ts';

export interface InRound {
  readonly task: number;
  readonly lease: number;
  readonly weight: number;
  place: 'ready' | 'now' | 'away';
  /** Whether it is suspended, and keeps its place; and the number of the fact since which it is not. */
  suspended: boolean;
  /** Whether its next slice is the rest of a turn in which it was suspended. */
  goesOn: boolean;
  backAt: number;
  /** Since when, ms, and as the how manieth fact of its agent. */
  sinceMs: number;
  readyAt: number;
  /** The number of the fact by which its last turn began; -1 before it has had one. */
  beganAt: number;
  /** How long it was worked at for its weight, ms; who comes begins with what others have had. */
  had: number;
  /** What is left of it, ms; -1 before that is told. */
  leftMs: number;
}

interface OfTurn {
  readonly task: number;
  readonly lease: number;
}

export class Course {
  readonly all = new Map<string, InRound>();
  now: InRound | null = null;
  /** Since when somebody waits and nobody works; -1 while that is not so. */
  idleMs = -1;
  #count = 0;
  #least = 0;
  readonly #round: boolean;

  /** `round`: who comes begins with the most that anybody has had, and not with the least. */
  constructor(round: boolean) {
    this.#round = round;
  }

  find({ task, lease }: OfTurn): InRound | undefined {
    return this.all.get(`${String(task)}/${String(lease)}`);
  }

  ready(): InRound[] {
    return [...this.all.values()].filter(({ place, suspended }) => place === 'ready' && !suspended);
  }

  any(holds: (each: InRound) => boolean): boolean {
    return [...this.all.values()].some(holds);
  }

  /** It is ready from here on, if it was not. */
  comes(of: OfTurn, weight: number, time: number): InRound {
    this.#count += 1;
    const known = this.find(of);
    if (known?.suspended === true) {
      Object.assign(known, { suspended: false, backAt: this.#count, sinceMs: time });
      if (this.#round) known.had = this.#before(time);
      this.#rest(time, true);
    }
    if (known !== undefined && known.place !== 'away') return known;
    const before = this.#before(time);
    const turn: InRound = known ?? {
      ...{ task: of.task, lease: of.lease, weight, place: 'ready', sinceMs: time, readyAt: this.#count },
      ...{ beganAt: -1, had: before, leftMs: -1, suspended: false, goesOn: false, backAt: -1 },
    };
    Object.assign(turn, { place: 'ready', sinceMs: time, readyAt: this.#count, had: Math.max(turn.had, before) });
    this.all.set(`${String(of.task)}/${String(of.lease)}`, turn);
    this.#rest(time, true);
    return turn;
  }

  begins(turn: InRound, leftMs: number, time: number): void {
    const beganAt = turn.goesOn ? turn.beganAt : this.#count;
    Object.assign(turn, { place: 'now', sinceMs: time, beganAt, leftMs, goesOn: false });
    this.now = turn;
    this.idleMs = -1;
  }

  ends(turn: InRound, { end, leftMs }: { readonly end: string; readonly leftMs: number }, time: number): void {
    this.#count += 1;
    turn.had += (time - turn.sinceMs) / turn.weight;
    Object.assign(turn, { place: 'ready', sinceMs: time, readyAt: this.#count, leftMs });
    turn.goesOn = end === 'suspended';
    this.now = null;
    this.#least = this.#leastHad(time);
    if (end === 'halted') turn.place = 'away';
    if (end === 'over') this.all.delete(`${String(turn.task)}/${String(turn.lease)}`);
    this.#rest(time, true);
  }

  /** Keeps its place while it is suspended with all others. */
  suspends(of: OfTurn, time: number): void {
    const turn = this.find(of);
    if (turn?.place !== 'ready') return;
    turn.suspended = true;
    this.#rest(time, false);
  }

  leaves(of: OfTurn, over: boolean, time: number): void {
    const turn = this.find(of);
    if (turn === undefined) return;
    Object.assign(turn, { place: 'away', suspended: false });
    if (over) this.all.delete(`${String(of.task)}/${String(of.lease)}`);
    this.#rest(time, false);
  }

  crashes(): void {
    this.all.clear();
    this.now = null;
    this.idleMs = -1;
    this.#least = 0;
  }

  /** Whether somebody waits and nobody works; who comes begins the time anew. */
  #rest(time: number, anew: boolean): void {
    const isIdle = this.now === null && this.ready().length > 0;
    if (!isIdle) this.idleMs = -1;
    else if (anew || this.idleMs === -1) this.idleMs = time;
  }

  /** What others have had when one comes. */
  #before(time: number): number {
    if (!this.#round) {
      this.#least = this.#leastHad(time);
      return this.#least;
    }
    let most = 0;
    for (const each of this.all.values()) if (each.place !== 'away') most = Math.max(most, hadAt(each, time));
    return most;
  }

  #leastHad(time: number): number {
    let least = Infinity;
    for (const each of this.all.values()) if (each.place !== 'away') least = Math.min(least, hadAt(each, time));
    return least === Infinity ? this.#least : Math.max(this.#least, least);
  }
}

function hadAt({ place, had, sinceMs, weight }: InRound, time: number): number {
  return place === 'now' ? had + (time - sinceMs) / weight : had;
}

export class Rounds {
  readonly courses: readonly Course[];
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.courses = plan.agents.map(({ slice }) => new Course(slice?.policy !== 'stride'));
  }

  /** Undefined for whoever works at all of its tasks at once. */
  of(agent: number): Course | undefined {
    return agentAt(this.#plan, agent).slice === undefined ? undefined : this.courses[agent];
  }

  enter(fact: KnownFact, time: number): void {
    if (fact.type === 'actor.crashed') {
      this.courses[agentOfActor(fact.actor)]?.crashes();
      return;
    }
    const course = 'agent' in fact ? this.of(fact.agent) : undefined;
    if (course === undefined) return;
    switch (fact.type) {
      case 'slice.waits':
        course.comes(fact, this.#weight(fact), time);
        return;
      case 'slice.began':
        course.begins(course.comes(fact, this.#weight(fact), time), fact.leftMs, time);
        return;
      case 'slice.ended': {
        const turn = course.find(fact);
        if (turn !== undefined) course.ends(turn, fact, time);
        return;
      }
      case 'task.suspended':
        course.suspends(fact, time);
        return;
      case 'slice.left':
      case 'task.ended':
        course.leaves(fact, fact.type === 'task.ended', time);
        return;
      default:
    }
  }

  #weight({ task }: OfTurn): number {
    return taskAt(this.#plan, task).weight;
  }
}
