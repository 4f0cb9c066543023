/**
 * Rules that count lists, best first: points by place (Borda 1784), and who beats every other in pairs (Condorcet 1785).
 * What a list does not name stands behind all that it names. Only what some list names can win.
 */
import { canonical, compareIds, type Json } from '../../base/index.ts';
import { byCount, named, type Outcome, type Score } from './scores.ts';

type List = readonly Json[];

/** Of m choices the first of a list has m - 1 points, the next one less, and what it does not name has none. */
export function bordaOf(lists: readonly List[]): Score[] {
  const choices = choicesIn(lists);
  const scores = new Map(choices.map(([key, value]) => [key, { value, score: 0 }]));
  for (const list of lists)
    list.forEach((value, place) => {
      const key = canonical(value);
      scores.set(key, { value, score: scores.get(key)!.score + choices.length - 1 - place });
    });
  return byCount(scores);
}

/** The choice that more lists prefer to each other choice than the other way round, where there is one. */
export function condorcetOf(lists: readonly List[]): Outcome {
  const choices = choicesIn(lists);
  const beats = duelsOf(lists, choices);
  const scores = byCount(
    new Map(choices.map(([key, value], at) => [key, { value, score: beats[at]!.filter((won) => won).length }])),
  );
  const [best] = scores;
  if (best!.score === choices.length - 1) return { decided: true, value: best!.value, scores, tied: false };
  return { decided: false, reason: `no Condorcet winner: ${circleOf(choices, beats)}`, scores };
}

/** Everything that some list names, in canonical order. */
function choicesIn(lists: readonly List[]): (readonly [string, Json])[] {
  const choices = new Map(lists.flatMap((list) => list.map((value) => [canonical(value), value] as const)));
  return [...choices].sort(([a], [b]) => compareIds(a, b));
}

/** Which choice beats which, by place. */
function duelsOf(lists: readonly List[], choices: readonly (readonly [string, Json])[]): boolean[][] {
  const placeOf = new Map(choices.map(([key], at) => [key, at]));
  const margin = choices.map(() => new Array<number>(choices.length).fill(0));
  for (const list of lists) {
    const rank = new Array<number>(choices.length).fill(choices.length);
    list.forEach((value, place) => {
      rank[placeOf.get(canonical(value))!] = place;
    });
    for (let a = 0; a < choices.length; a += 1)
      for (let b = 0; b < choices.length; b += 1) if (rank[a]! < rank[b]!) margin[a]![b]! += 1;
  }
  return margin.map((row, a) => row.map((won, b) => won > margin[b]![a]!));
}

/** Follows from each choice the first that beats it: into a circle, or to one that nothing beats and that is level with another. */
function circleOf(choices: readonly (readonly [string, Json])[], beats: readonly (readonly boolean[])[]): string {
  const name = (at: number): string => named(choices[at]![1]);
  const path: number[] = [];
  let at = 0;
  while (!path.includes(at)) {
    path.push(at);
    const stronger = beats.findIndex((row) => row[at]!);
    if (stronger === -1) {
      const level = choices.findIndex((_choice, other) => other !== at && !beats[at]![other]!);
      return `${name(at)} and ${name(level)} are level`;
    }
    at = stronger;
  }
  const found = path.slice(path.indexOf(at)).reverse();
  const from = found.indexOf(Math.min(...found));
  const circle = [...found.slice(from), ...found.slice(0, from)];
  return circle.map((each, place) => `${name(each)} over ${name(circle[(place + 1) % circle.length]!)}`).join(', ');
}
