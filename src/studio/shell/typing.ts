/**
 * Whether a text of the document is being typed that no edit has taken yet: while it is, nothing is called saved, and leaving
 * asks. A page that is left all the same lets go of the field first, which commits it. Fields know nothing of it.
 */

type Typed = HTMLInputElement | HTMLTextAreaElement;

/** Where a text belongs to the document; what is typed to find something does not. */
const places = 'aside[aria-label="Inspector"], main, header';
const lines: ReadonlySet<string> = new Set(['text', 'number']);

function typedIn(target: EventTarget | null): Typed | null {
  if (target instanceof HTMLTextAreaElement) return target.closest(places) === null ? null : target;
  if (!(target instanceof HTMLInputElement) || !lines.has(target.type)) return null;
  const searches = target.closest('[role="search"], [role="dialog"], [role="combobox"]') !== null;
  return searches || target.closest(places) === null ? null : target;
}

/** Tells of every change of it. Returns how to stop. */
export function watchTyping(page: Window, tell: (typing: boolean) => void): () => void {
  let field: Typed | null = null;
  let before = '';
  const end = new AbortController();
  const listen = (type: string, hear: (event: Event) => void): void => {
    page.addEventListener(type, hear, { capture: true, signal: end.signal });
  };
  const look = (): void => {
    tell(field !== null && field.value !== before);
  };
  listen('focusin', ({ target }) => {
    field = typedIn(target);
    before = field?.value ?? '';
    look();
  });
  listen('input', look);
  listen('keyup', look);
  // What was typed is with whoever takes the change from here on.
  listen('change', ({ target }) => {
    if (target === field) before = field?.value ?? '';
    look();
  });
  listen('focusout', ({ target }) => {
    if (target !== field) return;
    field = null;
    look();
  });
  listen('pagehide', () => {
    field?.blur();
  });
  return () => {
    end.abort();
  };
}
