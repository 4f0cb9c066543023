/**
 * What a member does with what it hears: a later term is followed first, then the message is handed on. It listens to
 * members and to the client of its group only. A member that comes back from a crash has what it had stored.
 */
import type { Role } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import { agentOfActor, type Plan } from '../../plan/index.ts';
import { asked, followTerm, preAsked, preVoted, stepDown, timedOut, voted, watch } from './election.ts';
import { room, type MemberMessage } from './messages.ts';
import { append, appended, beat, requested } from './replication.ts';
import { emptySeat, Hand, idleSeat, type Seat } from './seat.ts';

interface MemberSlice {
  /** By group. */
  seats: Record<number, Seat>;
}

export function memberRole(plan: Plan): Role<MemberSlice, MemberMessage> {
  return {
    room,
    init(agent) {
      const seats: Record<number, Seat> = {};
      plan.groups.forEach(({ protocol, members }, group) => {
        if (protocol === 'raft' && members.includes(agent)) seats[group] = emptySeat();
      });
      return { seats };
    },
    receive(slice, message, context, { agent }) {
      const seat = slice.seats[message.group];
      if (seat !== undefined) hear(new Hand(plan, message.group, seat, agent, context), message, context);
    },
    ended() {
      // A member holds no work.
    },
    recovered(slice) {
      for (const seat of Object.values(slice.seats)) Object.assign(seat, idleSeat());
    },
  };
}

function hear(hand: Hand, message: MemberMessage, context: Context): void {
  switch (message.type) {
    case 'raft.timeout':
      if (context.from === context.self) timedOut(hand);
      return;
    case 'raft.beat':
      if (context.from !== context.self) return;
      beat(hand);
      watch(hand, false);
      return;
    case 'raft.request':
      if (context.from !== hand.group.client) return;
      requested(hand, message);
      watch(hand, false);
      return;
    default:
      if (!hand.group.members.includes(agentOfActor(context.from))) return;
      // Who asks whether it would be elected has no later term yet.
      if (message.type === 'raft.pre-vote') preAsked(hand, message);
      else {
        followTerm(hand, message.term);
        ofTerm(hand, message);
      }
  }
}

function ofTerm(
  hand: Hand,
  message: Exclude<MemberMessage, { readonly type: 'raft.timeout' | 'raft.beat' | 'raft.request' | 'raft.pre-vote' }>,
): void {
  switch (message.type) {
    case 'raft.pre-voted':
      preVoted(hand, message);
      return;
    case 'raft.vote':
      asked(hand, message);
      return;
    case 'raft.voted':
      voted(hand, message);
      return;
    case 'raft.append':
      if (message.term === hand.seat.term && hand.seat.role !== 'follower' && hand.seat.role !== 'leader')
        stepDown(hand);
      if (hand.seat.role === 'leader') return;
      append(hand, message);
      watch(hand, message.term === hand.seat.term);
      return;
    case 'raft.appended':
      appended(hand, message);
  }
}
