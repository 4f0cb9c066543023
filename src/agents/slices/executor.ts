/**
 * The hands of an agent as one executor, which its tasks share by turns. It says when a task is worked at and when its clock stands;
 * what is in hand, and why else it may stand, is the hands' business. It decides at the end of each step of its agent.
 */
import type { Context, Message } from '../../kernel/index.ts';
import { agentAt, taskAt, type Plan, type SliceEnd, type SliceFact, type SlicePlan } from '../../plan/index.ts';
import type { Work } from '../role.ts';
import type { Progress } from '../work/clock.ts';
import {
  cutMs,
  goesBefore,
  inRounds,
  keyOf,
  nextTurn,
  notServed,
  noTurns,
  passNow,
  serve,
  served,
  toTheEnd,
  turnNow,
  turnOf,
  type Turn,
  type TurnsState,
} from './turns.ts';

/** A turn is over, or a task was turned to. */
export interface TurnTimer extends Message {
  readonly type: 'agent.turn';
}

/** Whose clocks it stops. */
export interface Clocks {
  progress(task: number, lease: number): Progress;
  /** Lets the clock of work run; it begins with that. */
  run(task: number, lease: number): void;
  halt(task: number, lease: number): void;
}

/** What of an agent's state it is about. */
interface Sliced {
  /** Absent until it has something to share. */
  turns?: TurnsState;
}

export class Executor {
  readonly #plan: Plan;
  readonly #agent: number;
  readonly #slice: SlicePlan;
  readonly #clocks: Clocks;
  readonly #progress: (turn: Turn) => Progress;
  #state!: Sliced;
  #context!: Context;

  constructor(plan: Plan, agent: number, clocks: Clocks) {
    this.#plan = plan;
    this.#agent = agent;
    this.#slice = agentAt(plan, agent).slice!;
    this.#clocks = clocks;
    this.#progress = ({ task, lease }) => clocks.progress(task, lease);
  }

  enter(state: Sliced, context: Context): void {
    this.#state = state;
    this.#context = context;
  }

