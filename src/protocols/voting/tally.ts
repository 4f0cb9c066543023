/**
 * What the ballots come to under each rule. Pure: whoever counts, and whoever checks the count, asks the same. What has
 * no winner is said in a sentence with the numbers; where a rule breaks a tie it says by what.
 */
import { canonical, type Json } from '../../base/index.ts';
import { weightOf } from './log-odds.ts';
import { bordaOf, condorcetOf } from './ranked.ts';
import { byCount, sum, told, type Outcome, type Score } from './scores.ts';

/** The rules of this room, by the names that a document gives them. */
export const RULES = ['majority', 'supermajority', 'plurality', 'unanimity', 'weighted', 'borda', 'condorcet'] as const;
export type Rule = (typeof RULES)[number];

/** One ballot that counts. */
export interface Ballot {
  /** The voter, by its place among the members. */
  readonly place: number;
  /** A value; a list of them, best first, under a ranked rule. */
  readonly value: Json;
}

export interface Electorate {
  /** How many may vote. */
  readonly voters: number;
  /** How often each is right, by place. */
  readonly competence: readonly number[];
  /** What there is to choose from; empty where anything may be put forward. */
  readonly choices: readonly Json[];
  /** Among how many who is wrong chooses, those included that are not valid. */
  readonly among: number;
}

/** Whether its ballots are lists, best first. */
export function isRanked(rule: Rule): boolean {
  return rule === 'borda' || rule === 'condorcet';
}

/** The choices that a ballot names, best first. */
export function choicesOf(rule: Rule, value: Json): readonly Json[] {
  return isRanked(rule) && Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** Counts the ballots. There is at most one of each voter, and all of them are valid. */
export function tallyOf(rule: Rule, ballots: readonly Ballot[], electorate: Electorate): Outcome {
  if (ballots.length === 0) return { decided: false, reason: 'nobody put anything forward that counts', scores: [] };
  const { voters } = electorate;
  switch (rule) {
    case 'majority':
      return passing('no majority', ballots, voters, (votes) => 2 * votes > voters);
    case 'supermajority':
      return passing('no two thirds', ballots, voters, (votes) => 3 * votes >= 2 * voters);
    case 'unanimity':
      return passing('not unanimous', ballots, voters, (votes) => votes === voters);
    case 'plurality':
      return first(scored(ballots, () => 1));
    case 'weighted':
      return weighted(ballots, electorate);
    case 'borda':
      return first(bordaOf(ballots.map(({ value }) => choicesOf(rule, value))));
    case 'condorcet':
      return condorcetOf(ballots.map(({ value }) => choicesOf(rule, value)));
  }
}

/**
 * The likeliest of all choices: who is wrong more often than right speaks for the others, so that one which nobody names can be
 * it. Where the choices are not known, nothing is decided when all that is named is likelier wrong than right.
 */
function weighted(ballots: readonly Ballot[], { competence, choices, among }: Electorate): Outcome {
  const scores = scored(ballots, ({ place }) => weightOf(competence[place]!, among), choices);
  const best = scores[0]!;
  if (best.score >= 0 || choices.length > 0) return first(scores);
  const inWords = scores.map(({ value, score }) => ({ value, score: score / 1_000_000 }));
  return { decided: false, reason: `more speaks against all that is named than for it: ${told(inWords)}`, scores };
}

/** What each value has, best first, those among the choices too that nobody names; what is level stands in canonical order. */
function scored(ballots: readonly Ballot[], worth: (ballot: Ballot) => number, choices: readonly Json[] = []): Score[] {
  const scores = new Map<string, Score>(choices.map((value) => [canonical(value), { value, score: 0 }]));
  for (const ballot of ballots) {
    const key = canonical(ballot.value);
    scores.set(key, { value: ballot.value, score: (scores.get(key)?.score ?? 0) + worth(ballot) });
  }
  return byCount(scores);
}

/** A decision where the first has enough of all who may vote: who says nothing is for nothing. */
function passing(
  none: string,
  ballots: readonly Ballot[],
  voters: number,
  enough: (votes: number) => boolean,
): Outcome {
  const scores = scored(ballots, () => 1);
  const [best] = scores;
  if (best !== undefined && enough(best.score)) return { decided: true, value: best.value, scores, tied: false };
  const silent = voters - sum(scores);
  const missing = silent === 0 ? '' : `, no ballot of ${silent} of ${voters}`;
  return { decided: false, reason: `${none}: ${told(scores)}${missing}`, scores };
}

/** The highest score wins; among equals the first in canonical order. */
function first(scores: readonly Score[]): Outcome {
  const [best, second] = scores;
  return { decided: true, value: best!.value, scores, tied: second !== undefined && second.score === best!.score };
}
