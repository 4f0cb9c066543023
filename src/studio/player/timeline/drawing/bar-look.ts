/**
 * How a bar looks at the playhead: what lies behind shows how it ended, what is under way is blue, what lies ahead is pale.
 * One place decides it, for the painter, the card under the pointer and the table for screen readers alike.
 */
import type { Bar } from '../../../../bridge/index.ts';
import { faultLook, formatTime, formatCount } from '../../../design/index.ts';
import type { NameOf } from '../../names.ts';

export type Moment = 'past' | 'now' | 'ahead';
export type BarTone = 'running' | 'succeeded' | 'failed' | 'waiting' | 'idle' | 'lie';

export interface Playhead {
  readonly step: number;
  readonly timeMs: number;
}

/** Where the bar lies as seen from the playhead. Two steps can share an instant, so the start is judged by its step. */
export function momentOf(bar: Bar, { step, timeMs }: Playhead): Moment {
  if (bar.startStep > step) return 'ahead';
  return bar.endMs > timeMs || bar.end === 'open' ? 'now' : 'past';
}

/** The tone in which a bar is drawn. A bar that has ended keeps its end's tone while it lies ahead: pale, but told apart. */
export function toneOf(bar: Bar, moment: Moment): BarTone {
  if (bar.kind === 'crashed') return 'failed';
  if (bar.kind === 'fault') return faultTone(bar);
  if (bar.kind === 'queued' || bar.kind === 'apart') return 'waiting';
  if (bar.kind === 'operation') return operationTone(bar, moment);
  if (bar.kind === 'held') return moment === 'now' ? 'running' : 'idle';
  if (bar.kind === 'awaited') return 'failed';
  if (bar.kind === 'raised') return 'waiting';
  if (bar.kind === 'transfer') return 'idle';
  if (bar.kind === 'halted') return bar.halt === 'suspended' ? 'idle' : 'waiting';
  if (moment === 'now' && (bar.kind === 'running' || bar.kind === 'deciding')) return 'running';
  switch (bar.end) {
    case 'open':
      return 'running';
    case 'succeeded':
    case 'turn':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'idle';
  }
}

/** Reads are grey and writes green once they are over; what failed, or missed an earlier write, is told apart. */
function operationTone({ end, does, stale }: Bar, moment: Moment): BarTone {
  if (moment === 'now') return 'running';
  if (end === 'failed') return 'failed';
  if (stale === true) return 'waiting';
  return does === 'read' ? 'idle' : 'succeeded';
}

function faultTone({ fault }: Bar): BarTone {
  const { tone } = faultLook(fault ?? '');
  return tone === 'lie' || tone === 'waiting' ? tone : 'failed';
}

/** What is written in a bar when it fits. */
export function barLabel(bar: Bar, nameOf: NameOf): string {
  if (bar.kind === 'crashed') return 'crashed';
  if (bar.kind === 'fault') return faultLook(bar.fault ?? '').word;
  if (bar.kind === 'operation') return operationLabel(bar);
  if (bar.end === 'turn') return nameOf(bar.task);
  if (bar.count > 1) return `${formatCount(bar.count)} tasks`;
  if (bar.kind === 'raised') return `raised to ${String(bar.priority)}`;
  if (bar.kind === 'held') return nameOf(bar.task);
  return bar.attempt > 1 ? `${nameOf(bar.task)} · attempt ${String(bar.attempt)}` : nameOf(bar.task);
}

/** What stands for what is done to a key. */
const signs: Readonly<Record<NonNullable<Bar['does']>, string>> = {
  read: 'r',
  write: 'w',
  cas: 'c',
  add: '+',
  append: '+',
  insert: '+',
  move: '↕',
  remove: '−',
};

function operationLabel({ does = 'read', key = '', count }: Bar): string {
  return count > 1 ? `${formatCount(count)} × ${signs[does]}` : `${signs[does]} ${key}`;
}

/** What was done to a key, in words. */
export function operationWords({ does = 'read', key = '', count }: Bar): string {
  return count > 1
    ? `${formatCount(count)} operations too narrow to tell apart`
    : `${does === 'cas' ? 'compare and set' : does} ${key}`;
}

/** What the agent does with work whose clock stands. */
export const haltWords: Readonly<Record<NonNullable<Bar['halt']>, string>> = {
  blocked: 'blocked: it waits for a service',
  suspended: 'suspended: it gave way',
  giving: 'giving what it made to a service',
};

const words: Readonly<Record<Exclude<Bar['kind'], 'fault' | 'halted' | 'operation'>, string>> = {
  running: 'running',
  queued: 'queued',
  transfer: 'waits for data',
  crashed: 'crashed',
  kept: 'kept from the run before',
  deciding: 'takes part in deciding',
  apart: 'copies differ',
  held: 'held',
  awaited: 'waits',
  raised: 'raised priority',
};

/** What the bar means, as one clause: `succeeded after 1.20 s`, `queued for 40 ms`. */
export function barState(bar: Bar, playhead: Playhead): string {
  const length = formatTime(bar.endMs - bar.startMs);
  const moment = momentOf(bar, playhead);
  if (bar.kind === 'fault') return `${faultLook(bar.fault ?? '').word} for ${length}`;
  if (bar.kind === 'halted') return `${haltWords[bar.halt ?? 'blocked']}, for ${length}`;
  if (bar.kind === 'operation') return operationState(bar, length);
  if (bar.kind === 'raised') return `${barLabel(bar, String)} for ${length}`;
  if (bar.kind === 'kept') return `${bar.end} after ${length}, ${words.kept}`;
  if (bar.kind === 'deciding')
    return bar.end === 'open' ? words.deciding : `${words.deciding} for ${length}: ${bar.end}`;
  if (bar.end === 'turn') return bar.count > 1 ? `${formatCount(bar.count)} turns` : `had a turn of ${length}`;
  if (bar.kind !== 'running') return `${words[bar.kind]} for ${length}`;
  if (moment === 'now') return bar.end === 'open' ? 'running' : `running, of ${length}`;
  return moment === 'ahead'
    ? `lies ahead, takes ${length}`
    : `${bar.end === 'open' ? 'running' : bar.end} after ${length}`;
}

function operationState({ end, stale }: Bar, length: string): string {
  if (end === 'open') return 'not answered yet';
  if (end === 'failed') return `failed after ${length}`;
  return stale === true ? `answered after ${length}, and missed an earlier write` : `answered after ${length}`;
}
