/** What the Why tab says besides the account itself: figures, the length of a bar, one word for how somebody stood. Pure. */
import type { WhyCandidate } from '../../../bridge/index.ts';

const words: Readonly<Record<WhyCandidate['standing'], string>> = {
  chosen: 'chosen',
  weighed: 'another was better',
  declined: 'did not offer',
  passed: 'not weighed',
  busy: 'busy',
  silent: 'silent',
  crashed: 'crashed',
};

export function standingWord(standing: WhyCandidate['standing']): string {
  return words[standing];
}

export function valueText(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** Share of the longest bar, 0 to 100; the shortest wins. */
export function barShare(value: number, candidates: readonly WhyCandidate[]): number {
  const longest = Math.max(...candidates.map((each) => each.value ?? 0));
  return longest <= 0 ? 0 : Math.max(0, Math.min(100, (100 * value) / longest));
}
