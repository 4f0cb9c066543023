/**
 * The one registry of what can be done by a key or by name: tooltips, menus, the command palette and the shortcut sheet
 * read it. A command registers while its owner lives. Single keys never act while the person types.
 */
import { untrack } from 'svelte';
import { isTyping, matchesKeys } from '../design/keys.ts';

export interface Shortcut {
  /** Stable name, `run.start`. A later registration of the same id stands in front of the earlier. */
  readonly id: string;
  readonly label: string;
  /** `Mod+Enter`, `Shift+L`, `Space`, `Comma`; several when there is more than one way. */
  readonly keys?: readonly string[];
  /** Where the sheet lists it. */
  readonly group: 'General' | 'Edit' | 'Canvas' | 'Run';
  /** Absent means always. Asked when the key is pressed and when a list is drawn. */
  readonly when?: () => boolean;
  readonly run: () => void;
  /** True for keys that act even while typing, such as Mod+Enter. */
  readonly whileTyping?: boolean;
}

export class Shortcuts {
  #all = $state.raw<readonly Shortcut[]>([]);

  get all(): readonly Shortcut[] {
    return this.#all;
  }

  /** Adds commands; call what it returns when their owner goes: `$effect(() => shortcuts.register([...]))`. */
  register(shortcuts: readonly Shortcut[]): () => void {
    // Called from effects, which must not come to depend on the list that they change.
    const now = () => untrack(() => this.#all);
    this.#all = [...shortcuts, ...now()];
    return () => {
      this.#all = now().filter((shortcut) => !shortcuts.includes(shortcut));
    };
  }

  /** The first key combination of a command, for a tooltip or a menu. */
  keysOf(id: string): string | undefined {
    return this.#all.find((shortcut) => shortcut.id === id)?.keys?.[0];
  }

  /** Runs a command by name; false when it is not there or not possible now. */
  run(id: string): boolean {
    const found = this.#all.find((shortcut) => shortcut.id === id && possible(shortcut));
    found?.run();
    return found !== undefined;
  }

  /** The page's key handler. */
  readonly handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const typing = isTyping(event.target);
    const onControl = event.target instanceof HTMLElement && event.target.closest('button, a, [role=tab], [role^=menu], summary') !== null;
    const found = this.#all.find(
      (shortcut) =>
        shortcut.keys?.some((keys) => matchesKeys(event, keys) && (!onControl || !isActivation(keys))) === true &&
        (!typing || shortcut.whileTyping === true) &&
        possible(shortcut),
    );
    if (found === undefined) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    found.run();
  };
}

const possible = (shortcut: Shortcut): boolean => shortcut.when?.() ?? true;
/** A focused button keeps Space and Enter for itself. */
const isActivation = (keys: string): boolean => keys === 'Space' || keys === 'Enter';
