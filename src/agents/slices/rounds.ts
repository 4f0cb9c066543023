/** Who is ready at each agent that works in slices, who has its turn, and how long each was worked at: folded from facts alone. */
import { agentOfActor, agentAt, taskAt, type KnownFact, type Plan, type SlicePlan } from '../../plan/index.ts';
import { inRounds } from './turns.ts';

export interface InRound {
  readonly task: number;
  readonly lease: number;
  readonly weight: number;
  /** Whether its share is held against its weight; by weight alone that of pieces is not. */
  readonly counts: boolean;
  place: 'ready' | 'now' | 'away';
  /** Whether it is suspended, and keeps its place; and the number of the fact since which it is not. */
  suspended: boolean;
  /** Whether its next slice is the rest of a turn in which it was suspended. */
  goesOn: boolean;
  backAt: number;
  /** When it went on after it was suspended, ms; and whether turns were given meanwhile: then it is one turn ahead at most. */
  backMs: number;
  passedBy: boolean;
  /** Since when, ms, and as the how manieth fact of its agent. */
  sinceMs: number;
  readyAt: number;
  /** The number of the fact by which its last turn began; -1 before it has had one. */
  beganAt: number;
  /** How long it was worked at for its weight, ms; who comes begins with what others have had. */
  had: number;
  /** Within what of its share it is known, in ms for its weight: turns are whole ms, and so were those of whom it began with. */
  grain: number;
  /** What is left of it, ms; -1 before that is told. */
  leftMs: number;
  /** How long its turn was to last, in a round, ms. */
  lengthMs: number;
}

interface OfTurn {
  readonly task: number;
  readonly lease: number;
}

export class Course {
  readonly all = new Map<string, InRound>();
  now: InRound | null = null;
  /** Since when somebody waits and nobody works; -1 while that is not so. */
  #idleMs = -1;
  #count = 0;
  #least = 0;
  /** Who comes begins with the most that anybody will have had in the round; by stride, with the least. */
  readonly #round: boolean;
  readonly #switchMs: number;

  constructor(slice: SlicePlan) {
    this.#round = inRounds(slice);
    this.#switchMs = slice.switchMs;
  }

  /** For how long somebody has waited while nobody works, ms. */
  idleFor(time: number): number {
    return this.#idleMs === -1 ? 0 : time - this.#idleMs;
  }

  find({ task, lease }: OfTurn): InRound | undefined {
    return this.all.get(`${String(task)}/${String(lease)}`);
  }

  ready(): InRound[] {
    return [...this.all.values()].filter(({ place, suspended }) => place === 'ready' && !suspended);
  }

  /** It is ready from here on, if it was not. */
  comes(of: OfTurn, { weight, counts }: Pick<InRound, 'weight' | 'counts'>, time: number): InRound {
    this.#count += 1;
    const known = this.find(of);
    if (known?.suspended === true) {
      Object.assign(known, { suspended: false, backAt: this.#count, backMs: time, sinceMs: time });
      this.#rest(time);
    }
    if (known !== undefined && known.place !== 'away') return known;
    const { had: before, grain } = this.#before(time);
    const turn: InRound = known ?? {
      ...{ task: of.task, lease: of.lease, weight, counts, place: 'ready', sinceMs: time, readyAt: this.#count },
      ...{ beganAt: -1, had: before, leftMs: -1, lengthMs: 0, suspended: false, goesOn: false, backAt: -1 },
      ...{ backMs: -1, passedBy: false, grain: 0 },
    };
    // In a round it goes to the end, whatever it had before.
    const had = this.#round ? before : Math.max(turn.had, before);
    Object.assign(turn, { place: 'ready', sinceMs: time, readyAt: this.#count, had, passedBy: false });
    turn.grain = Math.max(1 / weight, grain);
    this.all.set(`${String(of.task)}/${String(of.lease)}`, turn);
    this.#rest(time);
    return turn;
  }

  begins(turn: InRound, { leftMs, key }: { readonly leftMs: number; readonly key: number }, time: number): void {
    const beganAt = turn.goesOn ? turn.beganAt : this.#count;
    Object.assign(turn, { place: 'now', sinceMs: time, beganAt, leftMs, lengthMs: key, goesOn: false });
    this.now = turn;
    this.#idleMs = -1;
    if (!this.#round) return;
    // It was chosen while they were suspended, though it may have been turned to since.
    const chosenMs = time - this.#switchMs;
    for (const each of this.all.values()) {
      if (each === turn || each.place === 'away') continue;
      if (!each.suspended && chosenMs >= each.backMs) continue;
      const { had, grain } = this.#before(time);
      Object.assign(each, { had, passedBy: true, grain: Math.max(each.grain, grain) });
    }
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
    this.#rest(time);
  }

  /** Keeps its place while it is suspended with all others. */
  suspends(of: OfTurn, time: number): void {
    const turn = this.find(of);
    if (turn?.place !== 'ready') return;
    turn.suspended = true;
    this.#rest(time);
  }

  leaves(of: OfTurn, over: boolean, time: number): void {
    const turn = this.find(of);
    if (turn === undefined) return;
    Object.assign(turn, { place: 'away', suspended: false });
    if (over) this.all.delete(`${String(of.task)}/${String(of.lease)}`);
    this.#rest(time);
  }

  crashes(): void {
    this.all.clear();
    this.now = null;
    this.#idleMs = -1;
    this.#least = 0;
  }

  /** Whether somebody waits and nobody works; who comes, or goes while it is turned to, begins the time anew. */
  #rest(time: number): void {
    const isIdle = this.now === null && this.ready().length > 0;
    this.#idleMs = isIdle ? time : -1;
  }

  /** What others have had when one comes, and within what that is known. */
  #before(time: number): Pick<InRound, 'had' | 'grain'> {
    if (!this.#round) {
      this.#least = this.#leastHad(time);
      return { had: this.#least, grain: 0 };
    }
    const most = { had: 0, grain: 0 };
    for (const each of this.all.values()) {
      if (each.place === 'away' || !each.counts) continue;
      const had = levelAt(each, time);
      if (had > most.had) Object.assign(most, { had, grain: each.grain });
    }
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

/** What it will have had at the end of its turn: so far the round has come. */
function levelAt({ place, had, sinceMs, weight, lengthMs }: InRound, time: number): number {
  if (place !== 'now') return had;
  const turns = Math.max(1, Math.ceil((time - sinceMs) / lengthMs));
  return had + (turns * lengthMs) / weight;
}

export class Rounds {
  /** Undefined for whoever works at all of its tasks at once. */
  readonly #courses: readonly (Course | undefined)[];
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#courses = plan.agents.map(({ slice }) => (slice === undefined ? undefined : new Course(slice)));
  }

  of(agent: number): Course | undefined {
    return this.#courses[agent];
  }

  enter(fact: KnownFact, time: number): void {
    if (fact.type === 'actor.crashed') {
      this.#courses[agentOfActor(fact.actor)]?.crashes();
      return;
    }
    const course = 'agent' in fact ? this.of(fact.agent) : undefined;
    if (course === undefined) return;
    switch (fact.type) {
      case 'slice.waits':
        course.comes(fact, this.#share(fact), time);
        return;
      case 'slice.began':
        course.begins(course.comes(fact, this.#share(fact), time), fact, time);
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

  #share({ task, agent }: OfTurn & { readonly agent: number }): Pick<InRound, 'weight' | 'counts'> {
    const { weight, pieceMs } = taskAt(this.#plan, task);
    return { weight, counts: pieceMs === 0 || agentAt(this.#plan, agent).slice!.policy !== 'weighted' };
  }
}
