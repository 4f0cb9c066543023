/**
 * Calls of a task that brought nobody: which of them count towards the end of the search, how long it rests before the next,
 * and in which words it ends. A bidder is merely busy where it holds or may have promised something that the initiator
 * knows of; whoever refuses without that refuses for good. Whatever bidders answer, the search has an end: a task is called
 * only so often between two contracts that end.
 */
import type { Call, Ranked, TenderState } from '../../agents/index.ts';
import { unallocated } from '../../plan/index.ts';

/** Calls without an offer in which somebody was merely busy, in a row; their pauses double all the while. */
export const BUSY_CALLS_MAX = 40;
/** A pause between rounds doubles at most this often. */
const doublingsMax = 10;
/** No pause is longer. */
const pauseMaxMs = 1e12;

/** Calls in a row that brought nobody. */
export interface Rounds {
  readonly tries: number;
  /** Those in which nobody was merely busy: only they count towards the end. */
  readonly silent: number;
  /** Whether in the last of them somebody was. */
  readonly busy: boolean;
  /** What came of them, one agent at a time. */
  readonly asked: number;
  readonly refused: number;
  readonly lapsed: number;
  late: number;
}

/** Calls of a task since a contract ended last. */
export interface Called {
  readonly ends: number;
  readonly count: number;
}

/** The calls so far, with one more that brought nobody. */
export function oneMore(before: Rounds | undefined, call: Call, busy: boolean): Rounds {
  const { round, invited, refused, bids } = call;
  return {
    tries: (before?.tries ?? 0) + 1,
    silent: busy ? round - 1 : round,
    busy,
    asked: (before?.asked ?? 0) + invited.length,
    refused: (before?.refused ?? 0) + refused,
    lapsed: (before?.lapsed ?? 0) + bids.length,
    late: before?.late ?? 0,
  };
}

/** How long a task rests after calls that brought nobody. */
export function pauseMs({ tries, busy }: Rounds, backoffMs: number): number {
  let pause = backoffMs;
  for (let at = 1; at < tries && (busy || at <= doublingsMax) && pause < pauseMaxMs; at += 1) pause *= 2;
  return Math.min(pauseMaxMs, pause);
}

/** Why the search ends after its last round, with what its calls came to. */
export function whyNobody({ silent, asked, refused, lapsed, late }: Rounds): string {
  const silence = asked - refused - lapsed;
  const what = refused === asked ? 'everybody refused' : lapsed + late === 0 ? 'nobody proposed' : 'no proposal stood';
  const parts = [
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(lapsed > 0 ? [`${lapsed} ${lapsed === 1 ? 'offer' : 'offers'} stood no more`] : []),
    ...(silence > 0 ? [`${silence} did not answer in time${late > 0 ? `, ${late} of them too late` : ''}`] : []),
  ];
  const counts =
    refused === asked || silence === asked ? (late > 0 ? `: ${late} came too late` : '') : `: ${parts.join(', ')}`;
  return unallocated(`${what} in ${silent} ${silent === 1 ? 'round' : 'rounds'}${counts}`);
}

/** Whether an agent may have promised something to another call: it has bid there, or its answer is still to come. */
export function mayHavePromised({ calls }: TenderState, agent: number, apart: number): boolean {
  for (const key in calls) {
    const { task, bids, rest, invited, answered } = calls[key]!;
    if (task === apart) continue;
    if ((rest ?? bids).some((bid) => bid.agent === agent)) return true;
    if (rest === null && invited.includes(agent) && !answered.includes(agent)) return true;
  }
  return false;
}

/** The better half of those who have bid, two at least: they are asked again. None where that would narrow nothing. */
export function narrowed(order: readonly Ranked[]): readonly Ranked[] {
  return order.length > 2 ? order.slice(0, Math.max(2, (order.length + (order.length & 1)) >> 1)) : [];
}
