/** The kinds of rows that a person filters by, and the icon and tone of each row. A kind holds the first words of its facts' types. */
import type { Component } from 'svelte';
import Bot from '@lucide/svelte/icons/bot';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Flag from '@lucide/svelte/icons/flag';
import MessageSquare from '@lucide/svelte/icons/message-square';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Square from '@lucide/svelte/icons/square';
import type { Tone } from '../../design/index.ts';

export interface LogKind {
  readonly id: string;
  readonly label: string;
  readonly types: readonly string[];
  readonly icon: Component;
}

export const logKinds: readonly LogKind[] = [
  { id: 'tasks', label: 'Tasks', types: ['task'], icon: Square },
  { id: 'messages', label: 'Messages', types: ['message'], icon: MessageSquare },
  { id: 'agents', label: 'Agents', types: ['agent', 'actor'], icon: Bot },
  { id: 'run', label: 'Run', types: ['run', 'limit'], icon: Flag },
];

export interface RowLook {
  readonly icon: Component;
  readonly tone: Tone | 'plain';
}

const special: Readonly<Record<string, RowLook>> = {
  'task.succeeded': { icon: CircleCheck, tone: 'succeeded' },
  'task.failed': { icon: CircleX, tone: 'failed' },
  'task.unassignable': { icon: CircleX, tone: 'failed' },
  'task.retrying': { icon: RotateCw, tone: 'waiting' },
  'actor.crashed': { icon: Bot, tone: 'failed' },
  'message.lost': { icon: MessageSquare, tone: 'failed' },
  'limit.reached': { icon: Flag, tone: 'failed' },
};

/** How a row of this type looks. */
export function lookOfRow(type: string): RowLook {
  const found = Object.hasOwn(special, type) ? special[type] : undefined;
  if (found !== undefined) return found;
  const kind = logKinds.find(({ types }) => types.some((first) => type === first || type.startsWith(`${first}.`)));
  return { icon: kind?.icon ?? Square, tone: 'plain' };
}

/** The types to ask for; none when nothing is filtered. */
export function typesOf(chosen: ReadonlySet<string>): readonly string[] {
  return logKinds.filter(({ id }) => chosen.has(id)).flatMap(({ types }) => types);
}
