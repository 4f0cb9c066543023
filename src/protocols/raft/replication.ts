/**
 * How a log becomes the same everywhere (section 5.3 and 5.4.2 of the paper): the leader sends what each member lacks,
 * a member takes in what follows on its own log, and what a majority has stored of the leader's own term is committed,
 * with all before it. Only what is committed is executed, in order.
 */
import { agentOfActor } from '../../plan/index.ts';
import type {
  Append,
  Appended,
  CommittedFact,
  Entry,
  ExecutedFact,
  Redirect,
  Reply,
  Request,
  SteppedDownFact,
  Timer,
} from './messages.ts';
import { beatOf, digestOf, keyOf, patiencesKept, patienceOf, termAt, type Hand } from './seat.ts';

/** No message carries more entries. */
const entriesMax = 100;

/** Puts a request into the log of the leader, in its term. */
export function propose(hand: Hand, { task, attempt, value }: Omit<Entry, 'term'>): void {
  hand.store({ term: hand.seat.term, task, attempt, value });
}

/** Sends everybody what it lacks, or else that the leader is there. */
export function replicate(hand: Hand): void {
  for (const member of hand.others) send(hand, member);
}

function send(hand: Hand, member: number): void {
  const { seat, number: group } = hand;
  const prevSlot = seat.next[member]! - 1;
  const entries = seat.log.slice(prevSlot, prevSlot + entriesMax);
  seat.sent[member] = Math.max(seat.sent[member]!, prevSlot + entries.length);
  const { term, commit } = seat;
  const prevTerm = termAt(seat, prevSlot);
  hand.tell(member, { type: 'raft.append', group, term, prevSlot, prevTerm, entries, commit } satisfies Append);
}

/** A request of the client: the leader takes it into its log, everybody else minds that somebody does. */
export function requested(hand: Hand, request: Request): void {
  const { seat, context, number: group } = hand;
  const { task, attempt, value } = request;
  const decision = hand.plan.decisions.get(task);
  if (decision === undefined || (decision.group === group && !decision.valid(value))) return;
  const untilMs = context.now + patiencesKept * patienceOf(hand.group);
  const slot = seat.slotOf[keyOf(request)];
  if (slot !== undefined && slot <= seat.executed) reply(hand, slot);
  if (seat.role === 'leader') {
    seat.busyUntilMs = untilMs;
    if (slot === undefined) propose(hand, request);
    replicate(hand);
    proceed(hand);
  } else if (slot === undefined || slot > seat.executed) {
    const waiting = seat.pending.filter((each) => keyOf(each) !== keyOf(request));
    seat.pending = [...waiting, { task, attempt, value, untilMs }];
    if (seat.leader !== -1)
      context.send(context.from, {
        type: 'raft.redirect',
        ...{ group, task, attempt, leader: seat.leader },
      } satisfies Redirect);
  }
}

/** Entries of a leader of this term: they are taken in where they follow on what is here. */
export function append(hand: Hand, { term, prevSlot, prevTerm, entries, commit }: Append): void {
  const { seat, context, number: group } = hand;
  const leader = agentOfActor(context.from);
  const answer = (ok: boolean, slot: number): void => {
    hand.tell(leader, { type: 'raft.appended', group, term: seat.term, ok, slot } satisfies Appended);
  };
  if (term < seat.term) {
    answer(false, seat.log.length);
    return;
  }
  seat.leader = leader;
  seat.heardMs = context.now;
  if (termAt(seat, prevSlot) !== prevTerm) {
    answer(false, Math.min(seat.log.length, prevSlot - 1));
    return;
  }
  entries.forEach((entry, at) => {
    const slot = prevSlot + 1 + at;
    if (slot <= seat.log.length && termAt(seat, slot) !== entry.term) hand.truncate(slot);
    if (slot > seat.log.length) hand.store(entry);
  });
  // The leader has these in hand; if it fails the client asks again.
  seat.pending = seat.pending.filter((request) => seat.slotOf[keyOf(request)] === undefined);
  seat.commit = Math.max(seat.commit, Math.min(commit, prevSlot + entries.length));
  execute(hand);
  answer(true, prevSlot + entries.length);
}

