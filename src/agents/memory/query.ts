/**
 * Looking for what is remembered by words: relevance is the cosine of bags of words, and what is found is ranked by recency, importance
 * and relevance, each between 0 for the least and 1 for the most of what was found. Only + - * / sqrt, so that every machine agrees.
 */
import type { Json } from '../../base/index.ts';
import { lastUse, recencyAfter, normalised, type Usage } from './scores.ts';

/** One thing as it is looked at. */
export interface Sought {
  readonly key: string;
  readonly item: Usage & { readonly value: Json };
}

/** One thing that was found, with its score. */
export interface Found extends Sought {
  readonly score: number;
}

/** The words of a text, in small letters: letters and figures, and all that is no ASCII. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9\u0080-\uffff]+/g) ?? [];
}

/** All that hold any of the words, the best first: by score, then relevance, then last use, then key. */
export function ranked(all: Iterable<Sought>, words: readonly string[], now: number): readonly Found[] {
  const wanted = bagOf(words);
  const found: { readonly sought: Sought; readonly relevance: number }[] = [];
  for (const sought of all) {
    const bag = bagOf(wordsOf(`${sought.key} ${JSON.stringify(sought.item.value)}`));
    const relevance = cosine(wanted, bag);
    if (relevance > 0) found.push({ sought, relevance });
  }
  const recency = normalised(found.map(({ sought }) => recencyAfter(now - lastUse(sought.item))));
  const importance = normalised(found.map(({ sought }) => sought.item.importance));
  const relevance = normalised(found.map((each) => each.relevance));
  return found
    .map((each, at) => ({ ...each, score: recency[at]! + importance[at]! + relevance[at]! }))
    .sort(
      (one, other) =>
        other.score - one.score ||
        other.relevance - one.relevance ||
        lastUse(other.sought.item) - lastUse(one.sought.item) ||
        (one.sought.key < other.sought.key ? -1 : 1),
    )
    .map(({ sought, score }) => ({ ...sought, score }));
}

type Bag = ReadonlyMap<string, number>;

function bagOf(words: readonly string[]): Bag {
  const bag = new Map<string, number>();
  for (const word of words) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

function cosine(one: Bag, other: Bag): number {
  let sum = 0;
  for (const [word, count] of one) sum += count * (other.get(word) ?? 0);
  return sum === 0 ? 0 : sum / (Math.sqrt(squares(one)) * Math.sqrt(squares(other)));
}

function squares(bag: Bag): number {
  let sum = 0;
  for (const count of bag.values()) sum += count * count;
  return sum;
}
