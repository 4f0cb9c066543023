/**
 * The client of all PBFT groups: it asks the primary that it believes in, takes what f + 1 replicas answer alike, and
 * asks everybody when too few do. It stands for the workflow and for whoever wants values put into one order; it trusts
 * no single replica, and it gives up after a number of rounds, so that nothing waits for ever.
 */
import type { Json } from '../../base/index.ts';
import type { Context, Machine, Message } from '../../kernel/index.ts';
import {
  actorOfAgent,
  decisionAt,
  groupAt,
  taskAt,
  workflowActor,
  type AttemptEnd,
  type ConsensusOrder,
  type ConsensusOrdered,
  type ConsensusUnordered,
  type CoordinatorMessage,
  type DecisionGroup,
  type Plan,
  type TaskDone,
  type TaskFact,
} from '../../plan/index.ts';
import {
  askedOf,
  isSound,
  orderOf,
  type Order,
  type RepeatedFact,
  type Reply,
  type Request,
  type UnansweredFact,
} from './messages.ts';

interface Asked {
  readonly group: number;
  readonly order: Order;
  /** Who wants to know: the workflow, or the client of another room. */
  readonly by: number;
  rounds: number;
  timer: number;
  /** Timer of the attempt's timeout and when it is due, ms; 0 for none. */
  timeout: number;
  dueMs: number;
  /** What each replica answered last, by place. */
  replies: Record<number, { readonly order: Order; readonly view: number; readonly slot: number }>;
}

export interface ClientState {
  /** By task. */
  asked: Record<number, Asked>;
  /** The view that each group is believed to be in. */
  views: Record<number, number>;
}

interface Again extends Message {
  readonly type: 'consensus-pbft.again' | 'consensus-pbft.overdue';
  readonly task: number;
  readonly attempt: number;
}
interface Recovered extends Message {
  readonly type: 'kernel.recovered';
}
type Heard = CoordinatorMessage | ConsensusOrder | Reply | Again | Recovered;

/** Rounds in which everybody is asked, and how often the pause between them doubles. */
export const roundsMax = 12;
export const pauseDoublingsMax = 5;

export function client(plan: Plan): Machine<ClientState, Heard> {
  const hands = new Client(plan);
  return {
    init: () => ({ asked: {}, views: {} }),
    receive(state, message, context) {
      hands.receive(state, message, context);
    },
  };
}

class Client {
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  receive(state: ClientState, message: Heard, context: Context): void {
    switch (message.type) {
      case 'task.ready':
        this.#ready(state, message, context);
        return;
      case 'task.cancel': {
        const asked = this.#of(state, message);
        if (asked !== undefined) this.#end(state, asked, { kind: 'cancelled', forced: false }, context);
        return;
      }
      case 'consensus.order':
        this.#ask(state, { ...message, by: context.from }, context);
        return;
      case 'consensus-pbft.reply':
        this.#replied(state, message, context);
        return;
      case 'consensus-pbft.again':
        this.#again(state, message, context);
        return;
      case 'kernel.recovered':
        // What was asked is on stable storage; timers are not.
        for (const asked of Object.values(state.asked)) {
          this.#wait(asked, context);
          this.#limit(asked, context);
        }
        return;
      case 'task.void':
      case 'task.opened':
      case 'task.closed':
        return;
      case 'consensus-pbft.overdue': {
        const asked = this.#of(state, message);
        if (asked === undefined) return;
        asked.timeout = 0;
        this.#end(state, asked, { kind: 'failed', reason: 'timeout' }, context);
      }
    }
  }

