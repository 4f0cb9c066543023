/**
 * Brings one field of the inspector to the person: found by its path in the document, unfolded, and given the focus.
 * It looks for the longest part of the path that has a field, so that a problem deep inside still finds its place.
 */
import { tick } from 'svelte';

/** Focuses the field at a path such as `tasks[3].retry.attempts`, once the inspector shows it. */
export async function requestField(path: string): Promise<void> {
  await tick();
  const fields = [...document.querySelectorAll<HTMLElement>('[data-field]')];
  let best: HTMLElement | null = null;
  for (const field of fields) {
    const at = field.dataset['field'] ?? '';
    if (!covers(at, path)) continue;
    if (best === null || at.length > (best.dataset['field'] ?? '').length) best = field;
  }
  if (best === null) return;
  for (let fold = best.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  best.scrollIntoView({ block: 'nearest' });
  best.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true });
}

/** Whether a path is another or lies inside it. */
export function covers(outer: string, inner: string): boolean {
  return inner === outer || (outer !== '' && (inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`)));
}
