/**
 * Which dialogs are open, one over the other. A modal dialog makes everything outside of it dead to pointer and keyboard, so what must
 * stay alive above it (menus, notices) has to stand inside of the topmost one.
 */
import { getContext, setContext, untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

let open = $state.raw<readonly HTMLElement[]>([]);

/** Notes a dialog that has opened. Returns how to say that it is closed. */
export function enterLayer(dialog: HTMLElement): () => void {
  const others = (): readonly HTMLElement[] => untrack(() => open.filter((each) => each !== dialog));
  open = [...others(), dialog];
  return () => {
    open = others();
  };
}

const layerKey = Symbol('layer');

/** Says which dialog the components below stand in. */
export function provideLayer(dialog: () => HTMLElement | undefined): void {
  setContext(layerKey, dialog);
}

/** The element in which what floats above this component has to stand: its dialog, else the body. */
export function floatingHost(): () => HTMLElement {
  const dialog = getContext<(() => HTMLElement | undefined) | undefined>(layerKey);
  return () => dialog?.() ?? document.body;
}

/** Keeps an element inside of the topmost open dialog, and where it was when there is none. */
export const inTopLayer: Attachment<HTMLElement> = (element) => {
  const home = element.parentElement;
  $effect(() => {
    const host = open.at(-1) ?? home;
    if (host !== null && element.parentElement !== host) host.append(element);
  });
};
