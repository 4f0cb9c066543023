/**
 * A replica of a memory that has a primary and backups (Oki and Liskov, Viewstamped Replication, 1988): what it has, whom it has
 * promised what, and, where it leads, what it waits for. Plain data on stable storage; what it leads is gone after a crash.
 */
import type { Image, Settled, Submit } from '../messages.ts';

export interface Pending {
  readonly submit: Submit;
  /** The actor that is answered; its own where it asked itself. */
  readonly from: number;
}

/** By who asks, and which asking of its it is. */
export function nameOf({ submit, from }: Pending): string {
  return `${String(from)}/${String(submit.ask)}`;
}

interface Leading {
  readonly epoch: number;
  /** It asks who follows, tells them what they have, or serves. */
  phase: 'claiming' | 'beginning' | 'serving';
  members: number[];
  /** Of those that follow what they have, by agent. */
  images: Record<number, Image>;
  queue: Pending[];
  /** Whether the first of the queue is on its way to the members. */
  busy: boolean;
  /** Numbers what is sent to all members, so that an answer is to that alone. */
  turn: number;
  /** Members that have answered in this turn. */
  heard: number[];
  sentMs: number;
  /** Until when no member follows anybody else, ms. */
  leaseUntilMs: number;
  times: number;
  timer: number;
}

export interface Seat {
  /** The last epoch in which it took part. */
  epoch: number;
  /** It follows nobody of an epoch before this. */
  promised: number;
  /** How many changes it knows. */
  count: number;
  /** What came of each write, by operation. */
  done: Record<string, Settled>;
  /** Until when it follows nobody but the primary of its epoch, ms. */
  grantedUntilMs: number;
  /** Absent where it follows. */
  leading?: Leading;
}

/** The first replica leads the first epoch. */
export function freshSeat(agent: number, replicas: readonly number[]): Seat {
  const seat: Seat = { epoch: 0, promised: 0, count: 0, done: {}, grantedUntilMs: 0 };
  return agent === replicas[0]
    ? { ...seat, leading: { ...leadingFrom(0), phase: 'serving', members: [...replicas] } }
    : seat;
}

export function leadingFrom(epoch: number): Leading {
  return {
    epoch,
    phase: 'claiming',
    members: [],
    images: {},
    queue: [],
    busy: false,
    turn: 0,
    heard: [],
    sentMs: 0,
    leaseUntilMs: 0,
    times: 0,
    timer: 0,
  };
}

/** The next epoch behind another that a replica leads: epochs go by turns. */
export function nextEpochOf(agent: number, replicas: readonly number[], behind: number): number {
  const turn = replicas.indexOf(agent);
  const round = behind - (behind % replicas.length);
  return round + turn > behind ? round + turn : round + replicas.length + turn;
}

export function primaryOf(epoch: number, replicas: readonly number[]): number {
  return replicas[epoch % replicas.length]!;
}

/** What is known by the latest that took part, of those the one that knows most: whatever was acknowledged is in it. */
export function latestImage(images: readonly Image[]): Image {
  return images.reduce((best, each) =>
    each.last > best.last || (each.last === best.last && each.count > best.count) ? each : best,
  );
}

/** A tag that names one change: no two have the same epoch and count. */
export function tagAt(epoch: number, count: number): number {
  return epoch * 1_000_000 + count;
}
