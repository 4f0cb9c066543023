/**
 * What always holds in centralized coordination, as folds over facts. The numbers are those of SPEC.md.
 */
import { effectiveOnce, leaseOf, lowestChosen, onlyCapable, onlyTrusted, withinRoom } from '../../agents/index.ts';
import {
  agentAt,
  agentTitle,
  invariantRule,
  taskTitle,
  type Assigned,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { versionedResults } from './global-state.ts';
import { flawOf } from './methods/hungarian.ts';
import type { MatchedFact } from './messages.ts';
import type { CentralizedSettings } from './settings.ts';

const room = 'centralized';

/** Rules by which the agent with the lowest value gets the task: a score, a planned end, a time. */
const comparing: ReadonlySet<string> = new Set(['greedy', 'heft', 'cpop', 'critical-path', 'regret']);

/** Those whose places were given before the run. */
const planned = (rule: string): boolean => rule !== 'greedy' && rule !== 'regret';

/** All that hold for this plan. */
export function invariants(plan: Plan, settings: CentralizedSettings): Invariant[] {
  return [
    onlyCapable({ rule: 'CC1', room }, plan),
    withinRoom({ rule: 'CC2', room }, 0),
    onlyTrusted({ rule: 'CC3', room }, leaseOf(settings.leaseMs, plan).ms),
    effectiveOnce({ rule: 'CC4', room }),
    lowestChosen({ rule: 'CC5', room }, (rule) => comparing.has(rule), planned),
    versionedResults,
    noBetterExchange,
    ...(plan.assignment === 'hungarian' ? [provenOptimal] : []),
    ...(plan.assignment === 'regret' ? [withinSlots] : []),
  ];
}

interface Taken {
  readonly held: Holdings;
  /** Slots that what each agent holds takes. */
  readonly slots: number[];
}

/** Where tasks take several slots, those of what an agent holds are no more than it has. */
const withinSlots = invariantRule<Taken>({
  rule: 'CC18',
  title: 'the tasks that an agent holds take no more slots than it has',
  room,
  init: ({ agents }, held) => ({ held, slots: agents.map(() => 0) }),
  given(taken, given, _moment, plan) {
    take(taken, given, plan);
    const { slots } = agentAt(plan, given.agent);
    const now = taken.slots[given.agent]!;
    return now > slots + slack
      ? `${agentTitle(plan, given.agent)} has ${slots} slots, and its tasks take ${now}`
      : null;
  },
  fact(taken, fact, _moment, plan) {
    take(taken, fact, plan);
    return null;
  },
});

function take({ held, slots }: Taken, fact: KnownFact, { needs, needOf }: Plan): void {
  for (const { kind, task, agent } of held.turnsOf(fact))
    slots[agent]! += needs[needOf[task]!]!.slots * (kind === 'dropped' ? -1 : 1);
}

/** Sums of fractions may differ in their last bits by the order of adding. */
const slack = 1e-6;

interface Proven {
  step: number;
  /** Agent that each task of the decision was matched with. */
  matched: Map<number, number>;
}

/** Every optimal decision carries its dual certificate, and is what was done. */
const provenOptimal = invariantRule<Proven, MatchedFact>({
  rule: 'CC17',
  title: 'dual values prove every optimal decision, and it is carried out as it was proven',
  room,
  init: () => ({ step: -1, matched: new Map() }),
  given(state, { task, agent, rule }, { step }, plan) {
    if (rule !== 'hungarian' || (state.step === step && state.matched.get(task) === agent)) return null;
    return `${taskTitle(plan, task)} went to ${agentTitle(plan, agent)}, and that was not what was proven`;
  },
  fact(state, fact, { step }) {
    if (fact.type !== 'centralized.matched') return null;
    if (state.step !== step) state.matched.clear();
    state.step = step;
    fact.tasks.forEach((task, row) => {
      const column = fact.columnOf[row]!;
      if (column !== -1) state.matched.set(task, fact.agents[column]!);
    });
    const cost = fact.cost.map((row) => row.map((each) => each ?? Infinity));
    const flaw = flawOf(cost, fact);
    return flaw === null ? null : `a decision is not the best: ${flaw}`;
  },
});

interface Matched {
  /** The pairs of one decision so far: who got each agent's slots, and at what cost. */
  step: number;
  byAgent: Map<number, Assigned[]>;
}

/** A necessary condition of the optimum that needs no second solver: no two tasks of one decision gain by exchanging agents. */
const noBetterExchange = invariantRule<Matched>({
  rule: 'CC6',
  title: 'no two tasks of one optimal decision gain by exchanging their agents',
  room,
  init: () => ({ step: -1, byAgent: new Map() }),
  given(state, fact, moment, plan) {
    if (fact.rule !== 'hungarian') return null;
    if (state.step !== moment.step) {
      state.step = moment.step;
      state.byAgent.clear();
    }
    const gain = betterExchange(state, fact, plan);
    const pairs = state.byAgent.get(fact.agent);
    if (pairs === undefined) state.byAgent.set(fact.agent, [fact]);
    else pairs.push(fact);
    return gain;
  },
});

function betterExchange({ byAgent }: Matched, fact: Assigned, plan: Plan): string | null {
  const own = valueOf(fact, fact.agent);
  if (own === null) return null;
  for (const { agent, value } of fact.compared) {
    for (const other of byAgent.get(agent) ?? []) {
      const otherOwn = valueOf(other, agent);
      const otherHere = valueOf(other, fact.agent);
      if (otherOwn === null || otherHere === null) continue;
      if (value + otherHere < own + otherOwn - 1e-6)
        return `${taskTitle(plan, fact.task)} and ${taskTitle(plan, other.task)} would be done sooner with their agents exchanged`;
    }
  }
  return null;
}

function valueOf(fact: Assigned, agent: number): number | null {
  return fact.compared.find((each) => each.agent === agent)?.value ?? null;
}
