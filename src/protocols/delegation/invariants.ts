/**
 * What always holds in delegation, as folds over facts. The numbers are those of SPEC.md.
 */
import { exactTime } from '../../document/index.ts';
import {
  answeredOnce,
  bestBid,
  effectiveOnce,
  inTime,
  lowestChosen,
  onlyCapable,
  tenderRule,
} from '../../agents/index.ts';
import { agentAt, taskAt, agentTitle, invariantRule, taskTitle, type Invariant, type Plan } from '../../plan/index.ts';
import { pays, priceOf, scopesOf } from './budget.ts';
import { room, words, type AdoptedFact, type DelegationFact, type GivenFact } from './messages.ts';
import { insideTender } from './settings.ts';
import { deadlineOf, treeOf, TRIES_MAX } from './tree/tree.ts';

/** All that hold for this plan. */
export function invariants(plan: Plan): Invariant[] {
  return [
    onlyCapable({ rule: 'DG1', room }, plan),
    downwards,
    upwards,
    oneAnswer,
    neverTwice,
    attenuated,
    effectiveOnce({ rule: 'DG7', room }, true),
    lowestChosen({ rule: 'DG8', room }, (rule) => rule !== tenderRule),
    concludedOnce,
    bestBid({ rule: 'DG10', room }, words, insideTender),
    inTime({ rule: 'DG16', room }, words),
    answeredOnce({ rule: 'DG17', room }, words),
    withinBudget,
    ...(plan.tasks.some(({ budget }) => budget !== null) ? [paysFor] : []),
    withinSpan,
  ];
}

const downwards: Invariant = invariantRule<Fosters, DelegationFact>({
  rule: 'DG2',
  title: 'what is handed on goes down the hierarchy, and no deeper than it has levels',
  room,
  init: () => new Map(),
  fact(fosters, fact, _moment, plan) {
    const { levels, isAbove } = boundTree(plan);
    if (fact.type === 'delegation.adopted') {
      const adopted = fact;
      takeNote(fosters, adopted);
      const outside = strangers(adopted).find((agent) => !isAbove(adopted.by, agent));
      return outside === undefined ? null : `${agentTitle(plan, outside)} was adopted by one who is not above it`;
    }
    if (fact.type !== 'delegation.given') return null;
    const { task, by, agent, level } = fact;
    if (!isAbove(by, agent) && fosters.get(by)?.has(agent) !== true)
      return `${taskTitle(plan, task)} was given to ${agentTitle(plan, agent)}, who is not below its giver`;
    return level > levels + 1 ? `${taskTitle(plan, task)} went through more than ${levels} levels of managers` : null;
  },
});

function boundTree(plan: Plan): { levels: number; isAbove: (manager: number, agent: number) => boolean } {
  const tree = treeOf(plan);
  return { levels: tree.levels, isAbove: (manager, agent) => tree.isAbove(manager, agent) };
}

/** For whom each agent ever stood in. */
type Fosters = Map<number, Set<number>>;

function takeNote(fosters: Fosters, { standIns }: AdoptedFact): void {
  for (const { agent, under } of standIns) fosters.set(agent, new Set([...(fosters.get(agent) ?? []), ...under]));
}

function strangers({ adopted, standIns }: AdoptedFact): number[] {
  return [...adopted, ...standIns.flatMap(({ under }) => under)];
}

const upwards: Invariant = invariantRule<Fosters, DelegationFact>({
  rule: 'DG3',
  title: 'what is given back goes strictly up, or to whoever stands in for who was there',
  room,
  init: () => new Map(),
  fact(fosters, fact, _moment, plan) {
    if (fact.type === 'delegation.adopted') takeNote(fosters, fact);
    if (fact.type !== 'delegation.escalated') return null;
    const { task, by, to } = fact;
    return to !== by && (treeOf(plan).isAbove(to, by) || fosters.get(to)?.has(by) === true)
      ? null
      : `${agentTitle(plan, by)} gave ${taskTitle(plan, task)} back to one who is not above it`;
  },
});

const oneAnswer: Invariant = invariantRule<Set<string>, DelegationFact>({
  rule: 'DG4',
  title: 'a goal is given back at most once, and nothing is handed on under it afterwards',
  room,
  init: () => new Set(),
  fact(back, fact, _moment, plan) {
    if (fact.type !== 'delegation.escalated') return null;
    const { task, by, lease } = fact;
    const key = `${task}/${by}/${lease}`;
    if (back.has(key)) return `${agentTitle(plan, by)} gave ${taskTitle(plan, task)} back twice`;
    back.add(key);
    return null;
  },
});

