/**
 * What a form makes of the terms of a negotiation: issues as a person types them, and worths that follow when an issue gets other
 * values. A negotiation that was just chosen begins with terms that run.
 */
import type { Json } from '../../../base/index.ts';
import type { Document, NegotiateAction, WrittenIssue, WrittenUtility } from '../../../document/index.ts';
import { listText, typedList } from '../../format/index.ts';

/** The protocol of a negotiation that names none. */
export const PROTOCOL_USUAL = 'zeuthen';

/** Values of an issue as text: "1 to 10", or "early, late". */
export function valuesText({ values, min, max }: WrittenIssue): string {
  if (values !== undefined) return listText(values);
  return min === undefined || max === undefined ? '' : `${String(min)} to ${String(max)}`;
}

/** An issue with the values that a person typed: a range of whole numbers, or a list with commas. */
export function typedIssue(name: string, text: string): WrittenIssue {
  const range = /^\s*(-?\d+)\s*(?:to|\.\.|–)\s*(-?\d+)\s*$/u.exec(text);
  if (range !== null) return { name, min: Number(range[1]), max: Number(range[2]) };
  const values = (typedList(text) ?? []) as Json[];
  return { name, values: values.map((value) => (isScalar(value) ? value : JSON.stringify(value))) };
}

function isScalar(value: Json): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether an issue is but the name of a variable. */
export function isBare({ values, min, max }: WrittenIssue): boolean {
  return values === undefined && min === undefined && max === undefined;
}

/** The goals by which somebody negotiates who says nothing of what values are worth to it. */
export function goalsOf({ agents = [] }: Document, id: string, utility: WrittenUtility = {}): readonly string[] {
  if (utility.values !== undefined || utility.weights !== undefined) return [];
  const goals = agents.find((agent) => agent.id === id)?.goals ?? [];
  return goals.flatMap((goal) => {
    const { id: name, wants } = Object(goal) as { readonly id?: unknown; readonly wants?: unknown };
    return typeof name === 'string' && typeof wants === 'string' ? [name] : [];
  });
}

/** What is asked of a person for one issue: a worth for each value, or for the ends of a line where there are many. */
export function endsOf({ values, min, max }: WrittenIssue): readonly string[] {
  if (values !== undefined && values.length <= listedMax) return values.map((value) => String(value));
  if (values !== undefined) return [String(values[0]), String(values.at(-1))];
  if (min === undefined || max === undefined) return [];
  return min === max ? [String(min)] : [String(min), String(max)];
}

/** More values have worths on a line between the first and the last. */
const listedMax = 8;

/** Terms with another issue at a place, or with none there: everybody's worths and weights follow. */
export function withIssue(
  { issues = [], utilities = {} }: NegotiateAction,
  at: number,
  issue: WrittenIssue | null,
): { issues: WrittenIssue[]; utilities: Record<string, WrittenUtility> } {
  const next =
    issue === null
      ? issues.filter((_, place) => place !== at)
      : issues.map((each, place) => (place === at ? issue : each));
  const all = issue !== null && at >= issues.length ? [...next, issue] : next;
  const follow = (utility: WrittenUtility, place: number): WrittenUtility => {
    const values = (utility.values ?? []).map((worths) => [...worths]);
    const weights = utility.weights === undefined ? undefined : [...utility.weights];
    if (issue === null) {
      values.splice(at, 1);
      weights?.splice(at, 1);
    } else {
      values[at] = fitted(values[at] ?? [], endsOf(issue).length, place === 0);
      if (weights !== undefined && weights.length <= at) weights.push(0);
    }
    return { ...utility, values, ...(weights === undefined ? {} : { weights }) };
  };
  return {
    issues: all,
    utilities: Object.fromEntries(
      Object.entries(utilities).map(([id, utility], place) => [id, follow(utility, place)]),
    ),
  };
}

/** As many worths as are asked for: those that there are, and new ones that rise for the first party and fall for others. */
function fitted(worths: readonly number[], count: number, rising: boolean): number[] {
  if (worths.length === count) return [...worths];
  return Array.from({ length: count }, (_, at) => worths[at] ?? lineAt(at, count, rising));
}

function lineAt(at: number, count: number, rising: boolean): number {
  const share = count === 1 ? 1 : Math.round((100 * at) / (count - 1)) / 100;
  return rising ? share : 1 - share;
}

/** Worths of somebody new: the opposite of the first party's on every issue. */
export function newUtility(issues: readonly WrittenIssue[], rising: boolean): WrittenUtility {
  return { values: issues.map((issue) => fitted([], endsOf(issue).length, rising)) };
}

/** A negotiation about a price between the first two agents of a document, which a person changes from there. */
export function firstTerms({ agents = [] }: Document): NegotiateAction {
  const participants = agents.slice(0, 2).map(({ id }) => id);
  const issues = [{ name: 'price', min: 1, max: 10 }];
  return {
    ...{ kind: 'negotiate', participants, issues },
    utilities: Object.fromEntries(participants.map((id, at) => [id, newUtility(issues, at === 0)])),
  };
}
