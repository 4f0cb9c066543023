/**
 * The teller of all groups that vote: it calls for ballots, takes the first of each member, and counts when all have
 * answered or the time is over. Where a group's ballots are put into an order they are counted as they come back from
 * there. It trusts every voter to have one opinion, and is trusted by all.
 */
import type { Json } from '../../base/index.ts';
import { priority, type Context, type Machine } from '../../kernel/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentOfActor,
  decisionAt,
  groupAt,
  type ConsensusOrder,
  type ConsensusOrdered,
  type ConsensusUnordered,
  type DecisionGroup,
  type Plan,
  type TaskFact,
  type TaskReady,
} from '../../plan/index.ts';
import { DecisionDesk, type DecisionDeskState, type OpenDecision } from '../decision-desk.ts';
import { abstains, decisionWith, electorateOf, mayCount } from './ballots.ts';
import {
  type Again,
  type BallotMessage,
  type Call,
  type CalledFact,
  type Close,
  type ClosedFact,
  type CountedFact,
  type Refusal,
  type RefusedFact,
  type RepeatedFact,
  callsMax,
} from './messages.ts';
import { tallyOf, type Ballot, type Rule } from './tally.ts';

/** A vote that is under way. */
interface Vote extends OpenDecision {
  /** What each member has put forward first, by place; null until it answers. */
  ballots: ({ readonly value: Json } | null)[];
  /** What members believe by now, by place; absent where that is what they believed at the start. */
  believed?: readonly Json[];
  /** Whether the ballots are with the group that orders them. */
  ordering: boolean;
  /** When it closes, ms. */
  closesMs: number;
  /** Times that it was called again, and the timer of the next; 0 for none. */
  rounds: number;
  again: number;
}

export type TellerState = DecisionDeskState<Vote>;

type Heard = BallotMessage | Close | Again | ConsensusOrdered | ConsensusUnordered;

export function tellerMachine(plan: Plan): Machine<TellerState> {
  const teller = new Teller(plan);
  return {
    init: () => ({ open: {} }),
    receive(state, message, context) {
      teller.receive(state, message, context);
    },
  };
}

class Teller extends DecisionDesk<Vote, TellerState, Heard> {
  protected override hear(state: TellerState, message: Heard, context: Context): void {
    switch (message.type) {
      case 'voting.ballot':
        this.#take(state, message, context);
        return;
      case 'voting.close':
        if (state.open[message.task]?.attempt === message.attempt) this.#close(state, message.task, context);
        return;
      case 'voting.again':
        if (state.open[message.task]?.attempt === message.attempt) this.#repeat(state, message.task, context);
        return;
      case 'consensus.ordered':
        this.#ordered(state, message, context);
        return;
      case 'consensus.unordered':
        this.#unordered(state, message, context);
        return;
    }
  }

  protected override begin(
    state: TellerState,
    { task, attempt, ballots: believed }: TaskReady,
    context: Context,
  ): void {
    const group = this.#groupOf(task);
    const { members, replyByMs } = groupAt(this.plan, group);
    const closesMs = context.now + replyByMs;
    context.record({
      type: 'voting.called',
      ...{ task, attempt, group, rule: this.#ruleOf(task), members, closesMs },
      ...(believed === undefined ? {} : { ballots: believed }),
    } satisfies CalledFact);
    const ballots = members.map(() => null);
    const vote: Vote = { attempt, timer: 0, ballots, ordering: false, closesMs, rounds: 0, again: 0 };
    if (believed !== undefined) vote.believed = believed;
    state.open[task] = vote;
    this.#arm(task, vote, context);
    this.#callLater(task, vote, context);
    for (const member of members) this.#call(task, vote, member, context);
  }

  #call(task: number, { attempt, believed }: Vote, member: number, context: Context): void {
    const ballot = believed === undefined ? {} : { ballot: believed[this.#membersOf(task).indexOf(member)]! };
    context.send(actorOfAgent(member), { type: 'voting.call', task, attempt, ...ballot } satisfies Call);
  }

  /** Sets the timer of its end. Ballots of the last instant count: the vote closes behind them. */
  #arm(task: number, vote: Vote, context: Context): void {
    const { attempt, closesMs } = vote;
    const left = Math.max(0, closesMs - context.now);
    vote.timer = context.after(left, { type: 'voting.close', task, attempt } satisfies Close, priority.decision);
  }

  protected override resume(state: TellerState, task: number, context: Context): void {
    const vote = state.open[task]!;
    // Ballots that are being put into order come back from there, or that they could not be.
    if (vote.ordering) return;
    // Nobody could answer meanwhile: its time begins anew, and so do its calls.
    vote.closesMs = context.now + groupAt(this.plan, this.#groupOf(task)).replyByMs;
    vote.rounds = 0;
    this.#arm(task, vote, context);
    this.#repeat(state, task, context);
  }

  /** The next call comes when an answer to the last one could have been here, and while the vote is open. */
  #callLater(task: number, vote: Vote, context: Context): void {
    const { replyByMs } = groupAt(this.plan, this.#groupOf(task));
    const pause = Math.max(2 * this.plan.delayMaxMs + 1, Math.ceil(replyByMs / callsMax));
    const { attempt, rounds, closesMs } = vote;
    vote.again = 0;
    if (rounds < callsMax - 1 && context.now + pause < closesMs)
      vote.again = context.after(pause, { type: 'voting.again', task, attempt } satisfies Again);
  }

  /** Calls on those who have not answered. */
  #repeat(state: TellerState, task: number, context: Context): void {
    const vote = state.open[task]!;
    const group = this.#groupOf(task);
    const { attempt } = vote;
    vote.rounds += 1;
    const members = this.#membersOf(task).filter((_member, place) => vote.ballots[place] === null);
    context.record({
      type: 'voting.repeated',
      ...{ task, attempt, group, round: vote.rounds, members },
    } satisfies RepeatedFact);
    for (const member of members) this.#call(task, vote, member, context);
    this.#callLater(task, vote, context);
  }

  protected override stopTimers(vote: Vote, context: Context): void {
    super.stopTimers(vote, context);
    if (vote.again !== 0) context.cancel(vote.again);
    vote.again = 0;
  }

  /** The first ballot of each member is taken, whatever comes after. */
  #take(state: TellerState, { task, attempt, value }: BallotMessage, context: Context): void {
    const vote = state.open[task];
    const agent = agentOfActor(context.from);
    const place = this.#membersOf(task).indexOf(agent);
    const refuse = (reason: Refusal): void => {
      context.record({ type: 'voting.refused', task, attempt, agent, value, reason } satisfies RefusedFact);
    };
    if (place === -1) refuse('no-voter');
    else if (vote?.attempt !== attempt || vote.ordering) refuse('late');
    else if (vote.ballots[place] !== null) refuse('again');
    else {
      vote.ballots[place] = { value };
      if (!vote.ballots.includes(null)) this.#close(state, task, context);
    }
  }

