/**
 * The conversation by which an attempt is handed to an agent, the same in every protocol (FIPA Request, SC00026H):
 * assign, acknowledge, heartbeat, result, cancel. This file holds its words and the worker's end of it; the giver's
 * end is in `ledger.ts`. Whom to give to is never decided here.
 */
import type { Context, Message } from '../kernel/index.ts';
import type { AttemptEnd } from '../plan/index.ts';
import type { AgentHost, Role, Work } from './role.ts';

/** Handed to the agent; it takes it or queues it. */
export interface Assign extends Message {
  readonly task: number;
  readonly attempt: number;
  readonly lease: number;
  readonly availableMs: number;
  readonly elsewhereMs: number;
  readonly key: number;
  readonly acknowledge: boolean;
  /** How often its giver wants to hear that the agent lives, where leases are held; 0 for never. */
  readonly heartbeatMs: number;
  /** Whether leases are held now. */
  readonly leased: boolean;
  /** The call for proposals that it answers; absent where there was none. */
  readonly call?: number;
}
/** The agent has it. */
export interface Acknowledge extends Message {
  readonly task: number;
  readonly lease: number;
}
/** The agent lives, and holds this: pairs of task and lease, flattened. One message a round, however much it holds. */
export interface Heartbeat extends Message {
  readonly held: readonly number[];
}
export interface AttemptResult extends Message {
  readonly task: number;
  readonly attempt: number;
  readonly lease: number;
  readonly end: AttemptEnd;
  /** Who did it, where whoever tells it is another. */
  readonly by?: number;
}
export interface Cancel extends Message {
  readonly task: number;
  readonly lease: number;
}

/** Names of the words as one room says them. */
export interface AssignmentWords {
  readonly assign: string;
  readonly acknowledge: string;
  readonly heartbeat: string;
  readonly result: string;
  /** The result of an attempt that failed; most rooms say both alike. */
  readonly failure: string;
  readonly cancel: string;
  /** The agent is back with empty hands. */
  readonly hello: string;
  /** The worker's own timer. */
  readonly beat: string;
}

export function assignmentWords(room: string): AssignmentWords {
  return {
    assign: `${room}.assign`,
    acknowledge: `${room}.acknowledge`,
    heartbeat: `${room}.heartbeat`,
    result: `${room}.result`,
    failure: `${room}.result`,
    cancel: `${room}.cancel`,
    hello: `${room}.hello`,
    beat: `${room}.beat`,
  };
}

export interface WorkerSlice {
  /** Whether leases are held, as far as the agent knows. */
  leased: boolean;
  /** Whether the timer of the heartbeat runs, and how often; 0 when it does not. */
  beatMs: number;
  /** Number of the present series of heartbeats: the timer of one before a crash is none of it. */
  series: number;
}

interface Beat extends Message {
  readonly everyMs: number;
  readonly series: number;
}

/** Lets a worker say from now on that it lives, every so many ms for as long as it holds anything; 0 for not at all. */
export function startBeat(words: AssignmentWords, slice: WorkerSlice, everyMs: number, context: Context): void {
  if (!slice.leased || everyMs === 0 || slice.beatMs !== 0) return;
  slice.beatMs = everyMs;
  slice.series += 1;
  context.after(everyMs, { type: words.beat, everyMs, series: slice.series } satisfies Beat);
}

/** How often the most impatient of those whose work it holds wants to hear of it; 0 where none does. */
function shortestOf(room: string, host: AgentHost): number {
  let everyMs = 0;
  for (const { room: of, heartbeatMs } of host.held())
    if (of === room && heartbeatMs > 0) everyMs = everyMs === 0 ? heartbeatMs : Math.min(everyMs, heartbeatMs);
  return everyMs;
}

/** The worker's end: takes what it is given, says that it lives while it holds anything, tells how it ended. */
export function workerRole(room: string, giver: number, words = assignmentWords(room)): Role<WorkerSlice> {
  return {
    room,
    init: () => ({ leased: false, beatMs: 0, series: 0 }),
    receive(slice, message, context, host) {
      switch (message.type) {
        case words.assign:
          take(slice, message as Assign, context, host);
          return;
        case words.cancel:
          host.cancel((message as Cancel).task, (message as Cancel).lease);
          return;
        case words.beat:
          beat(slice, message as Beat, context, host);
      }
    },
    ended(_slice, work, end, context) {
      const result: AttemptResult = {
        type: end.kind === 'failed' ? words.failure : words.result,
        task: work.task,
        attempt: work.attempt,
        lease: work.lease,
        end,
      };
      context.send(work.giver, result);
    },
    recovered(slice, context) {
      slice.beatMs = 0;
      context.send(giver, { type: words.hello });
    },
    alerted(slice, context, host) {
      slice.leased = true;
      startBeat(words, slice, shortestOf(room, host), context);
    },
  };

  function take(slice: WorkerSlice, assign: Assign, context: Context, host: AgentHost): void {
    const { task, attempt, lease, availableMs, elsewhereMs, key, heartbeatMs } = assign;
    slice.leased ||= assign.leased;
    if (assign.acknowledge) context.send(context.from, { type: words.acknowledge, task, lease } satisfies Acknowledge);
    if (host.holds(task, lease)) return;
    host.take({
      task,
      attempt,
      lease,
      room,
      giver: context.from,
      availableMs,
      elsewhereMs,
      key,
      heartbeatMs,
    } satisfies Work);
    startBeat(words, slice, heartbeatMs, context);
  }

  /** One heartbeat to each giver for all that is held; with empty hands it falls silent until work comes. */
  function beat(slice: WorkerSlice, message: Beat, context: Context, host: AgentHost): void {
    if (slice.beatMs === 0 || slice.series !== message.series) return;
    const held = new Map<number, number[]>();
    for (const { room: of, giver: to, task, lease } of host.held()) {
      if (of !== room) continue;
      const pairs = held.get(to);
      if (pairs === undefined) held.set(to, [task, lease]);
      else pairs.push(task, lease);
    }
    if (held.size === 0) {
      slice.beatMs = 0;
      return;
    }
    for (const [to, pairs] of held) context.send(to, { type: words.heartbeat, held: pairs } satisfies Heartbeat);
    context.after(message.everyMs, message);
  }
}
