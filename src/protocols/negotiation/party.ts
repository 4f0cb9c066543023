/**
 * A party at the table: it says what it wants when the desk calls, and then speaks whenever it is its turn. What it waits for and does
 * not hear it asks for again. What it has heard and said survives a crash, as what one has signed does.
 */
import type { Role } from '../../agents/index.ts';
import { invariant } from '../../base/index.ts';
import type { Context } from '../../kernel/index.ts';
import {
  actorOfAgent,
  decisionAt,
  groupAt,
  taskAt,
  type Bargain,
  type Plan,
  type Preferences,
} from '../../plan/index.ts';
import {
  asksMax,
  room,
  type Answer,
  type AnsweredFact,
  type Ask,
  type AskedFact,
  type AcceptedFact,
  type Call,
  type Declare,
  type DeclaredFact,
  type OfferedFact,
  type Open,
  type Over,
  type Propose,
  type Report,
  type Said,
  type Waited,
} from './messages.ts';
import { spaceOf } from './bargain/space.ts';
import { outcomeAt } from './bargain/told.ts';
import { bargainAt, tableOf } from './table.ts';
import { after, atFirst, type Move, type Standing } from './bargain/talk.ts';

/** A place at one table. */
interface Seat {
  readonly attempt: number;
  readonly parties: readonly Preferences[];
  standing: Standing;
  /** Its own last words: two, since it may speak twice in a row. */
  said: Said[];
  ended: Report | null;
  /** Waits for the other's word; 0 for nothing. */
  timer: number;
  asks: number;
}

interface PartySlice {
  /** By task: the attempt that it has declared itself for, and where it sits. */
  declared: Record<number, number>;
  seats: Record<number, Seat>;
}

type Heard = Call | Open | Said | Ask | Propose | Over | Waited;

export function partyRole(plan: Plan): Role<PartySlice, Heard> {
  return {
    room,
    init: () => ({ declared: {}, seats: {} }),
    receive(slice, message, context, { agent }) {
      const bargain = bargainAt(plan, message.task);
      if (bargain !== undefined) new Party({ plan, bargain, agent, task: message.task }, slice, context).hear(message);
    },
    ended() {
      // A party holds no work.
    },
    recovered(slice, context, { agent }) {
      for (const task of Object.keys(slice.seats).map(Number)) {
        const bargain = bargainAt(plan, task)!;
        slice.seats[task]!.timer = 0;
        if (slice.seats[task]!.ended === null) new Party({ plan, bargain, agent, task }, slice, context).speak();
      }
    },
  };
}

interface Place {
  readonly plan: Plan;
  readonly bargain: Bargain;
  readonly agent: number;
  readonly task: number;
}

/** A party for the length of one step. */
class Party {
  readonly #at: Place;
  readonly #slice: PartySlice;
  readonly #context: Context;
  readonly #members: readonly number[];
  readonly #client: number;
  /** Its own place, and the actor on the other side where there are two. */
  readonly #me: number;
  readonly #other: number;

  constructor(at: Place, slice: PartySlice, context: Context) {
    this.#at = at;
    this.#slice = slice;
    this.#context = context;
    const { members, client } = groupAt(at.plan, decisionAt(at.plan, at.task).group);
    this.#members = members;
    this.#client = client;
    this.#me = members.indexOf(at.agent);
    this.#other = actorOfAgent(members[1 - this.#me] ?? -1);
  }