  /** It could be worked at from now on: it goes to the end of the round. */
  join({ task, lease }: Work, deadlineMs: number): void {
    const state = (this.#state.turns ??= noTurns());
    const pass = passNow(state, this.#context.now);
    state.pass = pass;
    let turn = turnOf(state, task, lease);
    if (turn === undefined) {
      const { weight, priority, pieceMs } = taskAt(this.#plan, task);
      turn = {
        ...{ task, lease, weight, priority, pieceMs },
        ...{ place: 'ready', told: false, deadlineMs, pass, creditMs: 0, restMs: 0 },
      };
      state.all.push(turn);
      return;
    }
    Object.assign(turn, { place: 'ready', told: false, deadlineMs, pass: Math.max(turn.pass, pass) });
    toTheEnd(state, turn);
  }

  /** It cannot be worked at any more, for now or for good. */
  leave({ task, lease }: Work, end: 'halted' | 'over'): void {
    const state = this.#state.turns;
    const turn = state === undefined ? undefined : turnOf(state, task, lease);
    if (state === undefined || turn === undefined) return;
    const waits = turn.place === 'ready' || (turn.place === 'now' && state.sinceMs === -1);
    if (turn.place === 'now') this.#stop(state, turn, end);
    if (waits && turn.told && end === 'halted') this.#record({ type: 'slice.left', ...this.#of(turn) });
    Object.assign(turn, { place: 'away', creditMs: 0, restMs: 0 });
    if (end === 'over') state.all.splice(state.all.indexOf(turn), 1);
  }

  /** All of them stand for a while, and go on as they stood: each keeps its place in the round. */
  suspend({ task, lease }: Work): void {
    const state = this.#state.turns;
    const turn = state === undefined ? undefined : turnOf(state, task, lease);
    if (state === undefined || turn === undefined) return;
    if (turn.place === 'now') this.#stop(state, turn, 'suspended');
    if (turn.place === 'ready') turn.place = 'held';
  }

  /** False for one that had no place to keep. */
  resume({ task, lease }: Work): boolean {
    const turn = turnOf(this.#state.turns!, task, lease);
    if (turn?.place !== 'held') return false;
    Object.assign(turn, { place: 'ready', told: false });
    return true;
  }

  receive(_timer: TurnTimer): void {
    const state = this.#state.turns;
    const turn = state === undefined ? undefined : turnNow(state);
    if (state === undefined || turn === undefined) return;
    state.timer = 0;
    if (state.sinceMs === -1) {
      this.#begin(state, turn);
      return;
    }
    // What is over in this instant ends by itself.
    if (this.#progress(turn).leftMs === 0 || !state.all.some(({ place }) => place === 'ready')) return;
    const preempted = state.all.some((each) => each.place === 'ready' && goesBefore(this.#slice, each, turn));
    if (!preempted && this.#isNextAgain(state, turn)) return;
    this.#cut(state, turn, preempted ? 'preempted' : 'turn');
  }

  /** Lets the next one have its turn where nobody has, and sees to the end of a turn for which others wait. */
  settle(): void {
    const state = this.#state.turns;
    if (state === undefined) return;
    for (;;) {
      const now = turnNow(state);
      if (now === undefined) {
        const next = nextTurn(this.#slice, state, this.#progress);
        if (next === undefined) return;
        this.#turnTo(state, next);
        continue;
      }
      const first = state.all.some((each) => each.place === 'ready' && goesBefore(this.#slice, each, now));
      if (!this.#limit(state, now, first)) break;
    }
    for (const turn of state.all) if (turn.place === 'ready') this.#tellWaits(turn);
  }

  /** Sets the end of the present turn; true where it was over at once. */
  #limit(state: TurnsState, turn: Turn, first: boolean): boolean {
    const { now } = this.#context;
    if (state.sinceMs === -1) {
      if (!first) return false;
      this.#cancel(state);
      notServed(this.#slice, state, turn);
      return true;
    }
    // What is really done is not cut.
    if (this.#plan.live || !state.all.some(({ place }) => place === 'ready')) return false;
    // Nobody takes turns with what goes before all of them.
    if (this.#slice.policy !== 'stride' && this.#isNextAgain(state, turn)) return false;
    const atMs = cutMs(state, turn, now, first);
    if (first && atMs <= now) {
      if (this.#progress(turn).leftMs === 0) return false;
      this.#cut(state, turn, 'preempted');
      return true;
    }
    if (state.timer !== 0 && state.timerMs <= atMs) return false;
    this.#cancel(state);
    this.#set(state, Math.max(now, atMs));
    return false;
  }

  /** Whether its policy would have the same one go on: then its slice does. */
  #isNextAgain(state: TurnsState, turn: Turn): boolean {
    const had = turn.pass + (this.#context.now - state.sinceMs) / turn.weight;
    return state.all.every(
      (each) =>
        each.place !== 'ready' ||
        (this.#slice.policy === 'stride' ? each.pass > had : goesBefore(this.#slice, turn, each)),
    );
  }

  #turnTo(state: TurnsState, turn: Turn): void {
    const { switchMs } = this.#slice;
    const same = state.lastTask === -1 || (state.lastTask === turn.task && state.lastLease === turn.lease);
    // Its turn is given to it here, so that whoever comes back before it begins has not been passed over.
    serve(this.#slice, state, turn, this.#progress);
    if (switchMs === 0 || same) {
      this.#begin(state, turn);
      return;
    }
    state.sinceMs = -1;
    // Until it is turned to it waits like all others.
    this.#tellWaits(turn);
    this.#set(state, this.#context.now + switchMs);
  }

  #begin(state: TurnsState, turn: Turn): void {
    const key = this.#key(state, turn);
    const others = state.all.filter(({ place }) => place === 'ready');
    for (const each of others) this.#tellWaits(each);
    turn.told = true;
    state.sinceMs = this.#context.now;
    [state.lastTask, state.lastLease] = [turn.task, turn.lease];
    const { task, lease } = turn;
    this.#clocks.run(task, lease);
    const { leftMs } = this.#progress(turn);
    const next = nextTurn(this.#slice, state, this.#progress);
    this.#record({
      type: 'slice.began',
      ...this.#of(turn),
      dueMs: this.#context.now + leftMs,
      leftMs,
      key,
      waiting: others.length,
      next: next?.task ?? -1,
      nextKey: next === undefined ? -1 : keyOf(this.#slice, next),
    });
  }

  /** In a round, how long its turn may last. */
  #key(state: TurnsState, turn: Turn): number {
    return inRounds(this.#slice) ? state.lengthMs : keyOf(this.#slice, turn);
  }

  /** Ends a slice of what could go on. */
  #cut(state: TurnsState, turn: Turn, end: SliceEnd): void {
    this.#clocks.halt(turn.task, turn.lease);
    this.#stop(state, turn, end);
    turn.told = true;
  }

  #stop(state: TurnsState, turn: Turn, end: SliceEnd): void {
    this.#cancel(state);
    if (state.sinceMs === -1) {
      notServed(this.#slice, state, turn);
      return;
    }
    const ranMs = this.#context.now - state.sinceMs;
    served(this.#slice, state, turn, ranMs, end === 'suspended');
    state.sinceMs = -1;
    state.pass = passNow(state, this.#context.now);
    const { leftMs } = this.#progress(turn);
    this.#record({ type: 'slice.ended', ...this.#of(turn), end, ranMs, leftMs });
  }

  #tellWaits(turn: Turn): void {
    if (turn.told) return;
    turn.told = true;
    this.#record({ type: 'slice.waits', ...this.#of(turn) });
  }

  #set(state: TurnsState, atMs: number): void {
    state.timerMs = atMs;
    state.timer = this.#context.after(atMs - this.#context.now, { type: 'agent.turn' } satisfies TurnTimer);
  }

  #cancel(state: TurnsState): void {
    if (state.timer !== 0) this.#context.cancel(state.timer);
    state.timer = 0;
  }

  #of({ task, lease }: Turn) {
    const { attempt } = this.#clocks.progress(task, lease).work;
    return { task, attempt, agent: this.#agent, lease };
  }

  #record(fact: SliceFact): void {
    this.#context.record(fact);
  }
}
