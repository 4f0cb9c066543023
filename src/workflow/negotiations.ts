/**
 * From the negotiate actions of a document to what is bargained about: issues, what each party wants with every default filled in,
 * weights made to sum to 1. What cannot be negotiated is refused before (`check/negotiations.ts`).
 */
import { MS_MAX, type NegotiateAction, type WrittenIssue, type WrittenUtility } from '../document/index.ts';
import { toMs } from '../kernel/index.ts';
import { valuesOf, type Bargain, type Decision, type Issue, type Plan, type Preferences } from '../plan/index.ts';

export const PROTOCOL_DEFAULT = 'zeuthen';

/** Rounds where somebody concedes by those that are left, and the document names none. */
const roundsUsual = 100;
/** Shortest time for all of it, ms, and how many of the longest delays there are for each outcome. */
const patienceMs = 10_000;
const patienceDelays = 10;
/** What a deal a round later is worth to a party that says nothing of it. */
const discountUsual = 0.9;
/** Weights that sum to 1 but for this share are left as they are written. */
const weightsSlack = 0.001;

interface Groups {
  ofParties(protocol: string, members: readonly number[]): number;
}

export function negotiated(action: NegotiateAction, groups: Groups, plan: Plan): Decision {
  const index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  const parties = partiesOf(action).flatMap((id) => index.get(id) ?? []);
  return {
    group: groups.ofParties(action.protocol ?? PROTOCOL_DEFAULT, parties),
    ...{ value: null, ballots: null, believed: null, options: [] },
    competence: parties.map(() => 1),
    valid: () => true,
    bargain: bargainOf(action, plan),
  };
}

/** Ids of those who negotiate: who is named, or all that have utilities. */
export function partiesOf({ participants = [], utilities = {} }: NegotiateAction): readonly string[] {
  return [...new Set(participants.length > 0 ? participants : Object.keys(utilities))];
}

function bargainOf(action: NegotiateAction, { delayMaxMs }: Plan): Bargain {
  const issues = issuesOf(action);
  const wanted = partiesOf(action).map((id) => action.utilities?.[id] ?? {});
  const outcomes = issues.reduce((product, issue) => product * valuesOf(issue), 1);
  const stances = wanted.map(({ discount, concession }) => ({
    discount: discount ?? discountUsual,
    concession: concession ?? null,
  }));
  const byRounds = action.protocol === 'alternating' && stances.some(({ concession }) => concession !== null);
  const patience = Math.min(MS_MAX, Math.max(patienceMs, patienceDelays * delayMaxMs * outcomes));
  return {
    issues,
    parties: wanted.map((each) => preferencesOf(each, issues)),
    stances,
    roundsMax: action.rounds ?? (byRounds ? roundsUsual : 0),
    deadlineMs: toMs(action.deadlineMs ?? patience),
    conflictFails: action.atConflict !== 'succeed',
  };
}

/** The issues as they are written; a range that is not whole was refused before. */
export function issuesOf({ issues = [] }: NegotiateAction): readonly Issue[] {
  return issues.map(issueOf);
}

function issueOf({ name, values, min, max }: WrittenIssue): Issue {
  return values === undefined && min !== undefined && max !== undefined
    ? { name, min, max }
    : { name, values: values ?? [] };
}

export function preferencesOf(written: WrittenUtility, issues: readonly Issue[]): Preferences {
  return {
    weights: weightsOf(written, issues.length),
    values: issues.map((issue, at) => written.values?.[at] ?? Array.from({ length: valuesOf(issue) }, () => 0)),
    reservation: written.reservation ?? 0,
    must: written.must ?? null,
  };
}

/** What each issue weighs, together 1: as it is written where that sums to 1 but for rounding. */
export function weightsOf({ weights }: WrittenUtility, issues: number): readonly number[] {
  if (weights === undefined) return Array.from({ length: issues }, () => 1 / issues);
  return sumsToOne(weights) ? weights : weights.map((weight) => weight / sumOf(weights));
}

export function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
export function sumsToOne(weights: readonly number[]): boolean {
  return Math.abs(sumOf(weights) - 1) <= weightsSlack;
}
