/**
 * The one registry of what can be done by a key or by name: tooltips, menus, the command palette and the shortcut sheet
 * read it. A command registers while its owner lives. Single keys never act while the person types; keys belong to what is open, so
 * behind a menu or a dialog nothing hears them.
 */
import { untrack } from 'svelte';
import { isCharacterKey, isComposing, isTyping, matchesKeys } from '../design/keys.ts';
import { isBoolean, recall, remember } from './remembered.ts';

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
  /** Further words by which the palette finds it: those that other tools have for it. */
  readonly words?: string;
  /** True for keys that act even while typing, such as Mod+Enter. */
  readonly whileTyping?: boolean;
}

/** A place to go to that only the command palette offers: a node, a document. There may be thousands. */
export interface Offer {
  readonly id: string;
  readonly label: string;
  /** What kind of place it is: the palette lists offers of one group together. */
  readonly group: string;
  /** More to find it by, shown after the label. */
  readonly hint?: string;
  readonly run: () => void;
}

/** Makes offers when the palette opens, never before. */
export type OfferSource = () => readonly Offer[] | Promise<readonly Offer[]>;

export class Shortcuts {
  #all = $state.raw<readonly Shortcut[]>([]);
  #sources: readonly OfferSource[] = [];
  /** How many wait to be opened, such as a palette that is still loading: till then keys are theirs. */
  #held = 0;
  /** Whether characters act at all: who speaks to the computer can turn them off. */
  #characters = $state(recall('character-keys', true, isBoolean));

  get characters(): boolean {
    return this.#characters;
  }
  set characters(act: boolean) {
    this.#characters = act;
    remember('character-keys', act);
  }

  /** Keeps keys from every command until what it returns is called. */
  hold(): () => void {
    this.#held += 1;
    return () => {
      this.#held -= 1;
    };
  }

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

  /** Adds a source of places for the palette; call what it returns when its owner goes. */
  offer(source: OfferSource): () => void {
    this.#sources = [...this.#sources, source];
    return () => {
      this.#sources = this.#sources.filter((each) => each !== source);
    };
  }

  /** What can be done now, each command once. Ask before the focus moves: some commands depend on it. */
  possible(): readonly Shortcut[] {
    return onceEach(this.#all).filter(possible);
  }

  /** Every command that is there, each once, possible now or not. */
  listed(): readonly Shortcut[] {
    return onceEach(this.#all);
  }

  /** All places to go to. A source that fails offers nothing. */
  async offers(): Promise<readonly Offer[]> {
    const settled = await Promise.allSettled(this.#sources.map(async (source) => source()));
    return settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
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
    if (event.defaultPrevented || isComposing(event) || this.#held > 0 || somethingOpen()) return;
    const typing = isTyping(event.target);
    const onControl =
      event.target instanceof HTMLElement &&
      event.target.closest('button, a, [role=tab], [role^=menu], summary') !== null;
    const found = this.#all.find(
      (shortcut) =>
        shortcut.keys?.some(
          (keys) =>
            matchesKeys(event, keys) &&
            (!onControl || !isActivation(keys)) &&
            (!isCharacterKey(keys) || (this.#characters && heardAt(event.target, shortcut))),
        ) === true &&
        (!typing || shortcut.whileTyping === true) &&
        possible(shortcut),
    );
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  };
}

/** Of commands with the same id the latest registration stands for all. */
function onceEach(shortcuts: readonly Shortcut[]): readonly Shortcut[] {
  const seen = new Set<string>();
  return shortcuts.filter(({ id }) => !seen.has(id) && seen.add(id));
}

const possible = (shortcut: Shortcut): boolean => shortcut.when?.() ?? true;
/** A focused button keeps Space and Enter for itself. */
const isActivation = (keys: string): boolean => keys === 'Space' || keys === 'Enter';
/** Whether a dialog, a menu or a list that floats is open: keys are its own. */
const somethingOpen = (): boolean =>
  document.querySelector('dialog[open], [role=menu], [role=dialog]:not(dialog), [role=alertdialog]:not(dialog)') !==
  null;

/**
 * A character acts where it is expected: what touches the drawing on the drawing, what steers a run on the player too; they say so by
 * `data-keys`. With the focus nowhere a run may still be steered and a list be opened, but nothing be touched.
 */
function heardAt(target: EventTarget | null, { group }: Shortcut): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const place = target.closest<HTMLElement>('[data-keys]')?.dataset['keys'];
  if (group === 'Canvas' || group === 'Edit') return place === 'canvas';
  return place !== undefined || target === document.body;
}