  /** Nobody can answer any more: the ballots are counted, or put into order first. */
  #close(state: TellerState, task: number, context: Context): void {
    const vote = state.open[task]!;
    this.stopTimers(vote, context);
    const { members, orderedBy } = groupAt(this.plan, this.#groupOf(task));
    const given = vote.ballots.flatMap((ballot, place) => (ballot === null ? [] : [{ place, value: ballot.value }]));
    if (orderedBy === -1) {
      this.#count(state, task, given, context, {});
      return;
    }
    vote.ordering = true;
    context.signal(groupAt(this.plan, orderedBy).client, {
      type: 'consensus.order',
      ...{ group: orderedBy, task, attempt: vote.attempt },
      value: given.map(({ place, value }) => ({ voter: agentAt(this.plan, members[place]!).id, value })),
    } satisfies ConsensusOrder);
  }

  #ordered(state: TellerState, { task, attempt, value, view, slot }: ConsensusOrdered, context: Context): void {
    const vote = state.open[task];
    if (vote?.attempt !== attempt || !vote.ordering) return;
    this.#count(state, task, this.#readBack(task, value), context, { view, slot });
  }

  #unordered(state: TellerState, { task, attempt, reason }: ConsensusUnordered, context: Context): void {
    const vote = state.open[task];
    if (vote?.attempt !== attempt || !vote.ordering) return;
    delete state.open[task];
    this.done(task, attempt, { kind: 'failed', reason: `the ballots could not be ordered: ${reason}` }, context);
  }

  /** The ballots as the group has agreed on them: of each member the first, and of nobody else. */
  #readBack(task: number, value: Json): Ballot[] {
    const places = new Map(this.#membersOf(task).map((agent, place) => [agentAt(this.plan, agent).id, place]));
    const read: Ballot[] = [];
    for (const item of Array.isArray(value) ? (value as readonly Json[]) : []) {
      if (item === null || typeof item !== 'object' || !('voter' in item) || !('value' in item)) continue;
      const { voter, value: of } = item as { readonly voter: Json; readonly value: Json };
      const place = typeof voter === 'string' ? places.get(voter) : undefined;
      if (place === undefined) continue;
      places.delete(voter as string);
      read.push({ place, value: of });
    }
    return read;
  }

  #count(
    state: TellerState,
    task: number,
    given: readonly Ballot[],
    context: Context,
    order: { readonly view?: number; readonly slot?: number },
  ): void {
    const { attempt, believed } = state.open[task]!;
    delete state.open[task];
    const decision = decisionWith(decisionAt(this.plan, task), believed);
    const rule = this.#ruleOf(task);
    const members = this.#membersOf(task);
    const counted = given.filter(({ place, value }) => {
      const of = { task, attempt, agent: members[place]!, value };
      const reason = abstains(decision, value) ? 'abstains' : mayCount(rule, decision, value) ? null : 'invalid';
      if (reason === null) context.record({ type: 'voting.counted', ...of } satisfies CountedFact);
      else context.record({ type: 'voting.refused', ...of, reason } satisfies RefusedFact);
      return reason === null;
    });
    const turnout = counted.length;
    const outcome = tallyOf(rule, counted, electorateOf(decision, members.length));
    const { group } = decision;
    const value = outcome.decided ? outcome.value : null;
    const reason = outcome.decided ? null : outcome.reason;
    context.record({ type: 'voting.closed', task, attempt, group, rule, turnout, value, reason } satisfies ClosedFact);
    if (!outcome.decided) {
      this.done(task, attempt, { kind: 'failed', reason: outcome.reason }, context);
      return;
    }
    const tally = outcome.scores.map(({ value: of, score }) => ({ value: of, score }));
    context.record({
      type: 'decision.made',
      ...{ task, group, value: outcome.value, members: counted.map(({ place }) => members[place]!) },
      note: { rule, turnout, voters: members.length, tally, tied: outcome.tied, ...order },
    } satisfies TaskFact);
    this.done(task, attempt, { kind: 'succeeded', result: outcome.value }, context);
  }

  #groupOf(task: number): number {
    return decisionAt(this.plan, task).group;
  }
  #ruleOf(task: number): Rule {
    return groupAt(this.plan, this.#groupOf(task)).protocol as Rule;
  }
  #membersOf(task: number): DecisionGroup['members'] {
    return groupAt(this.plan, this.#groupOf(task)).members;
  }
}
