/**
 * How a party lies: about what it wants. Who has nothing else in mind claims that no deal is worth half of its best outcome to it. All
 * that follows is said by that claim, since the desk tells it to everybody. Offers are not lied about: they are binding.
 */
import type { Conduct, Corruption } from '../../agents/index.ts';
import type { Json, JsonObject } from '../../base/index.ts';
import { valuesOf, type Bargain, type Preferences } from '../../plan/index.ts';
import type { Answer, Declare } from './messages.ts';
import { worthOf } from './bargain/space.ts';
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
  if (Object.keys(said).length > 0) return { ...truth, ...said };
  const most = issues.reduce(
    (sum, issue, at) => sum + truth.weights[at]! * bestOf(truth.values[at]!, valuesOf(issue)),
    0,
  );
  return { ...truth, reservation: Math.max(truth.reservation, (truth.reservation + most) / 2) };
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
