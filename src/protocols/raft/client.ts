/**
 * The client of all groups that decide by Raft: it asks the leader that it knows, or all members, follows who is named as
 * leader, and asks all again when no answer comes, a bounded number of times. It believes whoever answers. It serves rooms
 * that want a value put into a group's order as well.
 */
import { exactTime } from '../../document/index.ts';
import type { Json } from '../../base/index.ts';
import type { Context, Machine } from '../../kernel/index.ts';
import {
  actorOfAgent,
  agentOfActor,
  decisionAt,
  groupAt,
  workflowActor,
  type ConsensusOrder,
  type ConsensusOrdered,
  type ConsensusUnordered,
  type Plan,
  type TaskFact,
  type TaskReady,
} from '../../plan/index.ts';
import { DecisionDesk, type DecisionDeskState, type OpenDecision } from '../decision-desk.ts';
import type { Again, AskedFact, ClientMessage, Redirect, Reply, Request, UnansweredFact } from './messages.ts';
import { digestOf, patienceOf } from './seat.ts';

/** So many times all members are asked, each after so many times their patience with a leader. */
export const roundsMax = 16;
export const patiencesARound = 3;

interface Open extends OpenDecision {
  readonly group: number;
  readonly value: Json;
  /** Who wants it: the workflow, or another client. */
  readonly by: number;
  round: number;
  /** Members asked in this round. */
  asked: number[];
}

export interface ClientState extends DecisionDeskState<Open> {
  /** The leader of each group as far as is known, an agent; -1 for nobody. */
  leaders: number[];
}

type Heard = ConsensusOrder | ClientMessage;

export function clientMachine(plan: Plan): Machine<ClientState> {
  const client = new Client(plan);
  return {
    init: () => ({ leaders: plan.groups.map(() => -1), open: {} }),
    receive(state, message, context) {
      client.receive(state, message, context);
    },
  };
}

class Client extends DecisionDesk<Open, ClientState, Heard> {
  protected override hear(state: ClientState, message: Heard, context: Context): void {
    switch (message.type) {
      case 'consensus.order':
        this.#begin(state, message, context.from, context);
        return;
      case 'raft.reply':
        this.#answered(state, message, context);
        return;
      case 'raft.redirect':
        this.#redirected(state, message, context);
        return;
      case 'raft.again':
        this.#again(state, message, context);
        return;
    }
  }

  protected override begin(state: ClientState, { task, attempt }: TaskReady, context: Context): void {
    const decision = decisionAt(this.plan, task);
    const { group, value } = decision;
    if (decision.valid(value)) this.#begin(state, { group, task, attempt, value }, workflowActor, context);
    else this.done(task, attempt, { kind: 'failed', reason: 'its value is not valid' }, context);
  }

  #begin(
    state: ClientState,
    { group, task, attempt, value }: Omit<ConsensusOrder, 'type'>,
    by: number,
    context: Context,
  ): void {
    this.close(state, task, context);
    const digest = digestOf({ task, attempt, value });
    context.record({ type: 'raft.asked', group, task, attempt, digest } satisfies AskedFact);
    state.open[task] = { group, attempt, value, by, round: 0, asked: [], timer: 0 };
    const leader = state.leaders[group]!;
    this.#ask(state, task, leader === -1 ? groupAt(this.plan, group).members : [leader], context);
  }

  /** Asks these members, and waits. */
  #ask(state: ClientState, task: number, members: readonly number[], context: Context): void {
    const open = state.open[task]!;
    open.asked = [];
    for (const member of members) this.#send(open, task, member, context);
    this.#wait(open, task, context);
  }

  protected override resume(state: ClientState, task: number, context: Context): void {
    this.#wait(state.open[task]!, task, context);
  }

  #wait(open: Open, task: number, context: Context): void {
    const wait = patiencesARound * patienceOf(groupAt(this.plan, open.group));
    open.timer = context.after(wait, { type: 'raft.again', task, attempt: open.attempt } satisfies Again);
  }

  #send(open: Open, task: number, member: number, context: Context): void {
    const { group, attempt, value } = open;
    open.asked.push(member);
    context.send(actorOfAgent(member), { type: 'raft.request', group, task, attempt, value } satisfies Request);
  }

  #redirected(state: ClientState, { group, task, attempt, leader }: Redirect, context: Context): void {
    if (!this.#isMember(group, agentOfActor(context.from)) || !this.#isMember(group, leader)) return;
    state.leaders[group] = leader;
    const open = state.open[task];
    if (open?.attempt === attempt && !open.asked.includes(leader)) this.#send(open, task, leader, context);
  }

  #again(state: ClientState, { task, attempt }: Again, context: Context): void {
    const open = state.open[task];
    if (open?.attempt !== attempt) return;
    open.round += 1;
    const { members } = groupAt(this.plan, open.group);
    state.leaders[open.group] = -1;
    if (open.round < roundsMax) {
      this.#ask(state, task, members, context);
      return;
    }
    delete state.open[task];
    context.record({ type: 'raft.unanswered', group: open.group, task } satisfies UnansweredFact);
    const waited = roundsMax * patiencesARound * patienceOf(groupAt(this.plan, open.group));
    const reason = `no majority of the ${members.length} members could agree in ${exactTime(waited)}: too many are down or cut off`;
    if (open.by === workflowActor) this.done(task, attempt, { kind: 'failed', reason }, context);
    else context.signal(open.by, { type: 'consensus.unordered', task, attempt, reason } satisfies ConsensusUnordered);
  }

  #answered(state: ClientState, reply: Reply, context: Context): void {
    const { group, task, attempt, value, term, slot, leader, stored } = reply;
    const open = state.open[task];
    if (!this.#isMember(group, agentOfActor(context.from))) return;
    if (this.#isMember(group, leader)) state.leaders[group] = leader;
    if (open?.attempt !== attempt || open.group !== group) return;
    this.close(state, task, context);
    if (open.by !== workflowActor) {
      const ordered = { type: 'consensus.ordered', group, task, attempt, value, view: term, slot } as const;
      context.signal(open.by, ordered satisfies ConsensusOrdered);
      return;
    }
    context.record({
      type: 'decision.made',
      ...{ task, group, value, members: stored, note: { term, slot } },
    } satisfies TaskFact);
    this.done(task, attempt, { kind: 'succeeded', result: value }, context);
  }

  #isMember(group: number, agent: number): boolean {
    return groupAt(this.plan, group).members.includes(agent);
  }
}
