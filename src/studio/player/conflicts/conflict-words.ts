/** What the list of conflicts says: of each kind its word and its sign, of the playhead one sentence, and what to do where there is nothing. */
import type { Component } from 'svelte';
import ArrowUpFromLine from '@lucide/svelte/icons/arrow-up-from-line';
import CircleOff from '@lucide/svelte/icons/circle-off';
import Handshake from '@lucide/svelte/icons/handshake';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import KeyRound from '@lucide/svelte/icons/key-round';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import TimerOff from '@lucide/svelte/icons/timer-off';
import Replace from '@lucide/svelte/icons/replace';
import type { ConflictKind, ConflictRow, WaitsView } from '../../../bridge/index.ts';
import { formatTime, plural } from '../../design/index.ts';

export type Tone = 'waiting' | 'failed' | 'running' | 'succeeded';

export const kindLooks: Readonly<
  Record<ConflictKind, { readonly word: string; readonly icon: Component; readonly tone: Tone }>
> = {
  wait: { word: 'Wait', icon: CirclePause, tone: 'waiting' },
  deadlock: { word: 'Deadlock', icon: RefreshCw, tone: 'failed' },
  died: { word: 'Wait-die', icon: CircleOff, tone: 'failed' },
  wounded: { word: 'Wound-wait', icon: CircleOff, tone: 'failed' },
  preempted: { word: 'Pre-emption', icon: Replace, tone: 'waiting' },
  raised: { word: 'Raised priority', icon: ArrowUpFromLine, tone: 'running' },
  expired: { word: 'Lease ran out', icon: TimerOff, tone: 'failed' },
  stale: { word: 'Stale token', icon: KeyRound, tone: 'failed' },
  negotiation: { word: 'Negotiation', icon: Handshake, tone: 'running' },
};

/** How a row looks: what ended well is green, whatever kind it is of. */
export function toneOf({ kind, outcome, moment }: ConflictRow): Tone {
  if (kind === 'negotiation' && moment === 'over') return outcome.startsWith('deal') ? 'succeeded' : 'failed';
  return kindLooks[kind].tone;
}

/** Who waits now, in one sentence. */
export function nowLine({ waits, sentence }: WaitsView, nameOf: (id: string) => string): string {
  if (sentence !== '') return sentence;
  const tasks = [...new Set(waits.map(({ task }) => task))];
  if (tasks.length === 0) return 'Nobody waits now.';
  const [first] = waits;
  if (tasks.length === 1 && first !== undefined)
    return `${nameOf(first.task)} waits for ${nameOf(first.resource)} since ${formatTime(first.sinceMs)}.`;
  const resources = [...new Set(waits.map(({ resource }) => resource))];
  const what = resources.length === 1 ? nameOf(first?.resource ?? '') : plural(resources.length, 'resource');
  return `${plural(tasks.length, 'task')} wait for ${what}.`;
}

/** Who stood in the way, as far as they are named. */
export function moreOf({ against, others }: ConflictRow): string {
  return others > against.length ? ` and ${String(others - against.length)} more` : '';
}

/** When it was, and until when. */
export function whenOf({ timeMs, endMs, kind }: ConflictRow): string {
  const start = formatTime(timeMs);
  return endMs === null || endMs === timeMs || kind === 'deadlock' ? start : `${start} – ${formatTime(endMs)}`;
}