export function appended(hand: Hand, { term, ok, slot }: Appended): void {
  const { seat, context } = hand;
  if (seat.role !== 'leader' || term !== seat.term) return;
  const member = agentOfActor(context.from);
  seat.answered[member] = context.now;
  if (ok) {
    seat.match[member] = Math.max(seat.match[member]!, Math.min(slot, seat.log.length));
    seat.next[member] = seat.match[member] + 1;
    if (seat.sent[member]! < seat.log.length) send(hand, member);
    proceed(hand);
    return;
  }
  // Each time further back, so that it comes to an end whatever the member says.
  const next = Math.max(1, seat.match[member]! + 1, Math.min(seat.next[member]! - 1, slot + 1));
  if (next >= seat.next[member]!) return;
  seat.next[member] = next;
  send(hand, member);
}

/** Commits what enough members have stored, and goes on saying that the leader is there while anything is not. */
export function proceed(hand: Hand): void {
  const { seat, context, agent, number: group } = hand;
  for (let slot = seat.log.length; slot > seat.commit && termAt(seat, slot) === seat.term; slot -= 1) {
    const members = storedBy(hand, slot);
    if (members.length < hand.group.quorum) continue;
    seat.commit = slot;
    const { term } = seat;
    context.record({ type: 'raft.committed', group, agent, slot, term, members } satisfies CommittedFact);
    execute(hand);
    break;
  }
  if (seat.commit === seat.log.length) hand.stopTimer();
  else if (seat.timer === 0) {
    seat.askingSinceMs = context.now;
    awaitBeat(hand);
  }
}

function awaitBeat({ seat, context, group, number }: Hand): void {
  seat.timer = context.after(beatOf(group), { type: 'raft.beat', group: number } satisfies Timer);
}

/** Since when a quorum, this leader among it, has been silent: the last that the least recent of the best has said. */
export function heardQuorumMs({ seat, others, group, context }: Hand): number {
  const answers = others.map((member) => seat.answered[member] ?? -1).sort((a, b) => b - a);
  return group.quorum <= 1 ? context.now : (answers[group.quorum - 2] ?? -1);
}

/** Something is still not committed: everybody is told again, until nobody may be asking any more. */
export function beat(hand: Hand): void {
  const { seat, context } = hand;
  seat.timer = 0;
  if (seat.role !== 'leader' || seat.commit === seat.log.length || context.now >= seat.busyUntilMs) return;
  if (context.now - Math.max(seat.askingSinceMs, heardQuorumMs(hand)) >= patienceOf(hand.group)) {
    resign(hand);
    return;
  }
  replicate(hand);
  awaitBeat(hand);
}

/** Leads no more, since it hears no quorum (section 6.2 of the thesis): what it could not commit waits for a leader again. */
function resign({ seat, context, agent, number: group }: Hand): void {
  context.record({ type: 'raft.stepped-down', group, agent, term: seat.term } satisfies SteppedDownFact);
  seat.role = 'follower';
  seat.leader = -1;
  seat.votes = [];
  for (const { task, attempt, value } of seat.log.slice(seat.commit))
    if (task !== -1) seat.pending.push({ task, attempt, value, untilMs: seat.busyUntilMs });
}

/** Members known to have stored a slot, this leader among them. */
function storedBy({ seat, group, agent }: Hand, slot: number): number[] {
  return group.members.filter((member) => member === agent || (seat.match[member] ?? 0) >= slot);
}

function execute(hand: Hand): void {
  const { seat, context, agent, number: group } = hand;
  while (seat.executed < Math.min(seat.commit, seat.log.length)) {
    seat.executed += 1;
    const slot = seat.executed;
    const entry = seat.log[slot - 1]!;
    context.record({
      type: 'raft.executed',
      ...{ group, agent, slot, ...entry, digest: digestOf(entry) },
    } satisfies ExecutedFact);
    seat.pending = seat.pending.filter((request) => keyOf(request) !== keyOf(entry));
    if (seat.role === 'leader' && entry.task !== -1) reply(hand, slot);
  }
}

function reply(hand: Hand, slot: number): void {
  const { seat, context, number: group } = hand;
  const { task, attempt, value, term } = seat.log[slot - 1]!;
  const stored = seat.role === 'leader' ? storedBy(hand, slot) : [hand.agent];
  context.send(hand.group.client, {
    type: 'raft.reply',
    ...{ group, task, attempt, value, term, slot, leader: seat.leader, stored },
  } satisfies Reply);
}
