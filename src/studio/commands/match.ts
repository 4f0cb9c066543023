/**
 * Finds by a few typed letters: which labels match, and which of them first. Every word of the query must occur; what begins
 * with it comes before what has a word beginning with it, and that before the rest. Order is otherwise kept.
 */

/** What can be found. */
export interface Findable {
  readonly label: string;
  readonly hint?: string;
  /** Further words for it, such as other tools have: found by their beginnings, after everything else. */
  readonly words?: string;
}

/** The first `most` entries that match, best first. An empty query matches everything. */
export function matching<Entry extends Findable>(
  entries: readonly Entry[],
  query: string,
  most: number,
): readonly Entry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: { readonly entry: Entry; readonly score: number; readonly at: number }[] = [];
  entries.forEach((entry, at) => {
    const score = scoreOf(entry, words);
    if (score !== null) found.push({ entry, score, at });
  });
  return found
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** Null when a word is not there. */
function scoreOf({ label, hint = '', words: others = '' }: Findable, words: readonly string[]): number | null {
  const text = label.toLowerCase();
  const more = hint.toLowerCase();
  const also = ` ${others.toLowerCase()}`;
  let score = 0;
  for (const word of words) {
    if (text.startsWith(word)) score += 4;
    else if (text.includes(` ${word}`)) score += 3;
    else if (text.includes(word)) score += 2;
    else if (more.includes(word)) score += 1;
    else if (also.includes(` ${word}`)) score += `${also} `.includes(` ${word} `) ? 2.5 : 0.5;
    else return null;
  }
  return score;
}
