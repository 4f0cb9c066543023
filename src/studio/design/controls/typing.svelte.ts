/**
 * What is typed in a field, until it is stored. One rule for all fields: what is valid is stored whenever the typing pauses; what
 * is refused stays in the field with its reason, and what is empty stays too, since it is mostly on its way to something else.
 * Both are settled when the field is left, and until then its store is told that it holds what is not stored.
 */
import { getContext, setContext } from 'svelte';

/** Where fields store what is typed. */
export interface Store {
  /** Whether it takes what is still being typed; else it gets what a field holds when that is left. */
  readonly storesTyping: boolean;
  /** Told of each field whether it holds what is not stored. */
  hold(field: object, unstored: boolean): void;
  /** A field was left: what comes next is a step of its own. */
  seal(): void;
}

const key = Symbol('store of fields');

export function setStore(store: Store): void {
  setContext(key, store);
}

/** Null in a form that stores nothing by itself. */
export function getStore(): Store | null {
  return getContext<Store | undefined>(key) ?? null;
}

const pauseMs = 400;

interface Owner {
  /** What is stored, as text. */
  readonly stored: () => string;
  /** Stores a text; false when it is refused. */
  readonly commit: (text: string) => boolean;
  readonly store: Store | null;
  /** False where half of a text is something else, as of an id: it is stored when the field is left. */
  readonly live?: () => boolean;
}

type Typed = HTMLInputElement | HTMLTextAreaElement;

/** The typing in one field. To be made while its component begins. */
export class Typing {
  readonly #owner: Owner;
  /** What is typed, and what was stored when it was; once something else is stored, that is shown. */
  #typed = $state.raw<{ readonly text: string; readonly stored: string } | null>(null);
  #entered = '';
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: Owner) {
    this.#owner = owner;
    $effect(() => () => {
      this.#end();
    });
  }

  /** What the field shows. */
  get shown(): string {
    const stored = this.#owner.stored();
    return this.#typed?.stored === stored ? this.#typed.text : stored;
  }

  /** The field is entered. */
  readonly enter = (): void => {
    this.#entered = this.#owner.stored();
  };

  /** Something is typed. An input method is left to finish its word. */
  readonly type = ({ value, validity }: Typed, composing = false): void => {
    clearTimeout(this.#pause);
    this.#put(value, value === this.#owner.stored() && !validity.badInput);
    if (value.trim() === '' || composing) return;
    this.#pause = setTimeout(() => {
      const { store, live } = this.#owner;
      if (store?.storesTyping === true && live?.() !== false) this.#store(value);
    }, pauseMs);
  };

  /** Settles what is typed: stores it, or gives it up. False when it was refused. What is settled is not taken back any more. */
  readonly settle = (): boolean => {
    const typed = this.#typed;
    this.#end();
    const taken = typed === null || typed.text === this.#owner.stored() || this.#owner.commit(typed.text);
    if (taken) this.#entered = this.#owner.stored();
    return taken;
  };

  /** The field is left. */
  readonly leave = (): boolean => {
    const taken = this.settle();
    this.#owner.store?.seal();
    return taken;
  };

  /** Goes back to what the field held when it was entered; false when it holds that. */
  readonly takeBack = (): boolean => {
    if (this.shown === this.#entered) return false;
    this.#end();
    if (this.#owner.stored() !== this.#entered) this.#owner.commit(this.#entered);
    return true;
  };

  #store(text: string): void {
    // What is stored has become another meanwhile, by an undo or in another tab: the field shows that.
    if (this.shown !== text) this.#end();
    else this.#put(text, text === this.#owner.stored() || this.#owner.commit(text));
  }

  #put(text: string, stored: boolean): void {
    this.#typed = { text, stored: this.#owner.stored() };
    this.#owner.store?.hold(this, !stored);
  }

  #end(): void {
    clearTimeout(this.#pause);
    this.#typed = null;
    this.#owner.store?.hold(this, false);
  }
}
