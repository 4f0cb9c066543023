/** What is said of a working memory: how it weighs, what was found, and what happened to each thing. */
import type { MemoryCard, TiersView } from '../../../bridge/index.ts';
import { formatCount, formatDecimals, formatShare, formatTime, plural } from '../../design/index.ts';

type Thing = TiersView['short'][number];

/** What each score weighs. */
export const scoreWords: Readonly<Record<TiersView['score'], string>> = {
  source: 'Score: importance times uses, divided by the age in seconds and one.',
  'act-r': 'Score: base-level activation, the sum over all uses of one by the square root of its age.',
  generative: 'Score: recency and importance, each between the least and the most of its tier.',
};

/** With a sign each, as colour is never the only one. */
export const movedWords: Readonly<Record<NonNullable<Thing['moved']>, string>> = {
  remembered: '+ remembered',
  recalled: '✓ recalled',
  promoted: '↑ promoted',
  evicted: '↓ evicted',
};

/** What happened, at the head of a card. */
export const kindWords: Readonly<Record<MemoryCard['kind'], string>> = {
  found: '✓ Found',
  missed: '✕ Not found',
  promoted: '↑ Promoted',
  evicted: '↓ To long term',
  forgotten: '✕ Forgotten',
  refused: '✕ No place',
};

/** `3 of 4 recalls found what they sought. Forgot b, c.` */
export function recalledLine({ hits, misses, missed, forgotten }: TiersView): string {
  const all = hits + misses;
  const rate =
    all === 0
      ? 'Nothing was recalled yet.'
      : `${formatCount(hits)} of ${plural(all, 'recall')} found what was sought, ${formatShare(hits / all)}.`;
  const lost = forgotten.length === 0 ? '' : ` ✕ Forgot ${forgotten.join(', ')}.`;
  return `${rate}${missed.length === 0 ? '' : ` ✕ Missed ${missed.join(', ')}.`}${lost}`;
}

/** One thing in words, for whoever points at it or does not see it. */
export function thingLine(
  { key, text, pinned, importance, uses, unusedMs, score, moved }: Thing,
  by: TiersView['score'],
): string {
  const parts = [
    `${key}: ${text}`,
    `importance ${formatDecimals(importance, 2)}`,
    plural(uses, 'use'),
    `last used ${formatTime(unusedMs)} ago`,
    `${by} score ${formatDecimals(score, 3)}`,
    ...(pinned ? ['pinned'] : []),
    ...(moved === null ? [] : [`${moved} in this step`]),
  ];
  return parts.join(' · ');
}
