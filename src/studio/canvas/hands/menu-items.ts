/**
 * What a menu lists: commands of the one registry, by name, in groups, so that a menu, a key and the palette do the same. A command
 * that is not there or not possible is left out; here it only gets a shorter name where the menu says what it is about.
 */
import type { Component } from 'svelte';
import ArrowRightFromLine from '@lucide/svelte/icons/arrow-right-from-line';
import Boxes from '@lucide/svelte/icons/boxes';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Copy from '@lucide/svelte/icons/copy';
import FastForward from '@lucide/svelte/icons/fast-forward';
import Group from '@lucide/svelte/icons/group';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import Maximize from '@lucide/svelte/icons/maximize';
import OctagonPause from '@lucide/svelte/icons/octagon-pause';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Power from '@lucide/svelte/icons/power';
import Scissors from '@lucide/svelte/icons/scissors';
import Spline from '@lucide/svelte/icons/spline';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Ungroup from '@lucide/svelte/icons/ungroup';
import WandSparkles from '@lucide/svelte/icons/wand-sparkles';
import Zap from '@lucide/svelte/icons/zap';
import type { Shortcut } from '../../state/index.ts';
import type { HandMenu } from './hands.svelte.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon: Component;
  readonly danger?: boolean;
}

const entry = (id: string, label: string, icon: Component): Entry => ({ id, label, icon });
const remove: Entry = { id: 'canvas.remove', label: 'Delete', icon: Trash2, danger: true };

const lists: Readonly<Record<HandMenu['about'], readonly (readonly Entry[])[]>> = {
  node: [
    [
      entry('canvas.enter', 'Open', Boxes),
      entry('canvas.add', 'Add what follows…', Plus),
      entry('canvas.connect', 'Connect to…', Spline),
      entry('canvas.chain', 'Connect one after the other', ListOrdered),
      entry('canvas.rename', 'Rename', Pencil),
      entry('canvas.write', 'Edit the text', Pencil),
      entry('edit.rename', 'Rename', Pencil),
    ],
    [
      entry('player.runFrom', 'Run from here', FastForward),
      entry('player.runTo', 'Run to here', ArrowRightFromLine),
      entry('player.breakpoint', 'Pause here while playing, or no longer', OctagonPause),
      entry('canvas.switch', 'Disable or enable', Power),
      entry('break.open', 'Inject a fault…', Zap),
    ],
    [
      entry('canvas.cut', 'Cut', Scissors),
      entry('canvas.copy', 'Copy', Copy),
      entry('canvas.duplicate', 'Duplicate', Copy),
    ],
    [
      entry('canvas.group', 'Group in a frame', Group),
      entry('canvas.compose', 'Make a composite', Boxes),
      entry('canvas.dissolve', 'Ungroup the composite', Ungroup),
      entry('canvas.ungroup', 'Remove the frame', Ungroup),
    ],
    [remove],
  ],
  edge: [[entry('canvas.insert', 'Insert here…', Plus)], [remove]],
  canvas: [
    [
      entry('canvas.add', 'Add here…', Plus),
      entry('canvas.note', 'Add a note', StickyNote),
      entry('canvas.paste', 'Paste', ClipboardPaste),
    ],
    [
      entry('canvas.all', 'Select everything', Group),
      entry('canvas.fit', 'Fit everything in view', Maximize),
      entry('canvas.tidy', 'Tidy the layout', WandSparkles),
      entry('edit.undo', 'Undo', Undo2),
    ],
  ],
};

export interface MenuEntry extends Entry {
  readonly keys?: string;
}

/** The groups of a menu, of what is possible. */
export function menuOf(about: HandMenu['about'], possible: readonly Shortcut[]): readonly (readonly MenuEntry[])[] {
  const known = new Map(possible.map((shortcut) => [shortcut.id, shortcut]));
  return lists[about]
    .map((group) =>
      group.flatMap((each): MenuEntry[] => {
        const keys = known.get(each.id)?.keys?.[0];
        return known.has(each.id) ? [{ ...each, ...(keys === undefined ? {} : { keys }) }] : [];
      }),
    )
    .filter((group) => group.length > 0);
}