const neverTwice: Invariant = invariantRule<Map<string, number>, DelegationFact>({
  rule: 'DG5',
  title: 'no manager sees the same goal twice on its way, and none hands it on more often than it may',
  room,
  init: () => new Map(),
  fact(seen, fact, _moment, plan) {
    if (fact.type !== 'delegation.given') return null;
    const { task, by, agent, as, lineage } = fact;
    const count = (key: string): number => {
      const now = (seen.get(key) ?? 0) + 1;
      seen.set(key, now);
      return now;
    };
    if (as === 'manager' && count(`${lineage}/${task}/to/${agent}`) > 1)
      return `${agentTitle(plan, agent)} was told twice to see to ${taskTitle(plan, task)} on one way`;
    return by !== -1 && count(`${lineage}/${task}/by/${by}`) > TRIES_MAX
      ? `${agentTitle(plan, by)} handed ${taskTitle(plan, task)} on more than ${TRIES_MAX} times`
      : null;
  },
});

const attenuated: Invariant = invariantRule<Map<string, number>, DelegationFact>({
  rule: 'DG6',
  title: 'no deadline grows on its way down',
  room,
  init: () => new Map(),
  fact(given, fact, _moment, plan) {
    if (fact.type !== 'delegation.given') return null;
    const { task, by, agent, deadlineMs } = fact;
    const key = (of: number): string => `${task}/${of}`;
    const most = by === -1 ? deadlineOf(plan, task, 0) : (given.get(key(by)) ?? 0);
    given.set(key(agent), deadlineMs);
    return most !== 0 && (deadlineMs === 0 || deadlineMs > most)
      ? `${agentTitle(plan, agent)} was given until ${exactTime(deadlineMs)} for ${taskTitle(plan, task)}, and its giver had until ${exactTime(most)}`
      : null;
  },
});

const concludedOnce: Invariant = invariantRule<Map<string, number>, DelegationFact>({
  rule: 'DG9',
  title: 'a composite is reported once by whoever answers for it, to whoever entrusted it',
  room,
  init: () => new Map(),
  fact(open, fact, _moment, plan) {
    if (fact.type === 'delegation.entrusted') {
      const { task, by, to } = fact;
      open.set(`${task}/${to}`, by);
      return null;
    }
    if (fact.type !== 'delegation.reported') return null;
    const { task, by, to } = fact;
    const due = open.get(`${task}/${by}`);
    open.delete(`${task}/${by}`);
    return due === to
      ? null
      : `${agentTitle(plan, by)} reported ${taskTitle(plan, task)} to one who had not entrusted it, or twice`;
  },
});

interface Envelopes {
  /** Spent or handed down of each budget, by the task that has it. */
  readonly used: Map<number, number>;
  /** What the top handed down with each task and has not accounted for. */
  readonly out: Map<number, number>;
  /** What is left of each goal that was handed down, by task, agent and lease; and what that one handed on last. */
  readonly left: Map<string, number>;
  readonly lent: Map<string, { readonly from: string; readonly amount: number }>;
}

const withinBudget: Invariant = invariantRule<Envelopes, DelegationFact>({
  rule: 'DG18',
  title: 'what is handed down of a budget is never more than what is left of it',
  room,
  init: () => ({ used: new Map(), out: new Map(), left: new Map(), lent: new Map() }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'delegation.given') return handed(state, fact, plan);
    if (fact.type === 'delegation.settled') {
      const { task, spent } = fact;
      const amount = state.out.get(task);
      state.out.delete(task);
      if (amount === undefined || !pays(amount, spent))
        return `${taskTitle(plan, task)} was accounted for with ${spent}, and ${amount ?? 'nothing'} had been handed down`;
      for (const scope of scopesOf(plan, task)) add(state.used, scope, spent - amount);
    }
    if (fact.type === 'delegation.escalated') {
      const { task, by, lease, spent } = fact;
      const lent = state.lent.get(`${task}/${by}/${lease}`);
      if (lent !== undefined && spent !== undefined) add(state.left, lent.from, lent.amount - spent);
    }
    return null;
  },
});

