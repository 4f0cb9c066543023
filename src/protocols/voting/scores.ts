/**
 * Values with what they have got, in order and in words. The order is total: the higher score first, then the canonical
 * text of the value.
 */
import { compareIds, type Json } from '../../base/index.ts';

export interface Score {
  readonly value: Json;
  readonly score: number;
}

/** What a count comes to: a value, or why there is none. The scores stand best first. */
export type Outcome =
  | { readonly decided: true; readonly value: Json; readonly scores: readonly Score[]; readonly tied: boolean }
  | { readonly decided: false; readonly reason: string; readonly scores: readonly Score[] };

const namedMax = 6;
const lettersMax = 40;

/** Best first, by score and then by canonical text, which is the key. */
export function byCount(scores: ReadonlyMap<string, Score>): Score[] {
  return [...scores].sort(([a, x], [b, y]) => y.score - x.score || compareIds(a, b)).map(([, score]) => score);
}

export function sum(scores: readonly Score[]): number {
  return scores.reduce((all, { score }) => all + score, 0);
}

/** A value as a person reads it in a sentence. */
export function named(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > lettersMax ? `${text.slice(0, lettersMax - 1)}…` : text;
}

/** Such as "go 2, stop 2". */
export function told(scores: readonly Score[]): string {
  const shown = scores.slice(0, namedMax).map(({ value, score }) => `${named(value)} ${score}`);
  return [...shown, ...(scores.length > namedMax ? [`and ${scores.length - namedMax} more`] : [])].join(', ');
}
