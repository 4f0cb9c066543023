/**
 * Keeps the focus on the page when what had it goes: a control that a press took away, a row of a list, a page that was left. Without it
 * the focus falls to the body, where a keyboard starts anew from the top and a screen reader says nothing. It never takes the focus from
 * anything that has it.
 */
const places =
  'main, aside, section, nav, header, footer, form, fieldset, dialog, [role=group], [role=region], [role=toolbar], ' +
  '[role=tabpanel], [role=tree], [role=listbox], [role=dialog], [role=navigation], [tabindex]';

/** Watches a document; call what it returns to let go. */
export function keepFocus(page: Document): () => void {
  /** What had the focus last, and all around it, the innermost first. */
  let around: readonly HTMLElement[] = [];
  let asked = false;

  const gone = () => {
    const [last] = around;
    return (
      last !== undefined &&
      (page.activeElement === null || page.activeElement === page.body) &&
      (!last.isConnected || last.matches(':disabled') || last.closest('[hidden], [inert], dialog:not([open])') !== null)
    );
  };
  const settle = () => {
    asked = false;
    if (!gone()) return;
    const home = around.find((element) => element.isConnected && element !== page.body && element.matches(places));
    const heading = page.querySelector<HTMLElement>('main h1') ?? page.querySelector<HTMLElement>('h1');
    land(home ?? heading ?? page.querySelector('main'));
  };
  const look = () => {
    if (asked || !gone()) return;
    asked = true;
    // What is drawn anew in its place comes in the same turn: whoever gives it the focus comes first.
    requestAnimationFrame(settle);
  };
  const came = ({ target }: FocusEvent) => {
    around = [];
    const chain: HTMLElement[] = [];
    for (let at = target instanceof HTMLElement ? target : null; at !== null; at = at.parentElement) chain.push(at);
    around = chain;
  };
  const watch = new MutationObserver(look);
  watch.observe(page.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden', 'inert', 'open'],
  });
  page.addEventListener('focusin', came);
  return () => {
    watch.disconnect();
    page.removeEventListener('focusin', came);
  };
}

/** Gives the focus to a place, not to a control in it: the next Enter or Delete must do nothing that nobody meant. */
export function land(element: HTMLElement | null): void {
  if (element === null) return;
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
