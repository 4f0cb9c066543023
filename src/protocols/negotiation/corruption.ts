/**
 * How a party lies: about what it wants. Who has nothing else in mind claims that no deal is worth half of its best outcome to it. All
 * that follows is said by that claim, since the desk tells it to everybody. Offers are not lied about: they are binding.
 */
import type { Conduct, Corruption } from '../../agents/index.ts';
import type { Json, JsonObject } from '../../base/index.ts';
import { valuesOf, type Bargain, type Preferences } from '../../plan/index.ts';
import type { Answer, Declare } from './messages.ts';
import { spaceOf, worthOf } from './bargain/space.ts';
import { bargainAt } from './table.ts';

export const corruption: Corruption = (message, { plan, conduct }) => {
  if (message.type === 'negotiation.answer' && conduct.kind === 'flip-votes') {
    const answer = message as Answer;
    return { ...answer, accepts: !answer.accepts } satisfies Answer;
  }
  if (message.type !== 'negotiation.declare') return message;
  const declare = message as Declare;
  const bargain = bargainAt(plan, declare.task);
  const claim = claimOf(conduct);
  if (bargain === undefined || claim === undefined) return message;
  return { ...declare, preferences: claimed(bargain, declare.preferences, claim) } satisfies Declare;
};

/** What a conduct wants to be claimed: null for something else than the truth, undefined for the truth. */
function claimOf(conduct: Conduct): Json | undefined {
  return conduct.kind === 'lie' || conduct.kind === 'equivocate' || conduct.kind === 'collude'
    ? conduct.value
    : undefined;
}

/** The truth with what is claimed in its place, as far as it can be read. */
function claimed(bargain: Bargain, truth: Preferences, claim: Json): Preferences {
  const { weights, values, reservation } = isObject(claim) ? claim : ({} as JsonObject);
  const { issues } = bargain;
  const said = {
    ...(isNumbers(weights, issues.length) ? { weights } : {}),
    ...(Array.isArray(values) &&
    values.length === issues.length &&
    values.every((each, at) => fits(each as Json, valuesOf(issues[at]!)))
      ? { values: values as readonly number[][] }
      : {}),
    ...(typeof reservation === 'number' ? { reservation } : {}),
  };
  // Who claims what values are worth to it goes by that, and by its goals no more.
  const { terms, ...rest } = truth;
  if ('weights' in said || 'values' in said) return { ...rest, ...said };
  if ('reservation' in said) return { ...truth, ...said };
  const most =
    terms === undefined
      ? issues.reduce((sum, issue, at) => sum + truth.weights[at]! * bestOf(truth.values[at]!, valuesOf(issue)), 0)
      : mostOf(bargain, truth);
  return { ...truth, reservation: Math.max(truth.reservation, (truth.reservation + most) / 2) };
}

/** The most that somebody can have who goes by its goals. */
function mostOf({ issues }: Bargain, truth: Preferences): number {
  const { gains } = spaceOf(issues, [truth]);
  const most = gains[0]!.reduce((best, gain) => Math.max(best, gain), 0);
  return truth.reservation + most;
}

function bestOf(worths: readonly number[], count: number): number {
  return worths.reduce(
    (best, _, at) => Math.max(best, worthOf(worths, worths.length === 2 && at === 1 ? count - 1 : at, count)),
    -Infinity,
  );
}

function fits(worths: Json, count: number): boolean {
  return isNumbers(worths, count) || isNumbers(worths, 2);
}
function isNumbers(value: Json | undefined, count: number): value is readonly number[] & Json {
  return Array.isArray(value) && value.length === count && value.every((each) => typeof each === 'number');
}
function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