  hear(message: Heard): void {
    if (this.#me === -1) return;
    const { from } = this.#context;
    const seat = this.#seatOf(message.attempt);
    switch (message.type) {
      case 'negotiation.call':
        if (from === this.#client) this.#declare(message.attempt);
        return;
      case 'negotiation.propose':
        if (from === this.#client) this.#answer(message);
        return;
      case 'negotiation.open':
        if (from === this.#client) this.#sit(message, seat);
        return;
      case 'negotiation.over':
        if (from === this.#client && seat !== null) this.#stop(seat);
        return;
      case 'negotiation.ask':
        if (from === this.#other) for (const word of seat?.said ?? []) if (word.turn >= message.turn) this.#send(word);
        return;
      case 'negotiation.waited':
        if (seat?.standing.turn === message.turn) this.#askAgain(seat);
        return;
      default:
        if (from === this.#other && seat?.standing.turn === message.turn) this.#listen(seat, message);
    }
  }

  /** Says whatever it is its turn to say. */
  speak(): void {
    const seat = this.#slice.seats[this.#at.task]!;
    const { plan, bargain, task } = this.#at;
    const { talk } = tableOf(plan, task, bargain, seat.parties);
    invariant(talk !== null, 'who has a seat talks');
    const coin = (): number => this.#coin(seat);
    while (seat.ended === null) {
      const move = talk.next(seat.standing, coin);
      if (move.word === 'none') {
        this.#end(seat, { outcome: -1, rounds: move.round, reason: move.reason });
        return;
      }
      if (move.by !== this.#me) {
        seat.asks = 0;
        this.#wait(seat);
        return;
      }
      this.#say(seat, move);
    }
  }

  #declare(attempt: number): void {
    const { plan: _plan, bargain, agent, task } = this.#at;
    const known = this.#slice.declared[task] ?? 0;
    if (known > attempt) return;
    const preferences = bargain.parties[this.#me]!;
    this.#slice.declared[task] = attempt;
    if (known < attempt)
      this.#context.record({ type: 'negotiation.declared', task, attempt, agent, preferences } satisfies DeclaredFact);
    this.#context.send(this.#client, { type: 'negotiation.declare', task, attempt, preferences } satisfies Declare);
  }

  /** To a mediator: whatever is worth no less to it than no deal. */
  #answer({ attempt, outcome }: Propose): void {
    const { bargain, agent, task } = this.#at;
    const accepts = spaceOf(bargain.issues, [bargain.parties[this.#me]!]).gains[0]![outcome]! >= 0;
    this.#context.record({ type: 'negotiation.answered', task, attempt, agent, accepts } satisfies AnsweredFact);
    this.#context.send(this.#client, { type: 'negotiation.answer', task, attempt, accepts } satisfies Answer);
  }

  #sit({ attempt, parties }: Open, seat: Seat | null): void {
    const { task } = this.#at;
    if (seat !== null) {
      if (seat.ended !== null) this.#context.send(this.#client, seat.ended);
      return;
    }
    const before = this.#slice.seats[task];
    if (before !== undefined) {
      if (before.attempt > attempt) return;
      this.#stop(before);
    }
    this.#slice.seats[task] = { attempt, parties, standing: atFirst, said: [], ended: null, timer: 0, asks: 0 };
    this.speak();
  }

  #listen(seat: Seat, { type, outcome }: Said): void {
    if (seat.ended !== null) return;
    const by = this.#me === 0 ? 1 : 0;
    const { round, turn } = seat.standing;
    const { talk } = this.#table(seat);
    const due = talk!.next(seat.standing, () => this.#coin(seat));
    const reached = due.word === 'none' ? round : due.round;
    const word = type === 'negotiation.accept' ? 'accept' : 'offer';
    seat.standing = after(seat.standing, { word, by, outcome, round: reached, risks: null, tied: false });
    invariant(seat.standing.turn === turn + 1, 'a word is a turn');
    this.#rest(seat);
    if (word === 'accept') this.#end(seat, { outcome, rounds: reached, reason: '' });
    else this.speak();
  }

  #say(seat: Seat, move: Exclude<Move, { word: 'none' }>): void {
    const { agent, task } = this.#at;
    const { word, outcome, round, risks, tied } = move;
    const { attempt, standing } = seat;
    const { turn } = standing;
    const { space } = this.#table(seat);
    const of = { task, attempt, agent, turn, round, number: outcome, risks, tied };
    const fact = { ...of, outcome: outcomeAt(space.issues, outcome), gains: space.gains.map((gain) => gain[outcome]!) };
    if (word === 'offer') this.#context.record({ type: 'negotiation.offered', ...fact } satisfies OfferedFact);
    else this.#context.record({ type: 'negotiation.accepted', ...fact } satisfies AcceptedFact);
    const said: Said = { type: `negotiation.${word}`, task, attempt, turn, outcome };
    seat.said = [...seat.said.slice(-1), said];
    seat.standing = after(standing, move);
    this.#send(said);
    if (word === 'accept') this.#end(seat, { outcome, rounds: round, reason: '' });
  }

  #end(seat: Seat, { outcome, rounds, reason }: Pick<Report, 'outcome' | 'rounds' | 'reason'>): void {
    const { task } = this.#at;
    this.#rest(seat);
    seat.ended = { type: 'negotiation.report', task, attempt: seat.attempt, outcome, rounds, reason };
    this.#context.send(this.#client, seat.ended);
  }

  /** The desk has closed: nothing is said any more. */
  #stop(seat: Seat): void {
    this.#rest(seat);
    const { task } = this.#at;
    seat.ended ??= {
      ...{ type: 'negotiation.report', task, attempt: seat.attempt },
      ...{ outcome: -1, rounds: seat.standing.round, reason: 'it was over' },
    };
  }

  #wait(seat: Seat): void {
    const { plan, bargain, task } = this.#at;
    const pause = Math.max(2 * plan.delayMaxMs + 1, Math.ceil(bargain.deadlineMs / asksMax));
    const { attempt, standing } = seat;
    const waited: Waited = { type: 'negotiation.waited', task, attempt, turn: standing.turn };
    this.#rest(seat);
    if (seat.asks < asksMax) seat.timer = this.#context.after(pause, waited);
  }

  #rest(seat: Seat): void {
    if (seat.timer !== 0) this.#context.cancel(seat.timer);
    seat.timer = 0;
  }

  #askAgain(seat: Seat): void {
    if (seat.ended !== null) return;
    const { agent, task } = this.#at;
    const { attempt, standing } = seat;
    const { turn } = standing;
    seat.timer = 0;
    seat.asks += 1;
    const of = this.#members[1 - this.#me]!;
    this.#context.record({ type: 'negotiation.asked', task, attempt, agent, of, turn } satisfies AskedFact);
    this.#context.send(this.#other, { type: 'negotiation.ask', task, attempt, turn } satisfies Ask);
    this.#wait(seat);
  }

  #send(word: Said): void {
    this.#context.send(this.#other, word);
  }

  /** Both draw the same. */
  #coin({ attempt, standing }: Seat): number {
    const { plan, task } = this.#at;
    return this.#context.lot('negotiation', `${taskAt(plan, task).id}/${attempt}`, standing.turn).integer(0, 1);
  }

  #table(seat: Seat): ReturnType<typeof tableOf> {
    const { plan, bargain, task } = this.#at;
    return tableOf(plan, task, bargain, seat.parties);
  }

  #seatOf(attempt: number): Seat | null {
    const seat = this.#slice.seats[this.#at.task];
    return seat?.attempt === attempt ? seat : null;
  }
}
