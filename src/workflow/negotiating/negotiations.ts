/**
 * From the negotiate actions of a document to what is bargained about: issues, what each party wants with every default filled in,
 * weights made to sum to 1. What cannot be negotiated is refused before (`check/negotiations.ts`).
 */
import { MS_MAX, type NegotiateAction, type WrittenUtility } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import { valuesOf, type Bargain, type Decision, type Issue, type Plan, type Preferences } from '../../plan/index.ts';
import { issueOf, ownWants, type OwnWants, type Wanting } from './wants.ts';

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

export function negotiated(action: NegotiateAction, groups: Groups, plan: Plan, wanting: Wanting): Decision {
  const index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  const parties = partiesOf(action).flatMap((id) => index.get(id) ?? []);
  return {
    group: groups.ofParties(action.protocol ?? PROTOCOL_DEFAULT, parties),
    ...{ value: null, ballots: null, believed: null, options: [] },
    competence: parties.map(() => 1),
    valid: () => true,
    bargain: bargainOf(action, plan, wanting),
  };
}

/** Ids of those who negotiate: who is named, or all that have utilities. */
export function partiesOf({ participants = [], utilities = {} }: NegotiateAction): readonly string[] {
  return [...new Set(participants.length > 0 ? participants : Object.keys(utilities))];
}

function bargainOf(action: NegotiateAction, { delayMaxMs }: Plan, wanting: Wanting): Bargain {
  const issues = issuesOf(action, wanting);
  const ids = partiesOf(action);
  const wanted = ids.map((id) => action.utilities?.[id] ?? {});
  const goals = ids.map((id, at) => (goesByGoals(wanted[at]!) ? ownWants(id, issues, wanting).goals : []));
  const outcomes = issues.reduce((product, issue) => product * valuesOf(issue), 1);
  const stances = wanted.map(({ discount, concession }) => ({
    discount: discount ?? discountUsual,
    concession: concession ?? null,
  }));
  const byRounds = action.protocol === 'alternating' && stances.some(({ concession }) => concession !== null);
  const patience = Math.min(MS_MAX, Math.max(patienceMs, patienceDelays * delayMaxMs * outcomes));
  return {
    issues,
    parties: ids.map((id) => preferencesOf(action, id, { issues, wanting })),
    stances,
    roundsMax: action.rounds ?? (byRounds ? roundsUsual : 0),
    deadlineMs: toMs(action.deadlineMs ?? patience),
    conflictFails: action.atConflict !== 'succeed',
    ...(goals.some(({ length }) => length > 0) ? { goals } : {}),
  };
}

/** The issues as they are written, or all variables; a range that is not whole was refused before. */
export function issuesOf({ issues = [] }: NegotiateAction, { variables = [] }: Wanting): readonly Issue[] {
  return (issues.length > 0 ? issues : variables).map((written) => issueOf(written, variables));
}

/** Whether a party says nothing of what values are worth to it, so that its goals do. */
export function goesByGoals({ weights, values }: WrittenUtility): boolean {
  return weights === undefined && values === undefined;
}

/** What a party wants of these issues: as it is written, or by its goals. */
export function preferencesOf(
  { utilities }: NegotiateAction,
  id: string,
  { issues, wanting }: { readonly issues: readonly Issue[]; readonly wanting: Wanting },
): Preferences {
  const written = utilities?.[id] ?? {};
  const { must: own, terms, goals } = goesByGoals(written) ? ownWants(id, issues, wanting) : noWants;
  const musts = [written.must, own].flatMap((text) => text ?? []);
  return {
    weights: weightsOf(written, issues.length),
    values: issues.map((issue, at) => written.values?.[at] ?? Array.from({ length: valuesOf(issue) }, () => 0)),
    reservation: written.reservation ?? 0,
    must: musts.length === 0 ? null : musts.length === 1 ? musts[0]! : musts.map((text) => `(${text})`).join(' && '),
    ...(goals.length > 0 ? { terms } : {}),
  };
}

const noWants: OwnWants = { must: null, terms: [], goals: [] };

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
