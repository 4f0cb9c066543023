/**
 * Keeps keys from every component while an input method composes: its Enter takes a word, its Escape takes it back, its arrows choose.
 * At one place, so that no component has to think of it.
 */
import { isComposing } from '../keys.ts';

/** Call what it returns to let go. */
export function spareComposing(page: Document): () => void {
  const spare = (event: KeyboardEvent) => {
    if (isComposing(event)) event.stopPropagation();
  };
  page.addEventListener('keydown', spare, true);
  return () => {
    page.removeEventListener('keydown', spare, true);
  };
}
