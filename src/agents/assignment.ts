/**
 * The conversation by which an attempt is handed to an agent, the same in every protocol (FIPA Request, SC00026H):
 * assign, acknowledge, heartbeat, result, cancel. This file holds its words and the worker's end of it; the giver's
 * end is in `ledger.ts`. Whom to give to is never decided here.
 */
import type { JsonObject } from '../base/index.ts';
import { messageType, type Context, type Message } from '../kernel/index.ts';
import type { AttemptEnd } from '../plan/index.ts';
import { emptyBeat, reborn, signs, wholeSign, type BeatSlice, type Held } from './ledger/beat.ts';
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
  /** How many such signs of life a lease holds, where leases are held now; 0 where they are not. */
  readonly intervals: number;
  /** The call for proposals that it answers; absent where there was none. */
  readonly call?: number;
  /** Results that go along with it, by task; absent for none. */
  readonly results?: JsonObject;
}
/** The agent has it. */
export interface Acknowledge extends Message {
  readonly task: number;
  readonly lease: number;
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
  /** From the giver, which has lost count: say all that you hold. */
  readonly ask: string;
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
  const word = (name: string): string => messageType(`${room}.${name}`);
  return {
    assign: word('assign'),
    acknowledge: word('acknowledge'),
    heartbeat: word('heartbeat'),
    ask: word('ask'),
    result: word('result'),
    failure: word('result'),
    cancel: word('cancel'),
    hello: word('hello'),
    beat: word('beat'),
  };
}

interface Beat extends Message {
  readonly series: number;
}

/** What an assignment says of leases is remembered: something may have become known meanwhile. */
export function heed(slice: BeatSlice, { intervals }: Pick<Assign, 'intervals'>): void {
  slice.leased ||= intervals > 0;
  slice.intervals = Math.max(slice.intervals, intervals);
}

/** Lets an agent say from now on that it lives, at least so often for as long as it holds anything; 0 for not at all. */
export function startBeat(type: string, slice: BeatSlice, everyMs: number, context: Context): void {
  if (!slice.leased || everyMs === 0 || (slice.beatMs !== 0 && slice.beatMs <= everyMs)) return;
  slice.beatMs = everyMs;
  slice.series += 1;
  context.after(everyMs, { type, series: slice.series } satisfies Beat);
}

/** How often the most impatient wants to hear of what it has given; 0 where none does. */
export function shortestOf(all: Iterable<{ readonly heartbeatMs: number }>): number {
  let everyMs = 0;
  for (const { heartbeatMs } of all)
    if (heartbeatMs > 0) everyMs = everyMs === 0 ? heartbeatMs : Math.min(everyMs, heartbeatMs);
  return everyMs;
}

/** The signs of life that are due at a timer, and the next timer; with empty hands it falls silent until something comes. */
export function beat(
  slice: BeatSlice,
  message: Message,
  { held, type, goals }: { held: readonly (Held & { heartbeatMs: number })[]; type: string; goals: boolean },
  context: Context,
): void {
  if (slice.beatMs === 0 || slice.series !== (message as Beat).series) return;
  for (const { to, sign } of signs(slice, held, { type, goals })) context.send(to, sign);
  slice.beatMs = shortestOf(held);
  if (slice.beatMs > 0) context.after(slice.beatMs, message);
}

/** The worker's end: takes what it is given, says that it lives while it holds anything, tells how it ended. */
export function workerRole(room: string, giver: number, words = assignmentWords(room)): Role<BeatSlice> {
  const workOf = (host: AgentHost): readonly Work[] => host.held().filter((work) => work.room === room);
  const type = words.heartbeat;
  return {
    room,
    init: emptyBeat,
    receive(slice, message, context, host) {
      switch (message.type) {
        case words.assign:
          take(slice, message as Assign, context, host);
          return;
        case words.cancel:
          host.cancel((message as Cancel).task, (message as Cancel).lease);
          return;
        case words.ask:
          context.send(context.from, wholeSign(slice, workOf(host), { to: context.from, type, goals: false }));
          return;
        case words.beat:
          beat(slice, message, { held: workOf(host), type, goals: false }, context);
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
    recovered(slice, context, host) {
      reborn(slice);
      context.send(giver, { type: words.hello });
      const held = workOf(host);
      for (const to of new Set(held.map((work) => work.giver)))
        context.send(to, wholeSign(slice, held, { to, type, goals: false }));
      startBeat(words.beat, slice, shortestOf(held), context);
    },
    alerted(slice, intervals, context, host) {
      heed(slice, { intervals });
      startBeat(words.beat, slice, shortestOf(workOf(host)), context);
    },
  };

  function take(slice: BeatSlice, assign: Assign, context: Context, host: AgentHost): void {
    const { task, attempt, lease, availableMs, elsewhereMs, key, heartbeatMs, results } = assign;
    const giver = context.from;
    heed(slice, assign);
    if (assign.acknowledge) context.send(giver, { type: words.acknowledge, task, lease } satisfies Acknowledge);
    const held = host.holdsOf(task);
    if (held.length > 0) {
      const same = held.filter((work) => work.room === room && work.giver === giver);
      if (same.some((work) => work.lease >= lease)) return;
      // What it holds under a lease that ran out is another's, or this one's anew.
      for (const work of same) host.cancel(task, work.lease);
    }
    const work: Work = { task, attempt, lease, room, giver, availableMs, elsewhereMs, key, heartbeatMs };
    host.take(results === undefined ? work : { ...work, results });
    startBeat(words.beat, slice, heartbeatMs, context);
  }
}
