/**
 * How a leader is chosen (section 5.2 and 5.4.1 of the paper; asking first, section 9.6 of Ongaro's thesis). A member that has
 * waited for a leader in vain for a time drawn by chance asks whether it would be elected, and stands if a quorum says so; it
 * votes once a term, and only for a log that is no shorter than its own. Nobody waits for a leader unless the client has
 * asked for something: a group without work is silent, so that a run can end.
 */
import { agentAt, agentOfActor } from '../../plan/index.ts';
import type { ElectedFact, PreVote, PreVoted, StoodFact, Timer, Vote, Voted, VotedFact } from './messages.ts';
import { heardQuorumMs, proceed, propose, replicate } from './replication.ts';
import { keyOf, patiencesKept, patienceOf, termAt, type Hand, type Seat } from './seat.ts';

/** Goes on waiting for a leader while a request waits, from now; stops when none does. */
export function watch(hand: Hand, anew: boolean): void {
  const { seat, context, group, number } = hand;
  if (seat.role === 'leader') return;
  if (anew || seat.pending.length === 0) hand.stopTimer();
  if (seat.pending.length === 0 || seat.timer !== 0) return;
  const patience = patienceOf(group);
  const wait = context.random(`raft/${agentAt(hand.plan, hand.agent).id}`).integer(patience, 2 * patience - 1);
  seat.timer = context.after(wait, { type: 'raft.timeout', group: number } satisfies Timer);
}

/** No leader was heard of in time: this member asks whether it would be elected. Its term stays as it is. */
export function timedOut(hand: Hand): void {
  const { seat, context, agent, number: group } = hand;
  seat.timer = 0;
  seat.pending = seat.pending.filter(({ untilMs }) => untilMs > context.now);
  if (seat.role === 'leader') return;
  if (seat.pending.length === 0) {
    seat.role = 'follower';
    return;
  }
  seat.role = 'asking';
  seat.votes = [agent];
  seat.leader = -1;
  const lastSlot = seat.log.length;
  const asks: PreVote = {
    type: 'raft.pre-vote',
    group,
    term: seat.term + 1,
    lastSlot,
    lastTerm: termAt(seat, lastSlot),
  };
  for (const member of hand.others) hand.tell(member, asks);
  watch(hand, true);
  if (seat.votes.length >= hand.group.quorum) stand(hand);
}

/** A quorum would elect it: this member stands, a term later. */
function stand(hand: Hand): void {
  const { seat, context, agent, number: group } = hand;
  seat.term += 1;
  seat.votedFor = -1;
  seat.role = 'candidate';
  seat.votes = [agent];
  context.record({ type: 'raft.stood', group, agent, term: seat.term } satisfies StoodFact);
  voteFor(hand, agent);
  const lastSlot = seat.log.length;
  const vote: Vote = { type: 'raft.vote', group, term: seat.term, lastSlot, lastTerm: termAt(seat, lastSlot) };
  for (const member of hand.others) hand.tell(member, vote);
  watch(hand, true);
  elect(hand);
}

/** Gives its vote of this term away. */
function voteFor({ seat, context, agent, number: group }: Hand, candidate: number): void {
  if (seat.votedFor === candidate) return;
  seat.votedFor = candidate;
  context.record({ type: 'raft.voted-for', group, agent, term: seat.term, candidate } satisfies VotedFact);
}

/** Whether this member would elect somebody with such a log: it knows of no leader that is there, and has nothing more itself. */
export function preAsked(hand: Hand, { term, lastSlot, lastTerm }: PreVote): void {
  const { seat, context, number: group } = hand;
  const granted = term > seat.term && isComplete(seat, lastSlot, lastTerm) && !isLed(hand);
  hand.tell(agentOfActor(context.from), {
    type: 'raft.pre-voted',
    ...{ group, term: seat.term, asked: term, granted },
  } satisfies PreVoted);
}

export function preVoted(hand: Hand, { asked: term, granted }: PreVoted): void {
  const { seat, context } = hand;
  const voter = agentOfActor(context.from);
  if (seat.role !== 'asking' || term !== seat.term + 1 || !granted || seat.votes.includes(voter)) return;
  seat.votes.push(voter);
  if (seat.votes.length >= hand.group.quorum) stand(hand);
}

/** Whether a leader is there: it was heard of within its group's patience, or leads here and has heard a quorum since. */
function isLed(hand: Hand): boolean {
  const { seat, context, group } = hand;
  const since = seat.role === 'leader' ? heardQuorumMs(hand) : seat.leader === -1 ? -1 : seat.heardMs;
  return since >= 0 && context.now - since < patienceOf(group);
}

function isComplete(seat: Seat, lastSlot: number, lastTerm: number): boolean {
  const own = termAt(seat, seat.log.length);
  return lastTerm > own || (lastTerm === own && lastSlot >= seat.log.length);
}

/** Somebody of a later term is heard of: this member follows. */
export function followTerm(hand: Hand, term: number): void {
  const { seat } = hand;
  if (term <= seat.term) return;
  seat.term = term;
  seat.votedFor = -1;
  seat.leader = -1;
  stepDown(hand);
}

/** Ceases to lead or to stand. */
export function stepDown(hand: Hand): void {
  const { seat } = hand;
  if (seat.role === 'leader') hand.stopTimer();
  seat.role = 'follower';
  seat.votes = [];
  watch(hand, false);
}

export function asked(hand: Hand, { term, lastSlot, lastTerm }: Vote): void {
  const { seat, context, number: group } = hand;
  const candidate = agentOfActor(context.from);
  const free = seat.votedFor === -1 || seat.votedFor === candidate;
  const granted = term === seat.term && isComplete(seat, lastSlot, lastTerm) && free && seat.role !== 'leader';
  if (granted) {
    voteFor(hand, candidate);
    watch(hand, true);
  }
  hand.tell(candidate, { type: 'raft.voted', group, term: seat.term, granted } satisfies Voted);
}

export function voted(hand: Hand, { term, granted }: Voted): void {
  const { seat, context } = hand;
  const voter = agentOfActor(context.from);
  if (seat.role !== 'candidate' || term !== seat.term || !granted || seat.votes.includes(voter)) return;
  seat.votes.push(voter);
  elect(hand);
}

/** Leads from here on if it has the votes: what waits goes into the log, and the others hear of it at once. */
function elect(hand: Hand): void {
  const { seat, context, agent, number: group } = hand;
  if (seat.votes.length < hand.group.quorum) return;
  const votes = [...seat.votes].sort((a, b) => a - b);
  context.record({ type: 'raft.elected', group, agent, term: seat.term, votes } satisfies ElectedFact);
  hand.stopTimer();
  seat.role = 'leader';
  seat.leader = agent;
  seat.askingSinceMs = context.now;
  seat.busyUntilMs = context.now + patiencesKept * patienceOf(hand.group);
  const last = seat.log.length;
  for (const member of hand.others) {
    seat.next[member] = last + 1;
    seat.match[member] = 0;
    seat.sent[member] = last;
    seat.answered[member] = seat.votes.includes(member) ? context.now : -1;
  }
  const { pending } = seat;
  seat.pending = [];
  for (const request of pending) if (seat.slotOf[keyOf(request)] === undefined) propose(hand, request);
  // What is left of earlier terms is committed only together with an entry of this one.
  if (seat.log.length === last && last > seat.commit) propose(hand, { task: -1, attempt: 0, value: null });
  replicate(hand);
  proceed(hand);
}
