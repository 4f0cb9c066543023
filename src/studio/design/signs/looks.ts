/**
 * How each state is shown: always an icon, a word and a tone together, because colour is never the only sign.
 * Canvas, timeline, inspector and library all read this one table.
 */
import type { Component } from 'svelte';
import type { AgentView, Outcome, TaskState } from '../../../bridge/index.ts';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import PowerOff from '@lucide/svelte/icons/power-off';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import UserCheck from '@lucide/svelte/icons/user-check';

export type Tone = 'accent' | 'running' | 'succeeded' | 'failed' | 'waiting' | 'lie' | 'idle';
export type AgentState = AgentView['state'];
export type ShownState = TaskState | AgentState | Outcome | 'never-run' | 'paused';

export interface Look {
  readonly icon: Component;
  readonly word: string;
  readonly tone: Tone;
}

const looks: Readonly<Record<ShownState, Look>> = {
  pending: { icon: CircleDashed, word: 'pending', tone: 'idle' },
  ready: { icon: Hourglass, word: 'ready', tone: 'waiting' },
  assigned: { icon: UserCheck, word: 'assigned', tone: 'accent' },
  running: { icon: LoaderCircle, word: 'running', tone: 'running' },
  succeeded: { icon: CircleCheck, word: 'succeeded', tone: 'succeeded' },
  failed: { icon: CircleX, word: 'failed', tone: 'failed' },
  skipped: { icon: CircleMinus, word: 'skipped', tone: 'idle' },
  cancelled: { icon: Ban, word: 'cancelled', tone: 'idle' },
  unassignable: { icon: CircleSlash, word: 'unassignable', tone: 'failed' },
  compensated: { icon: Undo2, word: 'compensated', tone: 'waiting' },
  idle: { icon: CircleDot, word: 'idle', tone: 'idle' },
  working: { icon: LoaderCircle, word: 'working', tone: 'running' },
  crashed: { icon: PowerOff, word: 'crashed', tone: 'failed' },
  stalled: { icon: TriangleAlert, word: 'stalled', tone: 'waiting' },
  paused: { icon: CirclePause, word: 'paused', tone: 'running' },
  'never-run': { icon: CircleDashed, word: 'never run', tone: 'idle' },
};

/** Icon, word and tone of a state. */
export function lookOf(state: ShownState): Look {
  return looks[state];
}
