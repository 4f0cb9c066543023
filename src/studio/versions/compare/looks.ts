/** How a difference looks: always an icon, a word and a colour together, the same on cards, wires and in the list. */
import type { Component } from 'svelte';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import Move from '@lucide/svelte/icons/move';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import type { Difference, Mark } from './diff.ts';

export const marks: readonly Mark[] = ['added', 'removed', 'changed', 'moved'];

export const markLooks: Readonly<Record<Mark, { readonly icon: Component; readonly word: string }>> = {
  added: { icon: CirclePlus, word: 'added' },
  removed: { icon: CircleMinus, word: 'removed' },
  changed: { icon: PencilLine, word: 'changed' },
  moved: { icon: Move, word: 'moved' },
};

export const kindWords: Readonly<Record<Difference['kind'], string>> = {
  agent: 'agent',
  task: 'task',
  resource: 'resource',
  memory: 'shared memory',
  note: 'note',
  frame: 'frame',
  depends: 'dependency',
  reports: 'reports to',
  setting: 'setting',
};
