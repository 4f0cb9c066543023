/**
 * What may be put forward in a vote, and what a voter puts forward. What a voter says is its own business; what counts
 * is the same for everybody who counts.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Random } from '../../kernel/index.ts';
import { otherValue, type Decision } from '../../plan/index.ts';
import { choicesOf, isRanked, type Electorate, type Rule } from './tally.ts';

/** No list is longer: what a count costs rises with the square of it. */
export const choicesMax = 50;

/** Whether a ballot counts: it names choices that are valid, each once, and among the options where there are any. */
export function mayCount(rule: Rule, decision: Decision, value: Json): boolean {
  const choices = choicesOf(rule, value);
  if (choices.length === 0 || choices.length > choicesMax) return false;
  const keys = choices.map((choice) => canonical(choice));
  if (new Set(keys).size < keys.length) return false;
  const offered = optionsOf(decision);
  const among = offered.length === 0 ? null : new Set(offered.map((option) => canonical(option)));
  return choices.every((choice, at) => (among?.has(keys[at]!) ?? true) && decision.valid(choice));
}

/** Whether a member that puts forward null has nothing to say: unless nobody has, and null is what they agree on. */
export function abstains(decision: Decision, value: Json): boolean {
  return value === null && (decision.ballots === null || decision.ballots.some((ballot) => ballot !== null));
}

/** A decision as its members see it when they are asked: with what they believe by then. */
export function decisionWith(decision: Decision, ballots: readonly Json[] | undefined): Decision {
  return ballots === undefined ? decision : { ...decision, ballots };
}

/** What a member votes for: what is written, or what its model draws. */
export function ballotOf(rule: Rule, decision: Decision, place: number, chance: () => Random): Json {
  if (decision.ballots !== null) return decision.ballots[place]!;
  const right = rightOf(decision);
  const random = chance();
  const knows = random.chance(decision.competence[place]!);
  const others = optionsOf(decision).filter((option) => canonical(option) !== canonical(right));
  if (others.length === 0) return knows ? right : otherValue(right);
  const choice = knows ? right : others[random.integer(0, others.length - 1)]!;
  return isRanked(rule) ? [choice, ...shuffled(without([right, ...others], choice), random)] : choice;
}

/** Another ballot than this one: the rest of a list first, the next option, or what a lie is without one. */
export function insteadOf(rule: Rule, decision: Decision, value: Json): Json {
  const choices = choicesOf(rule, value);
  if (choices.length > 1) return [...choices].reverse();
  const options = optionsOf(decision);
  const at = options.findIndex((option) => canonical(option) === canonical(choices[0] ?? null));
  const other = options.length > 1 ? options[(at + 1) % options.length]! : otherValue(choices[0] ?? null);
  return Array.isArray(value) && isRanked(rule) ? [other] : other;
}

/** Who may vote, and among what: all that could be put forward where that is known. */
export function electorateOf(decision: Decision, voters: number): Electorate {
  const { competence, ballots } = decision;
  const offered = optionsOf(decision);
  const right = rightOf(decision);
  // Whoever is wrong by its model, and has no options, names one thing.
  const known = offered.length === 0 && ballots === null ? [right, otherValue(right)] : offered;
  const all = [...new Map(known.map((each) => [canonical(each), each])).values()];
  return { voters, competence, choices: all.filter((each) => decision.valid(each)), among: all.length };
}

/** What there is to choose from, with what is right among it; empty where anything may be put forward. */
function optionsOf(decision: Decision): readonly Json[] {
  const { options, value } = decision;
  if (options.length === 0 || value === null || Array.isArray(value)) return options;
  return options.some((option) => canonical(option) === canonical(value)) ? options : [...options, value];
}

/** What is right, for models: the task's value, or the first option where it has none. */
function rightOf({ value, options }: Decision): Json {
  return value ?? options[0] ?? null;
}

function without(values: readonly Json[], value: Json): Json[] {
  return values.filter((each) => canonical(each) !== canonical(value));
}

function shuffled(values: Json[], random: Random): Json[] {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = random.integer(0, at);
    [values[at], values[other]] = [values[other]!, values[at]!];
  }
  return values;
}