function handed({ used, out, left, lent }: Envelopes, given: GivenFact, plan: Plan): string | null {
  const { task, by, agent, lease, budget } = given;
  if (budget === undefined)
    return scopesOf(plan, task).length === 0 ? null : `${taskTitle(plan, task)} was handed on without its budget`;
  const { amount, of } = budget;
  const own = `${task}/${agent}/${lease}`;
  left.set(own, amount);
  if (by === -1) {
    out.set(task, amount);
    const over = scopesOf(plan, task).find((scope) => !pays(taskAt(plan, scope).budget!, add(used, scope, amount)));
    return over === undefined
      ? null
      : `with ${taskTitle(plan, task)} more was handed down than ${taskTitle(plan, over)} has: ${taskAt(plan, over).budget!}`;
  }
  const from = `${task}/${by}/${of}`;
  const before = left.get(from) ?? 0;
  lent.set(own, { from, amount });
  left.set(from, before - amount);
  return pays(before, amount)
    ? null
    : `${agentTitle(plan, by)} had ${before} for ${taskTitle(plan, task)} and handed ${amount} on`;
}

function add<Key>(sums: Map<Key, number>, key: Key, amount: number): number {
  const sum = (sums.get(key) ?? 0) + amount;
  sums.set(key, sum);
  return sum;
}

/** The same by deeds: whoever was told to work, under whatever lease, has its price. */
const paysFor: Invariant = invariantRule<Map<number, number>, DelegationFact>({
  rule: 'DG19',
  title: 'all attempts that were given to anybody cost no more than the budgets around them',
  room,
  init: () => new Map(),
  given(spent, { task, agent }, _moment, plan) {
    const price = priceOf(plan, task, agent);
    const over = scopesOf(plan, task).find((scope) => !pays(taskAt(plan, scope).budget!, add(spent, scope, price)));
    return over === undefined
      ? null
      : `${taskTitle(plan, over)} may cost ${taskAt(plan, over).budget!}, and what was given out costs ${spent.get(over)!}`;
  },
});

interface Circles {
  readonly fosters: Fosters;
  readonly adopted: Map<number, ReadonlySet<number>>;
  /** Whom it ever adopted: a call that was made among them stands, though their manager is back. */
  readonly ever: Map<number, Set<number>>;
  /** Who was ever entrusted with a composite: its parts go there straight from the top. */
  readonly entrusted: Set<number>;
}

const withinSpan: Invariant = invariantRule<Circles, DelegationFact>({
  rule: 'DG20',
  title: 'nobody gives to more than its span, or than were drawn, and only to its own and whom it adopted',
  room,
  init: () => ({ fosters: new Map(), adopted: new Map(), ever: new Map(), entrusted: new Set() }),
  fact({ fosters, adopted, ever, entrusted }, fact, _moment, plan) {
    if (fact.type === 'delegation.adopted') {
      const told = fact;
      takeNote(fosters, told);
      adopted.set(told.by, new Set(told.adopted));
      ever.set(told.by, new Set([...(ever.get(told.by) ?? []), ...told.adopted]));
      return tooWide(told, plan);
    }
    if (fact.type === 'delegation.entrusted') entrusted.add(fact.to);
    if (fact.type !== 'delegation.given') return null;
    const { by, agent, rule } = fact;
    const taken = rule === tenderRule ? ever : adopted;
    if (agentAt(plan, agent).reportsTo === by || (by === -1 && entrusted.has(agent))) return null;
    return taken.get(by)?.has(agent) === true || fosters.get(by)?.has(agent) === true
      ? null
      : `${agentTitle(plan, agent)} was given something by one to whom it does not report and who had not adopted it`;
  },
});

function tooWide({ by, reach, standIns }: AdoptedFact, plan: Plan): string | null {
  const drawn = (manager: number): number => plan.agents.filter(({ reportsTo }) => reportsTo === manager).length;
  const name = by === -1 ? 'the top' : agentTitle(plan, by);
  const most = Math.max(plan.spanMax, drawn(by));
  if (reach > most) return `${name} gives to ${reach}, and ${most} is its span`;
  const widest = plan.agents.reduce(
    (width, _, agent) => (treeOf(plan).isAbove(by, agent) ? Math.max(width, drawn(agent)) : width),
    plan.spanMax,
  );
  const wide = standIns.find(({ agent, under }) => under.length + drawn(agent) > Math.max(widest, drawn(agent)));
  return wide === undefined ? null : `${agentTitle(plan, wide.agent)} stands in for more than its span lets it`;
}
