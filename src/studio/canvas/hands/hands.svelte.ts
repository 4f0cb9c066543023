/**
 * What the hand is at, apart from dragging: the card that it points at, and the menu and the list that it opened. State alone; what is
 * done with it stands in hand-commands.
 */
import type { Place } from '../../../document/index.ts';

/** A menu of what can be done: with what is selected, with a connection, or with nothing under the hand. */
export interface HandMenu {
  /** In pixels of the page. */
  readonly at: Place;
  readonly about: 'node' | 'edge' | 'canvas';
}

/** The list by which what is selected is connected to others. */
export interface Connecting {
  readonly at: Place;
  readonly ids: readonly string[];
}

export class Hands {
  /** The card under the pointer. */
  hovered = $state.raw<string | null>(null);
  menu = $state.raw<HandMenu | null>(null);
  connecting = $state.raw<Connecting | null>(null);
}
