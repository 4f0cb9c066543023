/** What a combobox offers for what is typed, and where its list floats. It knows nothing of what is chosen from. */

/** What of a list a typed text may mean: whatever holds all of its words, and what begins with it first. */
export function matchesOf(known: readonly string[], text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return known;
  const lower = text.trim().toLowerCase();
  const found = known.filter((name) => words.every((word) => name.toLowerCase().includes(word)));
  const begins = (name: string) => name.toLowerCase().startsWith(lower);
  return [...found.filter(begins), ...found.filter((name) => !begins(name))];
}

/** In less room below the line the list stands above it, if there is more. */
const least = 96;
const most = 264;
const margin = 6;

/** Shows a list above everything else on the page, below a line or above it, where there is room. */
export function floatBy(list: HTMLElement, line: DOMRect): void {
  const [below, above] = [innerHeight - line.bottom - 8, line.top - 8];
  const under = below >= least || below >= above;
  const width = Math.min(Math.max(line.width, 200), innerWidth - 2 * margin);
  const { style } = list;
  style.width = `${String(width)}px`;
  style.left = `${String(Math.max(margin, Math.min(line.left, innerWidth - width - margin)))}px`;
  style.maxHeight = `${String(Math.min(most, under ? below : above))}px`;
  if (under) style.top = `${String(line.bottom + 2)}px`;
  else style.bottom = `${String(innerHeight - line.top + 2)}px`;
  // What is drawn without a screen knows no layers.
  if (typeof list.showPopover === 'function') list.showPopover();
}
