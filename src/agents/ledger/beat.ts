/**
 * Signs of life of whoever holds something: a sign says what changed since the one before, and says it again as often as a
 * lease holds signs, so that one that is lost loses nothing. Every change has a number; who finds one missing asks for all.
 * Plain data; what is held is never decided here.
 */
import type { Message } from '../../kernel/index.ts';

/** What an agent holds of one giver, as it last told it. */
interface Told {
  /** How many changes there were. */
  upTo: number;
  /** Lease of each task. */
  pairs: Record<number, number>;
  /** Task, lease (below 0 where it is held no more), and how often it is still to be told, flattened. */
  news: number[];
}

export interface BeatSlice {
  /** Whether leases are held, as far as the agent knows, and how many signs of life a lease holds. */
  leased: boolean;
  intervals: number;
  /** Whether the timer runs, and how often; 0 when it does not. */
  beatMs: number;
  /** Number of the present timer: one from before a crash is another. */
  series: number;
  /** How often it came back from a crash. */
  life: number;
  /** By giver, an actor. */
  told: Record<number, Told>;
}

/** The agent lives and holds so many tasks of the receiver; the changes up to a number: pairs of task and lease, flattened. */
export interface Heartbeat extends Message {
  readonly life: number;
  readonly upTo: number;
  readonly held: number;
  /** A lease below 0 is one that the agent holds no more. */
  readonly news: readonly number[];
  /** Whether these are no changes but all that is held. */
  readonly whole: boolean;
  /** Whether it is about goals that are seen to, not about work. */
  readonly goals: boolean;
}

/** Asks an agent for all that it holds. */
export interface Ask extends Message {
  readonly goals: boolean;
}

/** Something that is held. */
export interface Held {
  readonly giver: number;
  readonly task: number;
  readonly lease: number;
}

export function emptyBeat(): BeatSlice {
  return { leased: false, intervals: 1, beatMs: 0, series: 0, life: 0, told: {} };
}

/** After a crash the hands are empty, and all is told from the beginning. */
export function reborn(slice: BeatSlice): void {
  slice.beatMs = 0;
  slice.life += 1;
  slice.told = {};
}

/** The signs of life that are due, one a giver of whom something is held. */
export function signs(
  slice: BeatSlice,
  held: Iterable<Held>,
  { type, goals }: Pick<Heartbeat, 'type' | 'goals'>,
): readonly { readonly to: number; readonly sign: Heartbeat }[] {
  return [...byGiver(held)].map(([to, pairs]) => {
    const told = toldTo(slice, to);
    note(told, pairs, slice.intervals);
    const news: number[] = [];
    const again: number[] = [];
    for (let at = 0; at < told.news.length; at += 3) {
      const [task, lease, left] = [told.news[at]!, told.news[at + 1]!, told.news[at + 2]!];
      news.push(task, lease);
      if (left > 1) again.push(task, lease, left - 1);
    }
    told.news = again;
    const { upTo } = told;
    const count = Object.keys(pairs).length;
    return { to, sign: { type, life: slice.life, upTo, held: count, news, whole: false, goals } };
  });
}

/** All that is held of one giver. */
export function wholeSign(
  slice: BeatSlice,
  held: Iterable<Held>,
  { to, type, goals }: Pick<Heartbeat, 'type' | 'goals'> & { readonly to: number },
): Heartbeat {
  const pairs = byGiver(held).get(to) ?? {};
  const told = toldTo(slice, to);
  note(told, pairs, slice.intervals);
  const news = Object.entries(pairs).flatMap(([task, lease]) => [Number(task), lease]);
  return { type, life: slice.life, upTo: told.upTo, held: news.length / 2, news, whole: true, goals };
}

function toldTo(slice: BeatSlice, giver: number): Told {
  return (slice.told[giver] ??= { upTo: 0, pairs: {}, news: [] });
}

function byGiver(held: Iterable<Held>): Map<number, Record<number, number>> {
  const all = new Map<number, Record<number, number>>();
  for (const { giver, task, lease } of held) {
    let pairs = all.get(giver);
    if (pairs === undefined) all.set(giver, (pairs = {}));
    pairs[task] = Math.max(pairs[task] ?? 0, lease);
  }
  return all;
}

/** Writes down what changed since it was told last. */
function note(told: Told, pairs: Record<number, number>, times: number): void {
  const before = told.pairs;
  const add = (task: string, lease: number): void => {
    told.news.push(Number(task), lease, times);
    told.upTo += 1;
  };
  for (const task in before) if (pairs[task] !== before[task]) add(task, -before[task]!);
  for (const task in pairs) if (pairs[task] !== before[task]) add(task, pairs[task]!);
  told.pairs = pairs;
}