  #of(state: ClientState, { task, attempt }: { readonly task: number; readonly attempt: number }): Asked | undefined {
    const asked = state.asked[task];
    return asked?.order.attempt === attempt ? asked : undefined;
  }

  #ready(
    state: ClientState,
    { task, attempt }: { readonly task: number; readonly attempt: number },
    context: Context,
  ): void {
    const { group, value } = decisionAt(this.#plan, task);
    context.record({ type: 'task.deciding', task, attempt, group } satisfies TaskFact);
    this.#ask(state, { group, task, attempt, value, by: workflowActor }, context);
  }

  #ask(
    state: ClientState,
    wish: {
      readonly group: number;
      readonly task: number;
      readonly attempt: number;
      readonly value: Json;
      readonly by: number;
    },
    context: Context,
  ): void {
    const { group, task, attempt, value, by } = wish;
    const order = orderOf(task, attempt, value);
    const earlier = state.asked[task];
    if (earlier !== undefined) this.#forget(state, earlier, context);
    const asked: Asked = { group, order, by, rounds: 0, timer: 0, timeout: 0, dueMs: 0, replies: {} };
    if (askedOf(this.#plan, group, task)?.valid(value) === false) {
      this.#end(state, asked, { kind: 'failed', reason: 'the value is not valid' }, context);
      return;
    }
    state.asked[task] = asked;
    const { members } = this.#group(asked);
    const { timeoutMs } = taskAt(this.#plan, task);
    if (timeoutMs > 0 && by === workflowActor) asked.dueMs = context.now + timeoutMs;
    this.#limit(asked, context);
    context.send(actorOfAgent(members[(state.views[group] ?? 0) % members.length]!), this.#request(asked));
    this.#wait(asked, context);
  }

  #group({ group }: Asked): DecisionGroup {
    return groupAt(this.#plan, group);
  }

  #request({ group, order }: Asked): Request {
    return { type: 'consensus-pbft.request', group, ...order };
  }

  /** Sets the timer of the attempt's timeout, where it has one. */
  #limit(asked: Asked, context: Context): void {
    const { dueMs, order } = asked;
    const { task, attempt } = order;
    if (dueMs === 0) return;
    const left = Math.max(0, dueMs - context.now);
    asked.timeout = context.after(left, { type: 'consensus-pbft.overdue', task, attempt } satisfies Again);
  }

  #wait(asked: Asked, context: Context): void {
    const { task, attempt } = asked.order;
    const ms = Math.max(1, this.#group(asked).viewTimeoutMs) * (1 << Math.min(pauseDoublingsMax, asked.rounds));
    asked.timer = context.after(ms, { type: 'consensus-pbft.again', task, attempt } satisfies Again);
  }

  #again(state: ClientState, message: Again, context: Context): void {
    const asked = this.#of(state, message);
    if (asked === undefined) return;
    asked.timer = 0;
    const { group } = asked;
    const { task } = message;
    if (asked.rounds >= roundsMax) {
      context.record({ type: 'consensus-pbft.unanswered', group, task } satisfies UnansweredFact);
      const reason = `no agreement: too few of the group answered alike in ${roundsMax} rounds`;
      this.#end(state, asked, { kind: 'failed', reason }, context);
      return;
    }
    asked.rounds += 1;
    context.record({ type: 'consensus-pbft.repeated', group, task, round: asked.rounds } satisfies RepeatedFact);
    for (const agent of this.#group(asked).members) context.send(actorOfAgent(agent), this.#request(asked));
    this.#wait(asked, context);
  }

  #replied(state: ClientState, reply: Reply, context: Context): void {
    const asked = this.#of(state, reply);
    if (asked === undefined || asked.group !== reply.group || !isSound(reply)) return;
    const { members, faulty } = this.#group(asked);
    const place = members.findIndex((agent) => actorOfAgent(agent) === context.from);
    if (place === -1) return;
    const { task, attempt, value, digest, view, slot } = reply;
    asked.replies[place] = { order: { task, attempt, value, digest }, view, slot };
    const alike = Object.entries(asked.replies).filter(([, each]) => each.order.digest === digest);
    if (alike.length <= faulty) return;
    // The lowest view: one of them at least is honest, and no liar can send the client beyond the present one.
    state.views[asked.group] = Math.min(...alike.map(([, each]) => each.view));
    const vouching = alike.map(([at]) => members[Number(at)]!);
    this.#accept(state, asked, { value, view: state.views[asked.group]!, slot, vouching }, context);
  }

  #accept(
    state: ClientState,
    asked: Asked,
    {
      value,
      view,
      slot,
      vouching,
    }: { readonly value: Json; readonly view: number; readonly slot: number; readonly vouching: readonly number[] },
    context: Context,
  ): void {
    const { group, order, by } = asked;
    const { task, attempt } = order;
    if (by === workflowActor) {
      const note = { view, slot };
      context.record({ type: 'decision.made', task, group, value, members: vouching, note } satisfies TaskFact);
      this.#end(state, asked, { kind: 'succeeded', result: value }, context);
      return;
    }
    this.#forget(state, asked, context);
    const type = 'consensus.ordered';
    context.signal(by, { type, group, task, attempt, value, view, slot } satisfies ConsensusOrdered);
  }

  #end(state: ClientState, asked: Asked, end: AttemptEnd, context: Context): void {
    const { order, by } = asked;
    const { task, attempt } = order;
    this.#forget(state, asked, context);
    if (by === workflowActor)
      context.signal(by, { type: 'task.done', task, attempt, agent: -1, end } satisfies TaskDone);
    else {
      const reason = end.kind === 'failed' ? end.reason : 'stopped';
      context.signal(by, { type: 'consensus.unordered', task, attempt, reason } satisfies ConsensusUnordered);
    }
  }

  #forget(state: ClientState, asked: Asked, context: Context): void {
    if (asked.timer !== 0) context.cancel(asked.timer);
    if (asked.timeout !== 0) context.cancel(asked.timeout);
    if (state.asked[asked.order.task] === asked) delete state.asked[asked.order.task];
  }
}
